"""What the playground's panels ask of the database: what is planned, and what an update changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.services.hall.desk import SYSTEM, Desk, House
from bot.services.post import delivery, outbox
from bot.store.hall import queries as hall_store
from bot.store.post import queries as post_store
from bot.store.tables import Agency, OutboxRow, Person


def timeline(session: Session, house: House, *, now: datetime, days: int) -> list[dict[str, Any]]:
    """Planned rows of the coming days: when, to whom, of which agency, about what."""
    desk = Desk(session, house, now, SYSTEM)
    return [_planned(desk, row) for row in post_store.planned_until(session, now + timedelta(days=days), most=500)]


def next_told(session: Session, *, now: datetime) -> datetime | None:
    """The next instant worth jumping to: what is due within the minute (the bot's own looks at a circular that is
    going out, say) comes along anyway, and nobody would see the clock move."""
    soon = timedelta(minutes=1)
    return outbox.next_due(session, after=now + soon) or outbox.next_due(session, after=now)


def _planned(desk: Desk, row: OutboxRow) -> dict[str, Any]:
    people, agency = _whom(desk, row)
    return {
        "at": row.due_at.isoformat(),
        "who": "、".join(p.name for p in people),
        "agency": agency.short_name if agency else "",
        "what": row.topic,
        "subject": row.subject,
    }


def _whom(desk: Desk, row: OutboxRow) -> tuple[list[Person], Agency | None]:
    """Who would be told if it were due now. A row that a room turns into rows itself is for nobody yet."""
    name, _, number = row.audience.partition("@")
    if row.person_id:
        person = desk.session.get(Person, row.person_id)
        return [person] if person else [], None
    if not name or name in desk.house.wiring.expanders:
        return [], None
    return delivery.people_of(desk, row.audience), desk.session.get(Agency, int(number)) if number else None


def changes(session: Session, update_id: int | None) -> list[dict[str, Any]]:
    """What an update did (the newest that did anything, when none is named)."""
    if update_id is None:
        update_id = hall_store.newest_update(session)
    return [
        {
            "action": e.action,
            "subject": e.subject,
            "old": e.old,
            "new": e.new,
            "reason": e.reason,
            "at": e.at.isoformat(),
        }
        for e in hall_store.entries_of_update(session, update_id)
    ]
