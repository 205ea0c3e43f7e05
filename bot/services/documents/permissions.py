"""Who may see, fill in, review, decide and issue a document: by the roles that its kind names, at the moment of asking.

A step is done by the holders of its roles at the body that the law's role names, seen from the document's agency. Where
that body has nobody here (a Party committee, say), it is written down by those who keep watch over the agency.
"""

from __future__ import annotations

from bot.domain.documents.documents import OVER, DocumentState
from bot.domain.documents.kinds import Kind, KindStep, Stage
from bot.domain.documents.rights import leads_in, reads
from bot.domain.hall.errors import Missing, NotAllowed
from bot.domain.hall.terms import LIAISONS, Role
from bot.domain.law.roles import Role as LawRole
from bot.services.cases import cases
from bot.services.documents import memory
from bot.services.duties.cards import represented
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.law import obligations
from bot.services.post import delivery
from bot.store.documents import queries as documents_store
from bot.store.tables import Agency, Case, Document, Person

OWN = frozenset({LawRole.HANDLING_UNIT, LawRole.DEFENDANT_AGENCY, LawRole.EACH_UNIT, LawRole.CASE_TEAM})
"""Roles of the law that stand for the agency whose paper it is."""
_BY_CASE = frozenset({LawRole.RECONSIDERATION_BODY})
"""Of the bodies that are not the agency itself those that are others in another case."""
READERS = (*LIAISONS, Role.PRINCIPAL, Role.COORDINATOR)
"""Who reads at the addressee what came for it."""


def found(desk: Desk, document_id: int, *, lock: bool = False) -> Document:
    """The row; nothing is checked. Raises Missing."""
    row = documents_store.locked(desk.session, document_id) if lock else desk.session.get(Document, document_id)
    if row is None:
        raise Missing
    return row


def kind_of(desk: Desk, document: Document) -> Kind:
    """Raises Missing: the kind was taken away."""
    kind = desk.house.law.kinds.get(document.kind)
    if kind is None:
        raise Missing
    return kind


def visible(desk: Desk, document_id: int, *, lock: bool = False) -> tuple[Document, Kind]:
    """The document and its kind, if the actor may see it. Raises Missing or NotAllowed."""
    document = found(desk, document_id, lock=lock)
    kind = kind_of(desk, document)
    if not may_see(desk, document, kind):
        raise NotAllowed
    return document, kind


# -- seeing ------------------------------------------------------------------------------------------------------------


def may_see(desk: Desk, document: Document, kind: Kind) -> bool:
    """Its agency's people and those over it whom the kind names; who has one of its steps; the addressee, once it is
    out. A draft that nobody submitted is its agency's own."""
    if desk.is_system:
        return True
    path = access.agency(desk, document.agency_id).path
    if reads(kind, desk.actor, path):
        return True
    if _leads(desk, document, kind):
        return True
    case = desk.session.get(Case, document.case_id) if document.case_id else None
    later = kind.steps[1:] if document.edition else ()
    if any(_does(desk, document, step, case) for step in (kind.steps[0], *later)):
        return True
    if any(_heads(desk, document, kind, step, case) for step in later):
        return True
    return is_out(document) and _at_addressee(desk, document)


def _leads(desk: Desk, document: Document, kind: Kind) -> bool:
    """Whether the actor is the leader named in its case for its agency; asked only of an agency of the actor's."""
    case_id = document.case_id
    if not case_id or Role.LEADER not in kind.sees or document.agency_id not in desk.actor.agencies():
        return False
    named = memory.once(desk, ("represented", case_id), lambda: represented(desk, case_id))
    return leads_in(kind, named, document.agency_id)


def hangs_on_case(kind: Kind) -> bool:
    """Whether who sees a document of the kind hangs on its case, and not on its agency alone."""
    return Role.LEADER in kind.sees or any(step.by.at in _BY_CASE for step in kind.steps)


def may_concern(desk: Desk, kind: Kind) -> bool:
    """Whether a document of the kind, of another agency than those that the actor's roles read, can be the actor's to
    see: a step of it is done at another body, or for it, by people of such a role."""
    held = {one.role for one in desk.actor.appointments}
    return any(
        (step.by.at not in OWN and not held.isdisjoint({*step.by.roles, Role.PRINCIPAL}))
        or (step.by.arranging and not held.isdisjoint({*step.by.roles, Role.COORDINATOR}))
        or not held.isdisjoint(step.by.recorded_by)
        for step in kind.steps
    )


def _heads(desk: Desk, document: Document, kind: Kind, step: KindStep, case: Case | None) -> bool:
    """The head of a body that has a step is told when it is late, and looks at what is late."""
    if kind.protected:
        return False
    at = body(desk, access.agency(desk, document.agency_id), case, step)
    return at is not None and at.id in desk.actor.agencies(Role.PRINCIPAL)


def is_out(document: Document) -> bool:
    """Whether it was handed to its addressee, or is on the way there."""
    reached = document.facts.get("reached") or {}
    return Stage.DELIVERED.value in reached or bool(document.facts.get("delivering"))


def _at_addressee(desk: Desk, document: Document) -> bool:
    return document.addressee_id in desk.actor.agencies(*READERS) if document.addressee_id else False


def may_see_plaintiff(desk: Desk, document: Document) -> bool:
    """The case's own people, and the addressee of what is out."""
    case = desk.session.get(Case, document.case_id) if document.case_id else None
    if case is None or cases.may_see_plaintiff(desk, case):
        return True
    return is_out(document) and _at_addressee(desk, document)


