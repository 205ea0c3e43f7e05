"""What the rule books ask about a party: one labelled question an agency, until it is answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import County, county
from tests.handlers.cases.party_steps import NUMBER, page, recorded, strengths, under
from tests.handlers.cases.test_party_editor import heard
from tests.rig import Rig, open_rig


async def two_sued(rig: Rig, book: str) -> County:
    here = await county(rig)
    await under(rig, here, book)
    await recorded(rig, here.liaison, "被告：县政府、县自然资源局")
    return here


async def card(rig: Rig, user: int) -> None:
    await rig.say(user, f"/case {NUMBER}")


async def test_each_agency_has_its_own_question_and_buttons(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await two_sued(rig, "wuqing-2020")
        await card(rig, here.coordinator)
        shown = rig.last(here.coordinator)
        assert "原行政行为是否由本机关作出？等，另有1处" in shown.text
        await rig.press(here.coordinator, "待答问题", shown)
        assert "？县政府：原行政行为是否由本机关作出？" in shown.text
        assert "？县自然资源局：原行政行为是否由本机关作出？" in shown.text
        labels = [label for label in shown.labels if label.endswith(("：是", "：否"))]
        assert sorted(labels) == sorted(["县政府：是", "县政府：否", "县自然资源局：是", "县自然资源局：否"])
        # The liaison officer reads what is open; whether a leader is owed is the coordinator's to say.
        await card(rig, here.liaison)
        assert "待答问题" not in rig.last(here.liaison).labels
        await page(rig, here.liaison)
        assert "？县自然资源局：原行政行为是否由本机关作出？" in rig.last(here.liaison).text
        assert not [label for label in rig.last(here.liaison).labels if label.endswith("：是")]


@pytest.mark.slow
async def test_it_is_asked_in_the_digest_until_it_is_answered_and_again_once_that_is_taken_back(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await two_sued(rig, "wuqing-2020")

        async def digest(day: str) -> str:
            sent = await rig.to(f"2026-04-{day} 09:30")
            return "\n".join(m.text for m in sent if m.chat_id == here.coordinator and "今日" in m.text)

        assert "待明确的当事人问题2项" in await digest("03")
        await rig.press(here.coordinator, "待答问题")
        await rig.press(here.coordinator, f"当事人：{NUMBER}")
        await rig.press(here.coordinator, "县政府：否")
        await rig.press(here.coordinator, "县自然资源局：是")
        assert "✓ 县政府：本单位系原行政行为作出机关：否" in rig.last(here.coordinator).text
        assert "待明确" not in await digest("07")
        await rig.behind(here.coordinator, "当事人")
        await rig.behind(here.coordinator, "县政府：收回答复")
        assert "？县政府：" in rig.last(here.coordinator).text
        later = await digest("08")
        assert "待明确的当事人问题1项" in later
        assert "县政府：原行政行为是否由本机关作出？" in later


@pytest.mark.slow
async def test_answers_on_the_card_of_a_hearing_hold_for_the_case_and_can_be_taken_back(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await two_sued(rig, "wuqing-2020")
        await heard(rig, here.liaison)
        assert await strengths(rig) == {"县政府": "ask:unnamed", "县自然资源局": "ask:unnamed"}
        for agency, answer in (("县自然资源局", "是"), ("县政府", "否")):
            await card(rig, here.coordinator)
            await rig.press(here.coordinator, "开庭安排")
            await rig.press(here.coordinator, f"{agency} ›")
            await rig.press(here.coordinator, f"{agency}：{answer}")
        assert await strengths(rig) == {"县政府": "none:unnamed", "县自然资源局": "base:unnamed"}
        await rig.press(here.coordinator, "县政府：收回答复")
        assert (await strengths(rig))["县政府"] == "ask:unnamed"
        await card(rig, here.coordinator)
        assert "？县政府：" in rig.last(here.coordinator).text
        assert "？县自然资源局：" not in rig.last(here.coordinator).text


@pytest.mark.slow
async def test_that_one_of_two_appears_says_that_the_other_does_not(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await two_sued(rig, "national")
        await heard(rig, here.liaison)
        await card(rig, here.coordinator)
        shown = await page(rig, here.coordinator)
        seen = set(shown.labels)
        await rig.press(here.coordinator, "下一页", shown)
        assert {"县政府：本单位", "县政府：另一单位", "县自然资源局：本单位"} <= seen | set(shown.labels)
        await rig.behind(here.coordinator, "县自然资源局：本单位", shown)
        assert await strengths(rig) == {"县政府": "none:unnamed", "县自然资源局": "base:unnamed"}
        await rig.behind(here.coordinator, "县自然资源局：收回答复")
        assert await strengths(rig) == {"县政府": "ask:unnamed", "县自然资源局": "ask:unnamed"}


async def test_after_an_upheld_reconsideration_nothing_is_asked_of_who_made_the_act(tmp_path: Path) -> None:
    """行政诉讼法 art. 26: beside the body that upheld it stands whoever made it."""
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await under(rig, here, "wuqing-2020")
        await recorded(rig, here.liaison, "被告：县自然资源局 复议机关：县政府（维持）")
        assert "？" not in rig.last(here.liaison).text
        await heard(rig, here.liaison)
        assert await strengths(rig) == {"县自然资源局": "base:unnamed", "县政府": "none:unnamed"}


async def test_a_body_that_reconsidered_without_an_outcome_is_asked_for_it(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await under(rig, here, "wuqing-2020")
        await recorded(rig, here.liaison, "复议机关：县政府")
        assert "？县政府：行政复议结果是什么？" in rig.last(here.liaison).text
        await rig.behind(here.liaison, "县政府：维持原行政行为")
        assert "复议结果：维持原行政行为" in rig.last(here.liaison).text
        assert "？县政府" not in rig.last(here.liaison).text


async def test_an_answer_given_meanwhile_makes_the_button_stale(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await two_sued(rig, "wuqing-2020")
        await card(rig, here.coordinator)
        first = await page(rig, here.coordinator)
        data = next(d for row in first.buttons for text, d in row if text == "县政府：否")
        await card(rig, here.coordinator2)
        await rig.behind(here.coordinator2, "县政府：是")
        await rig.press_data(here.coordinator, data, first)
        assert "该按钮已失效" in rig.toast()
        assert "✓ 县政府：本单位系原行政行为作出机关：是" in rig.last(here.coordinator2).text
        await rig.behind(here.coordinator2, "县政府：收回答复")
        await card(rig, here.coordinator)
        shown = await page(rig, here.coordinator)
        assert "？县政府：原行政行为是否由本机关作出？" in shown.text
        assert "✓" not in shown.text


async def test_nobody_without_the_office_answers(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await two_sued(rig, "wuqing-2020")
        await card(rig, here.coordinator)
        shown = await page(rig, here.coordinator)
        data = next(d for row in shown.buttons for text, d in row if text == "县政府：否")
        await card(rig, here.liaison)
        await rig.press_data(here.liaison, data, rig.last(here.liaison))
        assert rig.toast().startswith(("您没有此项操作的权限", "该内容已不存在，或者您无权查看"))
