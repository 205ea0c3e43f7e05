"""What goes wrong at the command line is one sentence with an exit status; a fault of ours shows itself whole."""

from __future__ import annotations

import errno
import socket
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError, ProgrammingError

from bot import backups
from bot.law.calendars import CalendarError
from bot.law.problems import Problem, RuleBookError
from bot.mishaps import sentence
from bot.settings import WrongSetting
from bot.store.archive import Foreign
from bot.store.engine import open_database
from bot.store.lock import AlreadyRunning
from bot.store.trouble import Damaged
from tests.store.test_backup import _settings


def _malformed() -> sqlite3.DatabaseError:
    error = sqlite3.DatabaseError("database disk image is malformed")
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


class Refused(Exception):
    """As asyncpg raises what the server says while connecting."""

    sqlstate = "28P01"


SAID: list[tuple[BaseException, str, int]] = [
    (WrongSetting("CHUTING_X expects y."), "CHUTING_X expects y.", 78),
    (RuleBookError([Problem("a.toml", "R1", "no term. Write one.")]), "CHUTING_RULEBOOKS cannot be used: a.toml", 78),
    (CalendarError("nowhere is not there"), "CHUTING_CALENDARS cannot be used: nowhere is not there.", 78),
    (Foreign(), "This file is not a backup", 2),
    (Damaged("It is gone."), "It is gone.", 1),
    (AlreadyRunning(), "stop it first", 2),
    (_malformed(), "The database is damaged (database disk image is malformed)", 1),
    (DatabaseError("SELECT", {}, _malformed()), "The database is damaged (", 1),
    (OperationalError("x", {}, sqlite3.OperationalError("database is locked")), "locked by another program", 1),
    (sqlite3.OperationalError("unable to open database file"), "cannot be opened", 1),
    (OperationalError("x", {}, sqlite3.OperationalError("attempt to write a readonly database")), "not written", 1),
    (Refused("password authentication failed"), "refuses (password authentication failed)", 1),
    (PermissionError(errno.EACCES, "x", "/a/b"), "/a/b cannot be used: Permission denied.", 1),
    (OSError(errno.EADDRINUSE, "x"), "cannot listen there (Address already in use)", 1),
    (IsADirectoryError(errno.EISDIR, "x", "/a"), "It is a folder: name a file.", 1),
    (FileNotFoundError(errno.ENOENT, "x", "/nowhere/at/all"), "There is no folder /nowhere/at: make it first", 1),
    (OSError(errno.ENOSPC, "x"), "The disk takes no more (No space left on device)", 1),
    (ConnectionRefusedError(errno.ECONNREFUSED, "x"), "cannot be reached (Connection refused)", 1),
    (FileNotFoundError(errno.ENOENT, "x"), "cannot be reached (No such file or directory)", 1),
    (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "not known by its name", 1),
]


def test_a_reader_that_goes_away_is_no_mishap() -> None:
    assert sentence(BrokenPipeError(errno.EPIPE, "Broken pipe")) is None


@pytest.mark.parametrize(("error", "words", "status"), SAID, ids=[type(each[0]).__name__ for each in SAID])
def test_it_is_one_sentence(error: BaseException, words: str, status: int) -> None:
    found = sentence(error)
    assert found is not None
    assert words in found[0]
    assert found[0].endswith(".")
    assert "\n" not in found[0]
    assert found[1] == status


@pytest.mark.parametrize(
    "error", [ValueError("x"), KeyError("x"), OSError("x"), ProgrammingError("SELECT", {}, Exception("syntax"))]
)
def test_a_fault_of_ours_is_none(error: BaseException) -> None:
    assert sentence(error) is None


@pytest.mark.parametrize("where", ["a:b@/x?host=/nowhere/at/all", "a:b@127.0.0.1:1/x", "a:b@nosuchhost.invalid/x"])
async def test_a_server_that_cannot_be_reached_is_a_sentence(tmp_path: Path, where: str) -> None:
    settings = _settings(tmp_path, f"postgresql+asyncpg://{where}")
    with pytest.raises((OSError, DBAPIError)) as found:
        await backups.backup(settings, tmp_path / "x")
    said = sentence(found.value)
    assert said is not None
    assert "CHUTING_DATABASE" in said[0]


async def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises((NotADirectoryError, FileExistsError)) as found:
        open_database(f"sqlite+aiosqlite:///{tmp_path / 'file' / 'x.db'}")
    assert f"{tmp_path / 'file'} cannot be used" in str(sentence(found.value))
