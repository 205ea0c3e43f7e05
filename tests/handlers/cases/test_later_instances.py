"""Second instances and retrials: what they make of the decision before, and the numbers under which a case goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.store.tables import Case
from tests.builders import county
from tests.handlers.cases.decision_steps import NUMBER, SECOND, card, effect, judgment, known, papers, recorded
from tests.handlers.duties.steps import duties
from tests.rig import Rig, open_rig

MORE = "下一页"
AGAIN = "（2026）鲁0831行初99号"


async def cases(rig: Rig) -> list[Case]:
    return list(await rig.database.read(lambda s: s.exec(select(Case).order_by(col(Case.id))).all()))


async def second(rig: Rig, user: int, what: str, kind: str = "判决书", *, stands: str = "") -> None:
    await rig.say(user, f"{SECOND} {kind} 今天收到")
    await rig.say(user, NUMBER)
    await rig.press(user, what)
    if stands:
        await rig.press(user, stands)


@pytest.mark.slow
async def test_upheld_takes_effect_on_service_and_starts_the_report_on_what_stands(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-03-10 10:00") as rig:
        here = await county(rig)
        await judgment(rig, here.liaison, "否", when="3月2日收到 邮寄")
        await rig.say(here.liaison, f"{SECOND} 判决书 今天收到")
        await rig.say(here.liaison, NUMBER)
        offered = rig.last(here.liaison).labels
        for label in ("驳回上诉，维持原判", "改判", "撤销原判，发回重审", "准许撤回上诉", "调解"):
            assert any(label in one for one in offered), label
        await rig.press(here.liaison, "驳回上诉")
        assert rig.last(here.liaison).labels[0] == "撤销"
        await rig.press(here.liaison, "撤销")
        assert "上诉" not in "".join(rig.last(here.liaison).labels)
        await rig.press(here.liaison, "✓ 登记")
        assert "驳回上诉，维持原判，现裁判结果为撤销" in await recorded(rig, here.liaison, SECOND)
        assert f"原案：{NUMBER}" in await known(rig, here.liaison, SECOND)
        assert f"后续案件：{SECOND}" in await known(rig, here.liaison)
        asked = next(m for m in reversed(rig.bot.chat(here.deputy)) if "【裁判生效】" in m.text)
        assert not [label for label in asked.labels if "已上诉" in label]
        await rig.press(here.deputy, "另填日期", asked)
        await rig.press(here.deputy, "今天")
        await rig.press(here.deputy, "3月10日")
        await rig.press(here.deputy, "✓ 确认")
        assert [d.trigger_on.isoformat() for d in await duties(rig, "SS20")] == ["2026-03-10"]


@pytest.mark.slow
async def test_a_case_sent_back_goes_on_under_a_new_number_that_is_linked(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-03-10 10:00") as rig:
        here = await county(rig)
        await judgment(rig, here.liaison, "否", when="3月2日收到 邮寄")
        await second(rig, here.liaison, "发回重审", "裁定书")
        await rig.press(here.liaison, "✓ 登记")
        assert "新的一审案号" in (await card(rig, here.liaison, SECOND)).text
        assert "发回重审" in await recorded(rig, here.liaison, SECOND)
        assert not [m for m in rig.bot.chat(here.deputy) if "【裁判生效】" in m.text]
        await rig.behind(here.liaison, "后续程序案号")
        await rig.say(here.liaison, AGAIN)
        await rig.press(here.liaison, "✓ 确认")
        assert f"原案：{SECOND}" in await known(rig, here.liaison, AGAIN)
        [_, _, made] = await cases(rig)
        assert (made.number, made.original_number) == (AGAIN, SECOND)
        assert f"后续案件：{AGAIN}" in await known(rig, here.liaison, SECOND)


@pytest.mark.slow
async def test_leave_to_withdraw_the_suit_asks_nothing_of_an_appeal(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-03-10 10:00") as rig:
        here = await county(rig)
        await rig.say(here.liaison, f"{NUMBER} 裁定书 今天收到")
        await rig.press(here.liaison, MORE)
        await rig.press(here.liaison, "撤诉")
        preview = rig.last(here.liaison)
        assert "上诉" not in preview.text
        await rig.press(here.liaison, "✓ 登记")
        assert not await duties(rig, "CN-APPEAL-RULING")
        assert not await duties(rig, "SS19")
        assert "已上诉" not in "".join((await effect(rig, here.liaison)).labels)


@pytest.mark.slow
async def test_a_retrial_has_its_own_papers_and_words(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-03-10 10:00") as rig:
        here = await county(rig)
        retrial = "（2026）鲁行再7号"
        await rig.say(here.liaison, f"{retrial} 判决书 今天收到")
        await rig.press(here.liaison, "跳过")
        await rig.press(here.liaison, "改判")
        await rig.press(here.liaison, MORE)
        await rig.press(here.liaison, "驳回诉讼请求")
        await rig.press(here.liaison, "✓ 登记")
        [paper] = await papers(rig)
        assert (paper.kind.value, paper.facts["on_appeal"], paper.facts["outcome"]) == (
            "judgment_retrial",
            "altered",
            "claim_dismissed",
        )
        assert [d.trigger for d in await duties(rig, "SS17")] == ["judgment_retrial"]
        assert "改判" in await recorded(rig, here.liaison, retrial)


@pytest.mark.slow
async def test_a_retrial_application_starts_the_written_opinion(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-03-10 10:00") as rig:
        here = await county(rig)
        await rig.say(here.liaison, "（2026）鲁行申7号 再审申请书副本 今天收到")
        await rig.press(here.liaison, "✓ 登记")
        assert [d.due.isoformat() for d in await duties(rig, "CN-RETRIAL-OPINION")] == ["2026-03-25"]
