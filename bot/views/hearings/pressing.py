"""Pressing for it that somebody says who appears: whom it would reach, what came of it, and what those are told."""

from __future__ import annotations

from bot.domain.hall.message import Html, Message, bold, html, message, tap
from bot.domain.hall.terms import AppearanceState
from bot.domain.hearings.hearings import AppearanceView, HearingLine, HearingView, PressedLine, PressedLines
from bot.domain.reading.short_numbers import brief
from bot.texts import Translator
from bot.views.hall import together
from bot.views.hall.where import when_and_where
from bot.views.hearings import appearances

MOST = 8


def line(one: HearingLine, tr: Translator) -> Html:
    """4月10日（周五）县公安局 行初13号."""
    day = one.starts_at.astimezone(tr.zone).date()
    said = tr("{day} {agency} {number}", day=day, agency=one.agency, number=brief(one.number))
    # That nobody is named any more is news, and so is it that only the court is waited for, with the first leader on
    # duty meanwhile; that nobody has been named is what every such line says.
    told = one.left or one.state is AppearanceState.AWAITING_PERMISSION
    return said + " · " + appearances.brief(one, tr) if told else said


def asked(found: PressedLines, number: int, tr: Translator) -> Message:
    """Whom it would reach, before anybody is told."""
    if not found.lines:
        return message(tr("Every hearing of the coming 7 days has a confirmed leader."))
    head = tr.plural(
        "【Press for leaders】{n} hearing has no confirmed leader; these would be told:",
        "【Press for leaders】{n} hearings have no confirmed leader; these would be told:",
        len(found.lines),
    )
    confirm = tap(tr("Press for all"), "hu.ok")
    return together.asked(head, [_told(one, tr) for one in found.lines], number, tr, confirm=confirm, turn="hu.p")


def _told(one: PressedLine, tr: Translator) -> Html:
    return html("· ") + tr("{what} ({people})", what=line(one.line, tr), people=tr.join(list(one.people)) or "—")


def done(found: PressedLines, tr: Translator) -> Message:
    """Who is told, and where nobody was told anew."""
    again, left = ([line(one, tr) for one in some] for some in (found.again, found.left))
    return message(
        tr.plural(
            "【Press for leaders】Pressed for {n} hearing.",
            "【Press for leaders】Pressed for {n} hearings.",
            len(found.lines),
        ),
        *(_told(one, tr) for one in found.lines[:MOST]),
        tr("Pressed for today already, once a day is enough: {list}", list=together.few(again, tr)) if again else None,
        tr("Settled meanwhile: {list}", list=together.few(left, tr)) if left else None,
    )


def pressed(view: HearingView, one: AppearanceView, by: str, tr: Translator) -> Message:
    """To whoever keeps the hearing."""
    return message(
        tr("【Urged】{by} asks you to say today who will appear.", by=by),
        bold(view.number),
        when_and_where(view, tr),
        appearances.line(one, tr),
        buttons=appearances.buttons(one, view, tr),
    )
