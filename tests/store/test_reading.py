"""Within one reading the same question is asked once; what is written afterwards is seen by the next."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, select, update

from bot import store
from bot.domain.hall.terms import AgencyKind, Role
from bot.store import tables
from bot.store.agencies import people as people_store
from bot.store.agencies import queries as agencies_store
from bot.store.database import Database
from bot.store.engine import open_database
from bot.store.reading import foresee
from bot.store.tables import Agency, Note
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


def _adds(session: Session) -> None:
    _add(session, "县公安局")


def _adds_unflushed(session: Session) -> None:
    session.add(Agency(name="新局", short_name="新局", kind=AgencyKind.DEPARTMENT, path="/新局/"))


def _renames(session: Session) -> None:
    session.get_one(Agency, 1).short_name = "县府"


def _renames_all(session: Session) -> None:
    session.exec(update(Agency).values(short_name="县府"))


def _deletes(session: Session) -> None:
    session.delete(session.get_one(Agency, 1))


def _locks(session: Session) -> None:
    session.get_one(Agency, 1, with_for_update=True)


def _locks_anew(session: Session) -> None:
    session.refresh(session.get_one(Agency, 1), with_for_update=True)


def _locks_by_question(session: Session) -> None:
    session.exec(select(Agency).with_for_update()).all()


def _takes_back(session: Session) -> None:
    point = session.begin_nested()
    _add(session, "县公安局")
    assert "县公安局" in _names(session)
    point.rollback()


CHANGES: list[tuple[Callable[[Session], None], list[str]]] = [
    (_adds, ["县公安局", "县政府"]), (_adds_unflushed, ["县政府", "新局"]), (_renames, ["县府"]),
    (_renames_all, ["县府"]), (_deletes, []), (_locks, ["县政府"]), (_locks_anew, ["县政府"]),
    (_locks_by_question, ["县政府"]), (_takes_back, ["县政府"]),
]  # fmt: skip


@pytest.mark.parametrize(("change", "names"), CHANGES, ids=[change.__name__ for change, _ in CHANGES])
async def test_a_writing_session_asks_once_until_it_writes_there_or_locks(
    database: Database, change: Callable[[Session], None], names: list[str]
) -> None:
    """After a lock, others may have written what waits to be read: it is asked anew."""

    def work(session: Session) -> None:
        with asked() as said:
            assert [_names(session), _names(session)] == [["县政府"]] * 2
        assert len([one for one in said if "SELECT" in one and "ORDER BY" in one]) == 1
        change(session)
        with asked() as said:
            assert _names(session) == names
        assert [one for one in said if "SELECT" in one and "ORDER BY" in one]

    await database.write(work)


async def test_what_is_written_elsewhere_is_no_reason_to_ask_again(database: Database) -> None:
    def work(session: Session) -> None:
        _names(session)
        session.add(Note(key="x", value={}, updated_at=datetime(2026, 4, 2, tzinfo=UTC)))
        session.flush()
        with asked() as said:
            _names(session)
        assert not said

    await database.write(work)


async def test_what_was_not_there_is_looked_for_again(database: Database) -> None:
    def work(session: Session) -> tuple[bool, bool]:
        before = session.get(Agency, 2)
        _add(session, "县公安局")
        return before is None, session.get(Agency, 2) is not None

    assert await database.write(work) == (True, True)


async def test_what_is_foreseen_is_not_asked(database: Database) -> None:
    def work(session: Session) -> None:
        foresee(session, agencies_store.paths_led_by, {1: ["/a/"], 2: []})
        with asked() as said:
            assert agencies_store.paths_led_by(session, 1) == ["/a/"]
            assert agencies_store.paths_led_by(session, 2) == []
        assert not said

    await database.read(work)
    await database.write(work)


def _remembered() -> Iterator[tuple[str, Any]]:
    for module in pkgutil.walk_packages(store.__path__, "bot.store."):
        if "migrations" not in module.name:
            for name, one in vars(importlib.import_module(module.name)).items():
                if hasattr(one, "reads") and one.__module__ == module.name:
                    yield f"{module.name}.{name}", one


def test_what_is_remembered_names_every_table_that_it_reads() -> None:
    """By the names in a query's text, and in that of the conditions that it names."""
    classes = {name: one for name, one in vars(tables).items() if inspect.isclass(one)}
    found = dict(_remembered())
    assert len(found) > 20
    for name, ask in found.items():
        query: Any = inspect.unwrap(ask)
        told = {table.__name__ for table in ask.reads}
        text = _body(query)
        for constant in set(re.findall(r"\b_[A-Z_]+\b", text)):
            text += _body_of(query, constant)
        named = {word for word in re.findall(r"\b[A-Z]\w+\b", text) if word in classes}
        assert named - told == set(), name


def _body(query: Any) -> str:
    source = inspect.getsource(query)
    return source[source.index('"""') :]


def _body_of(query: Any, constant: str) -> str:
    module = inspect.getsource(inspect.getmodule(query))  # type: ignore[arg-type]
    found = re.search(rf"^{constant}\b.*?(?=^\S)", module, re.MULTILINE | re.DOTALL)
    return found.group() if found else ""
