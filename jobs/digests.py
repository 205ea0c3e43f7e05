"""08:45 on working days: the coordinators' one message of the morning, and what others owe past its date."""

from bot.services import digests, duty_overdue
from bot.services.desk import Desk


def morning(desk: Desk) -> None:
    digests.plan(desk)
    duty_overdue.plan(desk)
