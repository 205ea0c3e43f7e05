"""08:45 on working days: the coordinators' one message of the morning, and what others owe past its date. 15:00: what
agencies have handed in meanwhile."""

from bot.services.day import digests
from bot.services.duties import overdue
from bot.services.hall.desk import Desk


def morning(desk: Desk) -> None:
    digests.plan(desk)
    overdue.plan(desk)


def afternoon(desk: Desk) -> None:
    digests.plan_filings(desk)
