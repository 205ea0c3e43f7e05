"""The table of fixed ticks: name, what it does, when. Everything else that is due lies in the outbox."""

from datetime import tzinfo

from apscheduler.triggers.cron import CronTrigger

from bot.telegram.ticks import Tick
from jobs import (
    assessments,
    boundaries,
    bulletins,
    circulars,
    digests,
    effects,
    events,
    hearings,
    housekeeping,
    principals,
    seals,
    todo,
)


def ticks(zone: tzinfo) -> tuple[Tick, ...]:
    """The ticks at the hours of this time zone: the county's mornings, wherever the machine stands."""
    return (
        Tick("boundaries", boundaries.daily, CronTrigger(hour=6, minute=30, timezone=zone)),
        Tick("assessments", assessments.daily, CronTrigger(hour=7, minute=10, timezone=zone)),
        Tick("todo", todo.morning, CronTrigger(hour=7, minute=0, timezone=zone)),
        Tick("morning", housekeeping.morning, CronTrigger(hour=8, minute=30, timezone=zone)),
        Tick("events", events.morning, CronTrigger(hour=8, minute=35, timezone=zone)),
        Tick("events_over", events.over, CronTrigger(hour="12,18,22", minute=40, timezone=zone)),
        Tick("digest", digests.morning, CronTrigger(hour=8, minute=45, timezone=zone)),
        Tick("filings", digests.afternoon, CronTrigger(hour=15, minute=0, timezone=zone)),
        Tick("effects", effects.morning, CronTrigger(hour=8, minute=50, timezone=zone)),
        Tick("principals", principals.morning, CronTrigger(hour=8, minute=55, timezone=zone)),
        Tick("bulletins", bulletins.morning, CronTrigger(hour=8, minute=55, timezone=zone)),
        Tick("newcomers", circulars.newcomers, CronTrigger(hour=8, minute=20, timezone=zone)),
        Tick("hearings_over", hearings.over, CronTrigger(hour="6,18", minute=40, timezone=zone)),
        Tick("group notes", circulars.group_notes, CronTrigger(hour=9, minute=0, timezone=zone)),
        Tick("housekeeping", housekeeping.nightly, CronTrigger(hour=3, minute=10, timezone=zone)),
        Tick("files", housekeeping.files, CronTrigger(hour=3, minute=15, timezone=zone)),
        Tick("seals", seals.nightly, CronTrigger(hour=3, minute=20, timezone=zone)),
    )
