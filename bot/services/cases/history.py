"""The history of a case: who did what, for whom, when, old and new, and the texts that were sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bot.domain.cases.acts import CASE_TAGGED, MESSAGE_SENT
from bot.domain.cases.cases import Entry, History, mask_name
from bot.domain.hall.access import Action
from bot.domain.hall.acts import Act
from bot.domain.hall.paging import cut
from bot.domain.hall.subjects import About, Subject
from bot.domain.hall.terms import PaperKind
from bot.domain.records import ACTS
from bot.services.agencies.groups import is_risk
from bot.services.cases import cards, cases
from bot.services.duties.cards import is_sensitive
from bot.services.hall.desk import Desk
from bot.store.agencies import people as people_store
from bot.store.cases import papers as papers_store
from bot.store.cases import queries as cases_store
from bot.store.duties import queries as duties_store
from bot.store.hall import queries as hall_store
from bot.store.hearings import queries as hearings_store
from bot.store.post import told as told_store
from bot.store.tables import Agency, AuditEntry, Case, Circular, Document, Duty, Paper, Person

PER_PAGE = 8
LOOKED_AT = 1000
"""Entries that a history goes back to."""
LONGEST_TEXT = 300
"""Of a text that was sent, this much is shown."""


def of_case(desk: Desk, case_id: int, page: int = 0) -> History:
    """A page of the history, newest first.

    Whoever may see the case may read it, time-limited observers included; plaintiffs stay masked for them, and that it
    is a risk case is not said. Of a
    co-defendant's side, what was entered for it and what was sent to its people, only whoever sees it reads.
    Raises Missing or NotAllowed as `cases.visible`.
    """
    case = cases.visible(desk, case_id)
    side, onlooker = _side(desk, case), not cases.may_see_plaintiff(desk, case)
    # What was sent about a risk case says what makes it one.
    told = [] if onlooker and is_risk(case) else _sent(desk, case, side, LOOKED_AT)
    entries = [*_done(desk, case, side, LOOKED_AT), *told]
    entries.sort(key=lambda one: one.at, reverse=True)
    return History(case.number, case.id or 0, cut(entries, page, PER_PAGE))


def last_change(desk: Desk, subject: Subject, actions: Iterable[str]) -> Entry | None:
    """The newest of these actions on `subject`: what an old button is answered with.

    None also where it was done in a case for an agency that the actor knows nothing of: a co-defendant's leader is not
    named. Who sees an event or a circular may know who keeps it.
    """
    row = hall_store.newest_entry(desk.session, str(subject), tuple(actions))
    if row is None or (row.case_id is not None and not _knows(desk, row.agency_id)):
        return None
    return entry(desk, row)


def _knows(desk: Desk, agency_id: int | None) -> bool:
    agency = desk.session.get(Agency, agency_id) if agency_id else None
    seen = (Action.SEE_SUMMARY, Action.SEE_PEOPLE)
    return agency is None or desk.is_system or any(desk.actor.may(one, agency.path) for one in seen)


def _side(desk: Desk, case: Case) -> frozenset[int] | None:
    """The agencies of whose side the actor reads; None for all of the case."""
    mine = cards.own_side(desk, case)
    whole = {agency.id or 0 for agency in cases.agencies_of(desk, case)} <= mine
    return None if desk.is_system or whole else frozenset(mine)


def _done(desk: Desk, case: Case, side: frozenset[int] | None, limit: int) -> list[Entry]:
    most = limit if side is None else LOOKED_AT
    ids = [case.id or 0, *cases_store.merged_into(desk.session, case.id)]
    rows = hall_store.entries_of_cases(desk.session, ids, [str(About.CASE(one)) for one in ids], limit=most)
    if side is not None:
        rows = [row for row in rows if _is_of(desk, row, side)][:limit]
    rows = [row for row in rows if _may_know(desk, row)]
    if cases.may_see_plaintiff(desk, case):
        return [entry(desk, row) for row in rows]
    hidden = {str(About.DUTY(duty.id)) for duty in duties_store.of_case(desk.session, case.id) if is_sensitive(duty)}
    return [entry(desk, r, case) for r in rows if r.subject not in hidden and r.action != CASE_TAGGED.name]


def _is_of(desk: Desk, row: AuditEntry, side: frozenset[int]) -> bool:
    """What concerns the case as a whole is for those who have a side in it; the own deeds are for everybody."""
    if row.actor_id is not None and row.actor_id == desk.actor.person_id:
        return True
    return row.agency_id in side if row.agency_id else bool(side)


def _may_know(desk: Desk, row: AuditEntry) -> bool:
    """A document that is protected (a report on a risk, say) is mentioned to nobody but those who may read it."""
    subject = Subject.read(row.subject) if row.subject.startswith(_DOCUMENT) else None
    document = desk.session.get(Document, subject.number) if subject is not None else None
    kind = desk.house.law.kinds.get(document.kind) if document is not None else None
    if document is None or kind is None or not kind.protected or desk.is_system:
        return True
    agency = desk.session.get_one(Agency, document.agency_id)
    own = row.actor_id == desk.actor.person_id
    return own or any(a.role in kind.sees and agency.path.startswith(a.reach) for a in desk.actor.appointments)


_DOCUMENT = "document:"


def entry(desk: Desk, row: AuditEntry, masked: Case | None = None) -> Entry:
    """A row of the audit trail with names in place of ids; with `masked`, that case's plaintiff is not named."""
    title, paper = _about(desk, Subject.read(row.subject))
    act = ACTS.get(row.action)
    return Entry(
        at=row.at,
        action=row.action,
        who=_name(desk, row.actor_id),
        for_whom=_name(desk, row.for_id) if row.for_id else "",
        old=_pairs(desk, act, row.old, masked),
        new=_pairs(desk, act, row.new, masked),
        reason=_mask(row.reason, masked),
        title=title,
        paper=paper,
    )


