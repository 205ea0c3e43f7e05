"""Which message of a chat shows a form as it stands, for what changes it without a press."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.hall.terms import SendState
from bot.services.hall.desk import Desk
from bot.store.post import outbox as outbox_store

_NEWEST = 12
"""Rows of a chat that are looked at: what lies further back nobody has before his eyes."""
_VERBS = ("fm", "pk")
_UNDER_WAY = (SendState.PLANNED, SendState.CLAIMED)


@dataclass(frozen=True)
class OnScreen:
    """The message that shows the form: its number in the chat, None while it is being sent; when it was said (aware);
    whether nothing was said after it."""

    message_id: int | None
    said_at: datetime
    newest: bool


def of_form(desk: Desk, chat_id: int, serial: int) -> OnScreen | None:
    """None where no message that people have before their eyes shows the draft of this serial."""
    after = False
    for row in outbox_store.newest_of(desk.session, chat_id, most=_NEWEST):
        serials = _serials(row.content or {})
        if serials:
            there = str(serial) in serials and (row.message_id is not None or row.state in _UNDER_WAY)
            return OnScreen(row.message_id, row.planned_at, not after) if there else None
        after = after or row.kind == "send"
    return None


def _serials(content: dict[str, Any]) -> set[str]:
    """The serials of the forms to which the buttons of a message belong."""
    buttons = [button for row in content.get("buttons") or () for button in row]
    return {str(button[3]) for button in buttons if len(button) > 3 and button[2] in _VERBS}
