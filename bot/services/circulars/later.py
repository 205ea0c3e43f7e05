"""Who comes to a circular after it has begun: registered, appointed in somebody's place, back in the bot, or added.

Rows of people and appointments note in their session whom they concern; before the commit the circulars that are still
open are looked at for these. What changes without a row (an appointment that begins or ends today) is looked at each
morning.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from bot.domain.agencies.audiences import Audience, Recipient
from bot.domain.circulars.acts import CIRCULAR_EXTENDED, CIRCULAR_JOINED
from bot.domain.circulars.topics import BOARD, START, OfCircular
from bot.domain.hall.errors import Refused, Stale
from bot.domain.hall.terms import CircularState, ReplyWanted, Role, SendState
from bot.domain.hall.topics import Notice, to_audience
from bot.services.agencies import audiences
from bot.services.circulars import approvals, receipts
from bot.services.circulars.circulars import as_sender, circular, sending_subject, subject_of
from bot.services.hall import access
from bot.services.hall.desk import DESK, Desk
from bot.services.post import outbox
from bot.store.agencies import people as people_store
from bot.store.circulars import queries as circulars_store
from bot.store.circulars import receipts as receipts_store
from bot.store.tables import Appointment, Circular, CircularReceipt, Invitation, OutboxRow, Person
from bot.store.transaction import Follower, changed

OPEN_FOR = timedelta(days=30)
"""After its term, or after the sending where it has none: longer nobody comes to it by himself."""
_GOES = (CircularState.SENDING, CircularState.PAUSED, CircularState.FINISHED)
_NOTED = "who_comes_later"


@dataclass
class Noted:
    """Whom the rows that were written concern."""

    people: set[int] = field(default_factory=set)
    agencies: set[int] = field(default_factory=set)


def _note(session: Session, rows: Sequence[Any]) -> None:
    for row in rows:
        if isinstance(row, Person) and _is_back(row):
            session.info.setdefault(_NOTED, Noted()).people.add(row.id)
        elif isinstance(row, Appointment) and row.agency_id is not None:
            session.info.setdefault(_NOTED, Noted()).agencies.add(row.agency_id)
        elif isinstance(row, Invitation) and row.used_by is not None:
            session.info.setdefault(_NOTED, Noted()).people.add(row.used_by)


def _is_back(row: Person) -> bool:
    here = row.chat_id is not None and row.unreachable_since is None
    return here and changed(row, "chat_id", "unreachable_since") is not None


def _settle(session: Session) -> None:
    session.flush()
    noted: Noted | None = session.info.pop(_NOTED, None)
    desk: Desk | None = session.info.get(DESK)
    if noted is not None and desk is not None:
        look(desk, noted.people, noted.agencies)


FOLLOWER = Follower(_note, _settle)


def daily(desk: Desk) -> int:
    """Appointments that begin or end today, with no row written; safe to repeat. How many people come to something."""
    return sum(_look(desk, row, whom(desk, row), None) for row in _open(desk))


def look(desk: Desk, people: Collection[int], agencies: Collection[int]) -> int:
    """Whether these people, or the people of these agencies, come to a circular that is open; how many do."""
    noted, count = Noted(set(people), set(agencies)), 0
    offices = people_store.appointments_of(desk.session, list(people)) if people else []
    places = noted.agencies | {one.agency_id for one in offices if one.agency_id is not None}
    for row in _open(desk):
        audience = whom(desk, row)
        if _may_concern(audience, places):
            count += _look(desk, row, audience, noted)
    return count


def _look(desk: Desk, row: Circular, audience: Audience, noted: Noted | None) -> int:
    found = _meant(desk, row, audience)
    if noted is None:
        return _join(desk, row, found, ())
    mine = [one for one in found if one.person_id in noted.people or one.agency_id in noted.agencies]
    return _join(desk, row, mine, noted.people)


def _open(desk: Desk) -> list[Circular]:
    found = circulars_store.running(desk.session, _GOES, desk.now - OPEN_FOR)
    return [row for row in found if _is_open(desk, row)]


def _is_open(desk: Desk, row: Circular) -> bool:
    since = row.answer_by or row.begun_at or row.created_at
    return desk.now < since + OPEN_FOR and receipts.signed_by(desk, row) is None


def _may_concern(audience: Audience, agencies: Collection[int]) -> bool:
    """False where nobody of these can be meant, without looking anybody up: the letter to one other agency."""
    by_name = bool(audience.agencies) and not (audience.branches or audience.kinds or audience.also)
    return not by_name or bool(set(audience.agencies) & set(agencies))


def whom(desk: Desk, row: Circular) -> Audience:
    """For whom it is, where it names those of an earlier circular: for whom that one is, and so on."""
    found, seen = Audience.from_json(row.audience or {}), {row.id}
    while found.recipients_of and found.recipients_of not in seen:
        seen.add(found.recipients_of)
        earlier = desk.session.get(Circular, found.recipients_of)
        base = Audience.from_json((earlier.audience if earlier else None) or {})
        found = replace(base, without_people=(*base.without_people, *found.without_people), also=base.also + found.also)
    return found


def _meant(desk: Desk, row: Circular, audience: Audience) -> Sequence[Recipient]:
    """Whom it would go to today. Those who lacked something on the day of sending are known by their agencies; of
    these, whoever was in office before that day and did not get it lacked nothing."""
    found = audiences.resolve(_sender(desk, row), replace(audience, lacking=())).people
    if not audience.lacking or row.begun_at is None:
        return found
    got = receipts_store.all_rows(desk.session, row.id)
    had, known = {one.agency_id for one in got}, {one.person_id for one in got}
    eve = row.begun_at.astimezone(desk.house.zone).date() - timedelta(days=1)
    there = {(at, who) for at, _, who, *_ in people_store.holders_by_agency(desk.session, audience.roles, eve)}
    new = [one for one in found if one.person_id in known or (one.agency_id, one.person_id) not in there]
    return [one for one in new if one.agency_id in had]


def _sender(desk: Desk, row: Circular) -> Desk:
    """Whoever answers for it; where nobody of them is in office any more, a coordinator of its organ."""
    known = as_sender(desk, row)
    if known.actor.person_id >= 0:
        return known
    others = access.holders(desk, row.agency_id, Role.COORDINATOR)
    return replace(desk, actor=access.actor_of(desk.session, others[0], desk.today)) if others else known


# -- joining -------------------------------------------------------------------------------------------------------


def _join(desk: Desk, row: Circular, found: Sequence[Recipient], back: Collection[int]) -> int:
    """They get it, marked as later; of those who are `back` in the bot, whoever it did not reach gets it at last."""
    asks = row.reply is not ReplyWanted.NOTHING
    known = _known(desk, row)
    if asks and any(one.person_id not in known for one in found):
        _lock(desk, row)
        known = _known(desk, row)
    new = [one for one in found if asks and one.person_id not in known]
    had = [(known[one.person_id], one) for one in found if one.person_id in known]
    for receipt, one in had:
        _seat(desk, receipt, one)
    again = [one for receipt, one in had if one.person_id in back and _try_again(desk, row, receipt)]
    if new:
        _add(desk, row, new)
    if new or again:
        desk.audit(CIRCULAR_JOINED, subject_of(row.id), agency_id=row.agency_id, new={"people": len(new) + len(again)})
        _go_on(desk, row)
    return len(new) + len(again)


def _known(desk: Desk, row: Circular) -> dict[int, CircularReceipt]:
    """By person, whoever has it."""
    return {one.person_id: one for one in receipts_store.all_rows(desk.session, row.id)}


def _lock(desk: Desk, row: Circular) -> None:
    """Until the end of the transaction nobody else adds people to it."""
    desk.session.flush()
    desk.session.refresh(row, with_for_update=True)


def _add(desk: Desk, row: Circular, found: Sequence[Recipient]) -> None:
    receipts_store.add(
        desk.session,
        [
            {"circular_id": row.id, "person_id": one.person_id, "agency_id": one.agency_id, "role": one.role,
             "joined_at": desk.now}
            for one in found
        ],
    )  # fmt: skip


def _seat(desk: Desk, receipt: CircularReceipt, now: Recipient) -> None:
    """Whoever lost the office by which it was meant, and is meant by another one, has it in that."""
    done = receipt.read_at is not None or receipt.answered_at is not None
    if done or (receipt.agency_id, receipt.role) == (now.agency_id, now.role):
        return
    if receipt.person_id not in {person.id for person in access.holders(desk, receipt.agency_id, receipt.role)}:
        receipt.agency_id, receipt.role = now.agency_id, now.role
        desk.session.add(receipt)


def _try_again(desk: Desk, row: Circular, receipt: CircularReceipt) -> bool:
    sent = desk.session.get(OutboxRow, receipt.outbox_id) if receipt.outbox_id else None
    if sent is None or sent.state is not SendState.FAILED:
        return False
    sent.state = SendState.HELD if row.state is CircularState.PAUSED else SendState.PLANNED
    sent.due_at, sent.error, sent.attempts = desk.now, "", 0
    desk.session.add(sent)
    desk.planned = True
    return True


def _go_on(desk: Desk, row: Circular) -> None:
    """Its rows are made, or made again, and looked after until the last of them is settled."""
    _lock(desk, row)
    if row.state is CircularState.FINISHED:
        row.state = CircularState.SENDING
        desk.session.add(row)
    if row.state is CircularState.SENDING:
        outbox.plan(
            desk,
            Notice(START, OfCircular(circular=row.id or 0), sending_subject(row.id), urgent=row.urgent),
            to_audience(f"circular@{row.id}"),
        )
    outbox.refresh(desk, subject_of(row.id), topics=(BOARD,))


# -- added by hand -------------------------------------------------------------------------------------------------


def may_add(desk: Desk, row: Circular, *further: Audience) -> bool:
    """Whether the actor may add recipients (these, if known): where a second coordinator had to approve it, or must
    for these, that is somebody else than its author. What another room sends goes to whom that room says."""
    if row.state not in _GOES or row.withdrawal or row.origin:
        return False
    return row.author_id != desk.actor.person_id or not approvals.needs_approval(desk, row, *further)


def newcomers(desk: Desk, row: Circular, audience: Audience) -> list[Recipient]:
    """Whom this audience names that do not have the circular yet."""
    known = _known(desk, row)
    return [one for one in audiences.resolve(desk, audience).people if one.person_id not in known]


def extend(desk: Desk, circular_id: int, version: int | None, audience: Audience) -> int:
    """Send it to further people; how many.

    Raises:
        Stale: it does not go out any more. Refused: nobody new is named, or somebody else must do it.
    """
    row = circular(desk, circular_id, version)
    _lock(desk, row)
    if row.state not in _GOES or row.withdrawal:
        raise Stale
    if not may_add(desk, row, audience):
        raise Refused("A second coordinator had to approve this circular: somebody else than its author adds people.")
    found = newcomers(desk, row, audience)
    if not found:
        raise Refused("Everybody you chose has it already. Please choose others.")
    base = Audience.from_json(row.audience or {})
    row.audience = replace(base, also=(*base.also, audience)).to_json()
    _add(desk, row, found)
    desk.audit(CIRCULAR_EXTENDED, subject_of(row.id), agency_id=row.agency_id, new={"people": len(found)})
    _go_on(desk, row)
    return len(found)
