"""Letters to units: a coordinator picks whom one is for; nobody gets one by himself. One draft for each unit."""

from __future__ import annotations

from bot.domain.documents.delivery import UnitLine
from bot.domain.documents.documents import DocumentState
from bot.domain.documents.kinds import Kind
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing, NotAllowed
from bot.domain.hall.paging import Page, cut
from bot.domain.hall.terms import AgencyKind, PartyCapacity
from bot.services.cases import cases
from bot.services.documents import drafting, in_cases, kinds, permissions
from bot.services.duties import cards as duty_cards
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.cases import queries as cases_store
from bot.store.documents import queries as documents_store
from bot.store.tables import Agency, Case, Document, Duty

_NO_UNITS = frozenset({AgencyKind.COURT, AgencyKind.INTERNAL, AgencyKind.DISPATCHED})
PAGE = 8


def of_duty(desk: Desk, duty_id: int) -> Kind | None:
    """The letter to units by which a duty is done; None where it is done by something else."""
    duty = duty_cards.visible(desk, duty_id)
    kind = desk.house.law.kinds.get(str(duty.citation.get("draft") or ""))
    return kind if kind is not None and kind.for_units else None


# -- because of a duty -------------------------------------------------------------------------------------------------


def for_duty(desk: Desk, duty_id: int, page: int = 0) -> Page[UnitLine]:
    """The units below whoever owes the letters, each with the draft that there is.

    Raises:
        Missing: the duty is not done by letters to units. NotAllowed: they are not the actor's to draft.
    """
    duty, kind = _owed(desk, duty_id)
    drafts = {one.addressee_id: one for one in documents_store.of_duty(desk.session, duty.id) if _is_live(one, kind)}
    shown = cut(_below(desk, duty.agency_id), page, PAGE)
    items = tuple(_line(one, drafts.get(one.id)) for one in shown.items)
    return Page(items, shown.number, shown.total, PAGE)


def _owed(desk: Desk, duty_id: int) -> tuple[Duty, Kind]:
    kind = of_duty(desk, duty_id)
    duty = duty_cards.visible(desk, duty_id)
    if kind is None:
        raise Missing
    if not permissions.may_draft(desk, kind, access.agency(desk, duty.agency_id), None):
        raise NotAllowed
    return duty, kind


def _below(desk: Desk, agency_id: int) -> list[Agency]:
    """Every unit that the actor watches over, but the one that writes."""
    found = access.within(desk, Action.JUDGE_DUTY)
    return [one for one in found if one.id != agency_id and one.kind not in _NO_UNITS]


def _is_live(one: Document, kind: Kind) -> bool:
    return one.kind == kind.id and one.state is not DocumentState.VOID


def _line(agency: Agency, document: Document | None) -> UnitLine:
    return UnitLine(agency.id or 0, agency.short_name, document.id or 0 if document is not None else 0)


def begin_for_duty(desk: Desk, duty_id: int, unit_id: int) -> Document:
    """The draft of the letter to one unit.

    Raises:
        Missing, NotAllowed: as `for_duty`; also where the unit is none of these.
    """
    duty, kind = _owed(desk, duty_id)
    if unit_id not in {one.id for one in _below(desk, duty.agency_id)}:
        raise NotAllowed
    return drafting.prepare(
        desk,
        kind.id,
        agency_id=duty.agency_id,
        duty_id=duty.id,
        paper_id=duty.paper_id,
        period=drafting.period_of(duty),
        subject=f"duty:{duty.id}:{unit_id}",
        addressee_id=unit_id,
    )


# -- about a case ------------------------------------------------------------------------------------------------------


def in_case(desk: Desk, kind_id: str, case_id: int) -> list[UnitLine]:
    """The agencies that are sued, or handle the case, for which a letter about it may be begun.

    Raises:
        Missing: there is no such kind or case. NotAllowed: the case is not the actor's to see.
    """
    kind, case = kinds.of(desk, kind_id), cases.visible(desk, case_id)
    about = _hearing(desk, kind, case)
    rows = [one for one in documents_store.of_case(desk.session, case.id) if one.hearing_id == about]
    drafts = {one.addressee_id: one for one in rows if _is_live(one, kind)}
    return [_line(one, drafts.get(one.id)) for one in _sued(desk, case)]


def _hearing(desk: Desk, kind: Kind, case: Case) -> int | None:
    """The hearing that such a letter is about; None where it is about the case."""
    found = in_cases.hearing_of(desk, case.id or 0) if kind.about == "hearing" else None
    return found.id if found is not None else None


def _sued(desk: Desk, case: Case) -> list[Agency]:
    parties = cases_store.parties_of(desk.session, case.id)
    ids = [one.agency_id for one in parties if one.capacity is PartyCapacity.DEFENDANT]
    found = [access.agency(desk, one) for one in dict.fromkeys(ids) if one]
    handling = access.agency(desk, case.handling_agency_id) if case.handling_agency_id else None
    return [*found, *([handling] if handling is not None and handling.id not in ids else [])]


def begin_in_case(desk: Desk, kind_id: str, case_id: int, unit_id: int) -> Document:
    """The draft of a letter about a case to one of its agencies.

    Raises:
        Missing, NotAllowed: as `in_case`; also where the letter is not the actor's to draft.
    """
    kind, case = kinds.of(desk, kind_id), cases.visible(desk, case_id)
    unit = next((one for one in _sued(desk, case) if one.id == unit_id), None)
    if unit is None:
        raise Missing
    writer = permissions.body(desk, unit, case, kind.steps[0])
    if writer is None or writer.id == unit.id or not permissions.may_draft(desk, kind, writer, case):
        raise NotAllowed
    hearing = _hearing(desk, kind, case)
    return drafting.prepare(
        desk,
        kind_id,
        agency_id=writer.id or 0,
        case_id=case.id,
        hearing_id=hearing,
        subject=f"hearing:{hearing}:{unit_id}" if hearing else f"case:{case.id}:{unit_id}",
        addressee_id=unit_id,
    )
