"""Documents as values for one reader: what stands in them, who is next, and what this reader may do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bot.domain.cases.cases import mask_name
from bot.domain.documents import documents as machine
from bot.domain.documents.cards import (
    CasePapers,
    DocumentCard,
    DocumentLine,
    DocumentPage,
    EditionLine,
    Fell,
    FieldLine,
    May,
    Next,
    StepLine,
)
from bot.domain.documents.documents import OPEN, OVER, Act, DocumentState
from bot.domain.documents.kinds import DRAFTER, FieldType, Kind
from bot.domain.hall import paging
from bot.domain.hall.access import Action
from bot.domain.hall.paging import Page
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import HearingStatus
from bot.services.cases import cases
from bot.services.documents import (
    breaches,
    changing,
    deadlines,
    drafting,
    filling,
    follow_ups,
    kinds,
    memory,
    numbers,
    permissions,
    stepping,
)
from bot.services.documents.filling import Filled
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.agencies import queries as agencies_store
from bot.store.cases import files as files_store
from bot.store.documents import queries as documents_store
from bot.store.tables import Agency, Case, Document, DocumentStep, Event, Hearing, Paper, Person

_CALLED_OFF = (HearingStatus.CANCELLED, HearingStatus.WITHDRAWN)
WAITING, DRAFTS, WAY, OVER_LIST = "waiting", "drafts", "way", "over"
WHICH = (WAITING, DRAFTS, WAY, OVER_LIST)
MOST_OVER = 200
"""So many finished ones, the newest, are looked through for one reader."""


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
        step=document.step,
        edition=document.edition,
        about=_about(desk, document),
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
        editions=tuple(_editions(desk, document)),
        steps=tuple(_step_line(desk, kind, one) for one in done),
        may=_may(desk, document, kind, filled, done),
    )


def _fell(desk: Desk, document: Document) -> Fell | None:
    if document.state in OVER:
        return None
    paper = desk.session.get(Paper, document.paper_id) if document.paper_id else None
    if paper is not None and paper.withdrawn:
        return Fell.PAPER
    hearing = desk.session.get(Hearing, document.hearing_id) if document.hearing_id else None
    return Fell.HEARING if hearing is not None and hearing.status in _CALLED_OFF else None


def _about(desk: Desk, document: Document) -> str:
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
            shown=mask_name(shown) if one.source == "case.plaintiff" and shown and not full else shown,
            origin=value.origin,
            missing=one.name in filled.missing,
            mine=drafting.may_set(desk, document, kind, {one.name: None}),
            rows=len(value.raw) if one.type is FieldType.FILES and isinstance(value.raw, list) else rows,
            raw=value.raw,
            words=filling.words_of(one, value.raw, value.origin),
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


# -- lists -------------------------------------------------------------------------------------------------------------


def listed(desk: Desk, which: str = "", page: int = 0) -> DocumentPage:
    """The actor's documents: those that wait for him or her, own drafts, those under way, those that are over. Without
    `which` the first list that holds anything."""
    with memory.listing(desk):
        found = _sorted(desk)
        chosen = which if which in found else next((name for name in WHICH if found[name]), WAITING)
        rows = found[chosen]
        if chosen != OVER_LIST:
            rows.sort(key=lambda row: (_distance(desk, *row), row[0].id))
        shown = paging.cut(rows, page)
        lines = tuple(_line(desk, document, kind) for document, kind in shown.items)
    counts = {name: len(found[name]) for name in WHICH}
    page_of = Page(lines, shown.number, shown.total)
    begins = not desk.is_system and desk.actor.may_somewhere(Action.CLOSE_DUTY)
    return DocumentPage(chosen, page_of, counts, breaches.to_decide(desk), begins)


def _sorted(desk: Desk) -> dict[str, list[tuple[Document, Kind]]]:
    """Everything that the actor sees, by its list; what a line says of it is read for one page only."""
    found: dict[str, list[tuple[Document, Kind]]] = {name: [] for name in WHICH}
    for document, kind in _seen(desk):
        owes = follow_ups.open_days(document) and permissions.may_do(desk, document, kind.steps[0])
        which = _list_of(document, mine=is_mine(desk, document, kind))
        found[WAITING if owes and document.state is not DocumentState.VOID else which].append((document, kind))
    dated = {
        document.case_id
        for name in (WAITING, DRAFTS, WAY)
        for document, kind in found[name]
        if document.case_id and document.step < len(kind.steps) and kind.steps[document.step].last
    }
    memory.fetch_duties(desk, dated)
    return found


def _list_of(document: Document, *, mine: bool) -> str:
    if document.state in OVER:
        return OVER_LIST
    if document.state is DocumentState.DRAFT and mine:
        return DRAFTS
    return WAITING if mine else WAY


def _distance(desk: Desk, document: Document, kind: Kind) -> int:
    """What is late comes first, then what is due next; what has no last day comes last."""
    days = deadlines.of_step(desk, kind, document, document.step)
    duty = None if days else deadlines.own_duty(desk, document)
    days = deadlines.Days(duty.obey, duty.deadline) if duty is not None else days
    return days.distance(desk).order if days else 999


def count_waiting(desk: Desk) -> int:
    """How many documents wait for the actor: to be corrected, reviewed, decided, issued, sealed, handed over. Those of
    which only the duty is to be accepted are counted with what was handed in."""
    with memory.listing(desk):
        return sum(
            machine.wanted(kind, changing.place_of(document)) is not None and is_mine(desk, document, kind)
            for document, kind in _seen(desk, over=False, drafts=False)
        )


def _seen(desk: Desk, *, over: bool = True, drafts: bool = True) -> Iterable[tuple[Document, Kind]]:
    ids = _scope(desk)
    if not ids:
        return
    states = set(DocumentState) - OVER - (set() if drafts else {DocumentState.DRAFT})
    rows = documents_store.listed(desk.session, ids, states=states)
    if over:
        rows += documents_store.listed(desk.session, ids, states=OVER, most=MOST_OVER)
    memory.fetch(desk, rows)
    for document in rows:
        kind = desk.house.law.kinds.get(document.kind)
        if kind is not None and permissions.may_see(desk, document, kind):
            yield document, kind


def _scope(desk: Desk) -> list[int]:
    """The agencies in which the actor holds an office, and those below that some kind lets the actor see."""
    roles = {role for kind in desk.house.law.kinds.values() for role in kind.sees}
    reach = {path for a in desk.actor.appointments if a.role in roles for path in a.reach}
    own = set(desk.actor.agencies())
    # A step of a body (of the government, say) is done by its people for all agencies below it.
    for number in own:
        place = desk.session.get(Agency, number)
        if place is not None and place.path.count("/") > 2:
            reach.add(place.path.rsplit("/", 2)[0] + "/")
    below = agencies_store.open_agencies(desk.session) if reach else []
    return sorted(own | {one.id or 0 for one in below if one.path.startswith(tuple(reach))})


def is_mine(desk: Desk, document: Document, kind: Kind) -> bool:
    """Whether it is the actor's turn."""
    place = changing.place_of(document)
    if place.state in OVER:
        return False
    if document.step < len(kind.steps):
        return permissions.may_do(desk, document, kind.steps[document.step])
    act = machine.wanted(kind, place)
    if act in (Act.SEAL, Act.DELIVER):
        return permissions.may_do(desk, document, kind.steps[0])
    return place.accepting and desk.actor.may(Action.JUDGE_DUTY, access.agency(desk, document.agency_id).path)


