"""Registration: the first administrator, invitations, and how a code makes a stranger a known person."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.domain.agencies.acts import ADMINISTRATOR_APPOINTED, INVITED, PEOPLE_JOINED, PHONE_SHARED, REGISTERED
from bot.domain.agencies.topics import OTHER_PHONE, OtherPhone
from bot.domain.hall.access import WHOLE, Action
from bot.domain.hall.errors import NotAllowed, Refused
from bot.domain.hall.problems import Problem
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import Role
from bot.domain.hall.topics import Notice, to_audience
from bot.domain.reading.cleaning import clean_line, read_phone
from bot.services.agencies import guesses
from bot.services.hall import access, notes
from bot.services.hall.desk import SYSTEM, Desk, House
from bot.services.post import outbox
from bot.store.agencies import invitations as invitations_store
from bot.store.agencies import people as people_store
from bot.store.hearings import appearances as appearances_store
from bot.store.post import queries as post_store
from bot.store.tables import Agency, Appointment, Person
from bot.store.tables import Invitation as Invitation

VALID = timedelta(days=7)
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, O, 1, I: codes are read out over the telephone."""
CODE_LENGTH = 10
_BEFORE = re.compile(r"^\W*(我的)?(邀请码|(invitation\s+)?code)\s*(是|为|is)?", re.IGNORECASE)
"""No code holds the word: O is not among its letters."""


def new_code() -> str:
    """A code of 10 characters (49 bits), fit for a deep link and for typing; a digit tells it from a word."""
    code = ""
    while not any(c.isdigit() for c in code):
        code = "".join(secrets.choice(_ALPHABET) for _ in range(CODE_LENGTH))
    return code


def plain_code(text: str) -> str:
    """A code as it was made, however typed: small letters, full-width ones, blanks, hyphens, 邀请码 before it."""
    return "".join(c for c in _BEFORE.sub("", clean_line(text)).upper() if c.isalnum())


def hash_of(code: str) -> str:
    return hashlib.sha256(plain_code(code).encode()).hexdigest()


def looks_like_code(text: str) -> bool:
    cleaned = plain_code(text)
    return len(cleaned) == CODE_LENGTH and set(cleaned) <= set(_ALPHABET) and any(c.isdigit() for c in cleaned)


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
    if people_store.has_administrator(session):
        return None
    code = new_code()
    notes.put(session, "claim", {"hash": hash_of(code)}, now=now)
    return code


def _appoint_administrator(desk: Desk, person: Person) -> None:
    if not people_store.has_administrator(desk.session, person.id or 0):
        desk.session.add(Appointment(person_id=person.id or 0, role=Role.ADMINISTRATOR, from_date=desk.today))
        desk.audit(ADMINISTRATOR_APPOINTED, About.PERSON(person.id))


def claim_first(desk: Desk, code: str, *, telegram_id: int, chat_id: int, name: str, language: str) -> Person | None:
    """The first administrator claims the bot with the code that the start printed; None if it is not that code."""
    expected = notes.get(desk.session, "claim").get("hash")
    if not expected or not secrets.compare_digest(expected, hash_of(code)):
        return None
    if people_store.has_administrator(desk.session):
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

    Either for a `person` of the roster (whose earlier invitation it replaces), or for whoever opens it, to hold
    `role` in the agency.

    Raises:
        NotAllowed: the actor may not register people there.
        Refused: the person is registered, or only an administrator may invite so far.
    """
    _check_may_invite(desk, agency_id, role)
    if person is not None and person.telegram_id is not None:
        raise Refused("{name} is registered already.", name=person.name)
    if person is not None:
        invitations_store.take_back(desk.session, person.id, desk.now)
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
    desk.audit(INVITED, About.INVITATION(invitation.id), agency_id=agency_id, new={"role": role and role.value})
    return invitation, code


def _check_may_invite(desk: Desk, agency_id: int | None, role: Role | None) -> None:
    if agency_id is None and not desk.is_system and not desk.actor.may(Action.EDIT_PEOPLE, WHOLE):
        raise Refused("Only an administrator may invite for the whole tree.")
    if agency_id is not None:
        agency = access.require(desk, Action.EDIT_PEOPLE, agency_id)
        if agency.closed_on is not None:
            raise Refused("{agency} is closed.", agency=agency.short_name)
        if role is Role.ADMINISTRATOR and not desk.is_system:
            raise NotAllowed


def attempt(desk: Desk, code: str, telegram_id: int) -> Invitation | Problem:
    """The invitation behind a code that an account tries. A `Problem` is returned, not raised: the wrong guess that
    is written down here must outlive the refusal."""
    lock = guesses.locked(desk, telegram_id)
    if lock is not None:
        return lock
    try:
        return find(desk, code)
    except Unknown as unknown:
        guesses.count(desk, telegram_id)
        return unknown.problem
    except Refused as refused:
        return refused.problem


class Unknown(Refused):
    """No invitation has this code."""

    def __init__(self) -> None:
        super().__init__("This invitation is not valid. Please ask the bureau for a new one.")


def find(desk: Desk, code: str) -> Invitation:
    """The invitation behind a code, locked for this transaction.

    Raises:
        Unknown: there is none.
        Refused: used, revoked or expired; the sentence says which.
    """
    invitation = invitations_store.by_code(desk.session, hash_of(code))
    if invitation is None:
        raise Unknown
    if invitation.revoked_at is not None:
        raise Refused("This invitation was taken back. Please ask the bureau for a new one.")
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


def verify_phone(desk: Desk, phone: str) -> bool:
    """Compare a shared number with the roster's; returns whether they are the same.

    A number that the roster lacks is taken over; for another one the coordinators are told.
    """
    person = desk.session.get(Person, desk.actor.person_id)
    if person is None:
        return False
    shared = _stored_form(phone)
    same = bool(person.phone) and _stored_form(person.phone) == shared
    if same or not person.phone:
        person.phone, person.phone_verified = person.phone or shared[:30], True
        desk.session.add(person)
    else:
        _tell_mismatch(desk, person, shared)
    desk.audit(PHONE_SHARED, About.PERSON(person.id), new={"matched": same})
    return same or person.phone_verified


def _stored_form(phone: str) -> str:
    """Telegram leaves out the plus of a contact's number (core.telegram.org/bots/api#contact)."""
    bare = phone.strip()
    found = read_phone(bare)
    if isinstance(found, Problem) and bare.isascii() and bare.isdigit():
        found = read_phone(f"+{bare}")
    return bare if isinstance(found, Problem) else found


