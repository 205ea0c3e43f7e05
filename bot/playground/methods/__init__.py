"""The methods of the Bot API, one file per topic. Importing this package fills the register."""

from __future__ import annotations

from . import callbacks, chats, copies, delivery, editing, media, members, polls, profile, recordings, sending, topics
from .registry import HANDLERS, WAITING

__all__ = [
    "HANDLERS", "WAITING", "callbacks", "chats", "copies", "delivery", "editing", "media", "members", "polls",
    "profile", "recordings", "sending", "topics",
]  # fmt: skip
