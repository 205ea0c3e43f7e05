"""A form with what only a handler knows, and what is begun by sending it: what the form driver is told beforehand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.domain.hall import form_pages, picture_marks
from bot.domain.hall import forms as pure
from bot.domain.hall.files import too_large
from bot.domain.hall.form_presses import Press
from bot.domain.hall.forms import Choice, Field, Form, Situation, State
from bot.domain.hall.message import Html, Message, lines
from bot.domain.hall.problems import Problem
from bot.domain.reading import chosen, unused
from bot.telegram.outdated import Subject
from bot.telegram.turn import Turn
from bot.views.hall import forms as views
from bot.views.hall import pictured as picture_views
from bot.views.hall import unused as unused_views

EARLIER = "This button belongs to an earlier step; here is where the form stands."
_NAMED = 6
"""Names that a sentence gives of those that fit."""
Given = dict[str, Any]
Choices = Callable[[Turn, Given], Sequence[Choice]]


@dataclass(frozen=True)
class Bound:
    """A form with what only a handler knows: choices from data, an introduction, and what confirming does."""

    form: Form
    submit: Callable[[Turn, Given, Given], None]
    """(turn, values, context): calls one use case and says what one view gives."""
    choices: dict[str, Choices] = field(default_factory=dict)
    """By field name: buttons that depend on data, given (turn, values and context merged)."""
    intro: Callable[[Turn, Given, Given], Html | None] = lambda turn, values, context: None
    line: Callable[[Turn, Given, str], Given | None] = lambda turn, values, asked: {}
    """(turn, values, field asked for, empty at the preview) -> what a text says that is no answer to that field
    alone: values to take over, none of them, or None for a text that this draft must leave to others."""
    identity: str = ""
    """The field that tells one matter from another: a start with another value waits until the draft is finished."""
    of: Subject | None = None
    """What the form is about, if that can change while it is filled in."""
    keep: Callable[[Turn, Given, Given], bool] = lambda turn, values, context: False
    """(turn, values, context) -> whether what was answered is kept though the form is given up: by what it is about,
    which is a draft itself."""
    own: Callable[[Turn, Given, Given], bool] = lambda turn, values, context: False
    """(turn, values, context) -> whether what begins another kind of matter by itself speaks of this draft all the
    same: the court's notice of a new date, sent where the new date is asked for."""

    collects: Callable[[Turn], bool] = lambda turn: True
    """Whether a file that is sent where files are asked for joins them as it is; else it is left to who reads it."""

    confirm: Callable[[Turn, Given, Given], str] | None = None
    """(turn, values, context) -> message id of the button that confirms, where that depends on what was filled in."""

    both: Callable[[Turn, Given, Given], str] = lambda turn, values, context: ""
    """(turn, values, context) -> message id of the button that confirms what was sent with it and waits as well; empty
    where that is not shown with it."""

    protect: Callable[[Turn, Given], bool] = lambda turn, context: False
    """(turn, context) -> whether what it asks, and shows, must not be passed on."""

    also: Callable[[Turn, Given], Given] = lambda turn, values: {}
    """(turn, values) -> what a text that answers says beside the values, for the context: another matter that follows,
    a sentence above the form."""


@dataclass(frozen=True)
class Matter:
    """What begins by being sent: a court paper, a hearing. It is never the answer to what another form asks."""

    forms: frozenset[str]
    """The forms that it begins."""
    names: Callable[[Turn], bool]
    """Whether what was sent is one."""
    read: Callable[[Turn, str], tuple[Given, Given] | None]
    """(turn, text) -> the values and the context that its form begins with; None for what begins no single one."""


def form_of(turn: Turn, bound: Bound, values: Given, context: Given) -> Form:
    """The form with the words of its button as they are now."""
    if bound.confirm is None:
        return bound.form
    return replace(bound.form, confirm=bound.confirm(turn, values, context))


def both(turn: Turn, bound: Bound, state: State, context: Given) -> str:
    """The words of the button that confirms what waits as well; empty where there is none."""
    return "" if picture_marks.standing(context, state.values) else bound.both(turn, dict(state.values), context)


def choices_of(turn: Turn, bound: Bound, asked: Field, state: State, context: Given) -> Sequence[Choice]:
    """The buttons of a field as they are now."""
    source = bound.choices.get(asked.name)
    return source(turn, {**context, **state.values}) if source else asked.choices


def offered(turn: Turn, bound: Bound, state: State, context: Given) -> form_pages.Offered:
    """The buttons of each field, when they are asked for."""
    return lambda field: choices_of(turn, bound, field, state, context)


def read_answer(turn: Turn, bound: Bound, asked: Field, state: State, context: Given) -> Any:
    """What was typed as an answer to one field: its value, or a `Problem`."""
    offered = choices_of(turn, bound, asked, state, context)
    worded = [replace(one, label=views.label_of(one, turn.tr)) for one in offered]
    exact = pure.read_choice(worded, turn.incoming.text) if not asked.adds else None
    if exact is not None:
        return _with(state, asked, exact)
    if asked.files:
        return Problem("Please send a photo or a file, or press a button.")
    if asked.read is None or asked.many:
        return Problem("“{text}” is not one of the choices; please press a button.", {"text": turn.incoming.text[:40]})
    return asked.read(turn.incoming.text, situation_of(turn, state))


