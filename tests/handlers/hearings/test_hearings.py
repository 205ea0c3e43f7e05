"""Hearings in chat: entered in one line, by the form or from a summons; who sees them; the same hearing twice."""

import pytest

from bot.domain.hall.terms import HearingStatus
from bot.services.cases import cases
from tests.builders import County
from tests.handlers.hearings.steps import LINE, NUMBER, appearances, confirmed, entered, hearings
from tests.rig import Rig

START = "2026-12-01 10:00"


@pytest.mark.slow
async def test_one_line_is_previewed_with_its_weekday_and_counts_only_when_confirmed(rig: Rig, county: County) -> None:
    [preview] = await rig.say(county.liaison, LINE)
    assert "2026年12月15日（周二）9:30" in preview.text
    assert "县自然资源局" in preview.text
    assert await hearings(rig) == []
    await rig.press(county.liaison, "确认")
    assert [h.place for h in await hearings(rig)] == ["县法院第二审判庭"]
    assert "尚未确定出庭负责人" in rig.last(county.liaison).text
    assert "指定出庭负责人" in rig.last(county.deputy).labels, "the other liaison has the card too"
    assert rig.bot.chat(county.leader) == [], "nobody is asked before somebody is named"


@pytest.mark.slow
async def test_who_is_said_to_appear_and_is_no_leader_is_named_as_not_taken(rig: Rig, county: County) -> None:
    [preview] = await rig.say(county.liaison, f"{NUMBER} 12月15日上午9:30在县法院第二审判庭开庭，何伟出庭")
    assert "未采用：何伟出庭" in preview.text
    [plain] = await rig.say(county.liaison, f"{NUMBER} 12月15日上午9:30在县法院第二审判庭开庭，请准时出庭")
    assert "未采用" not in plain.text


@pytest.mark.slow
async def test_the_form_asks_for_what_is_missing_and_a_field_can_be_corrected(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, "/hearing")
    await rig.say(county.liaison, "(2026) 鲁0831 行初 7号")
    await rig.say(county.liaison, "12月16日下午2点半")
    await rig.press(county.liaison, "跳过")
    await rig.press(county.liaison, "✎ 时间")
    await rig.say(county.liaison, "12月17日上午9点")
    await rig.press(county.liaison, "确认")
    [hearing] = await hearings(rig)
    assert hearing.starts_at.isoformat() == "2026-12-17T01:00:00+00:00"


@pytest.mark.slow
@pytest.mark.parametrize(
    "when",
    ["25点", "2月30日上午9点", "12月15日3点", "下周", "<b>明天</b>", "\x00" * 30, "啊" * 3000],
)
async def test_what_is_ambiguous_or_impossible_is_refused_with_a_sentence(rig: Rig, county: County, when: str) -> None:
    await rig.say(county.liaison, f"/hearing {NUMBER}")
    answers = await rig.say(county.liaison, when)
    assert await hearings(rig) == []
    assert len(answers) == 1, "one sentence"
    [again] = await rig.say(county.liaison, "12月15日上午9:30")
    assert "在哪里开庭" in again.text, "the form goes on"


@pytest.mark.slow
async def test_a_pasted_summons_becomes_a_preview(rig: Rig, county: County) -> None:
    text = (
        "泗水县人民法院\n传票\n案号：（2026）鲁0831行初33号\n案由：行政处罚\n被传唤人：泗水县自然资源和规划局\n"
        "传唤事由：开庭\n应到时间：2026年12月22日9时30分\n应到处所：本院第三审判庭"
    )
    [preview] = await rig.say(county.coordinator, text)
    assert "（2026）鲁0831行初33号" in preview.text
    assert "2026年12月22日（周二）9:30" in preview.text
    assert "县自然资源局" in preview.text
    await rig.press(county.coordinator, "确认")
    assert "第三审判庭" in rig.last(county.liaison).text, "the agency's liaison has the card"
    [hearing] = await hearings(rig)
    assert hearing.place.startswith("泗水县人民法院")


@pytest.mark.slow
async def test_a_coordinator_is_asked_which_agency(rig: Rig, county: County) -> None:
    [asked] = await rig.say(county.coordinator, LINE)
    assert "被诉行政机关" in asked.text
    await rig.press(county.coordinator, "县公安局")
    await rig.press(county.coordinator, "完成")
    await rig.press(county.coordinator, "确认")
    assert "县公安局" in rig.last(county.police_liaison).text
    assert rig.bot.chat(county.liaison) == [], "another agency's liaison hears nothing"


@pytest.mark.slow
async def test_two_agencies_in_one_case_each_get_their_own_appearance(rig: Rig, county: County) -> None:
    await rig.say(county.coordinator, LINE)
    await rig.press(county.coordinator, "县公安局")
    await rig.press(county.coordinator, "县自然资源局")
    await rig.press(county.coordinator, "完成")
    await rig.press(county.coordinator, "确认")
    assert {a.agency_id for a in await appearances(rig)} == {county.police, county.resources}
    assert "县自然资源局 ›" in rig.last(county.coordinator).labels
    police = rig.last(county.police_liaison)
    assert "另涉及：县自然资源局" in police.text, "of the other agency only the name"
    assert "指定出庭负责人" in police.labels


