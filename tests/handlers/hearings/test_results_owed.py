"""The result of a hearing is an open item like any other: on the card, in /duties, asked again until it is reported."""

from pathlib import Path

import pytest
from sqlmodel import select

from bot.domain.hall.terms import DutyState
from bot.law.facade import open_law
from bot.store.tables import Agency, Duty
from tests.builders import County, county
from tests.fakes import Shown
from tests.handlers.day.steps import start
from tests.handlers.hearings import steps
from tests.rig import Rig, open_rig

START = "2026-12-14 10:00"
ALWAYS = """
format = 1

[book]
id = "always"
title = "台账办法"
short_title = "台账办法"
region = "某县"
layer = "county"
builds_on = ["national"]
lead_organ = "county_justice_bureau"
verified = false

[[rule]]
id = "AL1"
kind = "duty"
zh = "填报台账"
en = "fill in the ledger"
section = "一"
trigger = "hearing_over"
owed_by = "liaison"
owed_to = "lead_organ"
term = { n = 2, unit = "working" }
evidence = ["feedback_form"]
package = "P-RESULT"
replaces = ["CN-RESULT"]
"""


async def owed(rig: Rig) -> list[Duty]:
    return list(await rig.database.read(lambda s: s.exec(select(Duty).where(Duty.trigger == "hearing_over")).all()))


async def report(rig: Rig, user: int) -> None:
    for label in ("负责人未出庭", "未说明理由", "✎ 到庭人员", "无人", "提交"):
        await rig.press(user, label)


def of(sent: list[Shown], user: int) -> list[str]:
    return [m.text for m in sent if m.chat_id == user and "庭审反馈" in m.text]


@pytest.mark.slow
async def test_it_is_on_the_card_and_in_the_list_and_asked_again_until_it_is_reported(rig: Rig, county: County) -> None:
    await steps.confirmed(rig, county)
    card = await start(rig, county.liaison)
    await rig.to("2026-12-15 18:45")
    assert "庭审反馈" in rig.bot.find(county.liaison, card.message_id).text
    await rig.say(county.liaison, "/duties")
    assert any("庭审反馈" in label for label in rig.last(county.liaison).labels)
    assert len(of(await rig.to("2026-12-16 10:00"), county.liaison)) == 1, "the day after"
    assert of(await rig.to("2026-12-17 10:00"), county.liaison) == []
    assert len(of(await rig.to("2026-12-18 10:00"), county.liaison)) == 1, "on its last day"
    assert len(of(await rig.to("2026-12-21 10:00"), county.liaison)) == 1, "and each working day after"
    assert len(of(await rig.to("2026-12-22 10:00"), county.liaison)) == 1
    late = next(m for m in reversed(rig.bot.chat(county.liaison)) if any("反馈庭审" in label for label in m.labels))
    await rig.press(county.liaison, "反馈庭审", late)
    await report(rig, county.liaison)
    assert [duty.state for duty in await owed(rig)] == [DutyState.DONE]
    assert of(await rig.to("2026-12-24 10:00"), county.liaison) == []


@pytest.mark.slow
async def test_it_cannot_be_called_done_without_a_result(rig: Rig, county: County) -> None:
    await steps.confirmed(rig, county)
    await rig.to("2026-12-15 18:45")
    [duty] = await owed(rig)
    await rig.say(county.liaison, "/duties")
    await rig.press_data(county.liaison, f"dt.done:{duty.id}:{duty.version}", rig.last(county.liaison))
    assert "请通过反馈庭审情况办结" in rig.toast()


@pytest.mark.slow
async def test_a_hearing_that_turns_out_to_have_been_put_off_owes_none_of_that_day(rig: Rig, county: County) -> None:
    await steps.confirmed(rig, county)
    await rig.to("2026-12-16 10:00")
    await rig.press(county.liaison, "延期开庭")
    await rig.say(county.liaison, "12月22日上午9:30")
    await rig.press(county.liaison, "确认")
    assert [duty.state for duty in await owed(rig)] == [DutyState.CANCELLED]
    await rig.to("2026-12-22 18:45")
    [duty] = await owed(rig)
    assert (duty.state, str(duty.obey)) == (DutyState.OPEN, "2026-12-25")


async def no_leader_needed(rig: Rig, place: County) -> None:
    """Under the national layer one attended hearing of an instance is enough: the second needs none."""
    await steps.confirmed(rig, place)
    await rig.to("2026-12-16 10:00")
    for label in ("负责人已出庭", "提交"):
        await rig.press(place.liaison, label)
    await rig.say(place.liaison, f"/hearing {steps.NUMBER} 12月17日上午9:30 县法院第二审判庭")
    await rig.press(place.liaison, "确认")
    assert "无须负责人出庭" in rig.last(place.liaison).text


@pytest.mark.slow
async def test_of_a_hearing_that_needs_no_leader_nothing_is_asked(rig: Rig, county: County) -> None:
    await rig.work(lambda desk: setattr(desk.session.get_one(Agency, county.government), "rulebook", "national"))
    await no_leader_needed(rig, county)
    sent = await rig.to("2026-12-24 10:00")
    assert of(sent, county.liaison) == []
    assert not any("反馈逾期" in m.text or "未反馈" in m.text for m in sent if m.chat_id == county.coordinator)
    assert [duty.hearing_id for duty in await owed(rig)] in ([], [1])


@pytest.mark.slow
async def test_a_book_whose_form_wants_it_asks_of_those_hearings_too(tmp_path: Path) -> None:
    books = tmp_path / "books"
    books.mkdir()
    (books / "always.toml").write_text(ALWAYS, encoding="utf-8")
    async with open_rig(tmp_path, start=START, law=open_law(books)) as rig:
        place = await county(rig)
        await rig.work(lambda desk: setattr(desk.session.get_one(Agency, place.government), "rulebook", "always"))
        await no_leader_needed(rig, place)
        sent = await rig.to("2026-12-18 10:00")
        assert len(of(sent, place.liaison)) == 1
        [duty] = [one for one in await owed(rig) if one.state is DutyState.OPEN]
        assert (duty.rule, str(duty.obey)) == ("AL1", "2026-12-21")


@pytest.mark.slow
async def test_where_a_late_report_shows_that_no_leader_was_needed_nothing_is_owed(rig: Rig, county: County) -> None:
    await rig.work(lambda desk: setattr(desk.session.get_one(Agency, county.government), "rulebook", "national"))
    await steps.confirmed(rig, county)
    await rig.say(county.liaison, f"/hearing {steps.NUMBER} 12月16日上午9:30 县法院第二审判庭")
    await rig.press(county.liaison, "确认")
    await rig.press(county.liaison, "另一次开庭")
    await rig.press(county.liaison, "确认")
    await rig.to("2026-12-16 18:45")
    first, second = await owed(rig)
    assert (first.state, second.state) == (DutyState.OPEN, DutyState.OPEN)
    await rig.press_data(county.liaison, f"rs.at:{first.hearing_id}:{county.resources}", rig.last(county.liaison))
    for label in ("负责人已出庭", "提交"):
        await rig.press(county.liaison, label)
    assert [duty.state for duty in await owed(rig)] == [DutyState.DONE, DutyState.CANCELLED]
