"""When a hearing is spoken of: its reminder package as rows of the outbox, and what takes them back.

Rows name an agency's roles, not people, and carry the hearing's sequence: a row of an older time says nothing.
Leaders are people: their rows are planned when they are named and taken back when they are relieved.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from bot.domain.hall.subjects import About, Subject
from bot.domain.hall.terms import AppearanceState
from bot.domain.hall.topics import AnyTopic, Notice, To, Topic, to_person
from bot.domain.hearings.appearances import first_leader, named
from bot.domain.hearings.hearings import CLOSE, HOURS_BEFORE
from bot.domain.hearings.topics import (
    ALARM,
    ASK,
    DAY,
    EVE,
    MISSING,
    PRINCIPAL,
    REMIND,
    RESULT,
    UNREADY,
    WEEK,
    OfAppearance,
    Reminder,
)
from bot.domain.law.ladders import Package as Slots
from bot.domain.law.ladders import Slot, Step
from bot.domain.law.roles import Role
from bot.domain.law.scheduling import Anchors, Scheduler
from bot.services.duties.reminders import CARD_SPEAKS
from bot.services.hall.desk import Desk
from bot.services.post import delivery, outbox
from bot.store.hearings import appearances as appearances_store
from bot.store.hearings import queries as hearings_store
from bot.store.tables import Appearance, Hearing, Person

PACKAGE = "P-HEAR"
UNCONFIRMED = "leader_unconfirmed"
"""Condition of the steps that are for hearings without a leader who has said yes."""
PLANNED = (WEEK, UNREADY, EVE, DAY, RESULT, PRINCIPAL, ALARM, MISSING, REMIND)
#: What is said to the leader; taken back when another one is named.
LEADERS = (ASK, REMIND, EVE, DAY)
ALARMS = (UNREADY, PRINCIPAL, ALARM)
_WEIGHT = {EVE: 0, DAY: 0, WEEK: 1, UNREADY: 2, RESULT: 0}
_BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)


def subject_of(hearing: Hearing) -> Subject:
    return About.HEARING(hearing.id)


def appearances_of(desk: Desk, hearing_id: int | None) -> list[Appearance]:
    """The appearances of a hearing, in the order in which they came."""
    return appearances_store.of_hearing(desk.session, hearing_id)


def hear_of_end(desk: Desk, row: Appearance) -> list[int]:
    """Who of an agency hears at once that a hearing is not held, but for the actor: ids of people, in their order."""
    people = {person.id or 0 for person in delivery.people_of(desk, f"namers@{row.agency_id}")}
    if row.strength != "none":
        people |= named(row.leader_id, row.facts)
    return sorted(people - {desk.actor.person_id})


def plan(desk: Desk, hearing: Hearing) -> None:
    """Plan everything that will be said of the hearing as it stands now."""
    for appearance in appearances_of(desk, hearing.id):
        if appearance.state is not AppearanceState.CLOSED:
            plan_agency(desk, hearing, appearance)
            plan_leader(desk, hearing, appearance)


def follow_calendar(desk: Desk, year: int) -> int:
    """A year's working days were announced: reminders of the hearings to come may fall on other days. Nobody is told:
    the hearing itself has not moved. Returns 0, as no date did."""
    for hearing in hearings_store.coming(desk.session, desk.now):
        if abs(hearing.starts_at.astimezone(desk.house.zone).year - year) <= 1:
            outbox.cancel(desk, subject_of(hearing), topics=PLANNED)
            plan(desk, hearing)
    return 0


def stop(desk: Desk, hearing: Hearing) -> int:
    """Take back everything planned: nobody is reminded of what is not to be."""
    return outbox.cancel(desk, subject_of(hearing), topics=(*PLANNED, ASK))


def anchors_of(desk: Desk, hearing: Hearing) -> Anchors:
    """The days slots refer to, local."""
    local = hearing.starts_at.astimezone(desk.house.zone)
    return Anchors(desk.today, local.date(), local.date(), local.date(), local.time().replace(tzinfo=None))


def plan_agency(desk: Desk, hearing: Hearing, appearance: Appearance, *, late_too: bool = True) -> None:
    """The liaisons' reminders and what goes up the ladder; what lies behind us only if it is `late_too`."""
    namers = f"namers@{appearance.agency_id}"
    told = [_row(desk, hearing, appearance, t, at, audience=namers) for at, t in _instants(desk, hearing).items()]
    outbox.plan_all(desk, [*told, *_climb(desk, hearing, appearance, late_too=late_too)])


