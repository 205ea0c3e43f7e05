"""The story of the README, as a person would walk it: every word over HTTP, the bot a process of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.stage import Theatre, theatre
from tests.playground.schema import check_all

pytestmark = pytest.mark.slow

ADMIN, COORDINATOR, LIAISON, DEPUTY, PRINCIPAL, LEADER, LEADER2, OTHERS_LIAISON = (
    1001, 1101, 1201, 1202, 1203, 1204, 1205, 1301,
)  # fmt: skip
CASE = "（2026）鲁0831行初12号"


async def enter_paper(stage: Theatre) -> None:
    await stage.say(LIAISON, f"{CASE} 应诉通知书 起诉状 今天收到")
    await stage.press(LIAISON, "登记")


async def enter_hearing(stage: Theatre) -> None:
    await stage.say(LIAISON, f"/hearing {CASE} 12月15日上午9:30 县法院第二审判庭")
    await stage.press(LIAISON, "确认")


async def confirmed(stage: Theatre) -> None:
    """A paper, a hearing, a leader who said yes."""
    await enter_paper(stage)
    await enter_hearing(stage)
    await stage.press(LIAISON, "指定出庭负责人")
    await stage.press(LIAISON, "张明")
    await stage.press(LEADER, "我出庭")


@pytest.mark.timeout(600)
async def test_from_the_paper_to_the_result(tmp_path: Path) -> None:
    async with theatre(tmp_path, start="2026-12-01 09:00") as stage:
        await enter_paper(stage)
        card = stage.texts(LIAISON)
        assert "12月3日（周四）" in card, "two days for the filing"
        assert "12月16日" in card, "fifteen days for the answer"
        await stage.press(LIAISON, "为何")
        why = stage.texts(LIAISON)
        assert "为何是这一天" in why
        assert "12月16日（周三）" in why
        assert "泗水县2020年9月1日《意见》" in why

        await enter_hearing(stage)
        assert "12月15日（周二）9:30" in stage.texts(LIAISON)
        await stage.press(LIAISON, "指定出庭负责人")
        await stage.press(LIAISON, "张明")
        assert "【出庭确认】张副局长" in stage.texts(LEADER)
        await stage.press(LEADER, "我出庭")
        assert any("document" in body for body in stage.bodies(LEADER)), "the .ics comes with the yes"
        assert "已确认出庭" in stage.texts(LIAISON), "the liaison sees it in the message that is there"

        before = len(stage.bodies(LEADER))
        await stage.to("2026-12-13 12:00")
        assert len(stage.bodies(LEADER)) == before, "a confirmed leader is left in peace"
        assert "开庭 行初12号：12月15日（周二）9:30，剩5个工作日 · 张明✓" in stage.texts(LIAISON), "a line of the list"
        assert "逾期" in stage.texts(COORDINATOR), "the filing was not done: it goes up the ladder"

        await stage.to("2026-12-15 08:00")
        assert "今日开庭" in stage.texts(LEADER)
        await stage.to("2026-12-16 10:00")
        assert "庭审反馈" in stage.texts(LIAISON)
        await stage.press(LIAISON, "负责人已出庭")
        await finish_result(stage)
        await stage.say(LIAISON, f"/case {CASE}")
        assert "已开庭" in stage.last(LIAISON)["text"]
        check_all(stage.playground)


async def finish_result(stage: Theatre) -> None:
    """Answer whatever the result form still asks, by its first choice, until it can be confirmed."""
    for _ in range(14):
        form = stage.with_button(LIAISON, "取消")
        if form is None:
            return
        labels = [b["text"] for row in form.body["reply_markup"]["inline_keyboard"] for b in row]
        await stage.press(LIAISON, next((x for x in labels if "确认" in x or x == "跳过"), labels[0]))
    raise AssertionError(stage.texts(LIAISON))


@pytest.mark.timeout(600)
async def test_a_postponement_reaches_everybody_and_asks_again(tmp_path: Path) -> None:
    async with theatre(tmp_path, start="2026-12-14 09:00") as stage:
        await confirmed(stage)
        old = stage.playground.find(LEADER, "已确认出庭")
        await stage.say(LIAISON, f"/hearing {CASE} 12月17日下午3点 县法院第二审判庭")
        await stage.press(LIAISON, "确认")
        await stage.press(LIAISON, "改期至此")
        await stage.press(LIAISON, "确认")
        assert "12月17日（周四）15:00" in stage.texts(LEADER)
        assert "12月17日（周四）15:00" in stage.texts(LIAISON)
        await stage.press(LEADER, "我出庭")
        await stage.to("2026-12-15 12:00")
        assert "今日开庭" not in stage.texts(LEADER), "nothing of the old date is left"
        await stage.to("2026-12-17 14:00")
        assert "今日开庭" in stage.texts(LEADER)
        assert old is not None


@pytest.mark.timeout(600)
async def test_who_may_not_see_does_not_see(tmp_path: Path) -> None:
    async with theatre(tmp_path, start="2026-12-01 09:00") as stage:
        await stage.say(LIAISON, f"{CASE} 应诉通知书 今天收到 原告张三丰")
        await stage.press(LIAISON, "登记")
        answer = await stage.say(OTHERS_LIAISON, f"/case {CASE}")
        assert "无权查看" in answer["text"]
        everything = "".join(
            message.text for message in stage.playground.sent() if message.chat_id in (OTHERS_LIAISON, ADMIN, 1902)
        )
        assert "张三丰" not in everything
        theirs = stage.playground.find(LIAISON, "【案件】")
        assert theirs is not None
        data = theirs.body["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        await stage.say(OTHERS_LIAISON, "/me")
        shown = stage.playground.last(OTHERS_LIAISON)
        assert shown is not None
        press = stage.playground.press(OTHERS_LIAISON, shown, data=data, forged=True)
        toast = await stage.playground.wait_answer(press, within=90)
        assert toast.get("text")
        assert CASE not in "".join(body.get("text", "") for body in stage.bodies(OTHERS_LIAISON))


@pytest.mark.timeout(600)
async def test_a_kill_in_the_middle_of_a_form_loses_no_answer_and_doubles_none(tmp_path: Path) -> None:
    async with theatre(tmp_path, start="2026-12-01 09:00") as stage:
        await stage.say(LIAISON, f"/hearing {CASE}")
        await stage.stage.restart(kill=True)
        await stage.say(LIAISON, "12月15日上午9:30")
        await stage.stage.restart(kill=True)
        await stage.say(LIAISON, "县法院第二审判庭")
        await stage.press(LIAISON, "确认")
        await stage.stage.restart(kill=True)
        answer = await stage.say(LIAISON, "/hearings")
        assert answer["text"].count(CASE) == 1
        await stage.to("2026-12-08 09:30")
        assert "距开庭还有7天" in stage.texts(LIAISON)


@pytest.mark.timeout(600)
async def test_the_same_in_english_for_who_chose_it(tmp_path: Path) -> None:
    async with theatre(tmp_path, start="2026-12-01 09:00") as stage:
        await stage.say(LIAISON, "/language")
        await stage.press(LIAISON, "English")
        await stage.say(LIAISON, f"/hearing {CASE} Dec 15 9:30am Courtroom 2")
        assert "Tue 15 Dec" in stage.last(LIAISON)["text"]
        await stage.press(LIAISON, "Confirm")
        shown = stage.last(LIAISON)["text"]
        assert "Tue 15 Dec" in shown
        assert "开庭" not in shown
