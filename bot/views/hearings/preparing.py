"""The checklist before a hearing: what is ready, what is not, and the tap that says so."""

from __future__ import annotations

from collections.abc import Collection

from bot.domain.hall.message import Button, Html, html, tap
from bot.domain.hearings.preparing import ITEMS, OF_STAFF
from bot.texts import Translator

_OUTLINE = "outline"


def checklist(prepared: Collection[str], tr: Translator, *, comes: bool) -> list[Html]:
    """☑ and □, each on its line; of a hearing to which no leader `comes` only what the staff need."""
    return [html("☑ " if one in prepared else "□ ") + tr(ITEMS[one]) for one in (ITEMS if comes else OF_STAFF)]


def outline_button(appearance_id: int, prepared: Collection[str], tr: Translator, *, comes: bool) -> tuple[Button, ...]:
    """What the leader will say is written: the one thing of the list that "Papers are ready" does not say."""
    if not comes or _OUTLINE in prepared:
        return ()
    return (tap(tr("Outline is ready"), "ap.prep", appearance_id, _OUTLINE),)
