"""Leaving an office, and handing open work to somebody else in one step."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot.domain.agencies import topics
from bot.domain.agencies.acts import APPOINTMENT_ENDED, WORK_HANDED_OVER
from bot.domain.agencies.people import HandedOver, Left, Vacancy
from bot.domain.agencies.topics import TAKEOVER, Takeover
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing, Refused
from bot.domain.hall.subjects import About, Subject
from bot.domain.hall.terms import LIAISONS, Role
from bot.domain.hall.topics import Notice, to_audience, to_person
from bot.services.agencies.staffing import TOLD_AT, appointment
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.agencies import people as people_store
from bot.store.cases import queries as cases_store
from bot.store.duties import owed as owed_store
from bot.store.hearings import appearances as appearances_store
from bot.store.post import queries as post_store
from bot.store.tables import Agency, Appointment, Case, Duty, Hearing, Person

# -- leaving ---------------------------------------------------------------------------------------------------


def end(desk: Desk, appointment_id: int, version: int, last_day: date) -> Left:
    """End an appointment after `last_day` (included).

    A leaving liaison's open items go to the deputy; where there is none, the principal leader and the coordinators
    are told the same day (duties.md section D, rule 6).

    Raises:
        Missing, NotAllowed, Stale: as for every change.
        Refused: the day lies before the appointment began, or nobody would be administrator any more.
    """
    row = appointment(desk, appointment_id, version)
    if last_day < row.from_date:
        raise Refused("The appointment began on {date}; the last day cannot lie before.", date=row.from_date)
    if row.role is Role.ADMINISTRATOR:
        _check_another_administrator(desk, row)
    old = {"to_date": row.to_date.isoformat() if row.to_date else None}
    row.to_date = last_day
    row.revise()
    desk.session.add(row)
    desk.session.flush()
    new = {"to_date": last_day.isoformat(), "role": row.role.value}
    desk.audit(APPOINTMENT_ENDED, About.PERSON(row.person_id), agency_id=row.agency_id, old=old, new=new)
    person = desk.session.get_one(Person, row.person_id)
    successor = _liaison_leaves(desk, row, person) if row.role in LIAISONS else None
    agency_id = row.agency_id or 0
    desk.house.wiring.tell_appointment_ended(desk, row.person_id, agency_id)
    outbox.refresh(desk, About.ROSTER())
    return Left(
        name=person.name,
        last_day=last_day,
        successor=successor.name if successor else "",
        vacant=row.role in LIAISONS and successor is None,
        over=last_day < desk.today,
        named=appearances_store.count_named(desk.session, row.person_id, agency_id),
    )


def _check_another_administrator(desk: Desk, row: Appointment) -> None:
    if not people_store.count_other_administrators(desk.session, row.id, desk.today):
        raise Refused("This is the last administrator. Appoint another one first.")


def _liaison_leaves(desk: Desk, row: Appointment, person: Person) -> Person | None:
    agency_id, last_day = row.agency_id or 0, row.to_date or desk.today
    _plan_vacancy(desk, agency_id, last_day)
    successor = next((p for p in _liaisons_after(desk, agency_id, last_day) if p.id != person.id), None)
    if successor is None:
        return None
    since = None if last_day <= desk.today else desk.at(last_day + timedelta(days=1), time(0))
    _move_rows(desk, person.id or 0, successor.id or 0, agency_id, since)
    shows = Takeover(agency_id, person.id or 0, person.name, last_day)
    _tell_taker(desk, shows, successor.id or 0, max(desk.now, desk.at(last_day, TOLD_AT)))
    return successor


def _tell_taker(desk: Desk, shows: Takeover, to_id: int, at: datetime) -> None:
    """Once a day: whoever was handed the work is not told again when the other's appointment ends."""
    day = at.astimezone(desk.house.zone).date().isoformat()
    key = f"takeover:{shows.agency}:{shows.from_}>{to_id}:{day}"
    outbox.plan(desk, Notice(TAKEOVER, shows, About.AGENCY(shows.agency)), to_person(to_id), at=at, dedupe=key)


def _plan_vacancy(desk: Desk, agency_id: int, last_day: date) -> None:
    """On the last day of the last one in office: successors may leave as well."""
    rows = [row for row, _ in people_store.appointed_in(desk.session, agency_id, LIAISONS)]
    until = max(last_day, desk.today - timedelta(days=1))
    for row in sorted(rows, key=lambda row: row.from_date):
        if row.from_date <= until + timedelta(days=1):
            until = max(until, row.to_date or date.max - timedelta(days=1))
    if until < date.max - timedelta(days=1):
        day = last_day if until < desk.today else until
        _tell_vacancy(desk, agency_id, day, max(desk.now, desk.at(day, TOLD_AT)))


