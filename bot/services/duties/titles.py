"""What duties are called where another one of the same name stands beside them: by the paper, the hearing, or the
agency for which it is owed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.duties.duties import HEARING
from bot.domain.hall.terms import DutyState, PaperKind
from bot.domain.law.triggers import TRIGGER_NAMES, Trigger
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.duties import queries as duties_store
from bot.store.tables import Duty, Hearing

_PAPERS = frozenset(kind.value for kind in PaperKind)
_Name = tuple[str, int | None, int]


@dataclass(frozen=True, slots=True)
class Apart:
    """What tells a duty from others of its name: the kind of its paper and, where that is the same, its day; or the
    day of its hearing; or the agency for which it is owed."""

    trigger: str = ""
    on: date | None = None
    agency: str = ""


def told_apart(desk: Desk, duty: Duty) -> Apart | None:
    """What tells a duty from another one of the same name in its case for the same agency; None where there is none."""
    if duty.case_id is None:
        return None
    beside = duties_store.of_case(desk.session, duty.case_id, duty.agency_id)
    same = [d for d in beside if d.title == duty.title and d.state is not DutyState.CANCELLED]
    return _apart(desk, duty, [d for d in same if d.id != duty.id])


def _apart(desk: Desk, duty: Duty, same: Sequence[Duty]) -> Apart | None:
    if not same:
        return None
    of_others = any(concerned(d) != concerned(duty) for d in same)
    agency = access.agency(desk, concerned(duty)).short_name if of_others else ""
    if duty.trigger in _PAPERS:
        return Apart(duty.trigger, duty.trigger_on if any(d.trigger == duty.trigger for d in same) else None, agency)
    if duty.hearing_id is not None and any(d.hearing_id != duty.hearing_id for d in same):
        held = desk.session.get_one(Hearing, duty.hearing_id).starts_at.astimezone(desk.house.zone).date()
        return Apart(HEARING, held, agency)
    return Apart(agency=agency) if agency else None


def concerned(duty: Duty) -> int:
    """The agency for which it is owed: its own, or the one for which an office acts."""
    return int(duty.citation.get("for") or duty.agency_id)


def full(desk: Desk, duty: Duty) -> tuple[str, str]:
    """The Chinese and the English title, with what tells it from another duty of the name."""
    return _titled(duty, told_apart(desk, duty))


def among(desk: Desk, rows: Iterable[Duty]) -> dict[int, tuple[str, str]]:
    """The titles of the duties of one list by id, each with what tells it apart where two of a case have one name."""
    groups: dict[_Name, list[Duty]] = defaultdict(list)
    for duty in rows:
        groups[duty.title.get("zh", ""), duty.case_id, duty.agency_id].append(duty)
    return {
        duty.id or 0: _titled(duty, _apart(desk, duty, [d for d in group if d is not duty]) if duty.case_id else None)
        for group in groups.values()
        for duty in group
    }


def _titled(duty: Duty, apart: Apart | None) -> tuple[str, str]:
    zh, en = duty.title.get("zh", ""), duty.title.get("en", "")
    if apart is None:
        return zh, en
    what_zh, what_en = _words(apart)
    zh_marks, en_marks = (tuple(filter(None, (apart.agency, what))) for what in (what_zh, what_en))
    return f"{zh}（{'，'.join(zh_marks)}）", f"{en} ({', '.join(en_marks)})"


def _words(apart: Apart) -> tuple[str, str]:
    on = apart.on
    day_zh, day_en = (f"{on.month}月{on.day}日", f"{on:%Y-%m-%d}") if on else ("", "")
    if apart.trigger == HEARING:
        return f"{day_zh}开庭", f"hearing of {day_en}"
    if not apart.trigger:
        return "", ""
    paper_zh, paper_en = TRIGGER_NAMES[Trigger(apart.trigger)]
    return f"{day_zh}{paper_zh}", f"{paper_en} {day_en}".strip()
