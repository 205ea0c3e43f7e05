"""Daily: the calendar's duties come into being; the coming year's table of working days is missed from December."""

from bot.services.duties import recurring
from bot.services.hall.desk import Desk
from bot.services.law import workdays


def daily(desk: Desk) -> None:
    workdays.learn_stored(desk.session, desk.house.law)
    recurring.tick(desk)
    workdays.warn_when_missing(desk)
