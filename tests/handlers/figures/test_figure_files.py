"""Pictures and sheets of figures: made beside what people do; a message says how far, and the file follows it."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PIL import Image
from sqlmodel import select

from bot.domain.figures import exports as exports_of
from bot.domain.hall.terms import Role
from bot.papers.charts import Draughtsman
from bot.papers.printshop import Printshop
from bot.services.figures import exports
from bot.services.hall.desk import Desk
from bot.store.tables import Appointment, FileJob
from tests.builders import County, person
from tests.fakes import Shown
from tests.handlers.figures.world import BEGINS, BOOK, number
from tests.houses import PRINTSHOP
from tests.rig import Rig, open_rig

LIGHT, DARK = (255, 255, 255), (0x17, 0x21, 0x2B)


@pytest.fixture
def shop() -> Printshop:
    return PRINTSHOP


@pytest.fixture
async def rig(tmp_path: Path, shop: Printshop) -> AsyncIterator[Rig]:
    async with open_rig(tmp_path, start=BEGINS, rulebook=BOOK, printshop=shop) as opened:
        yield opened


def paper_of(shown: Shown) -> tuple[int, ...]:
    """The colour of the picture's corner."""
    assert shown.document is not None
    found = Image.open(io.BytesIO(shown.document[1])).convert("RGB").getpixel((2, 2))
    assert isinstance(found, tuple)
    return found


async def test_a_picture_comes_light_and_on_a_tap_dark(rig: Rig, here: County) -> None:
    """What says that it is being made says in the end that it is there."""
    user = here.coordinator
    [shown] = await rig.say(user, "/figures")
    said, light = await rig.press(user, "走势图", shown)
    assert said.text == "【走势图】2026年第三季度\n已生成，文件随后发出。"
    assert light.document is not None
    assert light.document[0] == "出庭情况-2026年第三季度-20260915.png"
    assert paper_of(light) == LIGHT
    said, dark = await rig.press(user, "深色", said)
    assert paper_of(dark) == DARK
    assert said.labels == ["浅色"]


async def test_the_colours_that_a_person_chose_are_kept_for_the_next_picture_and_are_nobody_elses(
    rig: Rig, here: County
) -> None:
    user = here.coordinator
    [card] = await rig.say(user, "/figures")
    await rig.press(user, "走势图", card)
    await rig.press(user, "深色")
    [card] = await rig.say(user, "/figures 今年")
    await rig.press(user, "走势图", card)
    assert paper_of(rig.last(user)) == DARK, "as it was chosen last"
    [other] = await rig.say(here.liaison, "/figures")
    await rig.press(here.liaison, "走势图", other)
    assert paper_of(rig.last(here.liaison)) == LIGHT
    await rig.press(user, "浅色")
    await rig.press(user, "走势图", card)
    assert paper_of(rig.last(user)) == LIGHT


async def test_a_sheet_holds_the_units_the_quarters_and_the_cases_with_charts(rig: Rig, here: County) -> None:
    user = here.coordinator
    [shown] = await rig.say(user, "/figures")
    await rig.press(user, "导出表格", shown)
    said, sent = rig.bot.chat(user)[-2:]
    assert "已生成" in said.text
    assert sent.document is not None
    assert sent.document[0] == "出庭情况-2026年第三季度-全县.xlsx"
    book = load_workbook(io.BytesIO(sent.document[1]))
    assert book.sheetnames == ["按单位", "各期走势", "明细"]
    units = {row[0].value: [cell.value for cell in row[1:4]] for row in book["按单位"].iter_rows(min_row=5)}
    assert units["县自然资源局"] == [3, 2, 66.67]
    assert units["县公安局"] == [2, 2, 100]
    assert units["合计"] == [6, 4, 66.67]
    charts_of: Any = [book["按单位"], book["各期走势"]]
    assert [len(page._charts) for page in charts_of] == [1, 1]
    trend = {row[0].value: row[3].value for row in book["各期走势"].iter_rows(min_row=2)}
    assert (trend["2026年第二季度"], trend["2026年第三季度"], trend["2026年第一季度"]) == (0, 66.67, "—")
    assert [row[0].value for row in book["明细"].iter_rows(min_row=2)][:2] == [number(1), number(11)]


