"""What the bot says on its own of a person's day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from bot.domain.hall.topics import Nothing, Topic, listed


@dataclass(frozen=True, slots=True)
class OfDay:
    """The local day it is for; it says nothing on another one.

    `known` is what it had to say that morning: what, and how much of it (`bot.domain.day.digests`). `edits` counts the
    mornings on which it was only changed, as there was nothing new to be said.
    """

    on: date | None = None
    known: dict[str, int] = field(default_factory=dict)
    edits: int = 0


TODO = Topic("todo.card", "To-do list", Nothing, live=True, whole=True)
DIGEST = Topic("digest", "Digest of the morning", OfDay, live=True, whole=True)
FILINGS = Topic("filings", "What waits to be accepted", OfDay, live=True, whole=True)
"""In the afternoon: what agencies have handed in and nobody has decided."""

TOPICS = listed(TODO, DIGEST, FILINGS)
