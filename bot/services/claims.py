"""Registration: the first administrator, invitations, and how a code makes a stranger a known person."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.domain.access import Action
from bot.domain.errors import Refused
from bot.domain.terms import Lane, Role
from bot.services import access, notes, outbox
from bot.services.desk import SYSTEM, Desk, House
from bot.store.tables import Agency, Appointment, Invitation, Person

VALID = timedelta(days=7)
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, O, 1, I: codes are read out over the telephone."""
CODE_LENGTH = 10


def new_code() -> str:
    """A code of 10 characters (50 bits), fit for a deep link and for typing."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(CODE_LENGTH))


def hash_of(code: str) -> str:
    return hashlib.sha256(code.strip().upper().encode()).hexdigest()


def looks_like_code(text: str) -> bool:
    cleaned = text.strip().upper().replace(" ", "").replace("-", "")
    return len(cleaned) == CODE_LENGTH and all(c in _ALPHABET for c in cleaned)


def first_administrators(session: Session, house: House, ids: tuple[int, ...], *, now: datetime) -> str | None:
    """Make the people of `CHUTING_ADMINS` administrators; returns a claim code when there is none at all."""
    desk = Desk(session, house, now, SYSTEM)
    for telegram_id in ids:
        person = access.person_by_telegram(session, telegram_id)
        if person is None:
            person = Person(name=str(telegram_id), telegram_id=telegram_id, language=house.locale, created_at=now)
            session.add(person)
            session.flush()
        _appoint_administrator(desk, person)
    if _administrator_exists(session):
        return None
    code = new_code()
    notes.put(session, "claim", {"hash": hash_of(code)}, now=now)
    return code


def _administrator_exists(session: Session) -> bool:
    return session.exec(select(Appointment.id).where(Appointment.role == Role.ADMINISTRATOR)).first() is not None


def _appoint_administrator(desk: Desk, person: Person) -> None:
    held = desk.session.exec(
        select(Appointment.id).where(Appointment.person_id == person.id, Appointment.role == Role.ADMINISTRATOR)
    ).first()
    if held is None:
        desk.session.add(Appointment(person_id=person.id or 0, role=Role.ADMINISTRATOR, from_date=desk.today))
        desk.audit("administrator_appointed", f"person:{person.id}")


def claim_first(desk: Desk, code: str, *, telegram_id: int, chat_id: int, name: str, language: str) -> Person | None:
    """The first administrator claims the bot with the code that the start printed; None if it is not that code."""
    expected = notes.get(desk.session, "claim").get("hash")
    if not expected or not secrets.compare_digest(expected, hash_of(code)) or _administrator_exists(desk.session):
        return None
    person = access.person_by_telegram(desk.session, telegram_id)
    if person is None:
        person = Person(
            name=name[:60] or str(telegram_id),
            telegram_id=telegram_id,
            chat_id=chat_id,
            language=language,
            created_at=desk.now,
        )
        desk.session.add(person)
        desk.session.flush()
    _appoint_administrator(desk, person)
    notes.put(desk.session, "claim", {}, now=desk.now)
    return person


def invite(
    desk: Desk, agency_id: int | None, role: Role | None, *, person: Person | None = None
) -> tuple[Invitation, str]:
    """A one-time invitation, valid 7 days; returns it with the bare code, which is stored only as a hash.

    Either for a `person` of the roster, or for whoever opens it, to hold `role` in the agency.
    """
    if agency_id is not None:
        access.require(desk, Action.EDIT_PEOPLE, agency_id)
    elif not desk.is_system and not desk.actor.is_administrator:
        raise Refused("Only an administrator may invite for the whole tree.")
    code = new_code()
    invitation = Invitation(
        code_hash=hash_of(code),
        person_id=person.id if person else None,
        agency_id=agency_id,
        role=role,
        created_by=desk.actor.person_id or None,
        created_at=desk.now,
        expires_at=desk.now + VALID,
    )
    desk.session.add(invitation)
    desk.session.flush()
    desk.audit("invited", f"invitation:{invitation.id}", agency_id=agency_id, new={"role": role and role.value})
    return invitation, code


def find(desk: Desk, code: str) -> Invitation:
    """The invitation behind a code, locked for this transaction.

    Raises:
        Refused: unknown, used, revoked or expired; the sentence says which.
    """
    cleaned = code.replace(" ", "").replace("-", "")
    invitation = desk.session.exec(
        select(Invitation).where(Invitation.code_hash == hash_of(cleaned)).with_for_update()
    ).first()
    if invitation is None or invitation.revoked_at is not None:
        raise Refused("This invitation is not valid. Please ask the bureau for a new one.")
    if invitation.used_at is not None:
        raise Refused("This invitation has been used already. Please ask the bureau for a new one.")
    if invitation.expires_at <= desk.now:
        raise Refused("This invitation expired. Please ask the bureau for a new one.")
    return invitation


@dataclass(frozen=True)
class Known:
    """What an invitation knows of the person who will open it."""

    name: str
    phone: str
    appointments: tuple[tuple[str, Role, str], ...]
    """(agency's short name, role, post)"""


def preview(desk: Desk, invitation: Invitation) -> Known:
    """What to show before the one tap."""
    person = desk.session.get(Person, invitation.person_id) if invitation.person_id else None
    if person is not None:
        rows = appointments_of(desk, person.id or 0)
        held = tuple((a.short_name if a else "", ap.role, ap.post) for ap, a in rows)
        return Known(person.name, person.phone, held)
    unit = agency_of(desk, invitation)
    held = ((unit.short_name if unit else "", invitation.role, ""),) if invitation.role else ()
    return Known("", "", held)


def report_wrong(desk: Desk, invitation: Invitation) -> None:
    """The invited person says that something is wrong: revoke, and tell whoever invited."""
    invitation.revoked_at = desk.now
    desk.session.add(invitation)
    desk.audit("invitation_disputed", f"invitation:{invitation.id}", agency_id=invitation.agency_id)
    known = preview(desk, invitation)
    if invitation.created_by:
        outbox.plan(
            desk,
            "invitation.wrong",
            {"name": known.name, "agency": known.appointments[0][0] if known.appointments else ""},
            person_id=invitation.created_by,
            urgent=True,
            lane=Lane.INTERACTIVE,
        )


def verify_phone(desk: Desk, phone: str) -> bool:
    """Compare a shared number with the roster's; returns whether they are the same."""
    person = desk.session.get(Person, desk.actor.person_id)
    if person is None:
        return False
    same = bool(person.phone) and _digits(person.phone) == _digits(phone)
    if same or not person.phone:
        person.phone, person.phone_verified = person.phone or phone[:30], True
        desk.session.add(person)
    desk.audit("phone_shared", f"person:{person.id}", new={"matched": same})
    return same or person.phone_verified


def _digits(phone: str) -> str:
    return "".join(c for c in phone if c.isdigit()).removeprefix("86")[-11:]


def accept(desk: Desk, invitation: Invitation, *, telegram_id: int, chat_id: int, name: str, language: str) -> Person:
    """Bind the sender to the invited person: at most once, even when two press at the same instant.

    The row is locked by `find`; on SQLite the one writer does the same.
    """
    known = access.person_by_telegram(desk.session, telegram_id)
    person = _invited_person(desk, invitation, known, name, language)
    if person.telegram_id not in (None, telegram_id):
        raise Refused("This person is registered already.")
    person.telegram_id, person.chat_id, person.unreachable_since = telegram_id, chat_id, None
    desk.session.add(person)
    desk.session.flush()
    invitation.used_at, invitation.used_by = desk.now, person.id
    desk.session.add(invitation)
    if invitation.agency_id is not None and invitation.role is not None and invitation.person_id is None:
        desk.session.add(
            Appointment(
                person_id=person.id or 0, agency_id=invitation.agency_id, role=invitation.role, from_date=desk.today
            )
        )
    desk.audit("registered", f"person:{person.id}", agency_id=invitation.agency_id, for_id=person.id)
    return person


def _invited_person(desk: Desk, invitation: Invitation, known: Person | None, name: str, language: str) -> Person:
    invited = desk.session.get(Person, invitation.person_id) if invitation.person_id else None
    if invited is None:
        return known or Person(name=name[:60], language=language, created_at=desk.now)
    if known is not None and known.id != invited.id:
        _merge(desk, into=known, from_=invited)
        return known
    return invited


def _merge(desk: Desk, *, into: Person, from_: Person) -> None:
    """Somebody who is registered opens a link made for a second roster entry: the appointments join."""
    for appointment in desk.session.exec(select(Appointment).where(Appointment.person_id == from_.id)).all():
        appointment.person_id = into.id or 0
        desk.session.add(appointment)
    desk.audit("people_joined", f"person:{into.id}", old={"person": from_.id, "name": from_.name})


def agency_of(desk: Desk, invitation: Invitation) -> Agency | None:
    return desk.session.get(Agency, invitation.agency_id) if invitation.agency_id else None


def appointments_of(desk: Desk, person_id: int) -> list[tuple[Appointment, Agency | None]]:
    """All appointments of a person that hold today, with their agencies."""
    rows = desk.session.exec(
        select(Appointment, Agency)
        .join(Agency, col(Agency.id) == Appointment.agency_id, isouter=True)
        .where(Appointment.person_id == person_id)
        .where((col(Appointment.to_date).is_(None)) | (col(Appointment.to_date) >= desk.today))
        .order_by(col(Appointment.id))
    ).all()
    return [(appointment, agency) for appointment, agency in rows]
