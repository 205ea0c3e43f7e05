"""What is past its date: whoever owes it hears of it once a working day, in one message, until it is done."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.builders import County, county
from tests.fakes import Shown
from tests.handlers.duties.steps import done
from tests.houses import ZONE
from tests.rig import Rig, open_rig

NUMBER = "（2026）鲁0831行初12号"
ASKED = "请立即明确出庭负责人，并报县司法局备案；应于12月3日（周四）前办结"


async def entered(rig: Rig, line: str = f"{NUMBER} 应诉通知书 今天收到") -> County:
    here = await county(rig)
    await rig.say(here.liaison, line)
    await rig.press(here.liaison, "✓ 登记")
    return here


def to_person(sent: list[Shown], telegram_id: int) -> list[Shown]:
    return [m for m in sent if m.chat_id == telegram_id]


async def held_up(rig: Rig, local: str) -> None:
    """The clock jumps: what fell due meanwhile is looked at only now."""
    rig.clock.move_to(datetime.fromisoformat(local).replace(tzinfo=ZONE))
    await rig.pump.drain()


@pytest.mark.slow
async def test_once_a_working_day_until_it_is_done_and_not_on_days_off(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-01 09:00") as rig:
        here = await entered(rig)
        await rig.to("2026-12-03 20:00")
        for day in ("2026-12-04", "2026-12-07"):
            sent = await rig.to(f"{day} 20:00")
            for who in (here.liaison, here.deputy):
                [one] = to_person(sent, who)
                assert one.text.startswith(f"【逾期·出庭报备】{NUMBER}：{ASKED}")
        assert to_person(await rig.to("2026-12-06 20:00"), here.liaison) == []
        message = rig.last(here.liaison)
        await done(rig, here.liaison, "SS12")
        await rig.say(here.liaison, "今天")
        await rig.say(here.liaison, "泗自然资函〔2026〕5号")
        await rig.press(here.liaison, "✓")
        assert "均已处理完毕" in message.text
        later = await rig.to("2026-12-09 20:00")
        assert not [m for m in to_person(later, here.liaison) if "出庭报备" in m.text]


@pytest.mark.slow
async def test_what_is_past_its_date_comes_in_one_message_with_what_else_is_due_that_morning(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-01 09:00") as rig:
        here = await entered(rig)
        await rig.to("2026-12-03 09:30")
        await rig.say(here.liaison, "（2026）鲁0831行初13号 传票 今天收到")
        await rig.press(here.liaison, "✓ 登记")
        await rig.to("2026-12-03 20:00")
        [one] = to_person(await rig.to("2026-12-04 12:00"), here.liaison)
        assert one.text.startswith("【今日提醒】12月4日（周五），3项\n① 🔴 出庭报备 行初12号：已逾期1个工作日\n②")
        assert one.text.count("行初13号") == 2
        assert one.labels == ["逐项办理", "全部事项"]


@pytest.mark.slow
async def test_coordinators_have_it_in_their_digest_and_hear_it_once(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-01 09:00") as rig:
        here = await county(rig)
        await rig.to("2026-12-08 07:00")
        sent = to_person(await rig.to("2026-12-09 20:00"), here.coordinator)
        assert any("今日要情" in m.text and "月调度" in m.text for m in sent)
        assert not any(m.text.startswith("【逾期") for m in sent)


@pytest.mark.slow
async def test_a_reminder_held_up_over_the_last_day_is_not_said_twice(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-01 09:00") as rig:
        here = await entered(rig)
        await rig.to("2026-12-02 20:00")
        await held_up(rig, "2026-12-03 23:00")
        [one] = to_person(await rig.to("2026-12-04 20:00"), here.liaison)
        assert one.text.count(NUMBER) == 1
        assert "已逾期1个工作日" in one.text


@pytest.mark.slow
async def test_reminders_put_off_by_the_night_to_one_morning_are_said_once(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-11-27 09:00") as rig:
        here = await entered(rig, f"{NUMBER} 起诉状副本 今天收到")
        before = len(rig.bot.chat(here.liaison))
        await held_up(rig, "2026-12-10 23:00")
        sent = to_person(await rig.to("2026-12-11 08:40"), here.liaison)
        assert len(rig.bot.chat(here.liaison)) == before + len(sent)
        [answer] = [m for m in sent if "答辩" in m.text]
        assert answer.text.count("【提交答辩状") == 1


@pytest.mark.slow
async def test_after_the_day_to_obey_and_before_the_legal_last_day_the_liaison_still_hears_of_it(
    tmp_path: Path,
) -> None:
    """Safe day Fri 3 April, legal last day Tue 7 April after the Qingming holiday."""
    async with open_rig(tmp_path, start="2026-04-02 09:00") as rig:
        here = await entered(rig)
        await rig.to("2026-04-03 20:00")
        [one] = to_person(await rig.to("2026-04-07 12:00"), here.liaison)
        assert "请于4月7日（周二）前明确出庭负责人，并报县司法局备案（今天为法定最后一日）" in one.text
        assert "4月3日" not in one.text.partition("<blockquote")[0]
        assert "逾期" not in one.text
