"""What was read of a picture comes into the form of a court paper that stands, or waits: it fills what nobody entered.

Nothing counts by it: the preview marks what comes from a picture, and a person confirms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.cases import paper_values, picture_pages
from bot.domain.cases.paper_forms import PAPER
from bot.domain.cases.paper_layers import Layer, read_layer
from bot.domain.cases.picture_pages import Paper
from bot.domain.hall import forms as pure
from bot.domain.hall import picture_marks
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Refused
from bot.domain.hall.forms import State
from bot.domain.hall.message import message
from bot.domain.hall.picture_marks import Piece
from bot.domain.hearings import tables
from bot.domain.hearings.forms import HEARING
from bot.domain.reading import several_fields
from bot.domain.reading.party_fields import NAMES_OTHER
from bot.domain.reading.pictured import Mark
from bot.services.cases import papers, picture_values
from bot.services.hall import drafts
from bot.telegram import form_queue, pictured
from bot.telegram.forms import Forms
from bot.telegram.router import Router
from bot.telegram.shots import Developed
from bot.telegram.turn import Turn
from bot.views.cases import paper_files as views
from bot.views.hall import pictured as picture_views
from handlers.cases import paper_files, picture_queue, series

Given = dict[str, Any]
_OF_PICTURES = "of_pictures"
"""Key of the context of a hearing that pictures named: when one more page is read, it is read anew."""
_LISTED = "listed"
"""Under this name a layer has the numbers of a list of hearings."""
_TROUBLES = "picture_troubles"
"""Key of a draft's context: why a picture was not read, or not to its end, with its hash."""
_NEVER = frozenset({_LISTED, "named", "served_on", "others", "mode", "assumed"})
"""When it came, and how, no paper says of itself."""
_NUMBERS = frozenset({"number", several_fields.NAME, several_fields.ALL})
_BESIDE = {several_fields.NAME: (several_fields.ALL, several_fields.CHECKED)}
"""What a draft keeps beside a field, and what goes with it."""


def register(router: Router, forms: Forms) -> None:
    """Who takes over what was read."""
    router.developers.append(lambda turn, developed: take(turn, forms, developed))


@dataclass(frozen=True)
class _Place:
    """Where the draft of a picture stands: the form that is filled in, or the one at a place of those that wait."""

    values: Given
    context: Given
    at: int | None = None


def take(turn: Turn, forms: Forms, developed: Developed) -> bool:
    """Fill the draft for which the picture was sent; whether it is one of ours. Where it is over by now, nothing is
    said: the file is kept where the paper was recorded.

    Raises:
        OnItsWay: the form is being sent at this moment.
    """
    draft = drafts.current(turn.desk)
    place = _place(draft.form, draft.data, draft.context, developed.hash) if draft is not None else None
    if draft is None or place is None or not turn.actor.may_somewhere(Action.ENTER_PAPER):
        return False
    context = _with_said(turn, place, developed)
    values, context, following = _filled(turn, place.values, context)
    if place.at is not None:
        waiting = _waiting(turn, draft.context, place.at, values, context, following)
        drafts.save(turn.desk, draft.form, drafts.state_of(draft), waiting)
        return True
    state, before = _state(drafts.state_of(draft), values), draft.serial
    queue = [one for one in form_queue.waiting(draft) if not one["context"].get(_OF_PICTURES)]
    context = _with_hearings(turn, form_queue.joined(context, queue), following)
    drafts.save(turn.desk, draft.form, state, context)
    is_done = not picture_pages.waiting(picture_pages.of(context, values))
    pictured.refresh(turn, forms, before, news=is_done, last=developed.last)
    return True


# -- where it goes -------------------------------------------------------------------------------------------------


def _place(form: str, values: Given, context: Given, digest: str) -> _Place | None:
    """The paper whose file it is, in a draft or behind it; of several the one that still waits for it."""
    own, queue = form_queue.split(context)
    places = [_Place(values, own)] if form == PAPER.name else []
    places += [_Place(one["values"], one["context"], at) for at, one in enumerate(queue) if one["form"] == PAPER.name]
    mine = [one for one in places if any(file["hash"] == digest for file in one.values.get("files") or ())]
    return next((one for one in mine if digest in _awaited(one)), mine[0] if mine else None)


def _awaited(place: _Place) -> set[str]:
    return {one["file"] for one in picture_pages.waiting(picture_pages.of(place.context, place.values))}


