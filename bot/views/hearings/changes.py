"""A change of a hearing said in words: what is said of it beside the form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.hall.message import Html, lines, plain
from bot.domain.hall.terms import HearingStatus
from bot.domain.hearings.hearings import HearingView
from bot.domain.reading.changes import Change
from bot.texts import Translator
from bot.views.hall.where import when_and_where

_BECOMES = {
    HearingStatus.CANCELLED.value: "Recorded as: the hearing is cancelled.",
    HearingStatus.NOT_HELD.value: "Recorded as: put off, without a new date so far.",
    HearingStatus.WITHDRAWN.value: "Recorded as: the suit is withdrawn, no hearing.",
}


def becomes(status: str, tr: Translator) -> Html:
    """What is recorded of a hearing that is not held as planned."""
    return tr(_BECOMES[status])


def told(names: Sequence[str], tr: Translator) -> Html | None:
    """Who hears of it at once when it is confirmed."""
    return tr("Told at once: {names}.", names=tr.join(list(names))) if names else None


def moved_to(when: datetime, tr: Translator) -> Html:
    """The new time, while it is not plain yet of which hearing."""
    return tr("New time: {when}", when=when)


def labelled(view: HearingView, tr: Translator) -> str:
    """A hearing on a button or in a row: its case, then when and where."""
    when = tr("put off") if view.status is HearingStatus.NOT_HELD else when_and_where(view, tr)
    return f"{view.number} {plain(when)}"


def notes(missing: Sequence[str], unknown: str, change: Change, elsewhere: bool, tr: Translator) -> list[Html]:
    """What keeps the change from being plain."""
    found = []
    if missing:
        found.append(tr("No such hearing is on record: {numbers}.", numbers=tr.join(list(missing))))
    if unknown:
        found.append(tr("“{text}” fits no case on record.", text=unknown))
    if elsewhere and change.names:
        words = "No hearing on record is one of a case of {names}. Which one is meant?"
        found.append(tr(words, names=tr.join(list(change.names))))
    elif elsewhere and change.old_day is not None:
        found.append(tr("None on record stands on {day}. Which one is meant?", day=change.old_day))
    return found


def nothing_to_end(tr: Translator) -> Html:
    return lines(
        tr("Nothing was recorded: there is no such hearing on record that could be called off."),
        tr(
            "If it is about another case, please send its number with it, "
            "like （2026）鲁0831行初12号案4月28日的庭取消了."
        ),
    )
