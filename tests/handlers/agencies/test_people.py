"""/people in chat."""

from datetime import date

import pytest

from bot.domain.hall.terms import Role
from bot.services.agencies import staffing
from bot.services.hall.desk import Desk
from tests import builders
from tests.builders import County
from tests.rig import Rig


async def _open(rig: Rig, user: int, *labels: str) -> None:
    await rig.say(user, "/people")
    for label in labels:
        await rig.press(user, label)


@pytest.mark.slow
async def test_a_coordinator_chooses_an_agency_and_sees_numbers_and_who_is_missing(rig: Rig, county: County) -> None:
    await _open(rig, county.coordinator, "县公安局")
    text = rig.last(county.coordinator).text
    assert "马超" in text
    assert "13900001301" in text
    await _open(rig, county.coordinator, "县人社局")
    assert "石磊" in rig.last(county.coordinator).text
    assert "未登记" in rig.last(county.coordinator).text


@pytest.mark.slow
async def test_the_agencies_are_turned_page_by_page(rig: Rig, county: County) -> None:
    await _open(rig, county.coordinator)
    assert "县法院" not in rig.last(county.coordinator).labels
    await rig.press(county.coordinator, "›")
    await rig.press(county.coordinator, "县法院")
    assert "沈洁" in rig.last(county.coordinator).text


@pytest.mark.slow
async def test_words_behind_the_command_find_people_and_agencies_with_numbers(rig: Rig, county: County) -> None:
    [found] = await rig.say(county.coordinator, "/people 马超")
    assert "13900001301" in found.text
    await rig.press(county.coordinator, "马超", found)
    assert "法制大队大队长" in found.text
    [agency] = await rig.say(county.coordinator, "/people 县人社")
    assert "13900001501" in agency.text
    [nothing] = await rig.say(county.liaison, "/people 马超<b>")
    assert "马超&lt;b&gt;" in nothing.text
    [foreign] = await rig.say(county.liaison, "/people 马超")
    assert "13900001301" not in foreign.text


async def test_a_liaison_may_look_but_not_change(rig: Rig, county: County) -> None:
    await _open(rig, county.liaison, "县自然资源局", "张明")
    card = rig.last(county.liaison)
    assert "执法监察、行政审批" in card.text
    assert card.labels == []


@pytest.mark.slow
async def test_a_person_is_added_corrected_and_given_another_post(rig: Rig, county: County) -> None:
    user = county.coordinator
    await _open(rig, user, "县公安局", "添加人员")
    for text in ("郑 重", "138-0000-2222"):
        await rig.say(user, text)
    for text in ("负责人", "副局长", "户籍管理"):
        await rig.say(user, text)
    await rig.press(user, "添加")
    card = rig.last(user)
    assert "郑重" in card.text
    assert "13800002222" in card.text
    assert "户籍管理" in card.text
    await rig.press(user, "✎ 姓名、电话")
    await rig.press(user, "✎ 电话")
    await rig.say(user, "110")
    assert "电话" in rig.last(user).text
    await rig.say(user, "13800003333")
    await rig.press(user, "确认")
    assert "13800003333" in rig.last(user).text
    await rig.press(user, "新增任职")
    await rig.say(user, "县司法局")
    await rig.press(user, "法制人员")
    await rig.press(user, "跳过")
    await rig.press(user, "确认任职")
    assert "县司法局" in rig.last(user).text
    await rig.press(user, "✎ 职务 · 县公安局")
    await rig.press(user, "✎ 职务", rig.last(user))
    await rig.say(user, "政委")
    await rig.press(user, "确认")
    assert "政委" in rig.last(user).text


@pytest.mark.slow
async def test_an_appointment_ends_on_a_date_and_the_vacancy_is_announced(rig: Rig, county: County) -> None:
    user = county.coordinator
    await _open(rig, user, "县公安局", "宋雨", "结束任职")
    await rig.say(user, "2月30日")
    assert "2月30日" in rig.last(user).text
    await rig.press(user, "今天")
    await rig.press(user, "确认结束")
    assert "马超" in rig.last(user).text
    assert "移交" in rig.last(county.police_liaison).text
    assert not rig.bot.chat(county.police_principal)
    await _open(rig, user, "县公安局", "马超", "结束任职", "昨天", "确认结束")
    assert "4月3日" in rig.with_button(user, "邀请联络员").text
    assert "空缺" in rig.last(county.police_principal).text
    [refused] = await rig.say(county.police_liaison, "/people")
    assert "权限" in refused.text


@pytest.mark.slow
async def test_open_work_is_handed_over_in_one_step(rig: Rig, county: County) -> None:
    user = county.coordinator
    await _open(rig, user, "县自然资源局", "王芳", "移交", "何伟", "移交")
    assert "何伟" in rig.last(user).text
    assert "王芳" in rig.last(county.handler).text


@pytest.mark.slow
async def test_an_entry_changed_by_somebody_else_is_not_overwritten(rig: Rig, county: County) -> None:
    user = county.coordinator
    await _open(rig, user, "县公安局", "马超", "✎ 姓名、电话", "✎ 姓名")
    await rig.say(user, "马朝")
    person = county.ids[county.police_liaison]
    await rig.work(lambda d: staffing.correct(d, person, 1, name="马潮", phone="13900001301"))
    await rig.press(user, "确认")
    assert "失效" in rig.toast()
    assert (await builders.person(rig, county.police_liaison)).name == "马潮"


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["=cmd|' /C calc'!A0", "<script>", "张明" * 30, "\u202e明张", "🙂", "1", "张\x00明局长", "&lt;b&gt;"]
)
async def test_strange_names_are_refused_or_made_harmless(rig: Rig, county: County, name: str) -> None:
    user = county.coordinator
    await _open(rig, user, "县公安局", "添加人员")
    [answer] = await rig.say(user, name)
    assert "<script>" not in answer.text
    assert "\u202e" not in answer.text
    assert "\x00" not in answer.text
    await rig.say(user, "/cancel")


@pytest.mark.slow
async def test_a_registered_person_who_is_given_an_office_is_told_once_and_gets_keys_and_card(
    rig: Rig, county: County
) -> None:
    def both(desk: Desk) -> None:
        staffing.appoint(desk, county.ids[county.handler], county.resources, Role.DEPUTY_LIAISON)
        staffing.appoint(desk, county.ids[county.handler], county.station, Role.LIAISON)

    await rig.work(both)
    await rig.to("2026-04-02 09:01")
    [told] = rig.bot.chat(county.handler)
    assert "县自然资源局：副联络员" in told.text
    assert "泉林资源所：联络员" in told.text
    keys, home, card = await rig.press(county.handler, "查看可用功能", told)
    assert "登记开庭" in home.labels
    assert any("收到文书" in row for row in keys.keyboard)
    assert "【待办】" in card.text


@pytest.mark.slow
async def test_an_office_that_begins_later_is_told_on_its_first_day_if_it_still_stands(
    rig: Rig, county: County
) -> None:
    later = date(2026, 4, 8)
    held = await rig.work(
        lambda d: staffing.appoint(d, county.ids[county.handler], county.police, Role.LIAISON, from_date=later)
    )
    await rig.to("2026-04-08 08:00")
    assert rig.bot.chat(county.handler) == []
    await rig.to("2026-04-08 10:00")
    [told] = rig.bot.chat(county.handler)
    assert "县公安局：联络员" in told.text
    assert held.from_date == later
