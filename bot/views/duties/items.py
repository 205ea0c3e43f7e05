"""A duty as one line among others: what it is, of which case, its date and the days left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.duties.duties import DutyView
from bot.domain.hall.message import Html, Item, Message, as_item, html, lines, tap
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import DutyState
from bot.texts import Translator
from bot.views.duties import duties as views
from bot.views.duties import instructions
from bot.views.hall import numbers


def line(duty: DutyView, tr: Translator, *, whose: bool = False) -> Html:
    """答辩举证 行初12号：4月17日（周五），剩7个工作日; with `whose`, the agency that owes it comes first."""
    about = numbers.short(duty.case_number) if duty.case_number else views.about(duty, tr)
    name = html(f"{views.title(duty, tr)} {about}")
    if duty.missing:
        name = tr("{name} (only {what} is missing)", name=name, what=instructions.lacking(duty, tr))
    if whose and duty.case_number:
        name = html(f"{duty.agency} ") + name
    if duty.state is DutyState.SUBMITTED:
        return tr("{name}: handed in, waiting to be accepted{late}", name=name, late=views.late(duty, tr))
    if not duty.is_open:
        return html("✓ ") + tr("{name}: {state}", name=name, state=views.state(duty, tr))
    if duty.distance.overdue:
        return tr("{name}: {left}", name=name, left=views.days_left(duty, tr))
    return tr("{name}: {date}, {left}", name=name, date=duty.asked_for, left=views.days_left(duty, tr))


def alone(said: Message, duty: DutyView, tr: Translator, *, whose: bool = False, mark: Html | None = None) -> Message:
    """The message about one duty, with its line among others; a `mark` says why it comes now."""
    noted = duty.is_open and duty.may_close and not duty.is_right and not whose
    return as_item(
        replace(said, protect=said.protect or duty.is_sensitive),
        (mark or html("")) + line(duty, tr, whose=whose),
        About.DUTY(duty.id),
        on=duty.last if duty.distance.overdue else duty.asked_for,
        late=duty.is_open and duty.distance.overdue and not duty.is_right,
        noted=tap(tr("Noted"), "dt.ack", duty.id) if noted else None,
        unread=noted and duty.acknowledged_at is None,
    )


def together(said: Sequence[Message]) -> Message:
    """Several of them: a line each."""
    items: tuple[Item, ...] = tuple(one for each in said for one in each.items)
    protect = any(each.protect for each in said)
    return Message(lines(*(one.line for one in items)), items=items, protect=protect)
