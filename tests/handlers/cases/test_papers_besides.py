"""Papers that a line names besides those that are recorded: it is said, and the complaint is thought of."""

from __future__ import annotations

import pytest

from bot.domain.cases.paper_reading import other_papers
from tests.builders import County
from tests.rig import Rig

LINE = "/paper （2026）鲁0831行初12号 应诉通知书 {more} 今天收到 直接送达"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("应诉通知书、举证通知书和诉讼须知 今天收到", ("举证通知书", "诉讼须知")),
        ("收到 应诉通知书 举证通知书 举证通知书", ("举证通知书",)),
        ("收到应诉通知书", ()),
        ("出庭通知书 传票", ()),
        ("不服行政处罚决定书 应诉通知书", ()),
        ("应诉通知书\n举证通知书", ("举证通知书",)),
    ],
)
def test_which_papers_are_not_recorded(text: str, found: tuple[str, ...]) -> None:
    assert other_papers(text) == found


@pytest.mark.slow
async def test_it_is_said_above_the_preview_until_the_complaint_is_ticked(rig: Rig, county: County) -> None:
    [preview] = await rig.say(county.liaison, LINE.format(more="举证通知书"))
    assert "“举证通知书”不单独登记。如同时收到起诉状副本" in preview.text
    [with_it] = await rig.say(county.liaison, "还有起诉状副本")
    assert "起诉状副本" in with_it.text
    assert "不单独登记" not in with_it.text


async def test_with_the_complaint_there_is_nothing_to_say(rig: Rig, county: County) -> None:
    [preview] = await rig.say(county.liaison, LINE.format(more="举证通知书 起诉状副本"))
    assert "不单独登记" not in preview.text
