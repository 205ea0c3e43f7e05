"""Signs of life: a long silence is told once; a jump of simulated time is none."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from bot.clock import Clock, wall
from bot.domain.hall.terms import SendState
from bot.services.hall.desk import Desk
from bot.store.tables import OutboxRow
from bot.telegram.keeper import NOTED_EVERY, Keeper
from bot.telegram.leader import Leader
from bot.telegram.limiter import LaneLimiter
from bot.telegram.pacing import Limits
from tests.builders import county
from tests.rig import Rig, open_rig

DAY = timedelta(days=1)


class Watch:
    """A clock that is set by hand and is not the playground's."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


def keeper_of(rig: Rig, clock: Clock) -> Keeper:
    limiter = LaneLimiter(Limits(overall=30, chat=1, group=20))
    return Keeper(rig.house, rig.database, clock, rig.pipeline, limiter, rig.pump.wake)


async def notes_of_an_outage(rig: Rig) -> int:
    def read(session: Session) -> int:
        return len(session.exec(select(OutboxRow).where(OutboxRow.topic == "operations.outage")).all())

    return await rig.database.read(read)


async def hear(keeper: Keeper, number: int) -> None:
    """Telegram answers; each time a minute and more after the last."""
    keeper.heard_at = number * (NOTED_EVERY + 1)
    await keeper.note_heard()


async def test_a_silence_of_more_than_a_day_is_told_once(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        await county(rig)
        watch = Watch(datetime(2026, 4, 2, 1, tzinfo=UTC))
        keeper = keeper_of(rig, watch)
        await hear(keeper, 1)
        watch.at += DAY
        await hear(keeper, 2)
        assert await notes_of_an_outage(rig) == 0
        watch.at += DAY + timedelta(minutes=1)
        await hear(keeper, 3)
        told = await notes_of_an_outage(rig)
        assert told > 0
        watch.at += timedelta(minutes=5)
        await hear(keeper, 4)
        assert await notes_of_an_outage(rig) == told


async def test_simulated_time_that_jumps_is_no_silence(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        await county(rig)
        keeper = keeper_of(rig, rig.clock)
        for number, days in enumerate((1, 2, 60, 1), 1):
            rig.clock.move_to(rig.clock.now() + days * DAY)
            await hear(keeper, number)
        assert await notes_of_an_outage(rig) == 0


async def test_a_clock_that_is_set_back_lets_nobody_wait_the_longer(tmp_path: Path) -> None:
    """An answer that a fault put off by two seconds would come an hour later."""
    async with open_rig(tmp_path) as rig:
        await county(rig)
        keeper = keeper_of(rig, Watch(datetime(2026, 4, 2, 9, tzinfo=UTC)))
        now = wall()

        def stand(desk: Desk) -> None:
            for state in (SendState.PLANNED, SendState.CLAIMED):
                desk.session.add(
                    OutboxRow(
                        chat_id=1, due_at=desk.now, planned_at=desk.now, not_before=now + 3602, lease=now + 3650,
                        state=state, subject="late",
                    )
                )  # fmt: skip

        def late(session: Session) -> list[float]:
            rows = session.exec(select(OutboxRow).where(OutboxRow.subject == "late").order_by(col(OutboxRow.id))).all()
            return [rows[0].not_before - now, rows[1].lease - now]

        await rig.work(stand)
        await keeper.set_back()
        assert await rig.database.read(late) == pytest.approx([3602, 3650], abs=0.1), "the clock runs as it should"
        keeper._ahead += 3600
        await keeper.set_back()
        assert await rig.database.read(late) == pytest.approx([2, 50], abs=1.0)


class Stumbling:
    """A shared database that fails once in a way nobody thought of."""

    shared = True

    def __init__(self) -> None:
        self.tries = 0

    async def write(self, work: object) -> bool:
        self.tries += 1
        if self.tries == 1:
            raise KeyError("leader")
        return True


async def test_a_leader_that_stumbles_goes_on() -> None:
    database, stop = Stumbling(), asyncio.Event()
    leader = Leader(database, Watch(datetime(2026, 4, 2, 9, tzinfo=UTC)), "a", every=0.01)  # type: ignore[arg-type]
    running = asyncio.ensure_future(leader.run(stop))
    async with asyncio.timeout(60):
        while not leader.leads():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    stop.set()
    await running
