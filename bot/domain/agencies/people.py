"""People, their appointments and invitations, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.agencies.agencies import AgencyLine
from bot.domain.hall.terms import Role


@dataclass(frozen=True, slots=True)
class PersonCard:
    """What is shown of a person."""

    id: int
    name: str
    phone: str
    registered: bool
    unreachable: bool


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person in a list, by one appointment."""

    card: PersonCard
    agency: str
    role: Role
    post: str


@dataclass(frozen=True, slots=True)
class Held:
    """An appointment of a person; both dates are included."""

    id: int
    role: Role
    agency_id: int | None
    agency: str
    post: str
    in_charge_of: str
    from_date: date
    to_date: date | None
    version: int
    may_edit: bool


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person with all appointments that hold today or later."""

    card: PersonCard
    language: str
    phone_verified: bool
    version: int
    appointments: tuple[Held, ...]
    may_edit: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What a search for people and agencies gave."""

    people: tuple[PersonLine, ...]
    agencies: tuple[tuple[AgencyLine, tuple[PersonLine, ...]], ...]
    """Agencies with those who answer the telephone there."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What moved from one person to another."""

    to: str
    messages: int
    others: int
    named: int
    """Appearances for which the first person is still named as leader: a leader must be asked anew."""


@dataclass(frozen=True, slots=True)
class Left:
    """What came of the end of an appointment."""

    name: str
    last_day: date
    successor: str
    vacant: bool
    """Whether the agency has neither liaison nor deputy then: principal and coordinators are told."""
    named: int
    over: bool = False
    """Whether the last day has gone by."""


@dataclass(frozen=True, slots=True)
class Vacancy:
    """An agency without a liaison officer."""

    agency_id: int
    agency: str
    since: date
    duties: int


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """An invitation that nobody has used yet."""

    id: int
    name: str
    agency: str
    role: Role | None
    expires_at: datetime
    expired: bool


@dataclass(frozen=True, slots=True)
class Invited:
    """A fresh invitation with its bare code, shown once and never stored."""

    id: int
    name: str
    agency: str
    role: Role | None
    phone: str
    code: str
    link: str
    expires_at: datetime
    post: str = ""
    agency_id: int = 0
    further: tuple[tuple[str, Role], ...] = ()
    """The person's other roles, with the agency's short name (empty where it is the same agency)."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """What an invited person says is wrong."""

    invitation_id: int
    name: str
    agency: str
    agency_id: int | None
    person_id: int | None
    revoked: bool
