"""A claim is confirmed: everything goes into the case in one step, with its dates, and both sides are told."""

from __future__ import annotations

import itertools

import pytest
from sqlmodel import col, select

from bot.store.tables import Appearance, Hearing, OutboxRow
from tests.builders import County
from tests.handlers.cases import claim_steps as steps
from tests.handlers.cases.claim_steps import NUMBER, PLAINTIFF, claimed, entered, owned, question
from tests.rig import Rig

HEARING = "/hearing {number} 4月21日上午9:30 {place}"
COURT = "县法院第二审判庭"


async def heard(rig: Rig, user: int, *, when: str = "", place: str = COURT) -> None:
    line = HEARING.format(number=NUMBER, place=place)
    await rig.say(user, line.replace("4月21日", when) if when else line)
    await rig.press(user, "确认")


async def confirm(rig: Rig, county: County) -> None:
    await rig.press(county.coordinator, "确认为共同当事人", question(rig, county.coordinator))


async def hearings(rig: Rig) -> list[tuple[int, str]]:
    rows = await rig.database.read(lambda s: s.exec(select(Hearing).order_by(col(Hearing.id))).all())
    return [(one.case_id, one.status.value) for one in rows]


async def appearances(rig: Rig) -> set[tuple[int, int, int | None, str]]:
    rows = await rig.database.read(lambda s: s.exec(select(Appearance)).all())
    return {(one.case_id, one.agency_id, one.hearing_id, one.leader_name) for one in rows}


@pytest.mark.slow
async def test_everything_goes_into_the_case_with_its_dates(rig: Rig, county: County) -> None:
    await claimed(rig, county)
    before, said = await steps.duties(rig, county.police), await steps.planned(rig)
    assert before
    await confirm(rig, county)
    after = await steps.duties(rig, county.police)
    assert {key: value[:2] for key, value in after.items()} == {key: value[:2] for key, value in before.items()}
    assert {case for _, _, case in after.values()} == {1}
    assert await steps.parties(rig, 1) == {county.resources, county.police}
    assert await steps.parties(rig, 2) == set()
    assert await steps.papers(rig, 1) == ["complaint_copy", "summons"]
    assert [case.merged_into for case in await steps.cases(rig)] == [None, 1]
    assert await steps.planned(rig) == said, "nothing is planned twice, nothing is lost"


@pytest.mark.slow
async def test_both_sides_are_told_once(rig: Rig, county: County) -> None:
    await claimed(rig, county)
    marks = {who: len(rig.bot.chat(who)) for who in (county.police_liaison, county.police_deputy, county.liaison)}
    await confirm(rig, county)
    for who in (county.police_liaison, county.police_deputy):
        [told] = rig.bot.chat(who)[marks[who] :]
        for part in (NUMBER, "县公安局已确认为本案当事人", "陈静", "县自然资源局", PLAINTIFF):
            assert part in told.text
    [told] = rig.bot.chat(county.liaison)[marks[county.liaison] :]
    assert "县公安局为本案共同当事人（陈静确认）" in told.text
    settled = question(rig, county.coordinator2)
    assert "已确认县公安局为共同当事人（陈静）" in settled.text
    assert settled.labels == ["案件"]


@pytest.mark.slow
async def test_old_buttons_and_cards_find_their_way(rig: Rig, county: County) -> None:
    await owned(rig, county)
    card = await entered(rig, county.police_liaison)
    await confirm(rig, county)
    assert PLAINTIFF in rig.bot.find(county.police_liaison, card.message_id).text, "the card follows"
    [again] = await rig.press_data(county.police_liaison, "cs.open:2", card)
    assert "县自然资源局" in again.text
    await rig.press_data(county.police_liaison, "cs.hist:2:0", card)
    pages = rig.bot.find(county.police_liaison, card.message_id).text
    assert "马超" in pages, "what was done in the claim stands in the history of the case"
    assert "王芳" not in pages, "and what the other side did is not told"
    await rig.press_data(county.police_liaison, "cs.tags:2:1", card)
    assert "失效" in rig.toast()
    [shown] = await rig.press_data(county.police_liaison, f"ap.name:2:{county.police}", card)
    assert "韩峰局长" in shown.labels


@pytest.mark.slow
async def test_a_second_press_says_what_became_of_it(rig: Rig, county: County) -> None:
    asked = await claimed(rig, county)
    data = asked.buttons[0][0][1]
    await confirm(rig, county)
    await rig.press_data(county.coordinator2, data, question(rig, county.coordinator2))
    assert "失效" in rig.toast()
    assert "陈静" in rig.toast()
    assert len(await steps.parties(rig, 1)) == 2


