"""To whom a duty is owed, by name: the agency that a role is for this unit, the court of the case."""

from __future__ import annotations

from bot.domain.duties.duties import Recipient
from bot.domain.law.roles import ROLE_NAMES, Role
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.law import obligations
from bot.store.tables import Agency, Case, Duty

_BODIES = frozenset(
    {
        Role.HANDLING_UNIT,
        Role.RECONSIDERATION_BODY,
        Role.SUPERIOR_AGENCY,
        Role.LEAD_ORGAN,
        Role.COORDINATOR,
        Role.COUNTY_JUSTICE_BUREAU,
        Role.CITY_JUSTICE_BUREAU,
        Role.GOVERNMENT_OFFICE,
        Role.GOVERNMENT,
        Role.COUNTY_GOVERNMENT,
        Role.CITY_GOVERNMENT,
    }
)
"""Roles that are one agency of the tree, seen from the unit concerned; the others are people, or many."""


def of(desk: Desk, duty: Duty, case: Case | None) -> tuple[Recipient, ...]:
    """Everybody to whom it is owed, in the order of the rule."""
    concerned = int(duty.citation.get("for") or duty.agency_id)
    concern = obligations.Concern(access.agency(desk, concerned), case)
    return tuple(named(desk, Role(role), concern) for role in duty.owed_to)


def named(desk: Desk, role: Role, concern: obligations.Concern) -> Recipient:
    """One of them: the agency or the court by its name, where it is known, else what the role is called."""
    zh, en = ROLE_NAMES[role]
    if role is Role.COURT and concern.case is not None and concern.case.court:
        return Recipient(role, concern.case.court, concern.case.court)
    if role is Role.PARTY_COMMITTEE:
        return Recipient(role, _committee(desk, concern) or zh, f"the {en}")
    agency = _agency(desk, role, concern)
    return Recipient(role, agency.short_name, agency.short_name) if agency else Recipient(role, zh, f"the {en}")


def _committee(desk: Desk, concern: obligations.Concern) -> str:
    """县委 beside 县政府: it is called as its government is."""
    government = obligations.agency_of(desk, Role.GOVERNMENT, concern)
    name = government.short_name if government is not None else ""
    return f"{name.removesuffix('政府')}委" if name.endswith("政府") else ""


def _agency(desk: Desk, role: Role, concern: obligations.Concern) -> Agency | None:
    return obligations.agency_of(desk, role, concern) if role in _BODIES else None


def words(desk: Desk, duty: Duty) -> tuple[str, str]:
    """What is to be done, in both languages: as it was written down with the duty; of one from before that was
    written, as its rule has it now."""
    kept = duty.citation.get("do_zh"), duty.citation.get("do_en")
    if kept[0] and kept[1]:
        return str(kept[0]), str(kept[1])
    rule = desk.house.law.library.rule(duty.rulebook, duty.rule)
    return (rule.do_zh, rule.do_en) if rule else ("", "")
