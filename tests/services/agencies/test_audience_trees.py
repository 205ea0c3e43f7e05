"""Recipients are what was chosen: over random trees, the list is compared with the plain definition of the form."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from bot.domain.agencies.audiences import ONES, Audience, Resolved
from bot.domain.hall.terms import AgencyKind, Role
from bot.services.agencies import audiences
from bot.services.hall.desk import SYSTEM, Desk
from bot.store.tables import Agency
from tests import builders
from tests.rig import Rig, open_rig

KINDS = (AgencyKind.DEPARTMENT, AgencyKind.TOWNSHIP, AgencyKind.SUBDISTRICT)
ROLES = (Role.LIAISON, Role.DEPUTY_LIAISON, Role.PRINCIPAL)
MOST = 9


@dataclass(frozen=True)
class Unit:
    """One agency of a tree: above it, its kind, the roles that somebody holds there."""

    parent: int | None
    kind: AgencyKind
    roles: tuple[Role, ...]


@st.composite
def trees(draw: st.DrawFn) -> tuple[Unit, ...]:
    count = draw(st.integers(1, MOST))
    return tuple(
        Unit(
            draw(st.integers(0, n - 1)) if n and draw(st.booleans()) else None,
            draw(st.sampled_from(KINDS)),
            tuple(draw(st.lists(st.sampled_from(ROLES), unique=True, max_size=3))),
        )
        for n in range(count)
    )


@st.composite
def choices(draw: st.DrawFn) -> Audience:
    """Places in a tree stand for its agencies; one beyond its end is nobody's."""
    places = st.lists(st.integers(0, MOST - 1), unique=True, max_size=2).map(tuple)
    return Audience(
        branches=draw(places),
        kinds=tuple(draw(st.lists(st.sampled_from(KINDS), unique=True, max_size=2))),
        roles=tuple(draw(st.lists(st.sampled_from(ROLES), unique=True, min_size=1, max_size=2))),
        agencies=draw(places),
        without_agencies=draw(places),
    )


def _above(tree: tuple[Unit, ...], n: int) -> set[int]:
    """The agency itself and all above it."""
    parent = tree[n].parent
    return {n} | (_above(tree, parent) if parent is not None else set())


def _plainly(tree: tuple[Unit, ...], wanted: Audience) -> set[tuple[int, Role]]:
    """The definition: what is of a branch (or anywhere, where none is named) and of a kind; and what is named."""
    anywhere = not wanted.branches and (bool(wanted.kinds) or not wanted.agencies)
    found = set()
    for n, unit in enumerate(tree):
        above = _above(tree, n)
        of_branch = anywhere or bool(above & set(wanted.branches))
        of_kind = not wanted.kinds or unit.kind in wanted.kinds
        if above & set(wanted.without_agencies) or not ((of_branch and of_kind) or n in wanted.agencies):
            continue
        roles = set(wanted.roles)
        if Role.LIAISON in roles and Role.LIAISON not in unit.roles:
            roles.add(Role.DEPUTY_LIAISON)
        found |= {(n, role) for role in unit.roles if role in roles}
    return found


def _plant(desk: Desk, tree: tuple[Unit, ...]) -> list[Agency]:
    made: list[Agency] = []
    for n, unit in enumerate(tree):
        above = made[unit.parent] if unit.parent is not None else None
        made.append(builders.add_agency(desk, f"单位{n}", f"单位{n}", unit.kind, above))
        for role in unit.roles:
            builders.appoint(desk, builders.add_person(desk, f"{n}{role.value}"), role, made[-1])
    return made


def _with_ids(wanted: Audience, made: list[Agency]) -> Audience:
    def ids(places: tuple[int, ...]) -> tuple[int, ...]:
        return tuple((made[n].id or 0) if n < len(made) else 10**6 + n for n in places)

    return replace(
        wanted,
        branches=ids(wanted.branches),
        agencies=ids(wanted.agencies),
        without_agencies=ids(wanted.without_agencies),
        also=tuple(_with_ids(one, made) for one in wanted.also),
    )


def _resolved(
    rig: Rig, session: Session, tree: tuple[Unit, ...], wanted: Audience
) -> tuple[set[tuple[int, Role]], bool]:
    """Who is found, and whether the shares of the confirmation say the same; the tree is gone again after it."""
    desk = Desk(session, rig.house, rig.clock.now(), SYSTEM)
    made = _plant(desk, tree)
    audience = _with_ids(wanted, made)
    found = audiences.resolve(desk, audience)
    shared = _shares_agree(desk, audience, found)
    places = {one.id: n for n, one in enumerate(made)}
    people = {(places[one.agency_id], one.role) for one in found.people}
    session.rollback()
    return people, shared


def _shares_agree(desk: Desk, audience: Audience, found: Resolved) -> bool:
    """An agency chosen by name counts exactly its own people."""
    shares = audiences.shares(desk, audience, found)
    own = {one.agency: sum(other.agency_id == one.agency_id for other in found.people) for one in found.people}
    return all(one.people == own.get(one.label, 0) for one in shares if one.block == ONES)

    from bot.services.hall.desk import SYSTEM

    return SYSTEM


@pytest.mark.slow
def test_the_list_is_the_plain_definition_over_random_trees() -> None:
    with tempfile.TemporaryDirectory() as folder, asyncio.Runner() as runner:
        opening = open_rig(Path(folder))
        rig = runner.run(opening.__aenter__())

        @settings(max_examples=60)
        @given(trees(), choices(), st.lists(choices(), max_size=1))
        def holds(tree: tuple[Unit, ...], wanted: Audience, more: list[Audience]) -> None:
            whole = replace(wanted, also=tuple(more))
            people, shared = runner.run(rig.database.write(lambda s: _resolved(rig, s, tree, whole)))
            assert people == _plainly(tree, wanted).union(*(_plainly(tree, one) for one in more))
            assert shared

        try:
            holds()
        finally:
            runner.run(opening.__aexit__(None, None, None))