def _instants(desk: Desk, hearing: Hearing) -> dict[datetime, Topic[Reminder]]:
    """When which reminder is due, each instant once; what lies behind us is said by the card at this moment."""
    found: dict[datetime, Topic[Reminder]] = {}
    for at, topic in sorted(_slots(desk, hearing), key=lambda one: (one[0], _WEIGHT[one[1]])):
        if at > _quiet_until(desk, topic):
            found.setdefault(at, topic)
    return found


def _slots(desk: Desk, hearing: Hearing) -> Iterator[tuple[datetime, Topic[Reminder]]]:
    """The instants (UTC) of the package, also those that have gone by, in no order."""
    package = desk.house.law.library.ladders.package(PACKAGE)
    for slot in package.slots if package else ():
        topic, at = topic_of(slot), instant_of(desk, hearing, slot)
        if topic and at is not None:
            yield at, topic


def topic_of(slot: Slot) -> Topic[Reminder] | None:
    """What a slot of the package is for; None for the message at once, which is the card itself."""
    if slot.now or slot.anchor != "hearing":
        return None
    if slot.hours is not None:
        return DAY
    if slot.days > 0:
        return RESULT
    if slot.calendar:
        return WEEK
    return EVE if slot.days >= -1 else UNREADY


def instant_of(desk: Desk, hearing: Hearing, slot: Slot) -> datetime | None:
    """The instant of a slot (UTC), also one that has gone by."""
    scheduler = Scheduler(desk.house.law.calendar, desk.house.zone, _BEFORE_ALL)
    found = scheduler.reminders(Slots(PACKAGE, (slot,)), anchors_of(desk, hearing))
    return found[0] if found else None


def _quiet_until(desk: Desk, topic: AnyTopic) -> datetime:
    return desk.now if topic == DAY else desk.now + CARD_SPEAKS


def keep_up(desk: Desk) -> None:
    """Each morning: the hearings of the coming days have their alarms, also those that were planned before there were
    so many."""
    for hearing in hearings_store.coming(desk.session, desk.now):
        if is_close(desk, hearing, CLOSE + 1):
            for appearance in appearances_of(desk, hearing.id):
                if appearance.state is not AppearanceState.CLOSED:
                    outbox.plan_all(desk, _climb(desk, hearing, appearance, late_too=False))


def _climb(desk: Desk, hearing: Hearing, appearance: Appearance, *, late_too: bool = True) -> Iterator[outbox.Planned]:
    """What goes up the ladder. At the instants of the package the liaisons are told anyway.

    Of what lies behind us the last is said at once, but not to whoever has just entered it, nor to the liaisons: they
    have the card.
    """
    said = {at for at, _ in _slots(desk, hearing)}
    late: dict[tuple[AnyTopic, str], datetime] = {}
    for step, at in _steps(desk, hearing):
        for role in step.to:
            topic, name = _told(step, role)
            audience = f"{name}@{appearance.agency_id}"
            if at <= desk.now:
                late |= {(topic, audience): at} if late_too else {}
            elif topic is not UNREADY or at not in said:
                yield _row(desk, hearing, appearance, topic, at, audience=audience)
    for (topic, audience), at in late.items():
        for person in delivery.people_of(desk, audience) if topic is not UNREADY else ():
            if person.id != desk.actor.person_id:
                yield _row(desk, hearing, appearance, topic, at, person=person)


def _steps(desk: Desk, hearing: Hearing) -> list[tuple[Step, datetime]]:
    """The steps of the ladder in order, each with its instant (UTC), also one that has gone by."""
    scheduler = Scheduler(desk.house.law.calendar, desk.house.zone, _BEFORE_ALL)
    anchors = anchors_of(desk, hearing)
    steps = desk.house.law.library.ladders.escalation(PACKAGE, "")
    found = [(step, scheduler.escalations((step,), anchors)[0].at) for step in steps]
    return sorted(found, key=lambda one: one[1])


def _told(step: Step, role: Role) -> tuple[AnyTopic, str]:
    """What a step of the ladder says to a role, and the name of its audience."""
    if step.condition == "result_missing":
        return MISSING, "coordinators"
    return {Role.PRINCIPAL: (PRINCIPAL, "principal"), Role.LIAISON: (UNREADY, "namers")}.get(
        role, (ALARM, "coordinators")
    )


