"""The table of fixed ticks: name, what it does, when. Everything else that is due lies in the outbox."""

from apscheduler.triggers.cron import CronTrigger

from bot.telegram.ticks import Tick
from jobs import boundaries, circulars, digests, events, housekeeping, seals, todo

TICKS: tuple[Tick, ...] = (
    Tick("boundaries", boundaries.daily, CronTrigger(hour=6, minute=30, timezone="Asia/Shanghai")),
    Tick("todo", todo.morning, CronTrigger(hour=7, minute=0, timezone="Asia/Shanghai")),
    Tick("morning", housekeeping.morning, CronTrigger(hour=8, minute=30, timezone="Asia/Shanghai")),
    Tick("events", events.morning, CronTrigger(hour=8, minute=35, timezone="Asia/Shanghai")),
    Tick("events_over", events.over, CronTrigger(hour="12,18,22", minute=40, timezone="Asia/Shanghai")),
    Tick("digest", digests.morning, CronTrigger(hour=8, minute=45, timezone="Asia/Shanghai")),
    Tick("group notes", circulars.group_notes, CronTrigger(hour=9, minute=0, timezone="Asia/Shanghai")),
    Tick("housekeeping", housekeeping.nightly, CronTrigger(hour=3, minute=10, timezone="Asia/Shanghai")),
    Tick("seals", seals.nightly, CronTrigger(hour=3, minute=20, timezone="Asia/Shanghai")),
)
