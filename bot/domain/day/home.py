"""What somebody sees who begins: what is open, and whom to ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.day.todo import Todo


@dataclass(frozen=True, slots=True)
class Home:
    """What is open for one reader now."""

    todo: Todo | None = None
    """Of liaison officers and coordinators."""
    asked: int = 0
    """Questions about hearings that wait for the reader's own word."""
    duties: int = 0
    overdue: int = 0
    hearings: int = 0
    """Still to come, within the reader's sight."""
    nearest: datetime | None = None
    """When the first of these is."""
    left: int = 0
    """Working days until then."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to ask."""

    name: str
    phone: str
    agency: str
    administers: bool = False
    """Looks after the bot; else after the cases of the agencies."""
