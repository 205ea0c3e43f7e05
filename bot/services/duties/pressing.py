"""Pressing for everything that is overdue in one go: whom that reaches is said first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from bot.domain.duties.together import DutyName, Pressed, PressedUnit
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Refused
from bot.domain.hall.terms import DutyState
from bot.services.agencies import branches
from bot.services.duties import acts, cards, decisions, judging, reminders
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.post import delivery
from bot.store.duties import owed as owed_store
from bot.store.tables import Duty


def overdue(desk: Desk) -> Pressed:
    """What others owe past its date, by agency, in the agencies nobody nearer coordinates; nobody presses himself.

    Raises NotAllowed for people who press for nothing.
    """
    access.require_somewhere(desk, Action.JUDGE_DUTY)
    rows = [duty for duty, _ in owed_store.overdue(desk.session, list(branches.own(desk)), desk.today)]
    return Pressed(_units(desk, [duty for duty in rows if is_pressed(desk, duty)]))


def is_pressed(desk: Desk, duty: Duty) -> bool:
    """Whether it is of use to press for it: it is spoken of, and whoever would hear of it is somebody else."""
    if not duty.citation.get("leads", True) or cards.owes(desk, duty.agency_id):
        return False
    return any(person.id != desk.actor.person_id for person in delivery.people_of(desk, f"doers@{duty.agency_id}"))


def _units(desk: Desk, rows: Iterable[Duty]) -> tuple[PressedUnit, ...]:
    by_agency: dict[int, list[Duty]] = defaultdict(list)
    for duty in rows:
        by_agency[duty.agency_id].append(duty)
    return tuple(_unit(desk, agency_id, owed) for agency_id, owed in by_agency.items())


def _unit(desk: Desk, agency_id: int, owed: list[Duty]) -> PressedUnit:
    people = tuple(person.name for person in delivery.people_of(desk, f"doers@{agency_id}"))
    return PressedUnit(access.agency(desk, agency_id).short_name, people, tuple(judging.named(desk, owed)))


def press_all(desk: Desk, listed: Iterable[int], *, early: bool = False) -> Pressed:
    """Press for exactly these duties, each at most once a day; what was settled meanwhile, is not overdue (unless
    `early`), or is not the actor's any more, is left.

    Raises NotAllowed for people who press for nothing any more.
    """
    access.require_somewhere(desk, Action.JUDGE_DUTY)
    done: list[Duty] = []
    again: list[Duty] = []
    left: list[Duty] = []
    for duty_id in listed:
        try:
            duty = acts.judgeable(desk, duty_id)
        except Refused:
            continue
        if duty.state is not DutyState.OPEN or (not early and duty.deadline >= desk.today):
            left.append(duty)
        elif reminders.was_urged(desk, duty):
            again.append(duty)
        else:
            done.append(decisions.urge(desk, duty_id))
    return Pressed(_units(desk, done), _named(desk, again), _named(desk, left))


def _named(desk: Desk, rows: list[Duty]) -> tuple[DutyName, ...]:
    return tuple(judging.named(desk, rows))