def by_part(turn: Turn, bound: Bound, asked: Field, state: State, context: Given) -> Any:
    """What a part of a name says where only buttons answer: a value, a `Problem` that names several, or None."""
    if asked.read is not None and not asked.many:
        return None
    offered = [one for one in choices_of(turn, bound, asked, state, context) if one.names]
    options, text = [chosen.Option(one.value, one.names) for one in offered], turn.incoming.text
    found = chosen.near(options, text)
    if len(found) == 1:
        return _with(state, asked, *found)
    several = chosen.each(options, text) if asked.many else ()
    if several:
        return _with(state, asked, *several)
    names = [views.label_of(one, turn.tr) for one in offered if one.value in found]
    if not names:
        return None
    said = str(turn.tr.join(names[:_NAMED])) + ("…" if len(names) > _NAMED else "")
    words = "“{text}” fits several: {names}. Please press one, or write more of the name."
    return Problem(words, {"text": text[:40], "names": said})


def _with(state: State, asked: Field, *values: str) -> Any:
    """The value of a field, or of several beside those that are ticked already."""
    return list(dict.fromkeys([*(state.values.get(asked.name) or []), *values])) if asked.many else values[0]


def ends(turn: Turn, bound: Bound, state: State, context: Given, press: Press) -> bool:
    """Whether a choice was pressed after which there is nothing left to ask or to confirm."""
    asked = bound.form.field(press.name) if press.kind in ("c", "q") else None
    offered = choices_of(turn, bound, asked, state, context) if asked is not None else ()
    return any(one.value == press.value and one.ends for one in offered)


def after_press(turn: Turn, bound: Bound, state: State, press: Press) -> State:
    """Where the form stands after a press that it shows a button for."""
    match press.kind:
        case "c" | "q":
            return pure.give(bound.form, state, press.name, press.value)
        case "t" | "k":
            field = bound.form.field(press.name)
            change = pure.struck if field is not None and field.adds else pure.toggle
            return change(state, press.name, press.value)
        case "s":
            return pure.give(bound.form, state, press.name, None)
        case "d":
            return _done(turn, bound, state, press.name)
        case "e":
            return pure.ask_again(state, press.name)
    return state


def _done(turn: Turn, bound: Bound, state: State, name: str) -> State:
    """The last of several was chosen or sent."""
    field, given = bound.form.field(name), state.values.get(name) or []
    if field is not None and field.adds:
        given = pure.gathered(state.values, name)
        state = replace(state, values={k: v for k, v in state.values.items() if k != pure.gathers(name)})
    if given or (field is not None and field.optional):
        return pure.give(bound.form, state, name, given)
    turn.toast(turn.tr("Please choose or send at least one."), alert=True)
    return state


def is_sent(turn: Turn, matters: Sequence[Matter]) -> bool:
    """Whether it was sent in so many words or as a file, and not asked for by a command."""
    sent = bool(turn.incoming.files) or any(one.names(turn) for one in matters)
    return sent and not turn.incoming.command


def would_answer(turn: Turn, bound: Bound, state: State, context: Given) -> bool:
    """Whether what was sent could also be the answer to what is asked."""
    asked = bound.form.field(state.asking) if state.asking else None
    if asked is None or turn.incoming.files:
        return asked is not None and asked.files
    return not isinstance(read_answer(turn, bound, asked, state, context), Problem)


def with_answer(turn: Turn, bound: Bound, state: State, context: Given, one: Given) -> tuple[State, Problem | None]:
    """Where the form stands once what waited (a text `said`, `files`) answers what is asked after all."""
    asked = bound.form.field(state.asking) if state.asking else None
    if asked is None:
        return state, None
    if asked.files:
        more = [*(state.values.get(asked.name) or []), *one["files"]]
        return State({**state.values, asked.name: more}, state.asking, state.serial + 1), None
    value = read_answer(as_sent(turn, one["said"]), bound, asked, state, context)
    if isinstance(value, Problem):
        return state, value
    return pure.added(state, asked.name, value) if asked.adds else pure.give(bound.form, state, asked.name, value), None


def as_sent(turn: Turn, text: str) -> Turn:
    """The turn as if this text had been sent, for reading it: nothing else of it is used."""
    return replace(turn, incoming=replace(turn.incoming, text=text, command="", args="", files=()))


def situation_of(turn: Turn, state: State) -> Situation:
    return Situation(turn.desk.now, turn.desk.house.zone, state.values)


def files_given(turn: Turn) -> list[Given]:
    """The files that came with the message, as forms collect them."""
    return [
        {"hash": f.hash, "name": f.name, "mime": f.mime, "size": f.size, "id": f.file_id}
        for f in turn.incoming.files
        if f.hash
    ]


