"""Duties in chat: the list, taking note, reporting done; judged by a coordinator, or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.hall.terms import DutyState
from tests.builders import county
from tests.handlers.duties.steps import NUMBER, duties, enter, judging, report, summons
from tests.rig import open_rig


@pytest.mark.slow
async def test_done_waits_for_the_coordinator_who_accepts_and_what_follows_starts(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await summons(rig)
        card = rig.last(here.liaison)
        await report(rig, here.liaison, "② 办结")
        assert "已报送，待认可" in rig.last(here.liaison).text
        assert "已报送，待认可" in rig.bot.find(here.liaison, card.message_id).text
        [filing] = await duties(rig, "SS17")
        assert (filing.state, filing.done_number) == (DutyState.SUBMITTED, "泗自然资备〔2026〕3号")
        assert not any("待认可" in m.text for m in rig.bot.chat(here.coordinator)), "no filing is a message of its own"
        told, late = await judging(rig, here.coordinator), await judging(rig, here.coordinator2)
        assert "【待认可】县自然资源局" in told.text
        assert "泗自然资备〔2026〕3号" in told.text
        await rig.press(here.coordinator, "认可", told)
        assert (await duties(rig, "SS17"))[0].state is DutyState.DONE
        assert "认可" not in rig.bot.find(here.coordinator, told.message_id).labels
        [special] = await duties(rig, "SS18")
        assert (special.agency_id, str(special.safe)) == (here.justice, "2026-04-08")
        # The other coordinator presses a button that is out of date.
        await rig.press_data(here.coordinator2, f"dt.ok:{filing.id}:{filing.version}", late)
        assert "该按钮已失效：陈静" in rig.toast()


@pytest.mark.slow
async def test_who_takes_note_or_presses_for_it_overtakes_no_button(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.say(here.coordinator, f"{NUMBER} 起诉状 今天收到")
        await rig.press(here.coordinator, "县自然资源局")
        await rig.press(here.coordinator, "登记")
        [filing] = await duties(rig, "SS17")
        for user, press in ((here.deputy, f"dt.ack:{filing.id}"), (here.coordinator, f"dt.urge:{filing.id}")):
            await rig.say(user, "/duties")
            await rig.press_data(user, press, rig.last(user))
            [now] = await duties(rig, "SS17")
            assert now.version == filing.version, press
        assert now.acknowledged_by == here.ids[here.deputy]
        await rig.press_data(here.liaison, f"dt.done:{filing.id}:{filing.version}", rig.last(here.liaison))
        assert "今天" in rig.last(here.liaison).labels, "the form has begun"


@pytest.mark.slow
async def test_sent_back_with_a_reason_is_open_again_and_the_agency_is_told_why(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await summons(rig)
        await report(rig, here.liaison, "② 办结")
        await judging(rig, here.coordinator)
        await rig.press(here.coordinator, "退回")
        await rig.say(here.coordinator, "备案表未加盖公章")
        await rig.press(here.coordinator, "确认")
        for user in (here.liaison, here.deputy):
            assert any("【退回补正】" in m.text and "备案表未加盖公章" in m.text for m in rig.bot.chat(user))
        assert (await duties(rig, "SS17"))[0].state is DutyState.OPEN
        reminded = await rig.to("2026-04-03 09:05")
        assert any(m.chat_id == here.liaison and "收到法院文书备案" in m.text for m in reminded)


@pytest.mark.slow
async def test_reminders_of_one_envelope_are_one_message_and_stop_when_it_is_done(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await summons(rig)
        morning = [m for m in await rig.to("2026-04-03 09:05") if m.chat_id == here.liaison]
        assert len(morning) == 1
        assert "出庭报备" in morning[0].text
        assert "收到法院文书备案" in morning[0].text
        assert "今日到期" in morning[0].text
        await report(rig, here.liaison, "① 办结")
        shown = rig.bot.find(here.liaison, morning[0].message_id)
        assert "出庭报备</b>：已报送，待认可" in shown.text
        await report(rig, here.liaison, "办结")
        assert not [m for m in await rig.to("2026-04-08 12:00") if m.chat_id in (here.liaison, here.principal)]


@pytest.mark.slow
async def test_what_goes_to_the_court_is_done_when_it_is_done(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await enter(rig, here.liaison, f"{NUMBER} 起诉状 今天收到")
        await report(rig, here.liaison, "② 办结", "EMS 1234567890")
        [answer] = await duties(rig, "CN-ANSWER")
        assert (answer.state, answer.done_number) == (DutyState.DONE, "EMS 1234567890")
        assert not rig.bot.chat(here.coordinator)


@pytest.mark.slow
async def test_nothing_shown_means_not_done(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await summons(rig)
        await rig.press(here.liaison, "② 办结")
        await rig.press(here.liaison, "今天")
        await rig.press(here.liaison, "跳过")
        await rig.press(here.liaison, "完成")
        assert "请提供文号、附件或者说明" in rig.last(here.liaison).text
        assert not any("✓" in label for label in rig.last(here.liaison).labels)
        assert (await duties(rig, "SS17"))[0].state is DutyState.OPEN


@pytest.mark.slow
async def test_noted_closes_the_acknowledgement_only(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.say(here.coordinator, f"{NUMBER} 起诉状 今天收到")
        await rig.press(here.coordinator, "县自然资源局")
        await rig.press(here.coordinator, "登记")
        [filing] = await duties(rig, "SS17")
        assert filing.acknowledged_at is None
        await rig.to("2026-04-03 09:05")
        await rig.press(here.deputy, "收到")
        assert "办结" in rig.toast()
        [filing] = await duties(rig, "SS17")
        assert filing.acknowledged_by == here.ids[here.deputy]
        assert filing.state is DutyState.OPEN


@pytest.mark.slow
async def test_the_list_is_paged_most_urgent_first_and_shows_only_the_own_scope(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        for n in range(1, 6):
            await enter(rig, here.liaison, f"（2026）鲁0831行初{n}号 起诉状 昨天收到")
        await enter(rig, here.police_liaison, "（2026）鲁0831行初99号 起诉状 今天收到")
        [shown] = await rig.say(here.liaison, "/duties")
        assert "第1页/共3页" in shown.text
        assert "99号" not in shown.text
        assert shown.text.index("收到法院文书备案") < (shown.text + "提交答辩状").index("提交答辩状")
        await rig.press(here.liaison, "下一页")
        assert "提交答辩状、证据和依据" in rig.last(here.liaison).text
        [nobody] = await rig.say(here.admin, "/duties")
        assert "没有此项操作的权限" in nobody.text


@pytest.mark.slow
async def test_a_coordinator_opens_a_closed_duty_again(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await summons(rig)
        await report(rig, here.liaison, "② 办结")
        await judging(rig, here.coordinator)
        await rig.press(here.coordinator, "认可")
        [filing] = await duties(rig, "SS17")
        await rig.press_data(here.liaison, f"dt.reopen:{filing.id}:{filing.version}", rig.last(here.liaison))
        await rig.say(here.liaison, "材料有误")
        await rig.press(here.liaison, "确认")
        assert "没有此项操作的权限" in rig.toast()
        await rig.press_data(here.coordinator, f"dt.reopen:{filing.id}:{filing.version}", rig.last(here.coordinator))
        await rig.say(here.coordinator, "材料有误，重新报送")
        await rig.press(here.coordinator, "确认")
        assert (await duties(rig, "SS17"))[0].state is DutyState.OPEN


async def test_the_buttons_of_the_reply_keyboard_stand_for_their_commands(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        [asked] = await rig.say(here.liaison, "收到文书")
        assert "收到了哪些文书" in asked.text
        [shown] = await rig.say(here.liaison, "我的待办")
        assert "没有待办事项" in shown.text


@pytest.mark.slow
async def test_two_papers_of_one_kind_of_duty_are_told_apart(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await enter(rig, here.liaison, f"{NUMBER} 应诉通知书 传票 今天收到")
        card = rig.last(here.liaison)
        assert "出庭报备（应诉通知书）" in card.text
        assert "出庭报备（传票）" in card.text
