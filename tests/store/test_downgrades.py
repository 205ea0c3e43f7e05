"""Every shape that ever landed, filled with data, goes down to the first one and up again, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, inspect, select, text

from bot.store import migrate
from bot.store.connecting import on_connection
from bot.store.sqlite import sqlite_engine
from bot.store.trouble import Unusable
from tests.databases import file_url
from tests.store.landed import ARCHIVES, put_in

pytestmark = pytest.mark.slow
REVISIONS = migrate.revisions()
LANDED = ARCHIVES[-1]
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    file = file_url(tmp_path / "landed.db")
    return file if request.param == "sqlite" else str(request.getfixturevalue("bare_postgres"))


def _rows(connection: Connection) -> Rows:
    """Everything that lies in the database, whatever its shape."""
    then = MetaData()
    then.reflect(connection)
    found = {}
    for table in then.sorted_tables:
        if table.name != "alembic_version":
            found[table.name] = [dict(row) for row in connection.execute(select(table)).mappings()]
    return found


def _kept(rows: Rows, of: Rows) -> Rows:
    """The tables and columns that both have, rows in the order of their values."""
    return {
        name: sorted(({k: v for k, v in row.items() if k in others[0]} for row in rows[name]), key=str)
        for name, others in of.items()
        if name in rows and others
    }


async def _on(url: str, work: Callable[[Connection], Any]) -> Any:
    return await on_connection(url, work)


@pytest.mark.parametrize("revision", REVISIONS)
async def test_a_filled_database_of_each_shape_goes_down_and_up_again(url: str, revision: str) -> None:
    await _on(url, lambda connection: put_in(connection, LANDED, revision))
    before = await _on(url, _rows)
    assert sum(len(rows) for rows in before.values()) > 200
    for there in (migrate.newest(), REVISIONS[0], revision):
        await migrate.migrate(url, str(there))
        assert await _on(url, migrate.current) == there
        after = await _on(url, _rows)
        both = before.keys() & after.keys()
        assert {name: len(after[name]) for name in both} == {name: len(before[name]) for name in both}, there
        # What a shape does not know is gone from then on; all the rest is as it was.
        before = _kept(before, after)
        assert _kept(after, before) == before, there


async def test_the_way_down_ends_with_nothing_left(url: str) -> None:
    await _on(url, lambda connection: put_in(connection, LANDED))
    await migrate.migrate(url)
    await migrate.migrate(url, "base")
    assert set(await _on(url, lambda connection: inspect(connection).get_table_names())) == {"alembic_version"}


async def test_references_hold_after_every_step_down(tmp_path: Path) -> None:
    """With foreign keys on, as the bot has them, each row that points to another can be written once more."""
    url = file_url(tmp_path / "d.db")
    await _on(url, lambda connection: put_in(connection, LANDED))
    await migrate.migrate(url)
    for revision in reversed(REVISIONS):
        await migrate.migrate(url, revision)
        engine = sqlite_engine(f"sqlite:///{tmp_path / 'd.db'}")
        with engine.begin() as connection:
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
            assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
            for name in inspect(connection).get_table_names():
                for key in inspect(connection).get_foreign_keys(name):
                    [column], target = key["constrained_columns"], key["referred_table"]
                    assert not target.startswith("_"), f"{name} points to a table that was only there for a moment"
                    connection.execute(text(f'UPDATE "{name}" SET "{column}" = "{column}"'))
        engine.dispose()


async def test_a_change_that_would_break_references_is_taken_back(tmp_path: Path) -> None:
    url = file_url(tmp_path / "d.db")
    await _on(url, lambda connection: put_in(connection, LANDED))
    await _on(url, lambda connection: connection.execute(text("UPDATE duty SET agency_id = 99999")))
    before = await _on(url, migrate.current)
    with pytest.raises(Unusable, match="without their rows"):
        await migrate.migrate(url, REVISIONS[0])
    assert await _on(url, migrate.current) == before


async def test_a_shape_of_the_future_is_called_newer(url: str) -> None:
    await migrate.migrate(url)
    await _on(url, lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    for to in ("", REVISIONS[0]):
        with pytest.raises(migrate.Newer, match=r"newer version.*9999") as newer:
            await migrate.migrate(url, to)
        assert "\n" not in str(newer.value)


async def test_a_shape_that_there_is_not_is_named(tmp_path: Path) -> None:
    with pytest.raises(migrate.NoSuchShape, match="0001"):
        await migrate.migrate(file_url(tmp_path / "d.db"), "nonsense")
