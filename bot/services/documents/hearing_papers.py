"""The papers of a hearing: which there are, beginning them, the feedback in one tap, and what the court says of it."""

from __future__ import annotations

from bot.domain.documents.acts import DOCUMENT_FILLED
from bot.domain.documents.documents import OPEN, Act, DocumentState
from bot.domain.documents.hearing_papers import (
    FEEDBACK,
    KINDS,
    NOTICE,
    REMINDER,
    SCORE,
    HearingPaper,
    HearingPapers,
    wanted,
)
from bot.domain.documents.kinds import Kind, Stage
from bot.domain.documents.values import taken
from bot.domain.hall.errors import Missing, NotAllowed, Stale
from bot.domain.hall.terms import AppearanceState, Role
from bot.domain.law.roles import Role as LawRole
from bot.services.documents import changing, drafting, filling, freezing, kinds, permissions, steps
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.hearings import appearances, cards
from bot.services.law import obligations
from bot.store.documents import queries as documents_store
from bot.store.duties import queries as duties_store
from bot.store.hearings import appearances as appearances_store
from bot.store.hearings import queries as hearings_store
from bot.store.tables import Agency, Appearance, Case, Document, Hearing


def of_hearing(desk: Desk, hearing_id: int, agency_id: int) -> HearingPapers:
    """What this agency has, and may need, for a hearing.

    Raises:
        Missing: there is no such hearing, or the agency has no part in it.
        NotAllowed: it is not the actor's to see.
    """
    cards.side(desk, hearing_id, agency_id)
    hearing, row = _found(desk, hearing_id, agency_id)
    case = desk.session.get_one(Case, hearing.case_id)
    there = {one.kind: one for one in _documents(desk, hearing_id, agency_id) if _sees(desk, one)}
    told = hearings_store.result_of(desk.session, hearing_id, agency_id) is not None
    may = wanted(row.state, named=bool(row.leader_name), reported=told)
    known = [name for name in KINDS if name in desk.house.law.kinds and (name in there or name in may)]
    papers = (_paper(desk, row, desk.house.law.kinds[name], there.get(name)) for name in known)
    return HearingPapers(
        hearing_id,
        agency_id,
        row.id or 0,
        case.number,
        access.agency(desk, agency_id).short_name,
        hearing.starts_at,
        tuple(one for one in papers if one.document or one.may_begin),
        row.version,
        _may_name_defect(desk, hearing, row),
    )


def _may_name_defect(desk: Desk, hearing: Hearing, row: Appearance) -> bool:
    comes = row.state is AppearanceState.CONFIRMED and row.leader_id != desk.actor.person_id
    return comes and cards.answerable(hearing, row, desk.now) and cards.may_report(desk, row.agency_id)


def _paper(desk: Desk, row: Appearance, kind: Kind, document: Document | None) -> HearingPaper:
    if document is None:
        return HearingPaper(kind, may_begin=may_begin(desk, row, kind))
    over = document.state is DocumentState.DONE
    return HearingPaper(kind, document.id or 0, document.state, may_score=over and _may_score(desk, document, kind))


def _writer(desk: Desk, row: Appearance, case: Case, kind: Kind) -> Agency | None:
    """Whose paper it is: the agency's that appears, or its bureau's."""
    agency = access.agency(desk, row.agency_id)
    if kind.id != NOTICE:
        return agency
    return obligations.agency_of(desk, LawRole.COUNTY_JUSTICE_BUREAU, obligations.Concern(agency, case))


def _found(desk: Desk, hearing_id: int, agency_id: int) -> tuple[Hearing, Appearance]:
    hearing = cards.get(desk, hearing_id, lock=False)
    row = appearances_store.of_agency(desk.session, hearing.id, agency_id)
    if row is None:
        raise Missing
    return hearing, row


def _documents(desk: Desk, hearing_id: int, agency_id: int) -> list[Document]:
    rows = documents_store.of_hearing(desk.session, hearing_id)
    own = [one for one in rows if one.kind in KINDS and one.state is not DocumentState.VOID]
    return [one for one in own if agency_id in (one.agency_id, _side(desk, one))]


def _side(desk: Desk, document: Document) -> int | None:
    row = desk.session.get(Appearance, document.appearance_id) if document.appearance_id else None
    return row.agency_id if row is not None else None


def _sees(desk: Desk, document: Document) -> bool:
    return permissions.may_see(desk, document, permissions.kind_of(desk, document))


# -- beginning ---------------------------------------------------------------------------------------------------------


def begin(desk: Desk, appearance_id: int, kind_id: str) -> Document:
    """The paper of this kind for an appearance; the one that is there already, whoever began it, and from where.

    Raises:
        Missing: there is no such appearance, or no such paper of a hearing.
        NotAllowed: it is not the actor's to draft.
    """
    row = desk.session.get(Appearance, appearance_id)
    if row is None or row.hearing_id is None or kind_id not in KINDS:
        raise Missing
    kind = kinds.of(desk, kind_id)
    if not may_begin(desk, row, kind):
        raise NotAllowed
    return prepare(desk, row, kind)


