"""Morning and evening: of hearings that have begun since, the result is owed; those of the coming days have alarms."""

from bot.services.hall.desk import Desk
from bot.services.hearings import awaiting, plans


def over(desk: Desk) -> None:
    awaiting.start(desk)
    plans.keep_up(desk)
