"""When a circular really goes: said before it is confirmed, on card and board; a term that passes is told."""

import pytest

from bot.domain.hall.terms import CircularState
from tests.builders import County
from tests.handlers.circulars.steps import LIAISONS, TITLE, newest, ready, send
from tests.rig import Rig

HELD = "将于4月7日（周二）7:30发送"


async def _set_for(rig: Rig, county: County, hour: str) -> None:
    await ready(rig, county.coordinator, by="4月20日")
    await rig.press(county.coordinator, "发送…")
    await rig.say(county.coordinator, hour)


@pytest.mark.slow
async def test_a_holiday_is_named_before_the_confirmation_and_the_true_hour_stands_on_the_card(
    rig: Rig, county: County
) -> None:
    await _set_for(rig, county, "4月5日 10:00")
    preview = rig.last(county.coordinator)
    assert "节假日不发送。" + HELD in preview.text
    await rig.press(county.coordinator, "✓ 发送")
    asked = rig.last(county.coordinator)
    assert "原定于4月5日（周日）10:00发送" in asked.text
    assert (await newest(rig)).state is CircularState.DRAFT
    assert [label for label in asked.labels if "发送" in label] == [
        "于4月7日（周二）7:30发送", "改于上班时间4月7日（周二）9:00发送", "仍按原定时间发送",
    ]  # fmt: skip
    await rig.press(county.coordinator, "于4月7日（周二）7:30发送")
    assert "定时发送" in rig.last(county.coordinator).text
    assert "4月7日（周二）7:30" in rig.last(county.coordinator).text
    await rig.to("2026-04-07 07:29")
    assert not rig.bot.chat(county.liaison)
    await rig.to("2026-04-07 07:31")
    assert TITLE in rig.last(county.liaison).text


@pytest.mark.slow
async def test_office_hours_are_one_tap(rig: Rig, county: County) -> None:
    await _set_for(rig, county, "4月2日 22:00")
    await rig.press(county.coordinator, "✓ 发送")
    assert "夜间（21:00至7:30）不发送。将于4月3日（周五）7:30发送" in rig.last(county.coordinator).text
    await rig.press(county.coordinator, "改于上班时间")
    await rig.to("2026-04-03 08:59")
    assert not rig.bot.chat(county.liaison)
    await rig.to("2026-04-03 09:01")
    assert TITLE in rig.last(county.liaison).text


@pytest.mark.slow
async def test_that_hour_anyway_is_urgent_and_wants_a_second_coordinator(rig: Rig, county: County) -> None:
    await _set_for(rig, county, "4月5日 10:00")
    await rig.press(county.coordinator, "✓ 发送")
    assert "须经另一名统筹人员审核" in rig.last(county.coordinator).text
    await rig.press(county.coordinator, "仍按原定时间发送")
    found = await newest(rig)
    assert (found.state, found.urgent) == (CircularState.AWAITING, True)
    await rig.press(county.coordinator2, "同意发送")
    assert "4月5日（周日）10:00" in rig.last(county.coordinator2).text
    assert HELD not in rig.last(county.coordinator2).text
    await rig.press(county.coordinator2, "确认同意发送")
    await rig.to("2026-04-05 10:01")
    assert TITLE in rig.last(county.liaison).text


@pytest.mark.slow
async def test_an_old_hour_button_does_nothing_to_what_was_sent(rig: Rig, county: County) -> None:
    await _set_for(rig, county, "4月5日 10:00")
    await rig.press(county.coordinator, "✓ 发送")
    shown = rig.last(county.coordinator)
    data = next(d for row in shown.buttons for label, d in row if label == "仍按原定时间发送")
    await rig.press(county.coordinator, "于4月7日")
    found = await newest(rig)
    for user in (county.coordinator, county.liaison, county.coordinator2):
        await rig.press_data(user, data, shown)
    assert (await newest(rig)).state is found.state
    assert not (await newest(rig)).urgent
    for forged in ("cc.hr:1:1", f"cc.hr:{found.id}:{found.version}:99999999999999:0", "cc.hr:x:y:z"):
        await rig.press_data(county.coordinator, forged, shown)
    assert (await newest(rig)).state is found.state


