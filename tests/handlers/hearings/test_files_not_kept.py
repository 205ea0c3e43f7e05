"""A sheet without a list joins the paper that is being recorded; else it is said that it was not kept, and how to."""

import io

import pytest
from openpyxl import Workbook
from sqlmodel import select

from bot.store.tables import StoredFile
from tests import paper_files as files
from tests.builders import County
from tests.rig import Rig

NUMBER = "（2026）鲁0831行初12号"


def sheet() -> bytes:
    book = Workbook()
    book.worksheets[0].append(["证据", "页数"])
    book.worksheets[0].append(["处罚决定书", 3])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.slow
async def test_a_sheet_without_a_list_joins_the_paper_that_is_recorded(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, f"{NUMBER} 应诉通知书 昨天收到 邮寄")
    said = await rig.send_file(county.liaison, "证据目录.xlsx", sheet())
    assert any("附件1个" in one.text for one in said)
    await rig.press(county.liaison, "✓ 登记")
    kept = await rig.database.read(lambda s: s.exec(select(StoredFile)).all())
    assert [one.name for one in kept] == ["证据目录.xlsx"]


@pytest.mark.slow
async def test_without_a_paper_it_is_said_that_it_was_not_kept_and_how_to(rig: Rig, county: County) -> None:
    [said] = await rig.send_file(county.liaison, "证据目录.xlsx", sheet())
    assert "未读到开庭信息" in said.text
    assert "未保存" in said.text
    assert "✎ 附件" in said.text


@pytest.mark.slow
async def test_a_list_and_a_notice_say_that_the_file_is_not_kept(rig: Rig, county: County) -> None:
    table = "案号,被告,开庭时间\n（2026）鲁0831行初41号,县自然资源局,2026年4月29日9:30\n"
    said = await rig.send_file(county.liaison, "排期.csv", table.encode("utf-8"))
    assert any("未保存" in one.text for one in said)
    await rig.say(county.liaison, "/cancel")
    notice = f"庭审安排\n{NUMBER}，被告泗水县自然资源局\n时间：2026年4月27日 9:00\n地点：第三法庭"
    said = await rig.send_file(county.liaison, "安排.pdf", files.pdf(notice))
    assert any("未保存" in one.text for one in said)
    assert any("第三法庭" in one.text for one in said)
