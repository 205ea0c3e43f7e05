"""People and their appointments: entering, correcting, leaving, handing over, finding."""

from datetime import date
from functools import partial

import pytest
from sqlmodel import Session, select

from bot.domain.hall.errors import Missing, NotAllowed, Refused, Stale
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import AppearanceState, Role
from bot.domain.hall.topics import Notice, to_person
from bot.services.agencies import leaving, people, staffing
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.tables import Appearance, Case, Duty, Hearing, OutboxRow, Party, Person
from tests import builders, room
from tests.builders import County
from tests.houses import with_wiring
from tests.rig import Rig

TODAY = date(2026, 4, 2)


async def _post(rig: Rig, county: County, who: int) -> tuple[int, int]:
    """(id, version) of the only appointment of somebody."""
    [row] = await builders.appointments(rig, county.ids[who])
    return row.id or 0, row.version


# -- entering --------------------------------------------------------------------------------------------------


async def test_the_same_name_and_number_is_the_same_person(rig: Rig, county: County) -> None:
    def add(desk: Desk, phone: str) -> int:
        return staffing.add(desk, county.police, name="石磊", phone=phone, role=Role.LEGAL_STAFF, post="顾问").id or 0

    assert await rig.work(lambda d: add(d, "13900001503")) == county.offline_leader
    assert await rig.work(lambda d: add(d, "13900009999")) != county.offline_leader
    assert await rig.work(lambda d: add(d, "")) != county.offline_leader


async def test_whose_number_it_is_learns_only_who_may_edit_that_person(rig: Rig, county: County) -> None:
    def numbers(desk: Desk) -> Person:
        for who, phone in ((county.leader, "13912340001"), (county.city_coordinator, "13912340002")):
            desk.session.get_one(Person, county.ids[who]).phone = phone
        return desk.session.get_one(Person, county.ids[county.coordinator])

    def add(desk: Desk, phone: str) -> None:
        staffing.add(desk, county.police, name="赵六", phone=phone, role=Role.LEGAL_STAFF)

    coordinator = await rig.work(numbers)
    with pytest.raises(Refused) as inside:
        await rig.work(lambda desk: add(desk, "13912340001"), actor=coordinator)
    assert inside.value.problem.params == {"name": "张明"}
    with pytest.raises(Refused, match="another office") as outside:
        await rig.work(lambda desk: add(desk, "13912340002"), actor=coordinator)
    assert not outside.value.problem.params


async def test_an_agency_has_one_principal_leader_at_a_time(rig: Rig, county: County) -> None:
    def second(desk: Desk, since: date) -> None:
        staffing.appoint(desk, county.ids[county.leader], county.resources, Role.PRINCIPAL, from_date=since)

    with pytest.raises(Refused, match="principal leader"):
        await rig.work(lambda d: second(d, TODAY))
    await rig.work(lambda d: leaving.end(d, *_two(d, county.ids[county.principal]), date(2026, 5, 31)))
    with pytest.raises(Refused, match="principal leader"):
        await rig.work(lambda d: second(d, date(2026, 5, 31)))
    await rig.work(lambda d: second(d, date(2026, 6, 1)))


def _end(desk: Desk, person_id: int, last: date) -> None:
    leaving.end(desk, *_two(desk, person_id), last)


def _two(desk: Desk, person_id: int) -> tuple[int, int]:
    held = people.view(desk, person_id).appointments[0]
    return held.id, held.version


async def test_an_observer_has_an_end_and_sees_nothing_after_it(rig: Rig, county: County) -> None:
    def appoint(desk: Desk, until: date | None) -> None:
        staffing.appoint(desk, county.offline_leader, county.government, Role.OBSERVER, to_date=until)

    with pytest.raises(Refused, match="observer"):
        await rig.work(lambda d: appoint(d, None))
    with pytest.raises(Refused, match="before"):
        await rig.work(lambda d: appoint(d, date(2026, 4, 1)))
    await rig.work(lambda d: appoint(d, TODAY))


async def test_only_administrators_touch_administrators(rig: Rig, county: County) -> None:
    coordinator = await builders.person(rig, county.coordinator)
    with pytest.raises(NotAllowed):
        await rig.work(
            lambda d: staffing.appoint(d, county.ids[county.coordinator], county.police, Role.ADMINISTRATOR),
            actor=coordinator,
        )
    admin = county.ids[county.admin]
    await rig.work(lambda d: staffing.appoint(d, admin, county.police, Role.LEGAL_STAFF))
    with pytest.raises(NotAllowed):
        await rig.work(lambda d: staffing.correct(d, admin, 1, name="甲乙", phone=""), actor=coordinator)
    with pytest.raises(Refused, match="last administrator"):
        await rig.work(lambda d: leaving.end(d, *_two(d, admin), TODAY))


