"""/week and the coordinator's morning."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from bot.services.hall.desk import Desk
from bot.store.tables import Duty
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
async def test_the_digest_comes_on_working_days_and_only_with_something_to_say(rig: Rig, place: County) -> None:
    def digests(sent: list) -> list:  # type: ignore[type-arg]
        return [m for m in sent if m.chat_id == place.coordinator and "今日要情" in m.text]

    assert digests(await rig.to("2026-03-17 12:00")) == [], "nothing to say"
    await hearing(rig, place.liaison, 1, "3月27日上午9:30")
    [digest] = digests(await rig.to("2026-03-23 12:00"))
    assert "3月23日" in digest.text
    assert "未来7日开庭1件" in digest.text
    assert "其中1件出庭负责人未确认" in digest.text
    sent = await rig.to("2026-03-29 23:00")
    days = [m.text[:40] for m in digests(sent)]
    assert len(days) == 4, "Tuesday to Friday; neither Saturday nor Sunday"


@pytest.mark.slow
async def test_the_digest_counts_all_that_is_overdue_however_much_it_is(rig: Rig, place: County) -> None:
    gone = date(2026, 3, 2)

    def owe(desk: Desk) -> None:
        for n in range(41):
            desk.session.add(
                Duty(
                    key=f"X/{n}", rule="X", trigger="month_end", rulebook="sishui-2020", title={"zh": "报送"},
                    agency_id=place.resources,
                    trigger_on=gone, unrolled=gone, due=gone, safe=gone, created_at=desk.now,
                )
            )  # fmt: skip

    await rig.work(owe)
    sent = await rig.to("2026-03-17 12:00")
    [digest] = [m.text for m in sent if m.chat_id == place.coordinator and "今日要情" in m.text]
    assert "逾期事项41项" in digest
    assert "另有33项" in digest


@pytest.mark.slow
async def test_a_city_s_coordinator_is_told_of_a_county_as_a_whole_not_of_its_units(rig: Rig, place: County) -> None:
    await hearing(rig, place.liaison, 1, "3月19日上午9:30")
    sent = await rig.to("2026-03-17 12:00")
    [city] = [m.text for m in sent if m.chat_id == place.city_coordinator and "今日要情" in m.text]
    assert "县政府及所属单位：1件开庭未确认出庭负责人" in city
    assert "县自然资源局" not in city
    [own] = [m.text for m in sent if m.chat_id == place.coordinator and "今日要情" in m.text]
    assert "县自然资源局" in own
    assert "及所属单位" not in own


@pytest.mark.slow
@pytest.mark.parametrize("who", ["leader", "court_contact", "handler"])
async def test_who_has_no_week_is_refused(rig: Rig, place: County, who: str) -> None:
    [answer] = await rig.say(getattr(place, who), "/week")
    assert "权限" in answer.text
