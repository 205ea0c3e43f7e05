"""A file database is made anew beside the old one and takes its place in one step, or not at all."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from bot.store.trouble import Unusable

T = TypeVar("T")
_BESIDE = ("-wal", "-shm", "-journal")


def put_in_place(file: Path, fill: Callable[[Connection], T]) -> T:
    """Fill a new database, look whether its references hold, and put it where `file` is or was.

    Whatever is raised on the way, `file` is as it was. What `fill` gives is given back.
    """
    file = file.resolve()
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f".{file.name}.restoring")
    _forget(new)
    try:
        filled = _filled(new, fill)
        with new.open("rb") as made:
            os.fsync(made.fileno())
        _leave_alone(file)
        os.replace(new, file)
        keep_names(file.parent)
    finally:
        _forget(new)
    return filled


def _filled(new: Path, fill: Callable[[Connection], T]) -> T:
    os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    engine = create_engine(f"sqlite:///{new}", poolclass=NullPool, hide_parameters=True)
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql("PRAGMA synchronous=OFF")  # it is brought to the disk when it is whole
            filled = fill(connection)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(3)
            if broken:
                raise Unusable(f"References in it are without their rows ({broken}); nothing was changed.")
    finally:
        engine.dispose()
    return filled


def _leave_alone(file: Path) -> None:
    """Bring the old database to a state in which only its own file counts: its log must not be taken for the new one's.

    One that is damaged cannot be brought there: its log is laid aside.
    """
    if not file.exists():
        _forget_logs(file)
        return
    try:
        with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as old:
            [(busy, *_)] = old.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            [(mode,)] = old.execute("PRAGMA journal_mode=DELETE").fetchall()
        if busy or mode != "delete":
            raise Unusable("Another program has the database open: end it first. Nothing was changed.")
    except sqlite3.DatabaseError as error:
        if "locked" in str(error):
            raise Unusable("Another program has the database open: end it first. Nothing was changed.") from None
        for ending in _BESIDE:
            with contextlib.suppress(FileNotFoundError):
                os.replace(f"{file}{ending}", f"{file}.damaged{ending}")


def _forget(file: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        file.unlink()
    _forget_logs(file)


def _forget_logs(file: Path) -> None:
    for ending in _BESIDE:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(f"{file}{ending}")


def keep_names(folder: Path) -> None:
    """Bring what was renamed in a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def tidy(file: Path) -> None:
    """After a long snapshot the log is long: what can be taken over is taken over here, so that no writer need do it.

    It waits for nobody, and what it cannot do it leaves.
    """
    with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(file, isolation_level=None)) as opened:
        opened.execute("PRAGMA wal_checkpoint(PASSIVE)")
