"""Nightly: old updates and old texts go, as the operator set it; they hold names."""

from bot.services import retention
from bot.services.desk import Desk


def nightly(desk: Desk) -> None:
    retention.prune(desk)
