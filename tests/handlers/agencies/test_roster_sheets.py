"""A roster as office programs save it: what is hidden, merged cells, serial dates; and what is no roster."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import Workbook
from sqlmodel import col, select

from bot.store.tables import Appointment, Person
from tests.builders import County
from tests.paper_files import bomb
from tests.rig import Rig
from tests.services.agencies.roster_workbooks import PEOPLE


def _with_hidden_rows() -> bytes:
    """One person in sight whose office began on a serial date, one in a hidden row, one in a sheet that is hidden."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = "人员"
    for row in (
        PEOPLE,
        ("县公安局", "甲某某", "13900000021", "承办人", "", "", 46113, ""),
        ("", "乙某某", "", "承办人"),
    ):
        page.append(list(row))
    page.merge_cells("A2:A3")
    page.row_dimensions[3].hidden = True
    other = book.create_sheet("People")
    other.sheet_state = "hidden"
    for row in (PEOPLE, ("县公安局", "丙某某", "", "承办人")):
        other.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize("whole", [False, True])
async def test_hidden_rows_and_sheets_are_named_and_imported_only_when_somebody_says_so(
    rig: Rig, county: County, whole: bool
) -> None:
    await rig.say(county.coordinator, "/roster")
    [preview] = await rig.send_file(county.coordinator, "名册.xlsx", _with_hidden_rows())
    assert "第3行" in preview.text
    assert "“People”已隐藏" in preview.text
    if whole:
        await rig.press(county.coordinator, "含隐藏内容")
    await rig.press(county.coordinator, "导入")
    joined = select(Person, Appointment).join(Appointment, col(Appointment.person_id) == col(Person.id))
    rows = await rig.database.read(lambda s: s.exec(joined).all())
    found = {person.name: held.from_date for person, held in rows if person.name.endswith("某某")}
    assert set(found) == ({"甲某某", "乙某某", "丙某某"} if whole else {"甲某某"})
    assert found["甲某某"] == date(2026, 4, 1), "46113, as a cell without its format holds it"


@pytest.mark.slow
async def test_a_list_of_hearings_sent_while_a_roster_is_awaited_is_a_list(rig: Rig, county: County) -> None:
    await rig.say(county.coordinator, "/roster")
    book = Workbook()
    for row in (("案号", "被告", "开庭时间"), ("（2026）鲁0831行初41号", "泗水县公安局", "2026-04-29 09:30")):
        book.worksheets[0].append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    [preview] = await rig.send_file(county.coordinator, "排期.xlsx", stream.getvalue())
    assert "登记以上各条" in str(preview.labels)


@pytest.mark.slow
async def test_a_bomb_for_a_roster_is_left_packed(rig: Rig, county: County) -> None:
    await rig.say(county.coordinator, "/roster")
    [answer] = await rig.send_file(county.coordinator, "名册.xlsx", bomb("xlsx"))
    assert "24MB" in answer.text
