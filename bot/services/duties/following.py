"""An event whose facts changed: its duties follow, and what it does not start any more is taken back.

Whoever holds a duty that fell away is told; whoever acted on one learns that its ground was corrected.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.duties.duties import PENDING
from bot.domain.duties.topics import GROUNDLESS, Groundless
from bot.domain.hall.terms import DutyState
from bot.domain.hall.topics import Notice, to_person
from bot.services.duties import acts, changes, duties, making, reminders
from bot.services.duties.making import Cause
from bot.services.hall.desk import Desk
from bot.services.post import delivery, outbox
from bot.store.duties import queries as duties_store
from bot.store.tables import Duty

_DONE = frozenset({DutyState.DONE})


def follow(desk: Desk, cause: Cause, *, holds: bool = True, reason: str = "", quiet: bool = False) -> None:
    """Bring the duties of an event up to date with its facts; with `holds` False it did not happen after all.

    With `quiet` whoever holds what ends learns of it from the message about what ended it, and of no other.
    Safe to repeat. New duties are announced as `duties.start` does it for who acts.
    """
    before = [duty for duty in _of(desk, cause) if duty.state in PENDING]
    done = [duty for duty in _of(desk, cause) if duty.state in _DONE]
    if holds:
        duties.recompute_cause(desk, cause, reason)
        for duty in _of(desk, cause):
            # What it is worked out from the next time, by whatever causes that.
            duty.citation = {**duty.citation, "facts": cause.extra}
            desk.session.add(duty)
    else:
        for duty in before:
            duties.cancel(desk, duty, reason)
    gone = [duty for duty in before if duty.state is DutyState.CANCELLED]
    if not quiet:
        changes.tell_moved(desk, [(duty, duty.obey, None) for duty in gone], reason)
    _tell_who_acted(desk, gone if holds else [*gone, *done], reason)
    for duty in gone:
        acts.refresh(desk, duty)


def _of(desk: Desk, cause: Cause) -> list[Duty]:
    return [d for d in duties_store.about(desk.session, cause.subject) if making.is_of(d, cause.event)]


def _tell_who_acted(desk: Desk, gone: Iterable[Duty], reason: str) -> None:
    """Each person once a duty; those who hold it have heard of what is not done yet with its date."""
    for duty in gone:
        holders = {p.id for p in delivery.people_of(desk, f"doers@{duty.agency_id}")}
        told = holders if duty.state is DutyState.CANCELLED else set()
        acted = {duty.acknowledged_by, duty.done_by, duty.judged_by} - {None, desk.actor.person_id} - told
        for person_id in sorted(filter(None, acted)):
            outbox.plan(
                desk,
                Notice(GROUNDLESS, Groundless(duty.id or 0, desk.actor.name, reason), reminders.subject_of(duty)),
                to_person(person_id),
                dedupe=f"{GROUNDLESS}:{duty.id}:{duty.version}:{person_id}",
            )
