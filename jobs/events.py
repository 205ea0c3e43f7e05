"""Mornings: who lost the role is let go, kept seats are given on, obligations are counted. Later: lists are closed, and
seats that nobody confirmed are given on."""

from bot.services.events import counts, daily, ending
from bot.services.hall.desk import Desk


def morning(desk: Desk) -> None:
    daily.tidy(desk)
    counts.settle_all(desk)


def over(desk: Desk) -> None:
    ending.close_finished(desk)
    daily.pass_seats_on(desk)
