"""What becomes of the papers of a hearing when something happens to it, and of the hearing when a paper is sealed.

The court names a defect of the identity certificate: it is written anew, with a new edition beside the old one, and is
the paper of the duty to mend it. Another leader is to come: the old certificate says the wrong name. A sealed paper is
ready; the sealed or signed statement is the proof of the absence.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from bot.domain.documents.acts import DOCUMENT_SENT_BACK
from bot.domain.documents.documents import OPEN, Act, DocumentState, Impossible
from bot.domain.documents.documents import send_back as sent_back
from bot.domain.documents.hearing_papers import ABSENCE, CERTIFICATE, FEEDBACK, READIES, REMINDER
from bot.domain.documents.topics import NOTICE, OfDocument
from bot.domain.duties.duties import PENDING
from bot.domain.hall.errors import Refused
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import AppearanceState
from bot.domain.hall.topics import Notice, to_person
from bot.domain.law.triggers import HEARINGS_TO_COME, Trigger
from bot.services.documents import changing, hearing_papers, kinds, stepping, steps
from bot.services.documents.from_court_papers import REPAIR
from bot.services.duties import settling
from bot.services.hall import files
from bot.services.hall.desk import DESK, Desk
from bot.services.hearings import absences, preparing
from bot.services.post import outbox
from bot.store.documents import queries as documents_store
from bot.store.hearings import appearances as appearances_store
from bot.store.tables import Appearance, Document, Duty
from bot.store.transaction import Follower, changed, is_new

_NOTED = "court_papers"
DEFECT, OTHER_LEADER = "法院告知补正", "出庭负责人有变更"
"""Why a certificate is written anew: reasons stand in papers, which are Chinese."""
_SEALED = (DocumentState.SEALED, DocumentState.DELIVERED, DocumentState.DONE)


def _note(session: Session, rows: Sequence[Any]) -> None:
    for row in rows:
        if isinstance(row, Duty) and row.trigger == Trigger.IDENTITY_DEFECT and is_new(row):
            session.info.setdefault(_NOTED, []).append((_repair, row))
        elif isinstance(row, Document) and row.kind in (*READIES, ABSENCE) and _is_sealed_now(row):
            session.info.setdefault(_NOTED, []).append((_sealed, row))
        elif isinstance(row, Document) and row.kind == REMINDER and changed(row, "edition") and row.edition:
            session.info.setdefault(_NOTED, []).append((_remind, row))
        elif isinstance(row, Document) and row.kind == FEEDBACK and changed(row, "edition"):
            session.info.setdefault(_NOTED, []).append((_fed_back, row))
        elif isinstance(row, Appearance) and row.hearing_id and not is_new(row) and changed(row, "leader_name"):
            session.info.setdefault(_NOTED, []).append((_renamed, row))


def _is_sealed_now(row: Document) -> bool:
    moved = changed(row, "state")
    return moved is not None and moved[1] in _SEALED and moved[0] not in _SEALED


def _settle(session: Session) -> None:
    session.flush()
    noted = session.info.pop(_NOTED, [])
    desk: Desk | None = session.info.get(DESK)
    for follow, row in noted if desk is not None else ():
        follow(desk, row)


def _repair(desk: Desk, duty: Duty) -> None:
    """The court has named a defect: what was written is open again, and closes the duty to mend it."""
    row = appearances_store.of_agency(desk.session, duty.hearing_id, int(duty.citation.get("for") or duty.agency_id))
    if row is None or duty.state not in PENDING or CERTIFICATE not in desk.house.law.kinds:
        return
    document = hearing_papers.prepare(desk, row, kinds.of(desk, CERTIFICATE))
    document.duty_id = duty.id
    document.facts = {**document.facts, REPAIR: duty.id}
    document.values = {name: raw for name, raw in document.values.items() if name != "defect"}
    _anew(desk, document, DEFECT)


def _renamed(desk: Desk, row: Appearance) -> None:
    """A certificate of somebody who does not come serves nobody."""
    if row.state in (AppearanceState.CANNOT, AppearanceState.CLOSED) or not row.leader_name:
        return
    for document in documents_store.of_hearing(desk.session, row.hearing_id, CERTIFICATE):
        if document.appearance_id == row.id and document.edition and document.state is not DocumentState.VOID:
            document.facts = {name: fact for name, fact in document.facts.items() if name != REPAIR}
            if document.state not in OPEN:
                _serves_no_more(desk, document)
            preparing.lost(row, "identity")
            desk.session.add(row)


def _serves_no_more(desk: Desk, document: Document) -> None:
    shown = [duty for duty in stepping.closed_by(desk, document) if duty.trigger in HEARINGS_TO_COME]
    steps.return_it(desk, document, kinds.of(desk, CERTIFICATE), OTHER_LEADER)
    for duty in shown:
        settling.paper_is_of_no_use(desk, duty, OTHER_LEADER)


def _anew(desk: Desk, document: Document, reason: str) -> None:
    """To whoever drafts it, with the reason; what was frozen stays beside it."""
    desk.session.add(document)
    if document.state in OPEN:
        return
    try:
        place = sent_back(kinds.of(desk, document.kind), changing.place_of(document))
    except Impossible:
        return
    changing.stepped(desk, document, Act.SEND_BACK, text=reason)
    changing.put(desk, document, place)
    document.reason = reason
    changing.written(desk, document, DOCUMENT_SENT_BACK, reason=reason)


def _remind(desk: Desk, document: Document) -> None:
    """Person to person: the leader named gets it at once, and says that it was read."""
    row = desk.session.get(Appearance, document.appearance_id) if document.appearance_id else None
    if row is None or row.leader_id is None or row.leader_id == desk.actor.person_id:
        return
    notice = Notice(NOTICE, OfDocument(document.id or 0), changing.subject_of(document))
    outbox.plan(desk, notice, to_person(row.leader_id), dedupe=f"{NOTICE}:{document.id}:{document.edition}")


def _fed_back(desk: Desk, document: Document) -> None:
    """The card of the hearing asks for it no more."""
    if document.hearing_id is not None:
        outbox.refresh(desk, About.HEARING(document.hearing_id))


def _sealed(desk: Desk, document: Document) -> None:
    row = desk.session.get(Appearance, document.appearance_id) if document.appearance_id else None
    if row is None or document.state not in _SEALED:
        return
    if document.kind == ABSENCE:
        _proves(desk, document, row)
    elif document.kind in READIES:
        preparing.seen(desk, row, frozenset({READIES[document.kind]}))


def _proves(desk: Desk, document: Document, row: Appearance) -> None:
    """The sealed or signed statement is what the court is given; a tap alone never was."""
    scans = files.as_given(desk, About.DOCUMENT(document.id))
    proof = "signed" if document.values.get("borne_out", row.absence.get("proof")) == "signed" else "sealed"
    if not scans or row.state not in (AppearanceState.CANNOT, AppearanceState.CLOSED):
        return
    try:
        absences.attach(desk, row.id or 0, scans, proof)
    except Refused:
        return  # whoever sealed it may not speak for the absence: the paper stands by itself


FOLLOWER = Follower(_note, _settle)
