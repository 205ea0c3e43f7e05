"""Who may do what over which agencies: the whole matrix as data, written from duties.md section D.

The columns are roles, the rows actions. Whether a mark counts depends on where an agency stands: own, below, a
sibling, above. That is asked of the database, through the appointments of real people in the county.
"""

from datetime import date

import pytest

from bot.domain.hall.access import POLICY, Action
from bot.domain.hall.errors import NotAllowed
from bot.domain.hall.terms import Role
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Person
from tests import builders
from tests.builders import County
from tests.rig import Rig

COLUMNS = (
    Role.ADMINISTRATOR, Role.COORDINATOR, Role.ASSESSOR, Role.LIAISON, Role.DEPUTY_LIAISON, Role.PRINCIPAL,
    Role.LEADER, Role.CASE_HANDLER, Role.LEGAL_STAFF, Role.ENFORCEMENT_STAFF, Role.COURT_CONTACT, Role.OBSERVER,
)  # fmt: skip

#                     adm coo ass lia dep pri lea cas leg enf cou obs
MATRIX = """
edit_tree              x   .   .   .   .   .   .   .   .   .   .   .
edit_people            x   x   .   .   .   .   .   .   .   .   .   .
see_people             x   x   x   x   x   x   .   .   .   .   .   .
enter_paper            .   x   .   x   x   .   .   .   .   .   x   .
enter_hearing          .   x   .   x   x   .   .   .   .   .   x   .
name_leader            .   x   .   x   x   x   .   .   .   .   .   .
answer_for_leader      .   x   .   x   x   .   .   .   .   .   .   .
see_case               .   x   x   x   x   x   .   .   .   .   .   x
see_plaintiff          .   x   .   x   x   x   .   .   .   .   .   .
see_summary            .   x   x   x   x   x   x   x   x   x   .   x
close_duty             .   x   .   x   x   .   .   .   .   .   .   .
judge_duty             .   x   .   .   .   .   .   .   .   .   .   .
assign_unit            .   x   .   .   .   .   .   .   .   .   .   .
see_week               .   x   x   x   x   x   .   .   .   .   .   x
see_status             x   x   .   .   .   .   .   .   .   .   .   .
send_circular          .   x   .   .   .   .   .   .   .   .   .   .
approve_circular       .   x   .   .   .   .   .   .   .   .   .   .
run_event              .   x   .   x   x   .   .   .   .   .   .   .
sign_in_others         .   x   .   .   .   .   .   .   .   .   .   .
decide_held            x   .   .   .   .   .   .   .   .   .   .   .
import_calendar        x   x   .   .   .   .   .   .   .   .   .   .
export                 .   x   x   .   .   .   .   .   .   .   .   .
correct                .   x   .   x   x   .   .   .   .   .   .   .
"""

ALLOWED = {
    Action(line.split()[0]): {role for role, mark in zip(COLUMNS, line.split()[1:], strict=True) if mark == "x"}
    for line in MATRIX.strip().splitlines()
}

UNIT_ROLES = (
    Role.LIAISON,
    Role.DEPUTY_LIAISON,
    Role.PRINCIPAL,
    Role.LEADER,
    Role.CASE_HANDLER,
    Role.LEGAL_STAFF,
    Role.ENFORCEMENT_STAFF,
)

WHERE: dict[Role, tuple[str, ...]] = {
    # Administrators: the whole tree. Coordinators: the subtree that their agency leads, itself and the head included.
    Role.ADMINISTRATOR: ("city", "city_justice", "government", "justice", "resources", "station", "police", "court"),
    Role.COORDINATOR: ("government", "justice", "resources", "station", "police", "court"),
    Role.ASSESSOR: ("city", "city_justice", "government", "justice", "resources", "station", "police", "court"),
    # Unit roles: the own unit and those below it.
    **dict.fromkeys(UNIT_ROLES, ("resources", "station")),
    # The court's contact enters papers for every agency of the court's county; an observer sees the branch.
    Role.COURT_CONTACT: ("government", "justice", "resources", "station", "police", "court"),
    Role.OBSERVER: ("government", "justice", "resources", "station", "police", "court"),
}  # fmt: skip
PLACES = ("city", "city_justice", "government", "justice", "resources", "station", "police", "court")


def holder(desk: Desk, county: County, role: Role) -> Person:
    """Somebody with exactly this role."""
    people = {
        Role.ADMINISTRATOR: county.admin, Role.COORDINATOR: county.coordinator, Role.ASSESSOR: county.assessor,
        Role.LIAISON: county.liaison, Role.DEPUTY_LIAISON: county.deputy, Role.PRINCIPAL: county.principal,
        Role.LEADER: county.leader, Role.CASE_HANDLER: county.handler, Role.LEGAL_STAFF: county.legal,
        Role.COURT_CONTACT: county.court_contact, Role.OBSERVER: county.observer,
    }  # fmt: skip
    if role in people:
        return desk.session.get_one(Person, county.ids[people[role]])
    added = builders.add_person(desk, "执法员", 7001)
    builders.appoint(desk, added, role, desk.session.get_one(Agency, county.resources))
    return added


