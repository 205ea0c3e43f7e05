"""08:50 on working days: since when a decision is in effect is asked again until somebody says it."""

from bot.services.cases import effects
from bot.services.hall.desk import Desk


def morning(desk: Desk) -> None:
    effects.morning(desk)
