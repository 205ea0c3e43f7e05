"""Several hearings at once: one preview with a row for each case, one confirmation, one message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.domain.hall.forms import Choice
from bot.domain.hall.message import Message
from bot.domain.hearings.forms import HEARING as HEARING_FORM
from bot.domain.hearings.topics import SERIES, OfHearings
from bot.domain.reading import several_fields
from bot.services.hearings import hearings, series
from bot.telegram.forms import Forms
from bot.telegram.router import Router, Scene
from bot.telegram.turn import Turn
from bot.views.hearings import series as views
from handlers.hearings.showing import HEARING, show_card

Given = dict[str, Any]


def register(router: Router) -> None:
    router.topic(SERIES, told)
    router.press("hr.open", opened, sees=HEARING.look)


def opened(turn: Turn) -> None:
    """The card beside the message that lists several."""
    turn.beside()
    show_card(turn, turn.number())


def struck_where_known(turn: Turn, values: Given) -> Given:
    """The values of a draft about several cases: those that have a hearing already are struck out."""
    numbers = values.get(several_fields.ALL)
    if not numbers:
        return values
    struck = several_fields.values_of(numbers, list(series.known(turn.desk, values, numbers)))
    return {**values, **struck, **({several_fields.CHECKED: True} if values.get("agencies") else {})}


def rows(turn: Turn, given: Given) -> Sequence[Choice]:
    known = series.known(turn.desk, given, given.get(several_fields.ALL) or ())
    return several_fields.rows(given, {one: views.there_already(clash, turn.tr) for one, clash in known.items()})


def submit(turn: Turn, forms: Forms, values: Given, context: Given, entry: hearings.Entry) -> None:
    """One confirmation enters all that are not struck out, or none.

    Where the agency was chosen only after the text was read, what is there already is struck out first, and shown so.
    """
    kept = several_fields.kept(values)
    if not values.get(several_fields.CHECKED) and series.known(turn.desk, values, kept):
        forms.start(turn, HEARING_FORM.name, struck_where_known(turn, values), context)
        return
    ids = series.enter(turn.desk, entry, kept)
    turn.show(views.told(series.views(turn.desk, ids), "entered", "", turn.tr))


def told(scene: Scene[OfHearings]) -> Message | None:
    """To those who keep them."""
    seen = series.views(scene.desk, scene.payload.hearings)
    by = series.name_of(scene.desk, scene.payload.by)
    return views.told(seen, scene.payload.what, by, scene.tr) if seen else None
