"""When the machine's clock is wrong or in doubt: what the database says of it, who is told, who may decide."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot.domain.hall.errors import Missing, NotAllowed
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import Role
from bot.domain.hall.topics import Notice, to_person
from bot.domain.operations.acts import CLOCK_SETTLED
from bot.domain.operations.topics import CLOCK, ClockFound
from bot.services.hall import notes
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.agencies import people as people_store
from bot.store.hall import queries as hall_store

_DOUBT = "clock.doubt:"


def newest(session: Session) -> datetime | None:
    """The newest instant that was written down by a trusted clock: the last tick, or the last sign of life, which is
    noted every minute. What people do while the time is in doubt bears doubtful instants, and proves nothing."""
    found = (hall_store.newest_note(session, "tick:"), hall_store.newest_note(session, "heard"))
    return max((each for each in found if each is not None), default=None)


def tell(desk: Desk, found: ClockFound) -> None:
    """Administrators are told: of each doubt once, of what is settled once a day."""
    if found.doubt:
        notes.put(desk.session, _DOUBT + found.doubt, {"open": True}, now=desk.now)
    key = found.doubt or found.true.astimezone(desk.house.zone).date().isoformat()
    for person in people_store.in_office(desk.session, desk.today, roles=[Role.ADMINISTRATOR]):
        outbox.plan(
            desk,
            Notice(CLOCK, found, About.OPERATIONS()),
            to_person(person.id),
            dedupe=f"clock:{found.cause}:{key}>{person.id}",
        )


def is_open(session: Session, doubt: str) -> bool:
    """Whether nobody has decided yet, and nothing else has."""
    return bool(notes.get(session, _DOUBT + doubt).get("open"))


def close(session: Session, doubt: str, *, now: datetime) -> None:
    """The doubt is over by itself."""
    if is_open(session, doubt):
        notes.put(session, _DOUBT + doubt, {"open": False}, now=now)


def decide(desk: Desk, doubt: str, *, machine: bool) -> None:
    """A person says whether the machine's clock is right. The process whose clock it is asks for that word.

    Raises:
        NotAllowed: no administrator.
        Missing: there is no such doubt (any more).
    """
    if not desk.is_system and not desk.actor.is_administrator:
        raise NotAllowed
    if not is_open(desk.session, doubt):
        raise Missing
    notes.put(desk.session, _DOUBT + doubt, {"open": False, "machine": machine}, now=desk.now)
    desk.audit(CLOCK_SETTLED, About.OPERATIONS(), new={"machine": machine})


def word(session: Session, doubt: str) -> bool | None:
    """What a person said: whether the machine is right; None while nobody has."""
    said = notes.get(session, _DOUBT + doubt).get("machine")
    return None if said is None else bool(said)
