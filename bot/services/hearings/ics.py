"""The calendar entry of a hearing for the leader who appears."""

from __future__ import annotations

from bot.domain.hall.errors import Missing
from bot.domain.hall.terms import AppearanceState, HearingStatus
from bot.services.hall.desk import Desk
from bot.services.hearings import cards
from bot.services.hearings.plans import appearances_of
from bot.store.tables import Hearing


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
    named = row.leader_id == desk.actor.person_id
    if hearing.status is not HearingStatus.SCHEDULED or not named or row.state is AppearanceState.CANNOT:
        return False
    asked_again = row.state is AppearanceState.ASKED and bool(row.facts.get("was_confirmed"))
    return True if row.state is AppearanceState.CONFIRMED or asked_again else None


def may_fetch(desk: Desk, hearing_id: int, agency_id: int) -> bool:
    """Whether the actor may have the file on request: the leader named, and whoever sees the agency's hearings."""
    row = next((one for one in appearances_of(desk, hearing_id) if one.agency_id == agency_id), None)
    named = row is not None and row.leader_id == desk.actor.person_id
    return named or cards.may_look_into(desk, agency_id)
