"""The reminder that a unit sends its leader: what, when, where, what to bring, by when to answer."""

from __future__ import annotations

from bot.domain.documents.cards import DocumentCard
from bot.domain.hall.message import Html, Message, bold, message, tap
from bot.domain.hall.worded import Worded
from bot.texts import Translator

_SAID = ("hearing_when", "place", "principal_required", "bring", "reply_by", "contact", "phone")
"""What of the paper the message says; the rest is in the paper."""


def notice(one: DocumentCard, tr: Translator, *, read: bool) -> Message:
    """To the leader; once it was read it says so."""
    said = () if read else (tap(tr("Received"), "doc.read", one.id),)
    return message(
        tr("【Reminder to appear】{leader}", leader=_value(one, "to")),
        bold(one.about),
        *(_line(one, name, tr) for name in _SAID),
        tr("You have said that you have read it.") if read else None,
        buttons=(((*said, tap(tr("Download"), "doc.get", one.id))),),
    )


def _value(one: DocumentCard, name: str) -> str:
    return next((each.shown for each in one.fields if each.field.name == name), "")


def _line(one: DocumentCard, name: str, tr: Translator) -> Html | None:
    found = next((each for each in one.fields if each.field.name == name and each.shown), None)
    if found is None:
        return None
    return tr("{label}: {value}", label=tr(Worded(found.field.zh, found.field.en)), value=found.shown)
