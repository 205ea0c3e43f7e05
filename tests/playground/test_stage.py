"""The clock: the playground's own, or a stage's; running, jumping, what goes wrong."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from bot.playground import ControlError, Playground, Stage
from tests.playground.client import Api
from tests.playground.controls import Control

START = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)


class Rehearsal:
    """A stage that only writes down what it is asked."""

    def __init__(self) -> None:
        self.at = START
        self.steps: list[datetime] = []
        self.restarts: list[bool] = []
        self.resets: list[bool] = []
        self.sample = "sishui"
        self.broken = False
        self.inside = 0

    def now(self) -> datetime:
        return self.at

    async def advance(self, to: datetime) -> datetime:
        assert self.inside == 0, "two hands on one clock"
        if self.broken:
            raise RuntimeError("the bot is gone")
        self.inside += 1
        await asyncio.sleep(0.01)
        self.inside -= 1
        self.at = to
        self.steps.append(to)
        return to

    async def next_due(self) -> datetime | None:
        return self.at + timedelta(hours=5) if len(self.steps) < 2 else None

    async def workday(self, days: int) -> str:
        return f"in {days} days"

    async def timeline(self, days: int) -> list[dict[str, object]]:
        return [{"at": self.at, "who": 7, "agency": "县自然资源局", "what": f"{days} 天"}]

    async def changes(self, update_id: int | None) -> list[dict[str, object]]:
        return [{"table": "cases", "update": update_id}]

    async def log(self, after: int) -> list[dict[str, object]]:
        return [{"seq": after + 1, "event": "started"}]

    async def restart(self, kill: bool) -> None:
        self.restarts.append(kill)

    def people(self) -> list[dict[str, object]]:
        return [{"name": "王芳", "role": "联络员", "agency": "县自然资源局", "telegram_id": 7}]

    def samples(self) -> list[dict[str, object]]:
        return [{"name": name, "title": name, "chosen": name == self.sample} for name in ("sishui", "wuqing")]

    async def reset(self, empty: bool, sample: str = "") -> None:
        self.resets.append(empty)
        self.sample = sample or self.sample


@pytest.fixture
def stage() -> Rehearsal:
    return Rehearsal()


@pytest.fixture
async def control(stage: Rehearsal) -> AsyncIterator[Control]:
    """The control API of a playground with a stage."""
    typed: Stage = stage
    playground = Playground(stage=typed, secret="open-sesame")
    running = await playground.serve()
    async with aiohttp.ClientSession() as session:
        yield Control(Api(running, session))
    await running.stop()


async def test_the_stage_is_asked(control: Control, stage: Rehearsal) -> None:
    state = await control.get("state")
    assert (state["stage"], state["now"]) == (True, START.isoformat())
    assert (await control.get("stage/timeline", days=9))["planned"][0]["what"] == "9 天"
    assert (await control.get("stage/workday", days=9))["day"] == "in 9 days"
    assert (await control.get("stage/changes", update_id=5))["changes"] == [{"table": "cases", "update": 5}]
    assert (await control.get("stage/changes"))["changes"][0]["update"] is None
    assert (await control.get("stage/log", after=3))["lines"] == [{"seq": 4, "event": "started"}]
    assert (await control.get("stage/people"))["people"][0]["name"] == "王芳"
    await control("stage/restart", kill=True)
    await control("stage/reset", empty=True)
    assert (stage.restarts, stage.resets) == ([True], [True])
    await control("stage/reset", sample="wuqing")
    chosen = [one["name"] for one in (await control.get("stage/samples"))["samples"] if one["chosen"]]
    assert (stage.resets, chosen) == ([True, False], ["wuqing"])


async def test_jumping(control: Control, stage: Rehearsal) -> None:
    assert (await control.get("stage/next"))["at"] == (START + timedelta(hours=5)).isoformat()
    await control("stage/advance", next=True)
    await control("stage/advance", seconds=60)
    assert stage.steps == [START + timedelta(hours=5), START + timedelta(hours=5, seconds=60)]
    assert (await control("stage/advance", next=True))["error"] == "nothing is planned"
    assert (await control("clock", to=START.isoformat()))["error"] == "the clock only goes forward"
    assert "offset" in (await control("clock", to="2027-01-01T00:00"))["error"]
    answer = await control("clock", to="2027-01-01T08:00+08:00")
    assert answer == {"now": "2027-01-01T00:00:00+00:00"}


async def test_a_running_clock(control: Control, stage: Rehearsal) -> None:
    assert await control("stage/run", rate=3600) == {"rate": 3600}
    await control.playground.until(lambda: len(stage.steps) >= 3)
    await control("clock", seconds=1)
    assert await control("stage/run", rate=0) == {"rate": 0}
    assert control.playground.driver._running is None  # so that nothing is left that could take another step
    assert stage.steps == sorted(stage.steps)
    assert stage.steps[-1] - START >= timedelta(minutes=40)
    assert "between" in (await control("stage/run", rate=-1))["error"]


async def test_a_stage_that_breaks_stops_the_clock_and_says_so(control: Control, stage: Rehearsal) -> None:
    stage.broken = True
    await control("stage/run", rate=60)
    await control.playground.until(lambda: not control.playground.driver.rate)
    assert (await control.get("clock"))["rate"] == 0
    url = f"{control.address}/control/events?after=0"
    async with control.session.get(url, headers={"X-Playground-Key": "open-sesame"}) as response:
        text = ""
        while "the bot is gone" not in text:
            text += (await asyncio.wait_for(response.content.readline(), 60)).decode()


async def test_without_a_stage_the_own_clock_moves() -> None:
    playground = Playground()
    began = datetime.now(UTC)
    before = playground.now
    assert began <= before <= datetime.now(UTC)
    await playground.advance(before + timedelta(days=40))
    assert before <= playground.now - timedelta(days=40) <= before + (datetime.now(UTC) - began)
    person = playground.add_person("王")
    assert playground.say(person, "x").body["date"] >= int((before + timedelta(days=40)).timestamp())


async def test_a_clock_that_belongs_to_somebody_else_is_not_moved(playground: Playground) -> None:
    with pytest.raises(ControlError):
        await playground.advance(playground.now + timedelta(days=1))
