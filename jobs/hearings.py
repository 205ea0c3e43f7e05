"""Morning and evening: of hearings that have begun since, the result is owed from now on."""

from bot.services.hall.desk import Desk
from bot.services.hearings import awaiting


def over(desk: Desk) -> None:
    awaiting.start(desk)
