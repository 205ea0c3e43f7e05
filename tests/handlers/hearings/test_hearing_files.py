"""Files that name hearings: a court's list as a sheet or a document becomes drafts; what is hidden is asked about."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from tests import paper_files as files
from tests.builders import County
from tests.handlers.hearings.steps import hearings
from tests.rig import Rig

A, B, C = ("（2026）鲁0831行初41号", "（2026）鲁0831行初42号", "（2026）鲁0831行初43号")


def sheet() -> bytes:
    book = Workbook()
    page = book.worksheets[0]
    page.append(["泗水县人民法院行政案件排期"])
    page.append(["序号", "案  号", "被告", "开庭日期", "开庭时间", "开庭地点", "立案日期"])
    page.append([1, A, "泗水县公安局", 46133, 0.395833333, "第二审判庭", "2026-03-01"])
    page.append([2, B, "泗水县公安局", None, "10:30", None, "2026-03-01"])
    page.append([3, C, "泗水县公安局", "4月24日", "9:00", "第三审判庭"])
    for cells in ("D3:D4", "F3:F4"):
        page.merge_cells(cells)
    page.row_dimensions[5].hidden = True
    book.create_sheet("说明").append(["请准时"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


async def send(rig: Rig, user: int, name: str, content: bytes) -> str:
    return "\n".join(one.text for one in await rig.send_file(user, name, content))


@pytest.mark.slow
@pytest.mark.parametrize(("choice", "count"), [("不采用", 2), ("一并采用", 3)])
async def test_a_sheet_becomes_drafts_and_what_is_hidden_is_asked_about(
    rig: Rig, county: County, choice: str, count: int
) -> None:
    said = await send(rig, county.court_contact, "排期.xlsx", sheet())
    assert "第5行" in said
    assert "立案日期" in said
    assert "说明" in said
    assert "如何处理" in said
    await rig.press(county.court_contact, choice)
    preview = rig.last(county.court_contact).text
    assert "4月21日（周二）9:30，第二审判庭" in preview
    assert "4月21日（周二）10:30，第二审判庭" in preview
    assert (C in preview) == (count == 3)
    await rig.press(county.court_contact, "登记以上各条")
    assert len(await hearings(rig)) == count


@pytest.mark.slow
async def test_rows_of_one_case_with_several_agencies_are_one_hearing(rig: Rig, county: County) -> None:
    rows = f"案号,被告,开庭时间\n{A},泗水县公安局,2026年4月29日9:30\n{A},泗水县自然资源和规划局,2026年4月29日9:30\n"
    preview = await send(rig, county.court_contact, "排期.csv", rows.encode("gb18030"))
    assert "县公安局、县自然资源局" in preview
    await rig.press(county.court_contact, "登记以上各条")
    assert len(await hearings(rig)) == 1
    for liaison in (county.police_liaison, county.liaison):
        assert any(A in shown.text for shown in rig.bot.chat(liaison))


@pytest.mark.slow
async def test_a_table_and_a_list_in_documents_are_lists_too(rig: Rig, county: County) -> None:
    table = [["案号", "被告", "开庭时间"], [A, "泗水县公安局", "4月29日9:30"], [B, "泗水县公安局", "4月29日10:30"]]
    lines = f"4月排期\n{A} 泗水县公安局 4月29日上午9:30 第一审判庭\n{B} 泗水县公安局 4月29日上午10:30 第一审判庭"
    for name, content in (("表.docx", files.docx("排期", table)), ("表.pdf", files.pdf(lines))):
        preview = await send(rig, county.court_contact, name, content)
        assert A in preview
        assert B in preview
        assert "登记以上各条" in str(rig.last(county.court_contact).labels)
        await rig.say(county.court_contact, "/cancel")


@pytest.mark.slow
async def test_an_announcement_in_a_file_begins_a_hearing(rig: Rig, county: County) -> None:
    text = f"我院定于2026年4月29日上午9:30在第二审判庭公开开庭审理{A}原告孔德明诉被告泗水县公安局行政处罚一案"
    preview = await send(rig, county.court_contact, "公告.docx", files.docx("开庭公告", text))
    for value in (A, "2026年4月29日（周三）9:30", "第二审判庭", "县公安局"):
        assert value in preview


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "另存为.xlsx"),
        ("a.et", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "另存为.xlsx"),
        ("a.xlsx", files.bomb("xlsx"), "24MB"),
        ("b.xlsx", b"PK\x03\x04" + bytes(600), "无法打开"),
        ("c.csv", "姓名,电话\n张三,1\n".encode("gb18030"), "“案号”“开庭时间”"),
    ],
)
async def test_a_sheet_without_a_list_is_answered_with_what_was_seen_or_what_to_send(
    rig: Rig, county: County, name: str, content: bytes, said: str
) -> None:
    assert said in await send(rig, county.court_contact, name, content)
    assert await hearings(rig) == []


@pytest.mark.slow
async def test_a_pasted_table_with_merged_cells_and_serial_dates(rig: Rig, county: County) -> None:
    text = f"案号\t被告\t开庭时间\t地点\n{A}\t泗水县公安局\t46133.395833\t第二审判庭\n{B}\t\t\t"
    [preview] = await rig.say(county.court_contact, text)
    assert preview.text.count("4月21日（周二）9:30，第二审判庭") == 2
    assert "第3行的空白单元格" in preview.text
