"""What a use case works at: the open transaction, the instant, who acts, the law. One argument instead of five."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.domain.hall.access import Actor
from bot.law.facade import Law
from bot.store.files import FileStore
from bot.store.hall import queries as hall_store

SYSTEM = Actor(person_id=0, name="")
"""The bot itself: ticks act for nobody. Services that a person may call check the person, not this."""

MOMENT = "moment"
"""Key of a session's `info`: instant and time zone of the last desk opened in it."""


@dataclass(frozen=True)
class House:
    """What stays the same while the process runs."""

    law: Law
    zone: ZoneInfo
    locale: str
    rulebook: str
    files: FileStore
    bot_name: str = ""


@dataclass
class Desk:
    """One transaction of one actor at one instant (`now` is aware, UTC; `today` is local)."""

    session: Session
    house: House
    now: datetime
    actor: Actor
    update_id: int | None = None
    planned: bool = field(default=False)
    """Whether something was planned that is due now: the outbox is woken after the commit."""

    def __post_init__(self) -> None:
        # What follows from a change at the end of the transaction (`todo_changes`) knows its instant from here.
        self.session.info[MOMENT] = (self.now, self.house.zone)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.house.zone).date()

    @property
    def local(self) -> datetime:
        return self.now.astimezone(self.house.zone)

    def at(self, day: date, clock: time) -> datetime:
        """The instant of a local wall-clock time."""
        return datetime.combine(day, clock, self.house.zone)

    @property
    def is_system(self) -> bool:
        return self.actor.person_id == 0

    def audit(
        self,
        action: str,
        subject: str = "",
        *,
        case_id: int | None = None,
        agency_id: int | None = None,
        old: dict[str, Any] | None = None,
        new: dict[str, Any] | None = None,
        reason: str = "",
        for_id: int | None = None,
    ) -> None:
        """Write down who did what; values must be plain JSON."""
        hall_store.add_entry(
            self.session,
            {
                "at": self.now, "actor_id": self.actor.person_id or None, "for_id": for_id, "update_id": self.update_id,
                "action": action, "subject": subject, "case_id": case_id, "agency_id": agency_id, "old": old or {},
                "new": new or {}, "reason": reason,
            },
        )  # fmt: skip
