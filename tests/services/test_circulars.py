"""Circulars on their way: once to everybody, paused, resumed, after a crash, with thousands of people."""

import time
import tracemalloc
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert
from sqlmodel import col, select
from telegram.error import BadRequest, Forbidden

from bot.domain.audiences import Audience, Lacking
from bot.domain.circular_forms import head_values
from bot.domain.circulars import Board, Part
from bot.domain.errors import Refused, Stale
from bot.domain.terms import CircularState, Role
from bot.services import (
    audiences,
    circular_approvals,
    circular_boards,
    circular_cards,
    circular_control,
    circulars,
    leasing,
)
from bot.services.desk import Desk
from bot.store.tables import Appointment, Circular, OutboxRow, Person
from tests import builders
from tests.builders import County
from tests.rig import Rig

SENT_TOPIC = "circular.copy"


def many(desk: Desk, county: County, count: int) -> None:
    """So many liaison officers more, in the county's bureau of resources."""
    first = 100_000
    desk.session.execute(
        insert(Person),
        [
            {"id": first + i, "name": f"联络员{i}", "telegram_id": first + i, "chat_id": first + i,
             "created_at": desk.now, "phone": "", "language": "zh_CN", "phone_verified": False, "version": 1}
            for i in range(count)
        ],
    )  # fmt: skip
    desk.session.execute(
        insert(Appointment),
        [
            {"person_id": first + i, "agency_id": county.resources, "role": Role.LIAISON, "from_date": date(2024, 1, 1),
             "post": "", "in_charge_of": "", "version": 1}
            for i in range(count)
        ],
    )  # fmt: skip


def write(desk: Desk, county: County, audience: Audience | None = None, **head: object) -> Circular:
    """A circular that is ready to be sent."""
    row = circulars.begin(desk)
    circulars.add_part(desk, row, Part("text", county.coordinator, (7,), "请知悉。"))
    values = {"title": "通知", "reply": "receipt", "signed_by": "县司法局", **head}
    circulars.set_head(desk, row.id or 0, None, head_values(values))
    return circulars.set_audience(desk, row.id or 0, None, audience or Audience())


async def sent_off(rig: Rig, county: County, audience: Audience | None = None, **head: object) -> int:
    """A circular that is submitted and due; its id."""
    actor = await builders.person(rig, county.coordinator)

    def work(desk: Desk) -> int:
        row = write(desk, county, audience, **head)
        circular_approvals.submit(desk, row.id or 0, row.version, None)
        return row.id or 0

    found: int = await rig.work(work, actor=actor)
    return found


async def do(rig: Rig, county: County, work: object, circular_id: int) -> Circular:
    """A control (pause, resume, …) by the coordinator, with the version that holds now."""
    actor = await builders.person(rig, county.coordinator)

    def run(desk: Desk) -> Circular:
        version = circulars.circular(desk, circular_id).version
        return work(desk, circular_id, version)  # type: ignore[operator, no-any-return]

    found: Circular = await rig.work(run, actor=actor)
    return found


async def board(rig: Rig, county: County, circular_id: int) -> Board:
    actor = await builders.person(rig, county.coordinator)
    found: Board = await rig.work(lambda d: circular_boards.board(d, circular_id), actor=actor)
    return found


async def deliver_some(rig: Rig, batches: int) -> int:
    """What the pump does, for a while."""
    count = 0
    for _ in range(batches):
        for row in await rig.pump._claim(24):
            count += await rig.pump.sender.deliver(row, row.lane)
    return count


def got(rig: Rig) -> Counter[int]:
    """How often each chat has the circular itself (not a card or a request about it)."""
    return Counter(m.chat_id for m in rig.bot.messages if "请知悉。" in m.text and "收到" in m.labels)


async def test_five_thousand_people_first_message_in_time_board_fast_memory_flat(rig: Rig, county: County) -> None:
    await rig.work(lambda d: many(d, county, 5000))
    circular_id = await sent_off(rig, county)
    tracemalloc.start()
    began = time.perf_counter()
    while not got(rig):
        assert await deliver_some(rig, 1) or time.perf_counter() - began < 15
    first = time.perf_counter() - began
    await deliver_some(rig, 12)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert first < 15
    assert peak < 60_000_000
    began = time.perf_counter()
    shown = await board(rig, county, circular_id)
    assert time.perf_counter() - began < 0.3
    assert shown.tally.total == 5006
    assert 100 < shown.tally.delivered < 5006
    began = time.perf_counter()
    await do(rig, county, circular_control.pause, circular_id)
    assert time.perf_counter() - began < 2
    before = sum(got(rig).values())
    await deliver_some(rig, 3)
    assert sum(got(rig).values()) == before


