"""A machine whose clock is wrong, under the whole bot: what is sent, what waits, who is told, and that it goes on.

The machine's clock is set by hand, ahead of or behind real time; the server dates its answers as the test says.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from bot.clock import Reckoning, SystemClock
from bot.domain.hall.terms import Role, SendState
from bot.playground import Running
from bot.services.hall import notes
from bot.services.hall.desk import Desk
from bot.store.tables import Appointment, OutboxRow
from bot.telegram import timekeeping
from tests import room
from tests.telegram.live import Live, bot, server

pytestmark = pytest.mark.slow
HOUR, DAY = 3600.0, 86_400.0
ADMIN, READER, OTHER = 5001, 5002, 5003


class Machine:
    """The machine's clock: real time and so many seconds."""

    def __init__(self, ahead: float = 0.0) -> None:
        self.ahead = ahead
        self.reckoning = Reckoning(self.seconds, time.monotonic)
        self.clock = SystemClock(self.reckoning)

    def seconds(self) -> float:
        return time.time() + self.ahead


def an_administrator(desk: Desk, person_id: int) -> None:
    desk.session.add(Appointment(person_id=person_id, agency_id=None, role=Role.ADMINISTRATOR, from_date=room.SINCE))


@asynccontextmanager
async def at(running: Running, folder: Path, machine: Machine) -> AsyncIterator[Live]:
    """The bot on this machine, once what a start makes up for is made up for."""
    async with bot(running, folder, clock=machine.clock) as started:
        await started.until(lambda: started.app.begun)
        yield started


async def first_run(running: Running, folder: Path, *reminders: tuple[str, float]) -> None:
    """A run by a right clock: an administrator, reminders so many seconds ahead, and all ticks done."""
    async with at(running, folder, Machine()) as first:
        ids = first.ids
        await first.work(lambda d: an_administrator(d, ids[ADMIN]))
        for text, seconds in reminders:
            later = first.app.clock.now() + timedelta(seconds=seconds)
            await first.work(lambda d, t=text, at=later: room.plan_note(d, ids[READER], t, at=at))  # type: ignore[misc]


def told(one: Live) -> list[str]:
    return [text for text in one.texts(ADMIN) if "机器" in text and "时间" in text]


async def marks(one: Live) -> dict[str, datetime]:
    def work(session: Session) -> dict[str, datetime]:
        found = {t.name: notes.get(session, f"tick:{t.name}").get("at") for t in one.app.ticker.ticks}
        return {name: datetime.fromisoformat(value) for name, value in found.items() if value}

    return await one.read(work)


async def states(one: Live) -> list[SendState]:
    return [row.state for row in await one.rows(OutboxRow.topic == "t.note")]


async def turn(one: Live, text: str) -> None:
    """Somebody writes and is answered: by then everything that was due before is under way."""
    one.playground.say(OTHER, f"/count {text}")
    await one.until(lambda: any(text in answer for answer in one.texts(OTHER)))


@pytest.mark.parametrize("ahead", [60 * DAY, -60 * DAY])
async def test_a_start_with_a_wrong_clock_changes_nothing(tmp_path: Path, ahead: float) -> None:
    """As on a machine whose clock is set right after twenty seconds."""
    async with server() as running:
        await first_run(running, tmp_path, ("in ten days", 10 * DAY))
        machine = Machine(ahead)
        async with at(running, tmp_path, machine) as one:
            await one.until(lambda: told(one))
            await turn(one, "while it is wrong")
            for tick in one.app.ticker.ticks:
                await one.app.ticker.run(tick)
            real = datetime.fromtimestamp(time.time()).astimezone()
            assert all(abs(mark - real) < timedelta(minutes=10) for mark in (await marks(one)).values())
            machine.ahead = 0.0
            await one.until(lambda: one.app.timekeeper is not None and one.app.timekeeper._changes == 2)
            await turn(one, "when it is right")
            assert len(told(one)) == 1
            assert "有误" in told(one)[0]
            assert await states(one) == [SendState.PLANNED]
            assert one.texts(READER) == []
            assert await one.app.ticker.late(timedelta(minutes=20)) == []


async def test_a_jump_of_sixty_days_and_back_sends_and_cancels_nothing(tmp_path: Path) -> None:
    async with server() as running:
        await first_run(running, tmp_path, ("in ten days", 10 * DAY))
        machine = Machine()
        async with at(running, tmp_path, machine) as one:
            before = await marks(one)
            machine.ahead = 60 * DAY
            await one.until(lambda: told(one))
            await one.app.ticker.catch_up()
            await turn(one, "ahead")
            machine.ahead = 0.0
            await one.until(lambda: one.app.timekeeper is not None and one.app.timekeeper._changes == 2)
            await turn(one, "back")
            assert await marks(one) == before
            assert await states(one) == [SendState.PLANNED]
            assert len(told(one)) == 1
            scheduler = one.app.application.job_queue.scheduler  # type: ignore[union-attr]
            real = datetime.fromtimestamp(time.time()).astimezone()
            assert all(job.next_run_time - real < timedelta(days=2) for job in scheduler.get_jobs())


