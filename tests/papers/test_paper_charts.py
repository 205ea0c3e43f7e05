"""The picture of figures within a bulletin: it stands where the template has it; without one the table stands alone."""

from __future__ import annotations

import base64
import io
from datetime import date
from typing import Any

import docx
import pytest

from bot.domain.documents import bulletin_charts, periods
from bot.domain.documents.bulletin import Unit
from bot.domain.figures.rates import Totals
from bot.law.forms.shelf import load_kinds
from bot.law.places import SHIPPED_FORMS
from bot.papers.charts import Draughtsman
from bot.papers.filling import fill
from bot.papers.samples import invented
from tests.papers.test_golden_reports import ZONE, text_of

ALONE = "出庭率图从略，各单位情况以附表所列数据为准"
_DRAWING = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}drawing"
_EXTENT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
_MM = 36000


def units(count: int) -> list[Unit]:
    """10, 9, 8 of ten, again and again."""
    return [Unit(n, f"县第{n}局", Totals(heard=10, attended=10 - n % 3)) for n in range(count)]


def printed(kind_id: str, picture: bytes, **more: Any) -> bytes:
    kind = load_kinds()[kind_id]
    values = invented(kind, ZONE) | more
    values["paper"]["chart"] = base64.b64encode(picture).decode()
    return fill((SHIPPED_FORMS / "templates" / f"{kind.template}.docx").read_bytes(), values)


@pytest.mark.parametrize("kind", ["quarterly_bulletin", "monthly_review"])
async def test_the_chart_stands_in_the_paper_no_larger_than_a_page(kind: str) -> None:
    trend = [(one, Totals(heard=3, attended=2)) for one in periods.before(_span("2026-Q4"), 6)]
    picture = await Draughtsman().picture(bulletin_charts.chart("2026年第四季度", [("各单位", units(40))], trend, 90.0))
    paper = printed(kind, picture)
    [drawing] = list(docx.Document(io.BytesIO(paper)).element.body.iter(_DRAWING))
    [extent] = list(drawing.iter(_EXTENT))
    assert int(extent.get("cx")) <= 132.5 * _MM
    assert int(extent.get("cy")) <= 205.5 * _MM
    assert ALONE not in text_of(paper)
    assert paper == printed(kind, picture), "the same bytes for the same values"


@pytest.mark.parametrize("kind", ["quarterly_bulletin", "monthly_review"])
def test_where_none_can_be_drawn_the_paper_says_that_the_table_stands_alone(kind: str) -> None:
    paper = printed(kind, b"")
    assert ALONE in text_of(paper)
    assert not list(docx.Document(io.BytesIO(paper)).element.body.iter(_DRAWING))
    unnamed = printed(kind, b"", units=[], counties=[], organs=[])
    assert ALONE not in text_of(unnamed), "there is no table to speak of"


def _span(stored: str) -> periods.Span:
    found = periods.read(stored)
    assert found is not None
    return found


def test_periods_before_another_are_as_long_as_it() -> None:
    found = periods.before(_span("2026-Q1"), 3)
    assert [(one.first, one.last) for one in found] == [
        (date(2025, 7, 1), date(2025, 9, 30)), (date(2025, 10, 1), date(2025, 12, 31)),
        (date(2026, 1, 1), date(2026, 3, 31)),
    ]  # fmt: skip
    assert [one.zh for one in periods.before(_span("2026-01"), 2)] == ["2025年12月", "2026年1月"]
    assert [one.zh for one in periods.before(_span("2026"), 2)] == ["2025年度", "2026年度"]


def test_of_more_units_than_a_picture_holds_the_highest_and_the_lowest_stand_in_it() -> None:
    quiet = Unit(99, "县统计局", Totals())
    trend = [(_span("2026-Q4"), Totals(heard=3, attended=2))]
    found = bulletin_charts.chart("2026年第四季度", [("各单位", [*units(30), quiet])], trend, 90.0)
    bars, line = found.panels
    assert len(bars.bars) == 24
    assert bars.more == "列最高、最低各12个，其余6个见附表"
    assert (bars.bars[0].rate, bars.bars[-1].rate, bars.bars[-1].note) == (100.0, 80.0, "8/10")
    assert all(one.label != "县统计局" for one in bars.bars), "nothing was heard of it"
    assert (line.bars[0].label, line.bars[0].rate, line.target) == ("26年四季度", 66.67, 90.0)


def test_where_nobody_is_named_only_the_whole_is_drawn() -> None:
    trend = [(_span("2026-11"), Totals(heard=3, attended=3))]
    found = bulletin_charts.chart("2026年11月", [], trend, 100.0)
    assert [one.kind for one in found.panels] == ["trend"]
    assert found.panels[0].bars[0].label == "26年11月"
