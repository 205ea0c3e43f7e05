"""Who follows a transaction sees what is written and acts before the commit; nobody else's transaction is followed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from bot.services.hall import notes
from bot.store.database import Database
from bot.store.engine import open_database
from bot.store.tables import Note
from bot.store.transaction import Follower, follow
from tests.databases import bring_up, file_url

NOW = datetime(2026, 4, 2, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgres"])
def url(tmp_path: Path, request: pytest.FixtureRequest) -> str:
    return file_url(tmp_path / "t.db") if request.param == "sqlite" else str(request.getfixturevalue("postgres"))


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    await bring_up(url)
    opened = open_database(url)
    yield opened
    await opened.close()


def counting(session: Session, rows: Sequence[Any]) -> None:
    seen = session.info.setdefault("seen", [])
    seen += [row.key for row in rows if isinstance(row, Note) and row.key != "last"]


def last(session: Session) -> None:
    notes.put(session, "last", {"seen": list(session.info.get("seen", ()))}, now=NOW)


FOLLOWER = Follower(counting, last)


async def test_what_was_written_is_seen_and_the_last_word_is_committed_too(database: Database) -> None:
    await database.write(lambda s: notes.put(s, "old", {"n": 1}, now=NOW))

    def work(session: Session) -> None:
        follow(session, (FOLLOWER,))
        notes.put(session, "new", {"n": 1}, now=NOW)
        session.flush()
        notes.put(session, "old", {"n": 2}, now=NOW)
        session.flush()
        session.delete(session.get_one(Note, "new"))
        session.flush()

    await database.write(work)
    assert await database.read(lambda s: notes.get(s, "last")) == {"seen": ["new", "old", "new"]}


async def test_what_fails_is_not_followed_to_its_end_and_the_next_is_not_followed(database: Database) -> None:
    def fails(session: Session) -> None:
        follow(session, (FOLLOWER,))
        notes.put(session, "bad", {}, now=NOW)
        session.flush()
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await database.write(fails)
    await database.write(lambda s: notes.put(s, "next", {}, now=NOW))
    assert await database.read(lambda s: list(s.exec(select(Note.key)).all())) == ["next"]


async def test_a_savepoint_is_no_end_who_follows_acts_once_on_all_of_it(database: Database) -> None:
    def work(session: Session) -> list[bool]:
        follow(session, (FOLLOWER,))
        acted = []
        for key in ("one", "two"):
            with session.begin_nested():
                notes.put(session, key, {}, now=NOW)
            acted.append(session.get(Note, "last") is not None)
        return acted

    assert await database.write(work) == [False, False]
    assert await database.read(lambda s: notes.get(s, "last")) == {"seen": ["one", "two"]}
