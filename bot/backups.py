"""The operator's backups: written while the bot runs, restored only when every check has passed."""

from __future__ import annotations

import asyncio
import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import IO, Any

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from bot import own
from bot.clock import Clock, SystemClock
from bot.services.hall import notes
from bot.settings import Settings
from bot.store import age, archive, replacing
from bot.store import backup as contents
from bot.store.archive import Manifest
from bot.store.connecting import on_connection
from bot.store.database import file_of, must_be_there
from bot.store.lock import nobody_else, only_one
from bot.store.trouble import Unusable, trouble

log = structlog.get_logger(__name__)
Confirm = Callable[[Manifest], bool]
NOTE = "backup"
"""The note that tells when the newest backup was made."""
POLITE = 10
"""By how much a backup is nicer than the bot beside it."""


# -- backup ----------------------------------------------------------------------------------------------------------


async def backup(
    settings: Settings, target: Path, *, encrypt_to: Sequence[str] = (), clock: Clock | None = None
) -> dict[str, int]:
    """Write everything into one file, whole or not at all; returns the number of rows by table.

    It reads one snapshot and holds no lock that the bot needs. `encrypt_to`: recipients, see `bot.store.age`.

    Raises:
        Absent: there is no database; an older backup stays as it is.
        WrongKey: a recipient is none.
    """
    to = await asyncio.to_thread(age.recipients, encrypt_to)
    await asyncio.to_thread(must_be_there, settings.database_url)
    now = (clock or SystemClock()).now()

    def work(connection: Connection) -> dict[str, int]:
        with _written(target) as out, age.encrypting(out, to) as plain:
            mine = list(own.files(settings))
            return contents.dump(
                connection, archive.Writer(plain), settings.files, now=now, version=_version(), own=mine
            )

    counts = await on_connection(settings.database_url, work, snapshot=True)
    if (file := file_of(settings.database_url)) is not None:
        await asyncio.to_thread(replacing.tidy, file)
    await _note(settings.database_url, now)
    return counts


async def _note(url: str, now: datetime) -> None:
    """Let `/metrics` tell how old the newest backup is. The backup is good, whether or not that can be written."""

    def work(connection: Connection) -> None:
        with Session(connection) as session:
            notes.put(session, NOTE, {"at": now.isoformat()}, now=now)
            session.commit()

    try:
        await on_connection(url, work)
    except SQLAlchemyError as error:
        log.warning("The age of this backup is not noted", action="backup_not_noted", error=trouble(error))


def _version() -> str:
    try:
        return metadata.version("chuting")
    except metadata.PackageNotFoundError:
        return ""


@contextmanager
def _written(target: Path) -> Iterator[IO[bytes]]:
    """A file for the owner alone, under another name until it is whole and on the disk."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    except OSError as error:
        raise OSError(error.errno, os.strerror(error.errno or 0), str(target)) from None
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        os.replace(name, target)
        replacing.keep_names(target.parent)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)
        raise


# -- restore ---------------------------------------------------------------------------------------------------------


class NotAgreed(Unusable):
    def __init__(self) -> None:
        super().__init__("Nothing was restored: answer y, or give --yes.")


async def restore(
    settings: Settings,
    source: Path,
    *,
    identities: Sequence[Path] = (),
    confirm: Confirm = lambda manifest: True,
    beside: own.Beside = lambda kind, folder: None,
) -> dict[str, int]:
    """Put a backup in place of everything, after all of it was read and checked; returns the rows by table.

    Books, calendars and templates of the operator's own are put beside what is set here; `beside` is told where.

    Raises:
        AlreadyRunning: the bot works with this data; stop it first.
        NotABackup: the file cannot be restored; the present data is as it was.
        WrongKey: a file of `identities` holds no key.
        NotAgreed: `confirm` did not agree to what the file holds.
    """
    keys = await asyncio.to_thread(age.identities, identities)
    with only_one(settings.database_url, settings.var), _plain(source, keys, settings.var) as opened:
        manifest = await asyncio.to_thread(archive.verify, opened)
        if not await asyncio.to_thread(confirm, manifest):
            raise NotAgreed
        counts = await _loaded(settings, lambda on: contents.load(on, opened, manifest, settings.files))
        for kind, folder in await asyncio.to_thread(own.lay_beside, opened, settings):
            beside(kind, folder)
        return counts


async def _loaded(settings: Settings, load: Callable[[Connection], dict[str, int]]) -> dict[str, int]:
    file = file_of(settings.database_url)
    if file is not None:
        return await asyncio.to_thread(replacing.put_in_place, file, load)
    async with nobody_else(settings.database_url):
        return await on_connection(settings.database_url, load)


@contextmanager
def _plain(source: Path, keys: Sequence[Any], folder: Path) -> Iterator[IO[bytes]]:
    """The archive, decrypted if need be into a file without a name, which ends with this process."""
    with source.open("rb") as found:
        if not age.is_encrypted(found):
            yield found
            return
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as plain:
            age.decrypt(found, plain, keys)
            yield plain
