"""A case as people see it: its card, its papers, its history. Pure values; who may see what is decided before."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.cases.party_questions import PartyAnswer, PartyQuestion
from bot.domain.duties.duties import DutyView
from bot.domain.hall.paging import Page
from bot.domain.hall.terms import AppearanceState, DutyState, HearingStatus, PaperKind, PartyCapacity, ServiceMode
from bot.domain.law.explanations import Step

#: Surnames of two characters, one after the other.
_DOUBLE = (
    "欧阳司马上官诸葛东方皇甫尉迟公孙慕容令狐司徒司空夏侯长孙宇文端木澹台南宫百里呼延轩辕申屠独孤第五赫连拓跋钟离"
    "闾丘濮阳淳于单于太叔公冶宗政"
)
_DOUBLE_SURNAMES = frozenset(_DOUBLE[i : i + 2] for i in range(0, len(_DOUBLE), 2))
_BODY = re.compile(
    r"(公司|厂|店|社|中心|协会|委员会|村民小组|小组|村|院|所|局|部|馆|站|场|户|学校|大学|企业|集团|合伙)$"
)
_SEPARATOR = re.compile(r"[、,，;；/]|\s+和\s+")
_COUNT = re.compile(r"等\s*[0-9一二三四五六七八九十百]+\s*[人名户]$")


def mask_name(name: str) -> str:
    """A plaintiff's name as outsiders read it: 张某某, 某公司; of several, each (duties.md section D, rule 1)."""
    tail = _COUNT.search(name.strip())
    body = name.strip()[: tail.start()] if tail else name.strip()
    parts = [_mask_one(part.strip()) for part in _SEPARATOR.split(body) if part.strip()]
    return "、".join(parts) + (tail[0] if tail else "")


def with_count(name: str, count: int) -> str:
    """张三等16人: whoever is named is not all of them."""
    tail = _COUNT.search(name.strip())
    if not name.strip() or tail:
        return name
    named = [part for part in _SEPARATOR.split(name) if part.strip()]
    return f"{name.strip()}等{count}人" if count > len(named) else name


def _mask_one(name: str) -> str:
    kind = _BODY.search(name)
    if kind:
        return f"某{kind[1]}"
    if name[:2] in _DOUBLE_SURNAMES and len(name) > 2:
        return f"{name[:2]}某某"
    if name[:1].isascii():
        return f"{name[0]}***"
    return f"{name[:1]}某某"


@dataclass(frozen=True, slots=True)
class PartyView:
    agency_id: int
    name: str
    capacity: PartyCapacity
    mine: bool = False
    """Whether the reader works with this agency's side of the case."""
    alone: bool = False
    """A reconsideration body that is sued without the agency whose act it reconsidered."""

    @property
    def is_outside(self) -> bool:
        """Whether it is no agency of this tree, known by its name only."""
        return not self.agency_id


@dataclass(frozen=True, slots=True)
class PaperView:
    id: int
    version: int
    kind: PaperKind
    agency_id: int
    agency: str
    served_on: date
    entered_on: date
    mode: ServiceMode
    entered_by: str = ""
    term_on: date | None = None
    outcome: str = ""
    effective_on: date | None = None
    handled_on: date | None = None
    files: int = 0
    appealed: bool = False
    appealed_by: str = ""
    appealed_on: date | None = None
    appealed_late: bool = False
    """The own appeal was lodged after its term."""
    appeal_refused: bool = False
    """The agency has said that it does not appeal."""
    on_appeal: str = ""
    """Of a later instance: what it made of the decision before."""
    others_on: date | None = None
    """When the other side was served, as far as somebody said it."""
    expected_on: date | None = None
    """When it takes effect as far as is known by now; nobody has confirmed it."""

    @property
    def delay(self) -> int:
        """Days between service and entry."""
        return (self.entered_on - self.served_on).days


@dataclass(frozen=True, slots=True)
class AppearanceLine:
    agency_id: int
    agency: str
    state: AppearanceState
    leader: str = ""
    post: str = ""
    came: bool | None = None
    """Whether a leader appeared, and `leader` is the one; None while nobody has reported it."""
    replaced: str = ""
    """The first leader, who stays on duty while the court is asked whether `leader` may come instead."""
    id: int = 0
    version: int = 0
    mine: bool = False
    """The reader is the leader who is named."""
    may_name: bool = False
    may_take: bool = False
    """The reader is a leader of the agency who may take the appearance on."""
    needs_nobody: bool = False


