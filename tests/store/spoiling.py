"""A page of an SQLite database is overwritten, as a failing disk may do it."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path


def spoil(file: Path, table: str) -> None:
    """Overwrite the root page of a table, in the file itself."""
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as opened:
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        [(page,)] = opened.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,))
        [(size,)] = opened.execute("PRAGMA page_size")
    with file.open("r+b") as raw:
        raw.seek((page - 1) * size)
        raw.write(b"\xa5" * size)
