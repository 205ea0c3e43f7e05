"""What comes back: receipts, answers, who is silent; nudging them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.domain.circulars.acts import CIRCULAR_ANSWERED, CIRCULAR_NUDGED, CIRCULAR_READ
from bot.domain.circulars.circulars import GONE_STATES, Head
from bot.domain.circulars.topics import BOARD, COPY, REMIND, SHOW, OfCircular
from bot.domain.hall.errors import Missing, Refused, Stale
from bot.domain.hall.subjects import About, Subject
from bot.domain.hall.terms import CircularState, Lane, ReplyWanted, Role, SendState
from bot.domain.hall.topics import Notice, to_audience
from bot.services.circulars.circulars import circular, head_of, subject_of, title_of
from bot.services.hall import files as stored_files
from bot.services.hall.desk import Desk
from bot.services.post import manners, outbox
from bot.store.agencies import people as people_store
from bot.store.cases import files as files_store
from bot.store.circulars import receipts as receipts_store
from bot.store.circulars.receipts import Asked
from bot.store.post import outbox as outbox_store
from bot.store.tables import Circular, CircularAnswer, CircularReceipt, OutboxRow, StoredFile

SPARING = 10
"""Seconds: a board that people look at is edited at most this often because of receipts."""
LOOKED_THROUGH = 50
"""So many of a person's last circulars are looked through for a copied part that was replied to."""


def is_open(row: Circular) -> bool:
    """Whether it still asks for anything."""
    return row.state not in GONE_STATES and row.begun_at is not None and row.reply is not ReplyWanted.NOTHING


def together(row: Circular) -> bool:
    """Whether one receipt or answer of each agency is enough; a document that it carries is signed for once."""
    return not row.withdrawal and (row.one_answer or About.DOCUMENT.read(row.origin) is not None)


def asked(desk: Desk, row: Circular) -> Asked:
    """What it asks for, as of today."""
    return Asked(row.id, row.reply, desk.today, together(row))


def signed_by(desk: Desk, row: Circular, agency_id: int | None = None) -> tuple[str, datetime] | None:
    """Who did what it asks for, where one of the agency is enough and nobody else is asked any more.

    `agency_id`: which agency; of a document that it carries, its only one."""
    if not together(row) or (agency_id is None and row.one_answer):
        return None
    return receipts_store.first_done(desk.session, asked(desk, row), agency_id if row.one_answer else None)


def signed_for(desk: Desk, circular_id: int, person_id: int) -> tuple[Head, str, datetime] | None:
    """What this person was reminded of, which colleague did it, and when; None where nobody did, or each one does."""
    row = desk.session.get(Circular, circular_id)
    number = receipts_store.of_person(desk.session, circular_id, person_id)
    receipt = desk.session.get(CircularReceipt, number) if number else None
    done = signed_by(desk, row, receipt.agency_id) if row is not None and receipt is not None else None
    return (replace(head_of(desk, row), title=title_of(row)), *done) if row is not None and done is not None else None


def answer_subject(answer_id: int | None) -> Subject:
    return About.CIRCULAR_ANSWER(answer_id)


# -- what recipients do --------------------------------------------------------------------------------------------


def own(desk: Desk, receipt_id: int, *, still_valid: bool = True) -> tuple[Circular, CircularReceipt]:
    """The actor's receipt with its circular.

    Raises:
        Missing: it is somebody else's, or there is none.
        Refused: the circular was replaced or withdrawn meanwhile.
    """
    receipt = desk.session.get(CircularReceipt, receipt_id, with_for_update=True)
    row = desk.session.get(Circular, receipt.circular_id) if receipt else None
    if receipt is None or row is None or receipt.person_id != desk.actor.person_id:
        raise Missing
    if still_valid and row.state is CircularState.REPLACED:
        raise Refused("This circular was replaced by a corrected version; please confirm that one.")
    if still_valid and row.state is CircularState.WITHDRAWN:
        raise Refused("This circular was withdrawn; nothing needs to be done about it.")
    return row, receipt


def replied_to(desk: Desk, chat_id: int, message_id: int) -> int | None:
    """The actor's receipt whose circular, copied part or reminder this message is; None for other messages."""
    row = outbox_store.behind(desk.session, chat_id, message_id, topics=(COPY.name, REMIND.name), alone=True)
    if row is not None and row.topic == COPY.name:
        return COPY.read(row.args).receipt
    me = desk.actor.person_id
    if row is not None:
        return receipts_store.of_person(desk.session, REMIND.read(row.args).circular, me)
    copied = receipts_store.copies_of(desk.session, me, chat_id, most=LOOKED_THROUGH)
    return next((number for number, parts in copied if any(message_id in one for one in parts)), None)


def takes_files(desk: Desk, receipt_id: int) -> bool:
    """Whether a file may be an answer to what the receipt is for."""
    receipt = desk.session.get(CircularReceipt, receipt_id)
    row = desk.session.get(Circular, receipt.circular_id) if receipt else None
    return row is not None and row.reply in (ReplyWanted.ANSWER, ReplyWanted.FILE) and is_open(row)


