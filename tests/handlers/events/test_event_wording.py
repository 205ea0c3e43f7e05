"""What an event's messages say after its days, and what cancelling a change leaves."""

import re

import pytest

from bot.services.events import events
from tests.builders import County
from tests.events import act, at, event, guest, hold, tally
from tests.rig import Rig

START = "2026-12-14 09:00"


@pytest.mark.slow
@pytest.mark.begins("2026-12-08 09:00")
async def test_after_the_day_for_answers_nobody_is_asked_to_meet_it(rig: Rig, county: County) -> None:
    made = await hold(rig, county)
    await rig.to("2026-12-11 10:00")
    await act(rig, county.coordinator, lambda desk: events.nudge(desk, made.id or 0))
    asked = rig.last(county.leader)
    assert "答复期限（12月10日（周四）17:30）已过，请尽快答复。" in asked.text
    assert "请于12月10日" not in asked.text


@pytest.mark.slow
async def test_a_cancelled_change_leaves_what_can_be_changed(rig: Rig, county: County) -> None:
    await rig.say(county.coordinator, "/event")
    await hold(rig, county)
    await rig.say(county.coordinator, "/event")
    await rig.press(county.coordinator, "行政应诉实务培训")
    await rig.press(county.coordinator, "✎ 修改")
    choices = rig.last(county.coordinator)
    await rig.press(county.coordinator, "时间", choices)
    await rig.press(county.coordinator, "取消", rig.last(county.coordinator))
    assert "时间" in choices.labels
    await rig.press(county.coordinator, "时间", choices)
    await rig.say(county.coordinator, "12月16日14:30")
    await rig.press(county.coordinator, "✓")
    assert "12月16日（周三）14:30" in rig.last(county.coordinator).text


@pytest.mark.slow
async def test_the_preview_leaves_out_what_was_neither_asked_nor_given(rig: Rig, county: County) -> None:
    await rig.say(county.coordinator, "/event")
    await rig.press(county.coordinator, "新建活动")
    await rig.press(county.coordinator, "业务培训")
    for text in ("行政应诉实务培训", "12月15日9:30", "县政府三楼会议室"):
        await rig.say(county.coordinator, text)
    await rig.press(county.coordinator, "联络员")
    await rig.press(county.coordinator, "完成")
    await rig.press(county.coordinator, "全部")
    preview = rig.last(county.coordinator)
    assert "：—" not in preview.text.replace("</b>", "")
    assert len(preview.labels) == 3
    await rig.press(county.coordinator, "✎ 时长", preview)
    assert "活动时长多少" in preview.text


async def shown_code(rig: Rig, user: int) -> str:
    await rig.say(user, "/event")
    await rig.press(user, "行政应诉实务培训")
    await rig.press(user, "显示签到码")
    found = re.search(r"(\d{3}) (\d{3})", rig.last(user).text)
    assert found is not None
    return found[1] + found[2]


@pytest.mark.slow
async def test_who_signed_in_is_not_asked_whether_to_come(rig: Rig, county: County) -> None:
    await hold(rig, county)
    await rig.to("2026-12-15 09:10")
    code = await shown_code(rig, county.coordinator)
    await rig.say(county.leader, code)
    [invitation, *_] = [m for m in rig.bot.chat(county.leader) if "行政应诉实务培训" in m.text]
    assert "已签到" in invitation.text
    assert "答复" not in invitation.text


@pytest.mark.slow
async def test_who_was_not_invited_signs_in_by_the_code_that_is_shown(rig: Rig, county: County) -> None:
    made = await hold(rig, county)
    await rig.to("2026-12-15 09:10")
    code = await shown_code(rig, county.coordinator)
    await rig.say(county.handler, code)
    assert "签到成功" in rig.last(county.handler).text
    assert (await tally(rig, made.id)).here == 1
    await rig.say(county.legal, "000000" if code != "000000" else "000001")
    assert "签到" not in rig.last(county.legal).text


