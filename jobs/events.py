"""Mornings: who lost the role is let go, kept seats are given on, obligations are counted. Later: lists are closed."""

from bot.services import event_counts, event_daily, event_end
from bot.services.desk import Desk


def morning(desk: Desk) -> None:
    event_daily.tidy(desk)
    event_counts.settle_all(desk)


def over(desk: Desk) -> None:
    event_end.close_finished(desk)
