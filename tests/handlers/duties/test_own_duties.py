"""What the bureau owes itself: reported done by itself, not pressed for, told to its head; rights are no duties."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.domain.figures.exports import HEADINGS
from bot.domain.hall.terms import DutyState
from bot.services.agencies import leaving
from bot.services.figures import ledger
from bot.texts import translator
from tests.builders import County, county
from tests.handlers.duties import steps
from tests.rig import Rig, open_rig


async def overdue(rig: Rig) -> County:
    """The monthly dispatch of the bureau (SS…) is past its date."""
    here = await county(rig)
    await rig.to("2026-12-09 20:00")
    return here


@pytest.mark.slow
async def test_the_bureaus_own_overdue_duty_is_reported_done_and_not_pressed_for(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-01 09:00") as rig:
        here = await overdue(rig)
        own = [d for d in await steps.duties(rig) if d.agency_id == here.justice and d.due < date(2026, 12, 9)]
        assert own
        chat = rig.bot.chat(here.coordinator)
        assert not any("【逾期】县司法局" in m.text or "尚未登记联络员" in m.text for m in chat)
        assert any("县司法局" in m.text and "逾期" in m.text for m in rig.bot.chat(here.justice_principal))
        assert not any("尚未登记联络员" in m.text for m in rig.bot.chat(here.justice_principal))
        digest = next(m for m in reversed(chat) if "今日要情" in m.text)
        [below] = await rig.press(here.coordinator, "本局事项", digest)
        assert any(label.startswith("1. ") for label in below.labels)
        await rig.press_data(here.coordinator, f"dt.open:{own[0].id}", digest)
        shown = rig.last(here.coordinator)
        assert "办结" in shown.labels
        await rig.press(here.coordinator, "更多", shown)
        assert "催办" not in rig.bot.find(here.coordinator, shown.message_id).labels
        await steps.done(rig, here.coordinator, own[0].rule)
        await rig.press(here.coordinator, "今天办结，附")
        await rig.say(here.coordinator, "泗司备〔2026〕3号")
        await rig.press(here.coordinator, "✓ 办结")
        done = [d for d in await steps.duties(rig) if d.state is DutyState.DONE]
        assert [d.agency_id for d in done] == [here.justice]


@pytest.mark.slow
async def test_rights_are_counted_nowhere_and_every_count_is_the_same(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-04-02 09:00") as rig:
        here = await county(rig)
        await steps.enter(rig, here.liaison, f"{steps.NUMBER} 传票 应诉通知书 起诉状副本 今天收到")
        await rig.to("2026-07-01 10:00")
        found = [d for d in await steps.duties(rig) if d.agency_id == here.resources and d.case_id]
        rights = [d for d in found if d.kind == "right" and d.state is DutyState.OPEN]
        owed = [d for d in found if d.kind != "right" and d.state is DutyState.OPEN]
        assert rights, "the case has a right, or this asks nothing"
        handed = await rig.work(lambda desk: leaving.open_duties(desk, here.resources))
        tr = translator("zh_CN")
        row = await rig.work(lambda desk: next(ledger.rows(desk, tr)))
        said = dict(zip((str(tr(one)) for one in HEADINGS), row, strict=True))
        listed = await rig.say(here.liaison, "/duties")
        total = sum(f"{n}. " in listed[0].text for n in range(1, 7))
        assert said["未办结事项"] == said["逾期事项"] == len(owed)
        assert handed >= len(owed)
        assert total == min(handed, 4)


@pytest.mark.slow
async def test_what_nobody_of_an_agency_can_do_is_reported_done_by_whoever_is_reminded_of_it(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-04-02 09:00") as rig:
        here = await county(rig)
        await rig.say(here.coordinator, f"{steps.NUMBER} 传票 今天收到 直接送达")
        await rig.press(here.coordinator, "泉林资源所")
        await rig.press(here.coordinator, "✓ 登记")
        await rig.to("2026-04-13 18:00")
        listed = next(m for m in rig.bot.chat(here.coordinator) if "泉林资源所" in m.text and "逐项办理" in m.labels)
        [told] = await rig.press(here.coordinator, "逐项办理", listed)
        assert "尚未登记联络员" in told.text
        assert any("办结" in label for label in told.labels)
        assert not any("催办" in label for label in told.labels)
