"""The court's bulletin that does not come in: from the expected day on it is asked for, once a working day at most.

The office that waits for it is not pressed as if it were late itself: it is told whom to ask, with words to send on.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from bot.domain.bulletins.court_cards import Awaited
from bot.domain.bulletins.court_topics import CHASE, Expected
from bot.domain.figures import periods
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import DutyState, Role
from bot.domain.hall.topics import Notice, to_audience, to_person
from bot.domain.law.ladders import USUAL_TIME
from bot.services.bulletins import court, letters, ours, starting
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.law import appearing
from bot.services.post import outbox
from bot.store.agencies import queries as agencies_store
from bot.store.bulletins import court as store
from bot.store.tables import Agency

EXPECTED_DAY = 15
"""Of the month after the quarter, where a book names none."""


def expected_on(desk: Desk, office_id: int, quarter: str) -> date | None:
    """From when the bulletin of a quarter is asked for; None where the office's book knows none."""
    period = periods.of_key(quarter)
    if period is None or starting.rule_of(desk, office_id) is None:
        return None
    day = int(appearing.parameter(desk, office_id, "bulletin_expected_day") or EXPECTED_DAY)
    return period.last + timedelta(days=max(1, min(day, 28)))


def awaited(desk: Desk, office_id: int) -> Awaited | None:
    """The last quarter, where its bulletin did not come in and the duty to obtain it is open."""
    quarter = periods.of_key(periods.quarter_of(desk.today))
    return still(desk, office_id, quarter.previous.key) if quarter is not None else None


def still(desk: Desk, office_id: int, key: str) -> Awaited | None:
    """A quarter, while its bulletin did not come in and the duty to obtain it is open."""
    if store.of_quarter(desk.session, office_id, key, (court.RECORDED,)):
        return None
    duty = starting.asking(desk, office_id, key)
    if duty is None or duty.state is not DutyState.OPEN:
        return None
    return Awaited(key, office_id, expected_on(desk, office_id, key), duty.id or 0)


def tick(desk: Desk) -> int:
    """Run on each morning; how many offices are told. On days off nobody is."""
    if not desk.house.law.calendar.is_working(desk.today):
        return 0
    return sum(_chase(desk, lead) for lead in _leads(desk))


def _leads(desk: Desk) -> Iterable[Agency]:
    heads = agencies_store.heads_of_branches(desk.session, desk.today)
    return [access.agency(desk, one) for one in dict.fromkeys(head.lead_id for head in heads) if one]


def _chase(desk: Desk, office: Agency) -> int:
    found = awaited(desk, office.id or 0)
    if found is None or found.expected is None or desk.today < found.expected:
        return 0
    at = max(desk.now, datetime.combine(desk.today, USUAL_TIME, desk.house.zone))
    notice = Notice(
        CHASE, Expected(found.office, found.quarter, found.duty), About.COURT_EXPECTED(found.office, found.quarter)
    )
    day = f"court.chase:{found.office}:{found.quarter}:{desk.today.isoformat()}"
    told = outbox.plan(desk, notice, to_audience(f"coordinators@{found.office}"), at=at, dedupe=day)
    for person in contacts(desk, found.office):
        outbox.plan(desk, notice, to_person(person), at=at, dedupe=f"{day}:{person}")
    return told is not None


def contacts(desk: Desk, office_id: int) -> list[int]:
    """People of the branch's courts who are here: the court owes the bulletin, and is asked for it as well."""
    found = [access.holders(desk, one.id or 0, Role.COURT_CONTACT) for one in court.courts(desk, office_id)]
    return [person.id or 0 for people in found for person in people if person.chat_id]


def daily(desk: Desk) -> int:
    """What is awaited is asked for; candidates follow what was corrected in our rows, and coordinators hear of it."""
    return tick(desk) + sum(_follow(desk, lead) for lead in _leads(desk))


def _follow(desk: Desk, office: Agency) -> int:
    count = 0
    for row in store.recorded_about(desk.session, office.id or 0)[-2:]:
        if not starting.running(desk, row):
            continue
        added, withdrawn = letters.refresh(desk, row, ours.beside(desk, row))
        if added or withdrawn:
            starting.tell_changed(desk, row, added, withdrawn)
            count += 1
    return count