async def test_a_liaisons_sheet_holds_nothing_of_other_units(rig: Rig, here: County) -> None:
    [shown] = await rig.say(here.liaison, "/figures")
    await rig.press(here.liaison, "导出表格", shown)
    sent = rig.last(here.liaison).document
    assert sent is not None
    book = load_workbook(io.BytesIO(sent[1]))
    cells = {str(cell.value) for page in book for row in page.iter_rows() for cell in row}
    assert number(1) in cells
    assert not any("县公安局" in one or number(11) in one for one in cells)


SHEET_OF = exports_of.Asked("2026Q3", figures=("2026Q3", "all", "", ""))


async def test_two_taps_before_it_is_drawn_give_one_picture(rig: Rig, here: County) -> None:
    def twice(desk: Desk) -> int:
        for _ in range(2):
            exports.ask(desk, exports_of.CHART, SHEET_OF)
        return len(desk.session.exec(select(FileJob)).all())

    assert await rig.work(twice, actor=await person(rig, here.coordinator)) == 1


async def _ask_for_one(rig: Rig, here: County) -> None:
    """A sheet waits."""
    await rig.work(lambda desk: exports.ask(desk, exports_of.SHEET, SHEET_OF),
                   actor=await person(rig, here.coordinator))  # fmt: skip


async def _job(rig: Rig) -> tuple[str, str]:
    [job] = await rig.work(lambda desk: desk.session.exec(select(FileJob)).all())
    return job.state, job.why


async def test_who_leaves_office_before_it_is_made_gets_nothing(rig: Rig, here: County) -> None:
    await _ask_for_one(rig, here)

    def ended(desk: Desk) -> None:
        person = here.ids[here.coordinator]
        for post in desk.session.exec(select(Appointment).where(Appointment.person_id == person)).all():
            desk.session.delete(post)

    await rig.work(ended)
    before = len(rig.bot.chat(here.coordinator))
    await rig.print()
    assert len(rig.bot.chat(here.coordinator)) == before
    assert await _job(rig) == ("cancelled", exports.GONE)


async def test_who_sees_less_by_the_time_it_is_made_does_not_get_what_was_seen_before(rig: Rig, here: County) -> None:
    """The coordinator of the county becomes the liaison of one unit: what was asked for holds all units."""
    user = here.coordinator
    await _ask_for_one(rig, here)

    def moved(desk: Desk) -> None:
        mine = Appointment.person_id == here.ids[user]
        for post in desk.session.exec(select(Appointment).where(mine)).all():
            post.role, post.agency_id = Role.LIAISON, here.police
            desk.session.add(post)

    await rig.work(moved)
    await rig.print()
    await rig.pump.drain()
    assert all(one.document is None for one in rig.bot.chat(user))
    assert await _job(rig) == ("cancelled", exports.CHANGED)


async def test_what_was_under_way_at_a_crash_is_made_after_the_next_start(rig: Rig, here: County) -> None:
    await _ask_for_one(rig, here)
    claimed = await rig.work(lambda d: exports.claim(d.session, wall=1000.0, owner="died", lease=120.0))
    assert claimed is not None
    assert await rig.work(lambda d: exports.claim(d.session, wall=1001.0, owner="other", lease=120.0)) is None
    await rig.work(lambda d: exports.give_up_leases(d.session))
    await rig.print()
    await rig.pump.drain()
    assert rig.last(here.coordinator).document is not None


class TestWithoutFont:
    """A server that has no Chinese font."""

    @pytest.fixture
    def shop(self) -> Printshop:
        return replace(PRINTSHOP, draughtsman=Draughtsman(font=lambda: None))

    async def test_the_card_says_why_there_is_no_picture(self, rig: Rig, here: County) -> None:
        [shown] = await rig.say(here.coordinator, "/figures")
        assert "走势图" not in shown.labels
        assert "服务器没有中文字体，暂不能出图" in shown.text

    async def test_an_old_button_says_that_it_cannot_be_made(self, rig: Rig, here: County) -> None:
        [shown] = await rig.say(here.coordinator, "/figures")
        await rig.press_data(here.coordinator, "fig.pic:2026Q3:all:::0", shown)
        assert "服务器没有中文字体" in rig.last(here.coordinator).text
