"""What the files of a court paper say by themselves (a PDF, a Word document, a text), beside what its sender wrote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.domain.cases import paper_values
from bot.domain.cases.paper_layers import Layer, read_layer
from bot.domain.hall.access import Action
from bot.domain.hall.message import Html
from bot.domain.hall.problems import Problem
from bot.domain.hall.terms import PaperKind
from bot.domain.hearings.forms import HEARING
from bot.domain.reading.oneline import read_hearing
from bot.services.cases import picture_words
from bot.services.hearings import reading as hearing_reading
from bot.telegram import form_queue, pictured
from bot.telegram.incoming import IncomingFile
from bot.telegram.turn import Turn
from bot.views.cases import paper_files as views
from handlers.cases import picture_queue

Given = dict[str, Any]
CONTEXT = "layers"
"""Key of a draft's context: what is said of its files, in order: the hash of one, and what the person reads of it."""
_CALLS = frozenset({PaperKind.SUMMONS.value, PaperKind.APPEARANCE_NOTICE.value})


def said(turn: Turn, text: str, files: Sequence[IncomingFile]) -> Given:
    """Values that the files and a caption give; where both speak of one thing, the person's word counts."""
    return {**_read(turn, files)[0], **paper_values.said(text, turn.desk.today)}


def context(turn: Turn, values: Given, files: Sequence[IncomingFile]) -> Given:
    """What stands above the form about its files, and the hearing that they name, which comes up behind it."""
    spoken, layers = _read(turn, files)
    pairs = zip(files, layers, strict=True)
    notes = [[file.hash, str(note)] for file, layer in pairs for note in _notes(turn, values, file, layer)]
    found: Given = {**({CONTEXT: notes} if notes else {}), **picture_queue.ask(turn, files)}
    return form_queue.joined(found, hearings(turn, values, spoken, layers))


def above(turn: Turn, values: Given, context: Given) -> list[Html]:
    """What stands above the form about the files that it still has."""
    there = {one["hash"] for one in values.get("files") or ()}
    notes = [Html(note) for digest, note in context.get(CONTEXT) or () if digest in there]
    return [*notes, *picture_queue.above(turn, values, context)]


def _read(turn: Turn, files: Sequence[IncomingFile]) -> tuple[Given, list[Layer]]:
    """What the files say together, the first that speaks of a thing before the others, and each by itself."""
    layers = [read_layer(file.extract.pages if file.extract else (), turn.desk.today) for file in files]
    return joined(layers), layers


def joined(layers: Sequence[Layer]) -> Given:
    """What layers say, the first that speaks of a thing before the others; one of another case says nothing."""
    found: Given = {}
    for layer in layers:
        if not paper_values.is_other(found, layer.values):
            found |= paper_values.unknown_yet(found, layer.values)
            found |= {"named": layer.values["named"]} if "named" in layer.values and "named" not in found else {}
    return found


def _notes(turn: Turn, values: Given, file: IncomingFile, layer: Layer) -> list[Any]:
    tr, extract = turn.tr, file.extract
    if extract is None or pictured.is_wanted(turn, file):
        return []
    notes = [tr(one.msgid, **one.params) for one in extract.notes]
    if file.mime.startswith("image/") and not notes and not picture_words.told(turn.desk):
        notes.append(views.pictures_are_not_read(tr))
    if not layer.text:
        return [*notes, views.kept(tr)] if extract.notes else notes
    if not (layer.values.get("number") or layer.values.get("papers")):
        return [*notes, views.says_nothing(file.name, tr)]
    other = layer.values.get("number", "")
    differs = bool(other and values.get("number") and other != values["number"])
    return [
        views.read_from(file.name, tr),
        *([views.names_other_number(file.name, other, tr)] if differs else []),
        *([views.not_used(layer.others, tr)] if layer.others else []),
        *troubles(turn, layer),
        *notes,
    ]


def troubles(turn: Turn, layer: Layer) -> list[Any]:
    """What a summons says of its hearing and cannot be taken as it stands."""
    if not _CALLS & set(layer.values.get("papers") or ()):
        return []
    reading = read_hearing(layer.text, turn.desk.now, turn.desk.house.zone)
    found: Sequence[Problem] = () if reading.moment is not None else reading.problems
    return [turn.tr(one.msgid, **one.params) for one in found]


def hearings(turn: Turn, values: Given, spoken: Given, layers: Sequence[Layer]) -> list[Given]:
    """The hearing that a summons among the files names: its form comes up when the paper is recorded."""
    if not turn.actor.may_somewhere(Action.ENTER_HEARING):
        return []
    found: dict[str, Given] = {}
    for layer in layers:
        calls = _CALLS & set(layer.values.get("papers") or ()) or not layer.values.get("papers")
        reading = hearing_reading.read(turn.desk, layer.text) if layer.text and calls else None
        if reading is None or reading.moment is None:
            continue
        known = {"place": None, **hearing_reading.values_of(turn.desk, reading)}
        number = known.get("number") or values.get("number") or spoken.get("number")
        if number:
            found.setdefault(str(known["when"]), {**known, "number": number})
        elif layer.values.get("papers"):
            found.setdefault(str(known["when"]), known)
    return [form_queue.entry(HEARING.name, one, {}) for one in found.values()]