def collecting(bound: Bound, state: State) -> Field | None:
    """The field that a file answers now: the one that is asked for, or the one of which the preview takes more."""
    asked = bound.form.field(state.asking) if state.asking else pure.open_ended(bound.form, state.values)
    return asked if asked is not None and asked.files else None


def with_files(turn: Turn, bound: Bound, state: State, field: Field) -> tuple[State, Problem | None]:
    """Where the form stands with the files that came, and what was written below them; or why nothing came of them."""
    files = files_given(turn)
    if not files:
        return state, turn.incoming.unkept or too_large()
    said = bound.line(turn, state.values, field.name) if field.open_ended and turn.incoming.text else None
    more = [*(state.values.get(field.name) or []), *files]
    after = replace(state, values={**state.values, **(said or {}), field.name: more}, serial=state.serial + 1)
    return (pure.settle(bound.form, after) if field.open_ended else after), None


def with_seen(turn: Turn, context: Given, values: Given) -> Given:
    """A context in which the turn's text was said as well; where a value is the text itself, all of it was taken."""
    if turn.incoming.text.strip() in values.values():
        return context
    found = unused.seen(turn.incoming.text, turn.desk.now, turn.desk.house.zone)
    # Which agency an answer names is settled by what is asked.
    return unused.more(context, (one for one in found if one.what != "body"))


def shown(
    turn: Turn,
    bound: Bound,
    state: State,
    context: Given,
    *,
    page: int = 0,
    problem: Problem | None = None,
    head: Html | None = None,
    refused: bool = False,
) -> Message:
    """The question that the form stands at, or its preview; `head` says above it why it comes now.

    A preview whose `problem` is that a use case `refused` it may be confirmed again: what stood in the way may be gone.
    """
    said = _shown(turn, bound, state, context, page, problem, head, refused=refused)
    return replace(said, protect=said.protect or bound.protect(turn, context))


def _shown(
    turn: Turn,
    bound: Bound,
    state: State,
    context: Given,
    page: int,
    problem: Problem | None,
    head: Html | None,
    *,
    refused: bool,
) -> Message:
    intro = lines(head, bound.intro(turn, state.values, context)) or None
    below = unused_views.not_used(unused.left(context, state.values), turn.tr)
    field = bound.form.field(state.asking) if state.asking else None
    if field is not None:
        choices = choices_of(turn, bound, field, state, context)
        intro = lines(intro, below) or None
        return views.question(bound.form, field, state, choices, turn.tr, page=page, problem=problem, intro=intro)
    form, marks = form_of(turn, bound, state.values, context), picture_marks.standing(context, state.values)
    by_field = {f.name: choices_of(turn, bound, f, state, context) for f in form.wanted(state.values)}
    found = problem or trouble_of(turn, bound, state)
    compared = context.get(picture_marks.COMPARING) == state.serial and not all(one.sure for one in marks.values())
    if found is None and compared:
        return picture_views.compare(form, state, by_field, marks, turn.tr)
    asked = _asked_about(form, found) if found else ()
    shown = views.preview(
        form,
        state,
        by_field,
        turn.tr,
        layout=form_pages.lay(form, state.values, lambda field: by_field[field.name], asked, room_of(state, context)),
        page=page,
        problem=found,
        confirms=found is None or refused,
        both="" if found else both(turn, bound, state, context),
        intro=intro,
        below=lines(below, picture_views.legend(marks, turn.tr)) or None,
        signs=picture_views.signs(marks),
    )
    return shown if page else picture_views.with_buttons(shown, marks, turn.tr)


def room_of(state: State, context: Given) -> int:
    """The room of a preview: one button holds a picture beside it, where something was read from one."""
    return form_pages.ROOM - bool(picture_marks.standing(context, state.values))


def _asked_about(form: Form, found: Problem) -> tuple[str, ...]:
    """The fields that correct what is wrong; of what names none, any may."""
    return found.fields or tuple(one.name for one in form.fields)


def held_back(bound: Bound, state: State, context: Given) -> tuple[State, Given]:
    """Where a draft stands that was to be confirmed and cannot be yet: what is missing is asked for, then what was read
    from a picture without certainty is asked about."""
    if pure.open_fields(bound.form, state.values):
        return pure.advance(bound.form, state), context
    waits = picture_marks.unsure(context, state.values)
    return state, {**context, picture_marks.COMPARING: state.serial} if waits else context


def is_held(turn: Turn, bound: Bound, state: State, context: Given) -> bool:
    """Whether something keeps the preview from being confirmed now."""
    return trouble_of(turn, bound, state) is not None or bool(picture_marks.unsure(context, state.values))


def trouble_of(turn: Turn, bound: Bound, state: State) -> Problem | None:
    """What keeps the preview from being confirmed."""
    if pure.all_struck(bound.form, state.values):
        rows = [one.name for one in bound.form.fields if one.rows]
        return Problem("Everything is struck out. Please put one back, or cancel.").about(*rows)
    return bound.form.check(situation_of(turn, state))
