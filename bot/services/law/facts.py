"""What is known of a case and an agency, as the rule books ask for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.domain.hall.terms import AgencyKind, PartyCapacity
from bot.domain.law.trigger_facts import facts_of
from bot.domain.law.triggers import Trigger
from bot.domain.reading.casenumbers import CaseInstance, parse_case_number
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.agencies import queries as agencies_store
from bot.store.cases import queries as cases_store
from bot.store.tables import Agency, Case, Paper

_PLAIN: dict[AgencyKind, str] = {
    AgencyKind.TOWNSHIP: "township",
    AgencyKind.SUBDISTRICT: "subdistrict",
    AgencyKind.AUTHORISED: "authorised_body",
}
OUTSIDE = "outside"
"""Name of the fact of a case that keeps the parties which are no agencies of this tree."""
_INSTANCES = {CaseInstance.FIRST: "first", CaseInstance.SECOND: "second", CaseInstance.RETRIAL: "retrial"}


def level_of(desk: Desk, agency_id: int) -> str | None:
    """The level of an agency as rule books name it (`county_department`, `township`, …); None for a court.

    A government with governments below it is the city's, one without is the county's: a county-level city
    (汝州市) therefore counts as a county, as its own rule book wants it.
    """
    return _level(desk, access.agency(desk, agency_id), None)


def levels_of(desk: Desk, agencies: Sequence[Agency]) -> list[tuple[Agency, str | None]]:
    """Each with its level: the tree is read once for all of them."""
    governments = agencies_store.governments_below(desk.session)
    return [(agency, _level(desk, agency, governments)) for agency in agencies]


def _level(desk: Desk, agency: Agency, governments: Sequence[str] | None) -> str | None:
    """`governments` are the paths of all there are; None if they are to be asked for."""
    if agency.kind is AgencyKind.COURT:
        return None
    if agency.kind is AgencyKind.GOVERNMENT:
        return _government_level(desk, agency, governments)
    if agency.kind in _PLAIN:
        return _PLAIN[agency.kind]
    if agency.kind in (AgencyKind.DISPATCHED, AgencyKind.INTERNAL) and agency.parent_id:
        above = access.agency(desk, agency.parent_id)
        if above.kind is not AgencyKind.GOVERNMENT:
            return _level(desk, above, governments)
    return _department_level(desk, agency, governments)


def _department_level(desk: Desk, agency: Agency, governments: Sequence[str] | None) -> str:
    government = government_above(desk, agency)
    if government is None:
        return "county_department"
    above = _government_level(desk, government, governments)
    return {"city_government": "city_department", "provincial": "provincial"}.get(above, "county_department")


def _government_level(desk: Desk, government: Agency, governments: Sequence[str] | None) -> str:
    if governments is None:
        below = agencies_store.governments_below(desk.session, government.path)
    else:
        below = [path for path in governments if path.startswith(government.path) and path != government.path]
    if not below:
        return "county_government"
    return "provincial" if any(a != b and b.startswith(a) for a in below for b in below) else "city_government"


def government_above(desk: Desk, agency: Agency) -> Agency | None:
    """The nearest government: the agency itself, or the first one above it."""
    above: Agency | None = agency
    while above is not None and above.kind is not AgencyKind.GOVERNMENT:
        above = desk.session.get(Agency, above.parent_id) if above.parent_id else None
    return above


def position_of(desk: Desk, case: Case, agency_id: int) -> str:
    """The agency's place in the case; a defendant beside others is a co-defendant, also beside one that is not in this
    tree. A government that reconsidered the act stands beside whoever made it (行政诉讼法 art. 26)."""
    parties = cases_store.parties_of(desk.session, case.id)
    party = next((one for one in parties if one.agency_id == agency_id), None)
    if party is None or party.capacity is PartyCapacity.DEFENDANT:
        sued = [one.capacity for one in parties] + [capacity for _, capacity in outside(case)]
        count = sum(one is not PartyCapacity.THIRD_PARTY for one in sued)
        return "co_defendant" if count > 1 else "defendant"
    return party.capacity.value


def outside(case: Case) -> list[tuple[str, PartyCapacity]]:
    """Parties that are no agencies of this tree: their names, as papers write them, with their capacity."""
    return [(name, PartyCapacity(capacity)) for name, capacity in case.facts.get(OUTSIDE) or ()]


def party_facts(desk: Desk, case: Case, agency_id: int) -> dict[str, Any]:
    """What was answered about the agency in this case, and what follows for it from the parties.

    Where the reconsideration upheld the act, whoever is sued beside the body that reconsidered made it (行政诉讼法
    art. 26; 法释〔2018〕1号 art. 133).
    """
    parties = cases_store.parties_of(desk.session, case.id)
    own = next((one for one in parties if one.agency_id == agency_id), None)
    if own is None:
        return {}
    found = {name: value for name, value in own.facts.items() if name not in ("assumed", "alone")}
    sued = [one.capacity for one in parties] + [capacity for _, capacity in outside(case)]
    reconsidered = PartyCapacity.RECONSIDERATION_BODY in sued and case.facts.get("review_outcome") == "upheld"
    if reconsidered and own.capacity is PartyCapacity.RECONSIDERATION_BODY:
        found.setdefault("original_agency", False)
    elif reconsidered and own.capacity is PartyCapacity.DEFENDANT and sued.count(PartyCapacity.DEFENDANT) == 1:
        found.setdefault("original_agency", True)
    return found


def instance_of(case: Case) -> str | None:
    """The instance of a trial, read from the number; None for reviews and others."""
    number = parse_case_number(case.number)
    return _INSTANCES.get(number.instance) if number else None


def case_facts(desk: Desk, case: Case, agency_id: int) -> dict[str, Any]:
    """Facts of a case for one agency, with what people recorded in `case.facts`."""
    found: dict[str, Any] = {
        "level": level_of(desk, agency_id),
        # Other numbers than those of lawsuits are not read as cases.
        "case_kind": "litigation",
        "position": position_of(desk, case, agency_id),
        "instance": instance_of(case),
        "plaintiffs": case.plaintiff_count,
        "handling_unit_known": not case.facts.get("handling_open", False),
    }
    stored = {name: value for name, value in case.facts.items() if value not in (None, "", [])}
    return {**found, **stored, **party_facts(desk, case, agency_id)}


def for_event(
    desk: Desk,
    trigger: str,
    agency_id: int,
    case: Case | None = None,
    paper: Paper | None = None,
    extra: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The facts that `trigger` understands, as Python values; unknown ones are left out."""
    gathered: dict[str, Any] = {"level": level_of(desk, agency_id)}
    if case is not None:
        gathered |= case_facts(desk, case, agency_id)
    if paper is not None:
        gathered |= paper.facts | {"term_on": paper.term_on}
        gathered.setdefault("advice_received_on", paper.served_on)
    return understood(trigger, gathered | (extra or {}))


def understood(trigger: str, gathered: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the facts that `trigger` understands, as Python values; unknown ones are left out."""
    known = facts_of(Trigger(trigger))
    return {
        name: _typed(known[name].kind, value)
        for name, value in gathered.items()
        if name in known and value is not None and value != ""
    }


def _typed(kind: str, value: Any) -> Any:
    if kind == "date" and isinstance(value, str):
        return date.fromisoformat(value)
    return tuple(value) if kind == "choices" else value
