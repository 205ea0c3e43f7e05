"""An event in the county, for tests of the room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from bot.domain.agencies.audiences import Audience
from bot.domain.events.events import Planned, Tally, roles_of
from bot.domain.hall.terms import EventKind
from bot.services.events import events, rows
from bot.services.hall.desk import Desk
from bot.store.tables import Event, EventGuest
from tests import builders
from tests.builders import County
from tests.rig import Rig

T = TypeVar("T")
ZONE = ZoneInfo("Asia/Shanghai")
START = "2026-12-01 09:00"
"""A Tuesday."""


def at(local: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=ZONE)


def planned(county: County, **more: Any) -> Planned:
    """Training for the leaders and liaisons of the county, on Tuesday 15 December 2026 at 9:30."""
    groups = more.pop("groups", ("leaders", "liaisons"))
    known: dict[str, Any] = {
        "kind": EventKind.TRAINING,
        "title": "行政应诉实务培训",
        "organiser_id": county.justice,
        "starts_at": at("2026-12-15 09:30"),
        "place": "县政府三楼会议室",
        "audience": Audience(agencies=(county.resources, county.police, county.labour), roles=roles_of(groups)),
    }
    return Planned(**{**known, **more})


async def hold(rig: Rig, county: County, *, by: int = 0, **more: Any) -> Event:
    """Create the event as its coordinator and let the invitations go out."""
    actor = await builders.person(rig, by or county.coordinator)
    made: Event = await rig.work(lambda desk: events.create(desk, planned(county, **more)), actor=actor)
    await rig.pump.drain()
    return made


async def event(rig: Rig, event_id: int | None) -> Event:
    found = await rig.database.read(lambda session: session.get(Event, event_id))
    assert found is not None
    return found


async def guest(rig: Rig, event_id: int | None, telegram_id: int) -> EventGuest:
    """The invitation of somebody by Telegram id, as it stands."""
    person = await builders.person(rig, telegram_id)
    found = await rig.work(lambda desk: rows.guest_of_person(desk, event_id, person.id or 0))
    assert found is not None
    return found


async def tally(rig: Rig, event_id: int | None) -> Tally:
    return await rig.work(lambda desk: rows.tally(desk, event_id))


async def act(rig: Rig, telegram_id: int, work: Callable[[Desk], T]) -> T:
    """A use case as somebody, then everything due goes out."""
    actor = await builders.person(rig, telegram_id)
    result = await rig.work(work, actor=actor)
    await rig.pump.drain()
    return result


def guests(desk: Desk, event_id: int) -> list[EventGuest]:
    statement = select(EventGuest).where(EventGuest.event_id == event_id).order_by(col(EventGuest.id))
    return list(desk.session.exec(statement).all())
