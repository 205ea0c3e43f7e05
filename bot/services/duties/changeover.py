"""Another rule book or lead organ for a branch: which recurring duties end and which begin.

The preview does it in a savepoint and takes it back, so that it says exactly what will be done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bot.domain.duties.changeover import Changed, Changeover
from bot.domain.duties.duties import PENDING
from bot.domain.law.obligations import Event
from bot.domain.law.triggers import CALENDAR, Trigger
from bot.services.duties import changes, duties, recurring
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.law import obligations
from bot.services.law.obligations import Concern
from bot.store.duties import queries as duties_store
from bot.store.tables import Agency, Duty


def preview(desk: Desk, agency_id: int, change: Callable[[], object], *, keep: bool) -> Changeover:
    """What `change` of the agency would end and begin. Raises as `change` does."""
    point = desk.session.begin_nested()
    try:
        return carry_out(desk, agency_id, change, keep=keep, note="")
    finally:
        point.rollback()


def carry_out(desk: Desk, agency_id: int, change: Callable[[], object], *, keep: bool, note: str) -> Changeover:
    """Do it: what the new rules do not know ends with the note, what they ask for begins, each once.

    With `keep` the open duties of the old rules stay to their end; what would come in their place begins with the
    next period. Raises as `change` does, or Refused where the new rule book is not installed.
    """
    branch = access.agency(desk, agency_id).path
    before = _open(desk, branch)
    change()
    desk.session.flush()
    ends = [duty for duty in before if not goes_on(desk, duty)]
    if keep:
        for duty in ends:
            duty.citation = {**duty.citation, "kept": True}
            desk.session.add(duty)
    else:
        for duty in ends:
            duties.cancel(desk, duty, note)
        changes.tell_moved(desk, [(duty, duty.obey, None) for duty in ends], note)
    desk.session.flush()
    recurring.begin(desk, branch)
    known = {duty.id for duty in before}
    begun = [duty for duty in _open(desk, branch) if duty.id not in known]
    return Changeover(tuple(_lines(desk, ends)), tuple(_lines(desk, begun)), kept=keep)


def _open(desk: Desk, branch: str) -> list[Duty]:
    """The recurring duties that are pending for agencies of the branch."""
    found = duties_store.in_states_by_trigger(desk.session, PENDING, [t.value for t in CALENDAR])
    return [duty for duty in found if _whose(desk, duty).path.startswith(branch)]


def _whose(desk: Desk, duty: Duty) -> Agency:
    return access.agency(desk, int(duty.citation.get("for") or duty.agency_id))


def goes_on(desk: Desk, duty: Duty) -> bool:
    """Whether the rules that hold now ask the same of the same agency."""
    whose = _whose(desk, duty)
    event = Event(Trigger(duty.trigger), duty.trigger_on, {})
    stack = obligations.stack_for(desk, whose.id or 0, event)
    rule = stack.rule(duty.rule)
    return rule is not None and duty.agency_id in {a.id for a in obligations.owers(desk, rule, Concern(whose))}


def _lines(desk: Desk, found: Iterable[Duty]) -> Iterable[Changed]:
    for duty in found:
        agency = access.agency(desk, duty.agency_id)
        yield Changed(duty.title.get("zh", ""), duty.title.get("en", ""), agency.short_name, duty.obey)
