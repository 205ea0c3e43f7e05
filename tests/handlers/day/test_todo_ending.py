"""When the pinned card ends: with the appointment, at once or on the morning after."""

import re
from datetime import date

import pytest
from sqlmodel import select

from bot.domain.hall.terms import Role
from bot.services.agencies import leaving, staffing
from bot.services.hall.desk import Desk
from bot.store.tables import Appointment
from tests import builders
from tests.builders import County
from tests.handlers.day.steps import NUMBER, OTHER, record, start, unpinned
from tests.rig import Rig


async def _end(rig: Rig, county: County, user: int, last_day: date) -> None:
    [held] = await builders.appointments(rig, county.ids[user])
    await rig.work(lambda d: leaving.end(d, held.id or 0, held.version, last_day))


@pytest.mark.slow
async def test_with_the_appointment_the_card_ends_is_unpinned_and_follows_nothing_more(
    rig: Rig, county: County
) -> None:
    await record(rig, county)
    card = await start(rig, county.deputy)
    await _end(rig, county, county.deputy, date(2026, 4, 1))
    await rig.to("2026-04-02 09:01")
    assert "任职已结束" in card.text
    assert NUMBER not in card.text
    assert card.buttons == []
    assert unpinned(rig, county.deputy) == [card.message_id]
    shown = len(card.history)
    await record(rig, county, OTHER)
    await rig.to("2026-04-03 09:00")
    assert len(card.history) == shown


@pytest.mark.slow
async def test_with_the_office_the_keys_go_at_the_next_start(rig: Rig, county: County) -> None:
    await start(rig, county.deputy)
    await _end(rig, county, county.deputy, date(2026, 4, 1))
    shown, _ = await rig.say(county.deputy, "/start")
    assert shown.takes_keys


@pytest.mark.slow
async def test_an_end_that_lies_ahead_ends_the_card_on_the_morning_after(rig: Rig, county: County) -> None:
    await record(rig, county)
    card = await start(rig, county.deputy)
    await _end(rig, county, county.deputy, date(2026, 4, 3))
    await rig.to("2026-04-03 23:00")
    assert NUMBER in card.text
    await rig.to("2026-04-04 08:00")
    assert "任职已结束" in card.text
    assert unpinned(rig, county.deputy) == [card.message_id]


@pytest.mark.slow
async def test_one_of_two_offices_that_ends_leaves_the_other_s_card(rig: Rig, county: County) -> None:
    await record(rig, county)

    def second(desk: Desk) -> Appointment:
        return staffing.appoint(desk, county.ids[county.police_liaison], county.resources, Role.DEPUTY_LIAISON)

    held = await rig.work(second)
    card = await start(rig, county.police_liaison)
    assert NUMBER in card.text
    await rig.work(lambda d: leaving.end(d, held.id or 0, held.version, date(2026, 4, 2)))
    await rig.to("2026-04-03 08:00")
    assert "没有未办结事项" in card.text
    assert unpinned(rig, county.police_liaison) == []


@pytest.mark.slow
async def test_a_planned_edit_of_somebody_who_was_dismissed_meanwhile_shows_no_cases(rig: Rig, county: County) -> None:
    card = await start(rig, county.deputy)
    await record(rig, county)

    def dismiss(desk: Desk) -> None:
        for held in desk.session.exec(
            select(Appointment).where(Appointment.person_id == county.ids[county.deputy])
        ).all():
            held.to_date = date(2026, 4, 1)
            desk.session.add(held)

    await rig.work(dismiss)
    await rig.to("2026-04-02 09:05")
    assert NUMBER not in card.text
    assert re.search("任职已结束", card.text)
