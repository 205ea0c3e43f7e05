"""What came of a hearing, and what follows from it."""

import pytest
from sqlmodel import select

from bot.domain.hall.terms import HearingStatus
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Appointment, AuditEntry, Duty, Hearing, HearingResult
from tests.builders import County, county
from tests.rig import Rig

START = "2026-03-16 10:00"
NUMBER = "（2026）鲁0831行初12号"


@pytest.fixture
async def place(rig: Rig) -> County:
    return await county(rig)


async def over(rig: Rig, place: County, *, deputy: bool = False) -> None:
    """Entered, 张明 confirmed, and the hearing has taken place; `deputy` where the rule asks for the principal."""
    await rig.say(place.liaison, f"/hearing {NUMBER} 3月18日上午9:30 县法院第二审判庭")
    await rig.press(place.liaison, "确认")
    await rig.press(place.liaison, "指定出庭负责人")
    await rig.press(place.liaison, "张明")
    if deputy:
        await rig.press(place.liaison, "已知悉")
    await rig.press(place.leader, "我出庭")
    await rig.to("2026-03-19 10:00")


async def attended(rig: Rig, user: int, leader: str = "张明") -> None:
    await rig.press(user, "负责人已出庭")
    if leader not in rig.last(user).text:
        if not any(leader in label for label in rig.last(user).labels):
            await rig.press(user, "✎ 出庭负责人")
        await rig.press(user, leader, rig.last(user))
    for field, answer in (("化解争议意见", "是"), ("到庭人员", "本机关工作人员和律师")):
        await rig.press(user, f"✎ {field}")
        await rig.press(user, answer)
    for field, words in (("工作人员", "何伟"), ("律师", "罗律师"), ("结果", "择期宣判")):
        await rig.press(user, f"✎ {field}")
        await rig.say(user, words)


async def result(rig: Rig) -> HearingResult:
    return (await rig.database.read(lambda s: s.exec(select(HearingResult)).all()))[-1]


@pytest.mark.slow
async def test_the_form_starts_with_the_named_leader_and_the_report_counts(rig: Rig, place: County) -> None:
    await over(rig, place)
    await attended(rig, place.liaison)
    await rig.press(place.liaison, "提交")
    told = await result(rig)
    assert (told.leader_name, told.rank, told.stayed, told.spoke, told.on_settlement, told.video) == (
        "张明", "deputy", True, True, True, False,
    )  # fmt: skip
    shown = rig.last(place.liaison).text
    assert "张明已出庭（副职负责人）" in shown
    assert "计为：已出庭" in shown
    [hearing] = await rig.database.read(lambda s: s.exec(select(Hearing)).all())
    assert hearing.status is HearingStatus.HELD


@pytest.mark.slow
async def test_nobody_came_without_a_reason_counts_as_absent(rig: Rig, place: County) -> None:
    await over(rig, place)
    await rig.press(place.liaison, "负责人未出庭")
    await rig.press(place.liaison, "未说明理由")
    await rig.press(place.liaison, "✎ 到庭人员")
    await rig.press(place.liaison, "仅律师")
    await rig.press(place.liaison, "提交")
    assert "计为：无正当理由未出庭" in rig.last(place.liaison).text


@pytest.mark.slow
async def test_a_correction_wants_a_reason_and_keeps_the_old(rig: Rig, place: County) -> None:
    await over(rig, place)
    await attended(rig, place.liaison)
    await rig.press(place.liaison, "提交")
    await rig.press(place.liaison, "更正反馈")
    await rig.say(place.liaison, "核对笔录，出庭人为局长")
    await rig.press(place.liaison, "✎ 出庭负责人")
    await rig.press(place.liaison, "李建国")
    await rig.press(place.liaison, "提交")
    told = await result(rig)
    assert (told.leader_name, told.rank, told.version) == ("李建国", "principal", 2)
    entries = await rig.database.read(
        lambda s: s.exec(select(AuditEntry).where(AuditEntry.action == "result_reported")).all()
    )
    assert entries[-1].old["leader_name"] == "张明"
    assert entries[-1].reason == "核对笔录，出庭人为局长"


@pytest.mark.slow
async def test_two_people_report_at_once_and_only_the_first_counts(rig: Rig, place: County) -> None:
    await over(rig, place)
    await attended(rig, place.liaison)
    await attended(rig, place.deputy, "赵敏")
    await rig.press(place.liaison, "提交")
    await rig.press(place.deputy, "提交")
    assert "王芳已于3月19日（周四）10:00反馈庭审情况" in rig.toast()
    assert (await result(rig)).leader_name == "张明"


