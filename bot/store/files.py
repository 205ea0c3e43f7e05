"""Files that people sent, named by the hash of their content.

They come in under `waiting`; what belongs to something recorded lies in folders named by the first two digits. Which is
which is told by the rows (`stored_file`); the folders follow them. Call it off the event loop.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

WAITING = "waiting"
_NAME = re.compile(r"[0-9a-f]{64}")
_FOLDER = re.compile(r"[0-9a-f]{2}")
PART = ".part"


class Part:
    """A file that is coming in, written piece by piece; whatever is not finished leaves nothing behind."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._path = folder / f"{os.getpid()}-{secrets.token_hex(8)}{PART}"
        self._file = _new(self._path)
        self._digest = hashlib.sha256()
        self.size = 0

    def write(self, piece: bytes) -> None:
        """Raises OSError: the disk is full, or gone."""
        self._file.write(piece)
        self._digest.update(piece)
        self.size += len(piece)

    def finish(self) -> str:
        """Name it by its hash, and return that. Safe to repeat with the same content."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        digest = self._digest.hexdigest()
        self._path.replace(self._folder / digest)
        return digest

    def drop(self) -> None:
        with contextlib.suppress(OSError):
            self._file.close()
        self._path.unlink(missing_ok=True)


@dataclass(frozen=True)
class FileStore:
    """The folder of the files. Writing is atomic and safe to repeat."""

    folder: Path

    def put(self, content: bytes) -> str:
        """Store what is to be kept, and return the hash."""
        digest = hashlib.sha256(content).hexdigest()
        target = self._kept(digest)
        if not target.exists():
            self._write(target, content)
        return digest

    def receive(self) -> Part:
        """Begin a file that comes in."""
        return Part(self.folder / WAITING)

    def keep(self, digest: str) -> None:
        """What came in belongs to something from now on. Its waiting copy stays until `forget`.

        Raises:
            FileNotFoundError: nothing is stored under this hash.
        """
        target, waiting = self._kept(digest), self._waiting(digest)
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(waiting, target)
        except FileExistsError:
            return
        except FileNotFoundError:
            raise
        except OSError:  # a file system without hard links
            self._write(target, waiting.read_bytes())

    def wait(self, digest: str) -> None:
        """What was kept waits again for what it belongs to; where it waits already, or is gone, nothing happens."""
        waiting = self._waiting(digest)
        waiting.parent.mkdir(parents=True, exist_ok=True)
        kept = self._kept(digest)
        if waiting.exists() or not kept.exists():
            return
        try:
            os.link(kept, waiting)
        except OSError:  # a file system without hard links
            self._write(waiting, kept.read_bytes())

    def forget(self, digest: str, *, waiting: bool = False, kept: bool = False) -> None:
        """Remove the copy that waits, the one that is kept, or both; what is not there is no matter."""
        if waiting:
            self._waiting(digest).unlink(missing_ok=True)
        if kept:
            self._kept(digest).unlink(missing_ok=True)

    def get(self, digest: str) -> bytes:
        """The content.

        Raises:
            FileNotFoundError: nothing is stored under this hash.
        """
        for path in (self._kept(digest), self._waiting(digest)):
            with contextlib.suppress(FileNotFoundError):
                return path.read_bytes()
        return self._kept(digest).read_bytes()

    def path(self, digest: str) -> Path:
        """Where it lies: the kept copy, if there is one."""
        kept, waiting = self._kept(digest), self._waiting(digest)
        return waiting if not kept.exists() and waiting.exists() else kept

    def has(self, digest: str) -> bool:
        """Whether there are bytes under this hash."""
        return bool(_NAME.fullmatch(digest)) and self.path(digest).exists()

    def waits(self, digest: str) -> bool:
        """Whether there is a copy that waits."""
        return self._waiting(digest).exists()

    def walk(self) -> Iterator[tuple[Path, bool]]:
        """Every file that lies in the folders of the store, and whether it waits: anything else there is not ours."""
        for folder in sorted(_entries(self.folder)):
            waits = folder.name == WAITING
            if folder.is_dir() and (waits or _FOLDER.fullmatch(folder.name)):
                yield from ((path, waits) for path in _entries(folder) if path.is_file())

    def _waiting(self, digest: str) -> Path:
        return self.folder / WAITING / digest

    def _kept(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest

    @staticmethod
    def _write(target: Path, content: bytes) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_suffix(f".{os.getpid()}{PART}")
        try:
            with _new(part) as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)


def is_name(name: str) -> bool:
    """Whether a file's name is the hash of one that was received whole."""
    return bool(_NAME.fullmatch(name))


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []


def _new(path: Path) -> BinaryIO:
    """Only the bot's own account reads what people send."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
