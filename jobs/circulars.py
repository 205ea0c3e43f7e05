"""What groups are told by themselves."""

from bot.services import groups
from bot.services.desk import Desk


def group_notes(desk: Desk) -> None:
    groups.plan_notes(desk)
