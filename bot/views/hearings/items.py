"""A hearing as one line among others: when it is, how long that is off, and how it stands with the leader."""

from __future__ import annotations

from datetime import date, datetime

from bot.domain.hall.message import Html, Message, as_item, html
from bot.domain.hall.terms import AppearanceState
from bot.domain.hearings.hearings import AppearanceView, HearingView
from bot.texts import Translator
from bot.views.hall import numbers

S = AppearanceState


def coming(said: Message, view: HearingView, one: AppearanceView, tr: Translator, *, whose: bool = False) -> Message:
    """开庭 行初12号：4月15日（周三）9:30，剩5个工作日 · 张明✓; with `whose`, the agency comes first.

    While nobody has said yes it asks whoever may name somebody.
    """
    line = tr("Hearing {number}: {when}, {left}", number=numbers.short(view.number), when=view.starts_at,
              left=_left(view, tr))  # fmt: skip
    who = _leader(one, tr)
    line = line + html(" · ") + who if who else line
    asks = one.may_name and not one.settled and bool(said.buttons)
    return as_item(said, html(f"{one.agency} ") + line if whose else line, on=_day(view.starts_at, tr), asks=asks)


def pressing(said: Message, view: HearingView, one: AppearanceView, tr: Translator) -> Message:
    """The same to whoever has to say who appears."""
    item = coming(said, view, one, tr).items[0]
    return as_item(said, item.line, on=item.on, asks=bool(said.buttons))


def reported(said: Message, view: HearingView, until: date, tr: Translator) -> Message:
    """庭审反馈 行初12号：请于12月18日（周五）前反馈."""
    line = tr("Result of {number}: please report by {until}", number=numbers.short(view.number), until=until)
    return as_item(said, line, on=until, asks=True)


def missing(said: Message, view: HearingView, one: AppearanceView, tr: Translator) -> Message:
    """县自然资源局 行初12号：未反馈庭审结果, to those above."""
    line = tr("{agency} {number}: result not reported", agency=one.agency, number=numbers.short(view.number))
    return as_item(said, line, on=_day(view.starts_at, tr))


def asked(said: Message, one: AppearanceView, view: HearingView | None, number: str, tr: Translator) -> Message:
    """出庭确认 行初12号：12月15日（周二）9:30，请于12月4日（周五）17:30前答复."""
    line = tr("Appearance {number}", number=numbers.short(number))
    if one.mine and one.state is S.CONFIRMED:
        line = html("✓ ") + line
    parts = [
        tr.moment(view.starts_at) if view else None,
        tr("please answer by {when}", when=one.answer_by) if one.answer_by and one.state is S.ASKED else None,
    ]
    told = html("，" if tr.chinese else ", ").join(part for part in parts if part)
    waits = one.mine and one.state is S.ASKED and not one.needs_nobody
    return as_item(
        said,
        line + html("：" if tr.chinese else ": ") + told if told else line,
        on=_day(one.answer_by or (view.starts_at if view else None), tr),
        asks=waits,
    )


def _day(at: datetime | None, tr: Translator) -> date | None:
    return at.astimezone(tr.zone).date() if at else None


def _left(view: HearingView, tr: Translator) -> Html:
    if view.working_days_left <= 0:
        return tr("today") if view.days_left <= 0 else tr.plural("{n} day left", "{n} days left", view.days_left)
    return tr.plural("{n} working day left", "{n} working days left", view.working_days_left)


def _leader(one: AppearanceView, tr: Translator) -> Html | None:
    """张明✓; what is still open is said."""
    if one.needs_nobody:
        return None
    match one.state:
        case S.CONFIRMED if not one.leader_left:
            return html(f"{one.leader}✓")
        case S.ASKED if one.leader and not one.leader_left:
            return tr("{leader} has not answered", leader=one.leader)
        case S.CANNOT:
            return tr("no leader can come")
        case S.AWAITING_PERMISSION:
            return tr("waits for the court's permission")
        case _:
            return html("⚠ ") + tr("no leader is settled")
