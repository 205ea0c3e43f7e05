"""Hearing lists of a court: each line a pending hearing, until the agency's liaison or who entered it confirms."""

from __future__ import annotations

from datetime import datetime

from bot.domain.hall.errors import NotAllowed, Stale
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import HearingStatus
from bot.domain.hall.topics import Notice, to_person
from bot.domain.hearings.acts import HEARING_CONFIRMED, HEARING_LISTED, HEARING_REJECTED
from bot.domain.hearings.topics import LISTED, REJECTED, Listed
from bot.services.cases import claims
from bot.services.hall.desk import Desk
from bot.services.hearings import cards, clashing, hearings, lists, plans
from bot.services.hearings.cards import get
from bot.services.hearings.hearings import Entry
from bot.services.post import delivery, outbox
from bot.store.hearings import queries as hearings_store
from bot.store.tables import Case, Hearing


def draft(desk: Desk, entries: list[Entry]) -> tuple[list[Hearing], int]:
    """Lines of a court's list as pending hearings, which each agency's liaison or who entered them confirms.

    Returns them, and how many lines were recorded already. Each agency gets one message, however many lines.

    Raises: as `hearings.enter`.
    """
    found: list[Hearing] = []
    known = 0
    for entry in entries:
        hearings.check_ahead(desk, entry.starts_at)
        lines = [_draft(desk, entry, case) for case in hearings.open_cases(desk, entry)]
        found += [line for line in lines if line is not None]
        known += not any(lines)
    _tell_listed(desk, found)
    return found, known


def _draft(desk: Desk, entry: Entry, case: Case) -> Hearing | None:
    """One line in a case; None where the case has this hearing already."""
    if hearings.same(desk, case, entry.starts_at) or _drafted(desk, case, entry.starts_at):
        return None
    hearing = hearings.new_row(desk, case, entry, HearingStatus.PENDING)
    hearings.audit(desk, hearing, HEARING_LISTED, new=hearings.told(desk, hearing))
    claims.show(desk, case)
    return hearing


def _drafted(desk: Desk, case: Case, starts_at: datetime) -> bool:
    return hearings_store.at(desk.session, case.id, starts_at, HearingStatus.PENDING) is not None


def _tell_listed(desk: Desk, found: list[Hearing]) -> None:
    agency_ids = {one for hearing in found for one in cards.parties_of(desk, hearing)}
    for agency_id in sorted(agency_ids):
        for person in delivery.people_of(desk, f"namers@{agency_id}"):
            if person.id != desk.actor.person_id:
                outbox.plan(
                    desk,
                    Notice(LISTED, Listed(agency=agency_id, by=desk.actor.name), About.PENDING(agency_id)),
                    to_person(person.id),
                )


def confirm(desk: Desk, hearing_id: int, version: int) -> Hearing:
    """A pending line counts from now on.

    Raises:
        Missing, Stale: it is gone, decided already, or was changed.
        NotAllowed: the actor neither speaks for one of its agencies nor entered it.
        Refused: its hour has gone by.
    """
    hearing = _pending(desk, hearing_id, version)
    hearings.check_ahead(desk, hearing.starts_at)
    case = desk.session.get_one(Case, hearing.case_id)
    twin = hearings.same(desk, case, hearing.starts_at)
    hearing.status = HearingStatus.CANCELLED if twin else HearingStatus.SCHEDULED
    hearing.revise()
    desk.session.add(hearing)
    desk.session.flush()
    hearings.audit(desk, hearing, HEARING_CONFIRMED, new=hearings.told(desk, hearing))
    hearings.begin(desk, twin or hearing, case)
    _show_pending(desk, hearing)
    return twin or hearing


def is_ambiguous(desk: Desk, hearing_id: int) -> bool:
    """Whether the case has a hearing at another time as well, so that a person must say what a line means. Raises
    Missing or NotAllowed as `cards.view`."""
    return bool(clashing.beside(desk, hearing_id))


def confirm_all(desk: Desk, agency_id: int = 0) -> int:
    """Confirm every line that waits for the actor's word, is still to come and cannot mean another hearing.

    Of two lines of one case the first counts; what the second means, a person must say. Returns how many count now.

    Raises: as `lists.waiting`.
    """
    count = 0
    for one in lists.waiting(desk, agency_id):
        if one.starts_at > desk.now and not is_ambiguous(desk, one.id):
            confirm(desk, one.id, one.version)
            count += 1
    return count


def reject(desk: Desk, hearing_id: int, version: int) -> Hearing:
    """A pending line is wrong, or not this agency's. Raises as `confirm`."""
    hearing = _pending(desk, hearing_id, version)
    hearing.status = HearingStatus.CANCELLED
    hearing.revise()
    desk.session.add(hearing)
    hearings.audit(desk, hearing, HEARING_REJECTED)
    if hearing.entered_by and hearing.entered_by != desk.actor.person_id:
        hearings.say(desk, hearing, REJECTED, hearing.entered_by, who=desk.actor.name)
    _show_pending(desk, hearing)
    return hearing


def _pending(desk: Desk, hearing_id: int, version: int) -> Hearing:
    hearing = get(desk, hearing_id)
    if not cards.may_edit(desk, hearing):
        raise NotAllowed
    if hearing.status is not HearingStatus.PENDING or hearing.version != version:
        raise Stale
    return hearing


def _show_pending(desk: Desk, hearing: Hearing) -> None:
    outbox.refresh(desk, plans.subject_of(hearing))
    outbox.refresh(desk, About.PENDING("drafted"))
    for agency_id in cards.parties_of(desk, hearing):
        outbox.refresh(desk, About.PENDING(agency_id))
