"""Lists of hearings for one reader: what is coming, a span of days, lines that wait for a word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from bot.domain.hall.access import Action
from bot.domain.hall.errors import NotAllowed
from bot.domain.hall.paging import Page, within
from bot.domain.hall.terms import AppearanceState
from bot.domain.hearings.hearings import HearingLine, PendingLine
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.hearings import cards
from bot.services.law import appearing
from bot.store.hearings import lines as lines_store
from bot.store.hearings import queries as hearings_store
from bot.store.hearings.lines import Sight
from bot.store.tables import Appearance, Hearing, HearingResult

WAITED_FOR = timedelta(days=183)
PER_PAGE = 4
"""Hearings on one page of a list: two lines each."""


def lines(
    desk: Desk, begins: datetime, ends: datetime | None, *, action: Action = Action.SEE_CASE, mine: bool = True
) -> list[HearingLine]:
    """Hearings of the actor's scope from `begins` to before `ends` (aware): one line an agency, in order of time.

    What an agency holds in a claim is its own line, as in a case: nothing is counted twice, and nothing is marked, for
    the agency must not see from its lists that the number is others' too.
    """
    return _with_results(desk, lines_store.between(desk.session, _sight(desk, action, mine), begins, ends))


def _with_results(desk: Desk, rows: Sequence[lines_store.Line]) -> list[HearingLine]:
    """Who was named says nothing of who came: of what is over, the report does."""
    over = [(hearing.id, row.agency_id) for hearing, row, *_ in rows if row.state is AppearanceState.CLOSED]
    hearings, agencies = [h for h, _ in over], list({a for _, a in over})
    found = hearings_store.results_of(desk.session, hearings, agencies) if over else []
    told = {(one.hearing_id, one.agency_id): one for one in found}
    return [line(*row, told.get((row[0].id or 0, row[1].agency_id))) for row in rows]


def listed(desk: Desk, number: int = 0, size: int = PER_PAGE) -> Page[HearingLine]:
    """A page of the hearings to come: those the actor is named for, and those of the agencies he or she works for.

    Raises:
        NotAllowed: the actor has nothing to do with hearings.
    """
    if not desk.actor.may_somewhere(Action.SEE_SUMMARY) and not desk.actor.may_somewhere(Action.ENTER_HEARING):
        raise NotAllowed
    begins = datetime.combine(desk.today, time(0), desk.house.zone).astimezone(UTC)
    sight = _sight(desk, Action.SEE_CASE, True)
    total = lines_store.count_scheduled(desk.session, sight, begins)
    number = within(number, total, size)
    found = lines_store.scheduled(desk.session, sight, begins, offset=number * size, limit=size)
    return Page(tuple(line(*row) for row in found), number, total, size)


def put_off(desk: Desk) -> list[HearingLine]:
    """Hearings of the actor's scope that were put off and have no new date, and no other hearing to come, newest first.

    One line a hearing, of the last half-year: older ones are not waited for any more.
    """
    sight = _sight(desk, Action.SEE_CASE, True)
    found: dict[int, HearingLine] = {}
    for row in lines_store.put_off(desk.session, sight, desk.now - WAITED_FOR, limit=50):
        found.setdefault(row[0].id or 0, line(*row))
    return list(found.values())


def _sight(desk: Desk, action: Action, mine: bool) -> Sight | None:
    """What the actor sees (the bot itself: everything), and with `mine` what he or she is named for."""
    if desk.is_system:
        return None
    return Sight(desk.actor.branches(action), desk.actor.person_id if mine else None, desk.actor.agencies())


def line(hearing: Hearing, row: Appearance, agency: str, number: str, told: HearingResult | None = None) -> HearingLine:
    """A line of the store as a value, with what was reported of it."""
    leader = row.leader_name if told is None else told.leader_name
    return HearingLine(
        id=hearing.id or 0,
        number=number,
        starts_at=hearing.starts_at,
        place=hearing.place,
        agency_id=row.agency_id,
        agency=agency,
        status=hearing.status,
        state=row.state,
        strength=row.strength,
        leader=leader,
        post=row.leader_post if leader == row.leader_name else "",
        principal=bool(row.facts.get("principal")) if told is None else told.rank == "principal",
        moved_from=hearing.moved_from,
        online=hearing.online,
        deputy=appearing.is_deputy(row),
        left=cards.left_of(row),
        replaced=row.replaced_name if row.state is AppearanceState.AWAITING_PERMISSION else "",
        came=told.attended if told is not None else None,
    )


def pending(desk: Desk, *, agency_id: int | None = None, own: bool = False) -> list[PendingLine]:
    """Lines of hearing lists that wait for a word: of one agency, or (`own`) those the actor entered."""
    me = desk.actor.person_id if own else None
    found: dict[int, PendingLine] = {}
    for hearing, case, agency in hearings_store.unconfirmed(desk.session, agency_id=agency_id, entered_by=me):
        if (agency_id or own or cards.may_look_into(desk, agency.id or 0)) and hearing.id not in found:
            found[hearing.id or 0] = PendingLine(
                hearing.id or 0,
                hearing.version,
                case.number,
                hearing.starts_at,
                hearing.place,
                agency.short_name,
                hearing.online,
            )
    return list(found.values())


def waiting(desk: Desk, agency_id: int = 0) -> list[PendingLine]:
    """Lines that wait for the actor's word: of one agency, else those entered and those of the own agencies.

    Raises:
        NotAllowed: the actor may not enter hearings for the agency. Missing: there is no such agency.
    """
    if agency_id:
        access.require(desk, Action.ENTER_HEARING, agency_id)
        return pending(desk, agency_id=agency_id)
    found = {one.id: one for one in (*pending(desk, own=True), *pending(desk))}
    return sorted(found.values(), key=lambda one: one.starts_at)
