"""Duties that go another way: late, excused, handed over, with another date, pressed by two at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import select

from bot.domain.hall.terms import DutyState
from bot.store.tables import AuditEntry
from tests.builders import county
from tests.handlers.duties.steps import NUMBER, act, copy, duties, report, summons
from tests.rig import open_rig


@pytest.mark.slow
async def test_overdue_goes_up_the_ladder_and_the_coordinator_presses_for_it(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await summons(rig)
        sent = await rig.to("2026-04-08 10:00")
        up = [m for m in sent if m.chat_id == here.coordinator and "今日提醒" in m.text]
        assert "县自然资源局 出庭报备 行初12号：4月7日（周二），今天为法定最后一日" in up[0].text
        [late] = [m for m in sent if m.chat_id == here.principal and "2项" in m.text]
        assert "① 🔴 出庭报备 行初12号：已逾期1个工作日" in late.text
        await rig.press(here.coordinator, "逐项办理", up[0])
        up[0] = rig.last(here.coordinator)
        assert "【逾期】县自然资源局：出庭报备应于4月7日（周二）前完成，已逾期1个工作日" in up[0].text
        assert "王芳（139" in up[0].text
        before = len(rig.bot.chat(here.liaison))
        await rig.press(here.coordinator, "催办", up[0])
        assert "【催办】陈静" in rig.last(here.liaison).text
        assert len(rig.bot.chat(here.liaison)) == before + 1
        await rig.press(here.coordinator, "催办", up[0])
        assert len(rig.bot.chat(here.liaison)) == before + 1


@pytest.mark.slow
async def test_a_late_entry_is_overdue_at_once_and_says_how_late_it_came(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-04-20 10:00") as rig:
        here = await county(rig)
        await rig.say(here.liaison, f"{NUMBER} 传票 4月2日收到")
        await rig.press(here.liaison, "登记")
        card = rig.last(here.liaison)
        assert "🔴" in card.text
        assert "已逾期9个工作日" in card.text
        await rig.press_data(here.liaison, "cs.papers:1:0", card)
        assert "录入晚于收到18天" in card.text
        assert any("🔴" in m.text and "已逾期9个工作日" in m.text for m in rig.bot.chat(here.coordinator))
        [shown] = await rig.say(here.liaison, "/duties")
        assert "其中逾期2项" in shown.text


@pytest.mark.slow
async def test_not_applicable_and_excused_need_a_coordinator_and_a_reason(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await summons(rig)
        [filing] = await duties(rig, "SS17")
        foreign = rig.last(here.liaison)
        await rig.press_data(here.liaison, f"dt.na:{filing.id}:{filing.version}", foreign)
        assert "没有此项操作的权限" in rig.toast()
        await rig.say(here.coordinator, "/duties")
        await rig.press(here.coordinator, "收到法院文书备案")
        await rig.press(here.coordinator, "更多")
        await rig.press(here.coordinator, "不予适用")
        await rig.say(here.coordinator, "仲裁案件，只登记")
        await rig.press(here.coordinator, "确认")
        [filing] = await duties(rig, "SS17")
        assert (filing.state, filing.reason) == (DutyState.NOT_APPLICABLE, "仲裁案件，只登记")
        assert "不予适用" in rig.last(here.liaison).text


@pytest.mark.slow
async def test_another_agency_takes_over_with_the_same_dates(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await summons(rig)
        [_filing] = await duties(rig, "SS17")
        await rig.say(here.coordinator, "/duties")
        await rig.press(here.coordinator, "收到法院文书备案")
        await rig.press(here.coordinator, "更多")
        await rig.press(here.coordinator, "改派")
        offered = rig.last(here.coordinator).labels
        assert "县自然资源局" not in offered, "who owes it now does not take it over"
        assert offered.index("泉林资源所") < offered.index("县公安局") < offered.index("济河街道"), "the tree's order"
        await rig.press(here.coordinator, "县公安局")
        await rig.say(here.coordinator, "由公安局承办")
        await rig.press(here.coordinator, "确认")
        old, new = await duties(rig, "SS17")
        assert (old.state, new.state, new.agency_id) == (DutyState.TRANSFERRED, DutyState.OPEN, here.police)
        assert (new.safe, new.due, new.trigger_on) == (old.safe, old.due, old.trigger_on)
        assert "收到法院文书备案" in rig.last(here.police_liaison).text
        sent = await rig.to("2026-04-03 09:05")
        assert any(m.chat_id == here.police_liaison for m in sent)
        assert not any(m.chat_id == here.liaison and "收到法院文书备案" in m.text for m in sent)


@pytest.mark.slow
async def test_another_date_is_kept_beside_the_computed_one_and_both_sides_see_why(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await summons(rig)
        await rig.say(here.coordinator, "/duties")
        await rig.press(here.coordinator, "收到法院文书备案")
        await rig.press(here.coordinator, "更多")
        await rig.press(here.coordinator, "另定日期")
        await rig.say(here.coordinator, "4月10日")
        await rig.say(here.coordinator, "材料较多，同意延期")
        await rig.press(here.coordinator, "确认")
        [filing] = await duties(rig, "SS17")
        assert (str(filing.obey), str(filing.safe), str(filing.due)) == ("2026-04-10", "2026-04-03", "2026-04-07")
        told = rig.last(here.liaison)
        assert "【日期变更】" in told.text
        assert "4月3日（周五） → 4月10日（周五）" in told.text
        assert "同意延期" in told.text
        sent = await rig.to("2026-04-08 10:00")
        assert not any("收到法院文书备案" in m.text and "逾期" in m.text for m in sent)


@pytest.mark.slow
async def test_why_quotes_the_article_and_counts_step_by_step(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await summons(rig)
        await act(rig, here.liaison, "② 为何")
        why = rig.last(here.liaison).text
        assert "2日内报县司法局备案" in why
        assert "请于4月3日（周五）前完成；期限最后一日为4月7日（周二）" in why
        await rig.press(here.liaison, "‹")
        assert "收到法院文书备案" in rig.last(here.liaison).text


@pytest.mark.slow
async def test_two_liaisons_on_one_duty_the_second_is_told_what_the_first_did(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await summons(rig)
        await rig.behind(here.deputy, "② ")
        await rig.press(here.deputy, "更多")
        old = rig.last(here.deputy)
        data = next(d for row in old.buttons for label, d in row if label == "办结")
        await report(rig, here.liaison, "② 办结")
        await rig.press_data(here.deputy, data, old)
        assert "该按钮已失效：王芳已于4月2日（周四）9:00报送办结" in rig.toast()
        assert "已报送，待认可" in rig.last(here.deputy).text


@pytest.mark.slow
async def test_a_form_that_was_overtaken_says_so_and_changes_nothing(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await summons(rig)
        await act(rig, here.deputy, "② 办结")
        await rig.press(here.deputy, "今天")
        await rig.say(here.deputy, "另一文号")
        await copy(rig, here.deputy)
        await report(rig, here.liaison, "② 办结")
        await rig.press(here.deputy, "✓ 办结")
        [filing] = await duties(rig, "SS17")
        assert filing.done_number == "泗自然资备〔2026〕3号"
        assert "该按钮已失效：王芳" in rig.toast()


@pytest.mark.slow
async def test_foreign_and_broken_buttons_change_nothing(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await summons(rig)
        [filing] = await duties(rig, "SS17")
        message = rig.last(here.liaison)
        before = len(await rig.database.read(lambda s: s.exec(select(AuditEntry)).all()))
        for data in (f"dt.done:{filing.id}:1", f"dt.ack:{filing.id}", f"dt.show:{filing.id}", f"dt.why:{filing.id}"):
            await rig.press_data(here.police_liaison, data, message)
            assert "无权查看" in rig.toast()
        for data in (
            "dt.done",
            "dt.ack:x",
            "dt.ok:99999:1",
            "dt.ack:-1",
            "dt.list:x:y",
            "cs.show:12345678901234567890",
        ):
            await rig.press_data(here.liaison, data, message)
        assert len(await rig.database.read(lambda s: s.exec(select(AuditEntry)).all())) == before


@pytest.mark.slow
async def test_an_unanswered_report_goes_up_to_the_coordinators_superior(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-04-20 09:00") as rig:
        here = await county(rig)
        await rig.say(here.liaison, "（2026）鲁08行终3号 二审判决书 今天收到")
        await rig.press(here.liaison, "跳过")
        await rig.press(here.liaison, "改判")
        await rig.press(here.liaison, "确认违法")
        await rig.press(here.liaison, "✓ 登记")
        asked = next(m for m in rig.bot.chat(here.deputy) if "【裁判生效】" in m.text)
        await rig.press(here.deputy, "另填日期", asked)
        await rig.press(here.deputy, "今天")
        await rig.press(here.deputy, "4月20日（周一）")
        await rig.press(here.deputy, "✓ 确认")
        [report_] = await duties(rig, "SS20")
        assert report_.due.isoformat() == "2026-04-30"
        sent = await rig.to("2026-05-12 12:00")
        assert any("败诉案件分析报告" in m.text for m in sent if m.chat_id == here.coordinator)
        up = [m for m in sent if m.chat_id == here.justice_principal]
        assert any("败诉案件分析报告应于4月30日（周四）前完成" in m.text for m in up)
        assert all("催办" not in m.labels for m in up)
