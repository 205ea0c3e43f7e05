"""Who may read a kind of document: by role, at the agency whose paper it is or over it."""

from __future__ import annotations

from bot.domain.documents.kinds import Kind
from bot.domain.hall.access import Actor
from bot.domain.hall.terms import Role


def reads(kind: Kind, actor: Actor, path: str) -> bool:
    """Whether one of the actor's appointments reads such documents of the agency at `path`.

    A leader reads those of the own hearings only, which is asked elsewhere (`leads_in`).
    """
    roles = set(kind.sees) - {Role.LEADER}
    return any(held.role in roles and path.startswith(held.reach) for held in actor.appointments)


def leads_in(kind: Kind, represented: set[int], agency_id: int) -> bool:
    """Whether a leader who is named for these agencies in the document's case reads that of this agency."""
    return Role.LEADER in kind.sees and agency_id in represented