@pytest.mark.slow
@pytest.mark.begins("2026-12-10 09:00")
async def test_who_had_said_yes_is_asked_to_confirm(rig: Rig, county: County) -> None:
    made = await hold(rig, county)
    await rig.press(county.leader, "我参加")
    moved = {"starts_at": at("2026-12-16 09:30")}
    await act(rig, county.coordinator, lambda desk: events.change(desk, made.id or 0, made.version, moved))
    await rig.to("2026-12-11 10:00")
    asked = [m for m in rig.bot.chat(county.leader) if "请确认您是否仍能参加" in m.text]
    assert asked
    assert all("尚未答复" not in m.text for m in asked)


@pytest.mark.slow
async def test_what_the_organiser_cancels_is_not_said_to_have_gone_with_the_hearing(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, "/hearing （2026）鲁0831行初12号 12月15日上午9:30 县法院第二审判庭")
    await rig.press(county.liaison, "✓")
    await rig.say(county.coordinator, "/event")
    await rig.press(county.coordinator, "新建活动")
    await rig.press(county.coordinator, "庭审观摩")
    await rig.press(county.coordinator, "行初12号 县自然资源局")
    await rig.say(county.coordinator, "庭审观摩活动")
    await rig.press(county.coordinator, "联络员")
    await rig.press(county.coordinator, "完成")
    await rig.press(county.coordinator, "全部")
    await rig.press(county.coordinator, "发出邀请")
    card = rig.last(county.coordinator)
    await rig.press(county.liaison, "开庭有变")
    await rig.press(county.liaison, "改期或改地点")
    await rig.say(county.liaison, "12月17日下午2:30")
    await rig.press(county.liaison, "✓")
    told = rig.last(county.coordinator)
    assert "12月17日（周四）14:30" in told.text
    await rig.press(county.coordinator, "取消活动", card)
    await rig.say(county.coordinator, "改为线上学习")
    await rig.press(county.coordinator, "取消并告知")
    [hearing] = await rig.press(county.coordinator, "逐项办理", told)
    await rig.press(county.coordinator, "下一项", hearing)
    called_off = rig.bot.find(county.coordinator, hearing.message_id)
    assert "已取消：改为线上学习" in called_off.text
    assert "随开庭" not in called_off.text


@pytest.mark.slow
async def test_changing_one_number_of_seats_keeps_the_other(rig: Rig, county: County) -> None:
    made = await hold(rig, county, quota=100, agency_quota=3)
    await rig.say(county.coordinator, "/event")
    await rig.press(county.coordinator, "行政应诉实务培训")
    await rig.press(county.coordinator, "✎ 修改")
    await rig.press(county.coordinator, "名额", rig.last(county.coordinator))
    await rig.press(county.coordinator, "✎ 每单位名额", rig.last(county.coordinator))
    await rig.say(county.coordinator, "5")
    await rig.press(county.coordinator, "✓")
    now = await event(rig, made.id)
    assert (now.quota, now.agency_quota) == (100, 5)


@pytest.mark.slow
async def test_records_and_ratings_are_asked_of_those_who_may_give_them(rig: Rig, county: County) -> None:
    made = await hold(rig, county)
    other = (await guest(rig, made.id, county.leader)).id
    [shown] = await rig.say(county.town_liaison, "/menu")
    before = len(rig.bot.messages)
    for data in (f"si.rec:{made.id}", f"si.rate:{other}"):
        await rig.press_data(county.town_liaison, data, shown)
        assert "无权查看" in rig.toast()
    await rig.press_data(county.coordinator, f"si.rec:{made.id}", shown)
    assert len(rig.bot.messages) == before


@pytest.mark.slow
async def test_photos_are_added_without_writing_the_summary_again(rig: Rig, county: County) -> None:
    await hold(rig, county)
    await rig.to("2026-12-16 10:00")
    await rig.press(county.coordinator, "小结与照片")
    await rig.say(county.coordinator, "培训顺利")
    await rig.press(county.coordinator, "完成")
    await rig.press(county.coordinator, "✓")
    await rig.press(county.coordinator, "小结与照片")
    assert "照片" in rig.last(county.coordinator).text
    await rig.press(county.coordinator, "完成", rig.last(county.coordinator))
    assert "培训顺利" in rig.last(county.coordinator).text