@pytest.mark.slow
async def test_before_the_hour_no_result_can_be_reported(rig: Rig, place: County) -> None:
    await rig.say(place.liaison, f"/hearing {NUMBER} 3月18日上午9:30 县法院第二审判庭")
    await rig.press(place.liaison, "确认")
    await rig.press_data(place.liaison, f"rs.in:1:{place.resources}:1:0", rig.last(place.liaison))
    assert "尚未到开庭时间" in rig.toast()


@pytest.mark.slow
@pytest.mark.parametrize("who", ["police_liaison", "court_contact", "leader", "observer"])
async def test_nobody_else_reports_for_the_agency(rig: Rig, place: County, who: str) -> None:
    await over(rig, place)
    await rig.press_data(getattr(place, who), f"rs.in:1:{place.resources}:1:0", rig.last(place.liaison))
    assert rig.toast().startswith(("您没有此项操作的权限", "该内容已不存在，或者您无权查看"))


@pytest.mark.slow
async def test_a_postponement_can_be_recorded_instead(rig: Rig, place: County) -> None:
    await over(rig, place)
    await rig.press(place.liaison, "延期开庭")
    await rig.say(place.liaison, "4月8日上午9:30")
    await rig.press(place.liaison, "确认")
    assert "请重新答复" in rig.with_button(place.leader, "我出庭").text


@pytest.mark.slow
async def test_a_missing_principal_starts_what_the_rule_book_says(rig: Rig, place: County) -> None:
    """Anhui: the year's first hearing is the principal's (AH2); a deputy instead opens AH20 for departments."""
    await rig.work(
        lambda desk: setattr(desk.session.get_one(Agency, place.government), "rulebook", "anhui-principal-2023")
    )
    await rig.work(lambda desk: setattr(desk.session.get_one(Agency, place.city), "rulebook", "anhui-principal-2023"))
    await over(rig, place, deputy=True)
    said = " ".join(text for m in rig.bot.chat(place.liaison) for text in (m.text, *m.history))
    assert "应当由主要负责人出庭" in said
    await attended(rig, place.liaison)
    await rig.press(place.liaison, "提交")
    duties = await rig.database.read(lambda s: s.exec(select(Duty)).all())
    assert {d.trigger for d in duties} >= {"principal_absent"}


@pytest.mark.slow
async def test_one_attended_hearing_settles_the_next_of_the_instance_under_the_national_layer(
    rig: Rig, place: County
) -> None:
    await rig.work(lambda desk: setattr(desk.session.get_one(Agency, place.government), "rulebook", "national"))
    await over(rig, place)
    await attended(rig, place.liaison)
    await rig.press(place.liaison, "提交")
    await rig.say(place.liaison, f"/hearing {NUMBER} 4月15日上午9:30 县法院第二审判庭")
    await rig.press(place.liaison, "确认")
    assert "无须负责人出庭" in rig.last(place.liaison).text


# -- what a person has to say ------------------------------------------------------------------------------------


async def secretary(rig: Rig, place: County) -> None:
    """赵敏 holds the Party post only."""

    def change(desk: Desk) -> None:
        held = desk.session.exec(
            select(Appointment).where(Appointment.person_id == place.ids[place.leader2])
        ).one()  # fmt: skip
        held.post = "党组书记"
        desk.session.add(held)

    await rig.work(change)


@pytest.mark.slow
async def test_an_open_question_of_a_result_goes_to_the_coordinators_who_answer_it(rig: Rig, place: County) -> None:
    await secretary(rig, place)
    await over(rig, place)
    await attended(rig, place.liaison, "赵敏")
    await rig.press(place.liaison, "提交")
    told = [m for m in rig.bot.chat(place.coordinator) if "有待明确" in m.text]
    assert len(told) == 1
    assert "党委（党组）书记" in told[0].text
    assert told[0].labels[:2] == ["县自然资源局：是", "县自然资源局：否"]
    assert [m for m in rig.bot.chat(place.liaison) if "有待明确" in m.text] == []
    await rig.press(place.coordinator, "是", told[0])
    assert "计为：已出庭" in rig.bot.find(place.coordinator, told[0].message_id).text
    assert "计为：已出庭" in rig.last(place.liaison).text, "whoever reported sees what it counts as"
    assert not any("：是" in label for label in rig.last(place.coordinator2).labels)


