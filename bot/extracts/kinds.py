"""What a file is by its content, and who reads it. Its name decides only between what looks alike."""

from __future__ import annotations

from pathlib import Path

from bot.domain.hall.extracts import Extract, Limits
from bot.domain.hall.problems import Problem
from bot.extracts import notes, packages
from bot.extracts.notes import Unreadable

_HEAD = 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_SHEETS = (".xls", ".et", ".ett", ".xlt", ".csv", ".ods", ".xlsx", ".xlsm")
_TABLES = (".csv", ".tsv")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27})
_BOMS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))


def read(path: Path, name: str, limits: Limits) -> Extract:
    """What the file says.

    Raises:
        Unreadable: nothing of it is read; it says why, and what to send instead.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    ending = Path(name).suffix.lower()
    if b"%PDF-" in head:
        from bot.extracts import pdf

        return pdf.read(path, name, limits)
    if head.startswith(b"PK\x03\x04"):
        return _package(path, name, ending, limits)
    if head.startswith(_OLE):
        raise Unreadable(_ole(path, name, ending))
    if head.startswith(_ARCHIVES) or head[257:262] == b"ustar":
        raise Unreadable(notes.archive(name))
    if head.startswith(b"{\\rtf") or head.lstrip()[:5].lower() in (b"<html", b"<!doc", b"<?xml"):
        raise Unreadable(notes.other_sheet(name) if ending in _SHEETS else notes.other_document(name))
    if ending in (".pdf", ".docx", ".xlsx", ".ofd"):
        raise Unreadable(notes.damaged(name))
    return _text(path, name, ending, limits)


def _package(path: Path, name: str, ending: str, limits: Limits) -> Extract:
    match packages.kind_of(path, name):
        case "word":
            from bot.extracts import word

            return word.read(path, name, limits)
        case "sheet":
            from bot.extracts import sheets

            with path.open("rb") as file:
                return sheets.read(file, name, limits)
        case "ofd":
            from bot.extracts import ofd

            return ofd.read(path, name, limits)
        case "binary sheet":
            raise Unreadable(notes.other_sheet(name))
        case "open":
            raise Unreadable(notes.other_sheet(name) if ending in _SHEETS else notes.other_document(name))
        case _:
            # A package that says it is a document and lacks what makes one.
            broken = ending in (".docx", ".xlsx", ".ofd")
            raise Unreadable(notes.damaged(name) if broken else notes.archive(name))


def _ole(path: Path, name: str, ending: str) -> Problem:
    """An older office file, or a newer one that is encrypted, which comes in the same wrapping."""
    content = path.read_bytes()
    if _ENCRYPTED in content:
        return notes.encrypted(name)
    is_sheet = ending in _SHEETS or "Workbook".encode("utf-16-le") in content
    return notes.other_sheet(name) if is_sheet else notes.other_document(name)


def _text(path: Path, name: str, ending: str, limits: Limits) -> Extract:
    """A plain text in whatever of the usual encodings."""
    with path.open("rb") as file:
        content = file.read(4 * limits.characters + 4)
    text = _decoded(content)
    if text is None or not text.strip():
        raise Unreadable(notes.unknown(name))
    said = (notes.more_text(name),) if len(text) > limits.characters else ()
    text = text[: limits.characters]
    if ending in _TABLES:
        from bot.extracts import sheets

        found = sheets.delimited(text, name)
        return Extract((text,), found.tables, (*said, *found.notes))
    return Extract((text,), notes=said)


def _decoded(content: bytes) -> str | None:
    """The text; None where these bytes are none."""
    encoding = next((name for sign, name in _BOMS if content.startswith(sign)), "")
    if encoding:
        return content.decode(encoding, "ignore")
    if content.translate(None, _CONTROLS) != content:
        return None
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):  # the last letter may have been cut in two
            try:
                return content[: len(content) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
    return None
