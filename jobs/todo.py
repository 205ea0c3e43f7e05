"""07:00: the days left have changed, so the pinned cards are brought up to date; nobody hears it."""

from bot.services.day import todo_cards
from bot.services.hall.desk import Desk


def morning(desk: Desk) -> None:
    todo_cards.morning(desk)