async def test_everybody_gets_it_once_through_pauses_and_resumes(rig: Rig, county: County) -> None:
    await rig.work(lambda d: many(d, county, 450))
    circular_id = await sent_off(rig, county)
    for _ in range(4):
        await deliver_some(rig, 3)
        in_flight = await rig.pump._claim(24)
        await do(rig, county, circular_control.pause, circular_id)
        for row in in_flight:
            await rig.pump.sender.deliver(row, row.lane)
        assert (await board(rig, county, circular_id)).state is CircularState.PAUSED
        await do(rig, county, circular_control.resume, circular_id)
    await rig.to("2026-04-02 09:02")
    assert len(got(rig)) == 456
    assert set(got(rig).values()) == {1}
    shown = await board(rig, county, circular_id)
    assert shown.state is CircularState.FINISHED
    assert shown.tally.delivered == 456


async def test_a_crash_in_the_middle_loses_nobody_and_repeats_nobody(rig: Rig, county: County) -> None:
    await rig.work(lambda d: many(d, county, 450))
    await sent_off(rig, county)
    await deliver_some(rig, 2)
    await rig.pump._claim(24)
    await rig.database.write(leasing.give_up_leases)
    await rig.to("2026-04-02 09:02")
    assert len(got(rig)) == 456
    assert set(got(rig).values()) == {1}


async def test_a_cancelled_circular_stops_and_stays_stopped(rig: Rig, county: County) -> None:
    await rig.work(lambda d: many(d, county, 100))
    circular_id = await sent_off(rig, county)
    await deliver_some(rig, 2)
    before = sum(got(rig).values())
    assert 0 < before < 100
    await do(rig, county, circular_control.cancel, circular_id)
    await rig.to("2026-04-03 12:00")
    assert sum(got(rig).values()) == before
    assert (await board(rig, county, circular_id)).tally.let_go == 106 - before
    with pytest.raises(Stale):
        await do(rig, county, circular_control.resume, circular_id)


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
    assert (shown.tally.let_go, shown.tally.delivered) == (1, 5)
    assert shown.state is CircularState.FINISHED


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


async def test_a_person_with_two_appointments_gets_one_copy(rig: Rig, county: County) -> None:
    await sent_off(rig, county)
    await rig.to("2026-04-02 09:02")
    assert got(rig)[county.office_liaison] == 1


async def test_faults_of_single_people_do_not_stop_it_and_can_be_tried_again(rig: Rig, county: County) -> None:
    circular_id = await sent_off(rig, county)
    rig.bot.faults[:] = [BadRequest("message to copy not found"), Forbidden("bot was blocked by the user")]
    await rig.to("2026-04-02 09:02")
    shown = await board(rig, county, circular_id)
    assert (shown.tally.delivered, shown.tally.unreachable, shown.failed) == (4, 2, 1)
    await do(rig, county, circular_control.try_failed_again, circular_id)
    await rig.to("2026-04-02 09:04")
    shown = await board(rig, county, circular_id)
    assert (shown.tally.delivered, shown.tally.unreachable, shown.failed) == (5, 1, 0)
    assert set(got(rig).values()) == {1}


async def test_at_night_it_waits_for_the_morning_unless_it_is_urgent(rig: Rig, county: County) -> None:
    await rig.to("2026-04-02 22:00")
    await sent_off(rig, county)
    await rig.to("2026-04-03 07:00")
    assert not got(rig)
    await rig.to("2026-04-03 08:00")
    assert len(got(rig)) == 6


async def test_urgent_needs_a_second_coordinator_and_then_goes_out_at_night(rig: Rig, county: County) -> None:
    await rig.to("2026-04-02 22:00")
    circular_id = await sent_off(rig, county, urgent="yes")
    await rig.to("2026-04-02 22:01")
    assert not got(rig)
    second = await builders.person(rig, county.coordinator2)

    def approve(desk: Desk) -> None:
        row = desk.session.get_one(Circular, circular_id)
        circular_approvals.approve(desk, circular_id, row.version)

    await rig.work(approve, actor=second)
    await rig.to("2026-04-02 22:02")
    assert len(got(rig)) == 6


async def test_without_a_second_coordinator_it_is_refused_with_a_reason(rig: Rig, county: County) -> None:
    def alone(desk: Desk) -> None:
        people = (county.ids[county.coordinator2], county.ids[county.city_coordinator])
        for held in desk.session.exec(select(Appointment).where(col(Appointment.person_id).in_(people))).all():
            held.to_date = desk.today - timedelta(days=1)

    await rig.work(alone)
    with pytest.raises(Refused, match="there is none"):
        await sent_off(rig, county, absence="yes")


