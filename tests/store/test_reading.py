"""Within one reading the same question is asked once; what is written afterwards is seen by the next."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session

from bot.domain.hall.terms import AgencyKind, Role
from bot.store.agencies import people as people_store
from bot.store.agencies import queries as agencies_store
from bot.store.database import Database
from bot.store.engine import open_database
from bot.store.tables import Agency
from tests.databases import bring_up

DAY = date(2026, 4, 2)


@pytest.fixture(params=["sqlite", "postgres"])
def url(tmp_path: Path, request: pytest.FixtureRequest) -> str:
    file = f"sqlite+aiosqlite:///{tmp_path / 'r.db'}"
    return file if request.param == "sqlite" else str(request.getfixturevalue("postgres"))


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    await bring_up(url)
    opened = open_database(url)
    await opened.write(lambda session: _add(session, "县政府"))
    yield opened
    await opened.close()


def _add(session: Session, name: str) -> None:
    made = Agency(name=name, short_name=name, kind=AgencyKind.GOVERNMENT, path=f"/{name}/")
    session.add(made)
    session.flush()


@contextmanager
def asked() -> Iterator[list[str]]:
    """The statements that go to the database."""
    said: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        said.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def _names(session: Session) -> list[str]:
    return [one.short_name for one in agencies_store.open_agencies(session)]


Ask = Callable[[Session], object]
SAME: list[tuple[str, Ask]] = [
    ("a row by its number", lambda session: session.get(Agency, 1)),
    ("a row that is not there", lambda session: session.get(Agency, 99)),
    ("the agencies", agencies_store.open_agencies),
    ("who holds an office", lambda session: people_store.in_office(session, DAY, roles=[Role.LIAISON], agency_id=1)),
]


@pytest.mark.parametrize("ask", [ask for _, ask in SAME], ids=[name for name, _ in SAME])
async def test_the_same_is_asked_once(database: Database, ask: Ask) -> None:
    with asked() as said:
        assert await database.read(lambda session: [repr(ask(session)) for _ in range(3)])
    assert len([one for one in said if "SELECT" in one]) == 1


async def test_what_differs_is_asked_for_itself(database: Database) -> None:
    def both(session: Session) -> tuple[int, int]:
        return len(agencies_store.children(session, None)), len(agencies_store.children(session, 1))

    assert await database.read(both) == (1, 0)


async def test_whoever_adds_to_an_answer_adds_to_his_own(database: Database) -> None:
    def twice(session: Session) -> list[str]:
        agencies_store.open_agencies(session).clear()
        return _names(session)

    assert await database.read(twice) == ["县政府"]


async def test_the_next_reading_sees_what_was_written_meanwhile(database: Database) -> None:
    assert await database.read(_names) == ["县政府"]
    await database.write(lambda session: _add(session, "县公安局"))
    assert await database.read(_names) == ["县公安局", "县政府"]


async def test_whoever_writes_sees_what_he_has_written(database: Database) -> None:
    def work(session: Session) -> list[list[str]]:
        before = _names(session)
        _add(session, "县公安局")
        return [before, _names(session)]

    assert await database.write(work) == [["县政府"], ["县公安局", "县政府"]]


async def test_a_row_is_read_anew_where_that_is_asked(database: Database) -> None:
    with asked() as said:
        await database.read(lambda session: [session.get(Agency, 1, populate_existing=True) for _ in range(2)])
    assert len([one for one in said if "SELECT" in one]) == 2
