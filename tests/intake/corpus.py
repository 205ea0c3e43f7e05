"""The corpus as values: messages by kind, and the files that are made of their texts."""

from __future__ import annotations

import csv
import io
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from tests import paper_files

FOLDER = Path(__file__).parent / "messages"


@dataclass(frozen=True, slots=True)
class Sent:
    """One message and what it must become; `name` is that of its file, where it is one."""

    kind: str
    text: str
    expected: dict[str, Any]
    name: str = ""

    @property
    def content(self) -> bytes:
        """The file, made anew of its text by the ending of its name."""
        return made(self.name, self.text)


@dataclass(frozen=True, slots=True)
class Group:
    """The messages of one kind, and what is on record when they are sent: a world of `tests.intake.walk`."""

    name: str
    world: str
    messages: tuple[Sent, ...]


def groups() -> tuple[Group, ...]:
    """All of the corpus, by the names of its files."""
    return tuple(map(_group, sorted(FOLDER.glob("*.toml"))))


def _group(path: Path) -> Group:
    table = tomllib.loads(path.read_text("utf-8"))
    return Group(path.stem, table["world"], tuple(map(_sent, table["message"])))


def _sent(one: dict[str, Any]) -> Sent:
    text = one["text"] + one.get("more", "") * one.get("times", 0)
    return Sent(one["kind"], text, one["expected"], one.get("file", ""))


def made(name: str, text: str) -> bytes:
    """A file of this name that holds this text; a form feed begins a page, a tab a cell."""
    pages = text.split("\f")
    match name.rpartition(".")[2]:
        case "pdf":
            return paper_files.pdf(*pages)
        case "ofd":
            return paper_files.ofd(*pages)
        case "docx":
            return paper_files.docx(*text.replace("\f", "\n").split("\n"))
        case "xlsx":
            return _sheet(text)
        case "csv":
            stream = io.StringIO()
            csv.writer(stream).writerows(line.split("\t") for line in text.split("\n"))
            return stream.getvalue().encode("gb18030")
        case _:
            return text.encode("utf-8")


def _sheet(text: str) -> bytes:
    book = Workbook()
    for line in text.split("\n"):
        book.worksheets[0].append([_cell(one) for one in line.split("\t")])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _cell(text: str) -> str | float:
    try:
        return float(text) if text.replace(".", "", 1).isdigit() else text
    except ValueError:
        return text