@dataclass(frozen=True, slots=True)
class HearingLine:
    id: int
    starts_at: datetime
    place: str
    status: HearingStatus
    appearances: tuple[AppearanceLine, ...] = ()
    online: bool = False
    short_notice: bool = False
    """A call to it was served too late before it."""
    over: bool = False
    """Its hour has come: answers are closed."""

    @property
    def coming(self) -> bool:
        """Whether it is still to be held, as far as is known."""
        return self.status in (HearingStatus.PENDING, HearingStatus.SCHEDULED)

    @property
    def shown(self) -> bool:
        """Whether its card has something to say."""
        return self.coming or self.status is HearingStatus.HELD


@dataclass(frozen=True, slots=True)
class CaseView:
    """The card of a case for one reader. `plaintiff` is already masked where the reader may not see it."""

    id: int
    version: int
    number: str
    court: str
    instance: str
    cause: str
    plaintiff: str
    plaintiff_count: int
    handling: str
    handling_open: bool
    parties: tuple[PartyView, ...] = ()
    papers: tuple[PaperView, ...] = ()
    duties: tuple[DutyView, ...] = ()
    hearings: tuple[HearingLine, ...] = ()
    appearances: tuple[AppearanceLine, ...] = ()
    """Leaders named before any hearing date exists."""
    tags: tuple[str, ...] = ()
    closed_on: date | None = None
    archived: tuple[str, ...] = ()
    """The numbers under which its file was archived."""
    emptied: bool = False
    """Closed because nothing is recorded in it any more."""
    review: str = ""
    """What the reconsideration came to, where there was one."""
    procuratorate: bool = False
    questions: tuple[PartyQuestion, ...] = ()
    """What the rule books ask about an agency of the case and nobody has said."""
    answers: tuple[PartyAnswer, ...] = ()
    waiting: tuple[tuple[str, str], ...] = ()
    """Duties (Chinese, English title) that wait for the document's own term, which nobody has typed in yet."""
    may_enter: bool = False
    may_name: bool = False
    may_assign: bool = False
    may_correct: bool = False
    original: str = ""
    """The number of the case that was decided before."""
    original_id: int = 0
    """That case, where the reader may see it."""
    later: tuple[tuple[int, str], ...] = ()
    """Cases as which this one goes on, that the reader may see: (id, number)."""
    claim: bool = False
    """A claim that the reader may decide about. To its own agency it looks like any other case."""
    claims: tuple[tuple[int, str], ...] = ()
    """Claims beside the case that the reader may decide about: (id, agency)."""
    number_wrong: bool = False
    """A coordinator said so; its agency is asked for the right one."""
    documents: int = 0
    """Documents of its agencies that the reader may read."""
    drafts: bool = False
    """The reader drafts documents for one of them."""
    enters_for: tuple[int, ...] = field(default=())
    """Agencies of this case for which the reader may enter and name."""
    leads: bool = False
    """The reader is a leader, who enters nothing: what stands on the card is who appears and what is late."""

    @property
    def is_risk(self) -> bool:
        """Whether what is shown of it must not be passed on (duties.md section D, rule 3)."""
        return any(tag in RISK_TAGS for tag in self.tags)

    @property
    def rights(self) -> tuple[DutyView, ...]:
        return tuple(d for d in self.duties if d.is_right)

    @property
    def owed(self) -> tuple[DutyView, ...]:
        return tuple(d for d in self.duties if not d.is_right)

    @property
    def matters(self) -> tuple[DutyView, ...]:
        """What is still somebody's business: what is owed, and rights that are watched; the most urgent first."""
        return tuple(d for d in self.duties if not d.is_right or d.watched)

    @property
    def known(self) -> tuple[DutyView, ...]:
        """Terms of which nobody need think: rights that nobody watches."""
        return tuple(d for d in self.duties if d.is_right and not d.watched)

    @property
    def next(self) -> DutyView | None:
        """The one matter that comes next: what waits for the reader's word, else the most urgent that is open."""
        judged = (d for d in self.matters if d.may_judge and d.state is DutyState.SUBMITTED)
        opened = (d for d in self.matters if d.is_open and not (d.is_right and d.distance.overdue))
        return next(iter((*judged, *opened, *self.matters)), None)

    @property
    def late(self) -> tuple[DutyView, ...]:
        return tuple(d for d in self.owed if d.is_open and d.distance.overdue)

    @property
    def hearing(self) -> HearingLine | None:
        """The hearing that stands on the card: the next one, else the last one that there was."""
        coming = (one for one in self.hearings if one.coming and not one.over)
        return next(coming, self.hearings[-1] if self.hearings else None)


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list of findings."""

    id: int
    number: str
    plaintiff: str
    agencies: tuple[str, ...]
    cause: str = ""
    claim: bool = False
    """A claim that the reader may decide about."""


@dataclass(frozen=True, slots=True)
class AgencyLine:
    id: int
    name: str
    people: tuple[tuple[str, str, str], ...] = ()
    """(name, post or role, telephone)."""
    formerly: str = ""
    """The name from before a reform by which it was found, where it was not found by the present one."""


@dataclass(frozen=True, slots=True)
class PersonLine:
    name: str
    where: tuple[tuple[str, str], ...]
    """Agencies (short names), each with the post held there."""
    phone: str


@dataclass(frozen=True, slots=True)
class Found:
    """What /find found, each kind at most a page."""

    words: str
    cases: tuple[CaseLine, ...] = ()
    agencies: tuple[AgencyLine, ...] = ()
    people: tuple[PersonLine, ...] = ()
    page: int = 0
    total: int = 0
    """Cases on all pages."""
    per_page: int = 1
    missing: tuple[str, ...] = ()
    """Of several case numbers those that found nothing, and what is no number."""

    @property
    def empty(self) -> bool:
        return not (self.cases or self.agencies or self.people or self.missing)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a history: what somebody did, or (with `text`) what was sent to somebody.

    `old` and `new` are the values that the act declares, as they are stored, ids replaced by names. What is empty in
    `new` was taken away.
    """

    at: datetime
    action: str
    who: str
    for_whom: str = ""
    old: tuple[tuple[str, str], ...] = ()
    new: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    text: str = ""
    title: str = ""
    """The name of what it was done to, as the duty's title."""
    paper: PaperKind | None = None
    """The kind of the paper it was done to."""


