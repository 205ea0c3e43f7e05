"""When a duty is spoken of: its package and its ladder as rows of the outbox, and what takes them back.

Rows name roles, not people, so that a replaced liaison is handled when the row is due. Everything about one
duty carries the subject `duty:<id>`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta

from bot.domain.duties.topics import ESCALATE, JUDGE, REMIND, URGED, Escalate, Remind, Urged
from bot.domain.hall.subjects import About, Subject
from bot.domain.hall.terms import DutyState, SendState
from bot.domain.hall.terms import Role as Office
from bot.domain.hall.topics import AnyTopic, Notice, to_audience
from bot.domain.law.roles import Role
from bot.domain.law.scheduling import Anchors, Escalation, Scheduler
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.law import obligations
from bot.services.post import outbox
from bot.store.duties import queries as duties_store
from bot.store.post import outbox as outbox_store
from bot.store.post import told as told_store
from bot.store.tables import Duty, Hearing

TOPICS = (REMIND, ESCALATE, JUDGE, URGED)
RIGHT = "right"
CHOSEN_PACKAGE = "P-STAT"
"""How a right is reminded of that somebody has chosen and its book only names."""
#: A card that was just shown speaks for reminders that would follow within this time.
CARD_SPEAKS = timedelta(hours=3)


def subject_of(duty: Duty) -> Subject:
    return About.DUTY(duty.id)


def is_reminded(duty: Duty) -> bool:
    """Rights are shown, and reminded of only while they are watched; of a group only the duty that ends first is."""
    spoken = duty.kind != RIGHT or is_watched(duty)
    return duty.state is DutyState.OPEN and spoken and bool(duty.citation.get("leads", True))


def is_watched(duty: Duty) -> bool:
    """Whether a right is reminded of: its book does so and it is still wanted, or somebody has chosen it."""
    return duty.kind == RIGHT and bool(duty.citation.get("watched") or duty.citation.get("chosen"))


def watch(desk: Desk, duty: Duty, *, chosen: bool) -> None:
    """Somebody wants to be reminded of a right that is otherwise only shown, or no more."""
    duty.citation = {**duty.citation, "chosen": chosen}
    desk.session.add(duty)
    desk.session.flush()
    replan(desk, duty, announced=True)


def plan(desk: Desk, duty: Duty, *, announced: bool = False) -> None:
    """Plan the duty's reminders and escalations from now on.

    `announced`: the people concerned are being told at this moment anyway (by the card of the case, or by a
    message about a change), so what would be said at once is left out.
    """
    if not is_reminded(duty):
        return
    scheduler, anchors = _scheduler(desk), anchors_of(desk, duty)
    quiet_until = desk.now + CARD_SPEAKS if announced else desk.now - timedelta(seconds=1)
    name = duty.package or (CHOSEN_PACKAGE if duty.citation.get("chosen") else "")
    package = desk.house.law.library.ladders.package(name)
    due = scheduler.reminders(package, anchors) if package else ()
    planned = [_reminder(duty, at) for at in due if at > quiet_until]
    if duty.kind != RIGHT or duty.citation.get("watched"):
        # Whoever has chosen to be reminded of a right has chosen nothing for those above.
        own = str(duty.ladder[0]) if duty.ladder else ""
        steps = scheduler.escalations(desk.house.law.library.ladders.escalation(name, own), anchors)
        planned += [one for step in steps for one in _escalations(desk, duty, step)]
    outbox.plan_all(desk, planned)


def replan(desk: Desk, duty: Duty, *, announced: bool = False) -> None:
    """Replace what is planned: a date, the owing agency or the state changed."""
    stop(desk, duty)
    plan(desk, duty, announced=announced)


def pass_on(desk: Desk, duty: Duty) -> None:
    """Another agency owes it from now on, and is being told at this moment; what waits to be judged waits on."""
    outbox.cancel(desk, subject_of(duty), topics=(REMIND, ESCALATE))
    plan(desk, duty, announced=True)


def stop(desk: Desk, duty: Duty) -> int:
    """Take back everything planned about the duty: nobody is reminded of what is done."""
    return outbox.cancel(desk, subject_of(duty), topics=TOPICS)


def anchors_of(desk: Desk, duty: Duty) -> Anchors:
    """The days slots refer to: the date to obey, and the day after which the red flag rises."""
    hearing = desk.session.get(Hearing, duty.hearing_id) if duty.hearing_id else None
    local = hearing.starts_at.astimezone(desk.house.zone) if hearing else None
    return Anchors(
        duty.trigger_on,
        duty.obey,
        duty.deadline,
        local.date() if local else None,
        local.time() if local else time(9, 0),
    )


def _scheduler(desk: Desk) -> Scheduler:
    return Scheduler(desk.house.law.calendar, desk.house.zone, desk.now)


def _stamp(at: datetime) -> str:
    return at.strftime("%Y%m%d%H%M")


def _reminder(duty: Duty, at: datetime) -> outbox.Planned:
    return outbox.Planned(
        Notice(REMIND, Remind(duty=duty.id or 0, at=at), subject_of(duty)),
        to_audience(f"doers@{duty.agency_id}"),
        at=at,
        dedupe=f"remind:{duty.id}:{_stamp(at)}:{duty.agency_id}",
    )


def _escalations(desk: Desk, duty: Duty, step: Escalation) -> Iterator[outbox.Planned]:
    for role in dict.fromkeys(_not_themselves(desk, duty, role) for role in step.to):
        audience = audience_of(desk, duty, role)
        yield outbox.Planned(
            Notice(
                ESCALATE,
                Escalate(duty=duty.id or 0, if_=step.condition, to=role.value, red=step.red, at=step.at),
                subject_of(duty),
            ),
            to_audience(audience),
            at=step.at,
            dedupe=f"escalate:{duty.id}:{_stamp(step.at)}:{role.value}:{duty.agency_id}",
        )


def _not_themselves(desk: Desk, duty: Duty, role: Role) -> Role:
    """What a bureau owes itself does not go up to its own coordinators, who owe it, but to its head."""
    if role is Role.COORDINATOR and access.holders(desk, duty.agency_id, Office.COORDINATOR):
        return Role.PRINCIPAL
    return role


def audience_of(desk: Desk, duty: Duty, role: Role) -> str:
    """Who stands for a role of the ladder, looked up when the message is due."""
    match role:
        case Role.PRINCIPAL | Role.LEADER | Role.LEADER_IN_CHARGE:
            return f"principal@{duty.agency_id}"
        case Role.COORDINATOR:
            return f"coordinators@{duty.agency_id}"
        case Role.LIAISON | Role.HANDLING_UNIT | Role.DEFENDANT_AGENCY | Role.CASE_TEAM:
            return f"doers@{duty.agency_id}"
        case Role.COORDINATOR_SUPERIOR:
            lead = access.lead_of(desk, duty.agency_id)
            return f"principal@{lead.id}" if lead else f"coordinators@{duty.agency_id}"
    agency = obligations.agency_of(desk, role, obligations.Concern(access.agency(desk, duty.agency_id)))
    return f"doers@{agency.id}" if agency else f"coordinators@{duty.agency_id}"


def applies(state: DutyState, acknowledged_at: datetime | None, condition: str) -> bool:
    """Whether an escalation still matters, asked when it is due."""
    if state is not DutyState.OPEN:
        return False
    return condition != "unacknowledged" or acknowledged_at is None


def told_together(desk: Desk, duty: Duty, at: datetime, *, closed_too: bool = False) -> list[Duty]:
    """The open duties of the same agency and case that are reminded of at this very instant, `duty` among them.

    One envelope starts several duties with the same slots: they are one message, sent for the first of them. With
    `closed_too`, those that were closed since are there as well: a message that was sent shows what became of them.
    """
    return _together(desk, duty, REMIND, at, {}, closed_too=closed_too)


def escalated_together(
    desk: Desk, duty: Duty, at: datetime, condition: str, role: str, *, closed_too: bool = False
) -> list[Duty]:
    """What of the same agency and case goes up to the same role at this very instant: one message, as told_together."""
    found = _together(desk, duty, ESCALATE, at, {"if": condition, "to": role}, closed_too=closed_too)
    return [d for d in found if closed_too or d.id == duty.id or applies(d.state, d.acknowledged_at, condition)]


def _together(
    desk: Desk, duty: Duty, topic: AnyTopic, at: datetime, args: Mapping[str, str], *, closed_too: bool
) -> list[Duty]:
    beside = duties_store.of_agency_beside(desk.session, duty)
    candidates = [d for d in beside if is_reminded(d) or closed_too]
    rows = told_store.planned_at(desk.session, topic.name, [str(subject_of(d)) for d in candidates], at)
    planned = {subject for subject, said in rows if all(said.get(name) == value for name, value in args.items())}
    return [d for d in candidates if str(subject_of(d)) in planned or d.id == duty.id]


def carried_by_card(desk: Desk, duties: Sequence[Duty], audience: str) -> bool:
    """Take back what would go up to `audience` at this moment about these duties: the card says it, and says all of it.

    Returns whether there was any.
    """
    subjects = [str(subject_of(d)) for d in duties]
    rows = told_store.locked_for_audience(desk.session, ESCALATE.name, audience, subjects, desk.now)
    for row in rows:
        row.state = SendState.CANCELLED
        desk.session.add(row)
    desk.session.flush()
    return bool(rows)


def count_sent(desk: Desk, duty: Duty) -> int:
    """How many reminders of the duty went out so far: instants, not people, and also those told with another duty."""
    return told_store.count_moments(desk.session, REMIND.name, str(subject_of(duty)))


def urge(desk: Desk, duty: Duty, why: str = "", reason: str = "") -> None:
    """The coordinator presses for it (催办): one message now, whatever the package says; at most one a day.

    `why` is empty, or "handed" (the agency owes it from now on) or "reopened" (it was closed), with the reason given,
    or "uncertain" (it was closed by a leader's yes, which does not stand any more).
    """
    outbox.plan(
        desk,
        Notice(URGED, Urged(duty.id or 0, desk.actor.name, why, reason, desk.actor.person_id), subject_of(duty)),
        to_audience(f"doers@{duty.agency_id}"),
        dedupe=f"{why}:{duty.id}:{duty.version}" if why else _urged_today(desk, duty),
    )


def was_urged(desk: Desk, duty: Duty) -> bool:
    """Whether somebody has pressed for it today."""
    return outbox_store.is_taken(desk.session, _urged_today(desk, duty))


def _urged_today(desk: Desk, duty: Duty) -> str:
    return f"urge:{duty.id}:{desk.today.isoformat()}"
