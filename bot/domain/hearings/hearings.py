"""Hearings and who appears at them, as people see them. Pure values; who may see what is decided before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain.hall.terms import AbsenceReason, AnswerVia, AppearanceState, HearingStatus, PaperKind
from bot.domain.hearings.details import Details
from bot.domain.hearings.preparing import are_papers_ready
from bot.domain.law.calendar import WorkingCalendar
from bot.domain.law.explanations import Step
from bot.domain.law.verdicts import Ground

CLOSE = 3
"""Within so many working days an unconfirmed hearing or a postponement is everybody's business at once."""
HOURS_BEFORE = timedelta(hours=2)
"""On the day: what is entered later than this before the hearing is not reminded of once more."""
NAMED = frozenset({AppearanceState.ASKED, AppearanceState.CONFIRMED, AppearanceState.AWAITING_PERMISSION})
"""States in which a leader is named, and has not said no."""
ANSWER_TIME = time(17, 30)
"""Local time of day by which a leader is asked to answer."""
ANSWER_DAYS = 2
"""Working days a leader has for the answer (a product default; the rule books speak of naming, not answering)."""
REPORT_DAYS = 3
"""Working days after a hearing within which its result is asked for (a product default)."""

#: States in which somebody will appear, or has said why not: nobody need be pressed any more.
SETTLED = frozenset({AppearanceState.CONFIRMED, AppearanceState.CANNOT, AppearanceState.CLOSED})


@dataclass(frozen=True, slots=True)
class Leader:
    """A leader of an agency who may be named."""

    person_id: int
    name: str
    post: str = ""
    principal: bool = False
    in_charge_of: str = ""
    phone: str = ""
    registered: bool = True


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """Why no leader comes, and which of the parts of a valid absence are still missing (reference C5)."""

    reason: AbsenceReason
    note: str = ""
    proof: str = ""
    staff: str = ""
    counsel: str = ""
    postponement: str = "none"
    court_view: str = "pending"
    files: int = 0
    unproven: bool = False
    """A seal or a signature is claimed, and neither a file nor the principal's word bears it out."""
    asks_principal: bool = False
    """The principal's signature is claimed by somebody else, and the principal has not confirmed it."""
    happened: str = ""
    """When it happened, in words, where it was recorded only after the hearing's hour."""
    missing: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class AppearanceView:
    """Where one agency stands with its leader, for one reader."""

    id: int
    version: int
    case_id: int
    hearing_id: int | None
    agency_id: int
    agency: str
    state: AppearanceState
    strength: str
    leader_id: int | None = None
    leader: str = ""
    post: str = ""
    leader_registered: bool = True
    leader_left: bool = False
    """The leader who is named holds no leading post in the agency any more: another one must be named."""
    answered_by: str = ""
    answered_via: AnswerVia | None = None
    answered_at: datetime | None = None
    answer_by: datetime | None = None
    replaced: str = ""
    replaced_post: str = ""
    stays: bool = False
    """The reader is the first leader, on duty until the court permits the change."""
    court_said: bool = False
    """The court's word on a change of leader is recorded, and can be taken back."""
    left: str = ""
    """The leader who was named and has left the post; nobody is named since."""
    absence: AbsenceView | None = None
    questions: tuple[Question, ...] = ()
    grounds: tuple[Ground, ...] = ()
    """What the strength rests on, as far as a card names it."""
    deputy: bool = False
    """A rule asks for the principal leader, and another leader is named."""
    in_charge: bool | None = None
    """Whether the named leader is in charge of the matter and may settle it, where that was asked."""
    answers: tuple[tuple[str, str], ...] = ()
    """What was answered where the rule books asked: (fact, value)."""
    liaison: str = ""
    liaison_phone: str = ""
    mine: bool = False
    """The reader is the leader who is named."""
    may_name: bool = False
    may_answer_for: bool = False
    may_settle: bool = False
    """The reader may answer what the rule books leave open."""
    filing: tuple[int, int] | None = None
    """The duty (id, version) whose form says who will appear, while the reader owes it and one tap files it."""

    @property
    def needs_nobody(self) -> bool:
        return self.strength == "none"

    @property
    def settled(self) -> bool:
        return self.needs_nobody or (self.state in SETTLED and not self.leader_left)


@dataclass(frozen=True, slots=True)
class Question:
    """Something the rule books leave open: the fact that would settle it, and the possible answers."""

    fact: str
    sentence: Step
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ResultView:
    """What one agency reported of one hearing, and what it counts as."""

    id: int
    version: int
    agency_id: int
    agency: str
    attended: bool
    leader: str = ""
    rank: str = ""
    stayed: bool | None = None
    spoke: bool | None = None
    on_settlement: bool | None = None
    staff: str = ""
    counsel: str = ""
    video: bool = False
    outcome: str = ""
    identity: str = ""
    """What the court made of the identity certificate: a key of `IDENTITY`."""
    absence: AbsenceView | None = None
    """Why no leader came, where that is recorded."""
    reported_by: str = ""
    reported_at: datetime | None = None
    counts_as: str = ""
    reasons: tuple[Step, ...] = ()
    questions: tuple[Question, ...] = ()
    """What a person has to say before it is clear what it counts as."""
    answers: tuple[tuple[str, str], ...] = ()
    """What was said of it: (fact, value)."""
    appearance_id: int = 0
    appearance_version: int = 0
    may_settle: bool = False
    feedback: bool = False
    """The rule book wants a feedback form, and none has been submitted."""


