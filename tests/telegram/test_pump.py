"""Claims in portions: what becomes of rows that are claimed and not begun, whatever happens meanwhile."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session, col, select, update
from telegram.error import NetworkError

from bot.clock import wall
from bot.domain.hall.terms import Lane, SendState
from bot.domain.hall.topics import to_audience
from bot.domain.post import doubts
from bot.services.post import delivery, leadership, leasing, outbox
from bot.store.database import Database
from bot.store.engine import open_database
from bot.store.post.conditions import IS_CLAIMED
from bot.store.tables import OutboxRow
from bot.telegram.leader import Leader
from bot.telegram.pump import CLAIM, PORTION, Means, Pump, Service
from bot.telegram.rendering import Prepared
from bot.telegram.sender import Sender
from bot.telegram.tasks import Tasks
from tests import room
from tests.builders import county
from tests.rig import Rig, open_rig

pytestmark = pytest.mark.slow

LOCKED = OperationalError("x", {}, Exception("database is locked"))


@pytest.fixture
async def rig(tmp_path: Path, database: str) -> AsyncIterator[Rig]:
    async with open_rig(tmp_path, database=database, register=room.register) as opened:
        yield opened


async def planned(rig: Rig, number: int, **more: Any) -> list[str]:
    """So many copies of a circular, spread over people; their texts."""
    here = await county(rig)
    people = list(here.ids.values())
    texts = [f"n{n:03d}" for n in range(number)]
    copies = [outbox.Addressed(people[n % len(people)], room.Text(text)) for n, text in enumerate(texts)]
    await rig.work(lambda d: outbox.plan_many(d, room.NOTE, copies, urgent=True, lane=Lane.BULK, **more))
    return texts


def pump_of(rig: Rig, owner: str = "p", *, sender: Sender | None = None, **more: Any) -> Pump:
    means = Means(rig.house, rig.database, rig.clock, sender or rig.pump.sender, owner, Tasks())
    return Pump(means, Service(lanes=(Lane.BULK,), **more))


async def rows(rig: Rig) -> list[OutboxRow]:
    return await rig.database.read(
        lambda s: list(s.exec(select(OutboxRow).where(OutboxRow.topic == "t.note").order_by(col(OutboxRow.id))).all())
    )


def texts_sent(rig: Rig) -> Counter[str]:
    return Counter(m.text for m in rig.bot.messages)


async def test_of_what_a_dead_process_had_claimed_only_what_it_had_begun_is_in_doubt(rig: Rig) -> None:
    await planned(rig, 60)
    dead = pump_of(rig, "dead")
    claimed = await dead._claim(CLAIM, at_once=PORTION)
    assert len(claimed) == 60
    assert len(await dead._begin(claimed[PORTION : PORTION + 6])) == 6
    await rig.database.write(leasing.give_up_leases)
    again = await pump_of(rig)._claim(CLAIM, at_once=PORTION)
    assert len(again) == 60
    begun = {row.id for row in claimed[: PORTION + 6]}
    for row in again:
        doubt = (1, leasing.LOST) if row.id in begun else (0, "")
        assert (row.uncertain, row.error, row.attempts, row.owner[:2]) == (*doubt, 1, "p."), "as the database has it"
    assert {(r.id, r.uncertain, r.attempts) for r in await rows(rig)} == {(r.id, r.uncertain, 1) for r in again}


async def test_rows_that_went_to_another_process_are_not_begun(rig: Rig) -> None:
    """The process was frozen for longer than a lease; what it had begun stays its own while nobody took it."""
    await planned(rig, 10)
    frozen, other = pump_of(rig, "frozen"), pump_of(rig, "other")
    claimed = await frozen._claim(CLAIM)
    old = claimed[0].lease
    lost = [row.id for row in claimed[:4]]
    await rig.database.write(
        lambda s: s.execute(update(OutboxRow).where(col(OutboxRow.id).in_(lost)).values(lease=0, begun=False))
    )
    assert {row.id for row in await other._claim(CLAIM)} == set(lost)
    ours = await frozen._begin(claimed)
    assert [row.id for row in ours] == [row.id for row in claimed[4:]]
    assert all(row.lease >= old for row in ours)
    await frozen._put_back(claimed)
    owners = Counter((row.state, row.owner.partition(".")[0], row.attempts) for row in await rows(rig))
    assert owners == {(SendState.CLAIMED, "other", 1): 4, (SendState.PLANNED, "", 0): 6}


async def test_a_process_that_claims_its_own_lost_rows_again_does_not_begin_them_twice(rig: Rig) -> None:
    await planned(rig, 10)
    pump = pump_of(rig)
    first = await pump._claim(CLAIM, at_once=2)
    await rig.database.write(leasing.give_up_leases)
    second = await pump._claim(CLAIM, at_once=2)
    assert [row.id for row in second] == [row.id for row in first]
    assert await pump._begin(first) == []
    assert len(await pump._begin(second)) == 10


async def test_that_a_process_stopped_lengthens_no_pause(rig: Rig) -> None:
    await planned(rig, 1)
    for _ in range(6):
        await pump_of(rig)._claim(CLAIM, at_once=0)
        await rig.database.write(leasing.give_up_leases)
    rig.bot.faults.append(NetworkError("Bad Gateway"))
    await pump_of(rig).drain()
    [row] = await rows(rig)
    assert (row.state, row.attempts) == (SendState.PLANNED, 1)
    assert row.not_before - wall() < 3


async def test_withdrawn_between_claim_and_begin_is_not_sent(rig: Rig) -> None:
    await planned(rig, 3)
    pump = pump_of(rig)
    claimed = await pump._claim(CLAIM)
    gone = claimed[1].id
    await rig.database.write(
        lambda s: s.execute(update(OutboxRow).where(col(OutboxRow.id) == gone).values(state=SendState.CANCELLED))
    )
    assert gone not in [row.id for row in await pump._begin(claimed)]


@pytest.mark.parametrize("halt", ["flood", "stop", "another leads"])
async def test_what_is_not_begun_is_put_back_in_order_and_burns_no_try(rig: Rig, halt: str) -> None:
    texts = await planned(rig, 90)

    def halted() -> bool:
        return len(rig.bot.messages) >= PORTION

    class Halting(Pump):
        def _is_halted(self) -> bool:
            if halt == "stop" and halted():
                self.stop()
            return super()._is_halted()

    service = Service(
        lanes=(Lane.BULK,),
        pause=lambda lane: 30.0 if halt == "flood" and halted() else 0.0,
        may=lambda: not (halt == "another leads" and halted()),
    )
    pump = Halting(Means(rig.house, rig.database, rig.clock, rig.pump.sender, "p", Tasks()), service)
    await pump.drain()
    sent = texts_sent(rig)
    assert PORTION <= len(sent) < 90
    left = [row for row in await rows(rig) if row.state is not SendState.SENT]
    assert {(r.state, r.owner, r.attempts, r.uncertain, r.not_before) for r in left} == {
        (SendState.PLANNED, "", 0, 0, 0)
    }
    rest = await pump_of(rig, "next")._claim(CLAIM)
    assert [r.args["text"] for r in rest] == texts[len(sent) :], "the order in which they were planned"


async def test_who_no_longer_leads_begins_nothing(rig: Rig) -> None:
    await planned(rig, 5)
    leads = [True]
    pump = pump_of(rig, guard=lambda session: leads[0])
    claimed = await pump._claim(CLAIM)
    leads[0] = False
    assert await pump._begin(claimed) == []
    assert {(r.state, r.attempts) for r in await rows(rig)} == {(SendState.PLANNED, 0)}


@dataclass
class Troubled:
    """A database that fails as told, before it does anything."""

    real: Database
    reads: list[Exception] = field(default_factory=list)
    writes: list[Exception] = field(default_factory=list)
    fails_write: Callable[[], bool] = lambda: False

    @property
    def shared(self) -> bool:
        return self.real.shared

    async def read(self, work: Any) -> Any:
        if self.reads:
            raise self.reads.pop(0)
        return await self.real.read(work)

    async def write(self, work: Any) -> Any:
        if self.writes and self.fails_write():
            raise self.writes.pop(0)
        return await self.real.write(work)

    async def close(self) -> None:
        return None


def troubled(rig: Rig) -> tuple[Troubled, Sender]:
    database = Troubled(rig.database)
    return database, Sender(rig.house, database, rig.clock, rig.router, rig.bot)  # type: ignore[arg-type]


async def test_a_portion_that_cannot_be_read_is_put_back_at_once_and_sent_once(rig: Rig) -> None:
    texts = await planned(rig, 40)
    database, sender = troubled(rig)
    pump = pump_of(rig, sender=sender)
    database.reads.append(LOCKED)
    with pytest.raises(OperationalError):
        await pump.drain()
    assert {(r.state, r.attempts) for r in await rows(rig)} == {(SendState.PLANNED, 0)}
    await pump.drain()
    assert texts_sent(rig) == Counter(texts)
    assert {r.uncertain for r in await rows(rig)} == {0}


async def test_proofs_that_cannot_be_written_are_not_lost_and_nothing_is_claimed_meanwhile(rig: Rig) -> None:
    """The disk is full for longer than the leases last: what is out is out, and goes out no second time."""
    texts = await planned(rig, 30)
    database, sender = troubled(rig)
    pump = pump_of(rig, sender=sender)
    database.fails_write = lambda: len(rig.bot.messages) > 0
    database.writes = [LOCKED, LOCKED]
    seen: list[list[OutboxRow]] = []

    async def look() -> None:
        while not sender.is_stuck:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        await rig.database.write(leasing.give_up_leases)
        seen.append(await pump._claim(CLAIM))

    await asyncio.gather(pump.drain(), look())
    assert seen == [[]]
    assert texts_sent(rig) == Counter(texts)
    await pump.tasks.close()
    assert {(r.state, r.uncertain) for r in await rows(rig)} == {(SendState.SENT, 0)}


async def test_who_waited_longer_than_his_lease_is_put_back_without_a_doubt(rig: Rig) -> None:
    texts = await planned(rig, 1)
    pump = pump_of(rig)
    [claimed] = await pump._claim(CLAIM)
    claimed.lease = wall() + 1
    assert not await pump.sender.deliver(claimed, claimed.lane)
    [row] = await rows(rig)
    assert (row.state, row.attempts, row.uncertain, texts_sent(rig)) == (SendState.PLANNED, 0, 0, Counter())
    await pump.drain()
    assert texts_sent(rig) == Counter(texts)


async def test_what_ends_the_program_each_time_is_left_to_a_person_at_last(rig: Rig) -> None:
    await planned(rig, 2)
    pump = pump_of(rig)
    for _ in range(doubts.AGAIN + 1):
        claimed = await pump._claim(CLAIM)
        assert len(claimed) == 2
        assert len(await pump._begin(claimed)) == 2
        await rig.database.write(leasing.give_up_leases)
    assert await pump._claim(CLAIM) == []
    assert {(r.state, r.error) for r in await rows(rig)} == {(SendState.UNCERTAIN, leasing.GIVEN_UP)}


async def test_what_is_in_doubt_goes_one_by_one_and_says_that_it_may_be_a_repetition(rig: Rig) -> None:
    """A kill in between leaves one doubt, and not one over everything that was under way beside it."""
    texts = await planned(rig, 5)
    await pump_of(rig, "dead")._claim(2)
    await rig.database.write(leasing.give_up_leases)
    under_way: list[int] = []
    deliver = rig.pump.sender.deliver

    async def watched(row: OutboxRow, lane: Lane, prepared: Prepared | None = None) -> bool:
        begun = await rig.database.read(
            lambda s: s.exec(select(OutboxRow.id).where(IS_CLAIMED, col(OutboxRow.begun).is_(True))).all()
        )
        under_way.append(len(begun))
        return await deliver(row, lane, prepared)

    rig.pump.sender.deliver = watched  # type: ignore[method-assign]
    pump = pump_of(rig)
    await pump.drain()
    assert under_way[:2] == [1, 1]
    assert [m.text for m in rig.bot.messages[:2]] == [f"{text}\n（可能重复发送）" for text in texts[:2]]
    assert texts_sent(rig) == Counter([m.text for m in rig.bot.messages[:2]] + texts[2:])
    await pump.tasks.close()


async def test_whoever_died_twice_begins_each_row_by_itself(rig: Rig) -> None:
    texts = await planned(rig, 6)
    pump = pump_of(rig)
    pump.be_careful()
    under_way: list[int] = []
    rig.bot.at_each_call = lambda: under_way.append(len([t for t in asyncio.all_tasks() if t.get_name()[:4] == "row "]))
    await pump.drain()
    assert under_way == [1] * 6
    assert texts_sent(rig) == Counter(texts)
    await pump.tasks.close()


async def test_an_audience_that_cannot_be_resolved_holds_up_nobody(rig: Rig) -> None:
    texts = await planned(rig, 3)
    notice = room.said("?", lane=Lane.BULK, urgent=True)
    await rig.work(lambda d: outbox.plan(d, notice, to_audience("nonsense@x")))
    await pump_of(rig).drain()
    assert texts_sent(rig) == Counter(texts)
    [bad] = [row for row in await rows(rig) if row.audience]
    assert (bad.state, bad.error) == (SendState.FAILED, "its audience could not be resolved: ValueError")


async def test_a_portion_that_cannot_be_prepared_is_prepared_row_by_row(rig: Rig) -> None:
    texts = await planned(rig, 3)
    database, sender = troubled(rig)
    database.reads = [ValueError("a bug"), ValueError("of one row")]
    await pump_of(rig, sender=sender).drain()
    states = Counter((row.state, row.error) for row in await rows(rig))
    assert states == {(SendState.SENT, ""): 2, (SendState.FAILED, "could not be sent: ValueError"): 1}
    assert sum(texts_sent(rig).values()) == len(texts) - 1


async def test_a_fault_of_ours_fails_its_row_and_is_not_tried_every_minute(rig: Rig) -> None:
    texts = await planned(rig, 3)
    rig.bot.faults.append(ValueError("a bug"))
    await pump_of(rig).drain()
    states = Counter((row.state, row.error, row.uncertain) for row in await rows(rig))
    assert states == {(SendState.SENT, "", 0): 2, (SendState.FAILED, "could not be sent: ValueError", 0): 1}
    assert sum(texts_sent(rig).values()) == len(texts) - 1


async def test_a_proof_that_the_database_refuses_is_left_to_a_person_and_the_message_not_sent_again(rig: Rig) -> None:
    texts = await planned(rig, 1)
    database, sender = troubled(rig)
    pump = pump_of(rig, sender=sender)
    database.fails_write = lambda: len(rig.bot.messages) > 0
    database.writes = [IntegrityError("x", {}, Exception("no column takes it"))]
    await pump.drain()
    await rig.database.write(leasing.give_up_leases)
    await pump.drain()
    assert texts_sent(rig) == Counter(texts)
    [row] = await rows(rig)
    assert (row.state, row.uncertain, row.error) == (SendState.UNCERTAIN, 1, "sent, not proved: IntegrityError")


async def test_who_leads_now_takes_what_the_last_one_had_not_begun(tmp_path: Path, postgres: str) -> None:
    """Without waiting for the leases; the last one, if it was only frozen, begins none of them."""
    async with open_rig(tmp_path, database=postgres, register=room.register) as rig:
        await planned(rig, 10)
        old, new = Leader(rig.database, rig.clock, "old"), Leader(rig.database, rig.clock, "new")
        assert await old.renew()
        frozen = pump_of(rig, "old", guard=old.holds)
        claimed = await frozen._claim(CLAIM, at_once=4)
        assert not await new.renew()
        await rig.database.write(lambda s: leadership.resign(s, owner="old"))
        assert await new.renew()
        found = await pump_of(rig, "new", guard=new.holds)._claim(CLAIM)
        assert [(row.id, row.uncertain) for row in found] == [(row.id, 0) for row in claimed[4:]]
        assert await frozen._begin(claimed[4:]) == []
        assert await new.renew(), "and only once: its own are left alone"
        assert {row.lease > 0 for row in await rows(rig)} == {True}


async def test_many_claimers_at_once_claim_each_row_once(tmp_path: Path, postgres: str) -> None:
    """Two processes with several claims under way each, and rows of a dead one among what is claimed."""
    async with open_rig(tmp_path, database=postgres, register=room.register) as rig:
        await planned(rig, 400)
        await pump_of(rig, "dead")._claim(50)
        await rig.database.write(leasing.give_up_leases)
        second = open_database(postgres)

        def claim(session: Session, owner: str) -> list[OutboxRow]:
            return delivery.claim_due(
                session, rig.house, now=rig.clock.now(), wall=wall(), owner=owner, limit=23, lanes=(Lane.BULK,)
            )

        async def worker(owner: str, database: Database) -> list[tuple[int | None, str, int]]:
            mine: list[tuple[int | None, str, int]] = []
            while found := await database.write(lambda s: claim(s, owner)):
                mine += [(row.id, row.owner, row.uncertain) for row in found]
            return mine

        names = [(f"{name}{n}", base) for n in range(3) for name, base in (("a", rig.database), ("b", second))]
        found = await asyncio.gather(*(worker(owner, base) for owner, base in names))
        taken = [one for each in found for one in each]
        assert Counter(number for number, _, _ in taken) == Counter(row.id for row in await rows(rig))
        assert {(row.id, row.owner, row.uncertain) for row in await rows(rig)} == set(taken)
        assert sum(uncertain for _, _, uncertain in taken) == 50
        assert len({owner for _, owner, _ in taken}) > 1
        await second.close()
