"""The pinned card: one a person, made with the first greeting, edited without a sound, ended with the appointment.

A card is an outbox row of its own (topic `TOPIC`, subject `todo:<person>`) that is live while the person holds an
appointment with a card. `bot.services.day.todo_changes` says when its state changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, String, Table, cast, literal
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, col, delete, or_, select

from bot.domain.hall.terms import Lane, SendState
from bot.services.day import todo
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.tables import Agency, Appointment, OutboxRow, Person

TOPIC = "todo.card"
_PREFIX = "todo:"
_TABLE: Table = OutboxRow.__table__  # type: ignore[attr-defined]
KEPT = timedelta(days=7)
_SETTLED = (SendState.SENT, SendState.CANCELLED, SendState.FAILED, SendState.UNCERTAIN)
_STANDING = (*outbox.SEEN, SendState.PLANNED, SendState.HELD)


def subject_of(person_id: int) -> str:
    return f"{_PREFIX}{person_id}"


def is_wanted(desk: Desk, chat_id: int) -> bool:
    """Whether the actor should get a card in this chat: the office has one, and none is there."""
    if desk.is_system or not todo.keeps_card(desk.actor):
        return False
    wanted = True
    for card in _cards(desk.session, [desk.actor.person_id]):
        if card.chat_id == chat_id:
            wanted = False
        else:  # the person writes from another account now
            outbox.retire(desk.session, card)
    return wanted


def _cards(session: Session, people: Iterable[int]) -> list[OutboxRow]:
    """The live cards of these people."""
    subjects = [subject_of(person_id) for person_id in people]
    return _live(session, col(OutboxRow.subject).in_(subjects)) if subjects else []


def _all_cards(session: Session) -> list[OutboxRow]:
    return _live(session, _of_anybody())


def _of_anybody() -> ColumnElement[bool]:
    """Not as a range of text: what sorts between two subjects depends on the database's collation."""
    return col(OutboxRow.subject).in_(select(literal(_PREFIX) + cast(Person.id, String)))


def _live(session: Session, which: ColumnElement[bool]) -> list[OutboxRow]:
    statement = select(OutboxRow).where(which, col(OutboxRow.live).is_(True), OutboxRow.topic == TOPIC)
    kinds = statement.where(col(OutboxRow.state).in_(_STANDING), OutboxRow.kind == "send")
    return list(session.exec(kinds.order_by(col(OutboxRow.id))).all())


# -- who is concerned --------------------------------------------------------------------------------------------


def touch(session: Session, agency_ids: set[int], *, at: datetime, now: datetime, today: date) -> int:
    """Plan one edit (`at` an instant) for each card that may show one of these agencies; how many cards there are.

    Several changes until then make one edit.
    """
    people = _concerned(session, agency_ids, today)
    cards = _cards(session, people)
    _edit(session, cards, at=at, now=now)
    return len(cards)


def _concerned(session: Session, agency_ids: set[int], today: date) -> set[int]:
    """Whoever holds an appointment in one of the agencies, above it, or in the lead organ of a branch it is in."""
    paths = session.exec(select(Agency.path).where(col(Agency.id).in_(agency_ids))).all()
    places = {int(part) for path in paths for part in path.split("/") if part}
    leads = session.exec(
        select(Agency.lead_id).where(col(Agency.id).in_(places), col(Agency.lead_id).is_not(None))
    ).all()
    return set(
        session.exec(
            select(Appointment.person_id)
            .join(Person, col(Person.id) == Appointment.person_id)
            .where(col(Appointment.agency_id).in_(places | {lead for lead in leads if lead}))
            .where(col(Appointment.role).in_(todo.KEEPERS), Appointment.from_date <= today)
            .where(or_(col(Appointment.to_date).is_(None), col(Appointment.to_date) >= today))
            .where(col(Person.unreachable_since).is_(None))
        ).all()
    )


def _edit(session: Session, cards: Sequence[OutboxRow], *, at: datetime, now: datetime) -> None:
    """Plan an edit of each card; one that is planned and not claimed yet serves as well."""
    if not cards:
        return
    edits = [
        OutboxRow(
            kind="edit",
            lane=Lane.BULK,
            topic=TOPIC,
            args=card.args,
            subject=card.subject,
            person_id=card.person_id,
            chat_id=card.chat_id,
            message_id=card.message_id,
            edits=card.id,
            due_at=at,
            planned_at=now,
            dedupe=f"edit:{card.id}",
        ).model_dump(exclude={"id"})
        for card in cards
    ]
    connection = session.connection()
    insert = pg_insert if connection.dialect.name == "postgresql" else sqlite_insert
    connection.execute(insert(_TABLE).on_conflict_do_nothing(index_elements=["dedupe"]), edits)


# -- mornings, and the end ---------------------------------------------------------------------------------------


def morning(desk: Desk) -> int:
    """On working days the days left have changed: every card is brought up to date. How many there are.

    Cards of people whose appointment is over are ended, on any day, and edits of long ago are forgotten.
    """
    _forget(desk)
    cards = _all_cards(desk.session)
    keepers = _keepers(desk)
    _end(desk, [card for card in cards if card.person_id not in keepers])
    standing = [card for card in cards if keepers.get(card.person_id)]
    if desk.house.law.calendar.is_working(desk.today):
        _edit(desk.session, standing, at=desk.now, now=desk.now)
    return len(standing)


def _forget(desk: Desk) -> None:
    """What a card said the week before proves nothing, and it would be a row a person and day for ever."""
    desk.session.execute(
        delete(OutboxRow)
        .where(_of_anybody())
        .where(col(OutboxRow.kind) == "edit", col(OutboxRow.topic) == TOPIC)
        .where(col(OutboxRow.state).in_(_SETTLED), col(OutboxRow.planned_at) < desk.now - KEPT)
    )


def _keepers(desk: Desk) -> dict[int | None, bool]:
    """Everybody whose office has a card today, and whether they can be reached."""
    rows = desk.session.exec(
        select(Person.id, Person.unreachable_since)
        .join(Appointment, col(Appointment.person_id) == Person.id)
        .where(col(Appointment.role).in_(todo.KEEPERS), Appointment.from_date <= desk.today)
        .where(or_(col(Appointment.to_date).is_(None), col(Appointment.to_date) >= desk.today))
    ).all()
    return {person_id: unreachable is None for person_id, unreachable in rows}


def _end(desk: Desk, cards: Sequence[OutboxRow]) -> None:
    """The last edit says that the card is not kept any more, and it is unpinned."""
    for card in cards:
        outbox.retire(desk.session, card)
    desk.session.flush()
    _edit(desk.session, cards, at=desk.now, now=desk.now)
    desk.planned = desk.planned or bool(cards)


def appointment_ended(desk: Desk, person_id: int, agency_id: int) -> None:
    """An appointment has an end now: when it is over already, so may be the card; else it shows fewer agencies."""
    desk.session.flush()
    cards = _cards(desk.session, [person_id])
    if not cards:
        return
    if person_id in _keepers(desk):
        _edit(desk.session, cards, at=desk.now, now=desk.now)
    else:
        _end(desk, cards)
