"""The calendar entry of a hearing for the leader who appears."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.hall.errors import Missing, NotAllowed
from bot.domain.hall.terms import AppearanceState, HearingStatus
from bot.services.hall.desk import Desk
from bot.services.hearings import cards
from bot.services.hearings.plans import appearances_of
from bot.store.tables import Hearing

OFFERED = timedelta(days=1)
"""So long after the hearing began its file can still be had."""


def version(desk: Desk, hearing_id: int, agency_id: int) -> int:
    """Which version of the entry this is (SEQUENCE): it rises when the hearing changes, and when its leader does, or
    what he or she answered.

    Calendars ignore what is older than what they have, so that a leader who is named again needs a higher one than the
    cancellation had. Raises Missing or NotAllowed as `cards.get`.
    """
    row = next((one for one in appearances_of(desk, hearing_id) if one.agency_id == agency_id), None)
    changes = int(row.facts.get("calendar", 0)) if row is not None else 0
    return cards.get(desk, hearing_id, lock=False).sequence + changes


def wanted(desk: Desk, hearing_id: int, agency_id: int, sequence: int) -> bool | None:
    """Whether the reader's calendar is to hold (True) or to lose (False) the hearing; None when neither is so now.

    `sequence` is the hearing's when the entry was planned: an older one is no longer sent.

    Raises:
        Missing: there is no such hearing.
    """
    hearing = desk.session.get(Hearing, hearing_id)
    if hearing is None:
        raise Missing
    row = next((one for one in appearances_of(desk, hearing.id) if one.agency_id == agency_id), None)
    if row is None or hearing.sequence != sequence:
        return None
    named = desk.actor.appears(row.leader_id, agency_id)
    comes = named and row.state is not AppearanceState.CANNOT and row.strength != "none"
    if hearing.status is not HearingStatus.SCHEDULED or not comes:
        return False
    asked_again = row.state is AppearanceState.ASKED and bool(row.facts.get("was_confirmed"))
    return True if row.state is AppearanceState.CONFIRMED or asked_again else None


def check_may_fetch(desk: Desk, hearing_id: int, agency_id: int) -> None:
    """The file on request is for the leader named, and for whoever sees the agency's hearings.

    Raises:
        NotAllowed: the actor is neither. Missing: there is no such hearing, or it was over a day ago.
    """
    row = next((one for one in appearances_of(desk, hearing_id) if one.agency_id == agency_id), None)
    named = row is not None and desk.actor.appears(row.leader_id, agency_id)
    if row is None or not (named or cards.may_look_into(desk, agency_id)):
        raise NotAllowed
    if cards.get(desk, hearing_id, lock=False).starts_at < desk.now - OFFERED:
        raise Missing
