"""Where things stand in a Word file, as people count: paragraph 3; table 1, row 2, cell 3; header; footer."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx import Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True)
class Spot:
    """A paragraph: where it is, and what stands in it, however it is parted into runs."""

    place: str
    text: str


def spots(template: bytes) -> Iterator[Spot]:
    """Every paragraph in the order in which it is filled. Raises what python-docx raises of a file that is none."""
    document = Document(io.BytesIO(template))
    yield from _within(document.element.body, "")
    for number, section in enumerate(document.sections, 1):
        for kind in ("header", "footer"):
            for prefix in ("", "first_page_", "even_page_"):
                part = getattr(section, prefix + kind)
                if not part.is_linked_to_previous:
                    where = f"{prefix.replace('_', ' ')}{kind}" + (f" of section {number}" if number > 1 else "")
                    yield from _within(part._element, where)


def _within(element: Any, where: str) -> Iterator[Spot]:
    paragraphs = tables = 0
    for child in _blocks(element):
        if child.tag == f"{_W}p":
            paragraphs += 1
            yield Spot(_joined(where, f"paragraph {paragraphs}"), _text(child))
        else:
            tables += 1
            yield from _in_table(child, _joined(where, f"table {tables}"))


def _blocks(element: Any) -> Iterator[Any]:
    """Paragraphs and tables, also those within content controls."""
    for child in element:
        if child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent"):
            yield from _blocks(child)


def _in_table(table: Any, where: str) -> Iterator[Spot]:
    for row_number, row in enumerate(table.iter(f"{_W}tr"), 1):
        if row.getparent() is not table:
            continue
        for cell_number, cell in enumerate(row.findall(f"{_W}tc"), 1):
            place = f"{where}, row {row_number}, cell {cell_number}"
            inner = list(_within(cell, place))
            single = len(inner) == 1
            yield from (Spot(place if single else spot.place, spot.text) for spot in inner)


def _text(paragraph: Any) -> str:
    return "".join(node.text or "" for node in paragraph.iter(f"{_W}t"))


def _joined(where: str, what: str) -> str:
    return f"{where}, {what}" if where else what
