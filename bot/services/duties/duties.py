"""Duties: they come into being from events, follow every correction, and are taken back when their ground falls away.

What people then do about them is in `acts`; how they are shown in `cards`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, time
from typing import Any

from sqlmodel import Session

from bot.domain.duties.acts import DUTY_CANCELLED
from bot.domain.duties.duties import LEADER_NAMED, PENDING, asked_for
from bot.domain.hall.errors import Missing
from bot.domain.hall.subjects import About, Subject
from bot.domain.hall.terms import DutyState
from bot.domain.law.obligations import Obligation
from bot.domain.law.triggers import HEARINGS_TO_COME, Trigger
from bot.services.duties import changes as duty_changes
from bot.services.duties import making, reminders
from bot.services.duties.making import Cause, base_of, same_duty
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.law import obligations
from bot.services.law.obligations import Concern
from bot.services.post import outbox
from bot.store.cases import papers as papers_store
from bot.store.duties import queries as duties_store
from bot.store.tables import Case, Duty, Hearing, Paper


def get(desk: Desk, duty_id: int, *, lock: bool = True) -> Duty:
    """The duty, locked for a change (a view only reads and must not lock).

    Raises:
        Missing: there is none with this id.
    """
    found = desk.session.get(Duty, duty_id, with_for_update=lock or None)
    if found is None:
        raise Missing
    return found


def start(
    desk: Desk,
    *,
    trigger: str,
    on: date,
    agency_id: int,
    case: Case | None = None,
    facts: dict[str, Any] | None = None,
    paper: Paper | None = None,
    hearing: Hearing | None = None,
    at: time | None = None,
    subject: str = "",
    announced: bool = False,
) -> list[Duty]:
    """Bring the duties of an event into being, or up to date where they are there: safe to repeat.

    `agency_id` is the agency that the event concerns (the paper was served on it); the rule book decides who
    owes. For a hearing `on` is its local date and `at` its local time; the appearance itself is left to the
    hearings room. `announced` says that the person who acts sees the duties now, so that nothing is sent at once.
    Raises Refused when the agency's rule book is not installed.
    """
    cause = making.cause(desk, Trigger(trigger), on, agency_id, case, facts, paper, hearing, at, subject)
    found = [
        making.bring(desk, cause, one, owing, announced=announced)
        for one in obligations.compute(desk, cause.event, agency_id)
        for owing in obligations.owers(desk, one.rule, Concern(access.agency(desk, agency_id), case))
    ]
    if case is not None:
        outbox.refresh(desk, About.CASE(case.id))
    return found


def recompute(desk: Desk, *, case_id: int = 0, paper_id: int = 0, reason: str = "") -> int:
    """Work the duties of a paper or of a whole case out anew after a correction; returns how many dates moved.

    Who has a duty whose date to obey moved is told old and new, once.
    Raises Missing when there is no such case or paper.
    """
    paper = desk.session.get(Paper, paper_id) if paper_id else None
    case = desk.session.get(Case, paper.case_id if paper else case_id)
    if case is None:
        raise Missing
    changed: list[tuple[Duty, date | None, date | None]] = []
    for cause in causes_of(desk, case, paper):
        changed += recompute_cause(desk, cause, reason)
    duty_changes.tell_moved(desk, changed, reason)
    outbox.refresh(desk, About.CASE(case.id))
    return len(changed)


def take_up_rights(desk: Desk) -> int:
    """Rights that came into being before any was reminded of are reminded of from now on; how many papers had one."""
    rows = duties_store.rights_reminded_of(desk.session, desk.today)
    papers = {duty.paper_id for duty in rows if duty.paper_id and "watched" not in duty.citation}
    for paper_id in sorted(papers):
        recompute(desk, paper_id=paper_id)
    return len(papers)


def causes_of(desk: Desk, case: Case, paper: Paper | None = None) -> list[Cause]:
    """Every event that started duties in a case, as it stands now; of one paper only, if one is given."""
    papers = [paper] if paper is not None else papers_store.of_case(desk.session, case.id)
    causes = [cause for one in papers for cause in _paper_causes(desk, case, one)]
    known = {(c.event.trigger, c.subject) for c in causes}
    for duty in duties_store.pending_of_case(desk.session, case.id):
        subject = duty.about
        if paper is not None and duty.paper_id != paper.id:
            continue
        if (duty.trigger, subject) not in known and not subject.startswith("paper:"):
            known.add((Trigger(duty.trigger), subject))
            causes.append(cause_of(desk, duty))
    return causes


def _paper_causes(desk: Desk, case: Case, paper: Paper) -> Iterable[Cause]:
    events: list[tuple[Trigger, date]] = [(Trigger(paper.kind.value), paper.served_on)]
    if paper.effective_on is not None:
        events.append((Trigger.JUDGMENT_EFFECTIVE, paper.effective_on))
    if paper.facts.get("handled_on"):
        events.append((Trigger.ADVICE_HANDLED, date.fromisoformat(paper.facts["handled_on"])))
    for trigger, on in events:
        yield making.cause(desk, trigger, on, paper.agency_id, case, None, paper, None, None, "")


def cause_of(desk: Desk, duty: Duty) -> Cause:
    """The event behind a duty that hangs on no paper: its case, its hearing or its period."""
    case = desk.session.get(Case, duty.case_id) if duty.case_id else None
    paper = desk.session.get(Paper, duty.paper_id) if duty.paper_id else None
    hearing = desk.session.get(Hearing, duty.hearing_id) if duty.hearing_id else None
    on, at, trigger = duty.trigger_on, None, Trigger(duty.trigger)
    if hearing is not None and trigger in HEARINGS_TO_COME:
        local = hearing.starts_at.astimezone(desk.house.zone)
        on, at = local.date(), local.time()
    subject = duty.about
    extra, agency_id = duty.citation.get("facts"), int(duty.citation.get("for") or duty.agency_id)
    return making.cause(desk, trigger, on, agency_id, case, extra, paper, hearing, at, subject)


def recompute_cause(desk: Desk, cause: Cause, reason: str) -> list[tuple[Duty, date | None, date | None]]:
    """Work the duties of one event out anew: each that changed, with its old and its new date to obey."""
    withdrawn = cause.paper is not None and cause.paper.withdrawn
    concern = Concern(access.agency(desk, cause.agency_id), cause.case)
    computed = () if withdrawn else obligations.compute(desk, cause.event, cause.agency_id)
    existing = [
        d
        for d in duties_store.about(desk.session, cause.subject)
        if d.state in PENDING or d.state is DutyState.CANCELLED
    ]
    changes: list[tuple[Duty, date | None, date | None]] = []
    bases = set()
    for one in computed:
        base = f"{one.rule.id}/{cause.subject}"
        bases.add(base)
        rows = [d for d in existing if base_of(d.key) == base]
        changes += _refit(desk, cause, one, rows, concern)
    for duty in existing:
        if base_of(duty.key) not in bases and duty.state in PENDING and making.is_of(duty, cause.event):
            changes.append((duty, duty.obey, None))
            cancel(desk, duty, reason)
    return changes


def _refit(
    desk: Desk, cause: Cause, one: Obligation, rows: list[Duty], concern: Concern
) -> list[tuple[Duty, date | None, date | None]]:
    changes: list[tuple[Duty, date | None, date | None]] = []
    live = [row for row in rows if row.state in PENDING]
    for duty in live or rows:
        old = duty.obey if duty.state in PENDING else None
        if making.is_of(duty, cause.event) and making.update(desk, duty, one, announced=True):
            changes.append((duty, old, duty.obey))
    if not rows and not same_duty(desk, f"{one.rule.id}/{cause.subject}"):
        for owing in obligations.owers(desk, one.rule, concern):
            duty = making.bring(desk, cause, one, owing, announced=True)
            changes.append((duty, None, duty.obey))
    return changes


def cancel_for(desk: Desk, subject: Subject, *, reason: str = "") -> int:
    """Take back every pending duty of a paper, a hearing or a case; returns how many.

    Used when a paper was entered by mistake, a hearing fell away, a case was withdrawn.
    """
    pending_of_kind: dict[About, Callable[[Session, int], list[Duty]]] = {
        About.PAPER: duties_store.pending_of_paper,
        About.HEARING: duties_store.pending_of_hearing,
        About.CASE: duties_store.pending_of_case,
    }
    found = pending_of_kind[subject.kind](desk.session, subject.number)
    for duty in found:
        cancel(desk, duty, reason)
    for case_id in {duty.case_id for duty in found if duty.case_id}:
        outbox.refresh(desk, About.CASE(case_id))
    return len(found)


def pending_of(desk: Desk, paper_id: int, trigger: Trigger) -> list[Duty]:
    """What a paper started by one of its events and is still pending."""
    return duties_store.pending_of_paper(desk.session, paper_id, trigger.value)


def cancel(desk: Desk, duty: Duty, reason: str) -> None:
    """Its ground fell away: nobody is reminded any more, and messages that show it say so."""
    old = duty.state
    duty.state, duty.reason = DutyState.CANCELLED, reason[:500]
    duty.revise()
    desk.session.add(duty)
    reminders.stop(desk, duty)
    outbox.refresh(desk, reminders.subject_of(duty))
    desk.audit(
        DUTY_CANCELLED,
        reminders.subject_of(duty),
        case_id=duty.case_id,
        agency_id=duty.agency_id,
        old={"state": old.value},
        new={"state": DutyState.CANCELLED.value},
        reason=reason,
    )


def recompute_all(desk: Desk, *, reason: str, year: int | None = None) -> int:
    """After a new table of working days: every pending duty again; only those whose date moved are told.

    With `year`, duties that lie wholly outside that year (and the weeks around it) are left alone.
    """
    changed: list[tuple[Duty, date | None, date | None]] = []
    for duty in duties_store.pending(desk.session):
        if year is not None and not _touches(duty, year):
            continue
        changed += _recompute_one(desk, duty)
    duty_changes.tell_moved(desk, changed, reason)
    for case_id in {duty.case_id for duty, _, _ in changed if duty.case_id}:
        outbox.refresh(desk, About.CASE(case_id))
    return len(changed)


def follow_calendar(desk: Desk, year: int) -> int:
    """A year's working days were announced: whoever holds a duty whose date moved is told. How many moved."""
    return recompute_all(desk, reason=duty_changes.NOTICE_IS_OUT, year=year)


def _touches(duty: Duty, year: int) -> bool:
    return duty.provisional or duty.trigger_on.year <= year <= max(duty.due, duty.unrolled, duty.safe).year


def _recompute_one(desk: Desk, duty: Duty) -> list[tuple[Duty, date | None, date | None]]:
    cause = cause_of(desk, duty)
    for one in obligations.compute(desk, cause.event, cause.agency_id):
        if one.rule.id == duty.rule:
            old = duty.obey
            return [(duty, old, duty.obey)] if making.update(desk, duty, one, announced=True) else []
    return []


def named_by(desk: Desk, case_id: int, agency_id: int) -> date | None:
    """The day (local) by which this agency is to name its leader in the case; None where nothing open asks for it."""
    rows = duties_store.open_with_evidence(desk.session, case_id, LEADER_NAMED)
    mine = [d for d in rows if int(d.citation.get("for") or d.agency_id) == agency_id]
    return min((asked_for(desk.today, d.obey, d.deadline) for d in mine), default=None)
