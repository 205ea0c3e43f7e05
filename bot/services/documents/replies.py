"""A letter that is to be answered: the addressee's people draft the answer; what the book gives for it is its term."""

from __future__ import annotations

from bot.domain.documents.documents import DocumentState
from bot.domain.duties.duties import PENDING
from bot.domain.hall.errors import Missing, NotAllowed
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import LIAISONS, Role
from bot.services.documents import drafting, kinds, permissions
from bot.services.duties import cards as duty_cards
from bot.services.hall.desk import Desk
from bot.store.documents import queries as documents_store
from bot.store.duties import queries as duties_store
from bot.store.tables import Document, Duty


def begin(desk: Desk, letter_id: int) -> Document:
    """The draft of the answer to a letter that came to the actor's agency; the one that is there, if there is one.

    Raises:
        Missing: there is no such letter, or it is not answered by a document.
        NotAllowed: it did not come to an agency whose papers the actor keeps.
    """
    letter = permissions.found(desk, letter_id)
    kind = permissions.kind_of(desk, letter)
    if not kind.replies or letter.addressee_id is None or not permissions.is_out(letter):
        raise Missing
    if letter.addressee_id not in desk.actor.agencies(*LIAISONS, Role.PRINCIPAL):
        raise NotAllowed
    answering = kinds.of(desk, kind.replies)
    duty = duty_of(desk, letter, answering.id)
    begun = _begun(desk, letter, duty, answering.id)
    return begun or drafting.prepare(
        desk,
        answering.id,
        agency_id=letter.addressee_id,
        case_id=letter.case_id,
        hearing_id=letter.hearing_id,
        duty_id=duty.id if duty is not None else None,
        subject=f"reply:{letter.id}",
        addressee_id=letter.agency_id,
        replies_to=letter.id,
    )


def begin_for(desk: Desk, duty_id: int) -> Document | None:
    """The answer that a duty asks for, where a letter started it; None where none did."""
    duty = duty_cards.visible(desk, duty_id)
    letter = About.DOCUMENT.read(duty.about.rpartition(":")[0])
    return begin(desk, letter.number) if letter is not None else None


def _begun(desk: Desk, letter: Document, duty: Duty | None, answering: str) -> Document | None:
    """The answer that there is, however it was begun."""
    rows = documents_store.answers_to(desk.session, letter.id)
    rows += documents_store.of_duty(desk.session, duty.id) if duty is not None else []
    live = [one for one in rows if one.kind == answering and one.state is not DocumentState.VOID]
    for one in live[:1]:
        one.replies_to = letter.id
        desk.session.add(one)
    return live[0] if live else None


def duty_of(desk: Desk, letter: Document, answering: str) -> Duty | None:
    """What the unit owes because of the letter."""
    rows = duties_store.about(desk.session, f"document:{letter.id}:{letter.addressee_id}")
    mine = [row for row in rows if row.agency_id == letter.addressee_id and row.state in PENDING]
    drafted = [row for row in mine if row.citation.get("draft") == answering]
    return next(iter([*drafted, *mine]), None)
