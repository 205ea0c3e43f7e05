"""Duties as people see them: the one date to obey, how far off it is, and why it is that day. Pure values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from bot.domain.hall.paging import Page
from bot.domain.hall.terms import DutyState
from bot.domain.law.calendar import WorkingCalendar
from bot.domain.law.explanations import Named, Step
from bot.domain.law.recurring import Period
from bot.domain.law.roles import Role
from bot.domain.law.triggers import Trigger

#: Who accepts or sends back what an agency hands in: duties owed to one of these wait for a person there.
JUDGED_BY = frozenset(
    {
        Role.COUNTY_JUSTICE_BUREAU,
        Role.CITY_JUSTICE_BUREAU,
        Role.LEAD_ORGAN,
        Role.GOVERNMENT_OFFICE,
        Role.GOVERNMENT,
        Role.COUNTY_GOVERNMENT,
        Role.CITY_GOVERNMENT,
        Role.COORDINATOR,
    }
)
#: States in which a duty is still somebody's business.
PENDING = frozenset({DutyState.OPEN, DutyState.SUBMITTED})
THOUGHT_OF = timedelta(days=62)
"""Duties of later periods are there already, but nobody need think of those that are further off than this."""

LEADER_NAMED = "leader_named"
"""Evidence that the bot has itself, as soon as a leader is named in it."""
REVIEW, DECISION = "review_opinion", "decision"
"""What the view on an appeal is closed by, and what the decision on it is."""
HEARING = "hearing"
"""What tells a duty from others of its name where that is no paper."""


def is_judged(owed_to: Iterable[str]) -> bool:
    """Whether a coordinator must accept the evidence: what goes only to the court is done when it is done."""
    return any(role in JUDGED_BY for role in owed_to)


COPY = "file"
"""Evidence of a court paper that is filed: its copy, and nothing else."""


def is_filing(evidence: Iterable[str], owed_to: Iterable[str]) -> bool:
    """Whether a duty is done by the copy of a paper that reaches whoever accepts it (SS17)."""
    return list(evidence) == [COPY] and is_judged(owed_to)


@dataclass(frozen=True, slots=True)
class Distance:
    """How far off the date to obey is. `working` counts working days left (0 = today); negative once gone by.

    `overdue` is true only after the legal last day (or the later day that a coordinator set).
    """

    working: int
    overdue: bool
    overdue_working: int = 0
    today: bool = False
    passed: bool = False
    """The date to obey has gone by (the legal last day perhaps not yet)."""
    to_last: int = 0
    """Working days left to the last day (0 = today); it is what counts once the date to obey has gone by."""

    @property
    def order(self) -> int:
        """Sorts by urgency: overdue first, then by the days left."""
        return -1000 - self.overdue_working if self.overdue else self.working


def distance(calendar: WorkingCalendar, today: date, obey: date, deadline: date) -> Distance:
    """How far `obey` is from `today`; `deadline` is the day after which the red flag rises."""
    overdue = today > deadline
    late = calendar.working_days_between(deadline, today) if overdue else 0
    left = calendar.working_days_between(today, obey)
    last = calendar.working_days_between(today, deadline)
    return Distance(left, overdue, late, today=today == obey, passed=today > obey, to_last=max(0, last))


def asked_for(today: date, obey: date, deadline: date) -> date:
    """The one day that is named on `today`: the date to obey; once that has gone by, the last day."""
    return obey if today <= obey else deadline


@dataclass(frozen=True, slots=True)
class Recipient:
    """One of those to whom a duty is owed: the agency or the court, where it is known, else what the role is called."""

    role: str
    zh: str
    en: str


def late_by(calendar: WorkingCalendar, deadline: date, done_on: date | None) -> int | None:
    """How many working days too late something was done (0: on a day off right after); None where it was in time."""
    if done_on is None or done_on <= deadline:
        return None
    return calendar.working_days_between(deadline, done_on)


@dataclass(frozen=True, slots=True)
class Citation:
    """What a duty rests on, as it was when the duty came into being."""

    short_title: str = ""
    section: str = ""
    quotes: tuple[str, ...] = ()
    number: str = ""
    title: str = ""
    verified: bool = True
    note: str = ""
    source_en: str = ""

    @property
    def source(self) -> Named:
        """Document and place, short; a duty from before there were English titles has only the Chinese one."""
        chinese = f"{self.short_title}{self.section}"
        return Named(chinese, self.source_en or chinese)


@dataclass(frozen=True, slots=True)
class DutyView:
    """One duty for one reader, with what the reader may do about it."""

    id: int
    version: int
    rule: str
    title_zh: str
    title_en: str
    kind: str
    state: DutyState
    agency_id: int
    agency: str
    case_id: int | None
    case_number: str
    trigger: str
    trigger_zh: str
    trigger_en: str
    trigger_on: date
    obey: date
    due: date
    unrolled: date
    safe: date
    distance: Distance
    period: Period | None = None
    """The month, quarter or year that it is about; None where it is about none."""
    owed_to: tuple[Recipient, ...] = ()
    do_zh: str = ""
    do_en: str = ""
    """What is to be done, in the duty's own words (`bot.domain.law.instructions`)."""
    steps: tuple[Step, ...] = ()
    citation: Citation = field(default_factory=Citation)
    evidence: tuple[str, ...] = ()
    court_quarter: str = ""
    """The quarter (2026Q3) whose bulletin of the court is to be recorded: that does it, and nothing else."""
    set_date: date | None = None
    set_reason: str = ""
    provisional: bool = False
    uncounted: int = 0
    """So often it was done in a way that does not count yet: events at which nobody signed in."""
    question_zh: str = ""
    question_en: str = ""
    acknowledged_by: str = ""
    acknowledged_at: datetime | None = None
    entry_delay: int = 0
    """Days between service and entry."""
    reminded: int = 0
    done_on: date | None = None
    done_late: int | None = None
    """So many working days after the legal last day (or the later one that was set) it was done; None: in time."""
    done_number: str = ""
    done_note: str = ""
    done_by: str = ""
    files: int = 0
    reason: str = ""
    liaison: str = ""
    liaison_phone: str = ""
    is_liaison: bool = True
    """Whether the one named there is a liaison officer: a bureau's coordinators keep its papers themselves."""
    leads: bool = True
    mine: bool = False
    """The reader is one of those who owe it."""
    unmanned: bool = False
    """Nobody of the agency is on record who could do it: its coordinators are reminded themselves."""
    may_close: bool = False
    may_judge: bool = False
    watched: bool = False
    """A right that is reminded of like a duty."""
    chosen: bool = False
    """Watched because somebody has chosen it."""
    paper_id: int = 0
    paper_version: int = 0
    appeal: str = ""
    """Of the right to appeal against a paper: wanted, refused or undecided; own or other where there was an appeal."""
    shows: str = ""
    """What its report must show, where that is more than one thing or less (`bot.domain.duties.forms`)."""
    confirms: bool = False
    """It is done by confirming whom the agency has on record, and in no other way."""
    copy: str = ""
    """What shows that the copy went to the bureau."""
    filed_on: date | None = None
    """The day of an earlier filing of the same kind in the same case, where this one is asked for again."""
    filed_note: str = ""
    paper: str = ""
    """The kind of the paper that it comes from, where another duty of the same name in its case makes that unclear; or
    `HEARING` where it belongs to a hearing."""
    paper_on: date | None = None
    """The day of that paper, where even its kind does not tell them apart; the day of the hearing."""
    owed_for: str = ""
    """The agency for which it is owed, where the same is owed for another one as well."""
    hearing_id: int | None = None
    leader: str = ""
    """The leader who is named in the bot, where the duty asks for one to be named."""
    leader_post: str = ""
    concerns: int = 0
    """The agency for which it is owed."""
    files_form: bool = False
    """One tap files its form: somebody is named to appear, and it is the reader's to file (SS12)."""
    names_first: bool = False
    """It is done by naming who will appear, or its form can be filed as soon as somebody is named; nobody is, and it is
    the reader's to do."""
    form_differs: bool = False
    """What was filed says something else than is so by now."""
    draft_zh: str = ""
    """The document that shows it to be done, where it is drafted here and the reader may read such; its title."""
    draft_en: str = ""
    draft_nil: bool = False
    """It may say that there is nothing to report."""
    leads_to: str = ""
    """A command that makes what shows it to be done, where that is no paper to be written (`rules.COMMANDS`)."""
    draft_many: bool = False
    """There may be one for each of several units; that is so also after the first ones are done."""
    document: int = 0
    """The one that was begun."""
    document_state: str = ""
    """How that stands (a message id)."""
    may_draft: bool = False
    """None was begun, and the reader may begin it."""

    @property
    def is_open(self) -> bool:
        return self.state is DutyState.OPEN

    @property
    def last(self) -> date:
        """The last day: the law's, or the later one that a coordinator set."""
        return max(self.due, self.set_date or self.due)

    @property
    def was_late(self) -> bool:
        """It was done, but after its last day."""
        done = self.state in (DutyState.SUBMITTED, DutyState.DONE)
        return done and self.done_on is not None and self.done_on > self.last

    @property
    def asked_for(self) -> date:
        """The one day that people are told now."""
        return self.last if self.distance.passed else self.obey

    @property
    def missing(self) -> tuple[str, ...]:
        """What alone is missing of an open duty of which the bot has the rest: the form, where the leader is named."""
        rest = tuple(one for one in self.evidence if one != LEADER_NAMED)
        return rest if self.is_open and self.leader and len(rest) < len(self.evidence) else ()

    @property
    def asks_copy(self) -> bool:
        """What the reader's own agency owes is done by sending the copy of a paper."""
        return self.mine and self.is_open and is_filing(self.evidence, [one.role for one in self.owed_to])

    @property
    def closes_by_paper(self) -> bool:
        """A form, or a photo, in the bot does it; whoever handed it in on paper says so behind 更多."""
        return ((self.files_form or self.names_first) and self.is_open) or self.asks_copy

    @property
    def is_readers(self) -> bool:
        """It falls to the reader to report it done; nobody else can be pressed for it."""
        return self.mine or (self.unmanned and self.may_close)

    @property
    def begins_paper(self) -> bool:
        """Its document is begun by the reader as the first step. Of the form of who will appear that is to name the
        leader: then the form is ready by itself (whoever writes the leader in begins it behind 更多)."""
        return self.may_draft and self.may_close and self.is_open and not self.is_right and not self.names_first

    @property
    def is_result(self) -> bool:
        """It is done by reporting what came of a hearing, and in no other way."""
        return self.trigger == Trigger.HEARING_OVER

    @property
    def may_forgo(self) -> bool:
        """It asks for the view on an appeal, of which the reader may say that there will be none (SS19)."""
        asked = REVIEW in self.evidence and DECISION not in self.evidence
        return self.is_open and self.may_close and asked and bool(self.paper_id)

    @property
    def is_sensitive(self) -> bool:
        """It says that the case is a risk case: person to person only, not to be passed on (SS16)."""
        return self.trigger == Trigger.RISK_TAGGED

    @property
    def is_right(self) -> bool:
        """A right (to appeal, to ask) has a last day too; nobody owes it."""
        return self.kind == "right"


