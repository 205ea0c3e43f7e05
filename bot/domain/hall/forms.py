"""Forms: declared lists of fields, filled in any order, previewed before they count. Pure: a draft in, a draft out.

Values are plain JSON (text, numbers, lists), so that a draft survives a restart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from bot.domain.hall.problems import Problem

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Situation:
    """What a parser may know: the instant (aware), the local zone, the values given so far."""

    now: datetime
    zone: ZoneInfo
    values: Values = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class Choice:
    """A button that answers a field; `label` is shown as it is (translate message ids with `translated`)."""

    value: str
    label: str
    translated: bool = False
    """Whether `label` is a message id."""
    short: str = ""
    """The label on the button of a row."""
    instead: str = ""
    """Message id of the button that takes it instead of what was assumed, where its label alone says too little."""
    ends: bool = False
    """Whether the form is over with it: nothing else is asked, and nothing is recorded."""
    names: tuple[str, ...] = ()
    """What somebody or something chosen is called: a part of one is enough when it is typed, or the initials of its
    pinyin. Without any, only the whole label is taken: a part of an answer may say the opposite."""


class Named(Protocol):
    """A unit, a court: what is chosen by its names."""

    @property
    def id(self) -> int | None: ...
    @property
    def name(self) -> str: ...
    @property
    def short_name(self) -> str: ...


def of_names(one: Named) -> Choice:
    """The button of a unit or a court, found under each of its names."""
    return Choice(str(one.id), one.short_name, names=(one.short_name, one.name))


Reader = Callable[[str, Situation], Any]
"""Reads what was typed: a JSON value, or a `Problem`."""


def as_typed(text: str, _: Situation) -> Any:
    return text.strip()


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to ask for. `prompt` and `label` are message ids."""

    name: str
    prompt: str
    label: str
    read: Reader | None = as_typed
    """How typed text is read; None when only buttons (or files) answer."""
    choices: tuple[Choice, ...] = ()
    """Fixed buttons; those that depend on data come from the handler."""
    show: Callable[[Any, Any], object] | None = None
    """(value, translator) -> what the preview shows; without one, a choice's label or the value."""
    optional: bool = False
    many: bool = False
    """Several choices may be ticked; ended by a button."""
    files: bool = False
    """Files answer this field; their references are collected in a list."""
    wanted: Callable[[Values], bool] = lambda values: True
    """Whether the field is asked for, given the other values."""
    later: bool = False
    """Not asked in turn, only offered for correction in the preview."""
    blank: str = ""
    """Message id of what the preview says where it is left empty; without one, it has no line."""
    rows: bool = False
    """Its choices are rows of the preview, each with a button that strikes it out or puts it back."""
    free: bool = False
    """Whatever is sent answers it: also what would begin a matter by itself elsewhere."""
    adds: bool = False
    """Each message adds one to a list (`gathered`), and a button strikes one out; ended by a button."""
    open_ended: bool = False
    """Several messages may answer it: the first leads on, and at the preview more of them are taken."""
    preset: Callable[[Values], Any] | None = None
    """What is taken without asking, for it is so as a rule: it is marked as assumed (`PRESUMED`) until somebody says
    it. None: it is left open, and the preview offers it; `ASK`: it is asked for after all."""
    quick: Callable[[Values], bool] = lambda values: False
    """Whether the preview offers its other choices by one tap: for what was assumed because nothing was said."""
    front: Callable[[Values], bool] = lambda values: False
    """Whether its button stands on the first page of the preview: what is easily forgotten, and weighs much."""


@dataclass(frozen=True, slots=True)
class Form:
    """A named form. `check` looks at all values together before the preview can be confirmed."""

    name: str
    title: str
    fields: tuple[Field, ...]
    check: Callable[[Situation], Problem | None] = lambda situation: None
    confirm: str = "Confirm"
    at_once: bool = False
    """It is over with its last answer: what it fills in is looked at elsewhere before it counts."""

    def field(self, name: str) -> Field | None:
        return next((f for f in self.fields if f.name == name), None)

    def wanted(self, values: Values) -> tuple[Field, ...]:
        return tuple(f for f in self.fields if f.wanted(values))


@dataclass(frozen=True, slots=True)
class State:
    """Where a draft stands. `asking` is the field asked for, empty for the preview."""

    values: dict[str, Any]
    asking: str = ""
    serial: int = 0


ASK = object()
"""What a field is preset with that must be asked for, given the other values."""
PRESUMED = "presumed"
"""Under this name a draft keeps the names of the fields whose values were taken without asking."""


