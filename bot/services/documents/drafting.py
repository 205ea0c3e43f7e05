"""Documents are begun, filled in, and given up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.documents.acts import DOCUMENT_FILLED, DOCUMENT_PREPARED, DOCUMENT_VOID
from bot.domain.documents.documents import OPEN, Act, DocumentState, Impossible
from bot.domain.documents.documents import void as voided
from bot.domain.documents.kinds import Kind, StepAct
from bot.domain.documents.leader_forms import KIND as LEADER_FORM
from bot.domain.documents.values import taken
from bot.domain.hall.errors import Missing, NotAllowed, Refused, Stale, reasoned
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import AgencyKind
from bot.domain.law.roles import Role as LawRole
from bot.services.cases import cases
from bot.services.documents import changing, kinds, permissions, stepping, together
from bot.services.duties import acts as duty_acts
from bot.services.duties import cards as duty_cards
from bot.services.duties import making
from bot.services.hall import access, files
from bot.services.hall.desk import Desk
from bot.services.law import obligations
from bot.store.documents import queries as documents_store
from bot.store.tables import Agency, Case, Document, Duty

ONCE_A_CASE = frozenset({LEADER_FORM})
"""Kinds that are filed again, version after version, instead of being begun anew for each duty."""


def prepare(
    desk: Desk,
    kind_id: str,
    *,
    agency_id: int,
    case_id: int | None = None,
    hearing_id: int | None = None,
    appearance_id: int | None = None,
    paper_id: int | None = None,
    duty_id: int | None = None,
    event_id: int | None = None,
    period: str = "",
    subject: str = "",
    addressee_id: int | None = None,
    replies_to: int | None = None,
    values: Mapping[str, Any] | None = None,
) -> Document:
    """The draft of a kind about something; the one that is there already, whoever began it. Nobody's permission is
    asked: it is for other services.

    `subject` names what it is about where none of the ids does (`2026-Q3:agency:5`). One that was declared void, or is
    over and was about the same, makes room for another only under a subject of its own.

    Raises:
        Missing: there is no such kind or agency.
        Refused: a value cannot stand in its field.
    """
    kind = kinds.of(desk, kind_id)
    about = subject or _subject(duty_id, paper_id, hearing_id, case_id, event_id, period, agency_id, replies_to)
    key = f"{kind.id}/{about}"[:160]
    there = documents_store.by_key(desk.session, key)
    if there is not None and there.state is not DocumentState.VOID:
        return there
    agency = access.agency(desk, agency_id)
    given = {name: taken(field, raw) for name, raw in (values or {}).items() if (field := kind.field(name))}
    document = Document(
        kind=kind.id,
        key=key if there is None else _again(desk, key),
        agency_id=agency_id,
        case_id=case_id,
        hearing_id=hearing_id,
        appearance_id=appearance_id,
        paper_id=paper_id,
        duty_id=duty_id,
        event_id=event_id,
        period=period,
        addressee_id=addressee_id or _addressee(desk, kind, agency, case_id, replies_to),
        replies_to=replies_to,
        values={name: raw for name, raw in given.items() if raw is not None},
        created_at=desk.now,
        created_by=desk.actor.person_id or None,
        touched_at=desk.now,
    )
    desk.session.add(document)
    desk.session.flush()
    changing.written(desk, document, DOCUMENT_PREPARED, bump=False)
    return document


def _subject(
    duty_id: int | None,
    paper_id: int | None,
    hearing_id: int | None,
    case_id: int | None,
    event_id: int | None,
    period: str,
    agency_id: int,
    replies_to: int | None,
) -> str:
    """What makes a document once: the nearest thing that it is about, for its agency."""
    named = (
        ("reply", replies_to),
        ("duty", duty_id),
        ("paper", paper_id),
        ("hearing", hearing_id),
        ("event", event_id),
        ("case", case_id),
    )
    about = next((f"{name}:{number}" for name, number in named if number), period or "own")
    return f"{about}@{agency_id}"


def _again(desk: Desk, key: str) -> str:
    """The key of another one after one that came to nothing."""
    n = 2
    while documents_store.by_key(desk.session, f"{key[:150]}#{n}") is not None:
        n += 1
    return f"{key[:150]}#{n}"


def _addressee(desk: Desk, kind: Kind, agency: Agency, case_id: int | None, replies_to: int | None) -> int | None:
    """Whoever it answers; else the first of the bodies that the kind names that is in this tree."""
    if replies_to is not None:
        return permissions.found(desk, replies_to).agency_id
    concern = obligations.Concern(agency, desk.session.get(Case, case_id) if case_id else None)
    for role in kind.addressee:
        found = obligations.agency_of(desk, role, concern)
        if found is not None:
            return found.id
    return None


# -- by people ---------------------------------------------------------------------------------------------------------


def begin(
    desk: Desk, kind_id: str, *, agency_id: int | None = None, case_id: int | None = None, **about: Any
) -> Document:
    """As `prepare`, for the actor; in a case without `agency_id` for the agency that is the actor's there.

    Raises:
        Missing: as `prepare`; also where it is about a case that is not the actor's to see.
        NotAllowed: by its kind the actor may not draft it.
        Refused: as `prepare`; also where the actor could mean several agencies.
    """
    kind = kinds.of(desk, kind_id)
    case = cases.visible(desk, case_id) if case_id else None
    agency = access.agency(desk, agency_id) if agency_id else _own(desk, kind, case)
    if not permissions.may_draft(desk, kind, agency, case):
        raise NotAllowed
    return prepare(desk, kind_id, agency_id=agency.id or 0, case_id=case_id, **about)


def _own(desk: Desk, kind: Kind, case: Case | None) -> Agency:
    if case is not None:
        found = permissions.drafting_agencies(desk, kind, case)
    else:
        ids = desk.actor.agencies(*kind.steps[0].by.roles)
        found = [one for one in (access.agency(desk, i) for i in ids) if permissions.may_draft(desk, kind, one, None)]
    if not found:
        raise NotAllowed
    if len(found) > 1:
        raise Refused("Several of your agencies could mean this; please begin it from the duty.")
    return found[0]


def begin_for(desk: Desk, duty_id: int) -> Document:
    """The document by which a duty is shown to be done.

    Raises:
        Missing: its rule names no document, or none that there is.
        NotAllowed: the duty is not the actor's to see, or the document not the actor's to draft.
        Refused: another duty begins it, and nobody who owes that did so far.
    """
    duty = duty_cards.visible(desk, duty_id)
    kind = kinds.of(desk, str(duty.citation.get("draft") or ""))
    there = _shared(desk, duty, kind)
    if there is not None and permissions.may_see(desk, there, kind):
        return there
    if not kind.is_begun_for(duty.rule):
        raise Refused("The unit whose case it is drafts this paper; it comes to you once that is submitted.")
    if not _may_draft(desk, duty, kind):
        raise NotAllowed
    return for_duty(desk, duty, kind)


def may_begin(desk: Desk, duty: Duty) -> bool:
    """Whether `begin_for` gives the actor the document of a duty that he or she may see."""
    kind = desk.house.law.kinds.get(str(duty.citation.get("draft") or ""))
    if kind is None:
        return False
    there = _shared(desk, duty, kind)
    return _may_draft(desk, duty, kind) or (there is not None and permissions.may_see(desk, there, kind))


def _may_draft(desk: Desk, duty: Duty, kind: Kind) -> bool:
    case = desk.session.get(Case, duty.case_id) if duty.case_id else None
    return permissions.may_draft(desk, kind, access.agency(desk, duty.agency_id), case)


def for_duty(desk: Desk, duty: Duty, kind: Kind, values: Mapping[str, Any] | None = None) -> Document:
    """As `prepare`, about everything that the duty is about."""
    if kind.id in ONCE_A_CASE and duty.case_id is not None:
        return standing_of_case(desk, kind.id, duty) or prepare(
            desk, kind.id, agency_id=_whose(desk, duty), case_id=duty.case_id, duty_id=duty.id, values=values,
            subject=_subject(None, None, None, duty.case_id, None, "", _whose(desk, duty), None),
        )  # fmt: skip
    there = [d for d in documents_store.of_duty(desk.session, duty.id) if d.kind == kind.id]
    live = [d for d in there if d.state is not DocumentState.VOID]
    common = live[-1] if live else _shared(desk, duty, kind) or _begun_elsewhere(desk, duty, kind)
    if common is not None:
        return common
    return prepare(
        desk,
        kind.id,
        agency_id=duty.agency_id,
        case_id=duty.case_id,
        hearing_id=duty.hearing_id,
        paper_id=duty.paper_id,
        duty_id=duty.id,
        period=period_of(duty),
        addressee_id=_owed_to(desk, duty, kind),
        values=values,
    )


def _begun_elsewhere(desk: Desk, duty: Duty, kind: Kind) -> Document | None:
    """The agency's draft about the hearing of a duty that was begun for no duty (from an event): from now on it is that
    of the duty."""
    rows = documents_store.of_hearing(desk.session, duty.hearing_id, kind.id) if duty.hearing_id else []
    loose = [one for one in rows if one.duty_id is None and one.agency_id == duty.agency_id and one.state in OPEN]
    if not loose:
        return None
    loose[-1].duty_id = duty.id
    desk.session.add(loose[-1])
    return loose[-1]


def _owed_to(desk: Desk, duty: Duty, kind: Kind) -> int | None:
    """The first body of this tree to whom the duty is owed, where the paper says that it is for that one, and its kind
    names another one: one explains to the bureau as a rule, and to the superior where the book wants that (WQ6)."""
    says = any(field.source == "duty.owed_to" for field in kind.fields)
    if not says or not set(duty.owed_to).isdisjoint(kind.addressee):
        return None
    case = desk.session.get(Case, duty.case_id) if duty.case_id else None
    concern = obligations.Concern(access.agency(desk, int(duty.citation.get("for") or duty.agency_id)), case)
    found = (obligations.agency_of(desk, LawRole(role), concern) for role in duty.owed_to)
    return next((one.id for one in found if one is not None), None)


def standing_of_case(desk: Desk, kind_id: str, duty: Duty) -> Document | None:
    """The document of which a case has one for each agency, however many duties ask for it."""
    rows = documents_store.of_case(desk.session, duty.case_id)
    own = [d for d in rows if d.kind == kind_id and d.agency_id == _whose(desk, duty)]
    return next((d for d in reversed(own) if d.state is not DocumentState.VOID), None)


def _whose(desk: Desk, duty: Duty) -> int:
    """Whose paper it is: of the agency that owes it; of a government, whose bureau and office owe it together, its."""
    concerned = int(duty.citation.get("for") or duty.agency_id)
    return concerned if access.agency(desk, concerned).kind is AgencyKind.GOVERNMENT else duty.agency_id


def period_of(duty: Duty) -> str:
    """The period of a recurring duty stands in the middle of its key: `2026:5`, `2026-11:5`."""
    head = duty.about.partition(":")[0]
    return head if head[:4].isdigit() and len(head) <= 7 else ""


def _shared(desk: Desk, duty: Duty, kind: Kind) -> Document | None:
    """The document by which other duties are shown to be done together with this one: that of the same obligation of
    another agency (a unit's and the bureau's report of a risk, a government's and its bureau's of a year), or of
    another step, or clock, of the same paper."""
    for beside in together.others(desk, duty, period_of(duty)):
        for one in documents_store.of_duty(desk.session, beside.id):
            if one.kind == kind.id and one.state is not DocumentState.VOID:
                return one
    same = {one.id for one in making.same_duty(desk, making.base_of(duty.key))}
    for one in reversed(documents_store.of_case(desk.session, duty.case_id) if duty.case_id else []):
        if one.kind != kind.id or one.state is DocumentState.VOID:
            continue
        of_paper = duty.paper_id is not None and one.paper_id == duty.paper_id
        if one.duty_id in same or (of_paper and _has_part(desk, one, kind, duty)):
            return one
    return None


def _has_part(desk: Desk, document: Document, kind: Kind, duty: Duty) -> bool:
    """Whether the agency of the duty has the document, or one of its steps."""
    bodies = (permissions.body_of(desk, document, step) for step in kind.steps)
    return duty.agency_id == document.agency_id or any(
        body is not None and body.id == duty.agency_id for body in bodies
    )


def set_values(desk: Desk, document_id: int, version: int, values: Mapping[str, Any]) -> Document:
    """Put what was said into the document; None takes a value away, and what the bot knows stands there again.

    Before it is submitted its drafters fill it in; afterwards whoever has the step that asks for the field.

    Raises:
        Missing: there is no such document, or no such field.
        NotAllowed: it is not the actor's to fill in, or not now.
        Stale: somebody changed it meanwhile.
        Refused: a value cannot stand in its field.
    """
    document, kind = changing.locked(desk, document_id, version)
    fields = {}
    for name, raw in values.items():
        field = kind.field(name)
        if field is None:
            raise Missing
        fields[name] = taken(field, raw)
    if not may_set(desk, document, kind, fields):
        raise NotAllowed
    kept = {name: raw for name, raw in {**document.values, **fields}.items() if raw is not None}
    if kept == document.values:
        return document
    for name, raw in fields.items():
        one = kind.field(name)
        if raw and one is not None and one.type.value == "files":
            files.keep(desk, About.DOCUMENT(document.id), raw)
    document.values = kept
    changing.written(desk, document, DOCUMENT_FILLED, new={"fields": sorted(fields)})
    return document


def may_set(desk: Desk, document: Document, kind: Kind, names: Mapping[str, Any]) -> bool:
    """Whether the actor may put these fields in now. Figures are counted, not typed."""
    if any(field.is_figure for name in names if (field := kind.field(name)) is not None):
        return False
    if document.state in OPEN:
        # What a later step is to say is not for whoever drafts.
        asked = {one.name for one in kind.asked_at(0)}
        return set(names) <= asked and permissions.may_do(desk, document, kind.steps[0])
    if document.step >= len(kind.steps) or document.state is DocumentState.VOID:
        return False
    if kind.steps[document.step].act is StepAct.DECIDE:
        # What is decided, by whom and when is said with the decision itself.
        return False
    asked = {one.name for one in kind.asked_at(document.step)}
    return set(names) <= asked and permissions.may_do(desk, document, kind.steps[document.step])


def void(desk: Desk, document_id: int, version: int, reason: str) -> Document:
    """Nothing comes of it. A number that it bears is not given again.

    Raises:
        Missing, NotAllowed: as `set_values`. Stale: somebody changed it meanwhile, or it is over.
        Refused: no reason is given.
    """
    document, kind = changing.locked(desk, document_id, version)
    if not permissions.may_void(desk, document, kind):
        raise NotAllowed
    words = reasoned(reason)
    try:
        place = voided(kind, changing.place_of(document))
    except Impossible:
        raise Stale from None
    changing.stepped(desk, document, Act.VOID, text=words)
    for duty in stepping.closed_by(desk, document):
        # What a void paper showed is not shown; what was accepted meanwhile stays so until somebody opens it again.
        duty_acts.show_undone(desk, duty, words, judged=False)
    document.facts = {name: fact for name, fact in document.facts.items() if name != stepping.CLOSED}
    changing.put(desk, document, place)
    document.reason = words
    changing.written(desk, document, DOCUMENT_VOID, reason=words)
    changing.quiet(desk, document)
    return document