async def test_two_people_correcting_the_same_entry_do_not_overwrite_each_other(rig: Rig, county: County) -> None:
    person_id = county.ids[county.liaison]
    await rig.work(lambda d: staffing.correct(d, person_id, 1, name="王方", phone="13900001201"))
    with pytest.raises(Stale):
        await rig.work(lambda d: staffing.correct(d, person_id, 1, name="汪芳", phone=""))
    assert (await builders.person(rig, county.liaison)).name == "王方"


async def test_a_changed_number_has_to_be_verified_anew(rig: Rig, county: County) -> None:
    def verify(desk: Desk) -> None:
        person = desk.session.get_one(Person, county.ids[county.liaison])
        person.phone_verified = True

    await rig.work(verify)
    person_id = county.ids[county.liaison]
    await rig.work(lambda d: staffing.correct(d, person_id, 1, name="王方", phone="13900001201"))
    assert (await builders.person(rig, county.liaison)).phone_verified
    await rig.work(lambda d: staffing.correct(d, person_id, 2, name="王方", phone="13900001299"))
    assert not (await builders.person(rig, county.liaison)).phone_verified


# -- leaving (duties.md section D, rule 6) ---------------------------------------------------------------------


async def test_a_leaving_liaison_s_items_go_to_the_deputy_who_is_told(rig: Rig, county: County) -> None:
    left = await rig.work(lambda d: leaving.end(d, *_two(d, county.ids[county.liaison]), TODAY))
    assert (left.successor, left.vacant) == ("李娜", False)
    await rig.pump.drain()
    assert "王芳" in rig.last(county.deputy).text
    assert not rig.bot.chat(county.principal)
    assert not rig.bot.chat(county.coordinator)


@pytest.mark.slow
async def test_without_a_deputy_principal_and_coordinators_are_told_the_same_day_once(rig: Rig, county: County) -> None:
    left = await rig.work(lambda d: leaving.end(d, *_two(d, county.ids[county.street_liaison]), TODAY))
    assert left.vacant
    await rig.pump.drain()
    for who in (county.street_principal, county.coordinator, county.coordinator2):
        [told] = rig.bot.chat(who)
        assert "济河街道" in told.text
        assert "4月3日" in told.text
    assert rig.with_button(county.coordinator, "邀请联络员")
    assert not rig.last(county.street_principal).buttons
    assert not rig.bot.chat(county.admin)


@pytest.mark.slow
async def test_a_vacancy_that_lies_ahead_is_told_on_the_last_day_unless_it_was_filled(rig: Rig, county: County) -> None:
    last = date(2026, 4, 9)
    for who in (county.street_liaison, county.town_liaison):
        await rig.work(partial(_end, person_id=county.ids[who], last=last))
    await rig.pump.drain()
    assert not rig.bot.chat(county.coordinator)
    await rig.work(
        lambda d: staffing.add(d, county.town, name="新人", phone="13911112222", role=Role.LIAISON, from_date=last)
    )
    sent = await rig.to("2026-04-09 10:00")
    assert {m.chat_id for m in sent if "空缺" in m.text} == {
        county.street_principal,
        county.coordinator,
        county.coordinator2,
    }
    assert all("泉林" not in m.text for m in sent)


def _case(desk: Desk, county: County) -> tuple[int, int]:
    """A case of `resources` with a duty; a hearing; the leader is named. Returns (case, hearing)."""
    case = Case(number="（2026）鲁0831行初12号", created_at=desk.now, handling_agency_id=county.resources)
    desk.session.add(case)
    desk.session.flush()
    hearing = Hearing(case_id=case.id or 0, starts_at=desk.now, entered_at=desk.now)
    desk.session.add(hearing)
    desk.session.add(Party(case_id=case.id or 0, agency_id=county.resources))
    desk.session.add(
        Duty(
            key="k", rule="SS17", rulebook="sishui-2020", agency_id=county.resources, case_id=case.id,
            trigger_on=desk.today, unrolled=desk.today, due=desk.today, safe=desk.today, created_at=desk.now,
        )
    )  # fmt: skip
    desk.session.add(
        Appearance(
            case_id=case.id or 0,
            agency_id=county.resources,
            leader_id=county.ids[county.leader],
            state=AppearanceState.ASKED,
        )
    )
    desk.session.flush()
    return case.id or 0, hearing.id or 0


