"""Papers in several cases at once: one preview with a row for each, one confirmation, one message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.domain.cases.paper_forms import PAPER
from bot.domain.cases.topics import SERIES, OfCases
from bot.domain.hall.forms import Choice
from bot.domain.hall.message import Message
from bot.domain.reading import several_fields
from bot.services.cases import cards, paper_filing, papers, series
from bot.telegram.forms import Forms
from bot.telegram.router import Router, Scene
from bot.telegram.turn import Turn
from bot.views.cases import series as views
from handlers.cases.showing import asks

Given = dict[str, Any]


def register(router: Router) -> None:
    router.topic(SERIES, told)


def struck_where_known(turn: Turn, values: Given) -> Given:
    """The values of a draft about several cases: those in which such a paper is recorded already are struck out."""
    numbers = values.get(several_fields.ALL)
    if not numbers:
        return values
    struck = several_fields.values_of(numbers, list(series.known(turn.desk, values, numbers)))
    checked = values.get("agency") and values.get("papers")
    return {**values, **struck, **({several_fields.CHECKED: True} if checked else {})}


def rows(turn: Turn, given: Given) -> Sequence[Choice]:
    known = series.known(turn.desk, given, given.get(several_fields.ALL) or ())
    return several_fields.rows(given, {one: views.there_already(day, turn.tr) for one, day in known.items()})


def submit(turn: Turn, forms: Forms, values: Given, context: Given) -> None:
    """One confirmation records all that is not struck out, or nothing.

    Where agency or papers were chosen only after the text was read, what is there already is struck out first.
    """
    numbers = several_fields.kept(values)
    if not values.get(several_fields.CHECKED) and series.known(turn.desk, values, numbers):
        forms.start(turn, PAPER.name, struck_where_known(turn, values), context)
        return
    recorded = series.record(turn.desk, papers.envelope_of({**values, "number": ""}), numbers)
    asked = asks(turn, paper_filing.follow(turn.desk, recorded))
    seen = series.views(turn.desk, [one.case.id or 0 for one in recorded])
    turn.show(views.recorded(seen, "", turn.tr, asked))


def told(scene: Scene[OfCases]) -> Message | None:
    """To those who work on the cases; whoever entered them saw it as the answer."""
    if scene.payload.by and scene.payload.by == scene.reader.person_id:
        return None
    seen = series.views(scene.desk, scene.payload.cases)
    return views.recorded(seen, cards.who(scene.desk, scene.payload.by), scene.tr) if seen else None