def _with_said(turn: Turn, place: _Place, developed: Developed) -> Given:
    """The context with what the picture says; of a file that joined the form by another way it hears only now."""
    pictures = list(place.context.get(picture_pages.KEY) or ())
    if all(one["file"] != developed.hash for one in pictures):
        given = next(one for one in place.values["files"] if one["hash"] == developed.hash)
        pictures.append(picture_pages.picture(given, 0, ""))
    pictures = picture_pages.with_said(pictures, developed.hash, developed.extract)
    troubles = [[developed.hash, str(turn.tr(one.msgid, **one.params))] for one in developed.extract.notes]
    known = [one for one in place.context.get(_TROUBLES) or () if one[0] != developed.hash]
    return {**place.context, picture_pages.KEY: pictures, _TROUBLES: [*known, *troubles]}


def _state(state: State, values: Given) -> State:
    """Where the form stands now. Whoever is about to answer something goes on with that, unless it has its answer."""
    if values == state.values:
        return state
    settled = pure.settle(PAPER, State(values, serial=state.serial))
    asked = PAPER.field(state.asking) if state.asking else None
    stays = asked is not None and (asked.name in state.values or asked.name not in values)
    if asked is None or not stays or not asked.wanted(settled.values):
        return settled
    return State(settled.values, asked.name, settled.serial)


def _waiting(
    turn: Turn, whole: Given, at: int, values: Given, context: Given, following: Sequence[form_queue.Entry]
) -> Given:
    """A draft's context in which what waits at a place is filled: it comes up later, nothing on screen changes."""
    own, queue = form_queue.split(whole)
    queue[at] = {**queue[at], "values": values, "context": context}
    number = values.get("number")
    queue = [
        one for one in queue if not (one["context"].get(_OF_PICTURES) and one["values"].get("number") in (number, None))
    ]
    return _with_hearings(turn, form_queue.joined(own, queue), following)


def _with_hearings(turn: Turn, context: Given, following: Sequence[form_queue.Entry]) -> Given:
    """The hearings that pictures name come up behind; one that is there already, as somebody entered it, stays."""
    for one in following:
        _, queue = form_queue.split(context)
        if any(_is_same_hearing(other, one) for other in queue):
            continue
        try:
            context = form_queue.behind(context, one)
        except Refused as full:
            turn.say(message(turn.tr(full.problem.msgid, **full.problem.params)))
    return context


def _is_same_hearing(one: form_queue.Entry, other: form_queue.Entry) -> bool:
    return one["form"] == other["form"] and all(
        one["values"].get(name) == other["values"].get(name) for name in ("number", "when")
    )


# -- what it says --------------------------------------------------------------------------------------------------


def _filled(turn: Turn, values: Given, context: Given) -> tuple[Given, Given, list[form_queue.Entry]]:
    """The draft's values and context with what its pictures say together, and the hearings that they name."""
    sheets = picture_pages.papers(picture_pages.of(context, values))
    layers = [_layer(turn, one) for one in sheets]
    found, own = paper_files.joined(layers), _entered(values, context)
    fresh = _fresh(turn, own, found)
    now = {**own, **fresh}
    context = {**context, picture_queue.NOTES: _notes(turn, now, context, sheets, layers)}
    context[picture_queue.OTHERWISE] = _otherwise(own, found)
    taken = {name: now[name] for name in fresh if name in found or name == "agency"}
    pieces = _pieces(turn, taken, picture_pages.whole(sheets), PAPER) if sheets else []
    context = picture_marks.with_marks(context, pieces)
    return now, context, _following(turn, now, found, sheets, layers)


def _layer(turn: Turn, sheet: Paper) -> Layer:
    """What the pages of a paper say. Of a court's list nothing is taken: whose is what is not seen in a picture."""
    layer = read_layer(sheet.extract.pages, turn.desk.today)
    rows = tables.read_pasted(sheet.extract.text, turn.desk.now, turn.desk.house.zone)
    numbers = list(dict.fromkeys(str(one.case_number) for one in rows if one.case_number and one.day))
    return Layer(layer.text, {_LISTED: numbers}) if len(numbers) > 1 else layer


def _entered(values: Given, context: Given) -> Given:
    """What does not come from pictures: what somebody entered, or confirmed by entering it anew."""
    marked = picture_marks.standing(context, values)
    gone = {*marked, *(beside for name in marked for beside in _BESIDE.get(name, ()))}
    own = {name: value for name, value in values.items() if name not in gone}
    if "agency" in gone and "ours" not in own:
        own.pop(NAMES_OTHER, None)
    return own


