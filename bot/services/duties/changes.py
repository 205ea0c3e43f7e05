"""Dates that moved: told once, old and new, to whoever holds the duties."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from bot.domain.duties.duties import DateChange
from bot.domain.duties.topics import MOVED, Moved
from bot.domain.hall.subjects import About
from bot.domain.hall.topics import Notice, to_audience
from bot.services.duties import titles
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.tables import Case, Duty

NOTICE_IS_OUT = "notice"
"""The reason of changes after a new table of working days; a view puts it into words."""


def tell_moved(desk: Desk, changed: Iterable[tuple[Duty, date | None, date | None]], reason: str) -> None:
    """One message an agency and case: which duties moved, from when to when."""
    groups: dict[tuple[int, int | None], list[DateChange]] = {}
    for duty, old, new in changed:
        if old == new or not duty.citation.get("leads", True):
            continue
        number = _number(desk, duty.case_id)
        change = DateChange(*titles.full(desk, duty), number, old, new, duty.provisional)
        groups.setdefault((duty.agency_id, duty.case_id), []).append(change)
    for (agency_id, case_id), changes in groups.items():
        outbox.plan(
            desk,
            Notice(
                MOVED,
                Moved(
                    changes=[change_to_json(one) for one in changes],
                    case=case_id,
                    reason=reason,
                    by=desk.actor.person_id,
                    who=desk.actor.name,
                ),
                About.CASE(case_id) if case_id else None,
            ),
            to_audience(f"doers@{agency_id}"),
        )


def change_to_json(one: DateChange) -> list[Any]:
    return [
        one.title_zh,
        one.title_en,
        one.case_number,
        one.old.isoformat() if one.old else None,
        one.new.isoformat() if one.new else None,
        one.provisional,
    ]


def change_from_json(data: list[Any]) -> DateChange:
    zh, en, number, old, new, provisional = data
    return DateChange(
        zh,
        en,
        number,
        date.fromisoformat(old) if old else None,
        date.fromisoformat(new) if new else None,
        bool(provisional),
    )


def _number(desk: Desk, case_id: int | None) -> str:
    case = desk.session.get(Case, case_id) if case_id else None
    return case.number if case else ""
