"""Who has reported what comes with the calendar, and who has not: by rule and period; one press for the missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta

from bot.domain.duties.reported import Report, Reported, Reports
from bot.domain.duties.together import Pressed
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing
from bot.domain.hall.paging import cut
from bot.domain.hall.terms import DOERS, DutyState
from bot.domain.law.roles import Role
from bot.domain.law.triggers import CALENDAR
from bot.services.agencies import branches
from bot.services.duties import cards, judging, pressing
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.law import obligations
from bot.services.law.obligations import Concern
from bot.store.duties import owed as owed_store
from bot.store.tables import Duty

PER_PAGE = 6
"""Reports on one page of the list."""
LOOKED_BACK = timedelta(days=92)
"""A report whose day to obey lies further back is looked for no more, unless it is still missing."""
_HANDED_IN = (DutyState.SUBMITTED, DutyState.DONE)
_EXCUSED = (DutyState.EXCUSED, DutyState.NOT_APPLICABLE)


def listed(desk: Desk, page: int = 0) -> Reports:
    """What agencies below owe for each period, what is missing first; what nobody thinks of yet is left out.

    Raises NotAllowed for people who judge no reports.
    """
    lines = [_report(desk, rows) for rows in _grouped(desk).values()]
    lines.sort(key=lambda one: (not one.overdue, not one.missing, one.obey, one.rule))
    return Reports(cut(lines, page, PER_PAGE))


def of(desk: Desk, rule: str, last: date) -> Reported:
    """One of them, by agency. Raises NotAllowed as `listed`; Missing where nothing of it is the actor's."""
    rows = _grouped(desk).get((rule, last))
    if not rows:
        raise Missing
    missing = [duty for duty in rows if duty.state is DutyState.OPEN]
    pressed = [duty for duty in missing if _has_people(desk, duty) and pressing.is_pressed(desk, duty)]
    return Reported(
        _report(desk, rows),
        missing=tuple(judging.named(desk, pressed)),
        overdue=frozenset(duty.id or 0 for duty in missing if duty.deadline < desk.today),
        unmanned=_agencies(desk, [duty for duty in missing if duty not in pressed]),
        waiting=_agencies(desk, [duty for duty in rows if duty.state is DutyState.SUBMITTED]),
        done=_agencies(desk, [duty for duty in rows if duty.state is DutyState.DONE]),
        excused=_agencies(desk, [duty for duty in rows if duty.state in _EXCUSED]),
    )


def _has_people(desk: Desk, duty: Duty) -> bool:
    """Where nobody of the agency is on record its coordinators would hear of it: the actor presses nobody."""
    return bool(access.holders(desk, duty.agency_id, *DOERS))


def press(desk: Desk, listed: Iterable[int]) -> Pressed:
    """Press for exactly these, due or not, each at most once a day. Raises NotAllowed as `listed`."""
    return pressing.press_all(desk, listed, early=True)


def _agencies(desk: Desk, rows: Iterable[Duty]) -> tuple[str, ...]:
    return tuple(access.agency(desk, duty.agency_id).short_name for duty in rows)


def _grouped(desk: Desk) -> dict[tuple[str, date], list[Duty]]:
    """The calendar's duties of others that are the actor's to follow, by rule and period, in the order of the tree."""
    access.require_somewhere(desk, Action.JUDGE_DUTY)
    scope = {a.id or 0: a for a in access.within(desk, Action.JUDGE_DUTY)}
    own, mine = branches.own(desk), desk.actor.agencies()
    rows = owed_store.of_periods(
        desk.session, list(scope), [t.value for t in CALENDAR], cards.soon(desk), desk.today - LOOKED_BACK
    )
    found: dict[tuple[str, date], list[Duty]] = defaultdict(list)
    for duty in sorted(rows, key=lambda d: (scope[d.agency_id].path, d.id or 0)):
        if duty.agency_id not in mine and (duty.agency_id in own or _owed_to(desk, duty, mine)):
            found[duty.rule, duty.trigger_on].append(duty)
    return found


def _owed_to(desk: Desk, duty: Duty, mine: Collection[int]) -> bool:
    """Whether it is owed to one of the actor's own agencies: what a county reports to the city."""
    concern = Concern(access.agency(desk, duty.agency_id))
    bodies = (obligations.agency_of(desk, Role(role), concern) for role in duty.owed_to)
    return any(body is not None and (body.id or 0) in mine for body in bodies)


def _report(desk: Desk, rows: list[Duty]) -> Report:
    missing = [duty for duty in rows if duty.state is DutyState.OPEN]
    handed = [duty for duty in rows if duty.state in _HANDED_IN]
    return Report(
        rule=rows[0].rule,
        title_zh=rows[0].title.get("zh", ""),
        title_en=rows[0].title.get("en", ""),
        trigger=rows[0].trigger,
        last=rows[0].trigger_on,
        obey=min(duty.obey for duty in missing or rows),
        missing=len(missing),
        overdue=sum(duty.deadline < desk.today for duty in missing),
        waiting=sum(duty.state is DutyState.SUBMITTED for duty in rows),
        done=sum(duty.state is DutyState.DONE for duty in rows),
        late=sum(duty.done_on is not None and duty.done_on > duty.deadline for duty in handed),
        excused=sum(duty.state in _EXCUSED for duty in rows),
    )
