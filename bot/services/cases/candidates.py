"""Cases that are offered as buttons where a text does not say which one it is about."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.hall.access import Action
from bot.domain.reading.casenumbers import CaseNumber, parse_case_number
from bot.domain.reading.short_numbers import ShortNumber
from bot.services.cases import cases
from bot.services.hall.desk import Desk
from bot.store.cases import queries as cases_store

MOST = 6
OFFERED = 60
"""Open cases from which one is picked, page by page; of more one is found by its number."""
_ENTERS = (Action.ENTER_PAPER, Action.ENTER_HEARING)


def own(desk: Desk, names: Sequence[str] = ()) -> list[str]:
    """Numbers of cases of agencies for which the actor enters things: those whose plaintiff has one of the names, as
    far as the actor may read it; else all, the newest first. At most `MOST`."""
    called = [number for name in names for number in _called(desk, name)]
    return list(dict.fromkeys(called))[:MOST] or _newest(desk)


def opened(desk: Desk, *actions: Action) -> list[tuple[str, str]]:
    """Open cases of agencies over which the actor may do one of `actions` (as a rule: enter papers or hearings): number
    and cause, the newest first. To see a case, to be its leader is enough."""
    asked = actions or _ENTERS
    branches = {branch for action in asked for branch in desk.actor.branches(action)}
    mine = cases.named_for(desk) if Action.SEE_CASE in asked else []
    found = cases_store.open_under(desk.session, branches, mine=mine, limit=OFFERED)
    return list(dict.fromkeys((case.number, case.cause) for case in found))


def completed(desk: Desk, short: ShortNumber) -> list[str]:
    """What a shortened number of no case on record would be in full, by the courts and years of the actor's cases."""
    if not short.type_code:
        return []
    heads = (parse_case_number(number) for number in _newest(desk, 40))
    year = desk.today.year
    found = dict.fromkeys(
        f"（{short.year or year}）{_court(short, head)}{short.type_code}{short.number}号"
        for head in heads
        if head is not None and head.type_code == short.type_code
    )
    return [number for number in found if parse_case_number(number) is not None][:2]


def _court(short: ShortNumber, head: CaseNumber) -> str:
    """0831行初12号 leaves out the province of the court."""
    return head.court if head.court.endswith(short.court) else short.court


def _newest(desk: Desk, most: int = MOST) -> list[str]:
    branches = {branch for action in _ENTERS for branch in desk.actor.branches(action)}
    return cases_store.numbers_ending_with(desk.session, "号", branches, mine=(), limit=most)


def _called(desk: Desk, name: str) -> list[str]:
    branches = {branch for action in _ENTERS for branch in desk.actor.branches(action)}
    rows = cases_store.found(
        desk.session,
        name,
        name,
        branches=branches,
        named_branches=desk.actor.branches(Action.SEE_PLAINTIFF),
        mine=cases.named_for(desk),
        entered=(),
        offset=0,
        limit=MOST,
    )
    return [case.number for case in rows if name in case.plaintiff]
