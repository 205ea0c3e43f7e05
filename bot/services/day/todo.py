"""What waits for a liaison officer or a coordinator, as the pinned card shows it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.domain.day.todo import AgencyLoad, OpenHearing, Todo
from bot.domain.hall.access import Action, Actor
from bot.domain.hall.terms import LIAISONS, DutyState, Role
from bot.domain.hearings.hearings import SETTLED
from bot.services.agencies import branches
from bot.services.documents import lists as document_lists
from bot.services.duties import cards
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.hearings import lists
from bot.store.duties import owed as owed_store
from bot.store.hearings import lines as lines_store
from bot.store.hearings.lines import Sight
from bot.store.tables import Agency

Heads = tuple[Agency, ...]
KEEPERS = LIAISONS | {Role.COORDINATOR}
"""Who has a card."""
NEAREST = 5
MOST_LOADS = 5
MANY = 5
"""Whoever looks after more agencies than that is shown them one by one, not their duties."""


def keeps_card(actor: Actor) -> bool:
    """Whether this person has a card: liaison officers, their deputies, coordinators."""
    return bool(KEEPERS & actor.roles())


def of(desk: Desk) -> Todo:
    """What waits for the actor now, in the agencies whose cases he or she may see as liaison officer or coordinator."""
    narrow = replace(desk.actor, appointments=tuple(a for a in desk.actor.appointments if a.role in KEEPERS))
    desk = Desk(desk.session, desk.house, desk.now, narrow)
    scope = {a.id or 0: a for a in access.within(desk, Action.SEE_CASE)}
    by_agency = narrow.is_coordinator or len(scope) > MANY
    heads = branches.heads_below(desk)
    loads = _loads(desk, scope, heads)
    hearings = _hearings(desk, heads)
    return Todo(
        at=desk.now,
        open=sum(load.open for load in loads),
        overdue=sum(load.overdue for load in loads),
        handed_in=_handed_in(desk, heads),
        unnamed=len(hearings),
        duties=() if by_agency else _nearest(desk, scope),
        hearings=hearings[: NEAREST // 2 + 1],
        loads=loads[:MOST_LOADS] if by_agency else (),
        by_agency=by_agency,
        documents=document_lists.count_waiting(desk),
        more=max(0, len(loads) - MOST_LOADS) if by_agency else 0,
    )


def _loads(desk: Desk, scope: dict[int, Agency], heads: Heads) -> tuple[AgencyLoad, ...]:
    """By agency, the overdue ones first; a branch with coordinators of its own is one line."""
    rows = owed_store.loads(desk.session, list(scope), cards.soon(desk), desk.today, [DutyState.OPEN])
    found: dict[int, AgencyLoad] = {}
    for agency_id, n, overdue, nearest in rows:
        head = branches.head_of(scope[agency_id], heads)
        whose = head or scope[agency_id]
        one = AgencyLoad(whose.short_name, n, overdue, nearest, branch=head is not None)
        found[whose.id or 0] = _together(found.get(whose.id or 0), one)
    return tuple(sorted(found.values(), key=lambda load: (-load.overdue, load.nearest, load.agency)))


def _together(one: AgencyLoad | None, other: AgencyLoad) -> AgencyLoad:
    if one is None:
        return other
    return replace(
        one, open=one.open + other.open, overdue=one.overdue + other.overdue, nearest=min(one.nearest, other.nearest)
    )


def _nearest(desk: Desk, scope: dict[int, Agency]) -> tuple[Any, ...]:
    rows = owed_store.most_urgent(desk.session, list(scope), cards.soon(desk), desk.today, limit=NEAREST)
    return tuple(cards.views(desk, rows))


def _handed_in(desk: Desk, heads: Heads) -> int:
    """What waits for the actor's decision, in the agencies nobody nearer coordinates."""
    own = [a.id or 0 for a in access.within(desk, Action.JUDGE_DUTY) if branches.head_of(a, heads) is None]
    return owed_store.count_handed_in(desk.session, own)


def _hearings(desk: Desk, heads: Heads) -> tuple[OpenHearing, ...]:
    """Hearings to come for which a leader is needed and nobody has said yes, the nearest first."""
    seen = desk.actor.branches(Action.SEE_CASE)
    if not seen:
        return ()
    rows = lines_store.without_answer(
        desk.session, Sight(seen), desk.now, SETTLED, beside=[head.path for head in heads]
    )
    calendar = desk.house.law.calendar
    lines = (lists.line(*row) for row in rows)
    return tuple(
        OpenHearing(
            one,
            calendar.working_days_between(desk.today, one.starts_at.astimezone(desk.house.zone).date()),
        )
        for one in lines
    )
