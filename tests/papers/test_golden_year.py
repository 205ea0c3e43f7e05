"""Papers of events and of the year, filled with invented data, read word for word as the texts kept beside this file.

A changed layout changes its text: `python -m tests.papers.test_golden_year` writes them anew, to be read before they
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
    "event_notice",
    "sign_in_sheet",
    "event_summary",
    "observer_list",
    "monthly_report",
    "annual_report",
    "county_annual_report",
    "work_plan",
    "monthly_review",
    "quarterly_bulletin",
    "agenda",
    "minutes",
)


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_reads_as_it_was_approved(kind: str) -> None:
    assert printed(kind) == (GOLDEN / f"{kind}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_stands_in_the_paper(kind: str) -> None:
    """Whatever somebody types, or the bot knows, is read by whoever gets the paper."""
    declared = load_kinds()[kind]
    template = (SHIPPED_FORMS / "templates" / f"{declared.template}.docx").read_bytes()
    for field in (one for one in declared.fields if not one.inner):
        values = invented(declared, ZONE)
        mark = f"标记{field.name}"
        values[field.name] = [{one.name: mark for one in field.columns}] if field.columns else mark
        assert mark in text_of(fill(template, values)), field.name


def test_a_nil_report_says_so_in_both_parts() -> None:
    values = invented(load_kinds()["monthly_report"], ZONE) | {"nil": "是", "held": [], "planned": []}
    said = text_of(fill((SHIPPED_FORMS / "templates" / "monthly_report.docx").read_bytes(), values))
    assert "本月无开庭案件。" in said
    assert "下月暂无开庭安排。" in said


if __name__ == "__main__":
    for one in KINDS:
        (GOLDEN / f"{one}.txt").write_text(printed(one), encoding="utf-8")
