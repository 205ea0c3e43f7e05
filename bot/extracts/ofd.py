"""The text of an OFD document (GB/T 33190-2016): a zip of XML in which each piece of text has its place on the page."""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from pathlib import Path

from bot.domain.hall.extracts import Extract, Limits
from bot.domain.hall.problems import Problem
from bot.extracts import notes, packages
from bot.extracts.notes import Unreadable

_LINE = 2.0
"""Millimetres by which pieces of one line may differ in height."""
_GAP = 12.0
"""Millimetres between two pieces of a line from which they are apart."""
_BLANKS = re.compile(r"\s+")
Piece = tuple[float, float, float, str]
"""Height and left edge on the page, right edge, text; in millimetres."""


def read(path: Path, name: str, limits: Limits) -> Extract:
    """Raises Unreadable: too large, or damaged."""
    packages.check(path, name, limits, media=False)
    with packages.opened(path, name) as package:
        try:
            parts = _page_parts(package)
            pages = [_lines(_pieces(_parsed(package, part))) for part in parts[: limits.pages]]
        except (KeyError, ET.ParseError, ValueError, zipfile.BadZipFile) as error:
            raise Unreadable(notes.damaged(name)) from error
    said: list[Problem] = []
    if len(parts) > limits.pages:
        said.append(notes.more_pages(name, len(parts), limits.pages))
    if not any(pages):
        return Extract(notes=(notes.no_text(name), *said))
    if sum(map(len, pages)) > limits.characters:
        said.append(notes.more_text(name))
        pages = ["\n".join(pages)[: limits.characters]]
    return Extract(tuple(pages), notes=tuple(said))


def _page_parts(package: zipfile.ZipFile) -> list[str]:
    """The files of the pages, in order."""
    root = next(_named(_parsed(package, "OFD.xml"), "DocRoot"), None)
    if root is None or not root.text:
        raise KeyError("DocRoot")
    document = _joined("", root.text)
    pages = _named(_parsed(package, document), "Page")
    return [_joined(posixpath.dirname(document), page.attrib["BaseLoc"]) for page in pages if "BaseLoc" in page.attrib]


def _joined(folder: str, where: str) -> str:
    where = where.strip()
    return posixpath.normpath(where.lstrip("/") if where.startswith("/") else posixpath.join(folder, where))


def _parsed(package: zipfile.ZipFile, part: str) -> ET.Element:
    return ET.fromstring(package.read(part))


def _named(element: ET.Element, name: str) -> Iterator[ET.Element]:
    """Elements of this name, in whatever namespace."""
    return (one for one in element.iter() if one.tag.rpartition("}")[2] == name)


def _pieces(page: ET.Element) -> Iterator[Piece]:
    for thing in _named(page, "TextObject"):
        left, top, width, _ = _numbers(thing.attrib.get("Boundary", ""), 4)
        for code in _named(thing, "TextCode"):
            text = _BLANKS.sub(" ", code.text or "")
            x, y = (_numbers(code.attrib.get(name, ""), 1)[0] for name in ("X", "Y"))
            if text.strip():
                yield top + y, left + x, left + max(width, x), text


def _numbers(text: str, count: int) -> list[float]:
    found = [float(part) for part in text.split()[:count]]
    return found + [0.0] * (count - len(found))


def _lines(pieces: Iterator[Piece]) -> str:
    """The pieces as lines, from top to bottom and from left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces):
        if rows and piece[0] - rows[-1][0][0] <= _LINE:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return "\n".join(_line(sorted(row, key=lambda piece: piece[1])) for row in rows)


def _line(row: list[Piece]) -> str:
    text, end = row[0][3], row[0][2]
    for _, left, right, more in row[1:]:
        text += (" " if left - end > _GAP else "") + more
        end = right
    return text