async def test_if_the_sender_is_gone_when_it_is_due_it_waits_for_a_colleague(rig: Rig, county: County) -> None:
    actor = await builders.person(rig, county.coordinator)

    def later(desk: Desk) -> int:
        row = write(desk, county)
        return circular_approvals.submit(desk, row.id or 0, row.version, desk.now + timedelta(days=1)).id or 0

    circular_id = await rig.work(later, actor=actor)

    def dismiss(desk: Desk) -> None:
        held = desk.session.exec(select(Appointment).where(Appointment.person_id == actor.id)).one()
        held.to_date = desk.today

    await rig.work(dismiss)
    await rig.to("2026-04-03 10:00")
    assert not got(rig)
    asked = rig.last(county.coordinator2)
    assert "不再任职" in asked.text
    second = await builders.person(rig, county.coordinator2)

    def go_on(desk: Desk) -> None:
        circular_control.resume(desk, circular_id, circulars.circular(desk, circular_id).version)

    await rig.work(go_on, actor=second)
    await rig.to("2026-04-03 10:05")
    assert len(got(rig)) == 6


async def test_an_audience_is_resolved_when_it_goes_out_not_when_it_is_written(rig: Rig, county: County) -> None:
    actor = await builders.person(rig, county.coordinator)

    def later(desk: Desk) -> None:
        row = write(desk, county)
        circular_approvals.submit(desk, row.id or 0, row.version, desk.now + timedelta(days=1))

    await rig.work(later, actor=actor)
    await rig.work(lambda d: many(d, county, 1))
    await rig.to("2026-04-03 10:00")
    assert len(got(rig)) == 7


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"answer_by": "2026-04-01T09:00:00+00:00"}, "term for the reply"),
        ({"audience": Audience(roles=(Role.OBSERVER,), kinds=())}, ""),
    ],
)
async def test_what_is_incomplete_is_not_sent(rig: Rig, county: County, change: dict[str, object], words: str) -> None:
    if not words:
        change = {"audience": Audience(agencies=(county.court,), roles=(Role.LEADER,))}
    with pytest.raises(Refused, match=words or "Nobody would get this"):
        await sent_off(rig, county, **change)  # type: ignore[arg-type]
    assert await rig.database.read(lambda s: s.exec(select(OutboxRow)).all()) == []


async def test_an_empty_draft_is_not_sent(rig: Rig, county: County) -> None:
    actor = await builders.person(rig, county.coordinator)

    def empty(desk: Desk) -> None:
        row = circulars.begin(desk)
        circular_approvals.submit(desk, row.id or 0, row.version, None)

    with pytest.raises(Refused, match="nothing to send yet"):
        await rig.work(empty, actor=actor)


async def test_two_coordinators_pressing_at_once_do_one_thing(rig: Rig, county: County) -> None:
    circular_id = await sent_off(rig, county)
    await deliver_some(rig, 1)
    actor = await builders.person(rig, county.coordinator2)
    version = await rig.work(lambda d: circulars.circular(d, circular_id).version, actor=actor)
    await rig.work(lambda d: circular_control.pause(d, circular_id, version), actor=actor)
    with pytest.raises(Stale):
        await rig.work(lambda d: circular_control.cancel(d, circular_id, version), actor=actor)


async def test_those_who_have_not_answered_are_an_audience_of_the_next_circular(rig: Rig, county: County) -> None:
    circular_id = await sent_off(rig, county)
    await rig.to("2026-04-02 09:02")
    await rig.press(county.liaison, "收到")
    actor = await builders.person(rig, county.coordinator)
    audience = Audience(lacking=(Lacking("no_answer", circular_id),))
    found = await rig.work(lambda d: audiences.resolve(d, audience), actor=actor)
    names = {one.name for one in found.people}
    assert "王芳" not in names
    assert len(names) == 5


async def test_the_list_is_paged_and_shows_only_the_own_agency(rig: Rig, county: County) -> None:
    actor = await builders.person(rig, county.coordinator)

    def fill(desk: Desk) -> None:
        for n in range(11):
            row = write(desk, county, title=f"第{n}号")
            circular_approvals.call_off(desk, row.id or 0, row.version)

    await rig.work(fill, actor=actor)
    last = await rig.work(lambda d: circular_cards.listed(d, 99), actor=actor)
    assert (last.number, last.pages, len(last.items)) == (1, 2, 3)
    assert last.items[-1].title == "第0号"
    other = await builders.person(rig, county.city_coordinator)
    assert (await rig.work(lambda d: circular_cards.listed(d), actor=other)).total in (0, 11)


def test_instants_in_forms_are_utc() -> None:
    values = head_values({"reply": "receipt", "answer_by": "2026-04-08T09:30:00+00:00"})
    assert values["answer_by"] == datetime(2026, 4, 8, 9, 30, tzinfo=UTC)
