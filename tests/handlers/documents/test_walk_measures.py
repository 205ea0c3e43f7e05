"""The ladder of measures of 三门峡 (SM4, SM13): every step of it can be chosen in chat, none is taken by that."""

from __future__ import annotations

from bot.domain.documents.breaches import CandidateState
from bot.store.tables import Agency, BreachCandidate, Circular
from tests.builders import County
from tests.handlers.documents.letter_steps import rows
from tests.handlers.documents.test_feedback_form import agreed
from tests.handlers.documents.walk_steps import through
from tests.rig import Rig

BOOK = "sanmenxia-2025"
LADDER = [
    "批评教育", "责令整改", "约谈提醒", "依规依纪依法追究责任",
    "通报批评", "约谈主要负责人", "发出督查整改通知书", "建议组织处理或纪律处分", "移送纪检监察机关",
]  # fmt: skip


async def silent(rig: Rig, county: County) -> None:
    """The leader came and said nothing; the coordinator has the card of the candidate that is one for that."""
    await rig.work(lambda desk: setattr(desk.session.get_one(Agency, county.government), "rulebook", BOOK))
    await agreed(rig, county, BOOK)
    await rig.to("2026-12-16 10:00")
    await through(rig, county.liaison, "负责人已出庭", "未发言", "提交")
    user = county.coordinator
    [menu] = await rig.say(user, "/documents")
    await rig.press(user, "问责候选", menu)
    await through(rig, user, "1. 县自然资源局", "确认属实")


async def test_every_step_of_a_long_ladder_can_be_chosen(rig: Rig, county: County) -> None:
    await silent(rig, county)
    user = county.coordinator
    assert "出庭不出声、消极应付" in rig.last(user).text
    await rig.press(user, "措施（已选0项）")
    assert [label for label in rig.last(user).labels if label.startswith("☐")] == [f"☐ {one}" for one in LADDER]
    await through(rig, user, "☐ 移送纪检监察机关", "☐ 约谈主要负责人", "☐ 通报批评", "☑ 通报批评", "‹ 返回")
    card = rig.last(user)
    assert "已选措施：约谈主要负责人、移送纪检监察机关" in card.text
    assert "措施（已选2项）" in card.labels
    [row] = await rows(rig, BreachCandidate)
    assert (row.state, row.measures) == (CandidateState.CONFIRMED, ["transfer_discipline", "admonish_principal"])
    assert not await rows(rig, Circular), "a choice sends nothing"
    assert not [one for one in rig.bot.chat(county.liaison) if "措施" in one.text]
