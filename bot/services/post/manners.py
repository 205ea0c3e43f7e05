"""When to keep quiet, what to say together, and what without a sound: few messages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Sequence
from datetime import datetime, time, timedelta

from sqlmodel import Session

from bot.domain.hall.terms import Lane, SendState
from bot.domain.hall.topics import to_args
from bot.domain.post.topics import MERGED, Carried
from bot.domain.records import TOPICS
from bot.services.hall.desk import Desk, House
from bot.services.post import leasing, outbox, sending
from bot.store.post import leases as leases_store
from bot.store.post import queries as post_store
from bot.store.tables import OutboxRow

QUIET_FROM = time(21, 0)
QUIET_UNTIL = time(7, 30)
TOGETHER = timedelta(minutes=15)
"""Reminders of one person that fall within this time are one message."""
MOST_TOGETHER = 8
AT_ONCE = 5 * MOST_TOGETHER
"""Reminders that one person gets in one go; the rate limit has the messages follow one another by the second."""
REST = timedelta(seconds=10)
"""After that so many more come: one person's many reminders are not to take the places of everybody else's."""
LOOKED_AT = 1000
"""Planned reminders that are looked at to be said with those that were claimed."""
_ALONE = frozenset(topic.name for topic in TOPICS.values() if topic.alone)
"""Topics whose message carries no other, and is carried by none."""
MISSED = timedelta(hours=12)
"""So long after its time a message was missed: the bot was down, or held it back over night."""


def polite_hour(house: House, instant: datetime) -> datetime:
    """The instant itself, or the first one after it outside the night and the days off (local time)."""
    local = instant.astimezone(house.zone)
    calendar = house.law.calendar
    if calendar.is_working(local.date()) and QUIET_UNTIL <= local.time() < QUIET_FROM:
        return instant
    day = local.date()
    if local.time() >= QUIET_FROM or not calendar.is_working(day):
        day = calendar.next_working(day + timedelta(days=1))
    return datetime.combine(day, QUIET_UNTIL, house.zone)


def _planned_ahead(row: OutboxRow) -> bool:
    """Reminders and broadcasts keep the hours; what a person just caused and what is urgent does not wait."""
    return row.lane is not Lane.INTERACTIVE and not row.urgent and row.kind in ("send", "copy")


def of_the_hour(desk: Desk, rows: list[OutboxRow]) -> list[OutboxRow]:
    """The claimed rows that may be said now; the others wait for the next polite hour."""
    better = polite_hour(desk.house, desk.now)
    if better == desk.now:
        return rows
    for row in rows:
        if _planned_ahead(row):
            sending.postpone(desk.session, row, better)
    return [row for row in rows if row.state is SendState.CLAIMED]


def merged(desk: Desk, rows: list[OutboxRow], *, owner: str, lease: float) -> list[OutboxRow]:
    """The claimed rows, with one carrier in place of several reminders of one person."""
    groups: dict[int, list[OutboxRow]] = defaultdict(list)
    for row in rows:
        if _can_be_carried(row):
            groups[row.person_id or 0].append(row)
    if not groups:
        return rows
    carried = {row.id for group in groups.values() for row in group}
    result = [row for row in rows if row.id not in carried]
    soon = _soon(desk, list(groups), carried)
    for person_id, group in groups.items():
        result += _together(desk, _without_missed(desk, group + soon[person_id]), owner, lease)
    desk.session.flush()
    return result


def _together(desk: Desk, group: list[OutboxRow], owner: str, lease: float) -> list[OutboxRow]:
    """One person's reminders as few messages: what is due is said now, and what is due soon fills the last of them."""
    due = sum(row.due_at <= desk.now for row in group)
    whole = min(AT_ONCE, max(1, -(-due // MOST_TOGETHER)) * MOST_TOGETHER)
    for row in group[whole:]:
        if row.state is SendState.CLAIMED:
            sending.postpone(desk.session, row, desk.now + REST)
    portions = (group[first : first + MOST_TOGETHER] for first in range(0, min(whole, len(group)), MOST_TOGETHER))
    return [
        _alone(desk, parts[0], owner, lease) if len(parts) == 1 else _carrier(desk, parts, owner, lease)
        for parts in portions
    ]


def _alone(desk: Desk, row: OutboxRow, owner: str, lease: float) -> OutboxRow:
    """A row that was found with others and is left over is claimed like them."""
    if row.state is not SendState.CLAIMED:
        leasing.take(row, owner=owner, wall=lease - outbox.LEASE)
        desk.session.add(row)
    return row


def _without_missed(desk: Desk, group: list[OutboxRow]) -> list[OutboxRow]:
    """After an outage: of reminders of one matter that were missed, the newest speaks for all.

    Rows that differ in nothing but their hour would say the very same thing twice, missed or not: the night puts
    several of them off to one morning.
    """
    kept: list[OutboxRow] = []
    spoken: set[tuple[str, str]] = set()
    said: set[tuple[str, str, str]] = set()
    for row in sorted(group, key=lambda r: (r.due_at, r.id or 0), reverse=True):
        matter = (row.topic, row.subject)
        words = (*matter, repr(sorted((k, v) for k, v in row.args.items() if k != "at")))
        missed = matter in spoken and desk.now - row.due_at > MISSED
        if row.subject and (missed or words in said):
            row.state, row.dedupe, row.lease = SendState.CANCELLED, None, 0
            row.error = "missed while nothing could be sent; a later one speaks for it"
            desk.session.add(row)
            continue
        spoken.add(matter)
        said.add(words)
        kept.append(row)
    return kept[::-1]


def _can_be_carried(row: OutboxRow) -> bool:
    return (
        row.lane is Lane.REMINDER
        and row.kind == "send"
        and row.person_id is not None
        and row.content is None
        and row.topic not in _ALONE
        and row.uncertain == 0
        and not row.audience
    )


def _soon(desk: Desk, people: list[int], known: set[int | None]) -> dict[int, list[OutboxRow]]:
    """By person, the reminders that are due or fall due within the quarter of an hour: said now as well."""
    found: dict[int, list[OutboxRow]] = defaultdict(list)
    for row in leases_store.soon(desk.session, people, until=desk.now + TOGETHER, most=LOOKED_AT):
        if row.id not in known and _can_be_carried(row):
            found[row.person_id or 0].append(row)
    return found


def _carrier(desk: Desk, parts: list[OutboxRow], owner: str, lease: float) -> OutboxRow:
    """A row that says what several rows have to say; its buttons are theirs."""
    first = parts[0]
    carrier = OutboxRow(
        topic=MERGED.name,
        args=to_args(Carried([part.id or 0 for part in parts])),
        person_id=first.person_id,
        lane=Lane.REMINDER,
        urgent=any(part.urgent for part in parts),
        live=True,
        due_at=first.due_at,
        planned_at=desk.now,
        state=SendState.CLAIMED,
        owner=owner,
        lease=lease,
        attempts=1,
    )
    desk.session.add(carrier)
    desk.session.flush()
    for part in parts:
        part.state, part.merged_into, part.live, part.lease = SendState.CARRIED, carrier.id, True, 0
        desk.session.add(part)
    return carrier


def heard_today(session: Session, house: House, rows: Sequence[OutboxRow], now: datetime) -> set[int]:
    """Of the people these rows are for: who has had today's audible message already."""
    people = {row.person_id for row in rows if _planned_ahead(row) and row.person_id is not None}
    if not people:
        return set()
    midnight = datetime.combine(now.astimezone(house.zone).date(), time(0), house.zone)
    return post_store.heard_since(session, people, midnight)


def without_sound(row: OutboxRow, heard: Container[int]) -> bool:
    """Whether this message makes no sound: the person has heard one today, and nothing is urgent."""
    return _planned_ahead(row) and row.person_id is not None and row.person_id in heard


def was_missed(carrier: OutboxRow, part: OutboxRow) -> bool:
    """Whether a part of a digest is said long after its time."""
    return carrier.planned_at - part.due_at > MISSED


def parts_of(session: Session, carrier: OutboxRow) -> list[OutboxRow]:
    """The rows that a carrier speaks for, in the order in which they were due."""
    return post_store.by_ids(session, MERGED.read(carrier.args).rows)
