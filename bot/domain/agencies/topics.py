"""What the bot says on its own of people, their posts, invitations and groups."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.domain.hall.terms import Lane
from bot.domain.hall.topics import Nothing, Topic, listed


@dataclass(frozen=True, slots=True)
class OfPerson:
    person_id: int


@dataclass(frozen=True, slots=True)
class Several:
    """How many people it concerns."""

    number: int


@dataclass(frozen=True, slots=True)
class OtherPhone:
    """A number that somebody shared and that is not the roster's."""

    person_id: int
    phone: str = ""


@dataclass(frozen=True, slots=True)
class OfInvitation:
    invitation: int


@dataclass(frozen=True, slots=True)
class Disputed:
    """What somebody says is wrong: a key of `bot.domain.agencies.acts.DISPUTED`, and how it should read."""

    invitation: int
    kind: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Takeover:
    """Who (`from_`, `name`) left the work of an agency to the reader; `on` is the last local day."""

    agency: int
    from_: int = 0
    name: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Vacancy:
    """From this local day on an agency has nobody who keeps its papers."""

    agency: int
    on: date


@dataclass(frozen=True, slots=True)
class GroupHearings:
    """The hearings after one local day, up to and with another."""

    group: int
    after: date
    until: date


@dataclass(frozen=True, slots=True)
class Guessed:
    """Which codes are guessed (`invitation`, `sign_in`), and how many wrong ones came in within an hour."""

    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class Reformed:
    """A reform: the agency as it was called (`old`), and what became of it (`how`, a `Reform`).

    `heirs` are the successors, each with its short name, cases, duties, nearest day (ISO or empty) and hearings.
    `passed` (to whom) and `stays` say of the reader that the own role passed, or did not.
    """

    agency: int
    how: str
    old: str
    on: date
    heirs: list[list[Any]] = field(default_factory=list)
    passed: str = ""
    stays: bool = False
    leaders: list[str] = field(default_factory=list)


APPOINTED = Topic("people.appointed", "A new office", Nothing, Lane.INTERACTIVE)
TAKEOVER = Topic("people.takeover", "Handover", Takeover)
VACANCY = Topic("people.vacancy", "Vacancy", Vacancy, urgent=True)
UNREACHABLE = Topic("person.unreachable", "Cannot be reached", OfPerson)
MANY_UNREACHABLE = Topic("people.refused", "Many cannot be reached", Several, urgent=True)
OTHER_PHONE = Topic("person.phone", "Telephone to check", OtherPhone)
WRONG = Topic("invitation.wrong", "Roster entry is wrong", Disputed, Lane.INTERACTIVE)
CORRECTED = Topic("invitation.corrected", "Roster entry corrected", OfInvitation, Lane.INTERACTIVE)
COUNTER = Topic("roster.counter", "Roster to countersign", Nothing, live=True)
GROUP_HEARINGS = Topic("group.hearings", "Hearings, to the group", GroupHearings)
REFORMED = Topic("agency.reformed", "Reform of an agency", Reformed, Lane.INTERACTIVE)
CODES_GUESSED = Topic("people.guessed", "Alarm: codes are guessed", Guessed, Lane.INTERACTIVE, urgent=True)

TOPICS = listed(
    APPOINTED, TAKEOVER, VACANCY, UNREACHABLE, MANY_UNREACHABLE, OTHER_PHONE, WRONG, CORRECTED, COUNTER,
    GROUP_HEARINGS, REFORMED, CODES_GUESSED,
)  # fmt: skip
