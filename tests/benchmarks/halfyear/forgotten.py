"""What is open and overdue, and of which nobody responsible has been told since it fell due."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlmodel import Session, col, select

from bot.domain.hall.terms import AppearanceState, DutyState, HearingStatus, SendState
from bot.services.duties import reminders
from bot.services.hearings import awaiting
from bot.store.tables import Appearance, Case, Duty, Hearing, OutboxRow
from tests.benchmarks.halfyear.cast import COORDINATORS, Cast
from tests.benchmarks.halfyear.counting import Tally
from tests.houses import LAW, ZONE

SOON = 3
"""Working days before a hearing from which somebody must have been told that nobody comes."""


@dataclass(frozen=True)
class Item:
    """Something open: what, of whom, since when somebody should have been told, and how a message names it."""

    what: str
    agency: int
    since: datetime
    subject: str
    names: tuple[str, ...]
    by: tuple[str, ...] = ()
    """Topics that tell of it for the whole agency or county."""


def items(session: Session, now: datetime) -> list[Item]:
    """What is open past its time, of all kinds."""
    numbers = {one.id or 0: one.number for one in session.exec(select(Case)).all()}
    return [*_duties(session, now, numbers), *_hearings(session, now, numbers)]


def _short(number: str) -> tuple[str, ...]:
    """As messages name a case: 行初12号."""
    return (number[number.index("行") :],) if "行" in number else ()


def _morning(at: datetime) -> datetime:
    return datetime.combine(at.astimezone(ZONE).date(), time(0), ZONE)


def _duties(session: Session, now: datetime, numbers: dict[int, str]) -> list[Item]:
    found, today = [], now.astimezone(ZONE).date()
    for duty in session.exec(select(Duty)).all():
        subject, names = (
            f"duty:{duty.id}",
            _short(numbers.get(duty.case_id or 0, "")) or (duty.title.get("zh", "")[:8],),
        )
        if duty.state is DutyState.OPEN and duty.deadline < today and reminders.is_reminded(duty):
            since = datetime.combine(duty.deadline + timedelta(days=1), time(0), ZONE)
            found.append(Item(f"duty {duty.rule}", duty.agency_id, since, subject, names, ("duty.overdue",)))
        if (
            duty.state is DutyState.SUBMITTED
            and duty.done_on
            and LAW.calendar.working_days_between(duty.done_on, today) > 1
        ):
            since = datetime.combine(duty.done_on, time(0), ZONE)
            found.append(Item(f"filing {duty.rule}", duty.agency_id, since, subject, names, ("duty.judge",)))
    return found


def _hearings(session: Session, now: datetime, numbers: dict[int, str]) -> list[Item]:
    found, today = [], now.astimezone(ZONE).date()
    rows = session.exec(select(Appearance, Hearing).join(Hearing, col(Hearing.id) == Appearance.hearing_id)).all()
    reported = {(d.hearing_id, d.agency_id) for d in session.exec(select(Duty)).all() if _is_reported(d)}
    for one, hearing in rows:
        on = hearing.starts_at.astimezone(ZONE).date()
        left, gone = LAW.calendar.working_days_between(today, on), LAW.calendar.working_days_between(on, today)
        wants = one.state not in (AppearanceState.CONFIRMED, AppearanceState.CLOSED) and one.strength != "none"
        subject, names = f"hearing:{hearing.id}", _short(numbers[hearing.case_id])
        if hearing.status is HearingStatus.SCHEDULED and hearing.starts_at > now and left <= SOON and wants:
            since = hearing.starts_at - timedelta(days=14)
            found.append(Item("hearing without a leader", one.agency_id, since, subject, names))
        waited = hearing.status in awaiting.AWAITED and (hearing.id, one.agency_id) not in reported
        if waited and on < today and gone > 1:
            found.append(Item("result missing", one.agency_id, _morning(hearing.starts_at), subject, names))
    return found


def _is_reported(duty: Duty) -> bool:
    """The result is reported, or need not be."""
    return duty.trigger == "hearing_over" and duty.state not in (DutyState.OPEN, DutyState.SUBMITTED)


def forgotten(session: Session, now: datetime, cast: Cast, tally: Tally) -> tuple[list[Item], list[Item]]:
    """All that is open past its time, and of that what nobody responsible was told of."""
    everything = items(session, now)
    return everything, [one for one in everything if not _told(session, one, cast, tally)]


def _responsible(cast: Cast, agency: int) -> set[int]:
    """Who is to see to it: the liaison and the principal, and the coordinators."""
    own = {account for u in cast.units if u.id == agency for account in (u.liaison, u.principal, *u.leaders)}
    return own | {*COORDINATORS, cast.county.justice_principal}


def _told(session: Session, one: Item, cast: Cast, tally: Tally) -> bool:
    people = _responsible(cast, one.agency)
    texts = (m.text for m in tally.of(people) if m.at >= one.since)
    if any(name and name in text for text in texts for name in one.names):
        return True
    return _by_row(session, one, {cast.people[account] for account in people if account in cast.people})


def _by_row(session: Session, one: Item, people: Collection[int]) -> bool:
    """A row of the outbox about it, said by itself or within another message."""
    rows = session.exec(
        select(OutboxRow).where(
            OutboxRow.subject == one.subject,
            col(OutboxRow.person_id).in_(people),
            col(OutboxRow.state).in_((SendState.SENT, SendState.CARRIED)),
            OutboxRow.due_at >= one.since,
            col(OutboxRow.kind) == "send",
        )
    ).all()
    if rows:
        return True
    whole = select(OutboxRow).where(
        col(OutboxRow.topic).in_(one.by),
        col(OutboxRow.person_id).in_(people),
        col(OutboxRow.state).in_((SendState.SENT, SendState.CARRIED)),
        OutboxRow.due_at >= one.since,
    )
    return bool(one.by) and any(row.args.get("agency", one.agency) == one.agency for row in session.exec(whole).all())