@dataclass(frozen=True, slots=True)
class History:
    number: str
    case_id: int
    entries: Page[Entry]


#: Tags that make a case a risk case (SS16): reported person to person, never shown in a group.
RISK_TAGS = ("public_opinion", "mass_incident_risk", "chain_reaction_risk", "high_public_attention")
#: Papers that decide something: they carry an outcome, and take effect.
DECISION_PAPERS = frozenset(
    {
        PaperKind.JUDGMENT_FIRST,
        PaperKind.RULING_FIRST,
        PaperKind.JUDGMENT_SECOND,
        PaperKind.RULING_SECOND,
        PaperKind.JUDGMENT_RETRIAL,
        PaperKind.RULING_RETRIAL,
        PaperKind.MEDIATION,
    }
)
APPEALABLE = frozenset({PaperKind.JUDGMENT_FIRST, PaperKind.RULING_FIRST})
RETRIALS = frozenset({PaperKind.JUDGMENT_RETRIAL, PaperKind.RULING_RETRIAL})
LATER_DECISIONS = frozenset({PaperKind.JUDGMENT_SECOND, PaperKind.RULING_SECOND, *RETRIALS})
"""Decisions about a decision: their outcome is what they make of the one before."""


@dataclass(frozen=True, slots=True)
class EffectView:
    """When a decision takes effect: what is proposed, from which service dates, and what is confirmed."""

    paper: PaperView
    number: str
    case_id: int
    proposed: date | None
    steps: tuple[Step, ...]
    confirmed: date | None
    provisional: bool = False
    may_confirm: bool = True
    """The proposed day has come."""
    unneeded: bool = False
    appealable: bool = True
    """Whether anybody can appeal against it."""


@dataclass(frozen=True, slots=True)
class AssignView:
    """A case whose handling unit the lead organ is asked to name."""

    case_id: int
    version: int
    number: str
    defendant: str
    cause: str
    asked_by: str
    candidates: tuple[tuple[int, str], ...]
    assigned: str = ""
    page: int = 0
    total: int = 0
    """Candidates on all pages."""
