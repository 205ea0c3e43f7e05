"""Who may read a kind of document: by role, at the agency whose paper it is or over it."""

from __future__ import annotations

from bot.domain.documents.kinds import Kind
from bot.domain.hall.access import Actor


def reads(kind: Kind, actor: Actor, path: str) -> bool:
    """Whether one of the actor's appointments reads such documents of the agency at `path`."""
    return any(held.role in kind.sees and path.startswith(held.reach) for held in actor.appointments)
