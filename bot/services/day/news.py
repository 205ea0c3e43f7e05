"""What happened in a coordinator's agencies since the digest before, as the audit trail has it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, time, timedelta

from bot.domain.cases.acts import CASE_OPENED
from bot.domain.day.digests import News
from bot.domain.duties.acts import DUTY_SUBMITTED
from bot.domain.hall.subjects import About
from bot.domain.hearings.acts import HEARING_MOVED, LEADER_ANSWERED
from bot.services.hall.desk import Desk
from bot.store.cases import queries as cases_store
from bot.store.hall import queries as hall_store
from bot.store.tables import AuditEntry

HOUR = time(8, 45)
"""Local time of day of the digest."""
_ACTS = (CASE_OPENED, HEARING_MOVED, LEADER_ANSWERED, DUTY_SUBMITTED)


def span(desk: Desk) -> tuple[datetime, datetime]:
    """From the digest of the working day before to this one's."""
    before = desk.house.law.calendar.previous_working(desk.today - timedelta(days=1))
    begins, ends = (datetime.combine(day, HOUR, desk.house.zone) for day in (before, desk.today))
    return begins.astimezone(UTC), ends.astimezone(UTC)


def entries(desk: Desk) -> list[AuditEntry]:
    """What was done since the digest of the working day before, and is counted."""
    return hall_store.entries_since(desk.session, span(desk)[0], [act.name for act in _ACTS])


def news(desk: Desk, found: Iterable[AuditEntry], agencies: Collection[int]) -> News:
    """How many cases came, hearings were moved and leaders have said yes, of these agencies."""
    begins, ends = span(desk)
    mine = [one for one in found if one.at < ends and _concerns(desk, one, agencies)]
    since = begins.astimezone(desk.house.zone).date()
    return News(since, *(_count(mine, act.name) for act in (CASE_OPENED, HEARING_MOVED, LEADER_ANSWERED)))


def _count(found: Iterable[AuditEntry], action: str) -> int:
    """Each hearing, each case, each agency's leader once, however often it was done."""
    return len({(one.subject, one.agency_id) for one in found if one.action == action})


def _concerns(desk: Desk, one: AuditEntry, agencies: Collection[int]) -> bool:
    if one.agency_id is not None or one.case_id is None:
        return one.agency_id in agencies
    return any(party.agency_id in agencies for party in cases_store.parties_of(desk.session, one.case_id))


def handed_in(found: Iterable[AuditEntry]) -> set[int]:
    """The duties that were handed in."""
    said = (About.DUTY.read(one.subject) for one in found if one.action == DUTY_SUBMITTED.name)
    return {subject.number for subject in said if subject is not None}
