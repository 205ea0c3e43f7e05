"""What happens to a case as a whole: its tags and the risk they mean, its end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.domain.cases.acts import CASE_CLOSED, CASE_TAGGED
from bot.domain.cases.cases import RISK_TAGS
from bot.domain.cases.topics import RISK, Risk
from bot.domain.hall.access import Action
from bot.domain.hall.errors import NotAllowed, Refused, Stale
from bot.domain.hall.subjects import About
from bot.domain.hall.topics import Notice, to_person
from bot.domain.law.trigger_facts import TAGS
from bot.domain.law.triggers import Trigger
from bot.services.cases import cases
from bot.services.duties import duties, following, reminders
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.post import delivery, outbox
from bot.store.duties import queries as duties_store
from bot.store.tables import Case, Duty


def tag(desk: Desk, case_id: int, version: int, tags: Sequence[str]) -> Case:
    """Set the tags of a case. New risk tags go person to person to the justice bureau.

    Raises:
        Missing, NotAllowed: as `cases.visible`; tagging needs the right to correct.
        Stale: somebody changed the case meanwhile.
        Refused: a tag is not offered.
    """
    case = cases.locked(desk, case_id)
    agencies = [a for a in cases.agencies_of(desk, case) if desk.actor.may(Action.CORRECT, a.path)]
    if not agencies:
        raise NotAllowed
    if case.version != version:
        raise Stale
    if any(one not in TAGS for one in tags):
        raise Refused("This choice is no longer offered.")
    old = list(case.facts.get("tags") or ())
    case.facts = {**case.facts, "tags": [t for t in TAGS if t in tags]}
    case.revise()
    desk.session.add(case)
    desk.session.flush()
    desk.audit(CASE_TAGGED, About.CASE(case.id), case_id=case.id, old={"tags": old}, new={"tags": list(tags)})
    duties.recompute(desk, case_id=case.id or 0, reason="")
    if any(one in RISK_TAGS and one not in old for one in tags):
        report_risk(desk, case, agencies[0].id or 0)
    elif any(one in RISK_TAGS for one in old) and not any(one in RISK_TAGS for one in tags):
        _take_back_risk(desk, case)
    return case


def _take_back_risk(desk: Desk, case: Case) -> None:
    """It is no risk case after all: what the report of one had started ends."""
    for duty in duties_store.pending_of_case(desk.session, case.id, Trigger.RISK_TAGGED.value):
        following.follow(desk, duties.cause_of(desk, duty), holds=False)


def report_risk(desk: Desk, case: Case, agency_id: int) -> list[Duty]:
    """A risk case: the bureau's coordinators are told one by one, protected, never in a group (SS16).

    What the bureau itself owes for that reason stands in the same message: no other one speaks of it at once.
    """
    started = duties.start(
        desk, trigger=Trigger.RISK_TAGGED, on=desk.today, agency_id=agency_id, case=case, announced=True
    )
    told = {person.id for person in delivery.coordinators(desk, agency_id)} - {desk.actor.person_id}
    own = _of_bureau(desk, case, agency_id, started)
    if own is not None:
        told |= {person.id for person in delivery.people_of(desk, f"doers@{own.agency_id}")}
        reminders.replan(desk, own, announced=True)
    said = Risk(case=case.id or 0, agency=agency_id, by=desk.actor.name, duty=(own.id or 0) if own else 0)
    for person_id in sorted(one for one in told if one is not None):
        outbox.plan(
            desk,
            Notice(RISK, said, About.CASE(case.id)),
            to_person(person_id),
            dedupe=f"risk:{case.id}:{case.version}>{person_id}",
        )
    return started


def _of_bureau(desk: Desk, case: Case, agency_id: int, started: Sequence[Duty]) -> Duty | None:
    """What the bureau owes beside the unit; the card of the case speaks of what it owes for a case of its own."""
    lead = access.lead_of(desk, agency_id)
    if lead is None or lead.id in (agency_id, case.handling_agency_id):
        return None
    return next((duty for duty in started if duty.agency_id == lead.id), None)


def close(desk: Desk, case_id: int, version: int, on: date) -> Case:
    """The case is over: what the rule books start from there (the archive) starts.

    Raises:
        Missing, NotAllowed: as `cases.visible`; closing needs the right to correct.
        Stale: somebody changed the case meanwhile.
        Refused: the day lies ahead.
    """
    case = cases.locked(desk, case_id)
    agencies = [a for a in cases.agencies_of(desk, case) if desk.actor.may(Action.CORRECT, a.path)]
    if not agencies:
        raise NotAllowed
    if case.version != version or case.closed_on is not None:
        raise Stale
    if on > desk.today:
        raise Refused("{date} has not come yet.", date=on)
    case.closed_on = on
    case.revise()
    desk.session.add(case)
    desk.session.flush()
    desk.audit(CASE_CLOSED, About.CASE(case.id), case_id=case.id, new={"on": on.isoformat()})
    for agency in agencies:
        duties.start(desk, trigger=Trigger.CASE_CLOSED, on=on, agency_id=agency.id or 0, case=case, announced=True)
    outbox.refresh(desk, About.CASE(case.id))
    return case
