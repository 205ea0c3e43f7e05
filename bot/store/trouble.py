"""What is wrong when a database refuses: trouble that passes, told in plain words, damage, and faults of ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

_PASSING = ("40001", "40P01", "55P03", "08", "53", "57", "58")
"""PostgreSQL states that pass: serialisation, deadlock, a lock, connection, resources (disk full), operator, system."""


class Unusable(Exception):
    """The database cannot be worked with, and trying again will not help; the text is one sentence that says why."""


class Damaged(Unusable):
    """What lies in the database can no longer be read, or its files were taken away under the running bot."""


class Absent(Unusable):
    """There is no database where the settings say; the text is one sentence."""


class Undone(OperationalError):
    """The engine took the whole transaction back by itself (disk full, for one); nothing in it has happened."""

    def __init__(self) -> None:
        super().__init__(None, None, sqlite3.OperationalError("the transaction was rolled back by the database"))


class Unreachable(OperationalError):
    """There is no way to the server now: no such address, no socket, no answer."""

    def __init__(self, error: OSError) -> None:
        super().__init__(None, None, error)


_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_DAMAGED_STATES = ("XX001", "XX002")
"""PostgreSQL's data_corrupted and index_corrupted."""


def is_damage(error: BaseException) -> bool:
    """Whether the database said that what lies in it cannot be read any more."""
    for each in _with_contexts(error):
        if isinstance(each, Damaged):
            return True
        orig = getattr(each, "orig", None) or each
        if (getattr(orig, "sqlite_errorcode", None) or 0) & 0xFF in _DAMAGED:
            return True
        if getattr(orig, "sqlstate", None) in _DAMAGED_STATES:
            return True
    return False


WHAT_TO_DO = "Keep the files as they are, and restore the newest backup with `restore`."


def damaged(error: BaseException | str) -> str:
    """The sentence that says so."""
    what = error if isinstance(error, str) else str(getattr(error, "orig", None) or error)[:120]
    return f"The database is damaged ({what}). {WHAT_TO_DO}"


def is_passing(error: BaseException) -> bool:
    """Whether the database itself is in trouble (full, locked, gone): the same work may succeed later."""
    if is_damage(error):
        return False
    if isinstance(error, DBAPIError) and _is_fault_of_ours(error):
        return False
    if isinstance(error, OperationalError | InterfaceError | ConnectionError | PoolTimeout):
        return True
    if not isinstance(error, DBAPIError):
        return False
    state = str(getattr(error.orig, "sqlstate", "") or "")
    return error.connection_invalidated or state.startswith(_PASSING)


def _is_fault_of_ours(error: DBAPIError) -> bool:
    """A statement that is wrong in itself: the drivers give it the same name as a disk that is full."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    return code == sqlite3.SQLITE_ERROR or "query argument" in str(error.orig)


def trouble(error: BaseException) -> str:
    """What is wrong with the database, in one sentence for the log, without the statement and its values.

    The clean-up after an error may fail as well, and hide it: what was there first is what matters.
    """
    texts = [str(getattr(each, "orig", None) or each).lower() for each in _with_contexts(error)]
    if any("disk is full" in text or "no space" in text or "too large" in text for text in texts):
        return "The disk is full: nothing can be written down. Make room; nothing that was confirmed is lost."
    if any("disk i/o error" in text for text in texts):
        return "The disk cannot be written to (a quota, or a fault). Nothing that was confirmed is lost; trying again."
    if any("unable to open" in text for text in texts):
        return "The database file cannot be opened: see to its folder, and to who may read and write there."
    if any("readonly database" in text for text in texts):
        return "The database may be read but not written: see to the disk, and to who may write there."
    if any("locked" in text for text in texts):
        return "The database is locked by another program. Nothing that was confirmed is lost; waiting."
    cause = getattr(error, "orig", None) or error
    return f"The database cannot be used now ({type(cause).__name__}: {str(cause)[:120]}); trying again."


def _with_contexts(error: BaseException) -> Iterator[BaseException]:
    each: BaseException | None = error
    while each is not None:
        yield each
        each = each.__cause__ or each.__context__
