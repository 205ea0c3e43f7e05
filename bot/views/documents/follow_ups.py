"""What a paper promised by a day, in words: the list behind its card, and the message of the day."""

from __future__ import annotations

from bot.domain.documents.follow_ups import FollowState, FollowUp, FollowUps
from bot.domain.hall.message import Button, Html, Message, as_item, bold, fold, html, lines, message, tap
from bot.domain.hall.phone import ALONE, shortened
from bot.domain.hall.subjects import About
from bot.domain.hall.worded import Worded
from bot.texts import Translator
from bot.views.hall import fitting, numbers

_SHOWN = 10
"""Promises that are told one by one."""
_SHORT = 40
"""Characters of one, where it stands among others."""


def button(document: int, tr: Translator) -> Button:
    """From the card of a paper to what it promised."""
    return tap(tr("Follow-up"), "doc.fus", document)


def listed(found: FollowUps, tr: Translator) -> Message:
    """【整改跟踪】《败诉案件分析报告》: a line for each, a button for what is open."""
    open_ = [one for one in found.items if one.is_open][:_SHOWN]
    labels = [f"{found.items.index(one) + 1}. {one.what}" for one in open_]
    ways = [
        tap(shortened(label, ALONE), "doc.fu", found.document, one.key)
        for label, one in zip(labels, open_, strict=True)
        if found.may_report or found.may_excuse
    ]
    head = lines(_head(found, tr), _where(found, tr))
    body = [html(f"{n}. ") + _line(one, tr) for n, one in enumerate(found.items[: _SHOWN * 2], 1)]
    none = None if found.items else tr("It promises nothing by a day.")
    back = ((tap(tr("‹ Go back"), "doc.at", found.document),),) if found.whole else ()
    return message(head, none, *body, buttons=(*fitting.rows(ways), *back), protect=found.protect)


def one_of(found: FollowUps, one: FollowUp, tr: Translator) -> Message:
    """One promise with what may be done about it."""
    return message(
        _head(found, tr),
        _where(found, tr),
        _line(one, tr),
        tr("Who: {names}", names=one.who) if one.who else None,
        fold(tr("Note: {note}", note=one.note)) if one.note else None,
        buttons=(*_ways(found, one, tr), (tap(tr("‹ Go back"), "doc.fus", found.document),)),
        protect=found.protect,
    )


def due(found: FollowUps, one: FollowUp, tr: Translator) -> Message:
    """The message of the day, and what became of it."""
    paper = ((tap(tr("The document"), "doc", found.document),),) if found.whole else ()
    said = message(
        tr(
            "【{title}】{agency}: {what}", title=tr("Follow-up"), agency=one.agency or found.agency, what=bold(one.what)
        ),
        tr("Promised by {date} ({left})", date=one.until, left=_left(one, tr)) if one.is_open else _line(one, tr),
        tr("Who: {names}", names=one.who) if one.who else None,
        _where(found, tr),
        buttons=(*_ways(found, one, tr), *paper),
        protect=found.protect,
    )
    about = f" {numbers.short(found.case_number)}" if found.case_number else ""
    whose = f"{one.agency} " if one.agency and found.whole else "" if found.own or one.agency else f"{found.agency} "
    line = tr(
        "{name}: {state}",
        name=html(whose + shortened(one.what, _SHORT)) + about,
        state=tr("{date}, {left}", date=one.until, left=_left(one, tr)) if one.is_open else _state(one, tr),
    )
    return as_item(said, line, About.DOCUMENT(found.document), on=one.until, late=one.late, asks=one.is_open)


def _ways(found: FollowUps, one: FollowUp, tr: Translator) -> tuple[tuple[Button, ...], ...]:
    if not one.is_open:
        return ()
    about = (found.document, found.version, one.key)
    row: list[Button] = []
    if found.may_report:
        row.append(tap(tr("Report done"), "doc.fud", *about))
    if found.may_excuse:
        row.append(tap(tr("Excuse"), "doc.fux", *about))
    return (tuple(row),) if row else ()


def _head(found: FollowUps, tr: Translator) -> Html:
    title = html(f"《{found.title_zh}》") if tr.chinese else html(found.title_en)
    return Html(f"【{tr('Follow-up')}】") + bold(title)


def _where(found: FollowUps, tr: Translator) -> Html:
    name = tr(Worded(found.title_zh, found.title_en))
    return html(" · ").join([html(part) for part in (found.agency, found.case_number, name) if part])


def _line(one: FollowUp, tr: Translator) -> Html:
    what = html((f"{one.agency} " if one.agency else "") + shortened(one.what, _SHORT * 2))
    if one.is_open:
        mark = html("🔴 " if one.late else "")
        return mark + tr("{what}: by {date} ({left})", what=what, date=one.until, left=_left(one, tr))
    return html("✓ ") + tr("{name}: {state}", name=what, state=_state(one, tr))


def _state(one: FollowUp, tr: Translator) -> Html:
    if one.state is FollowState.EXCUSED:
        return tr("excused by {name}: {reason}", name=one.by or "—", reason=one.note)
    return tr("done on {date}, reported by {name}", date=one.on, name=one.by or "—")


def _left(one: FollowUp, tr: Translator) -> Html:
    if one.left < 0:
        return tr.plural("overdue by {n} working day", "overdue by {n} working days", -one.left)
    if one.left == 0:
        return tr("today is the last day")
    return tr.plural("{n} working day left", "{n} working days left", one.left)
