"""What the post office says itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.domain.hall.topics import Topic, listed


@dataclass(frozen=True, slots=True)
class Carried:
    """The rows whose messages are said together."""

    rows: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ItemOf:
    """One matter of a message that says several: the row of the message, which place it has, what it is about."""

    row: int
    place: int = 0
    key: str = ""


ITEM = Topic("merged.item", "One of several reminders", ItemOf, live=True, whole=True)
"""Its message goes through the matters of another one, one at a time."""

MERGED = Topic("merged", "Several reminders", Carried, live=True, rendered=False, whole=True)
"""Its message carries several others."""

TOPICS = listed(MERGED, ITEM)
