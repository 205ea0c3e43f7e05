"""What a leader is answered who writes instead of pressing: what was understood, with the button by which it counts."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.hall.message import Button, Html, Message, bold, message, tap
from bot.domain.hall.phone import keeping
from bot.domain.hearings.hearings import Leader, Told
from bot.domain.reading.replies import Meant
from bot.domain.reading.short_numbers import brief
from bot.texts import Translator
from bot.views.hall.where import when_and_where
from bot.views.hearings import appearances, leaders, naming

MOST = 5
_UNDERSTOOD: dict[Meant, str] = {
    Meant.YES: "I understand that you will appear. It counts once you press the button:",
    Meant.NO: "I understand that you cannot appear. It counts once you press the button and say why:",
    Meant.LATER: "I understand that you will answer later. Please press the button:",
}
_REPEATED: dict[Meant, str] = {
    Meant.SEEN: "Thank you. Whether you appear is still open; please press one of the buttons:",
    Meant.UNCLEAR: "An answer counts by a button. Please press one of them:",
}


def understood(told: Told, meant: Meant, tr: Translator) -> Message:
    """A plain yes, no or later, echoed with the one button that makes it count, and the others behind another."""
    one = told.one
    verb = {Meant.YES: "ap.yes" if one.mine else "ap.self", Meant.NO: "ap.no", Meant.LATER: "ap.later"}[meant]
    label = {Meant.YES: "I will appear", Meant.NO: "I cannot appear", Meant.LATER: "Answer later"}[meant]
    return message(
        tr(_UNDERSTOOD[meant]),
        *_which(told, tr),
        buttons=((tap(tr(label), verb, one.id, one.version), tap(tr("Another answer"), "ap.at", one.id)),),
    )


def other(told: Told, leader: Leader, tr: Translator) -> Message:
    """Somebody else is to appear: the one that the words name."""
    one = told.one
    verb = "ap.subp" if one.mine else "ap.pick"
    name = appearances.called(leader.name, leader.post, tr)
    return message(
        tr("I understand that {leader} is to appear. It counts once you press the button:", leader=name),
        *_which(told, tr),
        buttons=(
            (tap(name, verb, one.id, one.version, leader.person_id),),
            (tap(tr("Another answer"), "ap.at", one.id),),
        ),
    )


def others(told: Told, found: Sequence[Leader], tr: Translator) -> Message:
    """Somebody else is to appear, and the words do not say plainly who."""
    return naming.choose(told.one, found, tr, verb="ap.subp" if told.one.mine else "ap.pick")


def repeated(told: Told, meant: Meant, tr: Translator) -> Message:
    """The question once more."""
    head = tr(_REPEATED.get(meant, _REPEATED[Meant.UNCLEAR]))
    if told.one.mine:
        asked = leaders.ask(told.one, told.hearing, told.number, tr)
        return message(head, asked.text, buttons=asked.buttons)
    one = told.one
    return message(
        head,
        tr("It is not settled yet who appears for {agency}.", agency=one.agency),
        *_which(told, tr),
        buttons=(
            (
                tap(tr("I will appear"), "ap.self", one.id, one.version),
                tap(tr("Name the leader"), "ap.who", one.id, one.version),
            ),
        ),
    )


def several(found: Sequence[Told], tr: Translator) -> Message:
    """More than one question is open: which is meant is for a button to say."""
    rows: list[tuple[Button, ...]] = []
    for told in found[:MOST]:
        when = f" {tr.moment(told.hearing.starts_at)}" if told.hearing else ""
        rows.append((tap(keeping(brief(told.number), when), "ap.at", told.one.id),))
    words = tr.plural("{n} question waits for your answer:", "{n} questions wait for your answer; which?", len(found))
    return message(words, buttons=tuple(rows))


def nothing_open(tr: Translator) -> Message:
    return message(tr("Thank you. No question waits for your answer at the moment."))


def _which(told: Told, tr: Translator) -> tuple[Html | None, ...]:
    return bold(told.number), when_and_where(told.hearing, tr) if told.hearing else None
