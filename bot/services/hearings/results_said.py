"""Which hearings a result said in words is about: those that were held and wait for it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.hall.errors import Refused
from bot.domain.hearings.hearings import HearingView
from bot.domain.reading.results_said import Said
from bot.services.hall.desk import Desk
from bot.services.hearings import cards, results
from bot.services.hearings.awaiting import AWAITED
from bot.store.cases import queries as cases_store
from bot.store.hearings import queries as hearings_store


@dataclass(frozen=True)
class Awaited:
    """A hearing with the agency whose result is reported."""

    view: HearingView
    agency: int


def awaited(desk: Desk, said: Said) -> tuple[list[Awaited], list[str]]:
    """The hearings that wait for a result, and the numbers of cases that have none."""
    found: list[Awaited] = []
    missing: list[str] = []
    for number in map(str, said.numbers):
        here = [one for one in _of_number(desk, number) if _on_day(desk, one, said)]
        found += here[-1:]
        missing += [] if here else [number]
    return found, missing


def _of_number(desk: Desk, number: str) -> list[Awaited]:
    case_ids = [case.id or 0 for case in cases_store.of_number(desk.session, number)]
    rows = hearings_store.of_cases(desk.session, case_ids, AWAITED) if case_ids else []
    found = []
    for row in rows:
        for agency_id in cards.parties_of(desk, row):
            try:
                _, reported = results.reportable(desk, row.id or 0, agency_id)
                if reported is None and agency_id in desk.actor.agencies():
                    found.append(Awaited(cards.view(desk, row.id or 0), agency_id))
            except Refused:
                continue
    return sorted(found, key=lambda one: one.view.starts_at)


def _on_day(desk: Desk, one: Awaited, said: Said) -> bool:
    return said.day is None or one.view.starts_at.astimezone(desk.house.zone).date() == said.day
