"""The container of a backup: members one after the other in a compressed tar, last the manifest with their checksums.

It is written and read from front to end, whatever its size, and through a pipe. Of a file that somebody hands in
nothing is believed: it is read through once before anything is done with it.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any

from bot.store import migrate
from bot.store.trouble import Unusable

PROGRAM = "chuting"
FORMAT = 3
"""1 had one member a table, no checksums and no name of the program; 2 had nothing of the operator's own, and is still
what is written where there is none. Both can be restored."""
_WITHOUT_OWN = 2
MANIFEST = "manifest.json"
_LEVEL = 4
"""Of compression: much faster than the usual 9, and hardly larger."""
_PIECE = 1 << 16
_LARGEST_MANIFEST = 64 << 20
TABLE = re.compile(r"tables/(\w+)(?:/\d+)?\.jsonl")
FILE = re.compile(r"files/([0-9a-f]{2}/[0-9a-f]{64})")
OWN = re.compile(r"own/(\w+)/((?:[^/.\0][^/\0]*/){0,3}[^/.\0][^/\0]*)")
"""What an operator has of his own, by its setting: no name in it leads out of its folder."""
_UNREADABLE = (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, UnicodeDecodeError)


class NotABackup(Unusable):
    """The file cannot be restored; the text is one sentence that says why."""


class Foreign(NotABackup):
    def __init__(self) -> None:
        super().__init__("This file is not a backup made by `backup`; nothing was changed.")


class Truncated(NotABackup):
    def __init__(self) -> None:
        super().__init__("This backup is cut short or damaged: it cannot be read to its end; nothing was changed.")


class Altered(NotABackup):
    def __init__(self, what: str) -> None:
        super().__init__(f"This backup was altered after it was made ({what}); nothing was changed.")


class MadeByNewer(NotABackup):
    def __init__(self, what: str) -> None:
        super().__init__(
            f"This backup was made by a newer version of this program ({what}): restore it with that version; "
            "nothing was changed."
        )


@dataclass(frozen=True)
class Manifest:
    """What an archive says of itself."""

    revision: str
    made_at: str
    rows: dict[str, int]
    version: str = ""
    engine: str = ""
    format: int = FORMAT
    members: dict[str, str] = field(default_factory=dict)
    """SHA-256 of each member by name; none in format 1."""


class Writer:
    """Writes members to a stream, and keeps their checksums for the manifest."""

    def __init__(self, out: IO[bytes]) -> None:
        self._gzip = gzip.GzipFile(fileobj=out, mode="wb", compresslevel=_LEVEL, mtime=0)
        self._tar = tarfile.TarFile(fileobj=self._gzip, mode="w")
        self._sums: dict[str, str] = {}

    def add(self, name: str, content: bytes) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = len(content), 0o600
        self._tar.addfile(info, io.BytesIO(content))
        self._sums[name] = hashlib.sha256(content).hexdigest()

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest, and close what belongs to the archive; the stream itself stays open."""
        form = FORMAT if any(OWN.fullmatch(name) for name in self._sums) else _WITHOUT_OWN
        words = {
            "program": PROGRAM, "format": form, "version": manifest.version, "revision": manifest.revision,
            "engine": manifest.engine, "made_at": manifest.made_at, "rows": manifest.rows, "members": self._sums,
        }  # fmt: skip
        self.add(MANIFEST, json.dumps(words, ensure_ascii=False).encode())
        self._tar.close()
        self._gzip.close()


@contextmanager
def _said() -> Iterator[None]:
    """Whatever the readers of compressed files raise, as one sentence."""
    try:
        yield
    except _UNREADABLE as error:
        raise Truncated from error


def members(source: IO[bytes]) -> Iterator[tuple[str, IO[bytes]]]:
    """Name and content of each member, front to end; each content is to be read before the next one is asked for.

    Raises:
        Truncated: it cannot be read to the end.
        Altered: there is something in it that is no plain file.
    """
    source.seek(0)
    with _said(), gzip.GzipFile(fileobj=source) as packed, tarfile.open(fileobj=packed, mode="r|") as tar:
        for info in tar:
            content = tar.extractfile(info) if info.isreg() else None
            if content is None:
                raise Altered("it holds something that is no plain file")
            yield info.name, content
        while packed.read(_PIECE):  # to the checksum behind the last byte
            pass


def verify(source: IO[bytes]) -> Manifest:
    """Read everything once; only what is whole, ours, unaltered, and not of the future, passes.

    Raises:
        NotABackup: one sentence that says why.
    """
    if source.read(2) != b"\x1f\x8b":
        raise Foreign
    sums, said = {}, b""
    try:
        for name, content in members(source):
            if name == MANIFEST:
                said = content.read(_LARGEST_MANIFEST)
                continue
            if name in sums:
                raise Altered(f"{name} is in it twice")
            sums[name] = _checksum(content)
    except Truncated as cut:
        # What begins like another program's archive, or is none at all, is not ours to call damaged.
        begun = any(_is_ours(name) for name in sums) if sums else not isinstance(cut.__cause__, tarfile.TarError)
        raise (Truncated if begun else Foreign) from None
    if not said:
        raise Truncated if any(_is_ours(name) for name in sums) else Foreign
    manifest = _manifest(said)
    _compare(manifest, sums)
    return manifest


def _is_ours(name: str) -> bool:
    return bool(TABLE.fullmatch(name) or FILE.fullmatch(name) or OWN.fullmatch(name))


def _checksum(content: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while piece := content.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _manifest(said: bytes) -> Manifest:
    try:
        words = json.loads(said)
        made_by_us = words.get("program", PROGRAM if words["format"] == 1 else "") == PROGRAM
        found = Manifest(
            revision=str(words["revision"]), made_at=str(words.get("made_at", "")), rows=dict(words.get("rows", {})),
            version=str(words.get("version", "")), engine=str(words.get("engine", "")), format=int(words["format"]),
            members=dict(words.get("members", {})),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Foreign from None
    if not made_by_us:
        raise Foreign
    if found.format > FORMAT:
        raise MadeByNewer(f"its format is {found.format}, this version knows {FORMAT}")
    if found.revision not in migrate.revisions():
        raise MadeByNewer(f"its shape is {found.revision}, this version knows {migrate.newest()}")
    return found


def _compare(manifest: Manifest, sums: dict[str, str]) -> None:
    for name, checksum in sums.items():
        file = FILE.fullmatch(name)
        if not _is_ours(name) or (file and file[1].partition("/")[2] != checksum):
            raise Altered(f"{name} does not belong in it")
    if manifest.format == 1:
        return
    for name in sorted(manifest.members.keys() | sums.keys()):
        if manifest.members.get(name) != sums.get(name):
            raise Altered(f"{name} is not as it was")


def lines(content: IO[bytes]) -> Iterator[dict[str, Any]]:
    """The rows of a table's member."""
    for line in content:
        yield json.loads(line)
