"""Each of these papers, filled with invented data, reads word for word as the text kept beside this file.

A changed layout changes its text: `python -m tests.papers.test_golden_reports` writes them anew, to be read before they
are committed.
"""

from __future__ import annotations

import io
from pathlib import Path
from zoneinfo import ZoneInfo

import docx
import pytest
from docx.table import Table

from bot.law.forms.shelf import load_kinds
from bot.law.places import SHIPPED_FORMS
from bot.papers.filling import fill
from bot.papers.samples import invented

GOLDEN = Path(__file__).parent / "golden"
ZONE = ZoneInfo("Asia/Shanghai")
KINDS = (
    "special_report",
    "risk_report",
    "appeal_review",
    "loss_report",
    "advice_reply",
    "apology_tracking",
    "model_form",
)


def text_of(content: bytes) -> str:
    """The words of a paper in their order; the cells of a row stand side by side."""
    lines: list[str] = []
    for block in docx.Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                cells = {id(cell._tc): cell.text.replace("\n", " / ") for cell in row.cells}
                lines.append(" | ".join(cells.values()))
        else:
            lines.append(block.text)
    return "\n".join(line for line in lines if line) + "\n"


def printed(kind_id: str) -> str:
    kind = load_kinds()[kind_id]
    template = SHIPPED_FORMS / "templates" / f"{kind.template}.docx"
    return text_of(fill(template.read_bytes(), invented(kind, ZONE)))


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_reads_as_it_was_approved(kind: str) -> None:
    assert printed(kind) == (GOLDEN / f"{kind}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_everything_that_is_asked_of_people_stands_in_the_paper(kind: str) -> None:
    """Whatever somebody types, or chooses, is read by whoever gets the paper."""
    declared = load_kinds()[kind]
    for field in declared.fields:
        values = invented(declared, ZONE)
        mark = f"标记{field.name}"
        values[field.name] = [{one.name: mark for one in field.columns}] if field.columns else mark
        template = SHIPPED_FORMS / "templates" / f"{declared.template}.docx"
        assert mark in text_of(fill(template.read_bytes(), values)), field.name


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for one in KINDS:
        (GOLDEN / f"{one}.txt").write_text(printed(one), encoding="utf-8")
