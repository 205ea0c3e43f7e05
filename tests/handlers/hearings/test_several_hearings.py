"""Several hearings at once, and changes said in words: entered, moved, ended, reported together."""

import pytest
from sqlmodel import col, select

from bot.domain.hall.terms import HearingStatus
from bot.store.tables import HearingResult
from tests.builders import County
from tests.handlers.hearings.steps import hearings
from tests.rig import Rig

A = "（2026）鲁0831行初"
LINE = f"{A}12号至14号 4月28日上午9:30 县法院第二审判庭"


async def three(rig: Rig, here: County) -> None:
    await rig.say(here.liaison, LINE)
    await rig.press(here.liaison, "✓ 确认")


@pytest.mark.slow
async def test_one_confirmation_enters_all_and_one_message_says_so(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, LINE)
    await rig.press(county.liaison, "✗ 行初13号")
    before = len(rig.bot.chat(county.deputy))
    await rig.press(county.liaison, "✓ 确认")
    found = await hearings(rig)
    assert [h.status for h in found] == [HearingStatus.SCHEDULED] * 2
    [told] = rig.bot.chat(county.deputy)[before:]
    assert {f"{A}12号", f"{A}14号"} <= set(told.labels)
    [card] = await rig.press(county.deputy, f"{A}12号", told)
    assert "指定出庭负责人" in card.labels
    assert await rig.press_data(county.police_liaison, f"hr.open:{found[0].id}", told) == []
    assert A not in rig.toast()


@pytest.mark.slow
async def test_a_change_in_words_moves_the_hearing_on_record(rig: Rig, county: County) -> None:
    await three(rig, county)
    [preview] = await rig.say(county.liaison, f"原定4月28日上午9:30开庭的{A}12号案改期至5月6日下午3点，地点不变")
    assert "改期或改地点" in preview.text
    assert "未采用" not in preview.text
    await rig.press(county.liaison, "✓ 确认", preview)
    found = await hearings(rig)
    assert len(found) == 3, "never a new hearing"
    assert [h.starts_at.day for h in found] == [6, 28, 28]
    assert "改期" in rig.last(county.deputy).text


@pytest.mark.slow
async def test_several_are_moved_together_and_said_in_one_message(rig: Rig, county: County) -> None:
    await three(rig, county)
    [preview] = await rig.say(county.liaison, f"{A}12号、13号、14号改期至5月7日上午9:00，县法院第一审判庭")
    await rig.press(county.liaison, "✗ 行初13号", preview)
    before = len(rig.bot.chat(county.deputy))
    await rig.press(county.liaison, "✓ 确认", preview)
    assert [(h.starts_at.day, h.place) for h in await hearings(rig)] == [
        (7, "县法院第一审判庭"), (28, "县法院第二审判庭"), (7, "县法院第一审判庭")
    ]  # fmt: skip
    [told] = rig.bot.chat(county.deputy)[before:]
    assert "一并变更2件" in told.text


@pytest.mark.slow
async def test_called_off_and_put_off_in_words(rig: Rig, county: County) -> None:
    await three(rig, county)
    [preview] = await rig.say(county.liaison, f"{A}12号4月28日的庭取消了")
    assert "将登记为：取消开庭" in preview.text
    await rig.press(county.liaison, "✓ 确认", preview)
    [preview] = await rig.say(county.liaison, f"{A}13号、14号延期开庭，时间另行通知")
    await rig.press(county.liaison, "✓ 确认", preview)
    assert [h.status for h in await hearings(rig)] == [
        HearingStatus.CANCELLED, HearingStatus.NOT_HELD, HearingStatus.NOT_HELD
    ]  # fmt: skip


@pytest.mark.slow
async def test_a_person_instead_of_the_number_is_asked_and_the_choice_moves(rig: Rig, county: County) -> None:
    await three(rig, county)
    [asked] = await rig.say(county.liaison, "孔德明案改到5月12日上午9点")
    assert "是哪一次开庭有变" in asked.text
    [_, chosen, *_] = asked.labels
    await rig.press(county.liaison, chosen, asked)
    await rig.press(county.liaison, "✓ 确认")
    assert sorted(h.starts_at.day for h in await hearings(rig)) == [12, 28, 28]


async def test_the_new_time_and_a_name_that_no_case_has_are_said_before_a_hearing_is_chosen(
    rig: Rig, county: County
) -> None:
    await rig.say(county.liaison, f"{A}12号 4月28日上午9:30 县法院第二审判庭")
    await rig.press(county.liaison, "确认")
    [asked] = await rig.say(county.liaison, "孟庆山案改到5月12日上午9点")
    assert "新时间：5月12日（周二）9:00" in asked.text
    assert "没有登记过“孟庆山”案的开庭" in asked.text
    await rig.press(county.liaison, asked.labels[0], asked)
    preview = rig.last(county.liaison).text
    assert f"{A}12号" in preview
    assert "5月12日（周二）9:00" in preview


@pytest.mark.slow
async def test_one_that_is_not_on_record_becomes_a_new_one_only_when_told_so(rig: Rig, county: County) -> None:
    [asked] = await rig.say(county.liaison, f"{A}21号改期至5月12日上午9点，县法院第三审判庭")
    assert f"没有登记过这样的开庭：{A}21号" in asked.text
    await rig.press(county.liaison, "都不是", asked)
    await rig.press(county.liaison, "✓ 确认")
    assert await hearings(rig) == []
    assert f"{A}21号" in rig.last(county.liaison).text
    await rig.press(county.liaison, "✓ 确认")
    [one] = await hearings(rig)
    assert (one.starts_at.day, one.place) == (12, "县法院第三审判庭")


@pytest.mark.slow
async def test_the_change_of_others_hearings_is_nobodys(rig: Rig, county: County) -> None:
    await three(rig, county)
    [said] = await rig.say(county.police_liaison, f"{A}12号4月28日的庭取消了")
    assert "未作任何登记" in said.text
    assert "4月28日（周二）" not in said.text


@pytest.mark.slow
async def test_a_time_is_no_place(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, f"/hearing {A}12号")
    await rig.say(county.liaison, "4月28日上午9:30")
    [asked] = await rig.say(county.liaison, "上午10点")
    assert "“上午10点”是时间，不是地点" in asked.text
    [asked] = await rig.say(county.liaison, "4月29日上午10点")
    assert "是时间，不是地点" in asked.text
    [preview] = await rig.say(county.liaison, "县法院9号法庭")
    assert "县法院9号法庭" in preview.text


@pytest.mark.slow
@pytest.mark.begins("2026-04-28 08:00")
async def test_results_of_several_in_one_go(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, f"{A}12号、13号 4月28日上午9:30 县法院第二审判庭")
    await rig.press(county.liaison, "✓ 确认")
    await rig.to("2026-04-28 12:00")
    await rig.say(county.liaison, f"{A}12号、13号今天开庭，张明副局长已出庭")
    shown = rig.last(county.liaison)
    assert "请核对" in shown.text, "what is as usual is not asked"
    assert f"{A}12号" in shown.text
    assert {"✗ 行初12号", "✗ 行初13号"} <= set(shown.labels)
    await rig.press(county.liaison, "✓", shown)
    rows = await rig.database.read(lambda s: s.exec(select(HearingResult).order_by(col(HearingResult.id))).all())
    assert [(row.attended, row.leader_name) for row in rows] == [(True, "张明"), (True, "张明")]
