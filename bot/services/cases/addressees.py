"""Whether a paper names another agency than the one for which somebody is about to enter it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.hall.errors import Refused
from bot.domain.hall.terms import AgencyKind, PartyCapacity
from bot.services.agencies import bodies
from bot.services.cases import cases
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.cases import queries as cases_store

_SUED = (PartyCapacity.DEFENDANT, PartyCapacity.RECONSIDERATION_BODY)
_PASS_ON = (AgencyKind.JUSTICE_BUREAU, AgencyKind.GENERAL_OFFICE, AgencyKind.COURT)
"""Bodies that a line names because they handed the paper on."""


def other_named(desk: Desk, agency_id: int, values: Mapping[str, Any]) -> str:
    """The agency that a draft's paper is for by its own words, as they name it; empty where that is this agency.

    The addressee says it; else who is sued, unless this agency is named in some capacity; else the only body named.
    Whoever handles the case already gets the papers of whom it is handled for.
    """
    agency = access.agency(desk, agency_id)
    named = _named(desk, agency_id, values)
    if not named or any(bodies.is_called(desk, agency, one) for one in named) or _handles(desk, agency_id, values):
        return ""
    return named[0]


def _named(desk: Desk, agency_id: int, values: Mapping[str, Any]) -> list[str]:
    """Names of which one would have to mean the agency, the likeliest first."""
    if values.get("addressee"):
        return [str(values["addressee"])]
    parties = [(str(name), what) for name, what in values.get("parties") or ()]
    sued = [name for name, what in parties if what == PartyCapacity.DEFENDANT.value]
    if sued:
        return [*sued, *(name for name, _ in parties if name not in sued)]
    body = str(values.get("body") or "")
    found = bodies.named(desk, body, agency_id) if body and not parties else None
    return [body] if found is not None and found.kind not in _PASS_ON else []


def _handles(desk: Desk, agency_id: int, values: Mapping[str, Any]) -> bool:
    try:
        case = cases.of_agency(desk, cases.read_number(str(values.get("number") or "")), agency_id)
    except Refused:
        return False
    return case is not None and case.handling_agency_id == agency_id


def absent_below(desk: Desk, number: str, agency_id: int) -> int:
    """Of which agency a court advises its superior that no leader appeared: of a case in which that has no place the
    one below it that is sued. The advice makes nobody a party: that agency explains, and its superior answers."""
    standing = cases_store.by_number(desk.session, str(cases.read_number(number)))
    if standing is None or cases_store.party_of(desk.session, standing.id, agency_id) is not None:
        return agency_id
    over = access.agency(desk, agency_id)
    sued = (one.agency_id for one in cases_store.parties_of(desk.session, standing.id) if one.capacity in _SUED)
    below = [one for one in sued if one != agency_id and access.agency(desk, one).path.startswith(over.path)]
    return below[0] if below else agency_id
