"""Documents listed for one reader: what waits for him, his drafts, what is under way, what is over."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from bot.domain.documents import documents as machine
from bot.domain.documents.cards import (
    CasePapers,
    DocumentLine,
    DocumentPage,
)
from bot.domain.documents.documents import OPEN, OVER, Act, DocumentState
from bot.domain.documents.kinds import Kind
from bot.domain.hall import paging
from bot.domain.hall.access import Action
from bot.domain.hall.paging import Page
from bot.services.cases import cases
from bot.services.documents import (
    breaches,
    cards,
    changing,
    deadlines,
    filling,
    finished,
    follow_ups,
    kinds,
    memory,
    permissions,
)
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.agencies import queries as agencies_store
from bot.store.documents import queries as documents_store
from bot.store.tables import Agency, Document

WAITING, DRAFTS, WAY, OVER_LIST = "waiting", "drafts", "way", "over"
WHICH = (WAITING, DRAFTS, WAY, OVER_LIST)


def listed(desk: Desk, which: str = "", page: int = 0) -> DocumentPage:
    """The actor's documents: those that wait for him or her, own drafts, those under way, those that are over. Without
    `which` the first list that holds anything."""
    with memory.listing(desk):
        scope = _scope(desk)
        promising = finished.promising(desk, scope)
        over = finished.whose(desk, scope, promising)
        found = _sorted(desk, scope, promising)
        counts = {name: len(rows) for name, rows in found.items()} | {OVER_LIST: finished.counted(desk, over)}
        chosen = which if which in WHICH else next((name for name in WHICH if counts[name]), WAITING)
        if chosen == OVER_LIST:
            shown = finished.page(desk, over, counts[OVER_LIST], page)
            _fetch_dates(desk, shown.items)
        else:
            shown = _ordered(desk, found[chosen], page)
        lines = tuple(_line(desk, document, kind) for document, kind in shown.items)
    page_of = Page(lines, shown.number, shown.total)
    begins = not desk.is_system and desk.actor.may_somewhere(Action.CLOSE_DUTY)
    return DocumentPage(chosen, page_of, counts, breaches.to_decide(desk), begins)


def _sorted(
    desk: Desk, scope: Mapping[str, frozenset[int]], promising: Sequence[tuple[Document, Kind]]
) -> dict[str, list[tuple[Document, Kind]]]:
    """Everything under way that the actor sees, and what promised something, by its list; what a line says of it is
    read for one page only."""
    found: dict[str, list[tuple[Document, Kind]]] = {WAITING: list(promising), DRAFTS: [], WAY: []}
    for document, kind in _seen(desk, scope):
        which = _list_of(document, mine=is_mine(desk, document, kind))
        found[WAITING if finished.follows(desk, document, kind) else which].append((document, kind))
    return found


def _ordered(desk: Desk, rows: list[tuple[Document, Kind]], page: int) -> Page[tuple[Document, Kind]]:
    """What is due next comes first: the last days of all are read for that."""
    _fetch_dates(desk, rows)
    rows.sort(key=lambda row: (_distance(desk, *row), row[0].id))
    return paging.cut(rows, page)


def _fetch_dates(desk: Desk, rows: Sequence[tuple[Document, Kind]]) -> None:
    """What the last days of a list are read from; of the other lists only the number is said."""
    memory.fetch_own_duties(desk, [document for document, _ in rows])
    dated = {
        document.case_id
        for document, kind in rows
        if document.case_id and document.step < len(kind.steps) and kind.steps[document.step].last
    }
    memory.fetch_duties(desk, dated)


def _list_of(document: Document, *, mine: bool) -> str:
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
    """How many documents wait for the actor: to be corrected, reviewed, decided, issued, sealed, handed over, or to be
    done as they promised. Those of which only the duty is to be accepted are counted with what was handed in."""
    with memory.listing(desk):
        scope = _scope(desk)
        under_way = sum(_awaited(desk, document, kind) for document, kind in _seen(desk, scope, drafts=False))
        return under_way + len(finished.promising(desk, scope))


def _awaited(desk: Desk, document: Document, kind: Kind) -> bool:
    turn = machine.wanted(kind, changing.place_of(document)) is not None and is_mine(desk, document, kind)
    return turn or finished.follows(desk, document, kind)


def _seen(desk: Desk, scope: Mapping[str, frozenset[int]], *, drafts: bool = True) -> Iterable[tuple[Document, Kind]]:
    """What is under way."""
    if not scope:
        return
    own = desk.actor.agencies()
    states = set(DocumentState) - OVER - (set() if drafts else {DocumentState.DRAFT})
    rows = documents_store.within(desk.session, scope, own, states)
    memory.fetch(desk, rows)
    for document in rows:
        kind = desk.house.law.kinds.get(document.kind)
        if kind is not None and permissions.may_see(desk, document, kind):
            yield document, kind


def _scope(desk: Desk) -> dict[str, frozenset[int]]:
    """By kind, the agencies of whose documents the actor may see some: the own ones, those below that the kind lets
    the actor see, and where a step may be the actor's for others, all of those."""
    own = frozenset(desk.actor.agencies())
    if not own:
        return {}
    below = agencies_store.open_agencies(desk.session)
    around = _around(desk, own)
    found: dict[str, frozenset[int]] = {}
    sets: dict[tuple[str, ...], frozenset[int]] = {}
    for kind in desk.house.law.kinds.values():
        reach = {path for a in desk.actor.appointments if a.role in kind.sees for path in a.reach}
        if permissions.may_concern(desk, kind):
            reach |= around | {path for a in desk.actor.appointments for path in a.reach}
        key = tuple(sorted(reach))
        if key not in sets:
            sets[key] = own | {one.id or 0 for one in below if one.path.startswith(key)} if key else own
        found[kind.id] = sets[key]
    return found


def _around(desk: Desk, own: Collection[int]) -> set[str]:
    """A step of a body (of the government, say) is done by its people for all agencies below it."""
    places = (desk.session.get(Agency, number) for number in own)
    return {one.path.rsplit("/", 2)[0] + "/" for one in places if one is not None and one.path.count("/") > 2}


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
    ahead = None if over else cards.next_of(desk, document, kind)
    duty = deadlines.own_duty(desk, document)
    counts = duty is not None and not over and not (ahead and ahead.act is Act.ACCEPT)
    days = deadlines.Days(duty.obey, duty.deadline) if duty is not None and counts else None
    missing = len(filling.filled(desk, document).missing) if document.state in OPEN else 0
    return DocumentLine(
        id=document.id or 0,
        kind=kind,
        state=document.state,
        agency=access.agency(desk, document.agency_id).short_name,
        about=cards.about(desk, document),
        missing=missing,
        last=ahead.last if ahead and ahead.last else days.asked(desk) if days else None,
        distance=ahead.distance if ahead and ahead.last else days.distance(desk) if days else None,
        waits=(ahead.body or "、".join(ahead.names)) if ahead else "",
        mine=is_mine(desk, document, kind),
        number=document.number or "",
        others=not desk.is_system and document.agency_id not in desk.actor.agencies(),
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
