"""What the post office says itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.domain.hall.topics import Topic, listed


@dataclass(frozen=True, slots=True)
class Carried:
    """The rows whose messages are said together."""

    rows: list[int] = field(default_factory=list)


MERGED = Topic("merged", "Several reminders", Carried, live=True, rendered=False, alone=True)
"""Its message carries several others."""

TOPICS = listed(MERGED)