def read(desk: Desk, receipt_id: int) -> bool:
    """收到: the actor has read it; False when that was known already."""
    row, receipt = own(desk, receipt_id)
    if receipt.read_at is not None:
        return False
    receipt.read_at = desk.now
    desk.session.add(receipt)
    desk.audit(CIRCULAR_READ, subject_of(row.id), agency_id=receipt.agency_id)
    _show_soon(desk, row)
    return True


def answer(desk: Desk, receipt_id: int, text: str, files: Sequence[dict[str, Any]] = ()) -> CircularAnswer:
    """The actor's answer; a later one stands beside the earlier. Answering also counts as having read.

    Raises:
        Refused: a file was asked for and there is none.
    """
    row, receipt = own(desk, receipt_id)
    if row.reply is ReplyWanted.FILE and not files:
        raise Refused("A file is asked for. Please send it as a document or a picture.")
    given = CircularAnswer(receipt_id=receipt.id or 0, circular_id=row.id or 0, text=text, answered_at=desk.now)
    desk.session.add(given)
    desk.session.flush()
    stored_files.keep(desk, answer_subject(given.id), files)
    receipt.read_at = receipt.read_at or desk.now
    receipt.answered_at = receipt.answered_at or desk.now
    desk.session.add(receipt)
    desk.audit(CIRCULAR_ANSWERED, subject_of(row.id), agency_id=receipt.agency_id, new={"files": len(files)})
    _show_soon(desk, row)
    return given


def _show_soon(desk: Desk, row: Circular) -> None:
    """Boards show it within a few seconds: one edit for all the receipts of that time."""
    slot = int(desk.now.timestamp()) // SPARING + 1
    outbox.plan(
        desk,
        Notice(SHOW, OfCircular(circular=row.id or 0)),
        to_audience(f"circular.show@{row.id}"),
        at=desk.now + timedelta(seconds=SPARING),
        dedupe=f"circular.show:{row.id}:{slot}",
    )


def expand(desk: Desk, row: OutboxRow) -> int:
    """The boards that people look at show the receipts of the last seconds."""
    row.state, row.sent_at = SendState.SENT, desk.now
    return outbox.refresh(desk, subject_of(SHOW.read(row.args).circular), topics=(BOARD,))


def files_of(desk: Desk, given: CircularAnswer) -> list[StoredFile]:
    return files_store.of_subject(desk.session, str(answer_subject(given.id)))


# -- nudging -------------------------------------------------------------------------------------------------------


def silent_by_agency(desk: Desk, row: Circular, *roles: Role) -> dict[int, list[int]]:
    """Person ids of the silent, by agency; with `roles`, of those who got it in one of these roles."""
    found: dict[int, list[int]] = {}
    for agency_id, person_id in receipts_store.silent(desk.session, asked(desk, row), roles=roles):
        found.setdefault(agency_id, []).append(person_id)
    return found


def names_of(desk: Desk, people: Collection[int]) -> list[str]:
    return [person.name for person in people_store.by_ids(desk.session, people)]


def nudge_day(desk: Desk) -> date:
    """The working day on which a nudge of this moment is read."""
    return manners.polite_hour(desk.house, desk.now).astimezone(desk.house.zone).date()


def nudge(desk: Desk, circular_id: int, version: int) -> int:
    """Remind those who have it and are silent, at most once a working day; how many.

    Raises:
        Refused: nobody is silent, or they were reminded today.
        Stale: the circular changed since the button was shown.
    """
    row = circular(desk, circular_id)
    if row.version != version and not is_open(row):
        raise Stale
    day = nudge_day(desk)
    if row.nudged_on == day:
        raise Refused("They were reminded on {date} already; once a working day is enough.", date=day)
    if not is_open(row) or signed_by(desk, row) is not None:
        raise Refused("This circular asks for nothing any more.")
    count = remind(desk, row, f"nudge:{day.isoformat()}")
    if not count:
        raise Refused("Nobody is silent: there is nobody to remind.")
    row.nudged_on = day
    desk.session.add(row)
    desk.audit(CIRCULAR_NUDGED, subject_of(row.id), agency_id=row.agency_id, new={"people": count})
    outbox.refresh(desk, subject_of(row.id), topics=(BOARD,))
    return count


def remind(desk: Desk, row: Circular, occasion: str) -> int:
    """Plan a reminder for everybody who is silent now; `occasion` keeps it from being planned twice."""
    people = [person for group in silent_by_agency(desk, row).values() for person in group]
    return outbox.plan_many(
        desk,
        REMIND,
        (
            outbox.Addressed(
                person,
                OfCircular(row.id or 0),
                dedupe=f"circular:{row.id}:{occasion}>{person}",
                about=About.CIRCULAR_STEPS(row.id),
            )
            for person in people
        ),
        lane=Lane.REMINDER if len(people) <= 200 else Lane.BULK,
    )


def reminder(desk: Desk, circular_id: int, person_id: int) -> tuple[Circular, CircularReceipt] | None:
    """What a reminder is about; None when this person is not silent any more."""
    row = desk.session.get(Circular, circular_id)
    if row is None or not is_open(row) or signed_by(desk, row) is not None:
        return None
    receipt = receipts_store.silent_one(desk.session, asked(desk, row), person_id)
    return (row, receipt) if receipt else None
