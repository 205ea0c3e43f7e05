"""A few words about a duty: a liaison officer says that it is done, or names its last day."""

from __future__ import annotations

from bot.domain.reading.casenumbers import find_case_numbers
from bot.domain.reading.deadlines import Deadline, read_deadline
from bot.domain.reading.number_series import find_numbers
from bot.domain.reading.replies import says_done
from bot.domain.reading.short_numbers import ShortNumber
from bot.services.duties import spoken
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.duties import spoken as views


def register(router: Router) -> None:
    """Before the hearings room, which would ask for the hour of the day that a deadline names."""
    router.text(take)


def take(turn: Turn) -> bool:
    """Whether the words were of a duty."""
    text = turn.incoming.text
    if not text or turn.incoming.files:
        return False
    deadline = read_deadline(text, turn.desk.today)
    found = spoken.open_ones(turn.desk) if deadline is not None or turn.actor.is_liaison else []
    if deadline is not None and (found or turn.actor.is_liaison or turn.actor.is_coordinator):
        _deadline(turn, deadline)
        return True
    return turn.actor.is_liaison and _done(turn)


def _short_number(text: str) -> ShortNumber | None:
    """The one short number; None beside a whole one, or where there are two."""
    numbers = find_numbers(text)
    return numbers.short[0] if len(numbers.short) == 1 and not numbers.full else None


def _deadline(turn: Turn, said: Deadline) -> None:
    short = _short_number(turn.incoming.text)
    found = spoken.meant(spoken.open_ones(turn.desk), said.words, number=said.number, short=short)
    written = said.number or (short.text if short else "")
    turn.say(views.deadline(found, said.day, turn.tr) if found else views.no_deadline(written, turn.tr))


def _done(turn: Turn) -> bool:
    """What is done is closed by its button, with a day and a proof: the words only find it."""
    words = says_done(turn.incoming.text)
    if words is None:
        return False
    there, number = spoken.open_ones(turn.desk), find_case_numbers(turn.incoming.text)
    whole, short = str(number[0]) if number else "", _short_number(turn.incoming.text)
    of_case = spoken.meant(there, (), number=whole, short=short)
    found = spoken.meant(of_case, words) or of_case
    if not found:
        turn.say(views.nothing_open(turn.tr))
    else:
        turn.say(views.done(found[0], turn.tr) if len(found) == 1 else views.which(found, turn.tr))
    return True