@pytest.mark.slow
async def test_the_other_answer_counts_otherwise_and_an_old_button_says_so(rig: Rig, place: County) -> None:
    await secretary(rig, place)
    await over(rig, place)
    await attended(rig, place.liaison, "赵敏")
    await rig.press(place.liaison, "提交")
    second = rig.with_button(place.coordinator2, "否")
    yes = second.buttons[0][0][1]
    await rig.press(place.coordinator, "否", rig.with_button(place.coordinator, "否"))
    assert "无正当理由未出庭" in rig.last(place.coordinator).text
    await rig.press_data(place.coordinator2, yes, second)
    assert "陈静已于" in rig.toast()
    assert "无正当理由未出庭" in rig.last(place.coordinator2).text


@pytest.mark.slow
async def test_only_coordinators_settle_a_result(rig: Rig, place: County) -> None:
    await secretary(rig, place)
    await over(rig, place)
    await attended(rig, place.liaison, "赵敏")
    await rig.press(place.liaison, "提交")
    yes = rig.with_button(place.coordinator, "是").buttons[0][0][1]
    for who in (place.liaison, place.observer, place.leader2):
        await rig.press_data(who, yes, rig.last(place.liaison))
        assert rig.toast().startswith(("您没有此项操作的权限", "该内容已不存在，或者您无权查看"))


@pytest.mark.slow
async def test_a_correction_to_another_leader_asks_anew(rig: Rig, place: County) -> None:
    await secretary(rig, place)
    await over(rig, place)
    await attended(rig, place.liaison, "赵敏")
    await rig.press(place.liaison, "提交")
    await rig.press(place.coordinator, "否", rig.with_button(place.coordinator, "否"))
    await attended_again(rig, place)
    assert "计为：已出庭" in rig.last(place.liaison).text


async def attended_again(rig: Rig, place: County) -> None:
    await rig.press(place.liaison, "更正反馈")
    await rig.say(place.liaison, "核对笔录")
    await rig.press(place.liaison, "✎ 出庭负责人")
    await rig.press(place.liaison, "张明")
    await rig.press(place.liaison, "提交")


@pytest.mark.slow
async def test_the_courts_view_of_an_absence_is_asked_for_after_the_hearing(rig: Rig, place: County) -> None:
    await rig.say(place.liaison, f"/hearing {NUMBER} 3月18日上午9:30 县法院第二审判庭")
    await rig.press(place.liaison, "确认")
    await rig.press(place.liaison, "申报不能出庭")
    await rig.press(place.liaison, "电话答复")
    await rig.press(place.liaison, "意外事件")
    await rig.say(place.liaison, "车祸住院")
    await rig.press(place.liaison, "经主要负责人签字")
    await rig.send_file(place.liaison, "证明.jpg", b"jpeg", mime="image/jpeg")
    await rig.press(place.liaison, "完成")
    await rig.press(place.liaison, "本机关工作人员")
    await rig.say(place.liaison, "何伟")
    await rig.press(place.liaison, "否")
    await rig.press(place.liaison, "提交")
    await rig.to("2026-03-19 10:00")
    await rig.press(place.liaison, "负责人未出庭")
    await rig.press(place.liaison, "提交")
    told = next(m for m in rig.bot.chat(place.coordinator) if "有待明确" in m.text)
    await rig.press(place.coordinator, "法院认可理由", told)
    await rig.press(place.coordinator, "确认登记")
    assert "计为：有正当理由" in rig.last(place.liaison).text
    assert "无正当理由" not in rig.last(place.liaison).text


@pytest.mark.slow
async def test_co_defendants_left_open_are_put_to_the_coordinator_with_the_result(rig: Rig, place: County) -> None:
    """Two co-defendants under the national layer: whose leader was owed decides what an absence counts as."""
    await rig.work(lambda desk: setattr(desk.session.get_one(Agency, place.government), "rulebook", "national"))
    await rig.say(place.coordinator, f"/hearing {NUMBER} 3月18日上午9:30 县法院第二审判庭")
    await rig.press(place.coordinator, "县公安局")
    await rig.press(place.coordinator, "县自然资源局")
    await rig.press(place.coordinator, "完成")
    await rig.press(place.coordinator, "确认")
    await rig.to("2026-03-19 10:00")
    await rig.press(place.liaison, "负责人未出庭")
    await rig.press(place.liaison, "未说明理由")
    await rig.press(place.liaison, "✎ 到庭人员")
    await rig.press(place.liaison, "无人")
    await rig.press(place.liaison, "提交")
    told = next(m for m in rig.bot.chat(place.coordinator2) if "反馈的" in m.text)
    await rig.press(place.coordinator2, "另一单位", told)
    assert "不计入" in rig.bot.find(place.coordinator2, told.message_id).text
