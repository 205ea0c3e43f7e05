"""Letters, and what leads to a criticism or follows one, filled with invented data, read word for word as the texts
kept beside this file.

A changed layout changes its text: `python -m tests.papers.test_golden_letters` writes them anew, to be read before they
are committed.
"""

from __future__ import annotations

import pytest

from bot.law.forms.shelf import load_kinds
from bot.law.places import SHIPPED_FORMS
from bot.papers.filling import fill
from bot.papers.samples import invented
from tests.papers.test_golden_reports import GOLDEN, ZONE, printed, text_of

KINDS = (
    "reminder_letter",
    "urging_letter",
    "naming_notice",
    "unit_statement",
    "criticism_proposal",
    "interview_record",
    "rectification_notice",
    "rectification_plan",
)


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_reads_as_it_was_approved(kind: str) -> None:
    assert printed(kind) == (GOLDEN / f"{kind}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_stands_in_the_paper(kind: str) -> None:
    """Whatever somebody types, or the bot knows, is read by whoever gets the paper."""
    declared = load_kinds()[kind]
    template = (SHIPPED_FORMS / "templates" / f"{declared.template}.docx").read_bytes()
    for field in declared.fields:
        values = invented(declared, ZONE)
        mark = f"标记{field.name}"
        values[field.name] = [{one.name: mark for one in field.columns}] if field.columns else mark
        assert mark in text_of(fill(template, values)), field.name


def write() -> None:
    for one in KINDS:
        (GOLDEN / f"{one}.txt").write_text(printed(one), encoding="utf-8")


if __name__ == "__main__":
    write()
