"""A playground that listens, a plain client, and people. All that went over the wire is checked at the end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from bot.playground import Limits, Person, Playground, Running
from tests.playground.client import Api
from tests.playground.controls import Control
from tests.playground.schema import check_all


@dataclass
class Hands:
    """A simulated clock, moved by hand."""

    now: datetime = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)

    def clock(self) -> datetime:
        """The instant of the dates of messages."""
        return self.now

    def forward(self, **delta: float) -> None:
        """Move the simulated clock."""
        self.now += timedelta(**delta)


@pytest.fixture
def hands() -> Hands:
    """The clock of the test."""
    return Hands()


@pytest.fixture
def playground(hands: Hands) -> Iterator[Playground]:
    """Without flood limits, on a clock moved by hand."""
    made = Playground(clock=hands.clock, limits=Limits.off(), secret="open-sesame")
    yield made
    check_all(made)


@pytest.fixture
async def running(playground: Playground) -> AsyncIterator[Running]:
    """The playground, listening on a free port."""
    listening = await playground.serve()
    yield listening
    await listening.stop()


@pytest.fixture
async def api(running: Running) -> AsyncIterator[Api]:
    """A client with the right token."""
    async with aiohttp.ClientSession() as session:
        yield Api(running, session)


@pytest.fixture
def control(api: Api) -> Control:
    """The control API with the secret."""
    return Control(api)


@pytest.fixture
def wang(playground: Playground) -> Person:
    """A liaison who has pressed START."""
    return playground.add_person("芳", "王", username="wangfang", phone="+8613800000001", started=True)


@pytest.fixture
def zhang(playground: Playground) -> Person:
    """A leader who has pressed START."""
    return playground.add_person("明", "张", started=True)