def plan_leader(desk: Desk, hearing: Hearing, appearance: Appearance) -> None:
    """The named leader's own rows: to be reminded of the answer, of the day before, and of the day. The last two also
    of the first leader's, while a change waits for the court."""
    if appearance.strength == "none":
        return
    instants = _instants(desk, hearing)
    first = _on_telegram(desk, first_leader(appearance.facts).get("id"))
    leader = _on_telegram(desk, appearance.leader_id)
    told = [
        _row(desk, hearing, appearance, topic, at, person=person)
        for person in filter(None, (first, leader))
        for at, topic in instants.items()
        if topic in (EVE, DAY)
    ]
    for step, at in _steps(desk, hearing) if leader is not None else ():
        if step.condition == UNCONFIRMED and at > _quiet_until(desk, REMIND) and instants.get(at) not in (EVE, DAY):
            told.append(_row(desk, hearing, appearance, REMIND, at, person=leader))
    outbox.plan_all(desk, told)
    if leader is not None:
        remind_to_answer(desk, appearance)


def _on_telegram(desk: Desk, person_id: int | None) -> Person | None:
    person = desk.session.get(Person, person_id) if person_id else None
    return person if person is not None and person.telegram_id is not None else None


def remind_to_answer(desk: Desk, appearance: Appearance, *, at: datetime | None = None) -> None:
    """Once more on the morning of the day by which an answer is asked for (or at the instant given)."""
    if appearance.answer_by is None or appearance.leader_id is None:
        return
    day = appearance.answer_by.astimezone(desk.house.zone).date()
    when = at or desk.at(day, time(9, 0)).astimezone(UTC)
    if when <= desk.now + (timedelta(0) if at else CARD_SPEAKS):
        return
    subject = About.HEARING(appearance.hearing_id) if appearance.hearing_id else About.CASE(appearance.case_id)
    outbox.plan(
        desk,
        Notice(REMIND, OfAppearance(appearance=appearance.id or 0), subject),
        to_person(appearance.leader_id),
        at=when,
        dedupe=f"{REMIND}:{appearance.id}:{appearance.leader_id}:{when:%Y%m%d%H%M}",
    )


def _row(
    desk: Desk,
    hearing: Hearing,
    appearance: Appearance,
    topic: AnyTopic,
    at: datetime,
    *,
    audience: str = "",
    person: Person | None = None,
) -> outbox.Planned:
    """`at` in the past: said at once, and not again for that step of the ladder."""
    whom = f"p{person.id}" if person else audience.partition("@")[0]
    # What rises day by day is said once a day, everything else once.
    day = f":{at.astimezone(desk.house.zone):%m%d}" if topic in (*ALARMS, REMIND) else ""
    shows: Reminder | OfAppearance = OfAppearance(appearance.id or 0)
    if topic is not REMIND:
        leader = person.id if person is not None and topic in (EVE, DAY) else None
        shows = Reminder(hearing.id or 0, appearance.id or 0, hearing.sequence, appearance.agency_id, leader)
    return outbox.Planned(
        Notice(topic, shows, subject_of(hearing), urgent=_presses(desk, hearing, topic, at)),
        To(person.id if person else None, audience),
        at=max(at, desk.now),
        dedupe=f"{topic}:{hearing.id}:{hearing.sequence}:{appearance.agency_id}:{whom}{day}",
    )


def _presses(desk: Desk, hearing: Hearing, topic: AnyTopic, at: datetime) -> bool:
    """What cannot wait for a better hour, nor go without a sound: what is late, and alarms from the eve on."""
    if topic is DAY or at <= desk.now:
        return True
    on, day = (moment.astimezone(desk.house.zone).date() for moment in (hearing.starts_at, at))
    return topic in ALARMS and desk.house.law.calendar.working_days_between(day, on) <= 1


def is_close(desk: Desk, hearing: Hearing, days: int) -> bool:
    """Whether the hearing is within so many working days, or its hour within two."""
    on = hearing.starts_at.astimezone(desk.house.zone).date()
    left = desk.house.law.calendar.working_days_between(desk.today, on)
    return left <= days or hearing.starts_at - desk.now <= HOURS_BEFORE
