"""When a decision takes effect: proposed from the days of service, and asked of a person in time."""

from __future__ import annotations

from datetime import date, time

from bot.domain.cases.topics import EFFECTIVE, OfPaper
from bot.domain.hall.subjects import About
from bot.domain.hall.topics import Notice, to_audience
from bot.domain.law.effective import Proposal, propose_effective
from bot.domain.law.triggers import Trigger
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.tables import Case, Paper


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
        ruling_kind=paper.facts.get("ruling_kind"),
    )


def others_served(paper: Paper) -> date | None:
    """When the other parties were served, where somebody has said it."""
    given = paper.facts.get("others_served_on")
    return date.fromisoformat(given) if given else None


def ask_when_effective(desk: Desk, paper: Paper) -> None:
    """Ask for the effective date: at once where it follows from service, else the day after our own term ends."""
    if paper.facts.get("appealed") or paper.effective_on is not None:
        return
    expected = propose(desk, paper, others_served(paper) or paper.served_on).on
    at = desk.at(desk.house.law.calendar.next_working(expected), time(9)) if expected else desk.now
    outbox.plan(
        desk,
        Notice(EFFECTIVE, OfPaper(paper=paper.id or 0, by=desk.actor.person_id), About.PAPER(paper.id)),
        to_audience(f"doers@{_asked(desk, paper)}"),
        at=max(at, desk.now),
        dedupe=f"effective:{paper.id}:{paper.version}",
    )


def _asked(desk: Desk, paper: Paper) -> int:
    case = desk.session.get(Case, paper.case_id)
    return (case.handling_agency_id if case else None) or paper.agency_id


def ask_anew(desk: Desk, paper: Paper) -> None:
    """After a correction: what was asked on the old day is taken back."""
    outbox.cancel(desk, About.PAPER(paper.id), topics=(EFFECTIVE,))
    ask_when_effective(desk, paper)
