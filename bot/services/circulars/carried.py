"""What another room sends to an agency's people as a circular: its own files, signed for, nudged about, with a board.

The room that sends has asked whether it may go out, and to whom; here nobody approves it a second time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.domain.agencies.audiences import Audience, Recipient, Resolved
from bot.domain.circulars import circulars as pure
from bot.domain.circulars.acts import CIRCULAR_BEGUN
from bot.domain.circulars.circulars import Part
from bot.domain.hall.errors import Refused
from bot.domain.hall.subjects import Subject
from bot.domain.hall.terms import ReplyWanted, Role
from bot.services.agencies import audiences
from bot.services.circulars import approvals, letters, steps
from bot.services.circulars.circulars import subject_of
from bot.services.hall.desk import SYSTEM, Desk
from bot.services.post import outbox
from bot.store.circulars import queries as circulars_store
from bot.store.circulars import receipts as receipts_store
from bot.store.tables import Circular, CircularReceipt

ROLES = (Role.LIAISON, Role.DEPUTY_LIAISON, Role.PRINCIPAL)
"""Who of an agency gets what is sent to many."""
OFFICE = (*ROLES, Role.COORDINATOR)
"""Who of an agency gets what is addressed to it: of a bureau, which has no liaison officers, its coordinators."""
WORKING_DAYS = 2
"""So many working days after the sending it is to be signed for."""
END_OF_WORK = time(17, 30)


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent: which files, under which head, by which agency, to whom."""

    origin: Subject
    sender_id: int
    agency_id: int
    title: str
    number: str
    signed_by: str
    parts: tuple[Part, ...]
    roles: tuple[Role, ...] = ROLES
    protect: bool = False
    agencies: tuple[int, ...] = ()
    """Where it goes to several: these, instead of `agency_id`."""
    answer_with: str = ""
    by: date | None = None
    """By when whoever sends it owes it to them."""


def reached(desk: Desk, agency_id: int, roles: Sequence[Role] = ROLES) -> tuple[Recipient, ...]:
    """The agency's people who would get it: those who came to the bot and did not leave it."""
    found = _found(desk, agency_id, roles)
    return tuple(one for one in found.people if not one.unreachable)


def _found(desk: Desk, agency_id: int, roles: Sequence[Role]) -> Resolved:
    own = Desk(desk.session, desk.house, desk.now, SYSTEM)
    return audiences.resolve(own, Audience(agencies=(agency_id,), roles=tuple(roles)))


def send(desk: Desk, letter: Letter) -> Circular:
    """Send it now, in the actor's name.

    Raises:
        Refused: it is under way already, or nobody of the agency is in the bot.
    """
    if under_way(desk, letter.origin) is not None:
        raise Refused("This paper was sent already.")
    to = letter.agencies or (letter.agency_id,)
    if not any(reached(desk, one, letter.roles) for one in to):
        raise Refused("Nobody of this agency is in the bot.")
    row = Circular(
        agency_id=letter.sender_id,
        author_id=desk.actor.person_id,
        collecting=False,
        parts=[part.to_json() for part in letter.parts],
        title=letter.title,
        number=letter.number,
        signed_by=letter.signed_by,
        reply=ReplyWanted.RECEIPT,
        answer_by=_answer_by(desk, letter.by),
        protect=letter.protect,
        audience=Audience(agencies=to, roles=letter.roles).to_json(),
        origin=str(letter.origin),
        answer_with=letter.answer_with,
        created_at=desk.now,
        touched_at=desk.now,
    )
    desk.session.add(row)
    desk.session.flush()
    desk.audit(CIRCULAR_BEGUN, subject_of(row.id), agency_id=row.agency_id)
    return approvals.start_now(desk, row)


def _answer_by(desk: Desk, by: date | None) -> datetime:
    """The usual time, but not after the day by which it is to be there, while that can still be kept."""
    day: date = desk.today
    for _ in range(WORKING_DAYS):
        day = desk.house.law.calendar.next_working(date.fromordinal(day.toordinal() + 1))
    usual = desk.at(day, END_OF_WORK)
    wanted = desk.at(by, END_OF_WORK) if by is not None else usual
    return wanted if desk.now < wanted < usual else usual


def of(desk: Desk, origin: Subject) -> Circular | None:
    """The newest circular that carries it, called off or not; the caller has checked who asks."""
    return circulars_store.carrying(desk.session, str(origin))


def under_way(desk: Desk, origin: Subject) -> Circular | None:
    """The circular that carries it, unless that was called off; the caller has checked who asks."""
    known = of(desk, origin)
    return known if known is not None and known.state not in pure.GONE_STATES else None


def receipts_of(desk: Desk, row: Circular) -> list[tuple[CircularReceipt, str, str]]:
    """(receipt, name, what became of the sending) of everybody who gets it; the state is a word of `boards`."""
    from_store = receipts_store.all_of(desk.session, row.id)
    return [(receipt, person.name, sent.state.value if sent else "") for receipt, person, _, sent in from_store]


def one_is_enough(desk: Desk, row: Circular) -> None:
    """Somebody of the agency has signed for it: the agency has it, nobody else of it is asked or reminded."""
    outbox.cancel(desk, steps.subject_of_steps(row.id))
    letters.show_signed(desk, row)
