"""Where a change of leader waits for the court: both leaders know where they stand; the court's word is no one tap."""

import pytest

from bot.domain.hall.terms import AppearanceState
from bot.store.tables import Agency
from tests.builders import County
from tests.fakes import Shown
from tests.handlers.hearings.appearance_steps import asked, one, report_absence
from tests.rig import Rig

START = "2026-12-10 10:00"


@pytest.fixture
async def place(rig: Rig, county: County) -> County:
    """张明 has confirmed; the liaison officer proposes 赵敏."""
    await rig.work(lambda desk: setattr(desk.session.get_one(Agency, county.government), "rulebook", "wuqing-2020"))
    await asked(rig, county)
    await rig.press(county.leader, "我出庭")
    await rig.press(county.liaison, "变更出庭人员")
    await rig.press(county.liaison, "赵敏")
    await rig.press(county.liaison, "确认改为赵敏")
    return county


def to(sent: list[Shown], user: int) -> list[str]:
    return [m.text for m in sent if m.chat_id == user]


@pytest.mark.slow
async def test_both_leaders_are_told_exactly_where_they_stand(rig: Rig, place: County) -> None:
    first, second = rig.last(place.leader).text, rig.last(place.leader2).text
    assert "法院准许登记前，仍由您负责出庭" in first
    assert "拟由赵敏副局长替您出庭" in first
    assert "仍由张明副局长负责出庭" in second
    assert "请您预留时间" in second
    assert "仍由张明负责出庭" in rig.last(place.liaison).text


@pytest.mark.slow
async def test_both_keep_the_date_and_keepers_are_warned_on_the_morning(rig: Rig, place: County) -> None:
    await rig.to("2026-12-14 08:00")
    sent = await rig.to("2026-12-14 09:10")
    assert any("仍由您负责出庭" in text for text in to(sent, place.leader))
    assert any("仍由张明负责出庭" in text for text in to(sent, place.leader2))
    await rig.to("2026-12-15 07:00")
    sent = await rig.to("2026-12-15 07:31")
    for who in (place.leader, place.leader2):
        assert any("今日开庭" in text for text in to(sent, who))
    for who in (place.liaison, place.principal, place.coordinator):
        assert any("尚缺法院准许" in text for text in to(sent, who)), who
        assert not any("仍未确定" in text for text in to(sent, who)), "the first leader is on duty"


@pytest.mark.slow
async def test_the_courts_word_is_confirmed_taken_back_and_recorded_again(rig: Rig, place: County) -> None:
    await rig.press(place.liaison, "已获准许")
    assert (await one(rig)).state is AppearanceState.AWAITING_PERMISSION, "one tap records nothing"
    await rig.press(place.liaison, "确认登记")
    row = await one(rig)
    assert (row.state, row.leader_name) == (AppearanceState.ASKED, "赵敏")
    await rig.press(place.liaison, "撤回法院意见登记")
    row = await one(rig)
    assert (row.state, row.leader_name, row.replaced_name) == (AppearanceState.AWAITING_PERMISSION, "赵敏", "张明")
    await rig.press(place.liaison, "未获准许")
    await rig.press(place.liaison, "确认登记")
    row = await one(rig)
    assert (row.state, row.leader_name) == (AppearanceState.ASKED, "张明")
    assert "无须再出庭" in rig.last(place.leader2).text


@pytest.mark.slow
async def test_to_name_the_first_leader_again_ends_the_waiting(rig: Rig, place: County) -> None:
    await rig.press(place.liaison, "变更出庭人员")
    await rig.press(place.liaison, "张明")
    row = await one(rig)
    assert (row.state, row.leader_name, row.replaced_name) == (AppearanceState.ASKED, "张明", "")


async def came(rig: Rig, place: County, leader: str) -> None:
    await rig.to("2026-12-16 10:00")
    await rig.press(place.liaison, "负责人已出庭")
    shown = rig.last(place.liaison)
    if "✓ 提交" in shown.labels and leader not in shown.text:
        await rig.press(place.liaison, "✎ 出庭负责人")
    if leader in "".join(rig.last(place.liaison).labels):
        await rig.press(place.liaison, leader)
    await rig.press(place.liaison, "提交")


@pytest.mark.slow
async def test_a_substitute_without_permission_does_not_count_until_the_coordinator_says_otherwise(
    rig: Rig, place: County
) -> None:
    await came(rig, place, "赵敏副局长")
    assert "更换出庭负责人未经法院准许" in rig.last(place.liaison).text
    await rig.press(place.coordinator, "法院已准许")
    await rig.press(place.coordinator, "确认登记")
    assert "计为：已出庭" in rig.last(place.liaison).text


@pytest.mark.slow
async def test_the_first_leader_who_comes_after_all_counts(rig: Rig, place: County) -> None:
    await came(rig, place, "张明副局长")
    assert "计为：已出庭" in rig.last(place.liaison).text


@pytest.mark.slow
async def test_another_date_does_not_permit_the_change_and_both_learn_of_it(rig: Rig, place: County) -> None:
    await rig.press(place.liaison, "开庭有变")
    await rig.press(place.liaison, "改期或改地点")
    await rig.say(place.liaison, "12月22日下午2点30分")
    await rig.press(place.liaison, "确认")
    row = await one(rig)
    assert (row.state, row.leader_name, row.replaced_name) == (AppearanceState.AWAITING_PERMISSION, "赵敏", "张明")
    for who in (place.leader, place.leader2):
        assert "12月22日（周二）14:30" in rig.last(who).text
    await rig.to("2026-12-22 07:00")
    sent = await rig.to("2026-12-22 07:31")
    for who in (place.liaison, place.coordinator):
        assert any("尚缺法院准许" in text for text in to(sent, who)), who
    sent = await rig.to("2026-12-22 12:31")
    for who in (place.leader, place.leader2):
        assert any("今日开庭" in text for text in to(sent, who))


