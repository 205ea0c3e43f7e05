"""What groups are told by themselves."""

from bot.services.agencies import groups
from bot.services.hall.desk import Desk


def group_notes(desk: Desk) -> None:
    groups.plan_notes(desk)
