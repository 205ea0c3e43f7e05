"""What is past its date: whoever owes it hears of it once a working day, all of it in one message, until it is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from bot.domain.duties.duties import DutyView
from bot.domain.duties.topics import OVERDUE, REMIND, Overdue
from bot.domain.hall.access import Action
from bot.domain.hall.subjects import About, Subject
from bot.domain.hall.topics import Notice, to_audience
from bot.domain.law.ladders import USUAL_TIME
from bot.services.duties import cards, reminders
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.duties import owed as owed_store
from bot.store.post import told as told_store
from bot.store.tables import Duty

MOST = 24
"""Duties past their date that one message knows of; the list of all is one button away."""


def subject_of(agency_id: int, day: date) -> Subject:
    """The message of one agency and day (local): a later state is shown in the newest one only."""
    return About.OVERDUE(agency_id, day)


def plan(desk: Desk) -> int:
    """On a working day: one row for every agency that owes something past its date; returns how many are new.

    It stands beside the ladder, which tells those above.
    """
    if not desk.house.law.calendar.is_working(desk.today):
        return 0
    # At the hour of all reminders, so that it is one message with what else the day asks of these people.
    at = max(desk.now, datetime.combine(desk.today, USUAL_TIME, desk.house.zone))
    rows = [
        outbox.plan(
            desk,
            Notice(OVERDUE, Overdue(agency=agency_id, on=desk.today), subject_of(agency_id, desk.today)),
            to_audience(f"doers@{agency_id}"),
            at=at,
            dedupe=f"{OVERDUE}:{agency_id}:{desk.today.isoformat()}",
        )
        for agency_id in sorted(owed_store.agencies_past_their_day(desk.session, desk.today))
    ]
    return sum(row is not None for row in rows)


def of(desk: Desk, agency_id: int) -> list[DutyView]:
    """What the agency owes past its date, the oldest first.

    What a reminder of today speaks of is left to that one.

    Empty for somebody who may not close it, and for coordinators, whose digest of the morning lists it.
    """
    path = access.agency(desk, agency_id).path
    if not desk.actor.may(Action.CLOSE_DUTY, path) or desk.actor.is_coordinator:
        return []
    rows = owed_store.past_its_day(desk.session, agency_id, desk.today)
    told = _told_today(desk, rows)
    found = [d for d in rows if reminders.is_reminded(d) and str(reminders.subject_of(d)) not in told]
    return cards.views(desk, found[:MOST])


def _told_today(desk: Desk, duties: Sequence[Duty]) -> set[str]:
    """Subjects of those that a reminder of their own package falls on today."""
    begins = datetime.combine(desk.today, time(0), desk.house.zone)
    subjects = [str(reminders.subject_of(d)) for d in duties]
    return told_store.subjects_due_between(desk.session, REMIND.name, subjects, begins, begins + timedelta(days=1))


def refresh(desk: Desk, duty: Duty) -> None:
    """The message of today, where it stands already, shows that something was done."""
    outbox.refresh(desk, subject_of(duty.agency_id, desk.today))
