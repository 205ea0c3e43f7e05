"""By when a step of a document is to be done: the date of a duty, or a time before the statutory last day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.documents.kinds import Kind, Last
from bot.domain.duties.duties import PENDING, Distance, asked_for, distance
from bot.services.documents import memory
from bot.services.hall.desk import Desk
from bot.store.tables import Document, Duty

RIGHT = "right"


@dataclass(frozen=True)
class Days:
    """The day to obey, and the one after which it is late."""

    obey: date
    last: date

    def asked(self, desk: Desk) -> date:
        """The one day that is named today: the day to obey, and once that has gone by the last one."""
        return asked_for(desk.today, self.obey, self.last)

    def distance(self, desk: Desk) -> Distance:
        return distance(desk.house.law.calendar, desk.today, self.obey, self.last)


def of_step(desk: Desk, kind: Kind, document: Document, step: int) -> Days | None:
    """The last day of a step; None where neither its kind nor, for drafting, its duty sets one."""
    if step >= len(kind.steps):
        return None
    last = kind.steps[step].last
    if last is not None:
        return _days(desk, document, last)
    duty = own_duty(desk, document)
    return Days(duty.obey, duty.deadline) if step == 0 and duty is not None else None


def statutory(desk: Desk, document: Document) -> Days | None:
    """The statutory last day that stands beside every step: until when may be appealed, or answered in court."""
    first = min(_rights(desk, document), key=lambda duty: duty.due, default=None)
    return Days(first.obey, first.deadline) if first is not None else None


def is_running(desk: Desk, document: Document) -> bool:
    """Whether the right that ends on that day may still be used: not used so far, and not given up."""
    return any(duty.state in PENDING for duty in _rights(desk, document))


def _rights(desk: Desk, document: Document) -> list[Duty]:
    return [duty for duty in _beside(desk, document) if duty.kind == RIGHT and duty.paper_id == document.paper_id]


def own_duty(desk: Desk, document: Document) -> Duty | None:
    """The duty that it was begun for, while that is to be done."""
    duty = desk.session.get(Duty, document.duty_id) if document.duty_id else None
    return duty if duty is not None and duty.state in PENDING else None


def _days(desk: Desk, document: Document, last: Last) -> Days | None:
    if last.rule:
        rows = [duty for duty in _beside(desk, document) if duty.rule == last.rule]
        found = max(rows, key=lambda duty: (duty.paper_id == document.paper_id, duty.id or 0), default=None)
        return Days(found.obey, found.deadline) if found is not None else None
    end = statutory(desk, document)
    if end is None:
        return None
    day = desk.house.law.calendar.add_working(end.last, -(last.working_days_before_statutory or 0))
    return Days(day, day)


def _beside(desk: Desk, document: Document) -> list[Duty]:
    """The duties of its case; of a document without a case its own."""
    if document.case_id is None:
        own = desk.session.get(Duty, document.duty_id) if document.duty_id else None
        return [own] if own is not None else []
    return memory.duties_of(desk, document.case_id)
