"""Messages that stand in a coordinator's chat: sent where there is something new, changed without a sound where not.

The row that was sent keeps what it had to say that day. Another day with nothing more to say changes the same message
in place; only after some such days it is sent anew, so that what nobody acts on does not sink out of sight.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.domain.day.topics import DIGEST, FILINGS, OfDay
from bot.domain.hall.subjects import About, Subject
from bot.domain.hall.terms import Lane, SendState
from bot.domain.hall.topics import Notice, Topic, to_args, to_person
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.post import cards as cards_store
from bot.store.post import outbox as outbox_store
from bot.store.tables import OutboxRow, Person

MOST_EDITS = 3
"""Days in a row on which an unchanged message is only changed in place."""
KEPT = timedelta(days=7)
"""For so long it is kept what each change of a message said."""
ABOUT = {DIGEST: About.DIGEST, FILINGS: About.FILINGS}
_THERE = (*outbox.SEEN, SendState.PLANNED, SendState.HELD)


def say(desk: Desk, topic: Topic[OfDay], person: Person, facts: Mapping[str, int]) -> bool:
    """Say what there is to say today, `facts` being what and how much: once a day. Whether a message is sent."""
    rows = cards_store.live_of(desk.session, topic.name, [str(ABOUT[topic](person.id))], _THERE)
    last = rows[-1] if rows else None
    said = topic.read(last.args) if last else OfDay()
    if said.on == desk.today or not (facts or said.known):
        return False
    if last is not None and _stays(last, person, said, facts):
        _change(desk, last, OfDay(desk.today, dict(facts), said.edits + 1))
        return False
    for row in rows:
        outbox.retire(desk.session, row)
    return bool(facts) and _send(desk, topic, ABOUT[topic](person.id), OfDay(desk.today, dict(facts)), person)


def _stays(last: OutboxRow, person: Person, said: OfDay, facts: Mapping[str, int]) -> bool:
    """Whether the message that stands there is changed: all that it would say, it has said before."""
    if last.state is not SendState.SENT or last.chat_id != person.chat_id:
        return False
    new = any(much > said.known.get(what, 0) for what, much in facts.items())
    return not new and (said.edits < MOST_EDITS or not facts)


def _send(desk: Desk, topic: Topic[OfDay], about: Subject, what: OfDay, person: Person) -> bool:
    dedupe = f"{topic}:{desk.today.isoformat()}:{person.id}"
    return outbox.plan(desk, Notice(topic, what, about), to_person(person.id), dedupe=dedupe) is not None


def _change(desk: Desk, row: OutboxRow, what: OfDay) -> None:
    row.args = to_args(what)
    desk.session.add(row)
    desk.session.flush()
    edit(desk.session, [row], at=desk.now, now=desk.now)
    desk.planned = True


def touch(session: Session, people: Collection[int], *, at: datetime, now: datetime, today: date) -> None:
    """Plan one change (`at` an instant) of each message of today that one of these people has."""
    for topic, about in ABOUT.items():
        subjects = [str(about(person_id)) for person_id in people]
        rows = cards_store.live_of(session, topic.name, subjects, _THERE) if subjects else []
        edit(session, [row for row in rows if topic.read(row.args).on == today], at=at, now=now)


def edit(session: Session, cards: Sequence[OutboxRow], *, at: datetime, now: datetime) -> None:
    """Plan a change of each of these messages; one that is planned and not claimed yet serves as well."""
    if not cards:
        return
    edits = [
        OutboxRow(
            kind="edit",
            lane=Lane.BULK,
            topic=card.topic,
            args=card.args,
            subject=card.subject,
            person_id=card.person_id,
            chat_id=card.chat_id,
            message_id=card.message_id,
            edits=card.id,
            due_at=at,
            planned_at=now,
            dedupe=f"edit:{card.id}",
        )
        for card in cards
    ]
    outbox_store.add_new(session, edits)


def forget(desk: Desk) -> None:
    """What a message said the week before proves nothing, and it would be a row a person and day for ever."""
    for topic, about in ABOUT.items():
        cards_store.forget_edits(desk.session, topic.name, str(about("")), desk.now - KEPT)