async def test_a_machine_that_slept_goes_on_when_the_api_tells_the_time(tmp_path: Path) -> None:
    async with server() as running:
        await first_run(running, tmp_path, ("in five hours", 5 * HOUR), ("in ten days", 10 * DAY))
        machine = Machine()
        async with at(running, tmp_path, machine) as one:
            running.playground.date_answers(lambda: time.time() + 8 * HOUR)
            machine.ahead = 8 * HOUR
            await one.until(lambda: one.texts(READER))
            await one.until(lambda: told(one))
            assert one.texts(READER) == ["in five hours"]
            assert "已由 Telegram 接口确认" in told(one)[0]
            assert machine.reckoning.off == 0
            assert len(told(one)) == 1


async def in_doubt(one: Live, machine: Machine, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The clock jumps, and the API tells no date: an administrator is asked. Gives the question."""
    monkeypatch.setattr(timekeeping, "ASKED_OF_PEOPLE", 0.0)
    one.playground.date_answers(lambda: None)
    machine.ahead += 8 * HOUR
    await one.until(lambda: told(one))
    [asked] = [m for m in one.playground.sent(ADMIN) if "存疑" in m.body.get("text", "")]
    return asked


@pytest.mark.parametrize("right", [True, False])
async def test_without_a_date_people_are_answered_reminders_wait_and_a_person_decides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, right: bool
) -> None:
    async with server() as running:
        await first_run(running, tmp_path, ("due soon", 2.0), ("in five hours", 5 * HOUR))
        machine = Machine()
        async with at(running, tmp_path, machine) as one:
            await one.until(lambda: one.texts(READER) == ["due soon"])
            asked = await in_doubt(one, machine, monkeypatch)
            now = one.app.clock.now()
            await one.work(lambda d: room.plan_note(d, _id(d.session, READER), "due in the doubt", at=now))
            await turn(one, "in doubt")
            assert one.texts(READER) == ["due soon"]
            running.playground.press(ADMIN, asked, label="机器时间正确" if right else "机器时间有误")
            later = "in five hours" if right else "due in the doubt"
            await one.until(lambda: later in " ".join(one.texts(READER)))
            assert "due in the doubt" in " ".join(one.texts(READER))
            assert ("in five hours" in " ".join(one.texts(READER))) is right
            assert machine.reckoning.trusted
            assert machine.reckoning.off == pytest.approx(0 if right else 8 * HOUR, abs=5)


def _id(session: Session, telegram_id: int) -> int:
    from bot.services.hall import access

    person = access.person_by_telegram(session, telegram_id)
    assert person is not None
    return person.id or 0


async def test_a_start_without_a_date_asks_the_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with server() as running:
        await first_run(running, tmp_path, ("in ten days", 10 * DAY))
        running.playground.date_answers(lambda: None)
        for ahead in (60 * DAY, -60 * DAY):
            machine = Machine(ahead)
            async with at(running, tmp_path, machine) as one:
                before = await marks(one)
                assert not machine.reckoning.trusted
                await one.app.ticker.catch_up()
                await turn(one, f"at {ahead}")
                machine.ahead = 0.0
                await one.until(lambda m=machine: m.reckoning.trusted)  # type: ignore[misc]
                assert await marks(one) == before
                assert await states(one) == [SendState.PLANNED]
        machine = Machine(DAY)
        async with at(running, tmp_path, machine) as one:
            assert machine.reckoning.trusted, "a day without a sign of life is an outage like others"


async def test_a_tick_whose_mark_lies_in_the_future_runs_and_repairs_it(tmp_path: Path) -> None:
    async with server() as running, at(running, tmp_path, Machine()) as one:
        ticker, now = one.app.ticker, one.app.clock.now()
        ahead = (now + timedelta(days=60)).isoformat()
        for tick in ticker.ticks:
            await one.work(lambda d, n=tick.name: notes.put(d.session, f"tick:{n}", {"at": ahead}, now=d.now))  # type: ignore[misc]
        assert set(await ticker.late(timedelta(minutes=20))) == {tick.name for tick in ticker.ticks}
        await ticker.catch_up()
        assert all(now <= mark <= one.app.clock.now() for mark in (await marks(one)).values())
        assert await ticker.late(timedelta(minutes=20)) == []
