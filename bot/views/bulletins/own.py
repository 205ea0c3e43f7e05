"""Our own bulletins as they were issued: the list, one of them with its ranking."""

from __future__ import annotations

from datetime import date

from bot.domain.bulletins.own import KIND_NAMES, IssuedLine, IssuedList, IssuedView, Place
from bot.domain.figures.periods import parse
from bot.domain.hall.message import Button, Html, Message, bold, html, lines, message, tap
from bot.texts import Translator
from bot.views.hall.paging import position, turning


def listed(found: IssuedList, tr: Translator) -> Message:
    """What was issued, the newest first."""
    page = found.lines
    head = tr("【Our bulletins】{agency}", agency=bold(found.agency))
    if not page.total:
        return message(head, tr("Nothing has been issued yet."))
    start = page.number * page.size
    numbered = list(enumerate(page.items, start + 1))
    buttons: list[Button] = [tap(f"{n}", "bo.at", one.id, 0) for n, one in numbered]
    return message(
        head,
        *(_line(n, one, tr) for n, one in numbered),
        position(page, tr),
        buttons=(*(tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3)), turning(page, tr, "bo")),
    )


def _name(one: IssuedLine, tr: Translator) -> Html:
    words = tr("{kind}, {period}", kind=tr(KIND_NAMES[one.kind]), period=_period(one, tr))
    return words + (tr(" (issued again)") if one.again else html(""))


def _period(one: IssuedLine, tr: Translator) -> str:
    found = parse(one.period, date(2000, 1, 1))
    return found.label(chinese=tr.chinese) if found is not None else one.period


def _line(n: int, one: IssuedLine, tr: Translator) -> Html:
    said = tr("rate {rate}, issued on {date}", rate=one.rate, date=one.at)
    return lines(html(f"{n}. ") + bold(_name(one, tr)), said)


def card(one: IssuedView, tr: Translator) -> Message:
    """One as it was issued; what has been corrected since stands in the next one."""
    page = one.places
    buttons: list[tuple[Button, ...]] = []
    if page is not None:
        buttons.append(turning(page, tr, "bo.at", one.line.id))
    if one.sendable:
        buttons.append((tap(tr("Send to {n} agencies", n=one.sendable), "bo.send", one.line.id),))
    if one.board:
        buttons.append((tap(tr("Who has not signed"), "cb.at", one.board),))
    if one.mine and one.newest:
        again = tap(tr("Issue again"), "bo.again", one.line.id)
        buttons.append((tap(tr("The paper"), "doc", one.document), again))
    buttons.append((tap(tr("‹ Go back"), "bo", 0),))
    return message(
        tr("【{kind}】{agency}, {period}", kind=tr(KIND_NAMES[one.line.kind]), agency=one.agency,
           period=bold(_period(one.line, tr))),
        html(one.line.number) if one.line.number else None,
        tr("heard {heard}, attended {attended}, rate {rate}, principal {principal}", **_figures(one)),
        tr("Issued again: {reason}", reason=one.reason) if one.reason else None,
        tr.plural("It corrects {n} line of earlier ones.", "It corrects {n} lines of earlier ones.", one.corrections)
        if one.corrections
        else None,
        *(_place(each, tr) for each in (page.items if page else ())),
        position(page, tr) if page else None,
        tr("As issued on {date}.", date=one.line.at),
        buttons=tuple(row for row in buttons if row),
    )  # fmt: skip


def _figures(one: IssuedView) -> dict[str, str]:
    return {name: one.figures.get(name, "—") for name in ("heard", "attended", "rate", "principal")}


def _place(one: Place, tr: Translator) -> Html:
    return html(f"{one.n}. ") + tr(
        "{unit}: {rate} ({attended} of {heard})", unit=one.unit, rate=one.rate, attended=one.attended, heard=one.heard
    )
