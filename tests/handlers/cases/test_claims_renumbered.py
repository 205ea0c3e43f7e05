"""The number of a claim was wrong: its agency gives the right one, and everything goes there with its dates."""

from __future__ import annotations

import pytest

from tests.builders import County
from tests.fakes import Shown
from tests.handlers.cases import claim_steps as steps
from tests.handlers.cases.claim_steps import NUMBER, OTHER, THIRD, claimed, entered, owned, question, questions
from tests.rig import Rig


async def doubted(rig: Rig, county: County) -> Shown:
    """What the claim's liaison officer is told."""
    await claimed(rig, county)
    mark = len(rig.bot.chat(county.police_liaison))
    await rig.press(county.coordinator, "案号有误", question(rig, county.coordinator))
    [told] = rig.bot.chat(county.police_liaison)[mark:]
    return told


async def give(rig: Rig, user: int, number: str) -> None:
    await rig.press(user, "更正案号")
    await rig.say(user, number)
    await rig.press(user, "✓ 确认")


@pytest.mark.slow
async def test_the_agency_is_asked_and_learns_nothing_of_the_case(rig: Rig, county: County) -> None:
    told = await doubted(rig, county)
    assert NUMBER in told.text
    assert "案号有误" in told.text
    assert "传票，4月2日（周四）收到" in told.text
    assert "自然资源" not in told.text
    assert "更正案号" in told.labels
    assert "已请县公安局更正案号（陈静）" in question(rig, county.coordinator2).text
    assert await steps.duties(rig, county.police), "its terms run on"


@pytest.mark.slow
async def test_the_claim_becomes_the_case_of_a_number_that_nobody_has(rig: Rig, county: County) -> None:
    await doubted(rig, county)
    before = await steps.duties(rig, county.police)
    await give(rig, county.police_liaison, OTHER)
    claim = (await steps.cases(rig))[1]
    assert (claim.number, claim.claimed_by) == (OTHER, 0)
    assert await steps.duties(rig, county.police) == before
    assert OTHER in rig.last(county.police_liaison).text
    assert "已更正案号" in question(rig, county.coordinator).text
    sent = await rig.to("2026-04-07 12:00")
    reminded = [m.text for m in sent if m.chat_id == county.police_liaison]
    assert any("行初19号" in text for text in reminded)
    assert not any("行初12号" in text for text in reminded)
    await entered(rig, county.police_liaison, OTHER, "应诉通知书")
    assert len(await steps.cases(rig)) == 2


@pytest.mark.slow
async def test_it_goes_into_a_case_of_the_agency_s_own(rig: Rig, county: County) -> None:
    await entered(rig, county.police_liaison, OTHER, "起诉状")
    own = {key: value[:2] for key, value in (await steps.duties(rig, county.police)).items()}
    await doubted_beside(rig, county)
    before = {key: value[:2] for key, value in (await steps.duties(rig, county.police)).items()}
    await give(rig, county.police_liaison, OTHER)
    after = await steps.duties(rig, county.police)
    assert {key: value[:2] for key, value in after.items()} == before
    assert before.keys() > own.keys()
    assert {case for _, _, case in after.values()} == {1}
    assert await steps.papers(rig, 1) == ["complaint_copy", "summons"]
    assert not [m for m in rig.bot.chat(county.police_liaison) if "【共同当事人】" in m.text]


async def doubted_beside(rig: Rig, county: County) -> None:
    await owned(rig, county)
    await entered(rig, county.police_liaison)
    await rig.press(county.coordinator, "案号有误", question(rig, county.coordinator))


@pytest.mark.slow
async def test_in_another_agency_s_case_it_is_a_claim_again(rig: Rig, county: County) -> None:
    await doubted(rig, county)
    await entered(rig, county.town_liaison, THIRD)
    await give(rig, county.police_liaison, THIRD)
    claim = (await steps.cases(rig))[1]
    assert (claim.number, claim.claimed_by) == (THIRD, county.police)
    first, second = questions(rig, county.coordinator)
    assert "已更正案号" in first.text
    assert "泉林镇（被告）" in second.text
    for shown in rig.bot.chat(county.police_liaison):
        assert "泉林镇" not in shown.text
    await rig.press(county.coordinator, "确认为共同当事人", second)
    assert await steps.parties(rig, 3) == {county.town, county.police}


