"""Zip packages (.docx, .xlsx, .ofd): looked at before anything in them is parsed."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import IO

from bot.domain.hall.extracts import Limits
from bot.extracts import notes
from bot.extracts.notes import Unreadable

PARTS = 2000
_PIECE = 256 * 1024
_MB = 1024 * 1024
_DECLARES = (b"<!DOCTYPE", b"<!ENTITY", "<!DOCTYPE".encode("utf-16-le"), "<!ENTITY".encode("utf-16-le"))
_ENCRYPTED = 0x1


def kind_of(source: Path | IO[bytes], name: str) -> str:
    """What a package is: word, sheet, binary sheet, ofd, open (an OpenDocument), or archive.

    Raises:
        Unreadable: it is damaged, or a part of it is encrypted.
    """
    with opened(source, name) as package:
        if any(part.flag_bits & _ENCRYPTED for part in package.infolist()):
            raise Unreadable(notes.encrypted(name))
        names = set(package.namelist())
    signs = {
        "word/document.xml": "word", "xl/workbook.xml": "sheet", "xl/workbook.bin": "binary sheet",
        "OFD.xml": "ofd", "content.xml": "open",
    }  # fmt: skip
    return next((kind for sign, kind in signs.items() if sign in names), "archive")


def opened(source: Path | IO[bytes], name: str) -> zipfile.ZipFile:
    """Raises Unreadable: it is no zip file, or a damaged one."""
    try:
        return zipfile.ZipFile(source)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
        raise Unreadable(notes.damaged(name)) from error


def check(source: Path | IO[bytes], name: str, limits: Limits, *, media: bool = True) -> None:
    """Unpack every part once, counting: what a part says of its own size is believed by nobody. Pictures in it are left
    packed unless `media` is given.

    Raises:
        Unreadable: larger than may be, damaged, or with document types, which office programs do not write.
    """
    left = limits.unpacked_mb * _MB
    with opened(source, name) as package:
        parts = package.infolist()
        if len(parts) > PARTS:
            raise Unreadable(notes.unpacked(name, limits.unpacked_mb))
        for part in parts:
            if media or part.filename.lower().endswith((".xml", ".rels")):
                left -= _size(package, part, left, name, limits)


def _size(package: zipfile.ZipFile, part: zipfile.ZipInfo, left: int, name: str, limits: Limits) -> int:
    """Bytes of a part when unpacked, of which no more than `left` may be."""
    size, before = 0, b""
    is_xml = part.filename.lower().endswith((".xml", ".rels"))
    try:
        with package.open(part) as stream:
            while piece := stream.read(_PIECE):
                size += len(piece)
                if size > left:
                    raise Unreadable(notes.unpacked(name, limits.unpacked_mb))
                if is_xml and any(sign in before + piece for sign in _DECLARES):
                    raise Unreadable(notes.damaged(name))
                before = piece[-32:]
    except Unreadable:
        raise
    except Exception as error:  # whatever a broken stream makes the unpacker raise
        raise Unreadable(notes.damaged(name)) from error
    return size
