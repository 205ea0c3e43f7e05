"""08:55: on the first working day of a month, a line to each principal; in January whose report is missing."""

from bot.services.bulletins import missing, principals
from bot.services.hall.desk import Desk


def morning(desk: Desk) -> None:
    principals.plan(desk)
    missing.plan(desk)
