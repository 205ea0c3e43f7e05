"""A work plan (RZ17): each item becomes a duty of whoever is to do it, and ends in done, excused or handed on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session

from bot.domain.documents.documents import DocumentState
from bot.domain.documents.plans import ItemLine, Plan, day_in
from bot.domain.hall.access import Action
from bot.domain.hall.errors import NotAllowed
from bot.domain.hall.paging import cut
from bot.domain.hall.terms import DutyState, Role
from bot.domain.law.triggers import Trigger
from bot.services.agencies import bodies
from bot.services.documents import drafting, filling
from bot.services.duties import duties
from bot.services.hall import access
from bot.services.hall.desk import DESK, Desk
from bot.services.law import facts
from bot.store.agencies import queries as agencies_store
from bot.store.documents import queries as documents_store
from bot.store.duties import queries as duties_store
from bot.store.tables import Agency, Document, Duty
from bot.store.transaction import Follower

KIND = "work_plan"
PER_PAGE = 8
_PLANS = "plans_done"
ITEMS = "items"


def of_year(desk: Desk, year: int, page: int = 0) -> Plan:
    """The work plan of the actor's own coordinating agency for a year, with how each item stands.

    Raises NotAllowed for whoever coordinates nothing.
    """
    agency = own_agency(desk)
    document = _found(desk, agency, year)
    if document is None or document.state is not DocumentState.DONE:
        return Plan(agency.short_name, year, document.id if document else 0)
    assumed = _assumed(desk, document, agency)
    lines = [_line(desk, n, duty, of in assumed) for n, (of, duty) in enumerate(_duties(desk, document), 1)]
    return Plan(
        agency.short_name,
        year,
        document.id or 0,
        done=True,
        lines=cut(lines, page, PER_PAGE),
        total=len(lines),
        finished=sum(one.state is not DutyState.OPEN for one in lines),
        overdue=sum(one.is_overdue for one in lines),
    )


def own_agency(desk: Desk) -> Agency:
    """The agency for which the actor coordinates, the first. Raises NotAllowed."""
    access.require_somewhere(desk, Action.JUDGE_DUTY)
    found = desk.actor.agencies(Role.COORDINATOR)
    if not found:
        raise NotAllowed
    return access.agency(desk, min(found))


def _found(desk: Desk, agency: Agency, year: int) -> Document | None:
    rows = documents_store.of_period(desk.session, KIND, str(year), [agency.id or 0])
    return rows[-1] if rows else None


def begin(desk: Desk, year: int) -> Document:
    """The plan of a year, to be drawn up; the one that is there already. Raises NotAllowed."""
    agency = own_agency(desk)
    return _found(desk, agency, year) or drafting.begin(desk, KIND, agency_id=agency.id, period=str(year))


def _duties(desk: Desk, document: Document) -> list[tuple[int, Duty]]:
    """With the place of its item in the plan, in that order: of one that was handed on, whoever has it now; of one that
    several units are to do, each one's."""
    return [
        (n, duty)
        for n in range(1, int(document.facts.get(ITEMS) or 0) + 1)
        for subject in _subjects(desk, document, n)
        for duty in _newest(desk, subject)
    ]


def _subjects(desk: Desk, document: Document, n: int) -> list[str]:
    found = [_subject(document, n, 0)]
    while duties_store.about(desk.session, _subject(document, n, len(found))):
        found.append(_subject(document, n, len(found)))
    return found


def _newest(desk: Desk, subject: str) -> list[Duty]:
    rows = duties_store.about(desk.session, subject)
    standing = [duty for duty in rows if duty.state is not DutyState.TRANSFERRED]
    return (standing or rows)[-1:]


def _subject(document: Document, n: int, unit: int) -> str:
    return f"plan:{document.id}:{n}" + (f".{unit}" if unit else "")


def _line(desk: Desk, n: int, duty: Duty, assumed: bool) -> ItemLine:
    return ItemLine(
        n,
        duty.id or 0,
        duty.title.get("zh", ""),
        access.agency(desk, duty.agency_id).short_name,
        duty.obey,
        duty.state,
        is_overdue=duty.state is DutyState.OPEN and duty.deadline < desk.today,
        note=duty.done_note or duty.reason,
        assumed=assumed and duty.state is DutyState.OPEN,
    )


# -- its items become duties ---------------------------------------------------------------------------------------


def _note(session: Session, rows: Sequence[Any]) -> None:
    for row in rows:
        if isinstance(row, Document) and row.kind == KIND and row.state is DocumentState.DONE:
            session.info.setdefault(_PLANS, []).append(row.id)


def _settle(session: Session) -> None:
    session.flush()
    desk = session.info.get(DESK)
    for document_id in dict.fromkeys(session.info.pop(_PLANS, [])):
        document = session.get(Document, document_id)
        if isinstance(desk, Desk) and document is not None and not document.facts.get(ITEMS):
            start(desk, document)


FOLLOWER = Follower(_note, _settle)


def start(desk: Desk, document: Document) -> None:
    """Bring the items of a plan that was submitted into being as duties; once."""
    rows = _rows(desk, document)
    home = access.agency(desk, document.agency_id)
    agencies = _within(desk, home)
    for n, row in enumerate(rows, 1):
        whose, what = _whose(desk, agencies, home, row)
        for unit, agency in enumerate(whose):
            duties.start(
                desk,
                trigger=Trigger.PLAN_ITEM,
                on=desk.today,
                agency_id=agency.id or 0,
                facts={"item": what[:200], "term_on": _day(desk, document, row) or _end_of(document)},
                subject=_subject(document, n, unit),
            )
    document.facts = {**document.facts, ITEMS: len(rows)}
    desk.session.add(document)


def _rows(desk: Desk, document: Document) -> list[Mapping[str, Any]]:
    return filling.filled(desk, document).values["items"].raw or []


def _assumed(desk: Desk, document: Document, home: Agency) -> set[int]:
    """Items of which the unit or the day could not be read."""
    agencies = _within(desk, home)
    return {
        n
        for n, row in enumerate(_rows(desk, document), 1)
        if _day(desk, document, row) is None or (_unit(row) and not bodies.mentioned(desk, agencies, _unit(row)))
    }


def _within(desk: Desk, home: Agency) -> Sequence[Agency]:
    """Agencies of the branch that this one leads."""
    government = facts.government_above(desk, home)
    branch = government.path if government else home.path
    return [a for a in agencies_store.open_agencies(desk.session, courts=False) if a.path.startswith(branch)]


def _unit(row: Mapping[str, Any]) -> str:
    return str(row.get("unit") or "").strip()


def _whose(
    desk: Desk, agencies: Sequence[Agency], home: Agency, row: Mapping[str, Any]
) -> tuple[Sequence[Agency], str]:
    """Who owes an item: every agency that it names. What names none of the branch (an office within one, say) stays
    with the plan's own agency, and stands in the item's name."""
    what, unit = str(row.get("what") or ""), _unit(row)
    named = bodies.mentioned(desk, agencies, unit)
    if named:
        return sorted(named, key=lambda one: unit.find(one.short_name)), what
    return [home], f"{what}（{unit}）" if unit else what


def _day(desk: Desk, document: Document, row: Mapping[str, Any]) -> date | None:
    """The day that the plan names; None where none can be read."""
    return day_in(str(row.get("by") or ""), desk.today, int(document.period[:4]))


def _end_of(document: Document) -> date:
    return date(int(document.period[:4]), 12, 31)
