"""Pictures that wait to be read for a draft: a row each, so that a crash loses none and one that kills blocks nobody.

Who reads claims a row with a lease. What was read goes into the draft in the transaction that removes the row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session

from bot.domain.hall import picture_marks
from bot.services.hall import files
from bot.services.hall.desk import Desk
from bot.store.hall import pictures as pictures_store
from bot.store.hall import queries as hall_store
from bot.store.queue import Queue
from bot.store.tables import Person, PictureJob

SPARE = 60.0
"""Seconds by which a row belongs longer to whoever reads it than reading may take."""
ATTEMPTS = 3
"""How often a picture is begun: one that ends the program each time must not do so for ever."""
PAUSE = 5.0
"""Seconds until the next try after a fault of ours."""
WAITS = timedelta(days=1)
"""No draft keeps a file that nobody touches any longer (`bot.services.hall.files`)."""


def ask(desk: Desk, chat_id: int, digest: str) -> None:
    """The picture of this hash is to be read for the actor's draft."""
    _add(desk, PictureJob(person_id=desk.actor.person_id, chat_id=chat_id, hash=digest, made_at=desk.now))


def ask_piece(desk: Desk, chat_id: int, digest: str, field: str) -> None:
    """The actor wants to see the piece of it that this field of the draft was read from."""
    whose = desk.actor.person_id
    _add(desk, PictureJob(person_id=whose, chat_id=chat_id, hash=digest, piece=field, made_at=desk.now))


def _add(desk: Desk, job: PictureJob) -> None:
    desk.session.add(job)
    desk.pictured = True


QUEUE = Queue(PictureJob, attempts=ATTEMPTS, pause=PAUSE)
kind = pictures_store.of_kind
take, settle, give_up_leases = QUEUE.take, QUEUE.settle, QUEUE.give_up_leases
is_worn_out = QUEUE.is_worn_out


def claim(session: Session, *, pieces: bool, wall: float, owner: str, lease: float) -> PictureJob | None:
    """The next one, begun once more and ours for so many seconds; None where nothing waits."""
    return QUEUE.claim(session, *kind(pieces=pieces), wall=wall, owner=owner, lease=lease)


def waiting(session: Session) -> int:
    """How many pictures are still to be read."""
    return QUEUE.waiting(session, *kind(pieces=False))


@dataclass(frozen=True)
class Wanted:
    """What a row is about: whose it is, the file as forms collect it, the piece that is to be shown."""

    telegram_id: int
    given: files.Given
    piece: picture_marks.Piece | None = None


def wanted(session: Session, job: PictureJob) -> Wanted | None:
    """None where nobody waits for it any more: the draft is over, or says something else by now."""
    person, draft = session.get(Person, job.person_id), hall_store.draft_of(session, job.person_id)
    if person is None or person.telegram_id is None or draft is None:
        return None
    if job.piece:
        found = picture_marks.standing(draft.context, draft.data).get(job.piece)
        return Wanted(person.telegram_id, {}, found) if found is not None else None
    given = next((one for one in files.given_in(draft) if one["hash"] == job.hash), None)
    return Wanted(person.telegram_id, given) if given is not None else None


def prune(desk: Desk) -> None:
    """What nobody reads here, for the extra was removed, or whose draft is long gone."""
    QUEUE.forget(desk.session, desk.now - WAITS)
