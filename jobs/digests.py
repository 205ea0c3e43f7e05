"""08:45 on working days: the coordinators' one message of the morning."""

from bot.services import digests
from bot.services.desk import Desk


def morning(desk: Desk) -> None:
    digests.plan(desk)