def _fresh(turn: Turn, own: Given, found: Given) -> Given:
    """Of what pictures say, what nobody entered; whoever skipped a question has answered it."""
    fresh = {name: v for name, v in found.items() if name not in _NEVER and own.get(name, "") in ("", [])}
    if _NUMBERS & own.keys():
        fresh = {name: value for name, value in fresh.items() if name not in _NUMBERS}
    named = str(found.get("named", ""))
    fresh |= {} if own.get("agency") else papers.plain_agency(turn.desk, named)
    body = str(own.get("body") or named)
    fresh |= {"body": body} if body else {}
    fresh |= papers.question_of(turn.desk, {**own, **fresh})
    now = {**own, **fresh}
    fresh |= {} if "mode" in own else paper_values.assumed(now)
    if several_fields.NAME in fresh:
        fresh |= {name: value for name, value in series.struck_where_known(turn, now).items() if name in _NUMBERS}
    return fresh


def _otherwise(own: Given, found: Given) -> Given:
    """What somebody entered, and pictures say another thing of; of papers, those that were not ticked."""
    differing = {
        name: value
        for name, value in found.items()
        if own.get(name) and own[name] != value and name not in _NEVER and PAPER.field(name) is not None
    }
    if "papers" in differing:
        more = [kind for kind in found["papers"] if kind not in own["papers"]]
        differing |= {"papers": more}
    if found.get("number") in (own.get(several_fields.ALL) or ()):
        differing.pop("number", None)
    return {name: value for name, value in differing.items() if value}


def _notes(
    turn: Turn, values: Given, context: Given, sheets: Sequence[Paper], layers: Sequence[Layer]
) -> list[list[str]]:
    """What is said of each paper that was read, with the hash of its first picture."""
    troubles = context.get(_TROUBLES) or []
    found: list[list[str]] = []
    for sheet, layer in zip(sheets, layers, strict=True):
        mine = {one["file"] for one in sheet.pictures}
        why = list(dict.fromkeys(note for digest, note in troubles if digest in mine))
        said = [*why, *map(str, _of_one(turn, values, sheet, layer, failed=bool(why)))]
        found += [[str(sheet.pictures[0]["file"]), note] for note in said]
    return found


def _of_one(turn: Turn, values: Given, sheet: Paper, layer: Layer, *, failed: bool) -> list[Any]:
    tr, names = turn.tr, str(turn.tr.join(sheet.names))
    if layer.values.get(_LISTED):
        return [views.lists_hearings(names, layer.values[_LISTED], tr)]
    if not layer.text:
        return [views.kept(tr)] if failed else [picture_views.no_words(names, tr)]
    if not (layer.values.get("number") or layer.values.get("papers")):
        return [views.says_nothing(names, tr)]
    other = str(layer.values.get("number") or "")
    differs = other and values.get("number") and other != values["number"]
    return [
        views.read_from(names, tr),
        *([views.names_other_number(names, other, tr)] if differs else []),
        *([views.not_used(layer.others, tr)] if layer.others else []),
        *paper_files.troubles(turn, layer),
    ]


# -- where it stands -----------------------------------------------------------------------------------------------


def _pieces(turn: Turn, values: Given, sheet: Paper, form: pure.Form) -> list[Piece]:
    """A mark for each value that the form shows."""
    shown = {name: value for name, value in values.items() if form.field(name) is not None}
    found = picture_values.marked(turn.desk, shown, sheet.extract)
    return [_piece(name, shown[name], sheet, mark) for name, mark in found.items()]


def _piece(name: str, value: Any, sheet: Paper, mark: Mark) -> Piece:
    picture, page = sheet.at(mark.page)
    return Piece(name, value, picture["file"], picture["name"], picture["mime"], page, mark.box, mark.sure)


def _following(
    turn: Turn, values: Given, found: Given, sheets: Sequence[Paper], layers: Sequence[Layer]
) -> list[form_queue.Entry]:
    """The hearings that pictures name, each with its marks."""
    entries = []
    for sheet, layer in zip(sheets, layers, strict=True):
        for one in () if _LISTED in layer.values else paper_files.hearings(turn, values, found, [layer]):
            context = {**one["context"], _OF_PICTURES: True}
            marked = picture_marks.with_marks(context, _pieces(turn, one["values"], sheet, HEARING))
            entries.append({**one, "context": marked})
    return entries
