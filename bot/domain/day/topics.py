"""What the bot says on its own of a person's day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.hall.topics import Nothing, Topic, listed


@dataclass(frozen=True, slots=True)
class OfDay:
    """The local day it was planned for; it says nothing on another one."""

    on: date | None = None


TODO = Topic("todo.card", "To-do list", Nothing, live=True, whole=True)
DIGEST = Topic("digest", "Digest of the morning", OfDay, whole=True)

TOPICS = listed(TODO, DIGEST)