@pytest.mark.slow
async def test_a_wrong_press_can_be_put_right(rig: Rig, county: County) -> None:
    await doubted(rig, county)
    await rig.press(county.coordinator, "确认为共同当事人", question(rig, county.coordinator))
    assert await steps.parties(rig, 1) == {county.resources, county.police}
    asked = [m for m in rig.bot.chat(county.police_liaison) if "更正案号" in m.labels]
    assert asked == [], "nobody is asked for a number any more"


@pytest.mark.slow
async def test_it_can_be_cancelled_and_asked_for_again(rig: Rig, county: County) -> None:
    told = await doubted(rig, county)
    await rig.press(county.police_liaison, "更正案号", told)
    await rig.press(county.police_liaison, "取消")
    assert (await steps.cases(rig))[1].number == NUMBER
    await rig.press(county.police_deputy, "更正案号")
    await rig.say(county.police_deputy, NUMBER)
    await rig.press(county.police_deputy, "✓ 确认")
    assert "现有的案号" in rig.toast()
    await rig.say(county.police_deputy, "/cancel")
    await rig.say(county.police_deputy, "/menu")


@pytest.mark.slow
async def test_a_paper_that_is_corrected_takes_its_own_way(rig: Rig, county: County) -> None:
    """The claim is left empty, and nobody is asked about it any more; a genuine owner then finds the number free."""
    await claimed(rig, county)
    before = {value[:2] for value in (await steps.duties(rig, county.police)).values()}
    await rig.behind(county.police_liaison, "更正")
    await rig.press(county.police_liaison, "文书种类或案号有误")
    await rig.say(county.police_liaison, "录错")
    await rig.press(county.police_liaison, "✓ 确认")
    await rig.press(county.police_liaison, "✎ 案号")
    await rig.say(county.police_liaison, OTHER)
    await rig.press(county.police_liaison, "✓ 登记")
    assert {value[:2] for value in (await steps.duties(rig, county.police)).values()} == before
    assert [(case.number, case.claimed_by) for case in await steps.cases(rig)][1:] == [
        (NUMBER, county.police),
        (OTHER, 0),
    ]
    assert "已无需确认" in question(rig, county.coordinator).text
    assert "确认为共同当事人" not in question(rig, county.coordinator).labels


@pytest.mark.slow
async def test_where_the_owner_was_wrong_the_claim_is_the_case(rig: Rig, county: County) -> None:
    await claimed(rig, county)
    await rig.behind(county.liaison, "更正")
    await rig.press(county.liaison, "误登")
    await rig.say(county.liaison, "案号录错")
    await rig.press(county.liaison, "✓ 确认")
    emptied, claim = await steps.cases(rig)
    assert (emptied.claimed_by, claim.claimed_by) == (county.resources, 0)
    assert "已无需确认" in question(rig, county.coordinator).text
    [card] = await rig.say(county.police_liaison, f"/case {NUMBER}")
    assert "自然资源" not in card.text
    await entered(rig, county.liaison)
    assert "县自然资源局" in questions(rig, county.coordinator)[-1].text


@pytest.mark.slow
async def test_a_number_left_empty_is_nobody_s(rig: Rig, county: County) -> None:
    await owned(rig, county)
    await rig.behind(county.liaison, "更正")
    await rig.press(county.liaison, "误登")
    await rig.say(county.liaison, "案号录错")
    await rig.press(county.liaison, "✓ 确认")
    await entered(rig, county.police_liaison)
    assert questions(rig, county.coordinator) == []
    assert [case.claimed_by for case in await steps.cases(rig)] == [county.resources, 0]
