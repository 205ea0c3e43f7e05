"""/invite and what happens when the link is opened."""

import re

import pytest

from bot.domain.hall.terms import Role
from bot.services.agencies import invitations, staffing
from tests import builders
from tests.builders import County
from tests.rig import Rig

NEW = 5001


def _code(text: str) -> str:
    found = re.search(r"<code>(\w+)</code>", text)
    assert found is not None
    return found[1]


async def _invite(rig: Rig, user: int, line: str, *answers: str) -> str:
    """Answer the form: texts that begin with * are typed, others pressed. Returns the message with the link."""
    await rig.say(user, line)
    for answer in answers:
        if answer.startswith("*"):
            await rig.say(user, answer[1:])
        else:
            await rig.press(user, answer)
    return rig.last(user).text


@pytest.mark.slow
async def test_agency_and_role_in_one_line_then_name_and_number(rig: Rig, county: County) -> None:
    text = await _invite(
        rig, county.coordinator, "/invite 县公安局 承办人", "*周杰", "*138 0000 1111", "*科员", "生成邀请"
    )
    assert "周杰" in text
    assert f"https://t.me/chuting_bot?start={_code(text)}" in text
    copies = rig.last(county.coordinator)
    assert {"复制链接", "复制邀请码"} <= set(copies.labels)
    [shown] = await rig.say(NEW, f"/start {_code(text)}")
    assert "周杰" in shown.text
    assert "县公安局" in shown.text
    assert "科员" in shown.text
    await rig.press(NEW, "确认本人")
    person = await builders.person(rig, NEW)
    assert (person.name, person.phone) == ("周杰", "13800001111")


@pytest.mark.slow
async def test_without_a_name_whoever_opens_the_link_gets_the_role(rig: Rig, county: County) -> None:
    text = await _invite(rig, county.coordinator, "/invite", "*县公安局", "承办人", "跳过", "生成邀请")
    await rig.say(NEW, _code(text), name="小周")
    await rig.press(NEW, "确认本人")
    [me] = await rig.say(NEW, "/me")
    assert "县公安局" in me.text
    assert "承办人" in me.text


@pytest.mark.slow
async def test_people_entered_but_not_registered_are_offered_first(rig: Rig, county: County) -> None:
    await rig.say(county.coordinator, "/invite 县人社局")
    await rig.press(county.coordinator, "石磊")
    text = rig.last(county.coordinator).text
    assert "石磊" in text
    await rig.say(NEW, _code(text))
    await rig.press(NEW, "确认本人")
    assert (await builders.person(rig, NEW)).id == county.offline_leader


@pytest.mark.slow
async def test_an_observer_needs_a_name_and_an_end(rig: Rig, county: County) -> None:
    await _invite(rig, county.admin, "/invite 县政府 观察员", "跳过", "*2026年6月30日")
    preview = rig.last(county.admin)
    assert "观察员须填写姓名" in preview.text
    assert not any("生成邀请" in label for label in preview.labels)
    await rig.press(county.admin, "✎ 姓名")
    for answer in ("*任新", "跳过", "跳过"):
        if answer.startswith("*"):
            await rig.say(county.admin, answer[1:])
        elif any("跳过" in label for label in rig.last(county.admin).labels):
            await rig.press(county.admin, answer)
    await rig.press(county.admin, "生成邀请")
    await rig.say(NEW, _code(rig.last(county.admin).text))
    await rig.press(NEW, "确认本人")
    [held] = await builders.appointments(rig, (await builders.person(rig, NEW)).id or 0)
    assert str(held.to_date) == "2026-06-30"


@pytest.mark.slow
async def test_open_invitations_are_listed_taken_back_and_extended(rig: Rig, county: County) -> None:
    for _ in range(10):
        await rig.work(lambda d: invitations.for_role(d, county.police, Role.ENFORCEMENT_STAFF))
    await rig.say(county.coordinator, "/invite 县人社局")
    await rig.press(county.coordinator, "石磊")
    await rig.press(county.coordinator, "全部邀请")
    shown = rig.last(county.coordinator)
    assert "第1页/共2页" in shown.text
    assert "石磊" in shown.text
    await rig.press(county.coordinator, "✕ 石磊")
    assert "撤回" in rig.last(county.coordinator).text
    await rig.to("2026-04-12 09:00")
    await rig.press_data(county.coordinator, "iv.out:1", shown)
    assert "已过期" in shown.text
    await rig.press(county.coordinator, "全部延期（10）", shown)
    assert "10份" in shown.text


