"""/week: this week and the next."""

from io import BytesIO

import openpyxl
import pytest

from tests.builders import County, county
from tests.rig import Rig

START = "2026-03-16 10:00"


@pytest.fixture
async def place(rig: Rig) -> County:
    return await county(rig)


async def hearing(rig: Rig, user: int, number: int, when: str, place: str = "第二审判庭") -> None:
    await rig.say(user, f"/hearing （2026）鲁0831行初{number}号 {when}")
    await rig.press(user, "✎ 地点")
    await rig.say(user, place)
    await rig.press(user, "确认")


@pytest.mark.slow
async def test_the_week_counts_and_names_who_is_not_confirmed(rig: Rig, place: County) -> None:
    await hearing(rig, place.liaison, 1, "3月19日上午9:30")
    await rig.press(place.liaison, "指定出庭负责人")
    await rig.press(place.liaison, "李建国")
    await rig.press(place.principal, "我出庭")
    await hearing(rig, place.police_liaison, 2, "3月20日上午9:30")
    await hearing(rig, place.police_liaison, 3, "3月24日上午9:30")
    [shown] = await rig.say(place.coordinator, "/week")
    assert "共2件，已确认1件，未确认1件，主要负责人出庭1件，改期0件" in shown.text
    assert "3月24日" in shown.text
    copied = next(d for row in shown.buttons for label, d in row if label == "复制摘要")
    assert "未确认单位：县公安局" in copied
    assert len(copied) <= 256
    [own] = await rig.say(place.liaison, "/week")
    assert "行初2号" not in own.text, "a liaison sees the own agency's week"


@pytest.mark.slow
async def test_the_sheet_keeps_formulas_text_and_holds_no_plaintiff(rig: Rig, place: County) -> None:
    await hearing(rig, place.liaison, 1, "3月19日上午9:30", place="=1+1")
    await rig.say(place.coordinator, "/week")
    await rig.press(place.coordinator, "导出表格")
    document = rig.last(place.coordinator).document
    assert document is not None
    page = openpyxl.load_workbook(BytesIO(document[1])).active
    assert page is not None
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert rows[1][1:4] == ["县自然资源局", "（2026）鲁0831行初1号", "=1+1"]
    assert page["D2"].data_type == "s"


@pytest.mark.slow
@pytest.mark.parametrize("who", ["leader", "court_contact", "handler"])
async def test_who_has_no_week_is_refused(rig: Rig, place: County, who: str) -> None:
    [answer] = await rig.say(getattr(place, who), "/week")
    assert "权限" in answer.text
