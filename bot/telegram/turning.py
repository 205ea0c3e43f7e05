"""One update as one transaction: authorised, effect, outbox, audit, inbox mark."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from bot.clock import wall
from bot.domain.hall.access import Actor
from bot.domain.hall.errors import Refused
from bot.services.hall import access, files
from bot.services.hall.desk import Desk, House
from bot.services.post import delivery, inbox, outbox
from bot.store.tables import OutboxRow, Person
from bot.store.transaction import settle
from bot.telegram.incoming import Incoming
from bot.telegram.outdated import answer
from bot.telegram.turn import Handler, Turn
from bot.texts import translator

Pick = Callable[[Incoming, bool], Handler | None]
NOBODY = Actor(person_id=0, name="")


@dataclass
class Outcome:
    """What a turn left to do after its commit."""

    rows: list[OutboxRow]
    toast: str = ""
    alert: bool = False
    planned: bool = False
    callback_id: str = ""
    after: tuple[Callable[[], None], ...] = ()
    menu_for: int | None = None
    pictured: bool = False
    printed: bool = False
    loose: tuple[str, ...] = ()
    """Hashes of files whose bytes must follow their rows."""


@dataclass(frozen=True)
class Transaction:
    """Runs handlers inside the transaction that also marks the update as done."""

    house: House
    owner: str

    def __call__(self, session: Session, incoming: Incoming, pick: Pick, now: datetime) -> Outcome | None:
        """None if the update was done already.

        Raises:
            Vanished: a file that was fetched for it is gone again.
            Refused: the handler refused; roll everything back, and then `refuse`.
        """
        if not inbox.begin(session, incoming.update_id):
            return None
        if incoming.migrated_to is not None:
            delivery.migrated(session, incoming.chat_id, incoming.migrated_to)
        turn = self._open(session, incoming, now)
        files.arrive(turn.desk, _fetched(incoming))
        handler = pick(incoming, turn.known)
        if handler is not None:
            handler(turn)
        return _outcome(session, turn)

    def refuse(self, session: Session, incoming: Incoming, refusal: Refused, now: datetime) -> Outcome | None:
        """Say why not; nothing else of the turn has happened."""
        if not inbox.begin(session, incoming.update_id):
            return None
        turn = self._open(session, incoming, now)
        answer(turn, refusal)
        return _outcome(session, turn)

    def look(self, session: Session, incoming: Incoming, now: datetime) -> Turn:
        """The turn that this would be, for looking at things before it: nothing is written down."""
        return self._open(session, incoming, now, reads=True)

    def aside(self, session: Session, incoming: Incoming, work: Handler, now: datetime) -> Outcome:
        """Work for a person that no update of his asks for now; `incoming` only says whose, and in which chat."""
        turn = self._open(session, incoming, now, reads=True)
        turn.desk.update_id = None
        work(turn)
        return _left(session, turn)

    def _open(self, session: Session, incoming: Incoming, now: datetime, *, reads: bool = False) -> Turn:
        person = access.person_by_telegram(session, incoming.user_id)
        today = now.astimezone(self.house.zone).date()
        actor = access.actor_of(session, person, today) if person else replace(NOBODY, chat_id=incoming.chat_id)
        if person is not None and incoming.private and not incoming.membership and not reads:
            _notice(session, person, incoming.chat_id)
        language = person.language if person else _language(incoming, self.house.locale)
        return Turn(
            Desk(session, self.house, now, actor, update_id=incoming.update_id),
            incoming,
            translator(language, self.house.zone, now=now),
            known=person is not None,
            owner=self.owner,
            lease=wall() + outbox.LEASE,
        )


def _outcome(session: Session, turn: Turn) -> Outcome:
    outcome = _left(session, turn)
    inbox.finish(session, turn.incoming.update_id, now=turn.desk.now)
    return outcome


def _left(session: Session, turn: Turn) -> Outcome:
    incoming, desk = turn.incoming, turn.desk
    session.flush()
    # What follows from the turn is planned before it is asked whether anything is due now.
    settle(session)
    if incoming.files or desk.untidy:
        files.tidy(desk)
    return Outcome(
        turn.rows,
        turn.toast_text,
        turn.toast_alert,
        turn.desk.planned,
        incoming.callback_id,
        tuple(turn.after),
        incoming.user_id if turn.menu_changed else None,
        desk.pictured,
        desk.printed,
        tuple(desk.loose | {one["hash"] for one in _fetched(incoming)}),
    )


def _fetched(incoming: Incoming) -> list[files.Given]:
    """The files that came with it, as forms collect them."""
    return [
        {"hash": f.hash, "name": f.name, "mime": f.mime, "size": f.size, "id": f.file_id}
        for f in incoming.files
        if f.hash
    ]


def _notice(session: Session, person: Person, chat_id: int) -> None:
    """Whoever writes can be reached again."""
    if person.chat_id != chat_id or person.unreachable_since or person.refused_at:
        person.chat_id, person.unreachable_since, person.refused_at = chat_id, None, None
        session.add(person)


def _language(incoming: Incoming, default: str) -> str:
    """Chinese first: an unknown person gets English only from a client that is set to another language."""
    code = incoming.language_code
    return default if not code or code.startswith("zh") else "en"