@pytest.mark.slow
async def test_the_first_leader_finds_the_hearing_in_the_list_until_the_court_permits(rig: Rig, place: County) -> None:
    await rig.say(place.leader, "/hearings")
    assert "12月15日" in rig.last(place.leader).text
    await rig.press(place.liaison, "已获准许")
    await rig.press(place.liaison, "确认登记")
    await rig.say(place.leader, "/hearings")
    assert "12月15日" not in rig.last(place.leader).text


@pytest.mark.slow
async def test_a_hearing_that_is_called_off_releases_both_leaders(rig: Rig, place: County) -> None:
    await rig.press(place.liaison, "开庭有变")
    await rig.press(place.liaison, "取消")
    await rig.say(place.liaison, "法院通知取消")
    await rig.press(place.liaison, "确认")
    for who in (place.leader, place.leader2):
        assert "本次开庭不再按原安排进行" in rig.last(who).text
        assert "您无须再出庭" not in rig.last(who).text


@pytest.mark.slow
async def test_the_one_proposed_promises_nothing_before_the_court_permits(rig: Rig, place: County) -> None:
    """The question put before, or a button kept of it, is no way around the court."""
    assert rig.last(place.leader2).labels == ["我不能替换出庭"]
    waiting = await one(rig)
    await rig.press_data(place.leader2, f"ap.chg:{waiting.id}", rig.last(place.leader2))
    assert "我出庭" not in rig.last(place.leader2).labels
    await rig.press_data(place.leader2, f"ap.yes:{waiting.id}:{waiting.version}", rig.last(place.leader2))
    row = await one(rig)
    assert (row.state, row.replaced_name) == (AppearanceState.AWAITING_PERMISSION, "张明")
    assert "仍由张明负责出庭" in rig.with_button(place.liaison, "已获准许").text


@pytest.mark.slow
async def test_the_one_proposed_cannot_come_and_the_first_one_stays(rig: Rig, place: County) -> None:
    await rig.press(place.leader2, "我不能替换出庭")
    row = await one(rig)
    assert (row.state, row.leader_name, row.replaced_name) == (AppearanceState.ASKED, "张明", "")
    assert "【出庭确认】张副局长" in rig.last(place.leader).text
    assert "拟更换的负责人不能出庭，仍由张明副局长负责出庭" in rig.last(place.liaison).text
    assert "无须再出庭" in rig.last(place.leader2).text
    sent = await rig.to("2026-12-15 07:31")
    assert not any("开庭" in text for text in to(sent, place.leader2))


@pytest.mark.slow
async def test_an_absence_while_the_court_is_asked_is_that_of_the_leader_on_duty(rig: Rig, place: County) -> None:
    await rig.press(place.liaison, "申报不能出庭")
    await report_absence(rig, place.liaison, proxy=True)
    await rig.press(place.liaison, "提交")
    row = await one(rig)
    assert (row.state, row.leader_name, row.replaced_name) == (AppearanceState.CANNOT, "张明", "")
    assert "无须再出庭" in rig.last(place.leader2).text
    await rig.behind(place.liaison, "撤回代为登记的答复")
    row = await one(rig)
    assert (row.state, row.leader_name) == (AppearanceState.ASKED, "张明")


@pytest.mark.slow
async def test_lists_and_the_case_say_who_is_on_duty(rig: Rig, place: County) -> None:
    for who in (place.leader, place.leader2, place.liaison, place.coordinator):
        await rig.say(who, "/hearings")
        assert "？张明，拟由赵敏副局长替换，待法院准许" in rig.last(who).text
    await rig.say(place.liaison, "/case 12")
    assert "· 张明，拟由赵敏副局长替换，待法院准许" in rig.last(place.liaison).text
    await rig.to("2026-12-11 08:44")
    sent = await rig.to("2026-12-11 08:46")
    assert any("？张明，拟由赵敏副局长替换" in text for text in to(sent, place.coordinator))


@pytest.mark.slow
async def test_both_are_free_where_no_leader_is_owed_any_more(rig: Rig, place: County) -> None:
    await rig.press(place.liaison, "开庭有变")
    await rig.press(place.liaison, "更正登记信息")
    await rig.press(place.liaison, "庭前会议")
    for label in ("否", "否"):
        await rig.press(place.liaison, label)
    await rig.say(place.liaison, "传票写明为庭前会议")
    await rig.press(place.liaison, "确认")
    for who in (place.leader, place.leader2):
        assert "无须" in rig.last(who).text, rig.last(who).text


@pytest.mark.slow
async def test_the_first_leader_who_is_on_duty_can_say_that_he_cannot_come(rig: Rig, place: County) -> None:
    await rig.press(place.leader, "不能出庭")
    await report_absence(rig, place.leader)
    await rig.press(place.leader, "提交")
    row = await one(rig)
    assert (row.state, row.leader_name, row.replaced_name) == (AppearanceState.CANNOT, "张明", "")
    assert "无须再出庭" in rig.last(place.leader2).text
    assert any("不能出庭" in m.text for m in rig.bot.chat(place.liaison))


@pytest.mark.slow
async def test_the_one_proposed_does_not_report_the_first_leaders_absence(rig: Rig, place: County) -> None:
    waiting = await one(rig)
    await rig.press_data(place.leader2, f"ap.no:{waiting.id}:{waiting.version}", rig.last(place.leader2))
    assert rig.toast().startswith("您没有此项操作的权限")
