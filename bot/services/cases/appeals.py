"""What an appeal brings about: no effect, no reminders of the term; and what is taken back where there was none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.domain.cases.acts import JUDGMENT_APPEALED, NOT_APPEALED
from bot.domain.cases.cases import APPEALABLE
from bot.domain.cases.topics import EFFECTIVE
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import DutyState, PaperKind
from bot.domain.law.triggers import Trigger
from bot.services.cases import effects
from bot.services.duties import acts as duty_acts
from bot.services.duties import duties, reminders
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.cases import papers as papers_store
from bot.store.cases import queries as cases_store
from bot.store.duties import queries as duties_store
from bot.store.tables import Case, Paper

_SAID = ("appealed", "appealed_by", "appealed_on", "appeal_number", "appeal_paper")
"""What stands in a decision's facts of an appeal."""


@dataclass(frozen=True)
class Appeal:
    """Who appealed (`own` or `other`), on which local day, and what shows it; `paper` is the copy of the appeal."""

    by: str
    on: date
    number: str = ""
    files: Sequence[dict[str, Any]] = field(default_factory=tuple)
    paper: int | None = None


def note(desk: Desk, paper: Paper, appeal: Appeal) -> None:
    """Somebody appealed; whether it may be said is asked before."""
    kept = {name: value for name, value in paper.facts.items() if name not in _SAID}
    said = {"appealed": True, "appealed_by": appeal.by, "appealed_on": appeal.on.isoformat()}
    more = {"appeal_number": appeal.number[:120] or None, "appeal_paper": appeal.paper}
    paper.facts = {**kept, **said, **{name: value for name, value in more.items() if value}}
    paper.effective_on = None
    written(desk, paper)
    desk.audit(
        JUDGMENT_APPEALED,
        About.PAPER(paper.id),
        case_id=paper.case_id,
        agency_id=paper.agency_id,
        new={"by": appeal.by, "on": appeal.on.isoformat(), **({"number": appeal.number} if appeal.number else {})},
    )
    outbox.cancel(desk, About.PAPER(paper.id), topics=(EFFECTIVE,))
    for duty in duties.pending_of(desk, paper.id or 0, Trigger.JUDGMENT_EFFECTIVE):
        # It had started from a day of effect that was confirmed too early.
        duties.cancel(desk, duty, "")
    duties.recompute(desk, paper_id=paper.id or 0, reason="")
    _use_right(desk, paper, used=appeal.by == "own")


def _use_right(desk: Desk, paper: Paper, *, used: bool) -> None:
    """The right to appeal is used up by the own appeal; it is there again where there was none after all."""
    before, after = (DutyState.OPEN, DutyState.DONE) if used else (DutyState.DONE, DutyState.OPEN)
    for duty in duties_store.about(desk.session, f"paper:{paper.id}"):
        if duty.kind != "right" or duty.trigger != paper.kind.value or duty.state is not before:
            continue
        duty.state = after
        duty.done_on = date.fromisoformat(paper.facts["appealed_on"]) if used else None
        duty.done_by = desk.actor.person_id or None if used else None
        duty.revise()
        desk.session.add(duty)
        desk.session.flush()
        reminders.replan(desk, duty, announced=True)
        duty_acts.refresh(desk, duty)


def forget(desk: Desk, paper: Paper, reason: str) -> None:
    """There was no appeal: the term counts again, the effective date is asked for."""
    old = paper.facts.get("appealed_on")
    paper.facts = {name: value for name, value in paper.facts.items() if name not in _SAID}
    written(desk, paper)
    desk.audit(
        NOT_APPEALED,
        About.PAPER(paper.id),
        case_id=paper.case_id,
        agency_id=paper.agency_id,
        old={"on": old} if old else {},
        reason=reason,
    )
    _use_right(desk, paper, used=False)
    duties.recompute(desk, paper_id=paper.id or 0, reason=reason)
    effects.ask_anew(desk, paper)


def written(desk: Desk, paper: Paper) -> None:
    """The paper has changed: what people have of it on screen changes with it."""
    paper.revise()
    desk.session.add(paper)
    desk.session.flush()
    outbox.refresh(desk, About.PAPER(paper.id))
    for duty in duties_store.about(desk.session, f"paper:{paper.id}"):
        # Reminders of the right to appeal carry buttons about the paper.
        outbox.refresh(desk, reminders.subject_of(duty))
    outbox.refresh(desk, About.CASE(paper.case_id))


# -- the other side's appeal comes as a paper ----------------------------------------------------------------------


def follow_copy(desk: Desk, copy: Paper) -> None:
    """A copy of the other side's appeal was recorded: the decisions that it may be against are appealed."""
    for paper in _decided(desk, copy):
        if not paper.facts.get("appealed") and paper.effective_on is None and effects.can_be_appealed(paper):
            note(desk, paper, Appeal("other", copy.served_on, paper=copy.id))


def copy_is_gone(desk: Desk, copy: Paper, reason: str) -> None:
    """A copy of an appeal was taken back: what rested on it alone is taken back with it."""
    for paper in _decided(desk, copy):
        if paper.facts.get("appeal_paper") == copy.id:
            forget(desk, paper, reason)


def _decided(desk: Desk, copy: Paper) -> list[Paper]:
    """The first-instance decisions served on the copy's agency, in its case or the one decided before."""
    if copy.kind is not PaperKind.APPEAL_COPY:
        return []
    case = desk.session.get_one(Case, copy.case_id)
    ids = [case.id]
    if case.original_number:
        ids += [one.id for one in cases_store.of_number(desk.session, case.original_number)]
    found = (papers_store.standing(desk.session, one, agency_id=copy.agency_id, kinds=APPEALABLE) for one in ids)
    return [paper for papers in found for paper in papers if paper.served_on <= copy.served_on]
