"""Whose business an agency is: a coordinator's own, or that of coordinators nearer to it."""

from __future__ import annotations

from bot.domain.hall.access import Action
from bot.domain.hall.terms import Role
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.agencies import queries as agencies_store
from bot.store.tables import Agency


def heads_below(desk: Desk) -> tuple[Agency, ...]:
    """Heads of branches inside the actor's reach that another lead organ with coordinators of its own looks after.

    For a city's coordinator these are the counties; they are shown as a whole, their units are the counties' business.
    """
    reach = desk.actor.branches(Action.JUDGE_DUTY)
    if not reach:
        return ()
    own = set(desk.actor.agencies(Role.COORDINATOR))
    heads = agencies_store.heads_of_branches(desk.session, desk.today)
    return tuple(h for h in heads if h.lead_id not in own and any(h.path != r and h.path.startswith(r) for r in reach))


def head_of(agency: Agency, heads: tuple[Agency, ...]) -> Agency | None:
    """The head of the branch that stands for `agency`, the uppermost one; None where it is the actor's own business."""
    return min((h for h in heads if agency.path.startswith(h.path)), key=lambda h: len(h.path), default=None)


def own(desk: Desk) -> dict[int, Agency]:
    """Agencies, by id, whose coordinator the actor is and nobody nearer: what they hand in is the actor's to decide."""
    heads = heads_below(desk)
    return {a.id or 0: a for a in access.within(desk, Action.JUDGE_DUTY) if head_of(a, heads) is None}