@pytest.mark.slow
@pytest.mark.begins("2026-04-03 20:30")
async def test_who_approves_at_night_is_told_when_it_goes_and_the_board_says_why_it_waits(
    rig: Rig, county: County
) -> None:
    await ready(rig, county.coordinator, absence="是", by="4月20日")
    await rig.press(county.coordinator, "提交审核")
    await rig.press(county.coordinator, "立即发送")
    await rig.press(county.coordinator, "✓ 发送")
    await rig.to("2026-04-03 22:00")
    await rig.press(county.coordinator2, "同意发送")
    assert "夜间（21:00至7:30）不发送。" + HELD in rig.last(county.coordinator2).text
    await rig.press(county.coordinator2, "确认同意发送")
    assert not rig.bot.chat(county.liaison)
    await rig.say(county.coordinator, "/circulars")
    await rig.press(county.coordinator, TITLE[:5])
    board = rig.last(county.coordinator).text
    assert "未发送的将于4月7日（周二）7:30发送" in board
    assert "县公安局 待发送1" in board
    assert "✓" not in board
    await rig.to("2026-04-07 08:00")
    assert TITLE in rig.last(county.liaison).text


@pytest.mark.slow
async def test_the_next_working_day_needs_no_second_question(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator, reply="无需回复")
    await rig.press(county.coordinator, "发送…")
    await rig.press(county.coordinator, "下一工作日")
    await rig.press(county.coordinator, "发送")
    assert "4月3日（周五）9:00" in rig.last(county.coordinator).text
    await rig.to("2026-04-03 09:01")
    await rig.say(county.coordinator, "/circulars")
    await rig.press(county.coordinator, TITLE[:5])
    assert "县公安局 ✓" in rig.last(county.coordinator).text


@pytest.mark.slow
async def test_a_term_that_passes_is_told_the_same_day_at_the_end_of_work(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator, by="4月8日 11:00")
    await send(rig, county.coordinator)
    for name in LIAISONS[2:]:
        await rig.press(getattr(county, name), "收到")
    await rig.to("2026-04-08 17:00")
    assert not [m for m in rig.bot.chat(county.coordinator) if "通知到期" in m.text]
    await rig.to("2026-04-08 17:40")
    [told] = [m for m in rig.bot.chat(county.coordinator) if "通知到期" in m.text]
    assert "应于4月8日（周三）11:00前签收" in told.text
    assert "县自然资源局" in told.text
    assert "县公安局" in told.text
    assert "县人社局" not in told.text
    assert told.labels == ["查看回执"]


@pytest.mark.slow
async def test_nobody_is_told_of_a_term_that_everybody_kept(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator)
    await send(rig, county.coordinator)
    for name in LIAISONS:
        await rig.press(getattr(county, name), "收到")
    await rig.to("2026-04-08 18:00")
    assert not [m for m in rig.bot.chat(county.coordinator) if "通知到期" in m.text]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("by", "before", "after"),
    [
        ("4月8日 23:59", "2026-04-09 07:25", "2026-04-09 07:40"),
        ("4月11日 12:00", "2026-04-13 07:25", "2026-04-13 07:40"),
    ],
)
async def test_a_term_that_passes_at_night_or_on_a_day_off_is_told_the_next_morning(
    rig: Rig, county: County, by: str, before: str, after: str
) -> None:
    await ready(rig, county.coordinator, by=by)
    await send(rig, county.coordinator)
    await rig.to(before)
    assert not [m for m in rig.bot.chat(county.coordinator) if "通知到期" in m.text]
    await rig.to(after)
    assert [m for m in rig.bot.chat(county.coordinator) if "通知到期" in m.text]


@pytest.mark.slow
@pytest.mark.begins("2026-04-03 22:00")
async def test_what_would_go_at_once_at_night_names_the_button_that_stands_there(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator, by="4月20日")
    await rig.press(county.coordinator, "发送…")
    await rig.press(county.coordinator, "立即发送")
    await rig.press(county.coordinator, "✓ 发送")
    asked = rig.last(county.coordinator)
    assert "如仍立即发送，即属紧急发送" in asked.text
    assert "仍立即发送" in asked.labels
