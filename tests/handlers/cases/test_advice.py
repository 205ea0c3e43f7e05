"""Judicial advice: its own term in days or months, dealt with, and answered to the court with a copy to the bureau."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.hall.terms import DutyState
from tests.builders import County, county
from tests.handlers.cases.decision_steps import NUMBER, card, papers
from tests.handlers.duties.steps import duties, judging
from tests.rig import Rig, open_rig


async def advice(rig: Rig, term: str) -> County:
    here = await county(rig)
    await rig.say(here.liaison, f"{NUMBER} 司法建议书 今天收到")
    await rig.press(here.liaison, "个案")
    await rig.say(here.liaison, term)
    await rig.press(here.liaison, "✓ 登记")
    return here


async def why(rig: Rig, user: int) -> str:
    await card(rig, user)
    await rig.press(user, "为何")
    return rig.last(user).text


async def dealt_with(rig: Rig, user: int) -> None:
    await card(rig, user)
    await rig.press(user, "办结")
    await rig.press(user, "今天办结")


@pytest.mark.slow
@pytest.mark.parametrize("term", ["两个月", "2个月"])
async def test_a_term_in_months_counts_from_receipt_and_the_answer_follows_by_itself(tmp_path: Path, term: str) -> None:
    async with open_rig(tmp_path, start="2026-03-02 10:00") as rig:
        here = await advice(rig, term)
        [own] = await duties(rig, "SS21.own_term")
        assert (own.unrolled.isoformat(), own.safe.isoformat()) == ("2026-05-02", "2026-04-30")
        assert "文书载明的期限为2个月" in await why(rig, here.liaison)
        await rig.to("2026-03-10 10:00")
        await dealt_with(rig, here.liaison)
        assert (await papers(rig))[0].facts["handled_on"] == "2026-03-10"
        [answer] = await duties(rig, "SS21")
        assert (answer.due.isoformat(), answer.citation["leads"]) == ("2026-04-09", True)
        assert "4月9日" in (await card(rig, here.liaison)).text


@pytest.mark.slow
async def test_the_term_is_read_where_the_paper_says_it_and_shown_before_it_counts(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-03-02 10:00") as rig:
        here = await county(rig)
        await rig.say(here.liaison, f"{NUMBER} 司法建议书 今天收到 请于收到之日起两个月内书面回复")
        await rig.press(here.liaison, "个案")
        assert "2个月" in rig.last(here.liaison).text
        await rig.press(here.liaison, "✓ 登记")
        [own] = await duties(rig, "SS21.own_term")
        assert own.safe.isoformat() == "2026-04-30"


@pytest.mark.slow
async def test_the_earlier_of_the_two_clocks_leads(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-03-02 10:00") as rig:
        here = await advice(rig, "20天")
        await rig.to("2026-03-10 10:00")
        await dealt_with(rig, here.liaison)
        [own], [answer] = await duties(rig, "SS21.own_term"), await duties(rig, "SS21")
        assert (own.state, own.due.isoformat(), own.citation["leads"]) == (DutyState.OPEN, "2026-03-23", True)
        assert (answer.due.isoformat(), answer.citation["leads"]) == ("2026-04-09", False)


@pytest.mark.slow
async def test_the_letter_and_the_copy_are_two_proofs(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-03-02 10:00") as rig:
        here = await advice(rig, "两个月")
        await dealt_with(rig, here.liaison)
        await card(rig, here.liaison)
        await rig.press(here.liaison, "办结")
        await rig.press(here.liaison, "今天")
        asked = rig.last(here.liaison)
        assert "致人民法院的函：请发送文号" in asked.text
        assert asked.labels == ["取消"], "there is nothing yet to be done with"
        await rig.say(here.liaison, "泗自然资函〔2026〕9号")
        assert "抄送司法局：请发送文号或者签收人" in rig.last(here.liaison).text
        await rig.say(here.liaison, "陈静签收")
        await rig.press(here.liaison, "✎ 抄送司法局")
        await rig.press(here.liaison, "跳过")
        refused = rig.last(here.liaison)
        assert "还须提供抄送司法局的凭证" in refused.text
        assert not [label for label in refused.labels if label.startswith("✓")]
        await rig.press(here.liaison, "✎ 抄送司法局", refused)
        await rig.say(here.liaison, "陈静签收")
        await rig.press(here.liaison, "✓ 办结")
        assert "抄送司法局：陈静签收" in rig.last(here.liaison).text
        await judging(rig, here.coordinator)
        await rig.press(here.coordinator, "认可")
        found = [*await duties(rig, "SS21"), *await duties(rig, "SS21.own_term")]
        assert {d.state for d in found} == {DutyState.DONE}
        assert "陈静签收" in {d.citation.get("copy") for d in found}
