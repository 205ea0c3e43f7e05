"""Nobody takes the place of a leader who has said yes with one tap: the second says what it does and whom it tells."""

import pytest

from bot.domain.hall.terms import AppearanceState, Role
from bot.services.agencies import leaving
from tests import builders
from tests.builders import County
from tests.handlers.hearings.appearance_steps import asked, one
from tests.rig import Rig

START = "2026-12-01 10:00"


@pytest.fixture
async def place(rig: Rig, county: County) -> County:
    """张明 has confirmed."""
    await asked(rig, county)
    await rig.press(county.leader, "我出庭")
    return county


async def take_over(rig: Rig, place: County) -> None:
    row = await one(rig)
    await rig.say(place.principal, "/hearings")
    await rig.press_data(place.principal, f"ap.self:{row.id}:{row.version}", rig.last(place.principal))


async def test_the_principal_takes_over_with_a_second_tap(rig: Rig, place: County) -> None:
    messages = len(rig.bot.messages)
    await take_over(rig, place)
    sure = rig.last(place.principal)
    assert "张明副局长已确认出庭，将改由您出庭" in sure.text
    assert "12月15日（周二）9:30" in sure.text
    assert "即时告知：张明" in sure.text
    assert sure.labels == ["确认由我出庭", "‹ 返回"]
    assert (await one(rig)).leader_name == "张明"
    assert not any("无须" in m.text for m in rig.bot.messages[messages:]), "nobody is told yet"
    await rig.press(place.principal, "确认由我出庭")
    row = await one(rig)
    assert (row.leader_name, row.state) == ("李建国", AppearanceState.CONFIRMED)
    assert "无须再出庭" in rig.last(place.leader).text


async def test_going_back_changes_nothing(rig: Rig, place: County) -> None:
    await take_over(rig, place)
    await rig.press(place.principal, "返回")
    row = await one(rig)
    assert (row.leader_name, row.state) == ("张明", AppearanceState.CONFIRMED)
    assert "张明" in rig.last(place.principal).text


async def test_a_liaison_officer_s_pick_wants_a_second_tap(rig: Rig, place: County) -> None:
    await rig.press(place.liaison, "变更出庭人员")
    await rig.press(place.liaison, "赵敏")
    sure = rig.last(place.liaison)
    assert "张明副局长已确认出庭，将改由赵敏副局长出庭" in sure.text
    assert "即时告知：张明、赵敏" in sure.text
    assert (await one(rig)).leader_name == "张明"
    await rig.press(place.liaison, "确认改为赵敏")
    assert (await one(rig)).leader_name == "赵敏"
    assert "我出庭" in rig.last(place.leader2).labels


async def test_a_leader_who_confirmed_and_sends_a_colleague_confirms_it_too(rig: Rig, place: County) -> None:
    row = await one(rig)
    them = place.ids[place.leader2]
    shown = rig.with_button(place.leader, "更改答复")
    await rig.press_data(place.leader, f"ap.subp:{row.id}:{row.version}:{them}", shown)
    assert (await one(rig)).leader_name == "张明"
    await rig.press(place.leader, "确认改为赵敏")
    assert (await one(rig)).leader_name == "赵敏"


async def test_a_second_tap_that_is_overtaken_is_answered_and_does_nothing(rig: Rig, place: County) -> None:
    await take_over(rig, place)
    sure = rig.last(place.principal)
    await rig.press(place.leader, "更改答复")
    await rig.press(place.leader, "收回答复")
    await rig.press(place.principal, "确认由我出庭", sure)
    assert "已失效" in rig.toast()
    row = await one(rig)
    assert (row.leader_name, row.state) == ("张明", AppearanceState.ASKED)


async def test_rights_are_asked_again_with_the_second_tap(rig: Rig, place: County) -> None:
    await take_over(rig, place)
    sure = rig.last(place.principal)
    posts = await builders.appointments(rig, place.ids[place.principal])
    [post] = [held for held in posts if held.role is Role.PRINCIPAL]
    await rig.work(lambda desk: leaving.end(desk, post.id or 0, post.version, desk.today))
    await rig.to("2026-12-02 10:00")
    await rig.press(place.principal, "确认由我出庭", sure)
    assert "无权查看" in rig.toast() or "没有此项操作" in rig.toast()
    assert (await one(rig)).leader_name == "张明"
    row = await one(rig)
    for other in (place.police_principal, place.observer, place.court_contact):
        [menu] = await rig.say(other, "/menu")
        await rig.press_data(other, f"ap.self:{row.id}:{row.version}:1", menu)
        assert rig.toast(), other
        assert (await one(rig)).leader_name == "张明", other


async def test_who_has_not_answered_yet_is_replaced_at_once(rig: Rig, county: County) -> None:
    await asked(rig, county)
    await take_over(rig, county)
    row = await one(rig)
    assert (row.leader_name, row.state) == ("李建国", AppearanceState.CONFIRMED)


async def test_in_english_too(rig: Rig, place: County) -> None:
    await rig.say(place.principal, "/language")
    await rig.press(place.principal, "English")
    await take_over(rig, place)
    assert "张明 (deputy director) has confirmed. Now you would appear instead." in rig.last(place.principal).text
    assert rig.last(place.principal).labels == ["I appear instead", "‹ Go back"]


async def test_a_name_that_is_typed_in_says_first_whom_it_replaces(rig: Rig, place: County) -> None:
    await rig.press(place.liaison, "变更出庭人员")
    await rig.press(place.liaison, "手动填写")
    assert "张明副局长已确认出庭，将改由其他负责人出庭" in rig.last(place.liaison).text
    await rig.say(place.liaison, "钱进")
    await rig.say(place.liaison, "副局长")
    preview = rig.last(place.liaison)
    assert "张明副局长已确认出庭，将改由钱进出庭" in preview.text
    assert "即时告知：张明" in preview.text
    assert (await one(rig)).leader_name == "张明"
    await rig.press(place.liaison, "确认", preview)
    assert (await one(rig)).leader_name == "钱进"
