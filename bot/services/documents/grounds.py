"""What a document rests on moves, or falls away, and the document with it.

A duty is handed to another unit (改派): its draft is that unit's. It falls away, or is excused: its draft comes to
nothing, with the reason, and is there again should the duty be open again. A claim goes into a case: its documents too.
Whoever has a document before his eyes sees it change; nobody gets another message.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlmodel import Session

from bot.domain.documents.acts import DOCUMENT_HANDED_ON, DOCUMENT_REVIVED, DOCUMENT_SENT_BACK, DOCUMENT_VOID
from bot.domain.documents.documents import OPEN, OVER, Act, DocumentState, Place
from bot.domain.documents.kinds import STAGES, Kind
from bot.domain.documents.leader_forms import KIND as LEADER_FORM
from bot.domain.duties.duties import PENDING
from bot.domain.hall.terms import DutyState
from bot.services.documents import changing, closing, rekeying
from bot.services.duties import making
from bot.services.hall import access
from bot.services.hall.desk import DESK, Desk
from bot.services.hearings import cards as hearing_cards
from bot.store.documents import queries as documents_store
from bot.store.hearings import appearances as appearances_store
from bot.store.tables import Appearance, Case, Document, Duty, Hearing, Paper
from bot.store.transaction import Follower, changed, is_new

FELL = "fell_with"
"""Fact of a void document: the duty with which it came to nothing."""
_GONE = frozenset({DutyState.CANCELLED, DutyState.NOT_APPLICABLE, DutyState.EXCUSED, DutyState.TRANSFERRED})
_DUTIES, _CASES, _SHOWN = "documents_duties", "documents_cases", "documents_grounds"


def _note(session: Session, rows: Sequence[Any]) -> None:
    for row in rows:
        moved = changed(row, "state") if isinstance(row, Duty) and not is_new(row) else None
        if moved is not None and not _GONE.isdisjoint(moved):
            session.info.setdefault(_DUTIES, set()).add(row.id)
        if isinstance(row, Case) and changed(row, "merged_into") is not None and row.merged_into is not None:
            session.info.setdefault(_CASES, set()).add(row.id)
        if _fell(row):
            session.info.setdefault(_SHOWN, []).append(row)


def _fell(row: Any) -> bool:
    if isinstance(row, Paper):
        return not is_new(row) and changed(row, "withdrawn") is not None
    return isinstance(row, Hearing) and not is_new(row) and changed(row, "status") is not None


def _settle(session: Session) -> None:
    session.flush()
    claims: set[int] = session.info.pop(_CASES, set())
    duties: set[int] = session.info.pop(_DUTIES, set())
    shown: list[Paper | Hearing] = session.info.pop(_SHOWN, [])
    desk: Desk | None = session.info.get(DESK)
    if desk is None:
        return
    for claim_id in sorted(claims):
        _merged(desk, session.get_one(Case, claim_id))
    for duty_id in sorted(duties):
        duty = session.get(Duty, duty_id)
        if duty is not None:
            _follow(desk, duty)
    for row in shown:
        _show(desk, row)


def _show(desk: Desk, row: Paper | Hearing) -> None:
    """The cards of what rests on it say how it stands."""
    of = documents_store.of_paper if isinstance(row, Paper) else documents_store.of_hearing
    for document in of(desk.session, row.id):
        if document.state not in OVER:
            changing.refresh(desk, document)


# -- the duty ----------------------------------------------------------------------------------------------------------


def _follow(desk: Desk, duty: Duty) -> None:
    for document in documents_store.of_duty(desk.session, duty.id):
        kind = desk.house.law.kinds.get(document.kind)
        if kind is None or document.kind == LEADER_FORM:
            continue  # of a form there is one for a case, whatever duty asks for it
        if duty.state is DutyState.TRANSFERRED:
            _hand_on(desk, document, duty)
        elif duty.state in _GONE:
            _fall(desk, document, kind, duty)
        elif duty.state in PENDING and document.facts.get(FELL) == duty.id:
            _revive(desk, document, duty)


def _hand_on(desk: Desk, document: Document, duty: Duty) -> None:
    """The unit that owes it by now drafts on; what was submitted is submitted anew in its name. What bears a number is
    the paper of whoever issued it."""
    if document.state in OVER or document.number or document.agency_id != duty.agency_id:
        return
    heirs = [one for one in making.same_duty(desk, making.base_of(duty.key)) if one.state is DutyState.OPEN]
    if not heirs:
        return
    heir, old = heirs[-1], access.agency(desk, document.agency_id)
    new = access.agency(desk, heir.agency_id)
    if document.state not in OPEN:
        changing.stepped(desk, document, Act.SEND_BACK, text=duty.reason)
        changing.put(desk, document, Place(DocumentState.SENT_BACK))
        document.reason = duty.reason
        changing.written(desk, document, DOCUMENT_SENT_BACK, reason=duty.reason)
    changing.quiet(desk, document)
    rekeying.take_over(desk, document, new.id or 0, duties=(duty.id or 0, heir.id or 0))
    document.duty_id, document.agency_id = heir.id, new.id or 0
    changing.written(desk, document, DOCUMENT_HANDED_ON, old={"agency": old.short_name}, reason=duty.reason)


def _fall(desk: Desk, document: Document, kind: Kind, duty: Duty) -> None:
    """A draft of what nobody owes any more, unless it shows another duty to be done."""
    if document.state not in OPEN:
        return
    others = closing.duties_of(desk, document, kind, set(STAGES))
    other = next((one for one in others if one.id != duty.id and one.state in PENDING), None)
    if other is not None:
        document.duty_id = other.id
        desk.session.add(document)
        changing.refresh(desk, document)
        return
    reason = _reason(duty)
    changing.stepped(desk, document, Act.VOID, text=reason)
    changing.put(desk, document, Place(DocumentState.VOID))
    document.facts = {**document.facts, FELL: duty.id}
    document.reason = reason
    changing.written(desk, document, DOCUMENT_VOID, reason=reason)
    changing.quiet(desk, document)


def _reason(duty: Duty) -> str:
    """Reasons stand in the record of papers, which are Chinese."""
    title = str(duty.title.get("zh") or "")
    words = "已免除" if duty.state is DutyState.EXCUSED else "已不适用"
    said = f"（{duty.reason}）" if duty.state in (DutyState.EXCUSED, DutyState.NOT_APPLICABLE) and duty.reason else ""
    return f"事项“{title}”{words}{said}"[:500]


def _revive(desk: Desk, document: Document, duty: Duty) -> None:
    """Nothing of what was written is lost, unless somebody began another one."""
    if any(one.state is not DocumentState.VOID for one in documents_store.of_duty(desk.session, duty.id)):
        return
    document.facts = {name: fact for name, fact in document.facts.items() if name != FELL}
    changing.put(desk, document, Place(DocumentState.SENT_BACK if document.edition else DocumentState.DRAFT))
    document.reason = ""
    changing.written(desk, document, DOCUMENT_REVIVED)


# -- the case ----------------------------------------------------------------------------------------------------------


def _merged(desk: Desk, claim: Case) -> None:
    """Its documents are the case's; where a hearing, or a part in it, turned out to be another, they are about that."""
    rows = documents_store.of_case(desk.session, claim.id)
    for document in rows:
        document.case_id = claim.merged_into
        old = document.hearing_id
        _to_twin(desk, document)
        rekeying.renamed(desk, document, _renamed(claim, old, document))
        desk.session.add(document)
    desk.session.flush()
    for document in rows:
        changing.refresh(desk, document)


def _renamed(claim: Case, hearing: int | None, document: Document) -> Iterable[tuple[str, str]]:
    yield f"case:{claim.id}", f"case:{claim.merged_into}"
    if hearing != document.hearing_id:
        yield f"hearing:{hearing}", f"hearing:{document.hearing_id}"


def _to_twin(desk: Desk, document: Document) -> None:
    hearing = desk.session.get(Hearing, document.hearing_id) if document.hearing_id else None
    twin = hearing.notes.get(hearing_cards.MERGED) if hearing is not None else None
    if twin:
        document.hearing_id = int(twin)
    part = desk.session.get(Appearance, document.appearance_id) if document.appearance_id else None
    if twin and part is not None and part.hearing_id != document.hearing_id:
        kept = appearances_store.of_agency(desk.session, document.hearing_id, part.agency_id)
        document.appearance_id = kept.id if kept is not None else document.appearance_id


FOLLOWER = Follower(_note, _settle)
