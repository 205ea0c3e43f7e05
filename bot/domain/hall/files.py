"""Files that people send: how large, how many, under which name, and what they are by their content."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.hall.problems import Problem

MB = 1024 * 1024
LARGEST = 20 * MB
"""Bytes of the largest file that a bot may fetch (core.telegram.org/bots/api#getfile)."""
NAME_BYTES = 180
"""Of a name, in UTF-8: file systems take 255, and archives put something before it."""
_ENDING = 12
_BAD = str.maketrans(dict.fromkeys('\\/:*?"<>|', "_"))
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.I)

IN_GROUP = Problem("Files are not taken in groups. Please send this one to me in our private chat.")
NO_APPOINTMENT = Problem(
    "Files are taken only from people who hold an appointment now, and you hold none. "
    "If that is wrong, please ask your coordinator."
)
UNASKED = Problem("This file was not kept: nothing here asks for it now. /menu shows what you can do.")
GONE = Problem("The file could not be fetched from Telegram. Please send it again.")
VANISHED = Problem("A file that was sent with this is no longer there, for it waited too long. Please send it again.")


def too_large(largest: int = LARGEST) -> Problem:
    """What somebody reads whose file is larger than `largest` bytes."""
    return Problem(
        "The file is larger than {mb} MB and could not be fetched; please send a smaller one.",
        {"mb": max(1, largest // MB)},
    )


@dataclass(frozen=True, slots=True)
class Daily:
    """How much is fetched of one person on a day (local): bytes, and files."""

    bytes: int = 200 * MB
    files: int = 300

    def left(self, used: Fetched) -> int:
        """Bytes that may still be fetched; 0 when it is enough for today."""
        return max(0, self.bytes - used.bytes) if used.files < self.files else 0

    @property
    def problem(self) -> Problem:
        return Problem(
            "No more of your files are taken today: the limit is {files} files or {mb} MB a day. "
            "Please send the rest tomorrow.",
            {"files": self.files, "mb": self.bytes // MB},
        )


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was fetched of one person on a day: bytes, files."""

    bytes: int = 0
    files: int = 0


def safe_name(name: str, otherwise: str = "file") -> str:
    """A file's name without folders, without characters that hide or turn others around, and not too long."""
    text = unicodedata.normalize("NFC", name.encode("utf-8", "ignore").decode())
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
    text = " ".join(text.translate(_BAD).split()).strip(" .")
    if not text.strip("_"):
        return otherwise
    if _RESERVED.fullmatch(text):
        text = f"_{text}"
    stem, dot, ending = text.rpartition(".")
    if not stem or len(ending) > _ENDING:
        return _cut(text, NAME_BYTES)
    return _cut(stem, NAME_BYTES - len(f"{dot}{ending}".encode())) + dot + ending


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode("utf-8", "ignore").rstrip(" .")


_SIGNS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"PK\x03\x04", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
)
_PACKED = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".ofd": "application/ofd",
}
_OLE = {".doc": "application/msword", ".xls": "application/vnd.ms-excel", ".ppt": "application/vnd.ms-powerpoint"}
UNKNOWN = "application/octet-stream"
HEAD = 32
"""Bytes from which the kind of a file is seen."""


def kind_of(head: bytes, name: str) -> str:
    """The content type by what a file begins with; what its sender says of it counts only between office files."""
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    found = next((kind for sign, kind in _SIGNS if head.startswith(sign)), UNKNOWN)
    if found == "application/zip":
        return _PACKED.get(ending, found)
    if found == "application/x-ole-storage":
        return _OLE.get(ending, found)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"msf1"):
        return "image/heic"
    return found


# -- names -------------------------------------------------------------------------------------------------------------

_PHOTO = re.compile(r"photo-\d+\.jpg")


def photo_name(message_id: int) -> str:
    """Under which the photo of a message is kept: it has no name of its own."""
    return f"photo-{message_id}.jpg"


def parted(names: Iterable[str]) -> tuple[list[str], int]:
    """The names that people gave, each once, and how many photos there are beside them."""
    found = [name for name in names if name]
    named = dict.fromkeys(name for name in found if not _PHOTO.fullmatch(name))
    return list(named), sum(1 for name in found if _PHOTO.fullmatch(name))


def in_a_paper(names: Iterable[str]) -> list[str]:
    """As a Chinese paper names what goes with it: 会议通知.pdf, 照片2张."""
    named, photos = parted(names)
    return [*named, f"照片{photos}张"] if photos else named


def named_after(files: Sequence[Mapping[str, Any]], name: str) -> list[dict[str, Any]]:
    """Photos that are pages of one thing, called after it: 授权委托书-签章件.jpg, or -签章件1.jpg and -签章件2.jpg."""
    photos = sum(1 for one in files if _PHOTO.fullmatch(str(one.get("name", ""))))
    found, n = list[dict[str, Any]](), 0
    for one in files:
        if not _PHOTO.fullmatch(str(one.get("name", ""))):
            found.append(dict(one))
            continue
        n += 1
        found.append({**one, "name": f"{name}{n if photos > 1 else ''}.jpg"})
    return found
