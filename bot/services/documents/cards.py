"""Documents as values for one reader: what stands in them, who is next, and what this reader may do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.domain.cases.cases import mask_name
from bot.domain.documents import documents as machine
from bot.domain.documents.cards import (
    DocumentCard,
    EditionLine,
    Fell,
    FieldLine,
    May,
    Next,
    StepLine,
)
from bot.domain.documents.documents import OVER, Act, DocumentState
from bot.domain.documents.kinds import DRAFTER, FieldType, Kind
from bot.domain.hall.access import Action
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import HearingStatus
from bot.services.documents import (
    changing,
    deadlines,
    drafting,
    filling,
    heard,
    numbers,
    permissions,
    stepping,
)
from bot.services.documents.filling import Filled
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.cases import files as files_store
from bot.store.documents import queries as documents_store
from bot.store.tables import Agency, Case, Document, DocumentStep, Event, Hearing, Paper, Person

_CALLED_OFF = (HearingStatus.CANCELLED, HearingStatus.WITHDRAWN)


def of(desk: Desk, document_id: int) -> DocumentCard:
    """The document as the actor may see it.

    Raises:
        Missing: there is none, or its kind was taken away.
        NotAllowed: it is not the actor's to see.
    """
    document, kind = permissions.visible(desk, document_id)
    filled = filling.filled(desk, document)
    duty = deadlines.own_duty(desk, document)
    bound = any(step.last is not None and step.last.working_days_before_statutory for step in kind.steps)
    # The term of an appeal binds only what is decided before it ends; an analysis is owed after it.
    statutory = deadlines.statutory(desk, document) if bound else None
    days = statutory or (deadlines.Days(duty.obey, duty.deadline) if duty else None)
    to = desk.session.get(Agency, document.addressee_id) if document.addressee_id else None
    done = documents_store.steps(desk.session, document.id)
    return DocumentCard(
        id=document.id or 0,
        version=document.version,
        kind=kind,
        state=document.state,
        agency=access.agency(desk, document.agency_id).short_name,
        own=desk.is_system or document.agency_id in desk.actor.agencies(),
        step=document.step,
        edition=document.edition,
        about=about(desk, document),
        case_id=document.case_id,
        hearing_id=document.hearing_id,
        duty_id=document.duty_id,
        addressee=to.short_name if to is not None else "",
        fields=tuple(_lines(desk, document, kind, filled)),
        next=next_of(desk, document, kind),
        due=days.last if days else None,
        by_statute=statutory is not None and deadlines.is_running(desk, document),
        distance=deadlines.Days(days.last, days.last).distance(desk) if days else None,
        number=document.number or "",
        proposed=numbers.proposed(desk, document, kind),
        issued_on=document.issued_on,
        decided=str(document.facts.get("choice") or ""),
        reason=document.reason,
        author=_name(desk, document.created_by),
        fell=_fell(desk, document),
        files=files_store.count(desk.session, str(About.DOCUMENT(document.id))),
        answer=_answer(desk, document),
        letter=_seen(desk, desk.session.get(Document, document.replies_to)) if document.replies_to else 0,
        editions=tuple(_editions(desk, document)),
        steps=tuple(_step_line(desk, kind, one) for one in done),
        may=_may(desk, document, kind, filled, done),
    )


def _answer(desk: Desk, document: Document) -> int:
    rows = documents_store.answers_to(desk.session, document.id) if document.number or document.addressee_id else []
    handed_in = [one for one in rows if one.edition and one.state is not DocumentState.VOID]
    return _seen(desk, handed_in[-1]) if handed_in else 0


def _seen(desk: Desk, document: Document | None) -> int:
    kind = desk.house.law.kinds.get(document.kind) if document is not None else None
    if document is None or kind is None or not permissions.may_see(desk, document, kind):
        return 0
    return document.id or 0


def _fell(desk: Desk, document: Document) -> Fell | None:
    if document.state in OVER:
        return None
    paper = desk.session.get(Paper, document.paper_id) if document.paper_id else None
    if paper is not None and paper.withdrawn:
        return Fell.PAPER
    hearing = desk.session.get(Hearing, document.hearing_id) if document.hearing_id else None
    return Fell.HEARING if hearing is not None and hearing.status in _CALLED_OFF else None


def about(desk: Desk, document: Document) -> str:
    if document.case_id:
        case = desk.session.get(Case, document.case_id)
        return case.number if case is not None else ""
    event = desk.session.get(Event, document.event_id) if document.event_id else None
    return event.title if event is not None else document.period


def _name(desk: Desk, person_id: int | None) -> str:
    person = desk.session.get(Person, person_id) if person_id else None
    return person.name if person is not None else ""


def _lines(desk: Desk, document: Document, kind: Kind, filled: Filled) -> Iterable[FieldLine]:
    """All fields of the kind in its order: buttons name them by their place. What is not wanted says nothing."""
    full = permissions.may_see_plaintiff(desk, document)
    for one in kind.fields:
        value = filled.values.get(one.name)
        if value is None:
            yield FieldLine(one)
            continue
        rows = len(value.shown) if isinstance(value.shown, list) else 0
        shown = "" if isinstance(value.shown, list) else value.shown
        yield FieldLine(
            field=one,
            shown=mask_name(shown) if one.source == filling.PLAINTIFF and shown and not full else shown,
            origin=value.origin,
            missing=one.name in filled.missing,
            mine=not one.is_flag and drafting.may_set(desk, document, kind, {one.name: None}),
            rows=len(value.raw) if one.type is FieldType.FILES and isinstance(value.raw, list) else rows,
            raw=value.raw,
            words=filling.words_of(one, value.raw, value.origin),
            awaited=heard.awaited(desk, kind, document)
            if one.name in filled.missing and one.source == heard.SAID
            else None,
        )


def _editions(desk: Desk, document: Document) -> Iterable[EditionLine]:
    for one in documents_store.editions(desk.session, document.id):
        files = files_store.count(desk.session, str(About.EDITION(one.id)))
        yield EditionLine(one.n, one.frozen_at, _name(desk, one.by), one.reason, files)


def _step_line(desk: Desk, kind: Kind, one: DocumentStep) -> StepLine:
    step = kind.steps[one.step] if one.step < len(kind.steps) else None
    return StepLine(one.act, one.at, _name(desk, one.person_id), one.for_name, one.text, step, one.edition)


# -- who is next -------------------------------------------------------------------------------------------------------


def next_of(desk: Desk, document: Document, kind: Kind) -> Next | None:
    """What is to be done next and by whom; None where nothing is."""
    place = changing.place_of(document)
    act = machine.wanted(kind, place)
    if act is None:
        return _accepting(desk, document) if place.accepting and place.state not in OVER else None
    if document.step < len(kind.steps):
        return _next_step(desk, document, kind, act)
    if act is Act.REPLY:
        to = desk.session.get(Agency, document.addressee_id) if document.addressee_id else None
        return Next(act, body=to.short_name if to else "")
    agency = access.agency(desk, document.agency_id)
    return Next(act, body=agency.short_name, names=_names(permissions.doers(desk, document, kind.steps[0])))


def _next_step(desk: Desk, document: Document, kind: Kind, act: Act) -> Next:
    step = kind.steps[document.step]
    body = permissions.body_of(desk, document, step)
    people = permissions.doers(desk, document, step)
    days = deadlines.of_step(desk, kind, document, document.step)
    return Next(
        act=act,
        step=step,
        body=body.short_name if body is not None else "",
        names=_names(people),
        last=days.asked(desk) if days else None,
        distance=days.distance(desk) if days else None,
        recorded=document.step > 0 and permissions.records(desk, document, step),
    )


def _accepting(desk: Desk, document: Document) -> Next:
    lead = access.lead_of(desk, document.agency_id)
    return Next(Act.ACCEPT, body=lead.short_name if lead is not None else "")


def _names(people: Sequence[Person]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.name for one in people))


# -- what the reader may do --------------------------------------------------------------------------------------------


def _may(desk: Desk, document: Document, kind: Kind, filled: Filled, done: Sequence[DocumentStep]) -> May:
    if desk.is_system:
        return May()
    place = changing.place_of(document)
    act = machine.wanted(kind, place)
    own_step = document.step < len(kind.steps) and permissions.may_do(desk, document, kind.steps[document.step])
    ready = own_step and not filled.missing
    judges = place.accepting and desk.actor.may(Action.JUDGE_DUTY, access.agency(desk, document.agency_id).path)
    settles = permissions.may_settle(desk, document, kind)
    reads = permissions.may_see_plaintiff(desk, document)
    return May(
        fill=any(drafting.may_set(desk, document, kind, {one.name: None}) for one in kind.fields),
        submit=act is Act.SUBMIT and ready,
        approve=(act is Act.APPROVE and ready) or judges,
        send_back=(document.state is DocumentState.UNDER_WAY and document.step > 0 and own_step) or judges,
        take_back=stepping.can_take_back(desk, document, kind, done),
        decide=act is Act.DECIDE and ready,
        issue=act is Act.ISSUE and ready,
        seal=act is Act.SEAL and settles,
        hand_over=stepping.can_deliver(desk, kind, document) and settles,
        void=permissions.may_void(desk, document, kind),
        preview=reads and _may_change(kind, document),
        download=reads and bool(document.edition or files_store.count(desk.session, str(About.DOCUMENT(document.id)))),
    )


def _may_change(kind: Kind, document: Document) -> bool:
    """Whether what is said in it may still become another: what is frozen is downloaded, not previewed."""
    if document.state in (DocumentState.DRAFT, DocumentState.SENT_BACK):
        return True
    return document.state is DocumentState.UNDER_WAY and any(one.asked != DRAFTER for one in kind.fields)
