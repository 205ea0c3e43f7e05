"""What the rest of the house knows of a database: where transactions run.

Use cases are plain functions of a `Session`, the same for SQLite and for PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from sqlalchemy.engine import make_url
from sqlmodel import Session

T = TypeVar("T")
Work = Callable[[Session], T]


class Database(Protocol):
    """Where transactions run."""

    async def write(self, work: Work[T]) -> T:
        """Run `work` in one transaction and commit it; whatever it raises rolls it back."""
        ...

    async def read(self, work: Work[T]) -> T:
        """Run `work`; nothing that it changes is kept."""
        ...

    async def close(self) -> None: ...

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
