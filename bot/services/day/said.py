"""What somebody wrote that nobody took: kept for the buttons below the answer, which carry it on."""

from __future__ import annotations

from bot.services.hall import notes
from bot.services.hall.desk import Desk

MOST = 5
"""Texts of one person, the newest; nobody goes back further."""


def _key(desk: Desk) -> str:
    return f"said:{desk.actor.person_id}"


def keep(desk: Desk, message_id: int, text: str) -> None:
    """Under the number of the message it came in."""
    texts: dict[str, str] = notes.get(desk.session, _key(desk)).get("texts", {})
    kept = {**{number: words for number, words in texts.items() if number != str(message_id)}, str(message_id): text}
    newest = dict(sorted(kept.items(), key=lambda one: int(one[0]))[-MOST:])
    notes.put(desk.session, _key(desk), {"texts": newest}, now=desk.now)


def of(desk: Desk, message_id: int) -> str:
    """The actor's own text of that message; empty where it is not kept any more."""
    return str(notes.get(desk.session, _key(desk)).get("texts", {}).get(str(message_id), ""))
