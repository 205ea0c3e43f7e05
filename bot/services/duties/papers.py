"""The document that a duty asks for, where such are drafted here: what it is called, and the one that was begun."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.documents.documents import OPEN, STATE_NAMES, DocumentState
from bot.domain.documents.leader_forms import KIND as LEADER_FORM
from bot.domain.documents.rights import reads
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import DOERS, DutyState
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.documents import queries as documents_store
from bot.store.duties import queries as duties_store
from bot.store.hearings import queries as hearings_store
from bot.store.tables import Agency, Document, Duty

NIL = "nil"
"""The field of a report that says that there is nothing to report."""


@dataclass(frozen=True)
class Drafted:
    """`number` is that of the document; 0 where none was begun. `state` is a message id."""

    zh: str = ""
    en: str = ""
    number: int = 0
    state: str = ""
    differs: bool = False
    """It was submitted before, and is a draft again."""
    nil: bool = False
    """It may say that there is nothing to report: one tap hands that in."""
    many: bool = False
    """There may be one for each of several units."""
    mine: bool = False
    """None was begun, and the actor may begin it."""


def of(desk: Desk, duty: Duty, agency: Agency) -> Drafted:
    """What the actor may know of the document for this duty; nothing where he or she may not read such."""
    kind = desk.house.law.kinds.get(str(duty.citation.get("draft") or ""))
    if kind is None or not (desk.is_system or reads(kind, desk.actor, agency.path)):
        return Drafted()
    begun = [one for one in _near(desk, duty, kind.id) if one.kind == kind.id]
    standing = [one for one in begun if one.state is not DocumentState.VOID]
    if not standing and not kind.is_begun_for(duty.rule):
        return Drafted()
    if not standing:
        mine = duty.state is DutyState.OPEN and not desk.is_system and desk.house.wiring.may_begin(desk, duty)
        return Drafted(kind.zh, kind.en, nil=kind.field(NIL) is not None, mine=mine)
    last = standing[-1]
    differs = bool(last.edition) and last.state in OPEN
    return Drafted(kind.zh, kind.en, last.id or 0, STATE_NAMES[last.state], differs, many=kind.for_units)


def _near(desk: Desk, duty: Duty, kind_id: str) -> list[Document]:
    """Those begun for it; of a form of which a case has one, that of whoever owes it, or for whom it is owed."""
    if kind_id != LEADER_FORM or duty.case_id is None:
        return documents_store.of_duty(desk.session, duty.id)
    whose = {duty.agency_id, int(duty.citation.get("for") or duty.agency_id)}
    return [one for one in documents_store.of_case(desk.session, duty.case_id) if one.agency_id in whose]


def files_form(desk: Desk, duty: Duty) -> bool:
    """Whether the form of who will appear is filed for it, by the actor."""
    mine = not desk.is_system and duty.agency_id in desk.actor.agencies(*DOERS)
    return mine and duty.citation.get("draft") == LEADER_FORM and LEADER_FORM in desk.house.law.kinds


def form_due(desk: Desk, case_id: int, agency_id: int) -> tuple[int, int] | None:
    """The open duty (id, version) by which the actor files who will appear for an agency in a case, the first due."""
    rows = [d for d in duties_store.of_case(desk.session, case_id) if d.state is DutyState.OPEN]
    mine = [d for d in rows if int(d.citation.get("for") or d.agency_id) == agency_id and files_form(desk, d)]
    first = min(mine, key=lambda duty: (duty.obey, duty.id or 0), default=None)
    return (first.id or 0, first.version) if first is not None else None


def refresh(desk: Desk, duty: Duty) -> None:
    """The cards of the hearings from which its form is filed."""
    if duty.case_id is not None and duty.citation.get("draft") == LEADER_FORM:
        for hearing in hearings_store.of_case(desk.session, duty.case_id):
            outbox.refresh(desk, About.HEARING(hearing.id))
