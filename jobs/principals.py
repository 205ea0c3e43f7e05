"""08:55: on the first working day of a month, a line to each principal."""

from bot.services.bulletins import principals
from bot.services.hall.desk import Desk


def morning(desk: Desk) -> None:
    principals.plan(desk)
