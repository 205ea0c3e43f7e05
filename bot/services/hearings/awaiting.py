"""Results that are waited for: from the hour of a hearing on, its result is owed like anything else."""

from __future__ import annotations

from datetime import date, timedelta

from bot.domain.duties.duties import PENDING
from bot.domain.hall.terms import DutyState, HearingStatus
from bot.domain.hearings.hearings import REPORT_DAYS
from bot.domain.law.obligations import Event
from bot.domain.law.triggers import Trigger
from bot.services.duties import duties, settling
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.law import facts, obligations
from bot.store.duties import queries as duties_store
from bot.store.hearings import appearances as appearances_store
from bot.store.hearings import queries as hearings_store
from bot.store.tables import Appearance, Case, Duty, Hearing

AWAITED = (HearingStatus.SCHEDULED, HearingStatus.HELD)
"""Of these hearings a result is reported, by each agency."""
LOOKED_BACK = timedelta(days=31)
"""Hearings that began longer ago have their duty already, or never will."""


def start(desk: Desk) -> int:
    """Of every hearing that has begun since, and of which nothing is reported, the result is owed, and what was to be
    seen to before it is chased no more; returns how many duties are new. Safe to repeat."""
    begun = hearings_store.begun_without_result(desk.session, desk.now - LOOKED_BACK, desk.now, AWAITED)
    for hearing, row in begun:
        settling.hearing_has_begun(desk, hearing, row.agency_id)
    return sum(_start(desk, hearing, row) for hearing, row in begun)


def _start(desk: Desk, hearing: Hearing, row: Appearance) -> int:
    if hearing.session != "hearing" or of(desk, hearing.id, row.agency_id):
        return 0
    if access.agency(desk, row.agency_id).closed_on is not None:
        return 0
    begun = hearing.starts_at.astimezone(desk.house.zone)
    found = duties.start(
        desk,
        trigger=Trigger.HEARING_OVER,
        on=begun.date(),
        agency_id=row.agency_id,
        case=desk.session.get(Case, hearing.case_id),
        facts={"leader_required": row.strength},
        hearing=hearing,
        at=begun.time(),
        announced=True,
    )
    return len(found)


def of(desk: Desk, hearing_id: int | None, agency_id: int) -> list[Duty]:
    """The duties to report this agency's result of a hearing, but for those that were taken back."""
    found = duties_store.about(desk.session, f"hearing:{hearing_id}:{agency_id}")
    return [d for d in found if d.trigger == Trigger.HEARING_OVER and d.state is not DutyState.CANCELLED]


def is_missing(desk: Desk, hearing: Hearing, agency_id: int) -> bool:
    """Whether the hour has gone by, this agency has reported nothing, and somebody waits for it."""
    if hearing.status not in AWAITED or hearing.starts_at > desk.now:
        return False
    reported = hearings_store.result_of(desk.session, hearing.id, agency_id) is not None
    return not reported and _is_wanted(desk, hearing, agency_id)


def _is_wanted(desk: Desk, hearing: Hearing, agency_id: int) -> bool:
    """Whether the result is owed: a coordinator may have said that it need not be reported, or the rule book wants none
    of a hearing that needs no leader."""
    known = of(desk, hearing.id, agency_id)
    if known:
        return any(duty.state in PENDING for duty in known)
    row = appearances_store.of_agency(desk.session, hearing.id, agency_id)
    if row is None or hearing.session != "hearing":
        return False
    begun = hearing.starts_at.astimezone(desk.house.zone)
    known_facts = facts.for_event(
        desk,
        Trigger.HEARING_OVER,
        agency_id,
        desk.session.get(Case, hearing.case_id),
        extra={"leader_required": row.strength},
    )
    event = Event(Trigger.HEARING_OVER, begun.date(), known_facts, begun.time())
    return bool(obligations.compute(desk, event, agency_id))


def take_back(desk: Desk, hearing: Hearing, reason: str) -> None:
    """It was not held then: of that day no result is owed."""
    for duty in duties_store.pending_of_hearing(desk.session, hearing.id or 0):
        if duty.trigger == Trigger.HEARING_OVER:
            duties.cancel(desk, duty, reason)


def report_by(desk: Desk, hearing: Hearing, agency_id: int) -> date:
    """The local day by which this agency's result of a hearing is expected."""
    owed = next((duty for duty in of(desk, hearing.id, agency_id) if duty.state in PENDING), None)
    if owed is not None:
        return owed.obey
    return desk.house.law.calendar.add_working(hearing.starts_at.astimezone(desk.house.zone).date(), REPORT_DAYS)


def missing(desk: Desk, agency_ids: list[int]) -> list[tuple[Hearing, Appearance]]:
    """Hearings of these agencies over for more than a working day whose result nobody reported, oldest first."""
    if not agency_ids:
        return []
    until = desk.now - timedelta(days=1)
    rows = hearings_store.unreported(desk.session, agency_ids, until, AWAITED, limit=50)
    today, calendar, zone = desk.today, desk.house.law.calendar, desk.house.zone
    return [
        (h, a)
        for h, a in rows
        if calendar.working_days_between(h.starts_at.astimezone(zone).date(), today) > 1
        and access.agency(desk, a.agency_id).closed_on is None
        and _is_wanted(desk, h, a.agency_id)
    ]
