"""Events as values: what is shown of them, when they are spoken of, how their files are called."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo

from bot.domain.agencies.audiences import Audience
from bot.domain.hall.terms import EventAnswer, EventKind, EventState, Presence, Role, SignInWay
from bot.domain.law.calendar import WorkingCalendar
from bot.domain.law.explanations import Named

HERE = (Presence.PRESENT, Presence.LATE)
"""Whoever has signed in, in time or not."""
KIND_NAMES: dict[EventKind, str] = {
    EventKind.TRAINING: "Training",
    EventKind.OBSERVATION: "Trial observation",
    EventKind.SITTING_IN: "Own staff at a hearing",
    EventKind.JOINT_MEETING: "Joint meeting",
}
GROUPS: dict[str, tuple[Role, ...]] = {
    "leaders": (Role.PRINCIPAL, Role.LEADER),
    "legal": (Role.LEGAL_STAFF,),
    "enforcement": (Role.ENFORCEMENT_STAFF, Role.CASE_HANDLER),
    "liaisons": (Role.LIAISON,),
}
"""The groups that the texts name (SM11, AH13: 负责人、法制工作人员、行政执法人员), and those who answer for them."""
GROUP_NAMES: dict[str, str] = {
    "leaders": "leaders",
    "legal": "legal staff",
    "enforcement": "enforcement staff",
    "liaisons": "liaison officers",
    "others": "others",
}
SIGN_IN_NAMES: dict[SignInWay, str] = {
    SignInWay.CODE: "changing code",
    SignInWay.BUTTON: "button",
    SignInWay.ORGANISER: "by the organiser",
}
ANSWER_NAMES: dict[EventAnswer, str] = {
    EventAnswer.UNANSWERED: "no answer yet",
    EventAnswer.COMING: "coming",
    EventAnswer.WAITING: "on the waiting list",
    EventAnswer.SENDS: "sends somebody else",
    EventAnswer.DECLINED: "not coming",
    EventAnswer.RELEASED: "no longer invited",
}
PRESENCE_NAMES: dict[Presence, str] = {
    Presence.PRESENT: "in time",
    Presence.LATE: "late",
    Presence.ABSENT: "absent",
}
METRICS: dict[str, EventKind] = {
    "training_count": EventKind.TRAINING,
    "observation_count": EventKind.OBSERVATION,
    "attended_observation_count": EventKind.SITTING_IN,
}
"""Which events a rule book's yearly goal counts."""
USUAL_LENGTH = timedelta(hours=2)
MORNING = time(9, 0)
REPLY_TIME = time(17, 30)
REPLY_DAYS = 3
"""Working days before the event by which an answer is asked for, where the organiser says nothing else."""
JUST_TOLD = timedelta(hours=3)
"""A message that was just sent speaks for reminders that would follow within this time."""


def group_of(role: Role) -> str:
    return next((name for name, roles in GROUPS.items() if role in roles), "others")


def roles_of(groups: tuple[str, ...] | list[str]) -> tuple[Role, ...]:
    return tuple(role for name in groups for role in GROUPS.get(name, ()))


def usual_reply_by(calendar: WorkingCalendar, zone: tzinfo, starts_at: datetime, now: datetime) -> datetime:
    """Three working days before at 17:30; the eve where that is too near; else the start itself."""
    on, today = starts_at.astimezone(zone).date(), now.astimezone(zone).date()
    for before in (REPLY_DAYS, 1):
        day = calendar.add_working(on, -before)
        if day > today or (before == 1 and day == today):
            at = datetime.combine(day, REPLY_TIME, zone)
            if at > now:
                return at
    return starts_at


def reply_instants(calendar: WorkingCalendar, zone: tzinfo, reply_by: datetime, now: datetime) -> list[datetime]:
    """When those who have not answered are reminded: one working day before the last day, and on that day; where it is
    too late for either, an hour before the answer is due."""
    last = calendar.previous_working(reply_by.astimezone(zone).date())
    days = {calendar.add_working(last, -1), last}
    found = (datetime.combine(day, MORNING, zone) for day in days)
    mornings = sorted(at for at in found if now + JUST_TOLD < at < reply_by)
    hour = reply_by - timedelta(hours=1)
    return mornings or ([hour] if hour - timedelta(hours=1) > now else [])


def come_instants(
    calendar: WorkingCalendar, zone: tzinfo, starts_at: datetime, now: datetime
) -> list[tuple[str, datetime]]:
    """When those who come are reminded: 7 days, 1 working day and 2 hours before (local mornings)."""
    on = starts_at.astimezone(zone).date()
    week, eve = calendar.previous_working(on - timedelta(days=7)), calendar.add_working(on, -1)
    found = [("week", datetime.combine(week, MORNING, zone))] if week < eve else []
    found.append(("eve", datetime.combine(eve, MORNING, zone)))
    kept = [(name, at) for name, at in found if at > now + JUST_TOLD]
    day = starts_at - timedelta(hours=2)
    return [*kept, ("day", day)] if day > now else kept


