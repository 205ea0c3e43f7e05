"""Proofs by the handful: none is lost when one of them is cancelled, bad, or the database in trouble."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session

from bot.domain.hall.terms import SendState
from bot.services.post.sending import Proof
from bot.store.tables import OutboxRow
from bot.telegram.record import HANDFUL, Record

NOW = datetime(2026, 4, 2, tzinfo=UTC)
PATIENCE = 60
"""Seconds after which a test says that something never came; a busy machine is forgiven much."""
FULL = OperationalError("x", {}, Exception("database or disk is full"))
BAD = IntegrityError("x", {}, Exception("a value that no column takes"))


class SlowDatabase:
    """Takes proofs slowly, and fails as told; keeps the ids of what it took."""

    def __init__(self) -> None:
        self.written: list[list[int]] = []
        self.faults: list[Exception] = []
        self.bad: set[int] = set()
        self.seconds = 0.02
        self._asked: list[int] = []

    async def write(self, work: Callable[[Session], Any]) -> Any:
        await asyncio.sleep(self.seconds)
        if self.faults:
            raise self.faults.pop(0)
        session: Any = _Rows()
        done = work(session)
        if self.bad & set(session.seen):
            raise BAD
        self.written.append(session.seen)
        return done

    @property
    def taken(self) -> list[int]:
        return [one for batch in self.written for one in batch]


class _Rows:
    """Answers `sending.sent` as if every claim still held."""

    def __init__(self) -> None:
        self.seen: list[int] = []

    def connection(self) -> Any:
        return self

    def execute(self, statement: Any, values: Any = None) -> Any:
        if isinstance(values, dict) and "rows" in values:
            self.seen = list(values["rows"])
            return [(number, "me", 1) for number in self.seen]
        return []


def _row(number: int) -> OutboxRow:
    return OutboxRow(id=number, state=SendState.CLAIMED, owner="me", attempts=1, due_at=NOW, planned_at=NOW)


PROOF = Proof(NOW, 1, 1, "x")


@pytest.fixture
def slow() -> SlowDatabase:
    return SlowDatabase()


@pytest.fixture
def record(slow: SlowDatabase) -> Record:
    return Record(slow)  # type: ignore[arg-type]


def _start(record: Record, *numbers: int, patience: float = 0.0) -> list[asyncio.Task[bool]]:
    return [asyncio.ensure_future(record.add(_row(n), PROOF, patience)) for n in numbers]


async def test_a_handful_shares_a_write_and_does_not_wait_for_more(slow: SlowDatabase, record: Record) -> None:
    tasks = _start(record, *range(HANDFUL), patience=10 * PATIENCE)
    assert all(await asyncio.wait_for(asyncio.gather(*tasks), PATIENCE))
    assert slow.written == [list(range(HANDFUL))]


@pytest.mark.parametrize("cancelled", [0, 1, 2])
@pytest.mark.parametrize("after", [0.0, 0.03, 0.06])
async def test_whoever_is_cancelled_leaves_his_proof_to_the_others(
    slow: SlowDatabase, record: Record, cancelled: int, after: float
) -> None:
    """While the first gathers, while it writes, and while the others wait for it."""
    slow.seconds = 0.05
    tasks = _start(record, 0, 1, 2, 3, patience=0.04)
    await asyncio.sleep(after)
    tasks[cancelled].cancel()
    rest = [task for task in tasks if task is not tasks[cancelled]]
    assert await asyncio.wait_for(asyncio.gather(*rest), PATIENCE) == [True] * 3
    assert set(slow.taken) == {0, 1, 2, 3}
    assert await asyncio.wait_for(record.add(_row(9), PROOF), PATIENCE), "and it goes on"


async def test_the_next_is_cancelled_at_the_moment_at_which_its_turn_comes(slow: SlowDatabase, record: Record) -> None:
    first, second, third = *_start(record, 0), *_start(record, 1), *_start(record, 2)
    await asyncio.sleep(0)
    first.add_done_callback(lambda _: second.cancel())
    while not first.done():  # noqa: ASYNC110
        await asyncio.sleep(0)
    second.cancel()
    assert await asyncio.wait_for(third, PATIENCE)
    assert set(slow.taken) == {0, 1, 2}


async def test_all_are_cancelled_and_the_next_one_writes_what_they_left(slow: SlowDatabase, record: Record) -> None:
    tasks = _start(record, 0, 1, 2, patience=10 * PATIENCE)
    await asyncio.sleep(0.01)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert await asyncio.wait_for(record.add(_row(3), PROOF), PATIENCE)
    assert set(slow.taken) == {0, 1, 2, 3}


async def test_one_bad_proof_spoils_no_other(slow: SlowDatabase, record: Record) -> None:
    slow.bad = {1}
    done = await asyncio.gather(*_start(record, 0, 1, 2, patience=0.01), return_exceptions=True)
    assert [done[0], type(done[1]), done[2]] == [True, IntegrityError, True]
    assert slow.taken == [0, 2]


async def test_a_full_disk_is_waited_out_however_long_and_nothing_is_claimed_meanwhile(
    slow: SlowDatabase, record: Record
) -> None:
    slow.faults = [FULL, FULL, FULL]
    tasks = _start(record, 0, 1)
    tasks[0].get_loop().call_later(0.1, lambda: seen.append(record.stuck))
    seen: list[bool] = []
    assert await asyncio.wait_for(asyncio.gather(*tasks), 5) == [True, True], "though the leases were over long ago"
    assert seen == [True]
    assert not record.stuck
    assert set(slow.taken) == {0, 1}