def _tell_mismatch(desk: Desk, person: Person, shared: str) -> None:
    agency_id = next((a.id for _, a in appointments_of(desk, person.id or 0) if a is not None), None)
    audience = f"coordinators@{agency_id}" if agency_id else "administrators"
    key = f"phone:{person.id}:{hash_of(shared)[:12]}"
    shows = OtherPhone(person.id or 0, shared[:30])
    outbox.plan(desk, Notice(OTHER_PHONE, shows, About.PERSON(person.id)), to_audience(audience), dedupe=key)


def accept(
    desk: Desk, invitation: Invitation, *, telegram_id: int, chat_id: int, name: str, language: str, chosen: str = ""
) -> Person:
    """Bind the sender to the invited person: at most once, even when two press at the same instant.

    The `language` is the account's, of whoever is entered only now; the one that was `chosen` counts for everybody.

    The invitation is locked by `find`, the person here; on SQLite the one writer does the same.
    """
    known = access.person_by_telegram(desk.session, telegram_id)
    person = _invited_person(desk, invitation, known, name, language)
    if person.telegram_id not in (None, telegram_id):
        raise Refused("This person is registered already.")
    person.telegram_id, person.chat_id, person.language = telegram_id, chat_id, chosen or person.language
    person.unreachable_since = person.refused_at = None
    desk.session.add(person)
    desk.session.flush()
    invitation.used_at, invitation.used_by = desk.now, person.id
    desk.session.add(invitation)
    _give_role(desk, invitation, person)
    desk.audit(REGISTERED, About.PERSON(person.id), agency_id=invitation.agency_id, for_id=person.id)
    outbox.refresh(desk, COUNTER)
    return person


COUNTER = About.ROSTER()
"""Subject of the counters that show who has registered."""


def _give_role(desk: Desk, invitation: Invitation, person: Person) -> None:
    """An invitation for a role alone makes the appointment; one for a person finds it there."""
    if invitation.agency_id is None or invitation.role is None or invitation.person_id is not None:
        return
    held = {(ap.role, ap.agency_id) for ap, _ in appointments_of(desk, person.id or 0)}
    if (invitation.role, invitation.agency_id) not in held:
        desk.session.add(
            Appointment(
                person_id=person.id or 0, agency_id=invitation.agency_id, role=invitation.role, from_date=desk.today
            )
        )


def _invited_person(desk: Desk, invitation: Invitation, known: Person | None, name: str, language: str) -> Person:
    invited = desk.session.get(Person, invitation.person_id, with_for_update=True) if invitation.person_id else None
    if invited is None:
        return known or Person(name=_telegram_name(name), language=language, created_at=desk.now)
    if known is not None and known.id != invited.id:
        if invited.telegram_id is not None:
            raise Refused("This person is registered already.")
        _merge(desk, into=known, from_=invited)
        return known
    return invited


def _telegram_name(name: str) -> str:
    return clean_line(name)[:60] or "?"


def _merge(desk: Desk, *, into: Person, from_: Person) -> None:
    """Somebody who is registered opens a link made for a second roster entry: everything of the two joins."""
    people_store.give_appointments(desk.session, from_.id, into.id)
    appearances_store.give_named(desk.session, from_.id, into.id)
    post_store.give_planned(desk.session, from_.id, into.id)
    desk.session.expire_all()
    desk.audit(PEOPLE_JOINED, About.PERSON(into.id), old={"person": from_.id, "name": from_.name})


def agency_of(desk: Desk, invitation: Invitation) -> Agency | None:
    return desk.session.get(Agency, invitation.agency_id) if invitation.agency_id else None


def appointments_of(desk: Desk, person_id: int) -> list[tuple[Appointment, Agency | None]]:
    """All appointments of a person that hold today, with their agencies."""
    return people_store.held_by(desk.session, person_id, desk.today)
