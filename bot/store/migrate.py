"""Migrations: the database is brought to the shape of this version before anything else happens."""

from __future__ import annotations

import asyncio
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url

from bot.store.connecting import on_connection
from bot.store.trouble import Unusable

MIGRATING = 0x6368_7574_696E_6702
"""Number of the advisory lock that whoever migrates holds."""
FOLDER = Path(__file__).parent / "migrations"


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, bound to a connection."""
    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    if connection is not None:
        made.attributes["connection"] = connection
    return made


class Newer(Unusable):
    """The database has a shape that this version does not know."""

    def __init__(self, found: str) -> None:
        super().__init__(
            f"The database was brought up by a newer version of this program (its shape is {found}, this version "
            f"knows {newest()}): run that version, or restore a backup from before."
        )


class NoSuchShape(Unusable):
    """A revision was asked for that there is not."""

    def __init__(self, asked: str) -> None:
        super().__init__(f"There is no shape {asked!r} of the database; there are: base, {', '.join(revisions())}.")


def upgrade(connection: Connection, revision: str = "head") -> None:
    command.upgrade(config(connection), revision)
    _check_references(connection)


def downgrade(connection: Connection, revision: str) -> None:
    command.downgrade(config(connection), revision)
    _check_references(connection)


def _check_references(connection: Connection) -> None:
    """SQLite changes a column by making the table anew, for which foreign keys must be off (`migration_engine`): that
    every reference still has its row is looked at afterwards, before anything is committed."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(3)
        if broken:
            raise Unusable(f"The change would leave references without their rows ({broken}); nothing was changed.")


def revisions() -> tuple[str, ...]:
    """All shapes that this version knows, oldest first."""
    return tuple(each.revision for each in ScriptDirectory.from_config(config()).walk_revisions())[::-1]


def move(connection: Connection, revision: str) -> None:
    """Bring the database up or down to a shape.

    Raises:
        NoSuchShape: there is no such revision.
        Newer: the database has a shape that this version does not know.
    """
    known, found = revisions(), current(connection)
    if revision not in known and revision != "base":
        raise NoSuchShape(revision)
    if found is not None and found not in known:
        raise Newer(found)
    behind = revision != "base" and (found is None or known.index(revision) > known.index(found))
    (upgrade if behind else downgrade)(connection, revision)


def current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    return ScriptDirectory.from_config(config()).get_current_head()


def _bring_up(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        # Several processes may start at the same moment; the first one migrates.
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": MIGRATING})
    # The common start: nothing to do, and Alembic's machinery is not even woken.
    found = current(connection)
    if found == newest():
        return
    if found is not None and found not in revisions():
        raise Newer(found)
    upgrade(connection)


async def migrate(url: str, to: str = "") -> None:
    """Bring the database at `url` to the newest shape, or to the one named; it is created where there is none.

    Raises:
        Newer: it has a shape that this version does not know.
        NoSuchShape: `to` names none.
    """
    work = (lambda connection: move(connection, to)) if to else _bring_up
    path = make_url(url).database
    if url.startswith("sqlite") and path:
        await asyncio.to_thread(Path(path).parent.mkdir, parents=True, exist_ok=True)
    await on_connection(url, work)
