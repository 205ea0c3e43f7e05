"""Pictures and workbooks of figures: drawn by a process of their own, which leaves nothing behind."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PIL import Image

from bot.domain.figures.charts import Bar, Book, Chart, Column, Panel, Table, book_of, chart_of
from bot.papers import chart_fonts
from bot.papers.chart_fonts import Font
from bot.papers.charts import Draughtsman

UNITS = (Bar("县公安局", 100.0, "4/4"), Bar("县自然资源局", 50.0, "1/2"), Bar("泗张镇人民政府", None, "0/0"))
QUARTERS = (Bar("26年一季度", 68.18, "15/22"), Bar("26年二季度", None, "0/0"), Bar("26年三季度", 71.43, "10/14"))
CHART = Chart(
    "出庭情况 · 全县",
    (Panel("bars", "各单位", UNITS, 90.0, "目标90%"), Panel("trend", "各季度", QUARTERS, 90.0, "目标90%")),
    "数据截至9月30日",
)
TABLE = Table(
    "按单位",
    (Column("单位", "text", 24), Column("开庭", "count"), Column("出庭率", "rate")),
    (("县公安局", 4, 100.0), ("=SUM(A1)", 2, 50.0), ("泗张镇人民政府", 0, None)),
    "bars", 2, 90.0, "目标",
)  # fmt: skip


def _coloured(picture: bytes, colour: tuple[int, int, int]) -> int:
    """How many pixels are of just this colour."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    return next((count for count, one in image.getcolors(1 << 24) or () if one == colour), 0)


async def test_a_picture_is_as_wide_as_a_phone_shows_and_the_folder_goes(tmp_path: Path) -> None:
    picture = await Draughtsman(temporary=tmp_path).picture(CHART)
    image = Image.open(io.BytesIO(picture))
    assert image.format == "PNG"
    assert image.width == 1080
    assert os.listdir(tmp_path) == []


async def test_bars_below_the_target_have_another_colour_and_what_was_not_heard_has_none() -> None:
    good, low = (0x24, 0x71, 0xA3), (0xD9, 0x80, 0x32)
    bars = (CHART.panels[0],)
    picture = await Draughtsman().picture(replace(CHART, panels=bars))
    assert _coloured(picture, good) == pytest.approx(2 * _coloured(picture, low), rel=0.05)
    none = replace(bars[0], bars=tuple(replace(one, rate=None) for one in UNITS))
    empty = await Draughtsman().picture(replace(CHART, panels=(none,)))
    assert (_coloured(empty, good), _coloured(empty, low)) == (0, 0)


async def test_in_the_dark_the_paper_is_dark() -> None:
    light, dark = await Draughtsman().picture(CHART), await Draughtsman().picture(replace(CHART, dark=True))
    assert _coloured(light, (255, 255, 255)) > 500_000
    assert _coloured(dark, (0x17, 0x21, 0x2B)) > 500_000


async def test_without_a_chinese_font_there_is_no_picture_but_a_workbook() -> None:
    without = Draughtsman(font=lambda: None)
    assert await without.picture(CHART) == b""
    assert (await without.workbook(Book((TABLE,)))).startswith(b"PK")


async def test_what_cannot_be_drawn_or_takes_too_long_gives_nothing(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"no font")
    assert await Draughtsman(font=lambda: Font(str(broken))).picture(CHART) == b""
    assert await Draughtsman(seconds=0.01).picture(CHART) == b""


async def test_a_workbook_holds_numbers_and_a_chart_and_no_formula() -> None:
    made = await Draughtsman().workbook(Book((TABLE,), ("出庭情况 · 全县",)))
    page: Any = load_workbook(io.BytesIO(made))["按单位"]
    assert page["A1"].value == "出庭情况 · 全县"
    assert [cell.value for cell in page[4]][:3] == ["县公安局", 4, 100]
    assert page["A5"].value == "=SUM(A1)"
    assert page["A5"].data_type != "f"
    assert page["C6"].value == "—"
    (chart,) = page._charts
    assert len(chart.series) == 2, "the rates and the target"


def test_values_survive_the_way_to_the_other_process() -> None:
    assert chart_of(CHART.as_json()) == CHART
    assert book_of(Book((TABLE,), ("一",)).as_json()) == Book((TABLE,), ("一",))


def test_a_font_is_taken_only_if_it_knows_simplified_chinese() -> None:
    assert chart_fonts.read("/fonts/noto.ttc\t2\tzh-cn|zh-sg|ja") == Font("/fonts/noto.ttc", 2)
    assert chart_fonts.read("/fonts/variable.ttc\t65538\tzh-cn") == Font("/fonts/variable.ttc", 2)
    assert chart_fonts.read("/fonts/dejavu.ttf\t0\ten|de|fr") is None
    assert chart_fonts.read("") is None


def test_without_fontconfig_known_places_are_looked_at(tmp_path: Path) -> None:
    there = tmp_path / "there.ttc"
    there.touch()
    assert chart_fonts.known([(str(tmp_path / "gone.ttc"), 1), (str(there), 2)]) == Font(str(there), 2)
    assert chart_fonts.known([(str(tmp_path / "gone.ttc"), 1)]) is None


def test_the_doctor_says_what_to_install() -> None:
    assert "apt install fonts-noto-cjk" in chart_fonts.verdict(None)
    assert chart_fonts.verdict(Font("/fonts/noto.ttc", 2)) == "Figures are drawn with noto.ttc."


def test_what_draws_is_never_loaded_beside_the_bot() -> None:
    """Everything that the bot imports, in a process of its own: the library that draws is not among it."""
    code = "import sys, bot.app, handlers, bot.papers.printshop; print([m for m in sys.modules if m == 'matplotlib'])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[]"
