"""Housekeeping: nightly, old updates and texts go, for they hold names; in the morning, what needs a person."""

from bot.services.hall.desk import Desk
from bot.services.operations import operations
from bot.services.post import retention


def nightly(desk: Desk) -> None:
    retention.prune(desk)


def morning(desk: Desk) -> None:
    operations.morning(desk)
