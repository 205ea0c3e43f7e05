"""From rules to the people of this tree: which obligations an event starts, and which agencies owe them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.domain.duties.stored_steps import steps_to_json
from bot.domain.hall.errors import NotInstalled
from bot.domain.hall.terms import AgencyKind, PartyCapacity
from bot.domain.law.obligations import Event, Obligation, obligations
from bot.domain.law.roles import Role
from bot.domain.law.rules import Rule, Stack
from bot.domain.law.triggers import HEARINGS
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.law import facts
from bot.store.agencies import queries as agencies_store
from bot.store.cases import queries as cases_store
from bot.store.tables import Agency, Case, Duty

#: Roles within the unit that a duty concerns: the unit itself owes.
_WITHIN = frozenset(
    {
        Role.LIAISON,
        Role.PRINCIPAL,
        Role.LEADER,
        Role.LEADER_IN_CHARGE,
        Role.CASE_TEAM,
        Role.DEFENDANT_AGENCY,
        Role.EACH_UNIT,
    }
)
#: The package of the appearance itself: it is the hearings room's business from beginning to end.
APPEARANCE_PACKAGE = "P-HEAR"


@dataclass(frozen=True)
class Concern:
    """Whom an event concerns: the agency the paper was served on (or that a period obliges), and the case."""

    agency: Agency
    case: Case | None = None


def stack_for(desk: Desk, agency_id: int, event: Event) -> Stack:
    """The rules in force for an agency on the event's own day.

    Raises:
        NotInstalled: the agency's rule book is not at hand.
    """
    book = access.rulebook_of(desk, agency_id)
    try:
        return desk.house.law.library.for_book(book, event.on)
    except KeyError:
        raise NotInstalled(book) from None


def compute(desk: Desk, event: Event, agency_id: int) -> tuple[Obligation, ...]:
    """The obligations of an event, without the appearance itself."""
    law = desk.house.law
    found = obligations(
        event, stack_for(desk, agency_id, event), law.library.ladders, law.calendar, now=desk.now, zone=desk.house.zone
    )
    return tuple(one for one in found if not is_appearance(one))


def is_appearance(one: Obligation) -> bool:
    return one.event.trigger in HEARINGS and one.rule.package == APPEARANCE_PACKAGE


def owers(desk: Desk, rule: Rule, concern: Concern) -> list[Agency]:
    """The agencies that owe; where none of the named roles exists in this tree, the lead organ keeps watch."""
    found: dict[int, Agency] = {}
    for role in rule.owed_by:
        agency = agency_of(desk, role, concern)
        if agency is not None:
            found[agency.id or 0] = agency
    if not found:
        lead = access.lead_of(desk, concern.agency.id or 0) or concern.agency
        found[lead.id or 0] = lead
    return list(found.values())


def is_report_to_itself(desk: Desk, rule: Rule, owing: Agency) -> bool:
    """Whether nothing but a report is owed, and the one who owes is the one who would get it."""
    if tuple(rule.evidence) != ("report",) or not rule.owed_to:
        return False
    receivers = [agency_of(desk, role, Concern(owing)) for role in rule.owed_to if role not in _WITHIN]
    return bool(receivers) and all(one is not None and one.id == owing.id for one in receivers)


def agency_of(desk: Desk, role: Role, concern: Concern) -> Agency | None:
    """Who a role is, seen from the agency concerned; None where this tree has no such body."""
    agency = concern.agency
    if role in _WITHIN:
        return agency
    match role:
        case Role.HANDLING_UNIT:
            return handling_unit(desk, concern)
        case Role.LEAD_ORGAN | Role.COORDINATOR | Role.COORDINATOR_SUPERIOR:
            return access.lead_of(desk, agency.id or 0)
        case Role.COUNTY_JUSTICE_BUREAU:
            return _beside(desk, agency, AgencyKind.JUSTICE_BUREAU, nearest=True)
        case Role.CITY_JUSTICE_BUREAU:
            return _beside(desk, agency, AgencyKind.JUSTICE_BUREAU, nearest=False)
        case Role.GOVERNMENT_OFFICE:
            return _beside(desk, agency, AgencyKind.GENERAL_OFFICE, nearest=True)
        case Role.GOVERNMENT | Role.COUNTY_GOVERNMENT:
            return facts.government_above(desk, agency)
        case Role.CITY_GOVERNMENT:
            return _governments(desk, agency)[-1] if _governments(desk, agency) else None
        case Role.SUPERIOR_AGENCY:
            above = agency.supervisor_id or agency.parent_id
            return desk.session.get(Agency, above) if above else None
        case Role.RECONSIDERATION_BODY:
            return _reconsideration_body(desk, concern)
        case _:
            return None


def handling_unit(desk: Desk, concern: Concern) -> Agency:
    """Who handles the case for this agency: the assigned unit, unless that is itself another party."""
    case, agency = concern.case, concern.agency
    if case is None or case.handling_agency_id in (None, agency.id):
        return agency
    party = cases_store.party_of(desk.session, case.id, case.handling_agency_id)
    return agency if party is not None else access.agency(desk, case.handling_agency_id or 0)


def _governments(desk: Desk, agency: Agency) -> list[Agency]:
    """The governments from the agency upwards."""
    found: list[Agency] = []
    above = facts.government_above(desk, agency)
    while above is not None:
        found.append(above)
        parent = desk.session.get(Agency, above.parent_id) if above.parent_id else None
        above = facts.government_above(desk, parent) if parent else None
    return found


def _beside(desk: Desk, agency: Agency, kind: AgencyKind, *, nearest: bool) -> Agency | None:
    governments = _governments(desk, agency)
    for government in governments if nearest else reversed(governments):
        found = agencies_store.children(desk.session, government.id, kinds=[kind], most=1)
        if found:
            return found[0]
    return None


def _reconsideration_body(desk: Desk, concern: Concern) -> Agency | None:
    if concern.case is None:
        return None
    parties = cases_store.parties_of(desk.session, concern.case.id)
    bodies = (one for one in parties if one.capacity is PartyCapacity.RECONSIDERATION_BODY)
    party = next(bodies, None)
    return access.agency(desk, party.agency_id) if party else None


def fill(duty: Duty, one: Obligation) -> None:
    """Write what the law says into the row: dates, reasons, citation. The state stays as it is."""
    rule = one.rule
    duty.rule, duty.rulebook, duty.rule_version = rule.id, one.book, str(rule.version)
    duty.kind, duty.title = rule.kind.value, {"zh": rule.title_zh, "en": rule.title_en}
    duty.owed_by, duty.owed_to = rule.owed_by[0].value, [role.value for role in rule.owed_to]
    duty.trigger, duty.trigger_on = one.event.trigger.value, one.event.on
    duty.unrolled, duty.due, duty.safe, duty.provisional = one.unrolled, one.due, one.safe, one.provisional
    duty.citation, duty.steps = citation_of(one), steps_to_json(one.steps)
    duty.package = rule.package
    duty.ladder = [rule.ladder] if rule.ladder else []
    duty.evidence = ",".join(rule.evidence)


def citation_of(one: Obligation) -> dict[str, Any]:
    """The text a duty rests on, kept as it was: a later book does not change what was judged before."""
    rule = one.rule
    return {
        "short_title": rule.document.short_title,
        "title": rule.document.title,
        "number": rule.document.number,
        "section": rule.section,
        "source_en": rule.source.en,
        "quotes": list(rule.quotes),
        "verified": rule.verified,
        "note": rule.note,
        "group": rule.group,
        "leads": one.leads,
        "draft": rule.draft,
        "breach": list(rule.breach),
        "question_zh": rule.question_zh if one.uncertain else "",
        "question_en": rule.question_en if one.uncertain else "",
        "do_zh": rule.do_zh,
        "do_en": rule.do_en,
    }
