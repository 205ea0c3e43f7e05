"""Daily: the calendar's duties come into being; who must appear is judged again, for a day has passed; the coming
year's table of working days is missed from December."""

from bot.services.duties import recurring
from bot.services.hall.desk import Desk
from bot.services.hearings import rejudging
from bot.services.law import workdays


def daily(desk: Desk) -> None:
    workdays.learn_stored(desk.session, desk.house.law)
    recurring.tick(desk)
    rejudging.all_open(desk)
    workdays.warn_when_missing(desk)