def file_name(title: str, what: str) -> str:
    """A file name that every office computer takes; Chinese stays as it is."""
    plain = re.sub(r'[\\/:*?"<>|\x00-\x1f]', " ", title).strip(" .")
    return f"{' '.join(plain.split())[:60]}{what}"


@dataclass(frozen=True, slots=True)
class Planned:
    """An event as it was understood and confirmed. Instants are aware; empty numbers mean no limit."""

    kind: EventKind
    title: str
    organiser_id: int
    starts_at: datetime
    place: str
    audience: Audience
    court: str = ""
    length: timedelta = USUAL_LENGTH
    hearing_id: int | None = None
    quota: int | None = None
    agency_quota: int | None = None
    reply_by: datetime | None = None
    note: str = ""
    sign_in: SignInWay = SignInWay.CODE


@dataclass(frozen=True, slots=True)
class Tally:
    """How many answered what, and who was there."""

    answers: dict[EventAnswer, int] = field(default_factory=dict)
    presence: dict[Presence, int] = field(default_factory=dict)
    held: int = 0
    """Seats kept for people who are asked again."""

    def of(self, answer: EventAnswer) -> int:
        return self.answers.get(answer, 0)

    @property
    def invited(self) -> int:
        return sum(n for answer, n in self.answers.items() if answer is not EventAnswer.RELEASED)

    @property
    def seats(self) -> int:
        """Seats that are taken or kept."""
        return self.of(EventAnswer.COMING) + self.held

    @property
    def here(self) -> int:
        """Who signed in, in time or late."""
        return self.presence.get(Presence.PRESENT, 0) + self.presence.get(Presence.LATE, 0)

    @property
    def late(self) -> int:
        return self.presence.get(Presence.LATE, 0)

    @property
    def absent(self) -> int:
        return self.presence.get(Presence.ABSENT, 0)


@dataclass(frozen=True, slots=True)
class EventView:
    """An event for one reader. It holds nothing of the case but its number: no names of people who sued."""

    id: int
    version: int
    sequence: int
    kind: EventKind
    title: str
    organiser_id: int
    organiser: str
    court: str
    starts_at: datetime
    ends_at: datetime
    place: str
    case_number: str
    hearing_id: int | None
    reply_by: datetime
    note: str
    sign_in: SignInWay
    state: EventState
    reason: str
    quota: int | None
    agency_quota: int | None
    tally: Tally
    material: int
    """Files sent along."""
    photos: int
    summary: str
    feedback: tuple[int, float]
    """(how many, average of 1 to 4)."""
    begun: bool
    sign_in_open: bool
    sign_in_near: bool
    """From the last reminder on, the button for signing in is shown; before it is time it says when."""
    working_days_left: int
    may_run: bool
    answers_for: tuple[int, ...] = ()
    """Agencies with invited people for whom the reader may answer."""
    reply_past: bool = False
    """Whether the day for the answer has gone by."""
    online: bool = False
    """Whether the hearing that it watches is held online."""


@dataclass(frozen=True, slots=True)
class GuestView:
    """One invited person, for one reader."""

    id: int
    name: str
    post: str
    agency_id: int
    agency: str
    group: str
    answer: EventAnswer
    held: bool
    reason: str
    stands_for: str
    sends: str
    """Who comes in this person's place."""
    place_in_line: int
    """On the waiting list, from 1."""
    presence: Presence | None
    signed_at: datetime | None
    on_telegram: bool
    rated: bool
    mine: bool
    may_answer: bool


@dataclass(frozen=True, slots=True)
class AgencyTally:
    """One agency's line of the tally."""

    agency_id: int
    agency: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event in a list."""

    id: int
    kind: EventKind
    title: str
    starts_at: datetime
    state: EventState
    mine: EventAnswer | None
    """The reader's own answer, where he or she is invited."""
    tally: Tally | None = None
    """For those who run it."""


@dataclass(frozen=True, slots=True)
class HearingOption:
    """A hearing that may be watched."""

    id: int
    number: str
    agency: str
    starts_at: datetime
    place: str
    court: str = ""
    online: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What a yearly obligation asks of an agency, and what it has."""

    agency_id: int
    agency: str
    title_zh: str
    title_en: str
    source: Named
    have: int
    need: int
    by: date
    unsigned: int = 0
    """Held as well, but with nobody signed in: these do not count."""

    @property
    def met(self) -> bool:
        return self.have >= self.need


@dataclass(frozen=True, slots=True)
class ObserverList:
    """Who of an agency should sit in when its principal appears, by the groups of the text (AH13)."""

    hearing_id: int
    agency_id: int
    agency: str
    number: str
    starts_at: datetime
    place: str
    leader: str
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    source: Named | None
    quote: str
    online: bool = False
