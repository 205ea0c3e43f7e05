"""Duties in chat: the list, taking note, reporting done; judged by a coordinator, or not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.domain.hall.terms import DutyState
from bot.services.hall.desk import Desk
from bot.store.tables import Draft, Person
from bot.telegram import heard
from tests.builders import county
from tests.handlers.duties.steps import NUMBER, act, copy, done, duties, enter, judging, report, summons
from tests.rig import open_rig


@pytest.mark.slow
async def test_done_waits_for_the_coordinator_who_accepts_and_what_follows_starts(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await summons(rig)
        card = rig.last(here.liaison)
        await report(rig, here.liaison, "② 办结")
        assert "已报送，待认可" in rig.last(here.liaison).text
        await rig.press_data(here.liaison, "cs.all:1:0", card)
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
        assert "今天办结，附文书…" in rig.last(here.liaison).labels, "the form has begun"


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
        [judged] = [m for m in rig.bot.chat(here.coordinator) if "收到法院文书备案】" in m.text]
        assert "理由：备案表未加盖公章" in judged.text
        assert "报告人" not in judged.text, "it is not done"
        reminded = await rig.to("2026-04-03 09:05")
        assert any(m.chat_id == here.liaison and "收到法院文书备案" in m.text for m in reminded)
        await act(rig, here.liaison, "报备")
        await rig.send_file(here.liaison, "传票.jpg", b"\x89PNG the paper anew", mime="image/jpeg")
        said = [m.text for m in rig.bot.chat(here.liaison)]
        [told] = [text for text in said if "收到法院文书备案】" in text and "已报送，待认可" in text]
        assert "退回" not in told, "what was sent back is handed in again"


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
        assert "① 出庭报备 行初12号：已报送，待认可" in shown.text
        await done(rig, here.liaison, "SS17")
        await rig.press(here.liaison, "今天办结，附")
        await copy(rig, here.liaison)
        await rig.press(here.liaison, "✓ 办结")
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
async def test_done_is_two_taps_and_what_shows_it(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await summons(rig)
        await act(rig, here.liaison, "① 办结")
        assert "今天办结，附言…" in rig.last(here.liaison).labels
        await rig.press(here.liaison, "今天办结，附言…")
        asked = rig.last(here.liaison)
        assert "文号、照片或文件、文字说明，有一项即可" in asked.text
        assert asked.labels == ["取消"], "nothing is sent yet: there is nothing to go on without"
        await rig.say(here.liaison, "已当面送交县司法局应诉科")
        preview = rig.last(here.liaison)
        assert preview.labels == ["✓ 办结", "更改", "取消"]
        assert "说明</b>：已当面送交县司法局应诉科" in preview.text
        await rig.press(here.liaison, "✓ 办结", preview)
        [filing] = await duties(rig, "SS12")
        assert (filing.state, filing.done_note) == (DutyState.SUBMITTED, "已当面送交县司法局应诉科")


@pytest.mark.slow
async def test_number_file_and_note_are_taken_in_any_order_and_in_several_messages(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await summons(rig)
        await act(rig, here.liaison, "① 办结")
        await rig.press(here.liaison, "今天办结")
        await rig.send_file(here.liaison, "回执.jpg", b"a", mime="image/jpeg", caption="县司法局已签收")
        assert "还可继续发送" in rig.last(here.liaison).text
        await rig.send_file(here.liaison, "报备表.pdf", b"b", mime="application/pdf")
        await rig.say(here.liaison, "泗自然资备〔2026〕3号")
        await rig.say(here.liaison, "电话告知张科长")
        await rig.say(here.liaison, "完成")
        preview = rig.last(here.liaison)
        assert "文号</b>：泗自然资备〔2026〕3号" in preview.text
        assert "附件</b>：回执.jpg、报备表.pdf" in preview.text
        assert "说明</b>：县司法局已签收\n电话告知张科长" in preview.text
        await rig.press(here.liaison, "✓ 办结", preview)
        [filing] = await duties(rig, "SS12")
        assert (filing.done_number, filing.done_note) == ("泗自然资备〔2026〕3号", "县司法局已签收\n电话告知张科长")
        assert "附件2个" in rig.last(here.liaison).text


@pytest.mark.slow
async def test_nothing_shown_means_not_done_and_the_form_says_how_to_go_on(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await summons(rig)
        await act(rig, here.liaison, "① 办结")
        await rig.press(here.liaison, "今天办结")
        await rig.say(here.liaison, "完成")
        assert "有一项即可" in rig.last(here.liaison).text
        await rig.say(here.liaison, "泗自然资备〔2026〕3号")
        await rig.press(here.liaison, "✎ 文号")
        await rig.press(here.liaison, "跳过")
        refused = rig.last(here.liaison)
        assert "请提供文号、附件或者说明" in refused.text
        assert refused.labels == ["更改", "取消", "✎ 附件", "✎ 文号", "✎ 说明"]
        assert (await duties(rig, "SS12"))[0].state is DutyState.OPEN
        await rig.press(here.liaison, "✎ 附件", refused)
        await rig.send_file(here.liaison, "回执.jpg", b"a", mime="image/jpeg")
        await rig.press(here.liaison, "✓ 办结")
        assert (await duties(rig, "SS12"))[0].state is DutyState.SUBMITTED


@pytest.mark.slow
async def test_a_changed_message_changes_the_note_and_keeps_what_others_said(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await summons(rig)
        await act(rig, here.liaison, "① 办结")
        await rig.press(here.liaison, "今天办结")
        await rig.say(here.liaison, "县司法局已签收")
        await rig.say(here.liaison, "电话告知张科长")
        draft = await rig.database.read(lambda s: s.get_one(Draft, here.ids[here.liaison]))
        first, second = heard.messages(draft.context)[-2:]
        await rig.edit(here.liaison, second, "电话告知李科长")
        assert "说明</b>：县司法局已签收\n电话告知李科长" in rig.last(here.liaison).text
        await rig.edit(here.liaison, first, "县司法局未签收")
        refused = rig.last(here.liaison).text
        assert "未能识别修改后的消息" in refused
        assert "说明</b>：县司法局已签收\n电话告知李科长" in refused


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "late"),
    [("zh_CN", "逾期办结：期限最后一日为4月7日（周二），迟2个工作日"), ("en", "Done late: the last day was")],
)
async def test_what_is_done_late_is_marked_late_everywhere(tmp_path: Path, language: str, late: str) -> None:
    async with open_rig(tmp_path) as rig:
        here = await summons(rig)
        for user in (here.liaison, here.coordinator):
            await rig.work(speaking(here.ids[user], language))
        await rig.to("2026-04-09 10:00")
        [filing] = await duties(rig, "SS17")
        message = rig.last(here.liaison)
        await rig.press_data(here.liaison, f"dt.done:{filing.id}:{filing.version}", message)
        await rig.say(here.liaison, "2026-04-09")
        await rig.say(here.liaison, "泗自然资备〔2026〕3号")
        await copy(rig, here.liaison)
        preview = rig.last(here.liaison)
        assert late in preview.text
        ok = next(data for row in preview.buttons for _, data in row if data.endswith(":ok"))
        await rig.press_data(here.liaison, ok, preview)
        assert late in rig.last(here.liaison).text
        asked = await judging(rig, here.coordinator)
        assert "泗自然资备" in asked.text
        assert late in asked.text


async def test_done_between_the_safe_day_and_the_legal_last_day_is_in_time(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await summons(rig)
        await rig.to("2026-04-07 10:00")
        [filing] = await duties(rig, "SS17")
        await rig.press_data(here.liaison, f"dt.done:{filing.id}:{filing.version}", rig.last(here.liaison))
        await rig.press(here.liaison, "今天办结")
        await copy(rig, here.liaison)
        await rig.press(here.liaison, "✓ 办结")
        assert "逾期" not in rig.last(here.liaison).text


def speaking(person_id: int, language: str) -> Callable[[Desk], None]:
    def speak(desk: Desk) -> None:
        person = desk.session.get_one(Person, person_id)
        person.language = language
        desk.session.add(person)

    return speak


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
        assert "请输入案号" in asked.text
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
