"""Versions of rows: they rise when buttons become wrong, and no write goes over another that it has not seen."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from sqlalchemy import inspect
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session

from bot.domain.hall.terms import AgencyKind
from bot.store.base import Versioned
from bot.store.database import Database
from bot.store.engine import open_database
from bot.store.postgres import OVERTAKEN
from bot.store.tables import Agency
from tests.databases import bring_up


@pytest.fixture
async def opened(tmp_path: Path, database: str) -> AsyncIterator[Database]:
    url = database or f"sqlite+aiosqlite:///{tmp_path / 'v.db'}"
    await bring_up(url)
    found = open_database(url)
    await found.write(_add)
    yield found
    await found.close()


def _add(session: Session) -> None:
    session.add(Agency(id=1, name="县自然资源局", short_name="资源局", kind=AgencyKind.DEPARTMENT, path="/1/"))


async def _row(database: Database) -> Agency:
    return await database.read(lambda session: session.get_one(Agency, 1))


def _renaming(name: str) -> Callable[[Session], None]:
    def work(session: Session) -> None:
        agency = session.get_one(Agency, 1)
        agency.short_name = name
        agency.revise()

    return work


async def test_a_version_rises_when_it_is_told_to_and_not_with_every_write(opened: Database) -> None:
    def quietly(session: Session) -> None:
        session.get_one(Agency, 1).name = "县自然资源和规划局"

    await opened.write(quietly)
    assert ((await _row(opened)).version, (await _row(opened)).name) == (1, "县自然资源和规划局")
    await opened.write(_renaming("规划局"))
    assert (await _row(opened)).version == 2


async def test_on_either_engine_a_write_to_a_row_that_has_changed_is_not_made(opened: Database) -> None:
    def lost(session: Session) -> None:
        agency = session.get_one(Agency, 1)
        session.connection().exec_driver_sql("UPDATE agency SET version = 7 WHERE id = 1")
        agency.short_name = "丙"
        session.flush()

    with pytest.raises(StaleDataError):
        await opened.write(lost)
    assert ((await _row(opened)).version, (await _row(opened)).short_name) == (1, "资源局")


@pytest.fixture
async def two(postgres: str) -> AsyncIterator[tuple[Database, Database]]:
    await bring_up(postgres)
    first, second = open_database(postgres), open_database(postgres)
    await first.write(_add)
    yield first, second
    await first.close()
    await second.close()


def _overtaken(two: tuple[Database, Database], times: int, seen: list[int]) -> Callable[[Session], None]:
    """Work on the first database that the second goes past, between reading and writing, this many times."""
    loop = asyncio.get_running_loop()

    def work(session: Session) -> None:
        agency = session.get_one(Agency, 1)
        seen.append(agency.version)
        if len(seen) <= times:
            asyncio.run_coroutine_threadsafe(two[1].write(_renaming("乙")), loop).result()
        agency.name = f"甲{agency.version}"

    return work


async def test_a_write_that_was_overtaken_is_made_again_on_the_row_as_it_is_now(two: tuple[Database, Database]) -> None:
    seen: list[int] = []
    await two[0].write(_overtaken(two, 1, seen))
    found = await _row(two[0])
    assert seen == [1, 2]
    assert (found.name, found.short_name, found.version) == ("甲2", "乙", 2)


async def test_one_that_is_overtaken_again_and_again_fails(two: tuple[Database, Database]) -> None:
    seen: list[int] = []
    with pytest.raises(StaleDataError):
        await two[0].write(_overtaken(two, OVERTAKEN + 1, seen))
    assert seen == list(range(1, OVERTAKEN + 2))
    assert (await _row(two[0])).name == "县自然资源局"


def test_every_row_with_a_version_is_guarded_by_it() -> None:
    versioned = Versioned.__subclasses__()
    assert {"Agency", "Appointment", "Case", "Duty", "Event", "Hearing", "Person"} <= {
        one.__name__ for one in versioned
    }
    for one in versioned:
        mapper = inspect(one)
        assert mapper is not None
        assert mapper.version_id_col is not None, one.__name__
