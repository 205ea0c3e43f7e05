"""The pinned card: one a person, made with the first greeting, edited without a sound, ended with the appointment.

A card is an outbox row of its own (topic `TODO`, subject `todo:<person>`) that is live while the person holds an
appointment with a card. `bot.services.day.todo_changes` says when its state changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.domain.day.topics import TODO
from bot.domain.hall.subjects import About, Subject
from bot.domain.hall.terms import SendState
from bot.services.day import standing, todo
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.agencies import people as people_store
from bot.store.agencies import queries as agencies_store
from bot.store.post import cards as cards_store
from bot.store.tables import OutboxRow

_PREFIX = str(About.TODO(""))
KEPT = timedelta(days=7)
_STANDING = (*outbox.SEEN, SendState.PLANNED, SendState.HELD)


def subject_of(person_id: int) -> Subject:
    return About.TODO(person_id)


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
    subjects = [str(subject_of(person_id)) for person_id in people]
    return cards_store.live_of(session, TODO.name, subjects, _STANDING) if subjects else []


def _all_cards(session: Session) -> list[OutboxRow]:
    return cards_store.live_of_anybody(session, TODO.name, _PREFIX, _STANDING)


# -- who is concerned --------------------------------------------------------------------------------------------


def touch(session: Session, agency_ids: set[int], *, at: datetime, now: datetime, today: date) -> int:
    """Plan one edit (`at` an instant) for each card that may show one of these agencies; how many cards there are. What
    else stands in the chats of the same people follows with it.

    Several changes until then make one edit.
    """
    people = _concerned(session, agency_ids, today)
    cards = _cards(session, people)
    standing.edit(session, cards, at=at, now=now)
    standing.touch(session, people, at=at, now=now, today=today)
    return len(cards)


def _concerned(session: Session, agency_ids: set[int], today: date) -> set[int]:
    """Whoever holds an appointment in one of the agencies, above it, or in the lead organ of a branch it is in."""
    paths = agencies_store.paths_of(session, agency_ids)
    places = {int(part) for path in paths for part in path.split("/") if part}
    offices = places | agencies_store.leads(session, places)
    return people_store.reachable_in(session, offices, todo.KEEPERS, today)


# -- mornings, and the end ---------------------------------------------------------------------------------------


def morning(desk: Desk) -> int:
    """On working days the days left have changed: every card is brought up to date. How many there are.

    Cards of people whose appointment is over are ended, on any day, and edits of long ago are forgotten.
    """
    # What a card said the week before proves nothing, and it would be a row a person and day for ever.
    cards_store.forget_edits(desk.session, TODO.name, _PREFIX, desk.now - KEPT)
    cards = _all_cards(desk.session)
    keepers = _keepers(desk)
    _end(desk, [card for card in cards if card.person_id not in keepers])
    kept = [card for card in cards if keepers.get(card.person_id)]
    if desk.house.law.calendar.is_working(desk.today):
        standing.edit(desk.session, kept, at=desk.now, now=desk.now)
    return len(kept)


def _keepers(desk: Desk) -> dict[int | None, bool]:
    """Everybody whose office has a card today, and whether they can be reached."""
    rows = people_store.holders_by_agency(desk.session, todo.KEEPERS, desk.today)
    return {row.id: row.unreachable_since is None for row in rows}


def _end(desk: Desk, cards: Sequence[OutboxRow]) -> None:
    """The last edit says that the card is not kept any more, and it is unpinned."""
    for card in cards:
        outbox.retire(desk.session, card)
    desk.session.flush()
    standing.edit(desk.session, cards, at=desk.now, now=desk.now)
    desk.planned = desk.planned or bool(cards)


def appointment_ended(desk: Desk, person_id: int, agency_id: int) -> None:
    """An appointment has an end now: when it is over already, so may be the card; else it shows fewer agencies."""
    desk.session.flush()
    cards = _cards(desk.session, [person_id])
    if not cards:
        return
    if person_id in _keepers(desk):
        standing.edit(desk.session, cards, at=desk.now, now=desk.now)
    else:
        _end(desk, cards)
