"""After five working days the summary of the month prepares itself (AH17): a draft, and word to whoever owes it."""

from __future__ import annotations

from bot.domain.bulletins.summaries import SUMMARY, OfSummary, Summary
from bot.domain.documents.documents import OPEN
from bot.domain.documents.periods import read
from bot.domain.hall.errors import Missing, NotAllowed
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import DutyState, Role
from bot.domain.hall.topics import Notice, to_person
from bot.services.bulletins import names
from bot.services.documents import drafting, kinds
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.documents import queries as documents_store
from bot.store.duties import queries as duties_store
from bot.store.tables import Document, Duty

KIND, REPORT = "monthly_review", "monthly_report"
_COUNTED = frozenset({DutyState.OPEN, DutyState.SUBMITTED, DutyState.DONE})


def prepare(desk: Desk) -> int:
    """Draft each summary whose day has come, or of which every report is in; who owes it is told once. Safe to repeat.

    Gives how many were drafted."""
    if not desk.house.law.calendar.is_working(desk.today):
        return 0
    owed = [one for one in duties_store.pending(desk.session) if one.citation.get("draft") == KIND]
    return sum(_prepare(desk, duty) for duty in owed if duty.state is DutyState.OPEN and _is_time(desk, duty))


def _is_time(desk: Desk, duty: Duty) -> bool:
    span = read(drafting.period_of(duty))
    if span is None or desk.today <= span.last or _drafts(desk, duty):
        return False
    reports = _reports(desk, duty)
    return desk.today >= duty.obey or (bool(reports) and all(one.state is not DutyState.OPEN for one in reports))


def _drafts(desk: Desk, duty: Duty) -> list[Document]:
    return [one for one in documents_store.of_duty(desk.session, duty.id) if one.kind == KIND]


def _reports(desk: Desk, duty: Duty) -> list[Duty]:
    """What the units of the branch owe of the same month."""
    branch = names.branch_of(desk, duty.agency_id)
    rows = duties_store.about_beginning(desk.session, f"{drafting.period_of(duty)}:")
    return [
        one
        for one in rows
        if one.citation.get("draft") == REPORT
        and one.state in _COUNTED
        and access.agency(desk, one.agency_id).path.startswith(branch)
    ]


def _prepare(desk: Desk, duty: Duty) -> bool:
    drafting.for_duty(desk, duty, kinds.of(desk, KIND))
    for person in access.holders(desk, duty.agency_id, Role.COORDINATOR):
        notice = Notice(SUMMARY, OfSummary(duty.id or 0), About.DUTY(duty.id))
        outbox.plan(desk, notice, to_person(person.id), dedupe=f"reports.summary:{duty.id}:{person.id}")
    return True


def of(desk: Desk, duty_id: int) -> Summary:
    """The draft with who has reported, as it stands now.

    Raises:
        NotAllowed: the actor does not coordinate there any more.
        Missing: it is handed in by now, or owed no more.
    """
    duty = desk.session.get(Duty, duty_id)
    if duty is None or duty.state is not DutyState.OPEN:
        raise Missing
    if duty.agency_id not in desk.actor.agencies(Role.COORDINATOR):
        raise NotAllowed
    span, drafts = read(drafting.period_of(duty)), [one for one in _drafts(desk, duty) if one.state in OPEN]
    if span is None or not drafts:
        raise Missing
    rows = _reports(desk, duty)
    handed = [one for one in rows if one.state is not DutyState.OPEN]
    late = sum(one.done_on is not None and one.done_on > one.deadline for one in handed)
    missing = [access.agency(desk, one.agency_id).short_name for one in rows if one.state is DutyState.OPEN]
    return Summary(span.first, drafts[-1].id or 0, duty.obey, len(rows), len(handed) - late, late, tuple(missing))
