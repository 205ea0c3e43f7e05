"""That pictures are not read here is said to each person once."""

from __future__ import annotations

from bot.services.hall import notes
from bot.services.hall.desk import Desk


def told(desk: Desk) -> bool:
    """Whether the actor was told before; from now on he or she was."""
    key = f"pictures:{desk.actor.person_id}"
    known = bool(notes.get(desk.session, key))
    if not known:
        notes.put(desk.session, key, {"told": True}, now=desk.now)
    return known
