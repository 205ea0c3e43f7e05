"""Invitations that are out: issuing, listing, taking back, extending."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.agencies.acts import INVITATION_REVOKED, INVITATIONS_EXTENDED
from bot.domain.agencies.people import InvitationLine, Invited
from bot.domain.hall.access import WHOLE, Action
from bot.domain.hall.errors import Missing, Refused
from bot.domain.hall.paging import SIZE, Page, within
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import Role
from bot.services.agencies import claims
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.agencies import invitations as invitations_store
from bot.store.agencies import people as people_store
from bot.store.tables import Invitation, Person


def link(desk: Desk, code: str) -> str:
    """The deep link of a code (core.telegram.org/bots/features#deep-linking); empty while the bot has no name."""
    name = desk.house.bot_name
    return f"https://t.me/{name}?start={code}" if name else ""


def for_role(desk: Desk, agency_id: int, role: Role) -> Invited:
    """An invitation for whoever opens it first, to hold `role` in the agency.

    Raises:
        NotAllowed: the actor may not register people there.
        Refused: the role is held by name only (an observer is time-limited).
    """
    if role in (Role.OBSERVER, Role.ADMINISTRATOR):
        raise Refused("For this role please invite a person by name.")
    invitation, code = claims.invite(desk, agency_id, role)
    return _invited(desk, invitation, code, None)


def for_person(desk: Desk, person_id: int) -> Invited:
    """An invitation for a person of the roster: one link, however many roles; earlier ones stop working.

    Raises:
        Missing: there is no such person.
        NotAllowed: the person holds no appointment over which the actor may register people.
        Refused: the person is registered already.
    """
    person = desk.session.get(Person, person_id)
    if person is None:
        raise Missing
    agency_id, role = _place(desk, person_id)
    invitation, code = claims.invite(desk, agency_id, role, person=person)
    return _invited(desk, invitation, code, person)


def _place(desk: Desk, person_id: int) -> tuple[int | None, Role]:
    """Where a person is invited to: of several appointments the first that the actor may speak for."""
    held = claims.appointments_of(desk, person_id)
    if not held:
        raise Refused("This person holds no appointment; please enter one first.")
    for appointment, agency in held:
        if agency is not None and (desk.is_system or desk.actor.may(Action.EDIT_PEOPLE, agency.path)):
            return agency.id, appointment.role
    appointment, agency = held[0]
    return (agency.id if agency else None), appointment.role


def _invited(desk: Desk, invitation: Invitation, code: str, person: Person | None) -> Invited:
    unit = claims.agency_of(desk, invitation)
    held = claims.appointments_of(desk, person.id or 0) if person else []
    first = (invitation.agency_id, invitation.role)
    others = [(ap, a) for ap, a in held if (ap.agency_id, ap.role) != first]
    return Invited(
        id=invitation.id or 0,
        name=person.name if person else "",
        agency=unit.short_name if unit else "",
        role=invitation.role,
        phone=person.phone if person else "",
        code=code,
        link=link(desk, code),
        expires_at=invitation.expires_at,
        post=next((ap.post for ap, _ in held if ap.post), ""),
        agency_id=invitation.agency_id or 0,
        further=tuple((a.short_name if a and a is not unit else "", ap.role) for ap, a in others),
    )


def issue(desk: Desk, people: Iterable[int]) -> list[Invited]:
    """Invitations for many people at once, in the order given."""
    return [for_person(desk, person_id) for person_id in people]


def waiting(desk: Desk, *, without_link: bool = False) -> list[int]:
    """People in the actor's scope who are not registered yet; only those without an open invitation if asked."""
    agencies = [agency.id for agency in access.within(desk, Action.EDIT_PEOPLE)]
    rows = people_store.staff(desk.session, agencies, desk.today, unregistered=True)
    people = list(dict.fromkeys(person.id or 0 for _, person, _ in rows))
    if not without_link:
        return people
    invited = invitations_store.invited(desk.session)
    return [person_id for person_id in people if person_id not in invited]


# -- what is out -----------------------------------------------------------------------------------------------


def out(desk: Desk, number: int = 0, size: int = SIZE) -> Page[InvitationLine]:
    """Invitations in the actor's scope that nobody has used and nobody took back, newest first."""
    scope = _scope(desk)
    total = invitations_store.count_open(desk.session, scope)
    number = within(number, total, size)
    rows = invitations_store.open_ones(desk.session, scope, first=number * size, most=size)
    return Page(tuple(_line(desk, row) for row in rows), number, total, size)


def expired(desk: Desk) -> int:
    """How many of them have expired."""
    return invitations_store.count_open(desk.session, _scope(desk), expired_at=desk.now)


def extend_expired(desk: Desk) -> int:
    """Make all expired invitations in the actor's scope valid for another 7 days; the same codes work again."""
    rows = invitations_store.expired(desk.session, _scope(desk), desk.now)
    for row in rows:
        row.expires_at = desk.now + claims.VALID
        desk.session.add(row)
    if rows:
        desk.audit(INVITATIONS_EXTENDED, new={"ids": [row.id for row in rows][:500], "count": len(rows)})
    return len(rows)


def revocable(desk: Desk, invitation_id: int) -> Invitation:
    """An invitation in the actor's scope, locked. Raises Missing where there is none."""
    row = invitations_store.locked(desk.session, invitation_id, _scope(desk))
    if row is None:
        raise Missing
    return row


def revoke(desk: Desk, invitation_id: int) -> InvitationLine:
    """Take an invitation back.

    Raises:
        Missing: there is none, or it is not in the actor's scope.
        Refused: it has been used.
    """
    row = revocable(desk, invitation_id)
    if row.used_at is not None:
        raise Refused("This invitation has been used already; the appointment can be ended under /people.")
    if row.revoked_at is None:
        row.revoked_at = desk.now
        desk.session.add(row)
        desk.audit(INVITATION_REVOKED, About.INVITATION(row.id), agency_id=row.agency_id)
    return _line(desk, row)


def _scope(desk: Desk) -> invitations_store.Scope:
    """Of agencies over which the actor may register people; those for the whole tree are the administrators'."""
    if desk.is_system:
        return invitations_store.Scope(None)
    return invitations_store.Scope(desk.actor.branches(Action.EDIT_PEOPLE), desk.actor.may(Action.EDIT_PEOPLE, WHOLE))


def _line(desk: Desk, row: Invitation) -> InvitationLine:
    person = desk.session.get(Person, row.person_id) if row.person_id else None
    unit = claims.agency_of(desk, row)
    return InvitationLine(
        row.id or 0,
        person.name if person else "",
        unit.short_name if unit else "",
        row.role,
        row.expires_at,
        row.expires_at <= desk.now,
    )
