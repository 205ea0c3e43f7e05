"""What is asked of agencies, people and invitations, on both engines."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from bot.domain.hall.terms import AgencyKind, Role
from bot.services.hall.desk import Desk
from bot.store.agencies import invitations as invitations_store
from bot.store.agencies import people as people_store
from bot.store.agencies import queries as agencies_store
from bot.store.agencies.invitations import Scope
from bot.store.database import Database
from bot.store.tables import Agency, Appointment, Invitation, Person
from tests.builders import county
from tests.rig import Rig
from tests.store.rows import NOW, TODAY

DAY = timedelta(days=1)


def an_office(person: int, agency: int | None, role: Role, begins: date, ends: date | None = None) -> Appointment:
    return Appointment(person_id=person, agency_id=agency, role=role, from_date=begins, to_date=ends)


# -- offices -------------------------------------------------------------------------------------------------------


async def test_an_office_is_held_on_its_first_and_on_its_last_day(small: Database) -> None:
    def work(session: Session) -> list[list[int | None]]:
        session.add(an_office(1, 2, Role.LIAISON, TODAY, TODAY + DAY))
        session.add(an_office(1, 2, Role.DEPUTY_LIAISON, TODAY))
        session.add(an_office(2, 3, Role.LIAISON, TODAY + DAY))
        session.flush()
        days = (TODAY - DAY, TODAY, TODAY + DAY, TODAY + 2 * DAY)
        return [[p.id for p in people_store.in_office(session, day, roles=[Role.LIAISON])] for day in days]

    assert await small.write(work) == [[], [1], [1, 2], [2]]


async def test_whoever_holds_two_offices_is_one_person_and_no_role_is_nobody(small: Database) -> None:
    def work(session: Session) -> tuple[list[int | None], int, list[Person]]:
        session.add_all([an_office(1, 2, Role.LIAISON, TODAY), an_office(1, 2, Role.DEPUTY_LIAISON, TODAY)])
        session.flush()
        everybody = [p.id for p in people_store.in_office(session, TODAY, agency_id=2)]
        return (
            everybody,
            people_store.count_in_office(session, 2, TODAY),
            people_store.in_office(session, TODAY, roles=[]),
        )

    assert await small.write(work) == ([1], 1, [])


async def test_who_never_came_to_the_bot_is_in_office_and_not_registered(small: Database) -> None:
    def work(session: Session) -> list[list[int | None]]:
        session.add_all([an_office(1, 2, Role.COORDINATOR, TODAY), an_office(2, 2, Role.COORDINATOR, TODAY)])
        session.get_one(Person, 2).telegram_id = 22
        session.flush()
        everybody = people_store.in_office(session, TODAY, roles=[Role.COORDINATOR])
        registered = people_store.in_office(session, TODAY, roles=[Role.COORDINATOR], registered=True)
        return [[p.id for p in everybody], [p.id for p in registered]]

    assert await small.write(work) == [[1, 2], [2]]


async def test_of_the_agencies_below_one_the_first_of_a_kind_is_found_and_courts_can_be_left_out(
    small: Database,
) -> None:
    def work(session: Session) -> tuple[list[list[int | None]], set[int | None]]:
        session.get_one(Agency, 2).kind = AgencyKind.COURT
        session.add(Agency(id=4, parent_id=1, path="/1/4/", name="院", short_name="院", kind=AgencyKind.COURT))
        session.flush()
        courts = agencies_store.children(session, 1, kinds=[AgencyKind.COURT], most=1)
        bureaus = agencies_store.children(session, 1, kinds=[AgencyKind.JUSTICE_BUREAU])
        without = agencies_store.open_agencies(session, courts=False)
        return [[a.id for a in courts], [a.id for a in bureaus]], {a.id for a in without}

    assert await small.write(work) == ([[2], [3]], {1, 3, 10})


async def test_what_is_held_is_told_with_its_agency_and_the_whole_tree_has_none(small: Database) -> None:
    def work(session: Session) -> tuple[list[tuple[Role, str | None]], set[tuple[int, int]]]:
        session.add_all([an_office(1, None, Role.ADMINISTRATOR, TODAY), an_office(1, 2, Role.LIAISON, TODAY, TODAY)])
        session.flush()
        held = [
            (a.role, agency.short_name if agency else None) for a, agency in people_store.held_by(session, 1, TODAY)
        ]
        assert [row.path for row in people_store.offices_of(session, [1, 2], TODAY)] == [None, "/1/2/"]
        return held, people_store.places_of(session, [1, 2], TODAY + DAY)

    assert await small.write(work) == ([(Role.ADMINISTRATOR, None), (Role.LIAISON, "局")], {(1, 0)})


async def test_a_branch_moves_with_all_below_it_and_with_nothing_else(small: Database) -> None:
    def work(session: Session) -> list[str]:
        agencies_store.move_branch(session, "/1/", "/10/1/")
        session.expire_all()
        return [agency.path for agency in agencies_store.open_agencies(session)]

    assert await small.write(work) == ["/10/", "/10/1/", "/10/1/2/", "/10/1/3/"]


@pytest.mark.slow
async def test_an_office_is_held_on_its_last_day_and_not_the_day_after(either: Rig) -> None:
    here = await county(either)

    def held(desk: Desk) -> None:
        session = desk.session
        (ending, _), *rest = people_store.appointed_in(session, here.resources, day=TODAY)
        ending.to_date = TODAY
        session.flush()
        assert len(people_store.appointed_in(session, here.resources, day=TODAY)) == len(rest) + 1
        assert people_store.appointed_in(session, here.resources, day=TODAY + timedelta(days=1)) == rest
        assert people_store.appointed_in(session, here.resources, day=TODAY + timedelta(days=1), most=1) == rest[:1]
        assert people_store.first_agency_of(session, ending.person_id, TODAY) == here.resources
        assert people_store.first_agency_of(session, ending.person_id, TODAY + timedelta(days=1)) is None

    await either.work(held)


# -- invitations ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scope", "seen"),
    [
        (Scope(None), ["d", "c", "b", "a"]),
        (Scope(("/1/",)), ["b", "a"]),
        (Scope(("/1/2/",)), ["a"]),
        (Scope(("/10/",), whole_tree=True), ["d", "c"]),
        (Scope(()), []),
    ],
)
async def test_invitations_are_seen_by_branch(small: Database, scope: Scope, seen: list[str]) -> None:
    def work(session: Session) -> tuple[list[str], list[str], int]:
        for code, agency, used in (("a", 2, 0), ("b", 3, 0), ("c", 10, 0), ("d", None, 0), ("e", 2, 1)):
            used_at = NOW if used else None
            expires = NOW if code in "ac" else NOW + DAY
            session.add(
                Invitation(code_hash=code, agency_id=agency, created_at=NOW, expires_at=expires, used_at=used_at)
            )
            session.flush()
        listed = [one.code_hash for one in invitations_store.open_ones(session, scope, first=0, most=9)]
        expired = [one.code_hash for one in invitations_store.expired(session, scope, NOW)]
        assert invitations_store.count_open(session, scope) == len(listed)
        return listed, expired, invitations_store.count_open(session, scope, expired_at=NOW)

    expired = [code for code in seen[::-1] if code in "ac"]
    assert await small.write(work) == (seen, expired, len(expired))
