"""What a new day brings for events: people who left are let go, seats kept for the silent are free again."""

from __future__ import annotations

from bot.services.events import answers, rows
from bot.services.hall.desk import Desk


def tidy(desk: Desk) -> int:
    """Go through the events to come; returns how many people or seats were let go."""
    count = 0
    for event in rows.planned_events(desk):
        if event.starts_at > desk.now:
            count += answers.release(desk, event, rows.guests_of(desk, event.id))
            count += answers.give_up_kept_seats(desk, event, desk.now)
    return count
