"""A hearing that was held before anybody entered it: recorded as it was, without reminders; its result is asked for."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.hall.errors import Refused
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import HearingStatus
from bot.domain.hearings.acts import HEARING_ENTERED
from bot.services.cases import claims
from bot.services.hall.desk import Desk
from bot.services.hearings import hearings, plans
from bot.services.hearings.hearings import Entry
from bot.services.law import appearing
from bot.services.post import outbox
from bot.store.hearings import appearances as appearances_store
from bot.store.tables import Appearance, Case, Hearing

OLDEST = timedelta(days=3 * 366)
"""Older hearings are typing mistakes far more often than not."""


def enter(desk: Desk, entry: Entry) -> Hearing:
    """Record a hearing whose hour has gone by; one that is there at this hour is joined.

    Raises:
        NotAllowed: the actor may not enter hearings for one of the agencies.
        Refused: the hour is still to come or too long ago, no agency is named, or the number cannot be read.
    """
    if entry.starts_at > desk.now:
        raise Refused("{when} has not come yet.", when=entry.starts_at)
    if desk.now - entry.starts_at > OLDEST:
        raise Refused("{when} is more than three years ago. Please check the year.", when=entry.starts_at)
    found = [_enter(desk, entry, case) for case in hearings.open_cases(desk, entry)]
    return found[0]


def _enter(desk: Desk, entry: Entry, case: Case) -> Hearing:
    hearing = hearings.same(desk, case, entry.starts_at)
    if hearing is None:
        hearing = hearings.new_row(desk, case, entry, HearingStatus.SCHEDULED)
        hearings.audit(desk, hearing, HEARING_ENTERED, new=hearings.told(desk, hearing))
    for agency_id in hearings.concerned(desk, case):
        _appearance(desk, hearing, agency_id)
    claims.show(desk, case)
    outbox.refresh(desk, plans.subject_of(hearing))
    desk.house.wiring.tell_hearing_changed(desk, hearing)
    outbox.refresh(desk, About.CASE(case.id))
    return hearing


def _appearance(desk: Desk, hearing: Hearing, agency_id: int) -> None:
    """The agency's place at the hearing: the leader named beforehand, if there is one, but nobody is asked any more."""
    row = appearances_store.of_agency(desk.session, hearing.id, agency_id)
    if row is None:
        row = appearances_store.undated(desk.session, hearing.case_id, agency_id)
        row = row or Appearance(case_id=hearing.case_id, agency_id=agency_id)
        row.hearing_id = hearing.id
        desk.session.add(row)
        desk.session.flush()
    appearing.judge(desk, row, hearing)