@dataclass(frozen=True, slots=True)
class DutyPage:
    """One page of a list of duties, most urgent first."""

    items: tuple[DutyView, ...]
    page: int
    total: int
    per_page: int
    overdue: int = 0
    own_only: bool = False
    has_wider: bool = False
    agency_id: int = 0
    """The only agency whose duties these are, where one was chosen."""
    agency: str = ""
    overdue_only: bool = False
    follows: bool = False
    """The reader follows who has reported what and who has not."""


@dataclass(frozen=True, slots=True)
class UnitLine:
    """How much an agency owes, and the nearest date to obey."""

    agency_id: int
    name: str
    total: int
    overdue: int
    nearest: date


@dataclass(frozen=True, slots=True)
class UnitsPage:
    """A page of the agencies that owe something."""

    lines: Page[UnitLine]
    duties: int
    overdue: int
    has_own: bool = False
    follows: bool = False


@dataclass(frozen=True, slots=True)
class DateChange:
    """A duty whose date to obey moved; `old` is None for a new duty, `new` for one that fell away."""

    title_zh: str
    title_en: str
    case_number: str
    old: date | None
    new: date | None
    provisional: bool = False


def citation_from_json(data: Mapping[str, Any]) -> Citation:
    """The citation kept with a duty; what is missing stays empty."""
    return Citation(
        short_title=str(data.get("short_title", "")),
        section=str(data.get("section", "")),
        quotes=tuple(data.get("quotes", ())),
        number=str(data.get("number", "")),
        title=str(data.get("title", "")),
        verified=bool(data.get("verified", True)),
        note=str(data.get("note", "")),
        source_en=str(data.get("source_en", "")),
    )
