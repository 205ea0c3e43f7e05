"""Hearings in chat: entered, confirmed from lists, moved, called off; as everybody concerned sees it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.domain.terms import AppearanceState, HearingStatus
from bot.services import cases
from bot.store.tables import Appearance, Draft, Hearing, OutboxRow
from tests.builders import County, county
from tests.rig import Rig, open_rig

NUMBER = "（2026）鲁0831行初12号"
LINE = f"/hearing {NUMBER} 12月15日上午9:30 县法院第二审判庭"


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with open_rig(tmp_path, start="2026-12-01 10:00") as opened:
        yield opened


@pytest.fixture
async def place(rig: Rig) -> County:
    return await county(rig)


async def hearings(rig: Rig) -> list[Hearing]:
    return list(await rig.database.read(lambda s: s.exec(select(Hearing).order_by(col(Hearing.id))).all()))


async def appearances(rig: Rig) -> list[Appearance]:
    return list(await rig.database.read(lambda s: s.exec(select(Appearance).order_by(col(Appearance.id))).all()))


async def entered(rig: Rig, place: County, line: str = LINE) -> Hearing:
    await rig.say(place.liaison, line)
    await rig.press(place.liaison, "确认")
    return (await hearings(rig))[-1]


async def confirmed(rig: Rig, place: County) -> Hearing:
    """Entered, 张明 named and confirmed."""
    hearing = await entered(rig, place)
    await rig.press(place.liaison, "指定出庭负责人")
    await rig.press(place.liaison, "张明")
    await rig.press(place.leader, "我出庭")
    return hearing


# -- entering ----------------------------------------------------------------------------------------------------


async def test_one_line_is_previewed_with_its_weekday_and_counts_only_when_confirmed(rig: Rig, place: County) -> None:
    [preview] = await rig.say(place.liaison, LINE)
    assert "2026年12月15日（周二）9:30" in preview.text
    assert "县自然资源局" in preview.text
    assert await hearings(rig) == []
    await rig.press(place.liaison, "确认")
    assert [h.place for h in await hearings(rig)] == ["县法院第二审判庭"]
    assert "尚未确定出庭负责人" in rig.last(place.liaison).text
    assert "指定出庭负责人" in rig.last(place.deputy).labels, "the other liaison has the card too"
    assert rig.bot.chat(place.leader) == [], "nobody is asked before somebody is named"


async def test_the_form_asks_for_what_is_missing_and_a_field_can_be_corrected(rig: Rig, place: County) -> None:
    await rig.say(place.liaison, "/hearing")
    await rig.say(place.liaison, "(2026) 鲁0831 行初 7号")
    await rig.say(place.liaison, "12月16日下午2点半")
    await rig.press(place.liaison, "跳过")
    await rig.press(place.liaison, "✎ 时间")
    await rig.say(place.liaison, "12月17日上午9点")
    await rig.press(place.liaison, "确认")
    [hearing] = await hearings(rig)
    assert hearing.starts_at.isoformat() == "2026-12-17T01:00:00+00:00"


@pytest.mark.parametrize(
    "when",
    ["25点", "2月30日上午9点", "11月30日上午9点", "12月15日3点", "下周", "<b>明天</b>", "\x00" * 30, "啊" * 3000],
)
async def test_what_is_ambiguous_impossible_or_gone_by_is_refused_with_a_sentence(
    rig: Rig, place: County, when: str
) -> None:
    await rig.say(place.liaison, f"/hearing {NUMBER}")
    answers = await rig.say(place.liaison, when or "x")
    assert await hearings(rig) == []
    assert all("Traceback" not in answer.text for answer in answers)
    [again] = await rig.say(place.liaison, "12月15日上午9:30")
    assert "9:30" in again.text or "在哪里开庭" in again.text, "the form goes on"


async def test_a_pasted_summons_becomes_a_preview(rig: Rig, place: County) -> None:
    text = (
        "泗水县人民法院\n传票\n案号：（2026）鲁0831行初33号\n案由：行政处罚\n被传唤人：泗水县自然资源和规划局\n"
        "传唤事由：开庭\n应到时间：2026年12月22日9时30分\n应到处所：本院第三审判庭"
    )
    [preview] = await rig.say(place.coordinator, text)
    assert "（2026）鲁0831行初33号" in preview.text
    assert "2026年12月22日（周二）9:30" in preview.text
    assert "县自然资源局" in preview.text
    await rig.press(place.coordinator, "确认")
    assert "第三审判庭" in rig.last(place.liaison).text, "the agency's liaison has the card"
    [hearing] = await hearings(rig)
    assert hearing.place.startswith("泗水县人民法院")


async def test_a_coordinator_is_asked_which_agency(rig: Rig, place: County) -> None:
    [asked] = await rig.say(place.coordinator, LINE)
    assert "被诉行政机关" in asked.text
    await rig.press(place.coordinator, "县公安局")
    await rig.press(place.coordinator, "完成")
    await rig.press(place.coordinator, "确认")
    assert "县公安局" in rig.last(place.police_liaison).text
    assert rig.bot.chat(place.liaison) == [], "another agency's liaison hears nothing"


async def test_two_agencies_in_one_case_each_get_their_own_appearance(rig: Rig, place: County) -> None:
    await rig.say(place.coordinator, LINE)
    await rig.press(place.coordinator, "县公安局")
    await rig.press(place.coordinator, "县自然资源局")
    await rig.press(place.coordinator, "完成")
    await rig.press(place.coordinator, "确认")
    assert {a.agency_id for a in await appearances(rig)} == {place.police, place.resources}
    assert "县自然资源局 ›" in rig.last(place.coordinator).labels
    police = rig.last(place.police_liaison)
    assert "另涉及：县自然资源局" in police.text, "of the other agency only the name"
    assert "指定出庭负责人" in police.labels


async def test_a_liaison_of_another_agency_can_neither_enter_nor_look(rig: Rig, place: County) -> None:
    hearing = await entered(rig, place)
    card = rig.last(place.liaison)
    before = len(rig.bot.messages)
    await rig.press_data(place.police_liaison, f"hr:{hearing.id}:{place.resources}", card)
    assert "权限" in rig.toast()
    assert len(rig.bot.messages) == before
    [listed] = await rig.say(place.police_liaison, "/hearings")
    assert NUMBER not in listed.text
    await rig.press_data(place.police_liaison, f"hr.off:{hearing.id}:1:cancelled", card)
    assert (await hearings(rig))[0].status is HearingStatus.SCHEDULED


async def test_a_leader_sees_only_the_hearings_he_is_named_for(rig: Rig, place: County) -> None:
    await confirmed(rig, place)
    [mine] = await rig.say(place.leader, "/hearings")
    assert NUMBER in mine.text
    [other] = await rig.say(place.leader2, "/hearings")
    assert NUMBER not in other.text


# -- the same hearing twice --------------------------------------------------------------------------------------


async def test_the_same_entry_twice_is_joined_and_never_doubled(rig: Rig, place: County) -> None:
    await entered(rig, place)
    await entered(rig, place)
    assert len(await hearings(rig)) == 1
    assert "未重复登记" in rig.last(place.liaison).text


async def test_another_time_for_the_same_case_asks_moved_another_or_the_same(rig: Rig, place: County) -> None:
    first = await confirmed(rig, place)
    await rig.say(place.liaison, f"/hearing {NUMBER} 12月18日上午9:30 县法院第二审判庭")
    await rig.press(place.liaison, "确认")
    asked = rig.last(place.liaison)
    assert "本案已有开庭安排" in asked.text
    await rig.press(place.liaison, "改期至此")
    await rig.press(place.liaison, "确认")
    [moved] = await hearings(rig)
    assert moved.id == first.id
    assert moved.sequence == 1
    assert moved.moved_from == first.starts_at


async def test_another_hearing_of_the_case_stands_beside_the_first(rig: Rig, place: County) -> None:
    await entered(rig, place)
    await rig.say(place.liaison, f"/hearing {NUMBER} 12月18日上午9:30 县法院第二审判庭")
    await rig.press(place.liaison, "确认")
    await rig.press(place.liaison, "另一次开庭")
    await rig.press(place.liaison, "确认")
    assert len(await hearings(rig)) == 2


async def test_the_same_twice_records_nothing(rig: Rig, place: County) -> None:
    first = await entered(rig, place)
    await rig.say(place.liaison, f"/hearing {NUMBER} 12月18日上午9:30 县法院第二审判庭")
    await rig.press(place.liaison, "确认")
    await rig.press(place.liaison, "为同一次")
    await rig.press(place.liaison, "确认")
    assert [h.starts_at for h in await hearings(rig)] == [first.starts_at]


# -- lists of a court --------------------------------------------------------------------------------------------

LIST = (
    "开庭公告\n"
    "（2026）鲁0831行初41号 泗水县公安局 12月21日上午9:00 第二审判庭\n"
    "（2026）鲁0831行初42号 泗水县自然资源和规划局 12月21日下午14:30 第二审判庭\n"
    "（2026）鲁0831行初43号 12月22日上午9:00 第二审判庭\n"
)


async def test_a_courts_list_becomes_lines_that_each_agency_confirms(rig: Rig, place: County) -> None:
    [preview] = await rig.say(place.court_contact, LIST)
    assert "行初41号" in preview.text
    assert "被诉单位不明确" in preview.text, "a line without an agency is named, not guessed"
    await rig.press(place.court_contact, "登记以上各条")
    assert [h.status for h in await hearings(rig)] == [HearingStatus.PENDING] * 2
    police = rig.last(place.police_liaison)
    assert "行初41号" in police.text
    assert "行初42号" not in police.text
    assert await appearances(rig) == [], "nothing counts yet"
    await rig.press(place.police_liaison, "✓ 1")
    assert "指定出庭负责人" in rig.last(place.police_liaison).labels
    [first, second] = await hearings(rig)
    assert (first.status, second.status) == (HearingStatus.SCHEDULED, HearingStatus.PENDING)
    drafted = rig.last(place.court_contact)
    assert "行初41号" not in drafted.text, "who entered it sees what is settled"
    assert "行初42号" in drafted.text


async def test_a_line_that_is_not_ours_goes_back_to_who_entered_it(rig: Rig, place: County) -> None:
    await rig.say(place.court_contact, LIST)
    await rig.press(place.court_contact, "登记以上各条")
    await rig.press(place.police_liaison, "✗ 1")
    assert (await hearings(rig))[0].status is HearingStatus.CANCELLED
    assert any("有误或不属于该单位" in m.text for m in rig.bot.chat(place.court_contact))


async def test_a_line_can_be_corrected_before_it_counts(rig: Rig, place: County) -> None:
    await rig.say(place.court_contact, LIST)
    await rig.press(place.court_contact, "登记以上各条")
    await rig.press(place.police_liaison, "✎ 1")
    await rig.press(place.police_liaison, "✎ 时间")
    await rig.say(place.police_liaison, "12月23日上午10点")
    await rig.press(place.police_liaison, "确认")
    found = {(h.status, h.starts_at.day, h.starts_at.hour) for h in await hearings(rig)}
    assert (HearingStatus.SCHEDULED, 23, 2) in found
    assert (HearingStatus.CANCELLED, 21, 1) in found


async def test_the_enterer_may_confirm_all_and_the_same_list_again_adds_nothing(rig: Rig, place: County) -> None:
    await rig.say(place.court_contact, LIST)
    await rig.press(place.court_contact, "登记以上各条")
    await rig.press(place.court_contact, "全部确认")
    await rig.say(place.court_contact, LIST)
    await rig.press(place.court_contact, "登记以上各条")
    found = await hearings(rig)
    assert [h.status for h in found] == [HearingStatus.SCHEDULED] * 2


# -- changes -----------------------------------------------------------------------------------------------------


async def test_a_postponement_is_seen_by_liaison_leader_and_coordinator(rig: Rig, place: County) -> None:
    hearing = await confirmed(rig, place)
    await rig.to("2026-12-10 11:00")
    counts = {who: len(rig.bot.chat(who)) for who in (place.deputy, place.leader, place.coordinator)}
    await rig.press(place.liaison, "开庭有变")
    await rig.press(place.liaison, "改期或改地点")
    await rig.say(place.liaison, "12月22日下午2点30分")
    await rig.press(place.liaison, "跳过")
    await rig.press(place.liaison, "跳过")
    await rig.press(place.liaison, "确认")
    [moved] = await hearings(rig)
    assert (moved.sequence, moved.moved_from) == (1, hearing.starts_at)
    leader = rig.with_button(place.leader, "我出庭")
    assert "12月22日（周二）14:30" in leader.text
    assert "请重新答复" in leader.text
    assert len([m for m in rig.bot.chat(place.leader)[counts[place.leader] :] if m.document is None]) == 1
    assert "12月22日" in rig.last(place.deputy).text
    assert len(rig.bot.chat(place.coordinator)) == counts[place.coordinator] + 1, "late: three working days before"
    [one] = await appearances(rig)
    assert one.state is AppearanceState.ASKED
    document = next(m for m in reversed(rig.bot.chat(place.leader)) if m.document)
    assert document.document is not None
    ics = document.document[1].decode()
    assert "SEQUENCE:1" in ics
    assert "DTSTART:20261222T063000Z" in ics


async def test_an_early_postponement_leaves_the_coordinator_alone(rig: Rig, place: County) -> None:
    await confirmed(rig, place)
    await rig.press(place.liaison, "开庭有变")
    await rig.press(place.liaison, "改期或改地点")
    await rig.say(place.liaison, "12月29日上午9点")
    await rig.press(place.liaison, "跳过")
    await rig.press(place.liaison, "跳过")
    await rig.press(place.liaison, "确认")
    assert rig.bot.chat(place.coordinator) == []


async def test_old_reminders_of_a_moved_hearing_are_not_sent(rig: Rig, place: County) -> None:
    await confirmed(rig, place)
    await rig.press(place.liaison, "开庭有变")
    await rig.press(place.liaison, "改期或改地点")
    await rig.say(place.liaison, "2027年1月20日上午9点")
    await rig.press(place.liaison, "跳过")
    await rig.press(place.liaison, "跳过")
    await rig.press(place.liaison, "确认")
    await rig.press(place.leader, "我出庭")
    sent = await rig.to("2026-12-20 12:00")
    assert [m for m in sent if NUMBER in m.text and m.chat_id in (place.liaison, place.leader)] == []


async def test_a_cancelled_hearing_stops_everything_and_leaves_the_calendar(rig: Rig, place: County) -> None:
    await confirmed(rig, place)
    await rig.press(place.liaison, "开庭有变")
    await rig.press(place.liaison, "取消开庭")
    await rig.say(place.liaison, "法院另行通知")
    await rig.press(place.liaison, "确认")
    assert (await hearings(rig))[0].status is HearingStatus.CANCELLED
    said = rig.bot.chat(place.leader)
    assert any("不再按原安排进行" in m.text for m in said)
    document = next(m.document for m in reversed(said) if m.document)
    assert b"METHOD:CANCEL" in document[1]
    sent = await rig.to("2026-12-31 12:00")
    assert [m for m in sent if NUMBER in m.text] == []


async def test_two_people_edit_the_same_hearing_and_the_second_learns_who_did_what(rig: Rig, place: County) -> None:
    await entered(rig, place)
    await rig.press(place.deputy, "开庭有变")
    await rig.press(place.deputy, "取消开庭")
    await rig.press(place.liaison, "开庭有变")
    await rig.press(place.liaison, "改期或改地点")
    await rig.say(place.liaison, "12月22日上午9点")
    await rig.press(place.liaison, "跳过")
    await rig.press(place.liaison, "跳过")
    await rig.press(place.liaison, "确认")
    await rig.say(place.deputy, "庭审取消")
    await rig.press(place.deputy, "确认")
    assert "王芳已于12月1日（周二）10:00登记开庭改期" in rig.toast()
    assert (await hearings(rig))[0].status is HearingStatus.SCHEDULED
    assert "12月22日（周二）9:00" in rig.last(place.deputy).text


async def test_an_old_button_says_who_changed_what_and_shows_the_present_state(rig: Rig, place: County) -> None:
    await entered(rig, place)
    await rig.press(place.liaison, "指定出庭负责人")
    await rig.press(place.liaison, "张明")
    old = rig.with_button(place.leader, "我出庭")
    data = {label: value for row in old.buttons for label, value in row}
    await rig.press(place.liaison, "变更出庭人员")
    await rig.press(place.liaison, "赵敏")
    await rig.press_data(place.leader, data["我出庭"], old)
    assert "王芳已于12月1日（周二）10:00登记由赵敏出庭" in rig.toast()
    assert [a.state for a in await appearances(rig)] == [AppearanceState.ASKED]
    assert "无须再出庭" in rig.bot.find(place.leader, old.message_id).text


async def test_corrections_want_a_reason_and_are_on_record(rig: Rig, place: County) -> None:
    await entered(rig, place)
    await rig.press(place.liaison, "开庭有变")
    await rig.press(place.liaison, "更正登记信息")
    await rig.press(place.liaison, "庭前会议")
    await rig.press(place.liaison, "否")
    await rig.press(place.liaison, "否")
    await rig.say(place.liaison, "传票写明为庭前会议")
    await rig.press(place.liaison, "确认")
    [one] = await appearances(rig)
    assert one.strength == "none", "a pre-trial conference needs no leader"
    assert "无须负责人出庭" in rig.last(place.liaison).text


async def test_nothing_is_said_twice_about_one_event(rig: Rig, place: County) -> None:
    await confirmed(rig, place)
    await rig.to("2026-12-17 12:00")
    rows = await rig.database.read(lambda s: s.exec(select(OutboxRow).where(OutboxRow.kind == "send")).all())
    sent = [(r.topic, r.person_id, r.due_at, r.text) for r in rows if r.sent_at and r.person_id and r.topic]
    assert len(sent) == len(set(sent))


async def test_a_hostile_name_stays_text(rig: Rig, place: County) -> None:
    await rig.say(place.liaison, f"/hearing {NUMBER} 12月15日上午9:30")
    await rig.press(place.liaison, "✎ 地点")
    await rig.say(place.liaison, "<a href='x'>庭</a>")
    await rig.press(place.liaison, "确认")
    assert "<a href" not in rig.last(place.liaison).text
    assert "&lt;a href" in rig.last(place.liaison).text


async def test_the_case_card_starts_the_form_with_its_number(rig: Rig, place: County) -> None:
    case = await rig.work(lambda desk: cases.open_case(desk, NUMBER, agency_id=place.resources))
    await rig.say(place.liaison, f"/case {NUMBER}")
    await rig.press_data(place.liaison, f"hr.new:{case.id}", rig.last(place.liaison))
    assert "何时开庭" in rig.last(place.liaison).text


async def test_a_pasted_summons_is_asked_for_as_a_paper_too(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-01 09:00") as rig:
        place = await county(rig)
        await rig.say(
            place.liaison,
            "传票 案号：（2026）鲁0831行初12号 应到时间：2026年12月15日上午9时30分 应到处所：县法院第二审判庭",
        )
        await rig.press(place.liaison, "确认")
        await rig.press(place.liaison, "登记该文书")
        asked = rig.last(place.liaison)
        assert "收到" in asked.text
        await rig.press(place.liaison, "今天")
        await rig.press(place.liaison, "直接送达")
        await rig.press(place.liaison, "✓ 登记")
        assert "传票" in rig.last(place.liaison).text
        assert "12月3日（周四）" in rig.last(place.liaison).text


# -- people who watch --------------------------------------------------------------------------------------------


async def test_a_trial_observation_is_begun_from_the_card_of_a_hearing(rig: Rig, place: County) -> None:
    hearing = await entered(rig, place)
    await rig.say(place.coordinator, "/hearings")
    await rig.press(place.coordinator, "1")
    await rig.press(place.coordinator, "组织庭审观摩")
    asked = rig.last(place.coordinator)
    assert "新建活动" in asked.text or "活动" in asked.text
    draft = (await rig.database.read(lambda s: s.exec(select(Draft)).all()))[-1]
    assert (draft.data["kind"], draft.data["hearing"]) == ("observation", str(hearing.id))


async def test_no_observation_of_what_the_public_may_not_see_or_by_a_leader(rig: Rig, place: County) -> None:
    hearing = await confirmed(rig, place)
    assert "组织庭审观摩" in rig.last(place.liaison).labels
    assert all("组织庭审观摩" not in m.labels for m in rig.bot.chat(place.leader))
    await rig.press(place.liaison, "开庭有变")
    await rig.press(place.liaison, "更正")
    for answer in ("庭审", "否", "是"):
        await rig.press(place.liaison, answer)
    await rig.say(place.liaison, "涉及个人隐私")
    await rig.press(place.liaison, "确认")
    assert all("组织庭审观摩" not in m.labels for m in rig.bot.chat(place.liaison))
    await rig.press_data(place.liaison, f"ev.hear:{hearing.id}", rig.last(place.liaison))
    assert "不公开" in rig.toast()


async def test_the_preview_of_a_list_counts_only_what_can_be_recorded(rig: Rig, place: County) -> None:
    good = "（2026）鲁0831行初21号 县公安局 12月16日上午9:00 第一审判庭"
    bad = "（2026）鲁0831行初22号 县公安局 2月30日上午9:00 第一审判庭"
    [preview] = await rig.say(place.court_contact, f"{good}\n{good.replace('21', '23')}\n{bad}")
    assert "2行，另有1行无法登记" in preview.text
    await rig.press(place.court_contact, "登记以上各条")
    assert len(await hearings(rig)) == 2


async def test_a_list_of_which_nothing_can_be_recorded_cannot_be_confirmed(rig: Rig, place: County) -> None:
    bad = "（2026）鲁0831行初22号 某某单位 12月16日上午9:00 第一审判庭"
    [preview] = await rig.say(place.court_contact, f"{bad}\n{bad.replace('22', '23')}")
    assert "没有可登记的行" in preview.text
    assert not any("登记以上各条" in label for label in preview.labels)
