"""Circulars on their way: once to everybody, paused, resumed, after a crash, with thousands of people."""

import tracemalloc
from datetime import timedelta

import pytest
from sqlmodel import select
from telegram.error import BadRequest, Forbidden

from bot.domain.hall.errors import Stale
from bot.domain.hall.terms import CircularState
from bot.services.circulars import circulars, control
from bot.services.hall.desk import Desk
from bot.services.post import leasing
from bot.store.tables import Appointment
from tests import builders
from tests.builders import County
from tests.rig import Rig
from tests.services.circulars.steps import board, deliver_some, do, got, many, sent_off


@pytest.mark.slow
async def test_a_thousand_people_first_message_at_once_memory_flat(rig: Rig, county: County) -> None:
    await rig.work(lambda d: many(d, county, 1000))
    circular_id = await sent_off(rig, county)
    tracemalloc.start()
    await deliver_some(rig, 1)
    assert got(rig)
    await deliver_some(rig, 5)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 12_000_000
    shown = await board(rig, county, circular_id)
    assert shown.tally.total == 1006
    assert 100 < shown.tally.delivered < 1006
    await do(rig, county, control.pause, circular_id)
    before = sum(got(rig).values())
    await deliver_some(rig, 3)
    assert sum(got(rig).values()) == before


@pytest.mark.slow
async def test_everybody_gets_it_once_through_pauses_and_resumes(rig: Rig, county: County) -> None:
    await rig.work(lambda d: many(d, county, 150))
    circular_id = await sent_off(rig, county)
    for _ in range(3):
        await deliver_some(rig, 3)
        in_flight = await rig.pump._claim(24)
        await do(rig, county, control.pause, circular_id)
        for row in in_flight:
            await rig.pump.sender.deliver(row, row.lane)
        assert (await board(rig, county, circular_id)).state is CircularState.PAUSED
        await do(rig, county, control.resume, circular_id)
    await rig.to("2026-04-02 09:02")
    assert len(got(rig)) == 156
    assert set(got(rig).values()) == {1}
    shown = await board(rig, county, circular_id)
    assert shown.state is CircularState.FINISHED
    assert shown.tally.delivered == 156


@pytest.mark.slow
async def test_a_crash_in_the_middle_loses_nobody_and_repeats_nobody(rig: Rig, county: County) -> None:
    await rig.work(lambda d: many(d, county, 150))
    await sent_off(rig, county)
    await deliver_some(rig, 2)
    await rig.pump._claim(24)
    await rig.database.write(leasing.give_up_leases)
    await rig.to("2026-04-02 09:02")
    assert len(got(rig)) == 156
    assert set(got(rig).values()) == {1}


@pytest.mark.slow
async def test_a_cancelled_circular_stops_and_stays_stopped(rig: Rig, county: County) -> None:
    await rig.work(lambda d: many(d, county, 100))
    circular_id = await sent_off(rig, county)
    await deliver_some(rig, 2)
    before = sum(got(rig).values())
    assert 0 < before < 100
    await do(rig, county, control.cancel, circular_id)
    await rig.to("2026-04-03 12:00")
    assert sum(got(rig).values()) == before
    assert (await board(rig, county, circular_id)).tally.let_go == 106 - before
    with pytest.raises(Stale):
        await do(rig, county, control.resume, circular_id)


@pytest.mark.slow
async def test_who_loses_the_role_in_the_middle_gets_nothing_more(rig: Rig, county: County) -> None:
    circular_id = await sent_off(rig, county)

    def dismiss(desk: Desk) -> None:
        statement = select(Appointment).where(Appointment.person_id == county.ids[county.police_liaison])
        for held in desk.session.exec(statement).all():
            held.to_date = desk.today - timedelta(days=1)

    await rig.pump._claim(1)
    await rig.work(dismiss)
    await rig.database.write(leasing.give_up_leases)
    await rig.to("2026-04-02 09:02")
    assert county.police_liaison not in got(rig)
    shown = await board(rig, county, circular_id)
    assert (shown.tally.left, shown.tally.let_go, shown.tally.delivered, shown.tally.joined) == (1, 0, 6, 1)
    assert county.police_deputy in got(rig), "the deputy stands in, as where an agency has no liaison"
    assert shown.state is CircularState.FINISHED


@pytest.mark.slow
async def test_who_moves_to_another_appointment_that_fits_still_gets_it(rig: Rig, county: County) -> None:
    await sent_off(rig, county)
    await rig.pump._claim(1)

    def move(desk: Desk) -> None:
        statement = select(Appointment).where(Appointment.person_id == county.ids[county.police_liaison])
        for held in desk.session.exec(statement).all():
            held.agency_id = county.street

    await rig.work(move)
    await rig.database.write(leasing.give_up_leases)
    await rig.to("2026-04-02 09:02")
    assert got(rig)[county.police_liaison] == 1


@pytest.mark.slow
async def test_a_person_with_two_appointments_gets_one_copy(rig: Rig, county: County) -> None:
    await sent_off(rig, county)
    await rig.to("2026-04-02 09:02")
    assert got(rig)[county.office_liaison] == 1


@pytest.mark.slow
async def test_faults_of_single_people_do_not_stop_it_and_can_be_tried_again(rig: Rig, county: County) -> None:
    circular_id = await sent_off(rig, county)
    rig.bot.faults[:] = [BadRequest("message to copy not found"), Forbidden("bot was blocked by the user")]
    await rig.to("2026-04-02 09:02")
    shown = await board(rig, county, circular_id)
    assert (shown.tally.delivered, shown.tally.unreachable, shown.failed) == (4, 2, 1)
    await do(rig, county, control.try_failed_again, circular_id)
    await rig.to("2026-04-02 09:04")
    shown = await board(rig, county, circular_id)
    assert (shown.tally.delivered, shown.tally.unreachable, shown.failed) == (5, 1, 0)
    assert set(got(rig).values()) == {1}


@pytest.mark.slow
async def test_at_night_it_waits_for_the_morning_unless_it_is_urgent(rig: Rig, county: County) -> None:
    await rig.to("2026-04-02 22:00")
    await sent_off(rig, county)
    await rig.to("2026-04-03 07:00")
    assert not got(rig)
    await rig.to("2026-04-03 08:00")
    assert len(got(rig)) == 6


@pytest.mark.slow
async def test_two_coordinators_pressing_at_once_do_one_thing(rig: Rig, county: County) -> None:
    circular_id = await sent_off(rig, county)
    await deliver_some(rig, 1)
    actor = await builders.person(rig, county.coordinator2)
    version = await rig.work(lambda d: circulars.circular(d, circular_id).version, actor=actor)
    await rig.work(lambda d: control.pause(d, circular_id, version), actor=actor)
    with pytest.raises(Stale):
        await rig.work(lambda d: control.cancel(d, circular_id, version), actor=actor)
