"""Pausing, resuming, stopping, correcting and withdrawing what goes out. Each acts on all rows in one statement."""

from __future__ import annotations

from bot.domain.agencies.audiences import Audience
from bot.domain.circulars.acts import (
    CIRCULAR_CANCELLED,
    CIRCULAR_FOLLOWS,
    CIRCULAR_PAUSED,
    CIRCULAR_RESUMED,
    CIRCULAR_TRIED_AGAIN,
    CIRCULAR_WITHDRAWN,
)
from bot.domain.circulars.topics import START, OfCircular
from bot.domain.hall.errors import Refused, Stale
from bot.domain.hall.terms import CircularState, ReplyWanted, SendState
from bot.domain.hall.topics import Notice, to_audience
from bot.services.circulars import approvals, steps
from bot.services.circulars.circulars import circular, sending_subject, subject_of, touch
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.circulars import queries as circulars_store
from bot.store.post import queries as post_store
from bot.store.tables import Circular


def pause(desk: Desk, circular_id: int, version: int) -> Circular:
    """Hold everything back that is not out yet; what is in flight at this moment may still arrive."""
    row = circular(desk, circular_id, version)
    if row.state is not CircularState.SENDING:
        raise Stale
    _set_rows(desk, row, SendState.PLANNED, SendState.HELD)
    row.state = CircularState.PAUSED
    desk.audit(CIRCULAR_PAUSED, subject_of(row.id), agency_id=row.agency_id)
    return touch(desk, row)


def resume(desk: Desk, circular_id: int, version: int) -> Circular:
    """Go on with those it never went out to; whoever had it, or may have had it, does not get it again."""
    row = circular(desk, circular_id, version)
    if row.state is not CircularState.PAUSED:
        raise Stale
    row.state = CircularState.SENDING if row.begun_at else CircularState.SCHEDULED
    if not row.begun_at:
        row.author_id = desk.actor.person_id
    _set_rows(desk, row, SendState.HELD, SendState.PLANNED)
    # Rows that a worker was about to send when the pause came were dropped as untrue: they were not sent either.
    _set_rows(desk, row, SendState.CANCELLED, SendState.PLANNED)
    desk.planned = True
    desk.audit(CIRCULAR_RESUMED, subject_of(row.id), agency_id=row.agency_id)
    return touch(desk, row)


def stop(desk: Desk, row: Circular) -> None:
    """What is not out yet is not sent; nobody is reminded any more."""
    _set_rows(desk, row, SendState.PLANNED, SendState.CANCELLED)
    _set_rows(desk, row, SendState.HELD, SendState.CANCELLED)
    outbox.cancel(desk, steps.subject_of_steps(row.id))


def cancel(desk: Desk, circular_id: int, version: int) -> Circular:
    """Stop a circular that is going out; those who have it keep it."""
    row = circular(desk, circular_id, version)
    if row.state not in (CircularState.SENDING, CircularState.PAUSED):
        raise Stale
    stop(desk, row)
    row.state = CircularState.CANCELLED
    desk.audit(CIRCULAR_CANCELLED, subject_of(row.id), agency_id=row.agency_id)
    return touch(desk, row)


def try_failed_again(desk: Desk, circular_id: int, version: int) -> int:
    """Send once more to those for whom sending failed (not to those it may have reached); how many."""
    row = circular(desk, circular_id, version)
    if row.state is not CircularState.FINISHED:
        raise Stale
    count = _set_rows(desk, row, SendState.FAILED, SendState.PLANNED)
    if not count:
        raise Refused("There is nobody to send it to again.")
    row.state, desk.planned = CircularState.SENDING, True
    touch(desk, row)
    desk.audit(CIRCULAR_TRIED_AGAIN, subject_of(row.id), agency_id=row.agency_id, new={"people": count})
    outbox.plan(
        desk,
        Notice(START, OfCircular(circular=row.id or 0), sending_subject(row.id)),
        to_audience(f"circular@{row.id}"),
    )
    return count


def _set_rows(desk: Desk, row: Circular, old: SendState, new: SendState) -> int:
    """Move all rows of a circular from one state to another, in one statement."""
    desk.session.flush()
    count = post_store.move_to_state(desk.session, str(sending_subject(row.id)), old, new)
    desk.session.expire_all()
    return count


# -- correcting, withdrawing ---------------------------------------------------------------------------------------


def correct(desk: Desk, circular_id: int, version: int) -> Circular:
    """A draft of the corrected version; when it goes out, the old messages are replaced and all confirm anew.

    Raises:
        Refused: it is a withdrawal, or carries a paper, which is corrected by another paper.
    """
    old = _gone_out(desk, circular_id, version)
    if old.origin:
        raise Refused("This is an official paper. Please recall it and issue a corrected one.")
    known = circulars_store.draft_after(desk.session, old.id)
    return known or _follow(desk, old, withdrawal=False)


def withdraw(desk: Desk, circular_id: int, version: int) -> Circular:
    """Take a circular back at once: nothing more of it goes out, and those who have it are told and confirm."""
    old = _gone_out(desk, circular_id, version)
    stop(desk, old)
    old.state = CircularState.WITHDRAWN
    touch(desk, old)
    desk.audit(CIRCULAR_WITHDRAWN, subject_of(old.id), agency_id=old.agency_id)
    return approvals.start_now(desk, _follow(desk, old, withdrawal=True))


def _gone_out(desk: Desk, circular_id: int, version: int) -> Circular:
    old = circular(desk, circular_id, version)
    if old.state not in (CircularState.SENDING, CircularState.PAUSED, CircularState.FINISHED):
        raise Stale
    if old.withdrawal:
        raise Refused("A withdrawal cannot be taken back. Please write a new circular.")
    return old


def _follow(desk: Desk, old: Circular, *, withdrawal: bool) -> Circular:
    new = Circular(
        agency_id=old.agency_id,
        author_id=desk.actor.person_id,
        collecting=False,
        parts=[] if withdrawal else old.parts,
        title=old.title,
        number=old.number,
        signed_by=old.signed_by,
        reply=ReplyWanted.RECEIPT if withdrawal else old.reply,
        answer_by=None if withdrawal else old.answer_by,
        one_answer=not withdrawal and old.one_answer,
        protect=old.protect,
        urgent=not withdrawal and old.urgent,
        names_absence=old.names_absence,
        audience=Audience(recipients_of=old.id or 0, delivered_only=withdrawal).to_json(),
        origin=old.origin,
        groups=old.groups,
        replaces_id=old.id,
        withdrawal=withdrawal,
        created_at=desk.now,
        touched_at=desk.now,
    )
    desk.session.add(new)
    desk.session.flush()
    desk.audit(CIRCULAR_FOLLOWS, subject_of(new.id), agency_id=new.agency_id, new={"replaces": old.id})
    return new