def is_presumed(name: str) -> Callable[[Values], bool]:
    """Whether the value of this field was taken without asking."""
    return lambda values: name in (values.get(PRESUMED) or ())


def with_presets(form: Form, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with what is taken without asking, in the order of the fields: one may make another wanted."""
    found = dict(values)
    for each in form.fields:
        if each.preset is None or each.name in found or not each.wanted(found):
            continue
        value = each.preset(found)
        if value is ASK:
            continue
        found[each.name] = value
        if value is not None:
            found[PRESUMED] = [*(found.get(PRESUMED) or ()), each.name]
    return found


def open_fields(form: Form, values: Values) -> tuple[Field, ...]:
    """Fields that still have to be asked for, in order; a skipped one holds None."""
    return tuple(f for f in form.wanted(values) if f.name not in values and not f.later)


def advance(form: Form, state: State) -> State:
    """Ask for the next open field, or show the preview."""
    values = with_presets(form, state.values)
    rest = open_fields(form, values)
    return replace(state, values=values, asking=rest[0].name if rest else "", serial=state.serial + 1)


def give(form: Form, state: State, name: str, value: Any) -> State:
    """Set a field; values of fields that are no longer wanted are dropped."""
    said = {**state.values, name: value}
    if PRESUMED in said:
        said[PRESUMED] = [one for one in said[PRESUMED] if one != name]
    return settle(form, replace(state, values=said))


def given(form: Form, state: State, values: Values) -> State:
    """Set several fields."""
    for name, value in values.items():
        state = give(form, state, name, value)
    return state


def without_optional(form: Form, state: State) -> State:
    """Nothing is asked for that may be left open."""
    while state.asking and (asked := form.field(state.asking)) is not None and asked.optional:
        state = give(form, state, asked.name, None)
    return state


def settle(form: Form, state: State) -> State:
    """Drop values of fields that are not wanted beside the others, and ask for the next open one."""
    wanted = {f.name for f in form.fields if f.wanted(state.values)}
    kept = {key: v for key, v in state.values.items() if key in wanted or form.field(key) is None}
    if PRESUMED in kept:
        kept[PRESUMED] = [one for one in kept[PRESUMED] if one in kept]
    return advance(form, replace(state, values=kept))


def open_ended(form: Form, values: Values) -> Field | None:
    """The field of which the preview takes more."""
    return next((f for f in form.wanted(values) if f.open_ended), None)


def toggle(state: State, name: str, value: str) -> State:
    """Tick or untick one choice of a field that takes several."""
    ticked = list(state.values.get(name) or [])
    ticked.remove(value) if value in ticked else ticked.append(value)
    return replace(state, values={**state.values, name: ticked}, serial=state.serial + 1)


def gathers(name: str) -> str:
    """Under this name a draft keeps what a field that `adds` has so far, until it is done."""
    return f"{name}+"


def gathered(values: Values, name: str) -> list[Any]:
    """What a field that `adds` has so far."""
    return list(values.get(gathers(name)) or ())


def added(state: State, name: str, value: Any) -> State:
    """One more of a field that `adds`, or each of a list; it goes on asking."""
    more = value if isinstance(value, list) else [value]
    return _gathering(state, name, [*gathered(state.values, name), *more])


def struck(state: State, name: str, place: str) -> State:
    """One fewer of a field that `adds`: the one at this place, counted from 0."""
    return _gathering(state, name, [one for n, one in enumerate(gathered(state.values, name)) if str(n) != place])


def _gathering(state: State, name: str, found: list[Any]) -> State:
    return replace(state, values={**state.values, gathers(name): found}, serial=state.serial + 1)


def all_struck(form: Form, values: Values) -> bool:
    """Whether every row of a field that shows rows is struck out: then there is nothing to confirm."""
    return any(f.rows and not values.get(f.name) for f in form.wanted(values))


def ask_again(state: State, name: str) -> State:
    """Correct one field from the preview."""
    return replace(state, asking=name, serial=state.serial + 1)


def read_choice(choices: Sequence[Choice], text: str) -> str | None:
    """A choice that was typed instead of pressed: by its label or by its number in the list."""
    wanted = text.strip().casefold()
    by_label = [c for c in choices if wanted in (c.label.casefold(), *(name.casefold() for name in c.names))]
    if not by_label and wanted.isascii() and wanted.isdigit() and 1 <= int(wanted[:4]) <= len(choices):
        by_label = [choices[int(wanted[:4]) - 1]]
    return by_label[0].value if len(by_label) == 1 else None
