"""In a reform of agencies: whose roles pass to the successor, and whose do not."""

from __future__ import annotations

from datetime import date, timedelta

from bot.domain.agencies.acts import APPOINTMENT_ENDED, APPOINTMENT_PASSED
from bot.domain.agencies.reform import Passing
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import Role
from bot.services.hall.desk import Desk
from bot.store.agencies import people as people_store
from bot.store.tables import Appointment, Person


def pass_on(desk: Desk, passing: Passing) -> None:
    """Every role that is not over passes; nobody holds one twice, and the successor's own principal leader stays."""
    for row, person, _ in people_store.staff(desk.session, [passing.old], desk.today):
        heir = passing.heir_of_person(person.id or 0)
        if heir != passing.old:
            _pass_one(desk, passing, row, person, heir)
    desk.session.flush()


def _pass_one(desk: Desk, passing: Passing, row: Appointment, person: Person, heir: int) -> None:
    if row.role is Role.PRINCIPAL and _overlap(desk, row, heir, None):
        passing.stays.append(person.name)
        passing.unpassed.add(person.id or 0)
        _end(desk, passing, row)
    elif _overlap(desk, row, heir, person.id):
        passing.held.append((person.name, row.role))
        passing.passed.add(person.id or 0)
        _end(desk, passing, row)
    else:
        passing.people.append((person.name, row.role, heir))
        passing.passed.add(person.id or 0)
        _move(desk, row, heir)


def _overlap(desk: Desk, row: Appointment, heir: int, person_id: int | None) -> bool:
    """Whether the successor has this role filled at the same time: by this person, or (None) by anybody."""
    found = people_store.appointed_in(desk.session, heir, [row.role], person_id=person_id)
    until = row.to_date or date.max
    return any(
        other.from_date <= until and (other.to_date or date.max) >= max(row.from_date, desk.today) for other, _ in found
    )


def _move(desk: Desk, row: Appointment, heir: int) -> None:
    """Until yesterday there, from today on here; what begins today or later simply begins here."""
    values = {"role": row.role.value, "agency_id": heir}
    desk.audit(
        APPOINTMENT_PASSED,
        About.PERSON(row.person_id),
        agency_id=heir,
        for_id=row.person_id,
        old={"agency_id": row.agency_id},
        new=values,
    )
    if row.from_date >= desk.today:
        row.agency_id = heir
    else:
        same = ("person_id", "role", "post", "in_charge_of", "to_date")
        kept = {name: getattr(row, name) for name in same}
        desk.session.add(Appointment(**kept, agency_id=heir, from_date=desk.today))
        row.to_date = desk.today - timedelta(days=1)
    row.revise()
    desk.session.add(row)
    desk.session.flush()


def _end(desk: Desk, passing: Passing, row: Appointment) -> None:
    if row.from_date > desk.today:
        desk.session.delete(row)
        desk.session.flush()
        return
    old = {"to_date": row.to_date.isoformat() if row.to_date else None}
    row.to_date = max(row.from_date, desk.today - timedelta(days=1))
    row.revise()
    desk.session.add(row)
    desk.session.flush()
    new = {"to_date": row.to_date.isoformat(), "role": row.role.value}
    desk.audit(APPOINTMENT_ENDED, About.PERSON(row.person_id), agency_id=passing.old, old=old, new=new)


def follow(desk: Desk, passing: Passing) -> None:
    """Whoever was named for a hearing and is no leader of the successor is not named any more; other rooms follow."""
    for person_id in sorted(passing.passed | passing.unpassed):
        for agency_id in (passing.old, *passing.heirs.all):
            desk.house.wiring.tell_appointment_ended(desk, person_id, agency_id)
