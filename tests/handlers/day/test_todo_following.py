"""How the pinned card follows what happens: one edit a minute later, each morning, in silence."""

import pytest
from sqlmodel import select

from bot.domain.hall.terms import DutyState, PaperKind
from bot.services.cases import papers
from bot.services.cases.papers import Envelope
from bot.services.duties import acts
from bot.services.duties.proofs import Proof
from bot.services.hall.desk import Desk
from bot.services.post import reach
from bot.store.tables import Case, Duty, Hearing
from tests import builders
from tests.builders import County
from tests.handlers.day.steps import APRIL_2, NUMBER, OTHER, cards, edits, pinned, record, start
from tests.rig import Rig


@pytest.mark.slow
async def test_several_changes_make_one_edit_a_minute_later(rig: Rig, county: County) -> None:
    card = await start(rig, county.liaison)
    before = len(rig.bot.chat(county.liaison))
    await record(rig, county)
    await record(rig, county, OTHER)
    assert "没有未办结事项" in card.text
    await rig.to("2026-04-02 09:02")
    assert "未办结6项" in card.text
    assert len(card.history) == 1
    assert "更新于4月2日（周四）9:01" in card.text
    liaison = await builders.person(rig, county.liaison)
    await rig.work(lambda d: acts.finish(d, 1, 1, Proof(APRIL_2, "1号")), actor=liaison)
    await rig.to("2026-04-02 09:05")
    assert "未办结5项" in card.text
    assert len(card.history) == 2
    assert len(rig.bot.chat(county.liaison)) == before


@pytest.mark.slow
async def test_a_change_that_was_rolled_back_or_is_another_agency_s_edits_nothing(rig: Rig, county: County) -> None:
    await start(rig, county.liaison)

    def fail(desk: Desk) -> None:
        papers.record(desk, Envelope(NUMBER, county.resources, (PaperKind.SUMMONS,), APRIL_2))
        desk.session.flush()
        raise ValueError("undone")

    with pytest.raises(ValueError, match="undone"):
        await rig.work(fail)
    await record(rig, county, OTHER, agency=county.police)
    assert await edits(rig) == []


@pytest.mark.slow
async def test_a_corrected_number_and_a_moved_hearing_are_followed(rig: Rig, county: County) -> None:
    await record(rig, county)
    await rig.say(county.liaison, f"/hearing {NUMBER} 4月15日上午9:30 县法院第二审判庭")
    await rig.press(county.liaison, "确认")
    card = await start(rig, county.liaison)

    def change(desk: Desk) -> None:
        case = desk.session.exec(select(Case)).one()
        case.number = OTHER
        desk.session.add(case)
        hearing = desk.session.exec(select(Hearing)).one()
        hearing.starts_at = hearing.starts_at.replace(day=16)
        desk.session.add(hearing)

    await rig.work(change)
    await rig.to("2026-04-02 09:05")
    assert NUMBER not in card.text
    assert f"<b>{OTHER}</b>" in card.text
    assert "4月16日（周四）9:30开庭" in card.text


@pytest.mark.slow
async def test_each_working_morning_the_days_left_are_right_again(rig: Rig, county: County) -> None:
    await record(rig, county)
    card = await start(rig, county.liaison)
    sent = [m for m in await rig.to("2026-04-07 08:00") if m.chat_id == county.liaison and "【待办】" in m.text]
    assert sent == []
    assert "今日到期" not in card.text
    assert "更新于4月7日（周二）7:00" in card.text
    assert "更新于4月3日（周五）7:00" in card.history[-1], "the days between are a holiday"


@pytest.mark.slow
async def test_edits_of_long_ago_are_forgotten_and_the_card_goes_on(rig: Rig, county: County) -> None:
    card = await start(rig, county.liaison)
    await rig.to("2026-04-17 08:00")
    assert len(card.history) > 8
    assert len(await edits(rig)) <= 7
    await record(rig, county)
    await rig.to("2026-04-17 08:05")
    assert "未办结3项" in card.text


@pytest.mark.slow
async def test_a_change_in_the_night_is_shown_at_once_for_an_edit_makes_no_sound(rig: Rig, county: County) -> None:
    card = await start(rig, county.liaison)
    await rig.to("2026-04-02 23:00")
    await record(rig, county)
    await rig.to("2026-04-02 23:05")
    assert "更新于4月2日（周四）23:01" in card.text


@pytest.mark.slow
async def test_another_language_holds_for_the_card_and_the_keys_too(rig: Rig, county: County) -> None:
    await record(rig, county)
    card = await start(rig, county.liaison)
    await rig.say(county.liaison, "/language")
    await rig.press(county.liaison, "English")
    await rig.to("2026-04-02 09:01")
    assert "3 open duties" in card.text
    assert "by Fri 3 Apr" in card.text
    assert "My duties" in card.labels
    keys = [m for m in rig.bot.chat(county.liaison) if m.keyboard][-1]
    assert any("My duties" in row for row in keys.keyboard)


@pytest.mark.slow
async def test_its_buttons_open_the_lists_beside_it(rig: Rig, county: County) -> None:
    await record(rig, county)
    card = await start(rig, county.liaison)
    [listed] = await rig.press(county.liaison, "我的待办", card)
    assert "未办结事项" in listed.text
    [coming] = await rig.press(county.liaison, "近期开庭", card)
    assert "开庭" in coming.text
    assert "【待办】" in card.text
    assert card.history == []


@pytest.mark.slow
async def test_a_card_that_cannot_be_edited_any_more_comes_anew_silent_and_pinned(rig: Rig, county: County) -> None:
    old = await start(rig, county.liaison)
    rig.bot.messages.remove(old)
    await record(rig, county)
    await rig.to("2026-04-02 09:02")
    [card] = cards(rig, county.liaison)
    assert "未办结3项" in card.text
    assert card.silent
    assert pinned(rig, county.liaison) == [old.message_id, card.message_id]
    await record(rig, county, OTHER)
    await rig.to("2026-04-02 09:10")
    assert "未办结6项" in card.text


@pytest.mark.slow
async def test_somebody_who_blocked_the_bot_is_not_tried_again_each_day(rig: Rig, county: County) -> None:
    await start(rig, county.liaison)
    await rig.work(lambda d: reach.left(d, county.liaison))
    await record(rig, county)
    await rig.to("2026-04-03 08:00")
    assert await edits(rig) == []


@pytest.mark.slow
async def test_a_silent_card_leaves_later_reminders_their_sound(rig: Rig, county: County) -> None:
    await start(rig, county.liaison)
    await record(rig, county)
    sent = [m for m in await rig.to("2026-04-03 18:00") if m.chat_id == county.liaison]
    assert any(not m.silent for m in sent)


@pytest.mark.slow
async def test_a_duty_handed_to_another_agency_leaves_one_card_and_comes_onto_the_other(
    rig: Rig, county: County
) -> None:
    await record(rig, county)
    ours, theirs = await start(rig, county.liaison), await start(rig, county.police_liaison)

    def move(desk: Desk) -> None:
        duty = desk.session.get_one(Duty, 1)
        duty.state = DutyState.TRANSFERRED
        desk.session.add(duty)
        desk.session.flush()
        fields = duty.model_dump(exclude={"id"})
        desk.session.add(Duty(**{**fields, "key": "moved", "agency_id": county.police, "state": DutyState.OPEN}))

    await rig.work(move)
    await rig.to("2026-04-02 09:05")
    assert "未办结2项" in ours.text
    assert "未办结1项" in theirs.text
