"""When a decision takes effect: proposed from the days of service, and asked of a person in time."""

from __future__ import annotations

from datetime import date, datetime, time

from bot.domain.cases.cases import APPEALABLE, DECISION_PAPERS
from bot.domain.cases.topics import EFFECTIVE, OfPaper
from bot.domain.hall.subjects import About
from bot.domain.hall.topics import Notice, to_audience
from bot.domain.law.effective import APPEALABLE_RULINGS, Proposal, appeal_ends, propose_effective
from bot.domain.law.trigger_facts import ruling_kind_of
from bot.domain.law.triggers import Trigger
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.cases import papers as papers_store
from bot.store.tables import Case, Paper

ASKED_AT = time(9)
"""Local time of day at which the effective date is asked for."""


def propose(desk: Desk, paper: Paper, others_served_on: date | None = None) -> Proposal:
    """When the decision takes effect, from the days of service that are known (A14); a person confirms it.

    Raises ValueError for a paper that decides nothing.
    """
    others = others_served_on or others_served(paper)
    agency = access.agency(desk, paper.agency_id).short_name
    return propose_effective(
        Trigger(paper.kind.value),
        {agency: paper.served_on, "原告": others},
        desk.house.law.calendar,
        appealed=bool(paper.facts.get("appealed")),
        ruling_kind=ruling_kind_of(paper.facts),
        remanded=paper.facts.get("on_appeal") == "remanded",
    )


def others_served(paper: Paper) -> date | None:
    """When the other parties were served, where somebody has said it."""
    given = paper.facts.get("others_served_on")
    return date.fromisoformat(given) if given else None


def can_be_appealed(paper: Paper) -> bool:
    """Whether anybody can appeal against it; of a ruling whose kind nobody said, it may be so (法释〔2018〕1号 101)."""
    if paper.kind not in APPEALABLE or paper.facts.get("outcome") in ("withdrawn", "mediated"):
        return False
    kind = ruling_kind_of(paper.facts)
    return paper.kind.value == Trigger.JUDGMENT_FIRST_INSTANCE or kind is None or kind in APPEALABLE_RULINGS


def appealed_late(desk: Desk, paper: Paper) -> bool:
    """Whether the own appeal was lodged when its term was over."""
    if paper.facts.get("appealed_by") != "own":
        return False
    kind = ruling_kind_of(paper.facts) or "suit_dismissed"
    last = appeal_ends(Trigger(paper.kind.value), paper.served_on, desk.house.law.calendar, kind)
    return last is not None and date.fromisoformat(paper.facts["appealed_on"]) > last


def expected(desk: Desk, paper: Paper) -> date | None:
    """When it takes effect as far as is known, as long as nobody has confirmed it."""
    if paper.kind not in DECISION_PAPERS or paper.effective_on is not None:
        return None
    return propose(desk, paper).on


def is_open(paper: Paper) -> bool:
    """Whether a person still has to say since when a decision is in effect."""
    said = paper.facts
    settled = said.get("appealed") or said.get("effect_unneeded") or said.get("on_appeal") == "remanded"
    return paper.kind in DECISION_PAPERS and not paper.withdrawn and paper.effective_on is None and not settled


def ask_when_effective(desk: Desk, paper: Paper) -> None:
    """Ask for the effective date at the first moment for it; after that the mornings ask again (`morning`)."""
    if is_open(paper):
        _ask(desk, paper, first_asked(desk, paper))


def first_asked(desk: Desk, paper: Paper) -> datetime:
    """When it is asked for first: on the day itself where the other side's service is known, a day off included, as the
    law does not wait for Monday; else on the first working day after our own term. Never before it was entered."""
    known = propose(desk, paper).on
    assumed = known or propose(desk, paper, paper.served_on).on
    if assumed is None:
        return paper.entered_at
    day = known or desk.house.law.calendar.next_working(assumed)
    return max(desk.at(day, ASKED_AT), paper.entered_at)


def _ask(desk: Desk, paper: Paper, at: datetime) -> None:
    at = max(at, desk.now)
    outbox.plan(
        desk,
        Notice(
            EFFECTIVE,
            OfPaper(paper=paper.id or 0, by=desk.actor.person_id),
            About.PAPER(paper.id),
            urgent=not desk.house.law.calendar.is_working(at.astimezone(desk.house.zone).date()) or None,
        ),
        to_audience(f"doers@{asked(desk, paper)}"),
        at=at,
        dedupe=f"effective:{paper.id}:{paper.version}:{at.astimezone(desk.house.zone).date().isoformat()}",
    )


def asked(desk: Desk, paper: Paper) -> int:
    """The agency whose people are asked: the unit that handles the case, else the one that was served."""
    case = desk.session.get(Case, paper.case_id)
    return (case.handling_agency_id if case else None) or paper.agency_id


def ask_anew(desk: Desk, paper: Paper) -> None:
    """After a correction: what was asked on the old day is taken back."""
    outbox.cancel(desk, About.PAPER(paper.id), topics=(EFFECTIVE,))
    ask_when_effective(desk, paper)


def morning(desk: Desk) -> int:
    """On each working day: what was asked for on an earlier day and not answered is asked again. How many."""
    if not desk.house.law.calendar.is_working(desk.today):
        return 0
    waiting = [p for p in papers_store.without_effect(desk.session, DECISION_PAPERS) if is_open(p)]
    late = [p for p in waiting if first_asked(desk, p).astimezone(desk.house.zone).date() < desk.today]
    for paper in late:
        _ask(desk, paper, desk.at(desk.today, ASKED_AT))
    return len(late)
