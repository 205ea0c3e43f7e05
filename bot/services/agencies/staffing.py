"""Who holds which role: entering people, appointing, correcting."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from bot.domain.agencies import topics
from bot.domain.agencies.acts import APPOINTED, PERSON_ADDED, PERSON_CORRECTED, POST_CORRECTED
from bot.domain.hall.access import WHOLE, Action
from bot.domain.hall.errors import Missing, NotAllowed, Refused, Stale
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import Role
from bot.domain.hall.topics import Nothing, Notice, to_person
from bot.services.agencies import disputes
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.agencies import people as people_store
from bot.store.tables import Agency, Appointment, Person

TOLD_AT = time(9)
"""Local time at which an office that begins later, or is left, is told of."""

# -- entering --------------------------------------------------------------------------------------------------


def add(desk: Desk, agency_id: int, *, name: str, phone: str, role: Role, **post: Any) -> Person:
    """A person with a first appointment; somebody of this name and number is taken to be the same person.

    `post` is handed on to `appoint`.

    Raises:
        NotAllowed: the actor may not register people there.
        Refused: the appointment cannot be; the sentence says why.
    """
    access.require(desk, Action.EDIT_PEOPLE, agency_id)
    person = same_person(desk, name, phone)
    if person is None:
        check_number_free(desk, name, phone)
        person = Person(name=name, phone=phone, language=desk.house.locale, created_at=desk.now)
        desk.session.add(person)
        desk.session.flush()
        desk.audit(PERSON_ADDED, About.PERSON(person.id), agency_id=agency_id, new={"name": name})
    appoint(desk, person.id or 0, agency_id, role, **post)
    return person


def check_number_free(desk: Desk, name: str, phone: str) -> None:
    """Refuse a mobile number that stands at somebody of another name; offices may share theirs.

    Whoever may not edit that person is not told the name: trying numbers would be a way to learn who has them.
    """
    if len(phone) != 11 or not phone.isdigit():
        return
    other = next((person for person in people_store.by_phone(desk.session, phone) if person.name != name), None)
    if other is None:
        return
    posts = people_store.appointments_of(desk.session, [other.id or 0])
    places = [access.agency(desk, post.agency_id).path if post.agency_id else WHOLE for post in posts]
    if desk.is_system or any(desk.actor.may(Action.EDIT_PEOPLE, path) for path in places):
        raise Refused("This mobile number stands at {name} as well.", name=other.name)
    raise Refused("This mobile number stands at somebody of another office already: please check it.")


def same_person(desk: Desk, name: str, phone: str) -> Person | None:
    """The person of this name and number; a number alone (an office's) proves nothing."""
    if not phone:
        return None
    return next((person for person in people_store.by_phone(desk.session, phone) if person.name == name), None)


def appoint(
    desk: Desk,
    person_id: int,
    agency_id: int,
    role: Role,
    *,
    post: str = "",
    in_charge_of: str = "",
    from_date: date | None = None,
    to_date: date | None = None,
) -> Appointment:
    """A role of a person in an agency, from today unless said otherwise; both dates are included.

    Raises:
        NotAllowed: the actor may not register people there; only an administrator makes administrators.
        Refused: the role is held already, another principal leader is in office, or an observer lacks an end.
    """
    agency = access.require(desk, Action.EDIT_PEOPLE, agency_id)
    if role is Role.ADMINISTRATOR:
        raise NotAllowed
    if agency.closed_on is not None:
        raise Refused("{agency} is closed.", agency=agency.short_name)
    start = from_date or desk.today
    if to_date is not None and to_date < start:
        raise Refused("The last day lies before the first one, {date}.", date=start)
    if role is Role.OBSERVER and to_date is None:
        raise Refused("An observer needs a last day.")
    _check_free(desk, person_id, agency, role, start, to_date)
    made = Appointment(
        person_id=person_id,
        agency_id=agency_id,
        role=role,
        post=post,
        in_charge_of=in_charge_of,
        from_date=start,
        to_date=to_date,
    )
    desk.session.add(made)
    desk.session.flush()
    desk.audit(APPOINTED, About.PERSON(person_id), agency_id=agency_id, for_id=person_id, new=_plain(made))
    outbox.refresh(desk, About.ROSTER())
    _tell(desk, made)
    return made


def _tell(desk: Desk, made: Appointment) -> None:
    """Whoever is registered already is told of a new office: once, however many came in one step."""
    person = desk.session.get(Person, made.person_id)
    over = made.to_date is not None and made.to_date < desk.today
    if person is None or person.telegram_id is None or person.id == desk.actor.person_id or over:
        return
    at = max(desk.now, desk.at(made.from_date, TOLD_AT))
    key = f"appointed:{person.id}:{at.isoformat()}:{desk.now.timestamp():.0f}"
    outbox.plan(desk, Notice(topics.APPOINTED, Nothing()), to_person(person.id), at=at, dedupe=key)


def _check_free(desk: Desk, person_id: int, agency: Agency, role: Role, start: date, end: date | None) -> None:
    """No role twice for one person, no two principal leaders at a time."""
    whose = None if role is Role.PRINCIPAL else person_id
    for row, holder in people_store.appointed_in(desk.session, agency.id or 0, [role], person_id=whose):
        if row.from_date > (end or date.max) or start > (row.to_date or date.max):
            continue
        if row.person_id == person_id:
            raise Refused("{name} holds this role in {agency} already.", name=holder.name, agency=agency.short_name)
        if role is Role.PRINCIPAL:
            raise Refused(
                "{name} is the principal leader of {agency}. End that appointment first.",
                name=holder.name,
                agency=agency.short_name,
            )


def _plain(made: Appointment) -> dict[str, Any]:
    return made.model_dump(mode="json", exclude={"person_id"})


# -- correcting ------------------------------------------------------------------------------------------------


def correct(desk: Desk, person_id: int, version: int, *, name: str, phone: str) -> Person:
    """Correct name and telephone; a changed number has to be verified anew.

    Raises:
        Missing, NotAllowed: none of the person's agencies is the actor's to edit.
        Stale: somebody changed the person meanwhile.
        Refused: the mobile number stands at somebody else.
    """
    person = editable(desk, person_id)
    if person.version != version:
        raise Stale
    if phone != person.phone:
        check_number_free(desk, name, phone)
    old = {"name": person.name, "phone": person.phone}
    person.phone_verified = person.phone_verified and person.phone == phone
    person.name, person.phone = name, phone
    person.revise()
    desk.session.add(person)
    desk.audit(PERSON_CORRECTED, About.PERSON(person_id), old=old, new={"name": name, "phone": phone})
    disputes.corrected(desk, person_id)
    outbox.refresh(desk, About.PERSON(person_id))
    outbox.refresh(desk, About.ROSTER())
    return person


def editable(desk: Desk, person_id: int) -> Person:
    """The person, if the actor may edit people in one of the agencies; administrators' entries are administrators'.

    Raises:
        Missing: there is no such person.
        NotAllowed: it is not the actor's to edit.
    """
    person = desk.session.get(Person, person_id)
    if person is None:
        raise Missing
    if desk.is_system or desk.actor.may(Action.EDIT_PEOPLE, WHOLE):
        return person
    held = people_store.held_by(desk.session, person_id, desk.today)
    if any(appointment.role is Role.ADMINISTRATOR for appointment, _ in held):
        raise NotAllowed
    if not any(agency is not None and desk.actor.may(Action.EDIT_PEOPLE, agency.path) for _, agency in held):
        raise NotAllowed
    return person


def correct_post(desk: Desk, appointment_id: int, version: int, *, post: str, in_charge_of: str) -> Appointment:
    """Correct the post, and the matters a leader is in charge of.

    Raises:
        Missing, NotAllowed, Stale: as for every change.
    """
    row = appointment(desk, appointment_id, version)
    old = {"post": row.post, "in_charge_of": row.in_charge_of}
    row.post, row.in_charge_of = post, in_charge_of
    row.revise()
    desk.session.add(row)
    new = {"post": post, "in_charge_of": in_charge_of}
    desk.audit(POST_CORRECTED, About.PERSON(row.person_id), agency_id=row.agency_id, old=old, new=new)
    disputes.corrected(desk, row.person_id)
    return row


def appointment(desk: Desk, appointment_id: int, version: int) -> Appointment:
    """The appointment for changing, at the version the actor saw.

    Raises:
        Missing: there is none.
        NotAllowed: it is not the actor's to change.
        Stale: somebody changed it meanwhile.
    """
    row = desk.session.get(Appointment, appointment_id)
    if row is None:
        raise Missing
    if row.agency_id is not None:
        access.require(desk, Action.EDIT_PEOPLE, row.agency_id)
    elif not desk.is_system and not desk.actor.may(Action.EDIT_PEOPLE, WHOLE):
        raise NotAllowed
    if row.version != version:
        raise Stale
    return row


def holder_of(desk: Desk, appointment_id: int) -> int:
    """Whose appointment it is; what of the person the actor may see is asked elsewhere.

    Raises:
        Missing: there is no such appointment.
    """
    row = desk.session.get(Appointment, appointment_id)
    if row is None:
        raise Missing
    return row.person_id
