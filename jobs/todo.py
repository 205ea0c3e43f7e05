"""07:00: the days left have changed, so the pinned cards are brought up to date; nobody hears it."""

from bot.services import todo_cards
from bot.services.desk import Desk


def morning(desk: Desk) -> None:
    todo_cards.morning(desk)
