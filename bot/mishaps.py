"""What went wrong, in one sentence for whoever sits at the command line; a fault of ours has none."""

from __future__ import annotations

import errno
import os
import socket
import sqlite3
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from bot.law.calendars import CalendarError
from bot.law.problems import RuleBookError
from bot.settings import WRONG, WrongSetting
from bot.store.lock import AlreadyRunning
from bot.store.trouble import Damaged, Unusable, damaged, is_damage, is_passing, trouble

_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EFBIG}


def sentence(error: BaseException) -> tuple[str, int] | None:
    """The sentence and the exit status; None for a fault of ours.

    2 is for what was asked, 1 for the state of the machine, 78 for a setting.
    """
    if isinstance(error, WrongSetting):
        return str(error), WRONG
    if isinstance(error, RuleBookError | CalendarError):
        return of_law(error), WRONG
    if isinstance(error, Unusable):
        return str(error), 1 if isinstance(error, Damaged) else 2
    if isinstance(error, AlreadyRunning):
        return "Another process works with this data, the bot as a rule: stop it first.", 2
    if is_damage(error):
        return damaged(error), 1
    if isinstance(error, DBAPIError | sqlite3.Error) and (is_passing(error) or isinstance(error, sqlite3.Error)):
        return trouble(error).removesuffix("; trying again.").removesuffix(".") + ".", 1
    if getattr(error, "sqlstate", None):
        return f"The database server refuses ({error}).", 1
    return _of_the_system(error) if isinstance(error, OSError) else None


def of_law(error: RuleBookError | CalendarError) -> str:
    """Which setting leads to books or days that cannot be used."""
    words = "; ".join(str(error).splitlines()).removesuffix(".")
    setting = "CHUTING_RULEBOOKS" if isinstance(error, RuleBookError) else "CHUTING_CALENDARS"
    return f"{setting} cannot be used: {words}."


_TAKEN = {errno.EADDRINUSE, errno.EADDRNOTAVAIL, errno.EACCES}
_INSTEAD = {
    errno.EISDIR: "It is a folder: name a file.",
    errno.ENOTDIR: "A part of it is a file, no folder: name another place.",
    errno.EACCES: "Name a place that this user may read and write, or allow it.",
    errno.EPERM: "Name a place that this user may read and write, or allow it.",
    errno.EROFS: "Name a place that can be written to.",
}


def _of_a_path(path: Path, number: int) -> str:
    """What is wrong with a file or folder, and what to do."""
    if number == errno.ENOENT and not path.absolute().parent.exists():
        return f"There is no folder {path.absolute().parent}: make it first, or name another place."
    instead = _INSTEAD.get(number, "Name another place.")
    return f"{path} cannot be used: {os.strerror(number)}. {instead}"


def _of_the_system(error: OSError) -> tuple[str, int] | None:
    # Whoever read what we print has gone away (`… | head`): that is no mishap, and the command ends without a word.
    if error.errno is None or error.errno == errno.EPIPE:
        return None
    if isinstance(error, socket.gaierror):
        return f"The database server is not known by its name ({error.strerror}). Check CHUTING_DATABASE.", 1
    why = os.strerror(error.errno)
    if error.filename:
        return _of_a_path(Path(os.fsdecode(error.filename)), error.errno), 1
    if error.errno in _TAKEN:
        return f"The bot cannot listen there ({why}): another program may. Name another port, or stop that one.", 1
    if error.errno in _DISK:
        return f"The disk takes no more ({why}); what was there is as it was.", 1
    if isinstance(error, ConnectionError) or error.errno == errno.ENOENT:  # a socket in the file system
        return f"The database server cannot be reached ({why}). Check CHUTING_DATABASE.", 1
    return None
