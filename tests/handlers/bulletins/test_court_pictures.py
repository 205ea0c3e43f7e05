"""A court's bulletin as a scan: read by what is installed for it, compared by a person, or said to be unreadable."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.bulletins.court_reading import read_lines
from bot.domain.hall.extracts import Limits, Line
from bot.extracts.pictures import Pictures
from bot.store.tables import CourtFigure
from tests.fake_pictures import FakePictures, page, photo
from tests.handlers.bulletins.court_steps import photo_of, place_under, rows
from tests.needed import needs_font, needs_ocr
from tests.pictures.samples import scanned_pdf
from tests.rig import Rig, open_rig

TABLE = [
    ["单位", "开庭审理", "负责人出庭", "出庭率"],
    ["县自然资源局", "4", "4", "100%"],
    ["泗水县公安局", "12", "9", "75%"],
    ["合计", "16", "13", "81.25%"],
]


def piece(text: str, left: float, top: float, score: float = 0.99, page: int = 0) -> Line:
    return Line(text, score, (left, top, left + 0.1, top + 0.04), page)


def test_pieces_of_a_picture_are_rows_again_and_what_is_not_certain_is_named() -> None:
    """The pieces come in any order, a little askew; the same height on the next page is another row."""
    found, doubtful = read_lines(
        [
            piece("10", 0.5, 0.212), piece("县自然资源局", 0.1, 0.20), piece("9", 0.7, 0.205),
            piece("县公安局", 0.1, 0.30), piece("5", 0.5, 0.30, score=0.6), piece("4", 0.7, 0.31),
            piece("县人社局", 0.1, 0.20, page=1), piece("2", 0.5, 0.20, page=1), piece("2", 0.7, 0.20, page=1),
        ]
    )  # fmt: skip
    assert [(one.name, one.heard, one.attended) for one in found.lines] == [
        ("县自然资源局", 10, 9), ("县公安局", 5, 4), ("县人社局", 2, 2),
    ]  # fmt: skip
    assert doubtful == ("县公安局 5 4",)


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with open_rig(
        tmp_path, start="2026-10-12 10:00", rulebook="ruzhou-2022", pictures=Pictures(Limits())
    ) as opened:
        yield opened


async def asked(rig: Rig, user: int) -> None:
    await rig.say(user, "/bulletin")
    await rig.press(user, "登记通报")
    await rig.press(user, "第三季度")
    await rig.press(user, "今天")


@pytest.mark.slow
@pytest.mark.timeout(600)
@needs_ocr
@needs_font
async def test_a_scan_is_read_and_compared_with_the_paper(rig: Rig) -> None:
    here = await place_under(rig, "ruzhou-2022")
    user = here.coordinator
    await asked(rig, user)
    await rig.send_file(user, "通报.pdf", scanned_pdf(1, photo_of(TABLE)))
    assert "正在识别1张图片" in "".join(shown.text for shown in rig.bot.chat(user)[-3:])
    await rig.develop(user)
    said = "".join(shown.text for shown in rig.bot.chat(user)[-3:])
    assert "请逐项与原件核对" in said
    assert "县自然资源局 4/4；泗水县公安局 12/9" in said
    await rig.press(user, "下一步")
    assert [(one.heard, one.attended) for one in await rows(rig, CourtFigure)] == [(4, 4), (12, 9)]


@pytest.mark.slow
@pytest.mark.timeout(600)
@needs_ocr
@needs_font
async def test_whoever_has_gone_on_meanwhile_keeps_what_was_said(rig: Rig) -> None:
    here = await place_under(rig, "ruzhou-2022")
    user = here.coordinator
    await asked(rig, user)
    await rig.send_file(user, "通报.png", photo_of(TABLE), mime="image/png")
    await rig.press(user, "跳过")
    before = rig.last(user).text
    await rig.develop(user)
    assert rig.last(user).text == before


@pytest.mark.slow
@pytest.mark.timeout(600)
@needs_ocr
@needs_font
async def test_a_picture_without_figures_says_what_to_send_instead(rig: Rig) -> None:
    here = await place_under(rig, "ruzhou-2022")
    user = here.coordinator
    await asked(rig, user)
    await rig.send_file(user, "通报.png", photo_of([["无"]]), mime="image/png")
    await rig.develop(user)
    assert "未从《通报.png》中识别出各单位数据" in rig.last(user).text
    assert ".xlsx" in rig.last(user).text


async def test_of_a_second_page_it_is_said_that_its_units_were_left_out(tmp_path: Path) -> None:
    pictures = FakePictures()
    pages = [
        pictures.knows(photo(n), page(f"单位 开庭审理 负责人出庭 出庭率\n{unit} 4 4 100%"))
        for n, unit in enumerate(("县自然资源局", "县公安局"))
    ]
    async with open_rig(tmp_path, start="2026-10-12 10:00", rulebook="ruzhou-2022", pictures=pictures) as rig:
        user = (await place_under(rig, "ruzhou-2022")).coordinator
        await asked(rig, user)
        for n, content in enumerate(pages, 1):
            await rig.send_file(user, f"通报{n}.jpg", content, mime="image/jpeg")
        said = "".join(shown.text for shown in await rig.develop(user))
        assert "由图片《通报1.jpg》识别" in said
        assert "《通报2.jpg》中的数据未填入" in said
        await rig.press(user, "下一步")
        assert [one.name for one in await rows(rig, CourtFigure)] == ["县自然资源局"]