# -- doing -------------------------------------------------------------------------------------------------------------


def body_of(desk: Desk, document: Document, step: KindStep) -> Agency | None:
    """Whose step it is; None where this tree has no such body."""
    case = desk.session.get(Case, document.case_id) if document.case_id else None
    return body(desk, access.agency(desk, document.agency_id), case, step)


def body(desk: Desk, agency: Agency, case: Case | None, step: KindStep) -> Agency | None:
    if step.by.at in OWN:
        return agency
    of_case = case.id if case is not None and step.by.at in _BY_CASE else None
    concern = obligations.Concern(agency, case)
    return memory.once(
        desk, ("body", step.by.at, agency.id, of_case), lambda: obligations.agency_of(desk, step.by.at, concern)
    )


def holders(desk: Desk, document: Document, step: KindStep) -> list[Person]:
    """Those who have the step at its body; nobody where the body has none of them here."""
    return _in_office(desk, body_of(desk, document, step), step)


def _in_office(desk: Desk, at: Agency | None, step: KindStep) -> list[Person]:
    if at is None:
        return []
    number = at.id or 0
    key = ("holders", number, frozenset(step.by.roles))
    return memory.once(desk, key, lambda: access.holders(desk, number, *step.by.roles))


def recorders(desk: Desk, document: Document, step: KindStep) -> list[Person]:
    """Those who write down what a body did that has nobody here."""
    found = [p for p in delivery.coordinators(desk, document.agency_id) if Role.COORDINATOR in step.by.recorded_by]
    others = [role for role in step.by.recorded_by if role is not Role.COORDINATOR]
    return [*found, *(access.holders(desk, document.agency_id, *others) if others else [])]


def doers(desk: Desk, document: Document, step: KindStep) -> list[Person]:
    """Who is to do the step now."""
    return holders(desk, document, step) or recorders(desk, document, step)


def may_do(desk: Desk, document: Document, step: KindStep) -> bool:
    """Whether the actor may do this step."""
    if desk.is_system:
        return True
    case = desk.session.get(Case, document.case_id) if document.case_id else None
    return _does(desk, document, step, case)


def records(desk: Desk, document: Document, step: KindStep) -> bool:
    """Whether the step is written down for a body that has nobody here."""
    return not holders(desk, document, step)


def _does(desk: Desk, document: Document, step: KindStep, case: Case | None) -> bool:
    agency = access.agency(desk, document.agency_id)
    at = body(desk, agency, case, step)
    if at is not None and at.id in desk.actor.agencies(*step.by.roles):
        return True
    if _arranges(desk, agency, step):
        return True
    watches = any(a.role in step.by.recorded_by and agency.path.startswith(a.reach) for a in desk.actor.appointments)
    return watches and not _in_office(desk, at, step)


def _arranges(desk: Desk, agency: Agency, step: KindStep) -> bool:
    """Whether the actor is one of those who do a step for a government."""
    if not step.by.arranging:
        return False
    found = memory.once(desk, ("arranging", agency.id), lambda: access.arranging(desk, agency.id or 0))
    places = {one.id for one in found}
    return not places.isdisjoint(desk.actor.agencies(*step.by.roles, Role.COORDINATOR))


def may_draft(desk: Desk, kind: Kind, agency: Agency, case: Case | None) -> bool:
    """Whether the actor may begin, and fill in, a document of the kind for an agency."""
    if desk.is_system:
        return True
    first = kind.steps[0]
    at = body(desk, agency, case, first)
    if at is not None and at.id in desk.actor.agencies(*first.by.roles):
        return True
    if _arranges(desk, agency, first):
        return True
    watches = any(a.role in first.by.recorded_by and agency.path.startswith(a.reach) for a in desk.actor.appointments)
    return watches and not _in_office(desk, at, first)


def drafting_agencies(desk: Desk, kind: Kind, case: Case) -> list[Agency]:
    """The agencies for which the actor may begin such a document in a case: parties, the handling unit, or whichever
    body the kind names."""
    agencies = cases.agencies_of(desk, case)
    first = kind.steps[0]
    if first.by.at in OWN:
        return [one for one in agencies if may_draft(desk, kind, one, case)]
    found: dict[int, Agency] = {}
    for one in agencies:
        at = body(desk, one, case, first)
        if at is not None and may_draft(desk, kind, at, case):
            found[at.id or 0] = at
    return list(found.values())


def may_void(desk: Desk, document: Document, kind: Kind) -> bool:
    """Who drafts it, and whoever keeps watch over its agency."""
    if document.state in OVER:
        return False
    return may_do(desk, document, kind.steps[0]) or _watches(desk, document, kind)


def _watches(desk: Desk, document: Document, kind: Kind) -> bool:
    path = access.agency(desk, document.agency_id).path
    roles = {role for step in kind.steps for role in step.by.recorded_by} & set(kind.sees)
    return any(a.role in roles and path.startswith(a.reach) for a in desk.actor.appointments)


def may_settle(desk: Desk, document: Document, kind: Kind) -> bool:
    """Whether the actor may add the sealed paper, or write down the delivery: its drafters, and who issued it."""
    if document.state is DocumentState.VOID:
        return False
    return may_do(desk, document, kind.steps[0]) or may_do(desk, document, kind.steps[-1])
