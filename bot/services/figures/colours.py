"""In which colours a person wants pictures: what was chosen last holds until something else is chosen."""

from __future__ import annotations

from bot.services.hall import notes
from bot.services.hall.desk import Desk


def dark(desk: Desk, chosen: bool | None) -> bool:
    """Whether the actor's pictures are dark; `chosen` just now, None where nothing was."""
    key = f"charts:{desk.actor.person_id}"
    known = bool(notes.get(desk.session, key).get("dark"))
    if chosen is None or chosen == known:
        return known
    notes.put(desk.session, key, {"dark": chosen}, now=desk.now)
    return chosen
