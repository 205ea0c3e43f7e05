"""What the rest of the house knows of a database: where transactions run.

Use cases are plain functions of a `Session`, the same for SQLite and for PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy.engine import make_url
from sqlmodel import Session

from bot.store.trouble import Absent

T = TypeVar("T")
Work = Callable[[Session], T]


class Database(Protocol):
    """Where transactions run."""

    damage: str
    """Once it is damaged or gone, the sentence that says so: from then on nothing is written any more."""

    async def write(self, work: Work[T]) -> T:
        """Run `work` in one transaction and commit it; whatever it raises rolls it back."""
        ...

    async def read(self, work: Work[T]) -> T:
        """Run `work`; nothing that it changes is kept."""
        ...

    async def close(self) -> None: ...

    def gone(self) -> str:
        """Which of its files was taken away while it was open; empty where all is there, and for a server."""
        ...

    async def save(self, gone: str) -> str:
        """Bring what is open to the disk, after `gone` was taken away; one sentence that says what became of it."""
        ...

    @property
    def shared(self) -> bool:
        """Whether several processes may work on this database."""
        ...


def sync_url(url: str) -> str:
    """The URL for tools that work synchronously (migrations, backup)."""
    parsed = make_url(url)
    if parsed.drivername.startswith("sqlite"):
        return parsed.set(drivername="sqlite").render_as_string(hide_password=False)
    return parsed.render_as_string(hide_password=False)


def file_of(url: str) -> Path | None:
    """The file of an SQLite database; None for a server, and for a database in memory."""
    parsed = make_url(url)
    if not parsed.drivername.startswith("sqlite") or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database))


def must_be_there(url: str) -> None:
    """For what only reads: an empty database that is made on the way would answer that all is well.

    Raises:
        Absent: the settings name a file that is not there.
    """
    file = file_of(url)
    if file is not None and not file.exists():
        raise Absent(f"There is no database at {file}. Set CHUTING_VAR or CHUTING_DATABASE as `run` has them.")
