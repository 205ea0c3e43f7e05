"""What follows from where a document stands: what it promises is followed, what it decides of an appeal holds.

Documents note in their session that they moved; before the commit these are looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlmodel import Session

from bot.domain.documents.documents import OPEN, DocumentState
from bot.domain.documents.kinds import Stage
from bot.domain.hall.terms import PaperKind
from bot.services.cases import appeal_acts, effects
from bot.services.documents import follow_ups, permissions
from bot.services.duties import duties
from bot.services.hall.desk import DESK, Desk
from bot.store.documents import queries as documents_store
from bot.store.tables import Case, Document, Paper
from bot.store.transaction import Follower, changed

_MOVED = "documents_moved"
APPEAL = {"appeal": True, "no_appeal": False}
"""What a decision about an appeal may be, and whether an appeal is wanted by it."""
HANDLED_ON = "handled_on"
"""The field of a reply that says when an advice was dealt with."""
_NOT_OUT = (*OPEN, DocumentState.VOID)
_FOLLOWED, _APPLIED = "followed_of", "applied"
"""Facts: of which edition the promises are followed; which decision was carried out."""


def _note(session: Session, rows: Sequence[Any]) -> None:
    for row in rows:
        if isinstance(row, Document) and changed(row, "state", "step", "edition") is not None:
            session.info.setdefault(_MOVED, set()).add(row.id)


def _settle(session: Session) -> None:
    session.flush()
    moved: set[int] = session.info.pop(_MOVED, set())
    desk: Desk | None = session.info.get(DESK)
    if desk is None:
        return
    for document_id in sorted(moved):
        document = session.get(Document, document_id)
        if document is not None and document.kind in desk.house.law.kinds:
            _opens(desk, document)
            _follow(desk, document)
            _handled(desk, document)
            _appeal(desk, document)


def _opens(desk: Desk, document: Document) -> None:
    """Somebody began it of his or her own accord: what the book asks for is owed from today (安徽 2023 二（二）)."""
    kind = permissions.kind_of(desk, document)
    if not kind.opens or document.duty_id or document.state is not DocumentState.DRAFT:
        return
    case = desk.session.get(Case, document.case_id) if document.case_id else None
    started = duties.start(
        desk,
        trigger=kind.opens,
        on=desk.today,
        agency_id=document.agency_id,
        case=case,
        announced=True,
        subject=f"document:{document.id}",
    )
    own = [duty for duty in started if duty.citation.get("draft") == kind.id]
    if own:
        document.duty_id = own[0].id
        desk.session.add(document)
        desk.session.flush()


def _follow(desk: Desk, document: Document) -> None:
    if document.state in _NOT_OUT:
        follow_ups.forget(desk, document)
        return
    kind = permissions.kind_of(desk, document)
    edition = documents_store.edition(desk.session, document.id, document.edition)
    if edition is None or document.facts.get(_FOLLOWED) == document.edition:
        return
    if any(field.followed for field in kind.fields):
        document.facts = {**document.facts, _FOLLOWED: document.edition}
        raws = {name: one.get("raw") for name, one in edition.values.items()}
        follow_ups.begin(desk, document, kind, raws)


def _handled(desk: Desk, document: Document) -> None:
    """The reply to a judicial advice says when it was dealt with: what is due from that day on starts (SS21)."""
    paper = desk.session.get(Paper, document.paper_id) if document.paper_id else None
    on = document.values.get(HANDLED_ON)
    if paper is None or paper.kind is not PaperKind.ADVICE or document.state in _NOT_OUT or not on:
        return
    if not paper.facts.get("handled_on"):
        desk.house.wiring.tell_advice_handled(desk, paper.id or 0, date.fromisoformat(str(on)))


def _appeal(desk: Desk, document: Document) -> None:
    """The decision whether to appeal is carried out: the right is watched from now on, or given up."""
    choice = document.facts.get("choice")
    decided = Stage.DECIDED.value in (document.facts.get("reached") or {})
    if not decided or choice not in APPEAL or document.facts.get(_APPLIED) == choice or not document.paper_id:
        return
    document.facts = {**document.facts, _APPLIED: choice}
    desk.session.add(document)
    paper = desk.session.get(Paper, document.paper_id)
    if paper is not None and not paper.facts.get("appealed") and effects.can_be_appealed(paper):
        appeal_acts.decide(desk, paper, APPEAL[choice])


FOLLOWER = Follower(_note, _settle)
