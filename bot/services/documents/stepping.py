"""What can still be done with a document where it stands, whoever asks; and who may take back what."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.documents import documents as machine
from bot.domain.documents.documents import Act, DocumentState, Impossible
from bot.domain.documents.kinds import Kind, Stage
from bot.domain.duties.duties import is_judged
from bot.domain.hall.terms import DutyState
from bot.domain.law.roles import Role
from bot.services.documents import changing, permissions
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.law import obligations
from bot.services.post import delivery
from bot.store.tables import Case, Document, DocumentStep, Duty

CLOSED = "closed"
"""Fact of a document: ids of the duties that it showed to be done."""
FILED_FOR = "filed_for"
"""Fact of a form that is filed again: ids of the duties that the version before showed to be done."""
_UNDONE = (Act.SUBMIT, Act.APPROVE, Act.DECIDE)


def closed_by(desk: Desk, document: Document) -> list[Duty]:
    """The duties that it showed to be done."""
    found = (desk.session.get(Duty, int(one)) for one in document.facts.get(CLOSED) or ())
    return [duty for duty in found if duty is not None]


def can_take_back(desk: Desk, document: Document, kind: Kind, done: Sequence[DocumentStep]) -> bool:
    """Whether the actor did the last thing with it, may do it still, and nothing rests on that yet."""
    last = done[-1] if done else None
    if last is None or last.act not in _UNDONE or last.person_id != desk.actor.person_id:
        return False
    if not permissions.may_do(desk, document, kind.steps[min(last.step, len(kind.steps) - 1)]):
        return False
    if any(duty.state is DutyState.DONE for duty in closed_by(desk, document)):
        return False
    try:
        machine.take_back(kind, changing.place_of(document))
    except Impossible:
        return False
    return True


def can_deliver(desk: Desk, kind: Kind, document: Document) -> bool:
    """Whether it can be handed to its addressee now: it has one, or its kind is for somebody, who has not it here."""
    place = changing.place_of(document)
    if _is_accepted_here(desk, kind, document) or (document.replies_to and place.state is DocumentState.DONE):
        # Whoever wrote the letter has its answer here as soon as that is handed in.
        return False
    is_for = bool(kind.addressee or document.addressee_id) or kind.done in (Stage.DELIVERED, Stage.REPLIED)
    if not is_for or Stage.DELIVERED in place.reached or place.state is DocumentState.VOID:
        return False
    try:
        machine.deliver(kind, place)
    except Impossible:
        return False
    return True


def others(desk: Desk, kind: Kind, document: Document) -> list[Role]:
    """To whom it goes as well, where this tree has no such body: a receipt in the bot says nothing of them."""
    if document.addressee_id is None:
        return []
    case = desk.session.get(Case, document.case_id) if document.case_id else None
    concern = obligations.Concern(access.agency(desk, document.agency_id), case)
    return [role for role in kind.addressee if obligations.agency_of(desk, role, concern) is None]


def _is_accepted_here(desk: Desk, kind: Kind, document: Document) -> bool:
    """Whether its addressee is the bureau that has it by its being submitted: it reads, or accepts, it in the bot."""
    if kind.done in (Stage.DELIVERED, Stage.REPLIED) or document.addressee_id is None:
        return False
    lead = access.lead_of(desk, document.agency_id)
    if lead is None or lead.id != document.addressee_id or not delivery.coordinators(desk, document.agency_id):
        return False
    if kind.done is Stage.SUBMITTED and document.state is DocumentState.DONE:
        return True
    return any(is_judged(duty.owed_to) for duty in closed_by(desk, document))
