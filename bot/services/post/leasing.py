"""Which outbox rows go out next, and whose they are: claims with a lease.

Rows are claimed in small batches, each in one statement that also gives back what it claimed: at thousands of rows due
in the same second this is what a reminder costs (`tests/benchmarks/bench_reminders.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot.domain.hall.terms import Lane, SendState
from bot.domain.post import doubts
from bot.services.post.outbox import LEASE
from bot.store.post import leases as leases_store
from bot.store.tables import OutboxRow

LOST_MOST = 10
"""How often what may be done twice without harm, a change of a message, may be lost on its way: one that ends the
program each time must not do so for ever."""
GIVEN_UP = "uncertain: the sender stopped once more while this was in flight"
LOST = "uncertain: the sender stopped while this was in flight; sent once more"


def claim(
    session: Session,
    *,
    now: datetime,
    wall: float,
    owner: str,
    limit: int = 50,
    lanes: tuple[Lane, ...] = tuple(Lane),
) -> list[OutboxRow]:
    """Claim rows that are due, and rows whose claimer fell silent (sent once more; in doubt, if that had begun).

    `owner` is to be another one for each claim: by it a claim is told from a later one of the same process.

    Urgent ones come first, then the lanes in their order, within a lane the one that is due longest.
    """
    lost = leases_store.abandoned(session, lanes, wall=wall, most=limit)
    order = dict.fromkeys(lost)
    if len(order) < limit:
        order |= dict.fromkeys(leases_store.urgent(session, lanes, now=now, wall=wall, most=limit - len(order)))
    urgent = len(order) - len(lost)
    for lane in lanes:
        if len(order) < limit:
            # The urgent ones of the lane are found a second time, and keep their place.
            found = leases_store.of_lane(session, lane, now=now, wall=wall, most=limit - len(order) + urgent)
            order |= dict.fromkeys(found)
    chosen = list(order)[:limit]
    if lost:
        given_up = _doubted(session, lost)
        chosen = [each for each in chosen if each not in given_up]
    return leases_store.take(session, chosen, owner=owner, until=wall + LEASE) if chosen else []


def _doubted(session: Session, lost: list[int]) -> set[int]:
    """Note the doubt over what had begun; gives those that are left to a person now, and are not claimed."""
    leases_store.doubt(session, lost, LOST)
    return leases_store.give_up(session, lost, GIVEN_UP, most=doubts.AGAIN, lost_most=LOST_MOST)


def take(row: OutboxRow, *, owner: str, wall: float) -> None:
    """One more row is this owner's from now on."""
    row.state, row.owner, row.lease = SendState.CLAIMED, owner, wall + LEASE
    row.attempts, row.begun = row.attempts + 1, True
    if row.kind == "edit":
        row.dedupe = None


def waits(session: Session, rows: Sequence[OutboxRow]) -> None:
    """These rows just claimed come later: until `begin` nothing of them is on its way."""
    if rows:
        leases_store.waits(session, rows)


def begin(session: Session, rows: Sequence[OutboxRow], *, wall: float) -> list[OutboxRow]:
    """From now on these rows may be on their way, with a new lease. Left out are those that are ours no more."""
    still = leases_store.begin(session, [row.id for row in rows], owner=rows[0].owner, until=wall + LEASE)
    ours = [row for row in rows if (row.id, row.attempts) in still]
    for row in ours:
        row.lease, row.begun = wall + LEASE, True
    return ours


def put_back(session: Session, rows: Sequence[OutboxRow]) -> None:
    """Claimed rows that were not begun wait as before; no try is counted."""
    leases_store.put_back(session, rows)


def free_broadcasts(session: Session) -> None:
    """Whoever leads from now on need not wait for the leases of what the last one had claimed and not begun."""
    leases_store.free_lane(session, Lane.BULK)


def give_up_leases(session: Session) -> int:
    """At the start of the only process: what was in flight when the last one stopped may be claimed at once."""
    return leases_store.free(session)


def set_back(session: Session, seconds: float, *, wall: float) -> None:
    """The clock went back by so much: instants noted by it are that much earlier."""
    leases_store.set_back(session, seconds, waits_after=wall, leased_after=wall + LEASE)


def waiting_again(session: Session, *, now: datetime) -> float | None:
    """When (epoch seconds) the first row that is due, and waits after a fault, may be tried again."""
    return leases_store.waiting_again(session, now)


def anything(session: Session, *, now: datetime, wall: float, lanes: tuple[Lane, ...]) -> bool:
    """Whether a claim would find something; asked on a reading connection."""
    return leases_store.anything(session, lanes, now=now, wall=wall)
