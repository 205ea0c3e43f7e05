"""What duties are called where another one of the same name stands beside them: the paper from which each comes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.domain.hall.terms import DutyState, PaperKind
from bot.domain.law.triggers import TRIGGER_NAMES, Trigger
from bot.services.hall.desk import Desk
from bot.store.duties import queries as duties_store
from bot.store.tables import Duty

_PAPERS = frozenset(kind.value for kind in PaperKind)


@dataclass(frozen=True, slots=True)
class Apart:
    """The paper that tells a duty from others of its name: its kind, and its day where the kind is the same."""

    trigger: str
    on: date | None = None


def told_apart(desk: Desk, duty: Duty) -> Apart | None:
    """The paper of a duty whose case has another one of the same name for the same agency; None where none has."""
    if duty.case_id is None or duty.trigger not in _PAPERS:
        return None
    same = [d for d in duties_store.of_case(desk.session, duty.case_id, duty.agency_id) if _is_like(d, duty)]
    if not same:
        return None
    return Apart(duty.trigger, duty.trigger_on if any(d.trigger == duty.trigger for d in same) else None)


def _is_like(other: Duty, duty: Duty) -> bool:
    return other.id != duty.id and other.title == duty.title and other.state is not DutyState.CANCELLED


def full(desk: Desk, duty: Duty) -> tuple[str, str]:
    """The Chinese and the English title, with the paper where there is another duty of the name."""
    return _titled(duty, told_apart(desk, duty))


def among(rows: Iterable[Duty]) -> dict[int, tuple[str, str]]:
    """The titles of the duties of one list by id, each with its paper where two of a case have the same name."""
    listed = list(rows)
    names = Counter(_name(duty) for duty in listed)
    kinds = Counter((_name(duty), duty.trigger) for duty in listed)
    found: dict[int, tuple[str, str]] = {}
    for duty in listed:
        several = names[_name(duty)] > 1 and duty.case_id is not None and duty.trigger in _PAPERS
        again = kinds[_name(duty), duty.trigger] > 1
        apart = Apart(duty.trigger, duty.trigger_on if again else None) if several else None
        found[duty.id or 0] = _titled(duty, apart)
    return found


def _name(duty: Duty) -> tuple[str, int | None, int]:
    return duty.title.get("zh", ""), duty.case_id, duty.agency_id


def _titled(duty: Duty, apart: Apart | None) -> tuple[str, str]:
    zh, en = duty.title.get("zh", ""), duty.title.get("en", "")
    if apart is None:
        return zh, en
    paper_zh, paper_en = TRIGGER_NAMES[Trigger(apart.trigger)]
    if apart.on is not None:
        paper_zh, paper_en = f"{apart.on.month}月{apart.on.day}日{paper_zh}", f"{paper_en} {apart.on:%Y-%m-%d}"
    return f"{zh}（{paper_zh}）", f"{en} ({paper_en})"