def _line(desk: Desk, document: Document, kind: Kind) -> DocumentLine:
    over = document.state in OVER
    ahead = None if over else next_of(desk, document, kind)
    duty = deadlines.own_duty(desk, document)
    counts = duty is not None and not over and not (ahead and ahead.act is Act.ACCEPT)
    days = deadlines.Days(duty.obey, duty.deadline) if duty is not None and counts else None
    missing = len(filling.filled(desk, document).missing) if document.state in OPEN else 0
    return DocumentLine(
        id=document.id or 0,
        kind=kind,
        state=document.state,
        agency=access.agency(desk, document.agency_id).short_name,
        about=_about(desk, document),
        missing=missing,
        last=ahead.last if ahead and ahead.last else days.asked(desk) if days else None,
        distance=ahead.distance if ahead and ahead.last else days.distance(desk) if days else None,
        waits=(ahead.body or "、".join(ahead.names)) if ahead else "",
        mine=is_mine(desk, document, kind),
        number=document.number or "",
        **_promised(desk, document),
    )


def _promised(desk: Desk, document: Document) -> dict[str, Any]:
    """What it promised is followed, with the first day, where it is over itself."""
    days = follow_ups.open_days(document) if document.state is not DocumentState.VOID else []
    if not days:
        return {}
    first = deadlines.Days(days[0], days[0])
    return {"promised": len(days), "promised_by": days[0], "promised_in": first.distance(desk)}


def of_case(desk: Desk, case_id: int, page: int = 0) -> CasePapers:
    """The papers of a case that the actor may see, and what can be begun there.

    Raises:
        Missing, NotAllowed: there is no such case, or it is not the actor's to see.
    """
    case = cases.visible(desk, case_id)
    rows = [one for one in documents_store.of_case(desk.session, case.id) if one.state is not DocumentState.VOID]
    known = [(one, kind) for one in rows if (kind := desk.house.law.kinds.get(one.kind)) is not None]
    shown = paging.cut([(one, kind) for one, kind in known if permissions.may_see(desk, one, kind)], page)
    lines = tuple(_line(desk, one, kind) for one, kind in shown.items)
    offered = () if desk.is_system else tuple(kinds.offered(desk, case.id or 0))
    return CasePapers(case.id or 0, case.number, Page(lines, shown.number, shown.total), offered)