def _liaisons_after(desk: Desk, agency_id: int, last_day: date) -> list[Person]:
    """Liaison officers, then deputies, who are in office the day after."""
    after = max(last_day + timedelta(days=1), desk.today)
    rows = people_store.appointed_in(desk.session, agency_id, LIAISONS, day=after)
    return [person for _, person in sorted(rows, key=lambda found: found[0].role is not Role.LIAISON)]


def _tell_vacancy(desk: Desk, agency_id: int, last_day: date, at: datetime) -> None:
    notice = Notice(topics.VACANCY, topics.Vacancy(agency_id, last_day), About.AGENCY(agency_id))
    for audience in (f"principal@{agency_id}", f"coordinators@{agency_id}"):
        outbox.plan(
            desk,
            notice,
            to_audience(audience),
            at=at,
            dedupe=f"vacancy:{agency_id}:{last_day.isoformat()}:{audience}",
        )


def vacancy(desk: Desk, agency_id: int, last_day: date) -> Vacancy | None:
    """Whether the agency still lacks a liaison officer after `last_day`; None when somebody took the office."""
    agency = desk.session.get(Agency, agency_id)
    if agency is None or agency.closed_on is not None or _liaisons_after(desk, agency_id, last_day):
        return None
    return Vacancy(agency_id, agency.short_name, last_day + timedelta(days=1), open_duties(desk, agency_id))


def open_duties(desk: Desk, agency_id: int) -> int:
    """How many duties the agency has open, as its own list counts them."""
    return owed_store.count_of(desk.session, agency_id, desk.today)


# -- handing over ----------------------------------------------------------------------------------------------


def hand_over(desk: Desk, from_id: int, to_id: int, agency_id: int) -> HandedOver:
    """Everything that one person has open in an agency goes to another in one step.

    Messages planned for the one will reach the other; other rooms move what they keep by person. Being named as the
    leader who appears is never moved: another leader has to be asked.

    Raises:
        NotAllowed: the actor may not register people in the agency.
        Refused: the other person holds no role there.
    """
    agency = access.require(desk, Action.EDIT_PEOPLE, agency_id)
    sender, taker = desk.session.get(Person, from_id), desk.session.get(Person, to_id)
    if sender is None or taker is None or from_id == to_id:
        raise Missing
    if taker.id not in {person.id for person in access.holders(desk, agency_id, *Role)}:
        raise Refused("{name} holds no role in {agency}.", name=taker.name, agency=agency.short_name)
    moved = _move_rows(desk, from_id, to_id, agency_id, None)
    others = desk.house.wiring.tell_work_handed_over(desk, from_id, to_id, agency_id)
    new = {"to": to_id, "messages": moved, "others": others}
    desk.audit(WORK_HANDED_OVER, About.PERSON(from_id), agency_id=agency_id, for_id=from_id, new=new)
    _tell_taker(desk, Takeover(agency_id, from_id, sender.name, desk.today), to_id, desk.now)
    return HandedOver(taker.name, moved, others, appearances_store.count_named(desk.session, from_id, agency_id))


def _move_rows(desk: Desk, from_id: int, to_id: int, agency_id: int, since: datetime | None) -> int:
    """Readdress what is planned for a person about this agency, from `since` on. Asking a leader is not moved."""
    planned = post_store.planned_for(desk.session, from_id, since=since)
    rows = [row for row in planned if _concerns(desk, Subject.read(row.subject), agency_id)]
    for row in rows:
        row.person_id = to_id
        desk.session.add(row)
    return len(rows)


def _concerns(desk: Desk, subject: Subject | None, agency_id: int) -> bool:
    """Whether a subject is a matter of this agency."""
    if subject is None:
        return False
    number = subject.number
    match subject.kind:
        case About.AGENCY:
            return number == agency_id
        case About.DUTY:
            duty = desk.session.get(Duty, number)
            return duty is not None and duty.agency_id == agency_id
        case About.CASE:
            return _is_party(desk, number, agency_id)
        case About.HEARING:
            hearing = desk.session.get(Hearing, number)
            return hearing is not None and _is_party(desk, hearing.case_id, agency_id)
    return False


def _is_party(desk: Desk, case_id: int, agency_id: int) -> bool:
    case = desk.session.get(Case, case_id)
    if case is not None and case.handling_agency_id == agency_id:
        return True
    return cases_store.party_of(desk.session, case_id, agency_id) is not None
