"""What an unexcused absence brings about: the duties that the rule book starts, and who hears of it at once."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.duties.duties import PENDING
from bot.domain.hall.terms import Role
from bot.domain.hall.topics import Notice, to_person
from bot.domain.hearings.absences import Pursued, UnexcusedView
from bot.domain.hearings.appearances import STAFF_FACTS
from bot.domain.hearings.hearings import DutyLine
from bot.domain.hearings.topics import UNEXCUSED, OfHearing
from bot.domain.law.attendance import CountsAs, Outcome
from bot.domain.law.rules import Kind
from bot.domain.law.triggers import Trigger
from bot.services.duties import cards as duty_cards
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.hearings import cards, plans
from bot.services.law import appearing, counting
from bot.services.post import delivery, outbox
from bot.store.duties import queries as duties_store
from bot.store.hearings import appearances as appearances_store
from bot.store.hearings import queries as hearings_store
from bot.store.tables import Appearance, Duty, Hearing

SINCE = "unexcused_at"
"""Fact of an appearance: the instant since which its result counts as an absence without a valid reason."""
REPORTED_LATE = timedelta(days=183)
"""Of hearings longer ago a digest does not speak."""
_OWN_STAFF = frozenset({"own_staff"})


def mark(desk: Desk, hearing: Hearing, row: Appearance, *, unexcused: bool) -> None:
    """Keep since when the result counts as an absence without a valid reason, and tell it once; `outcomes` starts and
    takes back what follows."""
    before = SINCE in row.facts
    if unexcused and not before:
        row.facts = {**row.facts, SINCE: desk.now.isoformat()}
        _tell(desk, hearing, row.agency_id)
    elif before and not unexcused:
        row.facts = {name: value for name, value in row.facts.items() if name != SINCE}
    desk.session.add(row)
    desk.session.flush()


_THE_COURTS = frozenset({"part_court_pending", "part_before"})
"""Parts of a valid reason that hang on the court's word alone."""


def is_unexcused(outcome: Outcome | None) -> bool:
    """Whether it is certain: while only the court's word on the reason is awaited, nobody is accused. With that word
    counts, too, what could be given only after the hearing (`absences.proof_facts`)."""
    if outcome is None or outcome.counts_as is not CountsAs.UNEXCUSED:
        return False
    lacking = {one.code for one in outcome.reasons if one.code.startswith("part_")}
    return not outcome.questions or bool(lacking - _THE_COURTS)


def staff_came(row: Appearance | None) -> bool:
    """Whether staff of the agency came, as it was reported."""
    return bool(row and STAFF_FACTS.get(str(row.facts.get("who_came")), frozenset()) & _OWN_STAFF)


def _tell(desk: Desk, hearing: Hearing, agency_id: int) -> None:
    """One new message to the agency's principal and the coordinators, but not to who has just reported it."""
    people = [*access.holders(desk, agency_id, Role.PRINCIPAL), *delivery.coordinators(desk, agency_id)]
    for person_id in dict.fromkeys(person.id for person in people):
        if person_id != desk.actor.person_id:
            shows = OfHearing(hearing.id or 0, agency_id, hearing.sequence)
            outbox.plan(desk, Notice(UNEXCUSED, shows, plans.subject_of(hearing)), to_person(person_id))


def told(desk: Desk, hearing_id: int, agency_id: int) -> UnexcusedView | None:
    """The absence for the actor, with what it started and what the book provides for it; None where it is none (any
    more).

    Raises:
        Missing: there is no such hearing. NotAllowed: it is not the actor's to see.
    """
    hearing = cards.visible(desk, hearing_id)
    cards.side(desk, hearing_id, agency_id)
    row = hearings_store.result_of(desk.session, hearing.id, agency_id)
    outcome = counting.outcome_of(desk, row, hearing) if row is not None else None
    if outcome is None or not is_unexcused(outcome):
        return None
    subject = f"hearing:{hearing.id}:{agency_id}"
    started = [d for d in duties_store.about(desk.session, subject) if d.trigger in _STARTED and d.state in PENDING]
    return UnexcusedView(
        reasons=outcome.reasons,
        started=tuple(_line(desk, duty) for duty in started if duty_cards.may_see(desk, duty)),
        pursued=_pursued(desk, hearing, agency_id, outcome),
    )


def _line(desk: Desk, duty: Duty) -> DutyLine:
    agency = access.agency(desk, duty.agency_id).short_name
    return DutyLine(duty.title.get("zh", ""), duty.title.get("en", ""), agency, "", duty.obey)


_STARTED = frozenset({Trigger.LEADER_ABSENT.value, Trigger.PRINCIPAL_ABSENT.value})


def _pursued(desk: Desk, hearing: Hearing, agency_id: int, outcome: Outcome) -> tuple[Pursued, ...]:
    """What the texts provide for such an absence: candidates, a person decides."""
    on = hearing.starts_at.astimezone(desk.house.zone).date()
    names = desk.house.law.library.measures
    return tuple(
        Pursued(tuple(names[one] for one in rule.measures), rule.source)
        for rule in appearing.stack_of(desk, agency_id, on).rules
        if rule.kind is Kind.MEASURE and set(rule.breach) & set(outcome.breaches)
    )


def between(desk: Desk, agency_ids: list[int], begins: datetime, ends: datetime) -> list[tuple[Hearing, Appearance]]:
    """Absences of these agencies that became known from `begins` to before `ends` (aware) and still stand."""
    rows = appearances_store.of_held(desk.session, agency_ids, begins - REPORTED_LATE)
    return [(h, a) for h, a in rows if a.facts.get(SINCE) and begins <= datetime.fromisoformat(a.facts[SINCE]) < ends]
