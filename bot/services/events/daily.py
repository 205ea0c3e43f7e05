"""What a new day brings for events: people who left are let go, seats kept for the silent go to those who wait."""

from __future__ import annotations

from bot.services.events import answers, rows
from bot.services.hall.desk import Desk


def tidy(desk: Desk) -> int:
    """Go through the events to come; returns how many people or seats were let go."""
    count = 0
    for event in rows.planned_events(desk):
        if event.starts_at > desk.now:
            count += answers.release(desk, event, rows.guests_of(desk, event.id))
            count += answers.give_up_kept_seats(desk, event)
    return count


def pass_seats_on(desk: Desk) -> int:
    """Soon after answers were due: seats that nobody confirmed go to those who wait; returns how many."""
    to_come = [event for event in rows.planned_events(desk) if event.reply_by <= desk.now < event.starts_at]
    return sum(answers.give_up_kept_seats(desk, event) for event in to_come)
