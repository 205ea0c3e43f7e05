"""Housekeeping: nightly, old updates and texts go, for they hold names; in the morning, what needs a person."""

from bot.services import operations, retention
from bot.services.desk import Desk


def nightly(desk: Desk) -> None:
    retention.prune(desk)


def morning(desk: Desk) -> None:
    operations.morning(desk)
