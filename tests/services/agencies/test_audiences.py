"""Whom an audience names: blocks, exceptions, predicates, the sender's own limits."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from bot.domain.agencies.audiences import Audience, Lacking, Resolved, from_values, to_values
from bot.domain.hall.terms import AgencyKind, Role
from bot.services.agencies import audiences
from bot.services.hall.desk import Desk, Predicate
from bot.store.tables import Appointment, Person
from tests import builders
from tests.builders import County
from tests.houses import with_wiring
from tests.rig import Rig


async def _resolve(rig: Rig, user: int, audience: Audience, only: int | None = None) -> Resolved:
    actor = await builders.person(rig, user)
    found: Resolved = await rig.work(lambda d: audiences.resolve(d, audience, only=only), actor=actor)
    return found


def _names(found: Resolved) -> list[str]:
    return [one.name for one in found.people]


async def test_without_any_block_it_is_every_liaison_within_the_senders_reach(rig: Rig, county: County) -> None:
    found = await _resolve(rig, county.coordinator, Audience())
    assert set(_names(found)) == {"王芳", "马超", "吴桐", "丁晓", "孔祥", "乔木"}
    assert all(one.role is Role.LIAISON for one in found.people)


async def test_a_person_with_two_appointments_is_one_recipient(rig: Rig, county: County) -> None:
    found = await _resolve(rig, county.coordinator, Audience())
    assert _names(found).count("吴桐") == 1


async def test_kinds_roles_and_named_agencies_build_on_each_other(rig: Rig, county: County) -> None:
    towns = Audience(kinds=(AgencyKind.TOWNSHIP, AgencyKind.SUBDISTRICT), roles=(Role.PRINCIPAL,))
    assert set(_names(await _resolve(rig, county.coordinator, towns))) == {"颜华", "尹强"}
    more = Audience(
        branches=(county.government,),
        kinds=(AgencyKind.TOWNSHIP,),
        agencies=(county.resources,),
        roles=(Role.PRINCIPAL, Role.LEADER),
    )
    assert set(_names(await _resolve(rig, county.coordinator, more))) == {"尹强", "李建国", "张明", "赵敏"}


async def test_exceptions_take_whole_branches_and_single_people_out(rig: Rig, county: County) -> None:
    audience = Audience(without_agencies=(county.resources,), without_people=(county.ids[county.police_liaison],))
    assert set(_names(await _resolve(rig, county.coordinator, audience))) == {"吴桐", "丁晓", "孔祥", "乔木"}


async def test_nobody_writes_beyond_the_own_branches(rig: Rig, county: County) -> None:
    named = Audience(agencies=(county.city_justice, county.police), roles=(Role.COORDINATOR, Role.LIAISON))
    assert _names(await _resolve(rig, county.coordinator, named)) == ["马超"]
    assert _names(await _resolve(rig, county.liaison, Audience())) == []


async def test_a_deputy_gets_it_only_where_there_is_no_liaison(rig: Rig, county: County) -> None:
    def leave(desk: Desk) -> None:
        for appointment in _held(desk, county.ids[county.liaison]):
            appointment.to_date = desk.today - timedelta(days=1)

    assert "李娜" not in _names(await _resolve(rig, county.coordinator, Audience()))
    await rig.work(leave)
    found = await _resolve(rig, county.coordinator, Audience(agencies=(county.resources,)))
    assert _names(found) == ["李娜"]
    deputy, wang = county.ids[county.deputy], county.ids[county.liaison]
    assert _names(await _resolve(rig, county.coordinator, Audience(), only=deputy)) == ["李娜"]
    assert _names(await _resolve(rig, county.coordinator, Audience(), only=wang)) == []


def _held(desk: Desk, person_id: int) -> list[Appointment]:
    statement = select(Appointment).where(Appointment.person_id == person_id)
    return list(desk.session.exec(statement).all())


async def test_agencies_without_anybody_are_named_and_courts_only_when_asked_for(rig: Rig, county: County) -> None:
    found = await _resolve(rig, county.coordinator, Audience(roles=(Role.LEADER,)))
    empty = {name for _, name in found.agencies_without_anybody}
    assert {"县司法局", "济河街道", "泉林镇"} <= empty
    assert "县法院" not in empty
    assert "县公安局" not in empty
    asked = await _resolve(rig, county.coordinator, Audience(kinds=(AgencyKind.COURT,)))
    assert [name for _, name in asked.agencies_without_anybody] == ["县法院"]


async def test_who_cannot_be_reached_is_counted_and_named(rig: Rig, county: County) -> None:
    def block(desk: Desk) -> None:
        desk.session.get_one(Person, county.ids[county.police_liaison]).unreachable_since = desk.now

    await rig.work(block)
    leaders = Audience(agencies=(county.labour, county.police), roles=(Role.LEADER, Role.LIAISON))
    found = await _resolve(rig, county.coordinator, leaders)
    assert {one.name for one in found.unreachable} == {"石磊", "马超"}


async def test_another_room_can_add_a_predicate(rig: Rig, county: County) -> None:
    kept = {county.street}
    test = Predicate(agencies=lambda desk, value, ids: kept & set(ids))
    rig.house = with_wiring(rig.house, predicates={"test": test})
    found = await _resolve(rig, county.coordinator, Audience(lacking=(Lacking("test"),)))
    assert _names(found) == ["孔祥"]


async def test_choices_offer_branches_that_have_something_below(rig: Rig, county: County) -> None:
    actor = await builders.person(rig, county.coordinator)
    branches = await rig.work(lambda d: audiences.choices(d, "branches"), actor=actor)
    assert [c.label for c in branches] == ["县政府", "县自然资源局"]
    singles = await rig.work(lambda d: audiences.choices(d, "agencies"), actor=actor)
    assert "济宁市司法局" not in [c.label for c in singles]
    assert "县公安局" in [c.label for c in singles]


_IDS = st.lists(st.integers(1, 10**9), max_size=5, unique=True).map(tuple)


@pytest.mark.slow
@given(
    branches=_IDS,
    agencies=_IDS,
    without=_IDS,
    kinds=st.lists(st.sampled_from(AgencyKind), unique=True).map(tuple),
    roles=st.lists(st.sampled_from([r for r in Role if r is not Role.ADMINISTRATOR]), unique=True, min_size=1).map(
        tuple
    ),
    rate=st.integers(1, 100),
)
def test_an_audience_survives_json_and_the_form(
    branches: tuple[int, ...],
    agencies: tuple[int, ...],
    without: tuple[int, ...],
    kinds: tuple[AgencyKind, ...],
    roles: tuple[Role, ...],
    rate: int,
) -> None:
    audience = Audience(branches, kinds, roles, agencies, (Lacking("low_rate", rate), Lacking("no_answer", 7)), without)
    assert Audience.from_json(audience.to_json()) == audience
    assert from_values(to_values(audience)) == audience