def may_begin(desk: Desk, row: Appearance, kind: Kind) -> bool:
    """Whether the actor may draft such a paper for an appearance."""
    case = desk.session.get_one(Case, row.case_id)
    agency = _writer(desk, row, case, kind)
    return agency is not None and permissions.may_draft(desk, kind, agency, case)


def prepare(desk: Desk, row: Appearance, kind: Kind) -> Document:
    """As `begin`; nobody's permission is asked."""
    there = [one for one in _documents(desk, row.hearing_id or 0, row.agency_id) if one.kind == kind.id]
    if there:
        return there[-1]
    document = _for_duty(desk, row, kind) or _fresh(desk, row, kind)
    if document.appearance_id is None:
        document.appearance_id = row.id
        desk.session.add(document)
    return document


def _fresh(desk: Desk, row: Appearance, kind: Kind) -> Document:
    writer = _writer(desk, row, desk.session.get_one(Case, row.case_id), kind)
    return drafting.prepare(
        desk,
        kind.id,
        agency_id=(writer.id if writer is not None else None) or row.agency_id,
        case_id=row.case_id,
        hearing_id=row.hearing_id,
        appearance_id=row.id,
        subject=f"appearance:{row.id}",
        addressee_id=row.agency_id if kind.id == NOTICE else None,
    )


def _for_duty(desk: Desk, row: Appearance, kind: Kind) -> Document | None:
    """Where the hearing has started a duty that this paper shows to be done, it is the paper of that duty."""
    for duty in duties_store.pending_of_hearing(desk.session, row.hearing_id or 0):
        theirs = int(duty.citation.get("for") or duty.agency_id) == row.agency_id
        if theirs and kind.closes != () and duty.citation.get("draft") == kind.id:
            return drafting.for_duty(desk, duty, kind)
    return None


def is_read(desk: Desk, document_id: int) -> bool:
    """Whether the leader has said that the reminder was read. Raises Missing or NotAllowed as `permissions.visible`."""
    document, _ = permissions.visible(desk, document_id)
    return Stage.DELIVERED in changing.place_of(document).reached


def read(desk: Desk, document_id: int) -> Document:
    """The leader named has read the reminder; saying so twice changes nothing.

    Raises:
        Missing: there is no such document. NotAllowed: it is not for the actor.
    """
    document, kind = permissions.visible(desk, document_id)
    row = desk.session.get(Appearance, document.appearance_id) if document.appearance_id else None
    if kind.id != REMINDER or row is None or not appearances.is_leader(desk, row):
        raise NotAllowed
    return steps.received(desk, document_id, desk.actor.person_id)


# -- feedback ----------------------------------------------------------------------------------------------------------


def feed_back(desk: Desk, hearing_id: int, agency_id: int) -> Document:
    """The feedback form of a hearing whose result was reported: submitted where nothing is missing in it, else as it is
    to be filled in.

    Raises:
        Missing: there is no such hearing, or the agency has no part in it. NotAllowed: it is not the actor's to draft.
        Stale: nothing was reported.
    """
    _, row = _found(desk, hearing_id, agency_id)
    if hearings_store.result_of(desk.session, hearing_id, agency_id) is None:
        raise Stale
    document = begin(desk, row.id or 0, FEEDBACK)
    if document.state in OPEN and not filling.filled(desk, document).missing:
        return steps.submit(desk, document.id or 0, document.version)
    return document


def may_score(desk: Desk, document_id: int) -> bool:
    document, kind = permissions.visible(desk, document_id)
    return _may_score(desk, document, kind)


def _may_score(desk: Desk, document: Document, kind: Kind) -> bool:
    """Who filled the form in, and whoever keeps watch over the agency: the court may tell either."""
    if kind.field(SCORE) is None:
        return False
    path = access.agency(desk, document.agency_id).path
    watches = any(a.role is Role.COORDINATOR and path.startswith(a.reach) for a in desk.actor.appointments)
    return watches or permissions.may_do(desk, document, kind.steps[0])


def score(desk: Desk, document_id: int, version: int, said: str, reason: str) -> Document:
    """What the court says of the appearance, in a form that was submitted: another edition beside the one there is.

    Raises:
        Missing, NotAllowed: there is no such form, or it is not the actor's to add to.
        Stale: somebody changed it meanwhile, or it is not submitted.
        Refused: nothing was said, or too much.
    """
    document, kind = permissions.visible(desk, document_id, lock=True)
    field = kind.field(SCORE)
    if field is None or not _may_score(desk, document, kind):
        raise NotAllowed
    if document.version != version or document.state is not DocumentState.DONE:
        raise Stale
    _amend(desk, document, taken(field, said), reason)
    return document


def _amend(desk: Desk, document: Document, said: str, reason: str) -> None:
    """Everything else stays as it was frozen, also what the bot would find otherwise today."""
    frozen = {name: one.raw for name, one in filling.filled(desk, document).values.items() if one.raw is not None}
    place = changing.place_of(document)
    document.values = {**frozen, SCORE: said}
    document.state = DocumentState.SENT_BACK
    freezing.freeze(desk, document, reason)
    changing.put(desk, document, place)
    changing.stepped(desk, document, Act.SUBMIT, text=reason)
    changing.written(desk, document, DOCUMENT_FILLED, new={"fields": [SCORE]}, reason=reason)
