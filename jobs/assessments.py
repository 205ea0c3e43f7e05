"""07:10: scores of an assessment year that is over are frozen, once."""

from bot.services.figures import assessments
from bot.services.hall.desk import Desk


def daily(desk: Desk) -> None:
    assessments.freeze_due(desk)
