"""Who is acting, and whether they may: asked at the moment of use, never remembered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlmodel import Session

from bot.domain.hall.access import Action, Actor, Appointed
from bot.domain.hall.errors import Missing, NotAllowed
from bot.domain.hall.terms import AgencyKind, Role
from bot.services.hall.desk import Desk
from bot.store.agencies import people as people_store
from bot.store.agencies import queries as agencies_store
from bot.store.tables import Agency, Person

_BY_LEAD = {Role.COORDINATOR, Role.ASSESSOR}


def person_by_telegram(session: Session, telegram_id: int) -> Person | None:
    return people_store.by_telegram(session, telegram_id)


def actor_of(session: Session, person: Person, today: date) -> Actor:
    """The person with the appointments that hold on `today`."""
    return actors_of(session, [person], today)[person.id or 0]


def actors_of(session: Session, people: Sequence[Person], today: date) -> dict[int, Actor]:
    """Several people, by id, with the appointments that hold on `today`, in one query."""
    if not people:
        return {}
    held: dict[int, list[Appointed]] = {person.id or 0: [] for person in people}
    for row in people_store.offices_of(session, [person.id for person in people], today):
        held[row.person_id].append(_appointed(session, row))
    return {p.id or 0: Actor(p.id or 0, p.name, p.language, p.chat_id or 0, tuple(held[p.id or 0])) for p in people}


def _appointed(session: Session, row: Any) -> Appointed:
    return Appointed(
        role=row.role,
        agency_id=row.agency_id or 0,
        agency_name=row.short_name or "",
        reach=_reach(session, row),
        post=row.post,
        from_date=row.from_date,
        to_date=row.to_date,
    )


def _reach(session: Session, row: Any) -> tuple[str, ...]:
    if row.agency_id is None:
        return ("/",) if row.role is Role.ADMINISTRATOR else ()
    if row.role in _BY_LEAD:
        led = agencies_store.paths_led_by(session, row.agency_id) or _assessed(session, row)
        # The lead organ may lie outside the branch it leads; its own agency is its business all the same.
        return (*led, row.path) if not row.path.startswith(tuple(led)) else tuple(led)
    if row.role is Role.COURT_CONTACT and row.parent_id:
        parent = session.get(Agency, row.parent_id)
        return (parent.path,) if parent else (row.path,)
    return (row.path,)


def _assessed(session: Session, row: Any) -> list[str]:
    """Where another body leads, the justice bureau assesses all the same (RZ5, RZ15): what its government reaches."""
    if row.role is not Role.ASSESSOR or row.kind is not AgencyKind.JUSTICE_BUREAU or not row.parent_id:
        return []
    parent = session.get(Agency, row.parent_id)
    return [parent.path] if parent else []


def agency(desk: Desk, agency_id: int) -> Agency:
    """The agency.

    Raises:
        Missing: there is none with this id.
    """
    found = desk.session.get(Agency, agency_id)
    if found is None:
        raise Missing
    return found


def require(desk: Desk, action: Action, agency_id: int) -> Agency:
    """The agency, if the actor may do `action` over it.

    Raises:
        Missing: there is no such agency.
        NotAllowed: the actor holds no appointment that allows it today.
    """
    found = agency(desk, agency_id)
    if not desk.is_system and not desk.actor.may(action, found.path):
        raise NotAllowed
    return found


def require_somewhere(desk: Desk, action: Action) -> None:
    """Raise `NotAllowed` unless the actor may do `action` over some agency."""
    if not desk.is_system and not desk.actor.may_somewhere(action):
        raise NotAllowed


def within(desk: Desk, action: Action) -> list[Agency]:
    """All open agencies over which the actor may do `action`, in tree order."""
    agencies = agencies_store.open_agencies(desk.session)
    if desk.is_system:
        return agencies
    branches = desk.actor.branches(action)
    return [a for a in agencies if a.path.startswith(branches)] if branches else []


def holders(desk: Desk, agency_id: int, *roles: Role) -> list[Person]:
    """People who hold one of `roles` in exactly this agency today."""
    return people_store.in_office(desk.session, desk.today, roles=roles, agency_id=agency_id)


def arranging(desk: Desk, agency_id: int) -> list[Agency]:
    """For a government: its justice bureau and its general office; nobody for other agencies."""
    government = agency(desk, agency_id)
    if government.kind is not AgencyKind.GOVERNMENT:
        return []
    kinds = (AgencyKind.JUSTICE_BUREAU, AgencyKind.GENERAL_OFFICE)
    return agencies_store.children(desk.session, agency_id, kinds=kinds)


def may_name(desk: Desk, agency_id: int) -> bool:
    """Whether the actor may say who appears for this agency."""
    if desk.is_system:
        return True
    places = [agency(desk, agency_id), *arranging(desk, agency_id)]
    return any(desk.actor.may(Action.NAME_LEADER, place.path) for place in places)


def lead_of(desk: Desk, agency_id: int) -> Agency | None:
    """The lead organ answerable for this agency: named on it or on the nearest agency above."""
    above = agency(desk, agency_id)
    while above.lead_id is None and above.parent_id is not None:
        above = agency(desk, above.parent_id)
    return desk.session.get(Agency, above.lead_id) if above.lead_id else None


def rulebook_of(desk: Desk, agency_id: int) -> str:
    """The rule book in force for this agency: named on it or inherited, else the setting."""
    above = agency(desk, agency_id)
    while not above.rulebook and above.parent_id is not None:
        above = agency(desk, above.parent_id)
    return above.rulebook or desk.house.rulebook
