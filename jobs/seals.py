"""03:20: what was written down since the last night is sealed."""

from bot.services.hall.desk import Desk
from bot.services.operations import seals


def nightly(desk: Desk) -> None:
    seals.nightly(desk)
