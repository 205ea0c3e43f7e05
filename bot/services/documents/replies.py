"""A letter that is to be answered: the addressee's people draft the answer; what the book gives for it is its term."""

from __future__ import annotations

from bot.domain.duties.duties import PENDING
from bot.domain.hall.errors import Missing, NotAllowed
from bot.domain.hall.terms import LIAISONS, Role
from bot.services.documents import drafting, kinds, permissions
from bot.services.hall.desk import Desk
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
    return drafting.prepare(
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


def duty_of(desk: Desk, letter: Document, answering: str) -> Duty | None:
    """What the unit owes because of the letter."""
    rows = duties_store.about(desk.session, f"document:{letter.id}:{letter.addressee_id}")
    mine = [row for row in rows if row.agency_id == letter.addressee_id and row.state in PENDING]
    drafted = [row for row in mine if row.citation.get("draft") == answering]
    return next(iter([*drafted, *mine]), None)
