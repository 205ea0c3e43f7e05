"""08:50: since when a decision is in effect is asked again on working days; terms of appeal are looked after."""

from bot.services.cases import effects
from bot.services.duties import duties
from bot.services.hall.desk import Desk


def morning(desk: Desk) -> None:
    effects.morning(desk)
    duties.take_up_rights(desk)
