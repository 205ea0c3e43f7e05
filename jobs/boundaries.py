"""Daily: the calendar's duties come into being; leaders who left are named no more; in December the year is missed."""

from bot.services.duties import recurring
from bot.services.hall.desk import Desk
from bot.services.hearings import leavers
from bot.services.law import workdays


def daily(desk: Desk) -> None:
    workdays.learn_stored(desk.session, desk.house.law)
    recurring.tick(desk)
    leavers.daily(desk)
    workdays.warn_when_missing(desk)
