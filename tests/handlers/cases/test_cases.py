"""The card, corrections, effect of judgments, advice, history, finding; what each role may see."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import select

from bot.domain.hall.terms import DutyState
from bot.store.tables import AuditEntry, Case, Duty, Paper
from tests.builders import County, county
from tests.handlers.cases.decision_steps import at_once, recorded
from tests.rig import Rig, open_rig

NUMBER = "（2026）鲁0831行初12号"


async def duties(rig: Rig, rule: str = "") -> list[Duty]:
    found = await rig.database.read(lambda s: s.exec(select(Duty).order_by(Duty.id)).all())  # type: ignore[arg-type]
    return [d for d in found if not rule or d.rule == rule]


async def enter(rig: Rig, user: int, line: str) -> None:
    await rig.say(user, line)
    await rig.press(user, "✓ 登记")


async def with_plaintiff(rig: Rig) -> County:
    here = await county(rig)
    await rig.say(here.liaison, f"{NUMBER} 起诉状 今天收到")
    await rig.press(here.liaison, "✎ 原告")
    await rig.say(here.liaison, "张三丰")
    await rig.press(here.liaison, "✓ 登记")
    return here


async def correct(rig: Rig, user: int, *answers: str) -> None:
    """更多, 更正, then each answer: a button where there is one, else typed; at last 确认."""
    await rig.behind(user, "① 更正")
    for answer in answers:
        if any(answer == label for label in rig.last(user).labels):
            await rig.press(user, answer)
        else:
            await rig.say(user, answer)
    await rig.press(user, "✓ 确认")


@pytest.mark.slow
async def test_a_corrected_day_of_service_is_audited_moves_dates_and_tells_the_holders_old_and_new(
    tmp_path: Path,
) -> None:
    async with open_rig(tmp_path, start="2026-04-08 10:00") as rig:
        here = await county(rig)
        await enter(rig, here.liaison, f"{NUMBER} 传票 今天收到")
        assert (await duties(rig, "SS17"))[0].safe.isoformat() == "2026-04-10"
        await correct(rig, here.liaison, "收到日期", "昨天", "送达回证记载为4月7日")
        [filing] = await duties(rig, "SS17")
        assert (filing.safe.isoformat(), filing.trigger_on.isoformat()) == ("2026-04-09", "2026-04-07")
        told = rig.last(here.deputy)
        assert "4月10日（周五） → 4月9日（周四）" in told.text
        assert "送达回证记载" in told.text
        assert "王芳" in told.text
        [entry] = await rig.database.read(
            lambda s: s.exec(select(AuditEntry).where(AuditEntry.action == "paper_corrected")).all()
        )
        assert (entry.old, entry.new) == ({"served_on": "2026-04-08"}, {"served_on": "2026-04-07"})
        sent = await rig.to("2026-04-09 09:05")
        assert any(m.chat_id == here.liaison and "今日到期" in m.text for m in sent)


@pytest.mark.slow
async def test_a_correction_without_a_reason_is_not_made(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await enter(rig, here.liaison, f"{NUMBER} 传票 今天收到")
        await correct(rig, here.liaison, "收到日期", "昨天", "。")
        [paper] = await rig.database.read(lambda s: s.exec(select(Paper)).all())
        assert paper.served_on.isoformat() == "2026-04-02"


@pytest.mark.slow
async def test_a_paper_entered_by_mistake_is_taken_back_with_its_duties(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await enter(rig, here.liaison, f"{NUMBER} 传票 今天收到")
        await correct(rig, here.liaison, "误登，撤回", "案号录错")
        assert {d.state for d in await duties(rig)} == {DutyState.CANCELLED}
        assert "现已取消" in rig.last(here.deputy).text
        assert not [m for m in await rig.to("2026-04-08 12:00") if m.chat_id == here.liaison]


@pytest.mark.slow
async def test_a_judgment_takes_effect_when_a_person_confirms_and_the_loss_report_starts(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.say(here.liaison, f"{NUMBER} 判决书 今天收到")
        await rig.press(here.liaison, "撤销")
        await rig.press(here.liaison, "否")
        await rig.press(here.liaison, "✓ 登记")
        assert {d.rule for d in await duties(rig)} == {"SS17", "CN-APPEAL-JUDGMENT"}
        asked = [m for m in await rig.to("2026-04-20 09:05") if m.chat_id == here.liaison and "【裁判生效】" in m.text]
        assert len(asked) == 1
        assert "② 【裁判生效】行初12号 一审判决书：请确认生效日期" in asked[0].text
        shown = await at_once(rig, here.liaison, "【裁判生效】")
        assert "原告" in shown.text
        await rig.press(here.liaison, "另填日期", shown)
        await rig.say(here.liaison, "4月2日")
        await rig.press(here.liaison, "4月18日（周六）")
        await rig.press(here.liaison, "✓ 确认")
        [report] = await duties(rig, "SS20")
        assert (report.trigger_on.isoformat(), report.due.isoformat()) == ("2026-04-18", "2026-04-28")
        assert "4月18日（周六）生效" in await recorded(rig, here.liaison)
        listed = rig.bot.find(here.liaison, asked[0].message_id)
        assert "✓ 【裁判生效】行初12号 一审判决书：4月18日（周六）起生效" in listed.text
        assert "已于4月18日（周六）生效" in rig.bot.find(here.liaison, shown.message_id).text


@pytest.mark.slow
async def test_a_wanted_appeal_starts_the_three_day_review_beside_the_statutory_term(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.say(here.liaison, f"{NUMBER} 判决书 今天收到")
        await rig.press(here.liaison, "撤销")
        await rig.press(here.liaison, "是")
        await rig.press(here.liaison, "✓ 登记")
        rules = {d.rule: d for d in await duties(rig)}
        assert rules["SS19"].safe.isoformat() == "2026-04-03"
        assert {d.agency_id for d in await duties(rig, "SS19.approval")} == {here.justice, here.government}
        assert "上诉期限（判决）" in rig.last(here.liaison).text


@pytest.mark.slow
async def test_advice_that_was_dealt_with_starts_the_letter_to_the_court(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.say(here.liaison, f"{NUMBER} 司法建议书 今天收到")
        await rig.press(here.liaison, "个案")
        await rig.say(here.liaison, "30日")
        await rig.press(here.liaison, "✓ 登记")
        [own] = await duties(rig, "SS21.own_term")
        assert own.due.isoformat() == "2026-05-06"
        await rig.to("2026-04-20 10:00")
        await rig.behind(here.liaison, "建议已办结")
        await rig.press(here.liaison, "今天")
        await rig.press(here.liaison, "✓ 确认")
        [letter] = await duties(rig, "SS21")
        assert letter.trigger_on.isoformat() == "2026-04-20"
        assert letter.due.isoformat() == "2026-05-20"
        assert len(await duties(rig, "SS21.own_term")) == 1


@pytest.mark.slow
async def test_the_history_shows_who_when_old_new_why_and_what_was_sent(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await with_plaintiff(rig)
        await correct(rig, here.liaison, "收到日期", "昨天", "送达回证为准")
        await rig.to("2026-04-03 12:00")
        [shown] = await rig.say(here.observer, f"/case {NUMBER}")
        assert "张三丰" not in shown.text
        assert "张某某" in shown.text
        texts = ""
        await rig.behind(here.observer, "办理记录")
        for _ in range(6):
            texts += rig.last(here.observer).text
            if "下一页" not in rig.last(here.observer).labels:
                break
            await rig.press(here.observer, "下一页")
        assert "王芳更正文书" in texts
        assert "2026年4月2日（周四） → 2026年4月1日（周三）" in texts
        assert "送达回证为准" in texts
        assert "发给李娜" in texts
        assert "张三丰" not in texts


@pytest.mark.slow
@pytest.mark.parametrize(
    ("who", "sees"),
    [("deputy", True), ("principal", True), ("coordinator", True), ("observer", False)],
)
async def test_plaintiffs_are_named_only_to_the_cases_own_people(tmp_path: Path, who: str, sees: bool) -> None:
    async with open_rig(tmp_path) as rig:
        here = await with_plaintiff(rig)
        user = getattr(here, who)
        [shown] = await rig.say(user, f"/case {NUMBER}")
        # A leader's card says nothing of the plaintiff; the page behind it does.
        await rig.press(user, "详情" if who == "principal" else "更多", shown)
        assert ("张三丰" in shown.text) is sees
        assert ("张某某" in shown.text) is not sees


@pytest.mark.slow
@pytest.mark.parametrize("who", ["police_liaison", "town_liaison", "leader", "handler", "admin", "court_contact"])
async def test_whose_case_it_is_not_learns_not_even_that_it_exists(tmp_path: Path, who: str) -> None:
    async with open_rig(tmp_path) as rig:
        here = await with_plaintiff(rig)
        user = getattr(here, who)
        [answer] = await rig.say(user, f"/case {NUMBER}")
        [unknown] = await rig.say(user, "/case （2026）鲁0831行初777号")
        assert answer.text == unknown.text
        assert "张" not in answer.text


@pytest.mark.slow
async def test_find_by_number_plaintiff_agency_and_person_within_the_own_scope(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await with_plaintiff(rig)
        [by_number] = await rig.say(here.coordinator, "/find 行初12")
        assert NUMBER in by_number.labels
        [by_plaintiff] = await rig.say(here.coordinator, "/find 张三丰")
        assert NUMBER in by_plaintiff.labels
        [observer] = await rig.say(here.observer, "/find 张三丰")
        assert NUMBER not in observer.labels
        [people] = await rig.say(here.coordinator, "/find 王芳")
        assert "13900001201" in people.text
        [agency] = await rig.say(here.coordinator, "/find 自然资源局")
        assert "李建国" in agency.text
        assert NUMBER in agency.labels
        [own] = await rig.say(here.liaison, "/find 陈静")
        assert "行政应诉科科长" in own.text, "whom one calls is found, as /people does"
        [phone] = await rig.say(here.coordinator, "/find 1390000 1201")
        assert "王芳" in phone.text
        [foreign] = await rig.say(here.police_liaison, "/find 王芳")
        assert "没有找到" in foreign.text
        [percent] = await rig.say(here.coordinator, "/find %%")
        assert "没有找到" in percent.text
        [short] = await rig.say(here.coordinator, "/find 王")
        assert "2到60个字" in short.text


@pytest.mark.slow
async def test_co_defendants_see_their_own_side_only(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await with_plaintiff(rig)
        await enter(rig, here.coordinator, f"{NUMBER} 县公安局 传票 今天收到")
        [card] = await rig.say(here.police_liaison, f"/case {NUMBER}")
        assert "被告：县自然资源局、县公安局" in card.text
        assert "提交答辩状" not in card.text
        await rig.press(here.police_liaison, "全部事项", card)
        assert "提交答辩状" not in card.text
        assert {d.agency_id for d in await duties(rig, "CN-ANSWER")} == {here.resources}


@pytest.mark.slow
async def test_tags_set_later_report_the_risk_once(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await with_plaintiff(rig)
        await rig.behind(here.liaison, "标签")
        await rig.press(here.liaison, "舆论关注")
        await rig.press(here.liaison, "完成")
        await rig.press(here.liaison, "✓ 确认")
        assert len(await duties(rig, "SS16")) == 2
        risks = [m for m in rig.bot.chat(here.coordinator) if "【风险案件】" in m.text]
        assert len(risks) == 1
        assert "舆论关注" in risks[0].text
        [case] = await rig.database.read(lambda s: s.exec(select(Case)).all())
        assert case.facts["tags"] == ["public_opinion"]


@pytest.mark.slow
async def test_closing_the_case_starts_the_archive(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await with_plaintiff(rig)
        await rig.behind(here.liaison, "结案")
        await rig.press(here.liaison, "今天")
        await rig.press(here.liaison, "✓ 确认")
        [archive] = await duties(rig, "SS5")
        assert archive.due.isoformat() == "2026-05-06"


@pytest.mark.slow
async def test_a_judgment_to_perform_waits_for_its_own_term_and_says_so(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.say(here.liaison, "（2026）鲁08行终3号 判决书 今天收到")
        await rig.press(here.liaison, "跳过")
        await rig.press(here.liaison, "改判")
        await rig.press(here.liaison, "责令履行职责")
        await rig.press(here.liaison, "跳过")
        await rig.press(here.liaison, "✓ 登记")
        asked = next(m for m in rig.bot.chat(here.deputy) if "【裁判生效】" in m.text)
        await rig.press(here.deputy, "另填日期", asked)
        await rig.press(here.deputy, "今天")
        await rig.press(here.deputy, "4月2日（周四）")
        await rig.press(here.deputy, "✓ 确认")
        assert "有1项期限待补填" in rig.last(here.deputy).text
        await rig.press(here.deputy, "全部事项")
        assert "“履行生效裁判”的期限以文书载明为准，尚未填写" in rig.last(here.deputy).text
        await correct(rig, here.deputy, "文书载明的期限", "30日", "判决书第二项")
        [performance] = await duties(rig, "CN-PERFORM")
        assert performance.due.isoformat() == "2026-05-06"
        assert "待补填" not in rig.last(here.deputy).text


@pytest.mark.slow
async def test_a_risk_case_and_its_files_are_protected_from_forwarding(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.send_file(here.liaison, "传票.jpg", b"jpg", caption=f"{NUMBER} 传票 今天收到", mime="image/jpeg")
        await rig.press(here.liaison, "✎ 风险情形")
        await rig.press(here.liaison, "舆论关注")
        await rig.press(here.liaison, "完成")
        await rig.press(here.liaison, "✓ 登记")
        assert rig.last(here.deputy).protected
        await rig.behind(here.deputy, "① 附件")
        assert [m.protected for m in rig.bot.chat(here.deputy) if m.document] == [True]
