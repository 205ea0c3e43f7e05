"""Decisions against an agency: its principal leader and the coordinators hear of them at once."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.cases.cases import DECISION_PAPERS
from bot.domain.cases.topics import LOST, OfPaper
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import Role
from bot.domain.hall.topics import Notice, to_person
from bot.domain.law.trigger_facts import LOSSES
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.post import delivery, outbox
from bot.store.cases import papers as papers_store
from bot.store.tables import Case, Paper

SINCE = "lost_at"
"""Fact of a paper: the instant since which it is recorded that it decides against the agency."""

PUT_RIGHT_LATE = timedelta(days=183)
"""Of what was entered longer before, and put right only now, a digest does not speak."""


def follow(desk: Desk, paper: Paper) -> None:
    """What the paper decides is what it is now: a loss is told once, and is none any more where it was put right."""
    before, now = SINCE in paper.facts, is_lost(paper)
    if before:
        outbox.refresh(desk, About.PAPER(paper.id))
    if before == now:
        return
    if not now:
        paper.facts = {name: value for name, value in paper.facts.items() if name != SINCE}
    else:
        paper.facts = {**paper.facts, SINCE: desk.now.isoformat()}
        _tell(desk, paper)
    desk.session.add(paper)


def is_lost(paper: Paper) -> bool:
    """Whether a decision stands that went against the agency it was served on, wholly or in part."""
    return paper.kind in DECISION_PAPERS and not paper.withdrawn and paper.facts.get("outcome") in LOSSES


def _tell(desk: Desk, paper: Paper) -> None:
    people = [*access.holders(desk, paper.agency_id, Role.PRINCIPAL), *delivery.coordinators(desk, paper.agency_id)]
    for person_id in dict.fromkeys(person.id for person in people):
        if person_id != desk.actor.person_id:
            shows = OfPaper(paper.id or 0, desk.actor.person_id)
            outbox.plan(desk, Notice(LOST, shows, About.PAPER(paper.id)), to_person(person_id))


def between(desk: Desk, agency_ids: list[int], begins: datetime, ends: datetime) -> list[tuple[Paper, Case]]:
    """Decisions against these agencies that were recorded from `begins` to before `ends` (aware) and still stand."""
    rows = papers_store.of_kinds(desk.session, agency_ids, DECISION_PAPERS, begins - PUT_RIGHT_LATE)
    return [
        (paper, case)
        for paper, case in rows
        if is_lost(paper) and begins <= datetime.fromisoformat(paper.facts.get(SINCE, _NEVER)) < ends
    ]


_NEVER = "1970-01-01T00:00:00+00:00"