@pytest.mark.slow
async def test_a_liaison_of_another_agency_can_neither_enter_nor_look(rig: Rig, county: County) -> None:
    hearing = await entered(rig, county)
    card = rig.last(county.liaison)
    before = len(rig.bot.messages)
    await rig.press_data(county.police_liaison, f"hr:{hearing.id}:{county.resources}", card)
    assert "无权查看" in rig.toast()
    assert len(rig.bot.messages) == before
    [listed] = await rig.say(county.police_liaison, "/hearings")
    assert NUMBER not in listed.text
    await rig.press_data(county.police_liaison, f"hr.off:{hearing.id}:1:cancelled", card)
    assert (await hearings(rig))[0].status is HearingStatus.SCHEDULED


@pytest.mark.slow
async def test_a_leader_sees_only_the_hearings_he_is_named_for(rig: Rig, county: County) -> None:
    await confirmed(rig, county)
    [mine] = await rig.say(county.leader, "/hearings")
    assert NUMBER in mine.text
    [other] = await rig.say(county.leader2, "/hearings")
    assert NUMBER not in other.text


@pytest.mark.slow
async def test_the_same_entry_twice_is_joined_and_never_doubled(rig: Rig, county: County) -> None:
    await entered(rig, county)
    await entered(rig, county)
    assert len(await hearings(rig)) == 1
    assert "未重复登记" in rig.last(county.liaison).text


@pytest.mark.slow
async def test_another_time_for_the_same_case_asks_moved_another_or_the_same(rig: Rig, county: County) -> None:
    first = await confirmed(rig, county)
    await rig.say(county.liaison, f"/hearing {NUMBER} 12月18日上午9:30 县法院第二审判庭")
    await rig.press(county.liaison, "确认")
    asked = rig.last(county.liaison)
    assert "本案已有开庭安排" in asked.text
    await rig.press(county.liaison, "改期至此")
    await rig.press(county.liaison, "确认")
    [moved] = await hearings(rig)
    assert moved.id == first.id
    assert moved.sequence == 1
    assert moved.moved_from == first.starts_at


@pytest.mark.slow
async def test_another_hearing_of_the_case_stands_beside_the_first(rig: Rig, county: County) -> None:
    await entered(rig, county)
    await rig.say(county.liaison, f"/hearing {NUMBER} 12月18日上午9:30 县法院第二审判庭")
    await rig.press(county.liaison, "确认")
    await rig.press(county.liaison, "另一次开庭")
    await rig.press(county.liaison, "确认")
    assert len(await hearings(rig)) == 2


@pytest.mark.slow
async def test_the_same_twice_records_nothing(rig: Rig, county: County) -> None:
    first = await entered(rig, county)
    await rig.say(county.liaison, f"/hearing {NUMBER} 12月18日上午9:30 县法院第二审判庭")
    await rig.press(county.liaison, "确认")
    await rig.press(county.liaison, "，不重复登记")
    await rig.press(county.liaison, "确认")
    assert [h.starts_at for h in await hearings(rig)] == [first.starts_at]


@pytest.mark.slow
async def test_a_hostile_name_stays_text(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, f"/hearing {NUMBER} 12月15日上午9:30")
    await rig.press(county.liaison, "✎ 地点")
    await rig.say(county.liaison, "<a href='x'>庭</a>")
    await rig.press(county.liaison, "确认")
    assert "<a href" not in rig.last(county.liaison).text
    assert "&lt;a href" in rig.last(county.liaison).text


@pytest.mark.slow
async def test_the_case_card_starts_the_form_with_its_number(rig: Rig, county: County) -> None:
    case = await rig.work(lambda desk: cases.open_case(desk, NUMBER, agency_id=county.resources))
    await rig.say(county.liaison, f"/case {NUMBER}")
    await rig.press_data(county.liaison, f"hr.new:{case.id}", rig.last(county.liaison))
    assert "何时开庭" in rig.last(county.liaison).text


@pytest.mark.slow
async def test_the_day_of_a_summons_is_not_asked_for_twice(rig: Rig, county: County) -> None:
    """START is 1 December: what the line says of the receipt is kept for the paper."""
    await rig.say(county.liaison, f"{NUMBER} 传票 今天收到 12月15日9:30 县法院第二审判庭")
    assert "未采用" not in rig.last(county.liaison).text
    await rig.press(county.liaison, "确认")
    assert "12月1日（周二）" in rig.last(county.liaison).text
    await rig.press(county.liaison, "登记该文书")
    assert "哪一天" not in rig.last(county.liaison).text
    await rig.press(county.liaison, "直接送达")
    assert "收到日期：12月1日（周二）" in rig.last(county.liaison).text.replace("</b>", "").replace("<b>", "")


@pytest.mark.slow
async def test_a_pasted_summons_is_asked_for_as_a_paper_too(rig: Rig, county: County) -> None:
    await rig.say(
        county.liaison,
        "传票 案号：（2026）鲁0831行初12号 应到时间：2026年12月15日上午9时30分 应到处所：县法院第二审判庭",
    )
    await rig.press(county.liaison, "确认")
    await rig.press(county.liaison, "登记该文书")
    asked = rig.last(county.liaison)
    assert "收到" in asked.text
    await rig.press(county.liaison, "今天")
    await rig.press(county.liaison, "直接送达")
    await rig.press(county.liaison, "✓ 登记")
    assert "12月3日（周四）" in rig.last(county.liaison).text
    await rig.behind(county.liaison, "① 更正", rig.last(county.liaison))
    assert "传票" in rig.last(county.liaison).text
