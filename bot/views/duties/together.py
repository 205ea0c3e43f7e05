"""Several duties decided about in one go: accepted one by one or together, pressed for."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.duties.together import Accepted, DutyName, FilingLine, Pressed, PressedUnit, Turned
from bot.domain.hall.message import Button, Html, Message, html, message, tap
from bot.domain.hall.names import DUTIES
from bot.domain.reading.short_numbers import brief
from bot.texts import Translator
from bot.views.duties import doing, reminders
from bot.views.hall import together

MOST = 8
"""Filings that the message of the afternoon names."""


def title(one: DutyName, tr: Translator) -> str:
    return one.title_zh if tr.chinese else one.title_en or one.title_zh


def matter(one: DutyName, tr: Translator) -> Html:
    """Which duty of an agency: 行初12号 出庭报备."""
    return html(" ".join(part for part in (brief(one.number) if one.number else "", title(one, tr)) if part))


def line(one: DutyName, tr: Translator) -> Html:
    """Whose duty: 县自然资源局 行初12号 出庭报备."""
    return html(f"{one.agency} ") + matter(one, tr)


# -- what waits to be accepted -------------------------------------------------------------------------------------


def filings(found: Sequence[FilingLine], day: object, tr: Translator) -> Message:
    """The afternoon's message; when all is decided it says so."""
    if not found:
        return message(tr("【To be accepted】{day}", day=day), tr("Everything that was handed in is decided."))
    more = len(found) - MOST
    return message(
        tr.plural("【To be accepted】{day}, {n} item", "【To be accepted】{day}, {n} items", len(found), day=day),
        *(_filing(one, tr) for one in found[:MOST]),
        tr.plural("and {n} more", "and {n} more", more) if more > 0 else None,
        buttons=((tap(tr("Accept one by one"), "jd"), tap(tr("Accept all"), "jd.all")),),
    )


def _filing(one: FilingLine, tr: Translator) -> Html:
    said = html("· ") + line(one.duty, tr)
    return said + tr(" (done on {date})", date=one.on) if one.on else said


def turned(found: Turned, tr: Translator) -> Message:
    """One filing with what decides it, and the way to the next."""
    if found.duty is None:
        return message(tr("Nothing waits to be accepted."))
    shown = reminders.judge(found.duty, tr)
    place = tr("Item {n} of {all}", n=found.place, all=found.total) if found.waiting and found.total > 1 else None
    return message(place, shown.text, buttons=_ways(found, tr))


def _ways(found: Turned, tr: Translator) -> tuple[tuple[Button, ...], ...]:
    duty = found.duty
    following = (tap(tr("Next item"), "jd.at", found.following),) if found.following else ()
    if duty is None or not found.waiting:
        return (following,)
    first: tuple[Button, ...] = ()
    if duty.may_judge:
        accept = tap(tr("Accept"), "jd.ok", duty.id, duty.version)
        first = (accept, tap(tr("Send back"), "dt.back", duty.id, duty.version))
    all_ = (tap(tr("Accept all"), "jd.all"),) if found.total > 1 else ()
    return ((*first, *following), (*doing.looking(duty, tr), *all_))


def accepting(found: Sequence[FilingLine], number: int, tr: Translator) -> Message:
    """Everything that would be accepted, before it is."""
    if not found:
        return message(tr("Nothing waits to be accepted."))
    head = tr.plural(
        "【Accept all】This {n} item will be accepted:", "【Accept all】These {n} items will be accepted:", len(found)
    )
    confirm = tap(tr("Accept these"), "jd.sure")
    return together.asked(head, [_filing(one, tr) for one in found], number, tr, confirm=confirm, turn="jd.p")


def accepted(found: Accepted, tr: Translator) -> Message:
    """What was accepted, and what changed meanwhile."""
    return message(
        tr.plural("【Accept all】{n} item accepted.", "【Accept all】{n} items accepted.", len(found.done)),
        *(html("✓ ") + line(one, tr) for one in found.done[:MOST]),
        tr.plural("and {n} more", "and {n} more", len(found.done) - MOST) if len(found.done) > MOST else None,
        _left(found.left, tr),
    )


def _left(found: Sequence[DutyName], tr: Translator) -> Html | None:
    """What is as it was: it changed after the list was shown."""
    if not found:
        return None
    shown = [tr("{what} ({state})", what=line(one, tr), state=tr(DUTIES[one.state])) for one in found]
    return tr("Changed meanwhile, and left as it is: {list}", list=together.few(shown, tr, MOST))


# -- pressing ------------------------------------------------------------------------------------------------------


def pressing(found: Pressed, number: int, tr: Translator) -> Message:
    """Whom it would reach, before anybody is told."""
    if not found.units:
        return message(tr("Nothing of others is overdue."))
    head = tr.plural(
        "【Press for what is overdue】{n} duty of {units} would be pressed for:",
        "【Press for what is overdue】{n} duties of {units} would be pressed for:",
        found.count,
        units=_units(len(found.units), tr),
    )
    confirm = tap(tr("Press for all"), "du.ok")
    return together.asked(head, [_unit(one, tr) for one in found.units], number, tr, confirm=confirm, turn="du.p")


def _units(count: int, tr: Translator) -> Html:
    return tr.plural("{n} agency", "{n} agencies", count)


def _unit(one: PressedUnit, tr: Translator) -> Html:
    what = together.few([matter(duty, tr) for duty in one.duties], tr)
    return html("· ") + tr(
        "{agency} ({people}): {what}", agency=one.agency, people=tr.join(list(one.people)), what=what
    )


def pressed(found: Pressed, tr: Translator) -> Message:
    """Who is told, and for what nobody was told anew."""
    again = [line(one, tr) for one in found.again]
    return message(
        tr.plural(
            "【Press for what is overdue】Pressed for {n} duty; {units} told.",
            "【Press for what is overdue】Pressed for {n} duties; {units} told.",
            found.count,
            units=_units(len(found.units), tr),
        ),
        *(_unit(one, tr) for one in found.units[:MOST]),
        tr("Pressed for today already, once a day is enough: {list}", list=together.few(again, tr)) if again else None,
        _left(found.left, tr),
    )