async def test_handing_over_moves_what_is_planned_about_this_agency_and_nothing_else(rig: Rig, county: County) -> None:
    def prepare(desk: Desk) -> None:
        case, hearing = _case(desk, county)
        later = desk.at(date(2026, 5, 1), builders.NOON)
        mine = county.ids[county.leader]
        agency = About.AGENCY(county.police)
        for about in (About.HEARING(hearing), About.CASE(case), About.DUTY(1), agency, None, About.DUTY(99)):
            outbox.plan(desk, Notice(room.NOTE, room.Text("some"), about), to_person(mine), at=later)

    await rig.work(prepare)
    moved: list[tuple[int, int, int]] = []

    def hook(desk: Desk, from_id: int, to_id: int, agency_id: int) -> int:
        moved.append((from_id, to_id, agency_id))
        return 2

    rig.house = with_wiring(rig.house, work_handed_over=(hook,))
    one, other = county.ids[county.leader], county.ids[county.leader2]
    done = await rig.work(lambda d: people.hand_over(d, one, other, county.resources))
    assert (done.to, done.messages, done.others, done.named) == ("赵敏", 3, 2, 1)
    assert moved == [(one, other, county.resources)]

    def look(session: Session) -> tuple[list[str], int | None]:
        rows = session.exec(select(OutboxRow).where(OutboxRow.topic == room.NOTE.name)).all()
        named = session.exec(select(Appearance.leader_id)).one()
        return sorted(row.subject for row in rows if row.person_id == other), named

    subjects, named = await rig.database.read(look)
    assert subjects == ["case:1", "duty:1", "hearing:1"]
    assert named == one, "a leader has to be asked, never moved"


@pytest.mark.slow
async def test_work_is_handed_only_to_somebody_of_the_agency(rig: Rig, county: County) -> None:
    one, foreign = county.ids[county.leader], county.ids[county.police_leader]
    with pytest.raises(Refused, match="no role"):
        await rig.work(lambda d: people.hand_over(d, one, foreign, county.resources))
    with pytest.raises(Missing):
        await rig.work(lambda d: people.hand_over(d, one, one, county.resources))
    liaison = await builders.person(rig, county.liaison)
    with pytest.raises(NotAllowed):
        await rig.work(lambda d: people.hand_over(d, one, county.ids[county.leader2], county.resources), actor=liaison)


# -- looking ---------------------------------------------------------------------------------------------------


@pytest.mark.slow
async def test_a_liaison_finds_the_own_people_and_the_coordinators_and_nobody_else(rig: Rig, county: County) -> None:
    liaison = await builders.person(rig, county.liaison)

    async def names(text: str) -> list[str]:
        found = await rig.work(lambda d: people.find(d, text), actor=liaison)
        return [line.card.name for line in found.people]

    assert await names("张") == ["张明"]
    assert await names("陈静") == ["陈静"]
    assert await names("马超") == []
    assert await names("139-0000-1204") == ["张明"]
    assert await names("%") == []
    assert await names("  ") == []


async def test_finding_an_agency_gives_its_liaison_s_number(rig: Rig, county: County) -> None:
    coordinator = await builders.person(rig, county.coordinator)
    found = await rig.work(lambda d: people.find(d, "公安"), actor=coordinator)
    [(agency, lines)] = found.agencies
    assert agency.short_name == "县公安局"
    assert [line.card.phone for line in lines] == ["13900001301", "13900001302"]


@pytest.mark.slow
async def test_lists_and_cards_stay_inside_the_scope(rig: Rig, county: County) -> None:
    liaison = await builders.person(rig, county.liaison)
    found = await rig.work(lambda d: people.listing(d, county.resources), actor=liaison)
    assert [line.card.name for line in found.items][:2] == ["李建国", "张明"]
    with pytest.raises(NotAllowed):
        await rig.work(lambda d: people.listing(d, county.police), actor=liaison)
    with pytest.raises(Missing):
        await rig.work(lambda d: people.view(d, county.ids[county.police_liaison]), actor=liaison)
    card = await rig.work(lambda d: people.view(d, county.ids[county.leader]), actor=liaison)
    assert not card.may_edit