@dataclass(frozen=True, slots=True)
class HearingView:
    """A hearing for one reader. `plaintiff` is masked already where the reader may not see it."""

    id: int
    version: int
    sequence: int
    case_id: int
    number: str
    court: str
    cause: str
    plaintiff: str
    starts_at: datetime
    place: str
    details: Details
    status: HearingStatus
    moved_from: datetime | None
    days_left: int
    working_days_left: int
    over: bool
    """The hour has come: answers are closed, a result is asked for."""
    appearances: tuple[AppearanceView, ...] = ()
    plaintiff_count: int = 1
    others: tuple[str, ...] = ()
    """Other agencies of the case that are not the reader's to look into."""
    results: tuple[ResultView, ...] = ()
    reports_for: tuple[int, ...] = ()
    """Agencies for which the reader may report the result."""
    may_edit: bool = False
    may_confirm: bool = False
    may_invite: bool = False
    """The reader may invite people to watch it."""
    reason: str = ""
    """Why it was cancelled or withdrawn."""
    odd: tuple[str, ...] = ()
    """What about its time and place is to be checked (`bot.domain.hearings.oddities`), while it is to come."""
    short_notice: tuple[tuple[PaperKind, date], ...] = ()
    """Calls that were served too late before it: which, and on which day."""

    @property
    def online(self) -> bool:
        return self.details.online

    def of(self, agency_id: int) -> AppearanceView | None:
        return next((one for one in self.appearances if one.agency_id == agency_id), None)

    def result_of(self, agency_id: int) -> ResultView | None:
        return next((one for one in self.results if one.agency_id == agency_id), None)


@dataclass(frozen=True, slots=True)
class Told:
    """An appearance with its hearing (where there is one, and the reader may see it) and its case's number."""

    one: AppearanceView
    hearing: HearingView | None
    number: str
    prepared: frozenset[str] = frozenset()
    """Keys of `preparing.ITEMS`."""

    @property
    def ready(self) -> bool:
        """Whether identity certificate and power of attorney are prepared."""
        return are_papers_ready(self.prepared)


@dataclass(frozen=True, slots=True)
class HearingLine:
    """A hearing in a list: one line for each agency that the reader may look into."""

    id: int
    number: str
    starts_at: datetime
    place: str
    agency_id: int
    agency: str
    status: HearingStatus
    state: AppearanceState | None
    strength: str = "base"
    leader: str = ""
    post: str = ""
    principal: bool = False
    moved_from: datetime | None = None
    online: bool = False
    deputy: bool = False
    """A rule asks for the principal leader, and another leader is named."""
    left: str = ""
    """The leader who was named and has left the post; nobody is named since."""
    replaced: str = ""
    """The first leader, who stays on duty while the court is asked whether `leader` may come instead."""
    came: bool | None = None
    """Whether a leader appeared, and `leader` is the one; None while nobody has reported it."""

    @property
    def with_principal(self) -> bool:
        """Whether the principal leader has said yes, or came."""
        return self.principal and (self.came is True or self.state is AppearanceState.CONFIRMED)

    @property
    def unconfirmed(self) -> bool:
        """Whether a leader is needed and nobody has said yes or shown why not."""
        return self.strength != "none" and self.state is not None and self.state not in SETTLED


@dataclass(frozen=True, slots=True)
class PressedLine:
    """A hearing for which somebody has to say who appears, and the people who are told."""

    line: HearingLine
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PressedLines:
    """Of several hearings, those that are pressed for; `again` were today already, `left` are settled meanwhile."""

    lines: tuple[PressedLine, ...] = ()
    again: tuple[HearingLine, ...] = ()
    left: tuple[HearingLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Clash:
    """A hearing of the same case that an entry could mean as well."""

    id: int
    version: int
    starts_at: datetime
    place: str = ""
    put_off: bool = False
    """It was put off and has no date: the entry may be its new one."""
    gone_by: bool = False
    """Its hour has gone by, and nobody has reported what came of it."""


@dataclass(frozen=True, slots=True)
class PendingLine:
    """One line of a hearing list that waits for the agency's word."""

    id: int
    version: int
    number: str
    starts_at: datetime
    place: str
    agency: str
    online: bool = False


@dataclass(frozen=True, slots=True)
class Week:
    """Two weeks at a glance, for one reader's scope. Days are local; lists are in order of time."""

    begins: date
    this_week: tuple[HearingLine, ...] = ()
    next_week: tuple[HearingLine, ...] = ()
    scope: str = ""

    @property
    def lines(self) -> tuple[HearingLine, ...]:
        return self.this_week + self.next_week


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """An agency of which somebody must say whether it is a party of the case whose number it entered."""

    id: int
    number: str
    agency: str


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """What the rule books ask about a party of a case; `about` is the party's short name."""

    case_id: int
    number: str
    about: str
    sentence: Step


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A duty in a digest."""

    title_zh: str
    title_en: str
    agency: str
    number: str
    obey: date
    id: int = 0
    version: int = 0
    mine: bool = False
    """The reader is one of those who owe it."""
    sensitive: bool = False
    """It tells of a risk case."""


@dataclass(frozen=True, slots=True)
class LostLine:
    """A decision against an agency; `outcome` is one of the law's losses."""

    agency: str
    number: str
    outcome: str


def answer_by(calendar: WorkingCalendar, today: date, hearing: date | None, naming: date | None = None) -> date:
    """Until when a leader is asked to answer: two working days, but three before the hearing, never before today.

    Where he or she is to be named by a day (`naming`), the working day before that: an answer after it helps nobody.
    """
    last = calendar.add_working(today, ANSWER_DAYS)
    if naming is not None:
        last = min(last, calendar.add_working(naming, -1))
    if hearing is not None:
        last = min(last, calendar.add_working(hearing, -CLOSE))
    return max(last, today)
