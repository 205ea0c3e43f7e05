"""What one room does when something happens in another that must not know it. Filled when the rooms are imported."""

from __future__ import annotations

from collections.abc import Callable

from bot.services.hall.desk import Desk
from bot.store.tables import Hearing

hearing_changed: list[Callable[[Desk, Hearing], None]] = []
"""Called after a hearing was entered, moved, corrected or ended, or somebody was named or confirmed for it. Whoever
listens looks at how things stand now, so that one call too many does no harm."""


def tell_hearing_changed(desk: Desk, hearing: Hearing) -> None:
    """Let the other rooms follow, in the same transaction."""
    for listener in hearing_changed:
        listener(desk, hearing)
