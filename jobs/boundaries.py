"""Daily: the calendar's duties come into being; the coming year's table of working days is missed from December."""

from bot.services import recurring, workdays
from bot.services.desk import Desk


def daily(desk: Desk) -> None:
    workdays.learn_stored(desk.session, desk.house.law)
    recurring.tick(desk)
    workdays.warn_when_missing(desk)