@pytest.mark.slow
async def test_what_is_wrong_reaches_the_inviter_who_corrects_it_and_the_same_link_goes_on(
    rig: Rig, county: County
) -> None:
    text = await _invite(rig, county.coordinator, "/invite 县公安局 承办人", "*周结", "跳过", "跳过", "生成邀请")
    code = _code(text)
    await rig.say(NEW, f"/start {code}")
    await rig.press(NEW, "有误")
    await rig.press(NEW, "姓名有误")
    [thanks] = await rig.say(NEW, "我叫<b>周杰</b>")
    assert "感谢" in thanks.text
    told = rig.last(county.coordinator)
    assert "周结" in told.text
    assert "我叫&lt;b&gt;周杰" in told.text
    await rig.press(county.coordinator, "更正信息")
    await rig.press(county.coordinator, "✎ 姓名、电话")
    await rig.press(county.coordinator, "✎ 姓名", rig.last(county.coordinator))
    await rig.say(county.coordinator, "周杰")
    await rig.press(county.coordinator, "确认")
    assert "已核对" in rig.last(NEW).text
    [shown] = await rig.say(NEW, f"/start {code}")
    assert "周杰" in shown.text
    await rig.press(NEW, "确认本人")
    assert (await builders.person(rig, NEW)).name == "周杰"


@pytest.mark.slow
async def test_a_link_that_reached_the_wrong_person_is_taken_back_at_once(rig: Rig, county: County) -> None:
    text = await _invite(rig, county.coordinator, "/invite 县公安局 承办人", "*周杰", "跳过", "跳过", "生成邀请")
    await rig.say(NEW, _code(text))
    await rig.press(NEW, "有误")
    await rig.press(NEW, "不是本人")
    assert "撤回" in rig.last(county.coordinator).text
    [refused] = await rig.say(5002, _code(text))
    assert "撤回" in refused.text


@pytest.mark.slow
async def test_a_stranger_s_other_texts_stay_a_stranger_s(rig: Rig, county: County) -> None:
    text = await _invite(rig, county.coordinator, "/invite 县公安局 承办人", "*周杰", "跳过", "跳过", "生成邀请")
    await rig.say(NEW, _code(text))
    await rig.press(NEW, "有误")
    await rig.press(NEW, "电话有误")
    await rig.say(NEW, "号码不对")
    before = len(rig.bot.chat(county.coordinator))
    [answer] = await rig.say(NEW, "再说一句")
    assert "12348" in answer.text
    assert len(rig.bot.chat(county.coordinator)) == before


@pytest.mark.slow
async def test_pressing_confirm_twice_registers_once_and_says_so(rig: Rig, county: County) -> None:
    fresh = await rig.work(lambda d: invitations.for_person(d, county.offline_leader))
    [shown] = await rig.say(NEW, fresh.code)
    await rig.press(NEW, "确认本人", shown)
    await rig.press_data(NEW, f"claim:{fresh.code}", shown)
    assert "已被使用" in rig.toast()
    await rig.press_data(5002, f"claim:{fresh.code}", shown)
    assert len(await builders.appointments(rig, county.offline_leader)) == 1


async def test_an_invitation_names_all_roles_of_the_person(rig: Rig, county: County) -> None:
    await rig.work(lambda d: staffing.appoint(d, county.offline_leader, county.labour, Role.LIAISON))
    await rig.work(lambda d: staffing.appoint(d, county.offline_leader, county.police, Role.LEGAL_STAFF))
    await rig.say(county.coordinator, "/invite 县人社局")
    await rig.press(county.coordinator, "石磊")
    assert "县人社局 · 负责人、联络员、县公安局法制人员" in rig.last(county.coordinator).text


async def test_start_brings_the_keys_to_whom_they_serve(rig: Rig, county: County) -> None:
    shown, *_ = await rig.say(county.liaison, "/start")
    assert any("收到文书" in row for row in shown.keyboard)
    [shown] = await rig.say(county.leader, "/start")
    assert shown.keyboard == []
