"""When a judgment takes effect: a proposal from service dates, which a person confirms (A14)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.law.calendar import WorkingCalendar
from bot.domain.law.explanations import Step, step
from bot.domain.law.periods import count
from bot.domain.law.rules import Term
from bot.domain.law.triggers import TRIGGER_NAMES, Trigger

#: Terms of appeal in calendar days (行政诉讼法 85).
_JUDGMENT_TERM = Term(n=15)
_RULING_TERM = Term(n=10)
#: The rulings that can be appealed (法释〔2018〕1号 101).
APPEALABLE_RULINGS = frozenset({"not_accepted", "suit_dismissed", "jurisdiction"})

_AT_SERVICE = frozenset(
    {
        Trigger.JUDGMENT_SECOND_INSTANCE,
        Trigger.RULING_SECOND_INSTANCE,
        Trigger.JUDGMENT_RETRIAL,
        Trigger.RULING_RETRIAL,
        Trigger.MEDIATION_STATEMENT,
    }
)

EFFECTIVE_MESSAGES: dict[str, str] = {
    "remanded": "The case goes back for a new trial: this decision settles nothing that could take effect.",
    "appealed": "It was appealed, so it has not taken effect.",
    "service_unknown": "The day of service on {party} is not known yet.",
    "kind_of_ruling": "Please say what kind of ruling it is: only some can be appealed.",
    "at_service": "It takes effect on service; the last party was served on {date}.",
    "not_appealable": "This ruling cannot be appealed; it takes effect on service, on {date}.",
    "appeal_ends": "{party}: served on {served}, the term of appeal ends on {date}.",
    "day_after": "It takes effect on the day after the last term of appeal: {date}.",
    "provisional": "A holiday notice is not out yet; this is provisional.",
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed effective date, None while something is missing or an appeal is pending."""

    on: date | None
    steps: tuple[Step, ...]
    provisional: bool = False


def propose_effective(
    paper: Trigger,
    served: Mapping[str, date | None],
    calendar: WorkingCalendar,
    *,
    appealed: bool = False,
    ruling_kind: str | None = None,
    remanded: bool = False,
) -> Proposal:
    """Propose when a decision takes effect from the day each party was served (None = unknown).

    `paper` is a judgment, ruling or mediation statement; `remanded` says that it sends the case back.
    Raises ValueError for any other trigger or when no party is given.
    """
    if not served:
        raise ValueError("no party was given")
    if appealed or remanded:
        return Proposal(None, (step("appealed" if appealed else "remanded"),))
    unknown = [party for party, day in served.items() if day is None]
    if unknown:
        return Proposal(None, tuple(step("service_unknown", party=party) for party in unknown))
    known = {party: day for party, day in served.items() if day is not None}
    last = max(known.values())
    if paper in _AT_SERVICE:
        return Proposal(last, (step("at_service", date=last),))
    if paper is Trigger.RULING_FIRST_INSTANCE:
        return _ruling(known, last, calendar, ruling_kind)
    if paper is not Trigger.JUDGMENT_FIRST_INSTANCE:
        raise ValueError(f"{paper} is no decision")
    return _after_terms(known, _JUDGMENT_TERM, calendar, paper)


def appeal_ends(paper: Trigger, served: date, calendar: WorkingCalendar, ruling_kind: str | None = None) -> date | None:
    """The last day of an appeal by a party served on `served` (行政诉讼法 85); None where nobody can appeal."""
    if paper is Trigger.JUDGMENT_FIRST_INSTANCE:
        term = _JUDGMENT_TERM
    elif paper is Trigger.RULING_FIRST_INSTANCE and ruling_kind in APPEALABLE_RULINGS:
        term = _RULING_TERM
    else:
        return None
    counted = count(term, served, calendar)
    return counted.due if counted else None


def _ruling(served: Mapping[str, date], last: date, calendar: WorkingCalendar, ruling_kind: str | None) -> Proposal:
    if ruling_kind is None:
        return Proposal(None, (step("kind_of_ruling"),))
    if ruling_kind not in APPEALABLE_RULINGS:
        return Proposal(last, (step("not_appealable", date=last),))
    return _after_terms(served, _RULING_TERM, calendar, Trigger.RULING_FIRST_INSTANCE)


def _after_terms(served: Mapping[str, date], term: Term, calendar: WorkingCalendar, paper: Trigger) -> Proposal:
    """The day after the last party's term of appeal, with each party's own term as a step."""
    steps: list[Step] = []
    ends: list[date] = []
    provisional = False
    for party, day in served.items():
        counted = count(term, day, calendar, event=TRIGGER_NAMES[paper][1])
        assert counted is not None
        provisional = provisional or counted.provisional
        ends.append(counted.due)
        steps.append(step("appeal_ends", party=party, served=day, date=counted.due))
    effective = max(ends) + timedelta(days=1)
    if provisional:
        steps.append(step("provisional"))
    return Proposal(effective, (*steps, step("day_after", date=effective)), provisional)
