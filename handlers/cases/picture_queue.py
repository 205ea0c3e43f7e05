"""Pictures and scans among the files of a court paper: they are queued, and the form says how they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.domain.cases import picture_pages
from bot.domain.cases.paper_forms import PAPER
from bot.domain.hall.message import Html
from bot.services.hall import picture_jobs
from bot.telegram import pictured
from bot.telegram.incoming import IncomingFile
from bot.telegram.turn import Turn
from bot.views.hall import forms as form_views
from bot.views.hall import pictured as views

Given = dict[str, Any]
NOTES = "picture_notes"
"""Key of a draft's context: what is said of its pictures once they are read, with the hash of one of them."""
OTHERWISE = "otherwise"
"""Key of a draft's context: what pictures say of a field in which somebody entered something else."""


def ask(turn: Turn, files: Sequence[IncomingFile]) -> Given:
    """Put those that are wanted into the queue; gives what the draft keeps of them."""
    found, album = [], turn.incoming.media_group
    for file in files:
        if pictured.is_wanted(turn, file):
            picture_jobs.ask(turn.desk, turn.incoming.chat_id, file.hash)
            given = {"hash": file.hash, "name": file.name, "mime": file.mime}
            found.append(picture_pages.picture(given, turn.incoming.message_id or 0, album))
    return {picture_pages.KEY: found} if found else {}


def above(turn: Turn, values: Given, context: Given) -> list[Html]:
    """What stands above the form: that pictures are being read, what was said of others, where they contradict."""
    pictures = picture_pages.of(context, values)
    if not pictures:
        return []
    there, waiting = {one["file"] for one in pictures}, picture_pages.waiting(pictures)
    said = [Html(note) for digest, note in context.get(NOTES) or () if digest in there]
    being_read = [views.being_read(len(waiting), turn.tr)] if waiting else []
    return [*being_read, *said, *_contradictions(turn, values, context)]


def _contradictions(turn: Turn, values: Given, context: Given) -> list[Html]:
    """What was entered stays, and what the picture says of it is named, as long as both differ."""
    found = []
    for name, value in (context.get(OTHERWISE) or {}).items():
        field = PAPER.field(name)
        if field is not None and values.get(name) and values[name] != value:
            shown = form_views.shown_value(field, value, field.choices, turn.tr)
            found.append(views.says_otherwise(field.label, shown, turn.tr))
    return found