def test_the_matrix_speaks_of_every_action_and_every_role() -> None:
    assert set(ALLOWED) == set(Action)
    assert set(COLUMNS) == set(Role) == set(POLICY)


@pytest.mark.slow
@pytest.mark.parametrize("role", COLUMNS)
async def test_every_action_over_every_place(rig: Rig, county: County, role: Role) -> None:
    def look(desk: Desk) -> dict[tuple[Action, str], bool]:
        actor = access.actor_of(desk.session, holder(desk, county, role), desk.today)
        paths = {place: desk.session.get_one(Agency, getattr(county, place)).path for place in PLACES}
        return {(action, place): actor.may(action, path) for action in Action for place, path in paths.items()}

    expected = {
        (action, place): role in ALLOWED[action] and place in WHERE[role] for action in Action for place in PLACES
    }
    assert await rig.work(look) == expected


@pytest.mark.slow
@pytest.mark.parametrize("role", COLUMNS)
async def test_services_ask_the_same_question(rig: Rig, county: County, role: Role) -> None:
    """`require` and `within` agree with the matrix: what is offered is what is allowed."""

    def look(desk: Desk) -> None:
        actor = access.actor_of(desk.session, holder(desk, county, role), desk.today)
        own = Desk(desk.session, desk.house, desk.now, actor)
        for action in Action:
            offered = {agency.id for agency in access.within(own, action)}
            for place in PLACES:
                agency_id = getattr(county, place)
                allowed = role in ALLOWED[action] and place in WHERE[role]
                assert (agency_id in offered) is allowed, (action, place)
                if allowed:
                    access.require(own, action, agency_id)
                else:
                    with pytest.raises(NotAllowed):
                        access.require(own, action, agency_id)

    await rig.work(look)


@pytest.mark.slow
@pytest.mark.parametrize(("since", "until", "may"), [
    (date(2026, 4, 2), None, True),
    (date(2026, 4, 3), None, False),
    (date(2026, 1, 1), date(2026, 4, 2), True),
    (date(2026, 1, 1), date(2026, 4, 1), False),
])  # fmt: skip
async def test_an_appointment_counts_from_its_first_day_to_its_last(
    rig: Rig, county: County, since: date, until: date | None, may: bool
) -> None:
    def look(desk: Desk) -> bool:
        person = builders.add_person(desk, "新人", 7002)
        unit = desk.session.get_one(Agency, county.police)
        builders.appoint(desk, person, Role.LIAISON, unit, since=since, until=until)
        return access.actor_of(desk.session, person, desk.today).may(Action.ENTER_PAPER, unit.path)

    assert await rig.work(look) is may


@pytest.mark.slow
async def test_a_path_that_begins_with_the_same_digits_is_another_branch(rig: Rig, county: County) -> None:
    """/1/3/ must not reach /1/31/."""

    def look(desk: Desk) -> set[int]:
        parent = desk.session.get_one(Agency, county.government)
        for n in range(40):
            builders.add_agency(desk, f"单位{n}", f"单位{n}", parent=parent)
        person = desk.session.get_one(Person, county.ids[county.liaison])
        actor = access.actor_of(desk.session, person, desk.today)
        own = Desk(desk.session, desk.house, desk.now, actor)
        return {agency.id or 0 for agency in access.within(own, Action.SEE_PEOPLE)}

    assert await rig.work(look) == {county.resources, county.station}


@pytest.mark.slow
async def test_a_lead_organ_outside_the_branch_it_leads_keeps_its_own_agency(rig: Rig, county: County) -> None:
    def work(desk: Desk) -> tuple[bool, bool, bool]:
        outside = builders.add_agency(
            desk, "济宁市应诉指导中心", "应诉中心", parent=desk.session.get(Agency, county.city)
        )
        desk.session.get_one(Agency, county.street).lead_id = outside.id
        holder = builders.add_person(desk, "邹平", 4001)
        builders.appoint(desk, holder, Role.COORDINATOR, outside)
        actor = access.actor_of(desk.session, holder, desk.today)
        led, other = desk.session.get_one(Agency, county.street), desk.session.get_one(Agency, county.town)
        return tuple(actor.may(Action.EDIT_PEOPLE, place.path) for place in (led, outside, other))  # type: ignore[return-value]

    assert await rig.work(work) == (True, True, False)
