"""/roster in chat: template out, file in, preview, import, codes, one counter."""

import io

import pytest
from openpyxl import load_workbook
from sqlmodel import func, select

from bot.domain.hall.terms import Role
from bot.services.agencies import claims, invitations, staffing
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Person
from tests.builders import County
from tests.rig import Rig
from tests.services.agencies.roster_workbooks import CAST, TREE, workbook

ADMIN = 900


async def _administrator(rig: Rig) -> None:
    await rig.database.write(lambda s: claims.first_administrators(s, rig.house, (ADMIN,), now=rig.clock.now()))


def _cells(content: bytes) -> dict[str, list[tuple[object, ...]]]:
    book = load_workbook(io.BytesIO(content))
    return {page.title: list(page.iter_rows(values_only=True)) for page in book.worksheets}


@pytest.mark.slow
async def test_the_whole_way_from_the_template_to_everybody_registered(rig: Rig) -> None:
    await _administrator(rig)
    [start] = await rig.say(ADMIN, "/roster")
    assert "模板" in str(start.labels)
    await rig.press(ADMIN, "模板")
    document = rig.last(ADMIN).document
    assert document is not None
    assert set(_cells(document[1])) == {"单位", "人员"}
    [preview] = await rig.send_file(ADMIN, "名册.xlsx", workbook(CAST, TREE))
    assert "新增单位：3个" in preview.text
    assert "新增任职：5项" in preview.text
    assert await rig.database.read(lambda s: s.exec(select(func.count()).select_from(Agency)).one()) == 0
    await rig.press(ADMIN, "确认导入")
    codes = next(m for m in reversed(rig.bot.chat(ADMIN)) if m.document is not None)
    assert codes.document is not None
    sheets = _cells(codes.document[1])
    assert set(sheets) == {"县司法局", "县公安局"}
    rows = {row[0]: row for rows in sheets.values() for row in rows[1:]}
    assert set(rows) == {"陈静", "马超", "韩峰"}
    counter = rig.last(ADMIN)
    assert "名册3人，已登记0人" in counter.text
    before = len(rig.bot.chat(ADMIN))
    for account, name in enumerate(rows, start=6001):
        await rig.say(account, str(rows[name][4]))
        await rig.press(account, "确认本人")
    assert "名册3人，已登记3人" in counter.text
    assert len(rig.bot.chat(ADMIN)) == before, "the counter is edited, nobody is announced one by one"


@pytest.mark.slow
async def test_errors_are_shown_by_row_and_nothing_can_be_confirmed(rig: Rig) -> None:
    await _administrator(rig)
    await rig.say(ADMIN, "/roster")
    bad = [("县公安局", f"人{n}", "", "联络员", "", "", "", "") for n in range(20)]
    sent = await rig.send_file(ADMIN, "名册.xlsx", workbook(bad, TREE))
    assert "20处错误" in sent[0].text
    assert "人员第2行“姓名”" in sent[0].text
    assert not any("确认导入" in label for label in sent[0].labels)
    document = sent[1].document
    assert document is not None
    assert len(_cells(document[1])["错误清单"]) == 21


@pytest.mark.slow
async def test_pressing_import_twice_imports_once(rig: Rig) -> None:
    await _administrator(rig)
    await rig.say(ADMIN, "/roster")
    [preview] = await rig.send_file(ADMIN, "名册.xlsx", workbook(CAST, TREE))
    data = next(d for row in preview.buttons for label, d in row if "确认导入" in label)
    await rig.press_data(ADMIN, data, preview)
    await rig.press_data(ADMIN, data, preview)
    assert "已导入" in rig.toast()
    assert await rig.database.read(lambda s: s.exec(select(func.count()).select_from(Person)).one()) == 4


@pytest.mark.slow
async def test_an_older_preview_does_not_import_the_newer_file(rig: Rig) -> None:
    await _administrator(rig)
    await rig.say(ADMIN, "/roster")
    [old] = await rig.send_file(ADMIN, "一.xlsx", workbook(CAST, TREE))
    await rig.send_file(ADMIN, "二.xlsx", workbook(CAST[:1], TREE))
    await rig.press(ADMIN, "确认导入", old)
    assert "新的名册" in rig.toast()
    assert await rig.database.read(lambda s: s.exec(select(func.count()).select_from(Agency)).one()) == 0


@pytest.mark.slow
async def test_what_changed_between_preview_and_import_is_checked_again(rig: Rig, county: County) -> None:
    await rig.say(county.coordinator, "/roster")
    rows = [("县公安局", "新人", "13911112222", "承办人", "", "", "", "")]
    await rig.send_file(county.coordinator, "名册.xlsx", workbook(rows))
    await rig.work(lambda d: staffing.add(d, county.town, name="别人", phone="13911112222", role=Role.CASE_HANDLER))
    await rig.press(county.coordinator, "确认导入")
    assert "1处错误" in rig.last(county.coordinator).text


NO_WORKBOOKS = (
    ("名册.xls", b"\xd0\xcf\x11\xe0"),
    ("名册.csv", b"a,b"),
    ("名册.xlsx", b"no zip at all"),
    ("名册.XLSX", b"PK\x03\x04"),
    ("名册.xlsx", b"x" * (2 * 1024 * 1024 + 1)),
)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "content"), NO_WORKBOOKS)
async def test_a_file_that_is_no_workbook_gets_one_sentence(
    rig: Rig, county: County, name: str, content: bytes
) -> None:
    await rig.say(county.coordinator, "/roster")
    [answer] = await rig.send_file(county.coordinator, name, content)
    assert "xlsx" in answer.text or "2MB" in answer.text
    assert not answer.buttons


@pytest.mark.slow
async def test_a_roster_is_recognised_without_the_command_and_other_files_are_left_to_others(
    rig: Rig, county: County
) -> None:
    [preview] = await rig.send_file(
        county.coordinator, "x.xlsx", workbook([("县公安局", "新人", "", "承办人", "", "", "", "")])
    )
    assert "名册导入" in preview.text
    answers = await rig.send_file(county.liaison, "x.xlsx", workbook(CAST))
    assert all("名册导入" not in answer.text for answer in answers)


@pytest.mark.slow
async def test_expired_links_are_extended_and_missing_ones_made_from_the_counter(rig: Rig, county: County) -> None:
    [counter] = await rig.say(county.coordinator, "/roster")
    await rig.press(county.coordinator, "生成邀请码（1人）", counter)
    assert any(m.document for m in rig.bot.chat(county.coordinator))
    await rig.to("2026-04-20 09:00")
    [late] = await rig.say(county.coordinator, "/roster")
    await rig.press(county.coordinator, "全部延期（1）", late)
    assert await rig.work(invitations.expired) == 0


@pytest.mark.slow
async def test_the_present_roster_goes_out_as_a_sheet_that_nothing_in_it_can_turn_into_a_formula(
    rig: Rig, county: County
) -> None:
    def rename(desk: Desk) -> None:
        desk.session.get_one(Person, county.offline_leader).name = "=1+1"

    await rig.work(rename)
    await rig.say(county.coordinator, "/roster")
    await rig.press(county.coordinator, "导出现有名册")
    document = rig.last(county.coordinator).document
    assert document is not None
    book = load_workbook(io.BytesIO(document[1]))
    [cell] = [c for row in book["人员"].iter_rows() for c in row if c.value == "=1+1"]
    assert cell.data_type == "s"
    assert all(row[0] != "市司法局" for row in book["人员"].iter_rows(values_only=True))
