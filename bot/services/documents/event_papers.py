"""The papers of an event: which there are, and beginning them; for whoever runs it."""

from __future__ import annotations

from bot.domain.documents.documents import DocumentState
from bot.domain.documents.event_papers import AGENDA, KINDS, OBSERVERS, EventPaper, EventPapers, wanted
from bot.domain.hall.errors import Missing, NotAllowed
from bot.services.documents import drafting, periodic
from bot.services.events import cards
from bot.services.hall.desk import Desk
from bot.store.documents import queries as documents_store
from bot.store.duties import queries as duties_store
from bot.store.tables import Document, Event, Hearing


def of_event(desk: Desk, event_id: int) -> EventPapers:
    """What an event has, and may have now.

    Raises:
        Missing: there is no such event. NotAllowed: the actor does not run it.
    """
    event = cards.event_of(desk, event_id)
    view = cards.view(desk, event)
    if not view.may_run:
        raise NotAllowed
    there = {one.kind: one for one in _documents(desk, event) if _stands(one)}
    may = wanted(event.kind, event.state, begun=view.begun, watches=event.hearing_id is not None)
    known = [name for name in KINDS if name in desk.house.law.kinds and (name in there or name in may)]
    papers = tuple(_paper(name, there.get(name)) for name in known)
    return EventPapers(event_id, view.title, view.kind, view.starts_at, papers)


def _documents(desk: Desk, event: Event) -> list[Document]:
    """Its own, and who observes its hearing, which may have been begun from the duty."""
    own = documents_store.of_event(desk.session, event.id or 0)
    if event.hearing_id is None:
        return own
    rows = documents_store.of_hearing(desk.session, event.hearing_id, OBSERVERS)
    return [*(one for one in rows if one.agency_id == event.organiser_id), *own]


def _stands(document: Document) -> bool:
    return document.state is not DocumentState.VOID


def _paper(name: str, document: Document | None) -> EventPaper:
    return EventPaper(name, (document.id or 0) if document else 0, document.state if document else None)


def begin(desk: Desk, event_id: int, kind_id: str) -> Document:
    """The paper of an event, drafted from what is known of it; the one that is there already.

    Raises:
        Missing: there is no such event, or no such paper of it now. NotAllowed: the actor does not run it.
    """
    papers = of_event(desk, event_id)
    one = next((paper for paper in papers.papers if paper.kind == kind_id), None)
    if one is None:
        raise Missing
    if one.document:
        return desk.session.get_one(Document, one.document)
    event = cards.event_of(desk, event_id)
    if kind_id == OBSERVERS and event.hearing_id is not None:
        return _observers(desk, event, event.hearing_id)
    if kind_id == AGENDA:
        return _agenda(desk, event)
    return drafting.begin(desk, kind_id, agency_id=event.organiser_id, event_id=event_id)


def _agenda(desk: Desk, event: Event) -> Document:
    """What is on the table of a conference; a draft that was begun for its quarter before it was set up is that."""
    period = periodic.quarter(event.starts_at.astimezone(desk.house.zone).date())
    for document in periodic.agendas(desk, event.organiser_id, period):
        if document.event_id is None:
            document.event_id = event.id
            desk.session.add(document)
            return document
    return drafting.begin(desk, AGENDA, agency_id=event.organiser_id, event_id=event.id, period=period)


def _observers(desk: Desk, event: Event, hearing_id: int) -> Document:
    """Who observes a hearing is one list, whether it is begun here or from the duty that asks for it."""
    for duty in duties_store.pending_of_hearing(desk.session, hearing_id):
        if duty.agency_id == event.organiser_id and duty.citation.get("draft") == OBSERVERS:
            document = drafting.begin_for(desk, duty.id or 0)
            break
    else:
        case_id = desk.session.get_one(Hearing, hearing_id).case_id
        document = drafting.begin(
            desk, OBSERVERS, agency_id=event.organiser_id, case_id=case_id, hearing_id=hearing_id, event_id=event.id
        )
    document.event_id = event.id
    desk.session.add(document)
    return document
