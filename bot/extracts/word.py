"""The text of a Word document (.docx), in the order in which it is read; rows of tables are lines with tabs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.domain.hall.extracts import Extract, Limits, Table
from bot.extracts import notes, packages
from bot.extracts.notes import Unreadable

_DEPTH = 3
"""Tables within tables that are looked into."""
MOST_ROWS = 2000


def read(path: Path, name: str, limits: Limits) -> Extract:
    """Raises Unreadable: too large, or damaged."""
    packages.check(path, name, limits, media=False)
    from docx import Document

    try:
        document = Document(str(path))
        tables = tuple(_table(table, number) for number, table in enumerate(document.tables, 1))
        blocks = [*_headers(document), *_blocks(document, 0)]
    except MemoryError:
        raise
    except Exception as error:  # whatever a broken document makes the reader raise
        raise Unreadable(notes.damaged(name)) from error
    text = "\n".join(blocks).strip()
    said = (notes.more_text(name),) if len(text) > limits.characters else ()
    if not text:
        return Extract(notes=(notes.no_text(name),))
    return Extract((text[: limits.characters],), tables, said)


def _headers(document: Any) -> Iterator[str]:
    """What stands above every page: courts put their name, and some the number, there."""
    for section in document.sections[:1]:
        if not section.header.is_linked_to_previous:
            yield from filter(None, (paragraph.text.strip() for paragraph in section.header.paragraphs))


def _blocks(parent: Any, depth: int) -> Iterator[str]:
    from docx.table import Table as WordTable

    for block in parent.iter_inner_content():
        if not isinstance(block, WordTable):
            yield block.text
            continue
        for row in block.rows:
            yield "\t".join(_cell(cell, depth) for cell in _cells(row))


def _cell(cell: Any, depth: int) -> str:
    if depth >= _DEPTH:
        return str(cell.text).strip()
    return " ".join(filter(None, (line.strip() for line in _blocks(cell, depth + 1))))


def _cells(row: Any) -> list[Any]:
    """The cells of a row, one that spans several columns once."""
    found: list[Any] = []
    for cell in row.cells:
        if not found or found[-1]._tc is not cell._tc:
            found.append(cell)
    return found


def _table(table: Any, number: int) -> Table:
    """Cells that are merged downwards stand in each of their rows, which is how the library gives them."""
    rows = tuple((at, tuple(_cell(cell, 0) for cell in row.cells)) for at, row in enumerate(table.rows, 1))
    return Table(f"{number}", rows[:MOST_ROWS])
