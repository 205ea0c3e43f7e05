"""What groups are told by themselves; who comes to a circular that is open."""

from bot.services.agencies import groups
from bot.services.circulars import later
from bot.services.hall.desk import Desk


def group_notes(desk: Desk) -> None:
    groups.plan_notes(desk)


def newcomers(desk: Desk) -> None:
    later.daily(desk)
