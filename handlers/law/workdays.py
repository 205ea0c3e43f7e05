"""/calendar: which years are official, and importing an announced one."""

from __future__ import annotations

from typing import Any

from bot.domain.hall.access import Action, Actor
from bot.domain.hall.errors import Refused
from bot.domain.hall.forms import Field, Form, Situation
from bot.domain.hall.message import Html, Message
from bot.domain.law.topics import MISSING, OfYear
from bot.domain.reading.cleaning import clean_text
from bot.services.hall import access
from bot.services.law import workdays
from bot.telegram.forms import Bound, Forms
from bot.telegram.outdated import nothing
from bot.telegram.router import Router, Scene
from bot.telegram.turn import Turn
from bot.views.law import workdays as views

Given = dict[str, Any]
_TABLES = (".toml", ".txt")


def _typed(text: str, situation: Situation) -> Any:
    """The text, where it can be read as a year's days; else why not, so that it is asked for again."""
    said = clean_text(text[: workdays.LONGEST])
    try:
        workdays.look(said)
    except Refused as refusal:
        return refusal.problem
    return said


IMPORT = Form(
    "calendar",
    "Import a year",
    (
        Field(
            "text",
            "Please paste the State Council's notice, or a table. You may also send it as a text file.",
            "Table",
            read=_typed,
            show=lambda value, tr: tr("read"),
        ),
    ),
    confirm="Use it",
)


def register(router: Router, forms: Forms) -> None:
    """The command, its button, the form, a text file with a table, and the warning."""
    router.command("calendar", overview, "working days and holidays", shown=_shown, rank=60)
    router.press("cl.new", lambda turn: begin(turn, forms), sees=nothing)
    router.text(lambda turn: take_file(turn, forms))
    router.wish(wish)
    forms.add(Bound(IMPORT, submit, intro=_intro))
    router.topic(MISSING, missing)


def _shown(actor: Actor) -> bool:
    return actor.may_somewhere(Action.IMPORT_CALENDAR)


def overview(turn: Turn) -> None:
    turn.show(views.overview(workdays.overview(turn.desk), turn.tr))


def begin(turn: Turn, forms: Forms) -> None:
    access.require_somewhere(turn.desk, Action.IMPORT_CALENDAR)
    turn.beside()
    forms.start(turn, IMPORT.name)


def take_file(turn: Turn, forms: Forms) -> bool:
    """A .toml or .txt file from somebody answerable for the calendar."""
    wanted = [f for f in turn.incoming.files if f.hash and f.name.lower().endswith(_TABLES)]
    if not wanted or not _shown(turn.actor):
        return False
    text = workdays.text_of(turn.desk.house.files.get(wanted[0].hash))
    workdays.look(text)
    forms.start(turn, IMPORT.name, {"text": text})
    return True


def wish(turn: Turn) -> int:
    """A table as a text file, from somebody answerable for the calendar."""
    found = [f for f in turn.incoming.files if f.name.lower().endswith(_TABLES)]
    return workdays.LARGEST if found and _shown(turn.actor) else 0


def _intro(turn: Turn, values: Given, context: Given) -> Html | None:
    """What was read, to be checked by eye; or why it cannot be read."""
    if not values.get("text"):
        return None
    try:
        return views.table(workdays.look(values["text"]), turn.tr)
    except Refused as refusal:
        return turn.tr(refusal.problem.msgid, **refusal.problem.params)


def submit(turn: Turn, values: Given, context: Given) -> None:
    table, moved = workdays.import_year(turn.desk, values["text"])
    turn.show(views.imported(table, moved, turn.tr))


def missing(scene: Scene[OfYear]) -> Message | None:
    """Not said any more once the table is there."""
    year = scene.payload.year
    return views.missing(year, scene.tr) if workdays.is_missing(scene.desk, year) else None
