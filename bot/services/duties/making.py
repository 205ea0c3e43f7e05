"""How an obligation becomes a row: once by its key, brought up to date when it is computed again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from bot.domain.duties.acts import DUTY_RECOMPUTED, DUTY_STARTED
from bot.domain.duties.duties import PENDING
from bot.domain.hall.terms import DutyState
from bot.domain.law.obligations import Event, Obligation
from bot.domain.law.rules import Kind
from bot.domain.law.triggers import HEARINGS_TO_COME, Trigger
from bot.services.duties import reminders
from bot.services.hall.desk import Desk
from bot.services.law import facts, obligations
from bot.store.duties import queries as duties_store
from bot.store.tables import Agency, Case, Duty, Hearing, Paper

ITEM = "item"
"""What came with a `plan_item`: the item in the plan's own words."""


@dataclass(frozen=True)
class Cause:
    """One event that starts duties, with what it belongs to. `subject` is half of the duties' keys."""

    event: Event
    subject: str
    agency_id: int
    case: Case | None = None
    paper: Paper | None = None
    hearing: Hearing | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    """Facts that came with the event and stand nowhere else: kept with the duty for when it is worked out anew."""


def cause(
    desk: Desk,
    trigger: Trigger,
    on: date,
    agency_id: int,
    case: Case | None,
    extra: dict[str, Any] | None,
    paper: Paper | None,
    hearing: Hearing | None,
    at: time | None,
    subject: str,
) -> Cause:
    known = facts.for_event(desk, trigger, agency_id, case, paper, extra)
    about = subject or _subject(case, paper, hearing, on, agency_id)
    return Cause(Event(trigger, on, known, at), about, agency_id, case, paper, hearing, _plain(extra or {}))


def _plain(extra: dict[str, Any]) -> dict[str, Any]:
    """Facts as JSON: dates as text, sets as lists."""
    return {
        name: value.isoformat()
        if isinstance(value, date)
        else list(value)
        if isinstance(value, tuple | set | frozenset)
        else value
        for name, value in extra.items()
    }


def _subject(case: Case | None, paper: Paper | None, hearing: Hearing | None, on: date, agency_id: int) -> str:
    """What makes a duty once: the paper; or the hearing, the case, the day, for this agency."""
    if paper is not None:
        return f"paper:{paper.id}"
    if hearing is not None:
        return f"hearing:{hearing.id}:{agency_id}"
    return f"case:{case.id}:{agency_id}" if case is not None else f"{on.isoformat()}:{agency_id}"


def is_of(duty: Duty, event: Event) -> bool:
    """Whether the event started the duty; what the hearing started before it was moved is its own by the new date."""
    return duty.trigger == event.trigger or {duty.trigger, event.trigger.value} <= _TO_COME


_TO_COME = frozenset(trigger.value for trigger in HEARINGS_TO_COME)


def base_of(key: str) -> str:
    """The key without the agency: what several agencies owe together."""
    return key.rsplit("@", 1)[0]


def same_duty(desk: Desk, base: str) -> list[Duty]:
    """The rows of one obligation (`rule/subject`): several agencies may owe it together, or it was transferred."""
    rule, _, about = base.partition("/")
    return duties_store.about(desk.session, about, rule)


def bring(desk: Desk, cause: Cause, one: Obligation, owing: Agency, *, announced: bool) -> Duty:
    base = f"{one.rule.id}/{cause.subject}"
    key = f"{base}@{owing.id}"
    rows = same_duty(desk, base)
    duty = next((row for row in rows if row.key == key), None)
    if duty is None and any(row.state is DutyState.TRANSFERRED for row in rows):
        duty = rows[-1]
    if duty is None:
        return _create(desk, cause, one, owing, key, announced=announced)
    if duty.state in PENDING or duty.state is DutyState.CANCELLED:
        update(desk, duty, one, announced=announced)
    return duty


def _create(desk: Desk, cause: Cause, one: Obligation, owing: Agency, key: str, *, announced: bool) -> Duty:
    duty = Duty(
        key=key,
        about=cause.subject,
        rule=one.rule.id,
        rulebook=one.book,
        agency_id=owing.id or 0,
        case_id=cause.case.id if cause.case else None,
        paper_id=cause.paper.id if cause.paper else None,
        hearing_id=cause.hearing.id if cause.hearing else None,
        trigger_on=cause.event.on,
        unrolled=one.unrolled,
        due=one.due,
        safe=one.safe,
        created_at=desk.now,
    )
    obligations.fill(duty, one)
    duty.citation = {**duty.citation, "facts": cause.extra, "for": cause.agency_id, "watched": is_wanted(one)}
    _call(duty)
    desk.session.add(duty)
    desk.session.flush()
    if not desk.is_system and owing.id in desk.actor.agencies():
        # Whoever enters it for the own agency has taken note of it.
        duty.acknowledged_at, duty.acknowledged_by = desk.now, desk.actor.person_id
    desk.audit(
        DUTY_STARTED,
        reminders.subject_of(duty),
        case_id=duty.case_id,
        agency_id=duty.agency_id,
        new={"rule": duty.rule, "safe": duty.safe.isoformat(), "due": duty.due.isoformat()},
    )
    reminders.plan(desk, duty, announced=announced and _is_told(cause, owing))
    return duty


def _call(duty: Duty) -> None:
    """An item of a work plan is called as it stands there."""
    item = (duty.citation.get("facts") or {}).get(ITEM)
    if item:
        duty.title = {"zh": str(item), "en": str(item)}


def is_wanted(one: Obligation) -> bool:
    """Whether a right is still somebody's business: its book reminds of it, and an appeal is wanted or undecided."""
    known = one.event.facts
    given_up = known.get("appeal_wanted") is False or known.get("appealed")
    return one.rule.kind is Kind.RIGHT and bool(one.rule.package) and not given_up


def _is_told(cause: Cause, owing: Agency) -> bool:
    """The card goes to the agency served and to the handling unit; others learn of their duty by a message."""
    handling = cause.case.handling_agency_id if cause.case else None
    return owing.id in (cause.agency_id, handling)


def update(desk: Desk, duty: Duty, one: Obligation, *, announced: bool) -> bool:
    """Take over what the law says now; True when the date to obey moved."""
    before, was_cancelled = (duty.obey, duty.deadline, duty.hearing_id), duty.state is DutyState.CANCELLED
    old = {"safe": duty.safe.isoformat(), "due": duty.due.isoformat()}
    kept = {name: duty.citation.get(name) for name in ("facts", "for", "chosen")}
    watched = reminders.is_watched(duty)
    obligations.fill(duty, one)
    duty.citation = {**duty.citation, **kept, "watched": is_wanted(one)}
    _call(duty)
    if was_cancelled:
        duty.state, duty.reason = DutyState.OPEN, ""
    desk.session.add(duty)
    desk.session.flush()
    moved = was_cancelled or before[:2] != (duty.obey, duty.deadline)
    if moved:
        duty.revise()
        new = {"safe": duty.safe.isoformat(), "due": duty.due.isoformat()}
        desk.audit(
            DUTY_RECOMPUTED,
            reminders.subject_of(duty),
            case_id=duty.case_id,
            agency_id=duty.agency_id,
            old=old,
            new=new,
        )
    if moved or duty.hearing_id is not None or watched is not reminders.is_watched(duty):
        reminders.replan(desk, duty, announced=announced)
    return before[0] != duty.obey or was_cancelled
