"""What stands in a Word file, in its order: a line for each paragraph, a line for each row of a table."""

from __future__ import annotations

import io
from collections.abc import Iterator

import docx
from docx.table import Table
from docx.text.paragraph import Paragraph


def text_of(content: bytes) -> str:
    """Cells of a row are parted by ` | `; a cell that spans several columns of the grid is said once."""
    return "\n".join(_lines(content)) + "\n"


def _lines(content: bytes) -> Iterator[str]:
    for block in docx.Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(block, Paragraph) and block.text.strip():
            yield block.text
        elif isinstance(block, Table):
            yield from _rows(block)


def _rows(table: Table) -> Iterator[str]:
    for row in table.rows:
        cells = list(dict.fromkeys(cell._tc for cell in row.cells))
        said = ["\n".join(one.text for one in docx.table._Cell(cell, table).paragraphs) for cell in cells]
        yield " | ".join(one.strip() for one in said)