def _pairs(desk: Desk, act: Act | None, values: dict[str, Any], masked: Case | None) -> tuple[tuple[str, str], ...]:
    """The values that the act declares, as texts; an empty one among the new says that something was taken away."""
    fields = act.fields if act else {}
    return tuple(
        (name, _mask(_called(desk, fields[name].of, value), masked)) for name, value in values.items() if name in fields
    )


def _called(desk: Desk, kind: About | None, value: Any) -> str:
    """A value as text; the id of a row is what the row is called."""
    if value in (None, ""):
        return ""
    if isinstance(value, list):
        return "、".join(map(str, value))
    return _NAMES[kind](desk, int(value)) if kind in _NAMES else str(value)


def _agency(desk: Desk, agency_id: int) -> str:
    agency = desk.session.get(Agency, agency_id)
    return agency.short_name if agency else ""


def _circular(desk: Desk, circular_id: int) -> str:
    row = desk.session.get(Circular, circular_id)
    return row.title if row else ""


def _duty(desk: Desk, duty_id: int) -> str:
    duty = desk.session.get(Duty, duty_id)
    return duty.title.get("en" if desk.actor.language == "en" else "zh", "") if duty else ""


def _document(desk: Desk, document_id: int) -> str:
    row = desk.session.get(Document, document_id)
    kind = desk.house.law.kinds.get(row.kind) if row is not None else None
    if kind is None:
        return ""
    return kind.en if desk.actor.language == "en" else kind.zh


def _mask(text: str, masked: Case | None) -> str:
    if masked is None or not masked.plaintiff:
        return text
    return text.replace(masked.plaintiff, mask_name(masked.plaintiff))


def _name(desk: Desk, person_id: int | None) -> str:
    person = desk.session.get(Person, person_id) if person_id else None
    return person.name if person else ""


_NAMES: Mapping[About | None, Callable[[Desk, int], str]] = {
    About.PERSON: _name,
    About.AGENCY: _agency,
    About.CIRCULAR: _circular,
    About.DUTY: _duty,
    About.DOCUMENT: _document,
}
"""What the rows are called to whose ids acts refer."""


def _about(desk: Desk, subject: Subject | None) -> tuple[str, PaperKind | None]:
    """What an entry is about: the duty's title, the kind of paper."""
    if subject is None or subject.kind is About.DUTY:
        return _duty(desk, subject.number) if subject else "", None
    paper = desk.session.get(Paper, subject.number) if subject.kind is About.PAPER else None
    return "", paper.kind if paper else None


def _sent(desk: Desk, case: Case, side: frozenset[int] | None, limit: int) -> list[Entry]:
    """Texts about the case and its duties, hearings and papers that went out, with who got them."""
    subjects = [
        *(str(About.CASE(one)) for one in (case.id, *cases_store.merged_into(desk.session, case.id))),
        *(str(About.DUTY(one.id)) for one in duties_store.of_case(desk.session, case.id)),
        *(str(About.HEARING(one.id)) for one in hearings_store.of_case(desk.session, case.id)),
        *(str(About.PAPER(one.id)) for one in papers_store.of_case(desk.session, case.id)),
    ]
    rows = told_store.sent_about(desk.session, subjects, limit=limit if side is None else LOOKED_AT)
    if side is not None:
        theirs = _people_of(desk, side)
        rows = [row for row in rows if row.person_id in theirs][:limit]
    masked = None if cases.may_see_plaintiff(desk, case) else case
    return [
        Entry(
            at=row.sent_at or row.planned_at,
            action=MESSAGE_SENT.name,
            who="",
            for_whom=_name(desk, row.person_id),
            text=_mask(row.text, masked)[:LONGEST_TEXT],
        )
        for row in rows
    ]


def _people_of(desk: Desk, side: frozenset[int]) -> set[int]:
    """Who holds or held an office in these agencies, and the actor."""
    return {*people_store.ids_of_agencies(desk.session, side), desk.actor.person_id}
