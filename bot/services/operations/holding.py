"""What is held since a restore, and the decision about it. A paused circular holds its own rows: they are not meant."""

from __future__ import annotations

from sqlmodel import Session

from bot.domain.hall.access import WHOLE, Action
from bot.domain.hall.errors import Refused
from bot.domain.hall.paging import SIZE, Page, within
from bot.domain.hall.subjects import About, Subject
from bot.domain.operations.acts import HELD_DISCARDED, HELD_RELEASED
from bot.domain.operations.operations import Held
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.post import delivery
from bot.store.post import figures as figures_store
from bot.store.post.figures import Reach
from bot.store.tables import Agency, Case, Circular, Duty, Event, Hearing, OutboxRow, Person

_PAUSED = str(About.CIRCULAR_SENDING(""))
"""So begin the subjects of what circulars send."""
NAMES = 3
"""So many people of an audience are named."""


def count(desk: Desk) -> int:
    """How many messages wait for the decision, of those within the actor's reach."""
    return figures_store.count_held(desk.session, _PAUSED, _reach(desk, Action.SEE_STATUS))


def held(desk: Desk, number: int = 0) -> Page[Held]:
    """What would be sent if it were released, in the order of its due times: of the actor's own tree.

    Raises:
        NotAllowed: no administrator.
    """
    access.require_somewhere(desk, Action.DECIDE_HELD)
    reach = _reach(desk, Action.DECIDE_HELD)
    total = figures_store.count_held(desk.session, _PAUSED, reach)
    number = within(number, total)
    rows = figures_store.held(desk.session, _PAUSED, reach, first=number * SIZE, most=SIZE)
    items = tuple(
        Held(row.due_at, _whom(desk, row), row.topic, _about(desk, row), row.subject, row.due_at <= desk.now)
        for row in rows
    )
    return Page(items, number, total)


def release(desk: Desk) -> int:
    """Release everything that is held in the actor's own tree; returns how many messages.

    Raises:
        NotAllowed: no administrator.
    """
    access.require_somewhere(desk, Action.DECIDE_HELD)
    decided = figures_store.release_held(desk.session, _PAUSED, _reach(desk, Action.DECIDE_HELD))
    desk.session.expire_all()
    desk.planned = desk.planned or decided > 0
    desk.audit(HELD_RELEASED, About.ALL_OUTBOX(), new={"messages": decided})
    return decided


def discard(desk: Desk, seen: int) -> int:
    """Discard everything that is held in the actor's own tree: as many messages as the actor was told.

    Raises:
        NotAllowed: no administrator.
        Refused: it is another number by now: whoever discards them must know what.
    """
    access.require_somewhere(desk, Action.DECIDE_HELD)
    reach = _reach(desk, Action.DECIDE_HELD)
    total = figures_store.count_held(desk.session, _PAUSED, reach)
    if total != seen:
        raise Refused("{n} messages are held by now; please look at them again with /held.", n=total)
    decided = figures_store.discard_held(desk.session, _PAUSED, reach)
    desk.session.expire_all()
    desk.audit(HELD_DISCARDED, About.ALL_OUTBOX(), new={"messages": decided})
    return decided


def people_within(desk: Desk) -> tuple[str, ...] | None:
    """The branches whose people the actor is told of; None for everybody."""
    branches = desk.actor.branches(Action.SEE_STATUS)
    return None if desk.is_system or WHOLE in branches else branches


def _reach(desk: Desk, action: Action) -> Reach | None:
    """What of the outbox lies within the actor's tree; None for all of it."""
    branches = desk.actor.branches(action)
    if desk.is_system or WHOLE in branches:
        return None
    audiences = figures_store.audiences_held(desk.session, _PAUSED)
    return Reach(branches, [one for one in audiences if _place(desk, one).startswith(branches or ("-",))])


def _place(desk: Desk, audience: str) -> str:
    """The path of the agency that an audience belongs to; empty for one of the whole tree."""
    name, _, text = audience.partition("@")
    number = int(text) if text.isdigit() else 0
    if name in desk.house.wiring.expanders:
        circular = desk.session.get(Circular, number)
        number = circular.agency_id if circular else 0
    agency = desk.session.get(Agency, number) if number else None
    return agency.path if agency else ""


def _whom(desk: Desk, row: OutboxRow) -> str:
    """The people it would go to if it were due now; of an agency nobody can be named for, its name."""
    if row.person_id:
        person = desk.session.get(Person, row.person_id)
        return person.name if person else ""
    name, _, number = row.audience.partition("@")
    if not name or name in desk.house.wiring.expanders:
        return ""
    people = [person.name for person in delivery.people_of(desk, row.audience)]
    agency = desk.session.get(Agency, int(number)) if number.isdigit() else None
    if not people:
        return agency.short_name if agency else ""
    return "、".join(people[:NAMES]) + ("…" if len(people) > NAMES else "")


_OF_EVENTS = (About.EVENT, About.EVENT_AGENCY, About.EVENT_CODE)
_OF_CIRCULARS = (About.CIRCULAR, About.CIRCULAR_SENDING, About.CIRCULAR_STEPS)


def _about(desk: Desk, row: OutboxRow) -> str:
    """The case or the title that the subject stands for; nothing where it has none."""
    subject = Subject.read(row.subject)
    if subject is None or not subject.number:
        return ""
    session, kind, found = desk.session, subject.kind, subject.number
    if kind in (About.CASE, About.CLAIM):
        return _case(session, found)
    if kind is About.HEARING:
        hearing = session.get(Hearing, found)
        return _case(session, hearing.case_id) if hearing else ""
    if kind is About.DUTY:
        duty = session.get(Duty, found)
        return _case(session, duty.case_id) if duty else ""
    titled = session.get(Event, found) if kind in _OF_EVENTS else None
    circular = session.get(Circular, found) if kind in _OF_CIRCULARS else None
    return titled.title if titled else circular.title if circular else ""


def _case(session: Session, case_id: int | None) -> str:
    case = session.get(Case, case_id) if case_id else None
    return case.number if case else ""