@pytest.mark.slow
@pytest.mark.begins("2026-04-17 09:00")
async def test_a_shared_hearing_is_one_hearing(rig: Rig, county: County) -> None:
    await owned(rig, county)
    await heard(rig, county.liaison)
    await entered(rig, county.police_liaison)
    await heard(rig, county.police_liaison)
    await rig.press(county.police_liaison, "指定出庭负责人")
    await rig.press(county.police_liaison, "徐刚")
    await rig.press(county.police_leader, "我出庭")
    asked = question(rig, county.coordinator)
    assert "开庭：4月21日（周二）9:30" in asked.text
    old = await rig.database.read(lambda s: s.exec(select(Hearing.id).where(Hearing.case_id == 2)).one())
    await confirm(rig, county)
    assert await hearings(rig) == [(1, "scheduled"), (2, "cancelled")]
    assert await appearances(rig) == {(1, county.resources, 1, ""), (1, county.police, 1, "徐刚")}
    pressed = rig.last(county.police_liaison)
    await rig.press_data(county.police_liaison, f"hr:{old}", pressed)
    assert "徐刚副局长" in rig.bot.find(county.police_liaison, pressed.message_id).text
    await rig.to("2026-04-21 12:00")
    for who in (county.police_leader, county.police_liaison, county.liaison):
        today = [m for m in rig.bot.chat(who) if "今日9:30" in m.text]
        assert len(today) <= 1, "reminded once"
    assert len([m for m in rig.bot.chat(county.police_leader) if "今日9:30" in m.text]) == 1
    rows = await rig.database.read(
        lambda s: s.exec(select(OutboxRow).where(OutboxRow.subject == f"hearing:{old}")).all()
    )
    assert list(rows) == []


@pytest.mark.slow
@pytest.mark.parametrize(("when", "place"), [("4月22日", COURT), ("", "市法院第一审判庭")])
async def test_another_hearing_moves_and_concerns_both(rig: Rig, county: County, when: str, place: str) -> None:
    await owned(rig, county)
    await heard(rig, county.liaison)
    await entered(rig, county.police_liaison)
    await heard(rig, county.police_liaison, when=when, place=place)
    await confirm(rig, county)
    assert await hearings(rig) == [(1, "scheduled"), (1, "scheduled")]
    pairs = itertools.product((county.resources, county.police), (1, 2))
    assert await appearances(rig) == {(1, agency, hearing, "") for agency, hearing in pairs}


@pytest.mark.slow
async def test_a_claim_without_a_hearing_is_called_to_that_of_the_case(rig: Rig, county: County) -> None:
    await owned(rig, county)
    await heard(rig, county.liaison)
    await entered(rig, county.police_liaison)
    await rig.press(county.police_liaison, "明确出庭负责人")
    await rig.press(county.police_liaison, "徐刚")
    await confirm(rig, county)
    assert await appearances(rig) == {(1, county.resources, 1, ""), (1, county.police, 1, "徐刚")}
    [told] = [m for m in rig.bot.chat(county.police_liaison) if "【共同当事人】" in m.text]
    assert "4月21日（周二）9:30" in told.text


@pytest.mark.slow
async def test_what_the_case_knows_stands_and_what_it_does_not_is_filled_in(rig: Rig, county: County) -> None:
    await owned(rig, county)
    await rig.say(county.police_liaison, f"{NUMBER} 传票 今天收到 直接送达")
    await rig.press(county.police_liaison, "✎ 原告")
    await rig.say(county.police_liaison, "李四光")
    await rig.press(county.police_liaison, "✎ 案由")
    await rig.say(county.police_liaison, "行政处罚")
    await rig.press(county.police_liaison, "✓ 登记")
    await confirm(rig, county)
    case = (await steps.cases(rig))[0]
    assert (case.plaintiff, case.cause) == (PLAINTIFF, "行政处罚")


@pytest.mark.slow
async def test_further_papers_go_to_the_case_and_a_correction_keeps_the_party(rig: Rig, county: County) -> None:
    await claimed(rig, county)
    await confirm(rig, county)
    await rig.press(county.police_liaison, "案件")
    await rig.behind(county.police_liaison, "更正")
    await rig.press(county.police_liaison, "文书种类或案号有误")
    await rig.say(county.police_liaison, "是应诉通知书")
    await rig.press(county.police_liaison, "✓ 确认")
    await rig.press(county.police_liaison, "✎ 文书")
    await rig.press(county.police_liaison, "传票")
    await rig.press(county.police_liaison, "应诉通知书")
    await rig.press(county.police_liaison, "完成")
    await rig.press(county.police_liaison, "✓ 登记")
    assert await steps.papers(rig, 1) == ["complaint_copy", "notice_of_response"]
    assert await steps.parties(rig, 1) == {county.resources, county.police}
    assert len(await steps.cases(rig)) == 2
