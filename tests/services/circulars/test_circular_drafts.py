"""Before a circular goes out: what it must hold, who approves it, whom it reaches; and the list of all."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from bot.domain.agencies.audiences import Audience, Lacking
from bot.domain.circulars.forms import head_values
from bot.domain.hall.errors import Refused
from bot.domain.hall.terms import Role
from bot.services.agencies import audiences
from bot.services.circulars import approvals, cards, circulars, control
from bot.services.hall.desk import Desk
from bot.store.tables import Appointment, Circular, OutboxRow
from tests import builders
from tests.builders import County
from tests.rig import Rig
from tests.services.circulars.steps import got, many, sent_off, write


@pytest.mark.slow
async def test_urgent_needs_a_second_coordinator_and_then_goes_out_at_night(rig: Rig, county: County) -> None:
    await rig.to("2026-04-02 22:00")
    circular_id = await sent_off(rig, county, urgent="yes")
    await rig.to("2026-04-02 22:01")
    assert not got(rig)
    second = await builders.person(rig, county.coordinator2)

    def approve(desk: Desk) -> None:
        row = desk.session.get_one(Circular, circular_id)
        approvals.approve(desk, circular_id, row.version)

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


@pytest.mark.slow
async def test_if_the_sender_is_gone_when_it_is_due_it_waits_for_a_colleague(rig: Rig, county: County) -> None:
    actor = await builders.person(rig, county.coordinator)

    def later(desk: Desk) -> int:
        row = write(desk, county)
        return approvals.submit(desk, row.id or 0, row.version, desk.now + timedelta(days=1)).id or 0

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
        control.resume(desk, circular_id, circulars.circular(desk, circular_id).version)

    await rig.work(go_on, actor=second)
    await rig.to("2026-04-03 10:05")
    assert len(got(rig)) == 6


@pytest.mark.slow
async def test_an_audience_is_resolved_when_it_goes_out_not_when_it_is_written(rig: Rig, county: County) -> None:
    actor = await builders.person(rig, county.coordinator)

    def later(desk: Desk) -> None:
        row = write(desk, county)
        approvals.submit(desk, row.id or 0, row.version, desk.now + timedelta(days=1))

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
        approvals.submit(desk, row.id or 0, row.version, None)

    with pytest.raises(Refused, match="nothing to send yet"):
        await rig.work(empty, actor=actor)


@pytest.mark.slow
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


@pytest.mark.slow
async def test_the_list_is_paged_and_shows_only_the_own_agency(rig: Rig, county: County) -> None:
    actor = await builders.person(rig, county.coordinator)

    def fill(desk: Desk) -> None:
        for n in range(11):
            row = write(desk, county, title=f"第{n}号")
            approvals.call_off(desk, row.id or 0, row.version)

    await rig.work(fill, actor=actor)
    last = await rig.work(lambda d: cards.listed(d, 99), actor=actor)
    assert (last.number, last.pages, len(last.items)) == (1, 2, 3)
    assert last.items[-1].title == "第0号"
    other = await builders.person(rig, county.city_coordinator)
    assert (await rig.work(lambda d: cards.listed(d), actor=other)).total in (0, 11)


def test_instants_in_forms_are_utc() -> None:
    values = head_values({"reply": "receipt", "answer_by": "2026-04-08T09:30:00+00:00"})
    assert values["answer_by"] == datetime(2026, 4, 8, 9, 30, tzinfo=UTC)
