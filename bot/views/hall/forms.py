"""How a form is shown: the question with its buttons, and the preview that can be corrected."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.hall.files import parted
from bot.domain.hall.form_pages import Entry, Layout
from bot.domain.hall.form_presses import PAGE
from bot.domain.hall.forms import Choice, Field, Form, State, gathered, is_presumed, open_ended
from bot.domain.hall.message import Button, Html, Message, bold, html, lines, message, tap
from bot.domain.hall.phone import ALONE, shortened
from bot.domain.hall.problems import Problem
from bot.texts import Translator
from bot.views.hall import rows
from bot.views.hall.paging import place_among
from bot.views.hall.shelves import shelved


def label_of(choice: Choice, tr: Translator) -> str:
    return str(tr(choice.label)) if choice.translated else choice.label


def question(
    form: Form,
    field: Field,
    state: State,
    choices: Sequence[Choice],
    tr: Translator,
    *,
    page: int = 0,
    problem: Problem | None = None,
    intro: Html | None = None,
) -> Message:
    """Ask for one field. A problem with the last answer stands above the question."""
    head = Html(f"【{tr(form.title)}】")
    trouble = tr(problem.msgid, **problem.params) if problem else None
    ask = head + tr(field.prompt)
    got = state.values.get(field.name) if field.files else gathered(state.values, field.name) if field.adds else None
    received = tr("Received so far: {names}", names=shown_value(field, got, choices, tr)) if got else None
    place = place_among(page + 1, math.ceil(len(choices) / PAGE), tr)
    ways = (*_choices(field, state, choices, tr, page), *shelved(_ways_out(field, state, tr)))
    return message(intro, trouble, received, ask, place, buttons=ways)


def _choices(
    field: Field, state: State, choices: Sequence[Choice], tr: Translator, page: int
) -> tuple[tuple[Button, ...], ...]:
    ticked = state.values.get(field.name) or []
    shown = choices[page * PAGE : (page + 1) * PAGE]
    buttons = [
        tap(
            shortened(_sign(field, c, ticked) + label_of(c, tr), ALONE),
            "fm",
            state.serial,
            "t" if field.many or field.adds else "c",
            c.value,
        )
        for c in shown
    ]
    pages = range(math.ceil(len(choices) / PAGE))
    return (*shelved(buttons), _turning(state, page, pages, tr))


def _sign(field: Field, choice: Choice, ticked: Sequence[str]) -> str:
    """Before a choice that is ticked, and before one that is struck out by being pressed."""
    if field.adds:
        return "✗ "
    return "✓ " if field.many and choice.value in ticked else ""


def _turning(state: State, page: int, pages: range, tr: Translator) -> tuple[Button, ...]:
    words = ((page - 1, tr("‹ Back")), (page + 1, tr("More ›")))
    return tuple(tap(label, "fm", state.serial, "p", at) for at, label in words if at in pages)


def _ways_out(field: Field, state: State, tr: Translator) -> tuple[Button, ...]:
    buttons: list[Button] = []
    got = state.values.get(field.name) if field.files else gathered(state.values, field.name)
    if field.many or ((field.files or field.adds) and (field.optional or got)):
        buttons.append(tap(tr("Done"), "fm", state.serial, "d"))
    elif field.optional:
        buttons.append(tap(tr("Skip"), "fm", state.serial, "s"))
    return (*buttons, tap(tr("Cancel"), "fm", state.serial, "x"))


def shown_value(field: Field, value: Any, choices: Sequence[Choice], tr: Translator) -> Html:
    """A value that is not empty, as the preview shows it."""
    if field.show is not None:
        return tr.show(field.show(value, tr))
    labels = {c.value: label_of(c, tr) for c in choices}
    if field.files and isinstance(value, list):
        return _names(value, tr)
    if isinstance(value, list):
        return html(tr.join([labels.get(str(v), str(v)) for v in value]))
    return html(labels.get(str(value), value))


def _names(files: Sequence[Mapping[str, Any]], tr: Translator) -> Html:
    named, photos = parted(str(one["name"]) for one in files)
    counted = [str(tr.plural("{n} photo", "{n} photos", photos))] if photos else []
    return html(tr.join([*named, *counted]))


def _previewed(field: Field, value: Any, choices: Sequence[Choice], tr: Translator) -> Html | None:
    if value in (None, "", []):
        return tr(field.blank) if field.blank else None
    return shown_value(field, value, choices, tr)


def preview(
    form: Form,
    state: State,
    choices: dict[str, Sequence[Choice]],
    tr: Translator,
    *,
    layout: Layout,
    page: int = 0,
    problem: Problem | None = None,
    confirms: bool = True,
    both: str = "",
    intro: Html | None = None,
    below: Html | None = None,
    signs: Mapping[str, Html] | None = None,
) -> Message:
    """Everything that was understood; only the confirm button makes it count. What is empty has only its button.

    `both` confirms what waits behind it as well. `below` says what of a text was not taken; `signs` stand before what
    was read from a picture, by field.
    """
    before = signs or {}
    body = [
        before.get(f.name, Html("")) + line
        for f in form.wanted(state.values)
        if (line := _line(f, state, choices.get(f.name, ()), tr)) is not None
    ]
    trouble = tr(problem.msgid, **problem.params) if problem else None
    head = Html(f"【{tr(form.title)}】") + tr("Please check:")
    if page:
        group = layout.group_of(page)
        place = place_among(page - group.start + 1, len(group), tr)
        ask = tr("What do you want to change?")
        ways = (*_entries(layout.pages[page - 1], state, tr), *_back(state, page, group, tr))
        return message(intro, trouble, head, lines(*body), below, ask, place, buttons=ways)
    more = tr("You can send more; it is added.") if open_ended(form, state.values) else None
    first = _first(form, state, layout, tr, confirms=confirms)
    too = [tap("✓ " + tr(both), "fm", state.serial, "all")] if both else []
    ways = (*shelved(first), *shelved(too), *_entries(layout.front, state, tr))
    return message(intro, trouble, head, lines(*body), below, more, buttons=ways)


def _line(field: Field, state: State, choices: Sequence[Choice], tr: Translator) -> Html | None:
    if field.rows:
        return rows.listed(field, state, choices, tr)
    value = _previewed(field, state.values.get(field.name), choices, tr)
    if value is None:
        return None
    if is_presumed(field.name)(state.values):
        value = tr("{value} (filled in for you)", value=value)
    elif field.quick(state.values):
        value = tr("{value} (assumed; not said)", value=value)
    return tr("{label}: {value}", label=bold(tr(field.label)), value=value)


def _first(form: Form, state: State, layout: Layout, tr: Translator, *, confirms: bool) -> list[Button]:
    """Confirm, change, cancel."""
    buttons: list[Button] = [tap("✓ " + tr(form.confirm), "fm", state.serial, "ok")] if confirms else []
    if layout.only is not None:
        buttons.append(tap(tr("Change it"), "fm", state.serial, "e", layout.only.field.name))
    elif layout.fields:
        buttons.append(tap(tr("Change it"), "fm", state.serial, "p", 1))
    if layout.rows:
        buttons.append(tap(tr("Strike out rows"), "fm", state.serial, "p", layout.first_of_rows))
    return [*buttons, tap(tr("Cancel"), "fm", state.serial, "x")]


def _back(state: State, page: int, group: range, tr: Translator) -> list[tuple[Button, ...]]:
    back = tap(tr("Back to the check"), "fm", state.serial, "p", 0)
    return shelved([*_turning(state, page, group, tr), back])


def _entries(entries: Sequence[Entry], state: State, tr: Translator) -> list[tuple[Button, ...]]:
    return shelved([_entry(one, state, tr) for one in entries])


def _entry(one: Entry, state: State, tr: Translator) -> Button:
    field, choice = one.field, one.choice
    if choice is None:
        words = tr("{label}: other …", label=tr(field.label)) if one.others else "✎ " + tr(field.label)
        return tap(words, "fm", state.serial, "e", field.name)
    if field.rows:
        return rows.button(field, choice, state)
    words = tr(choice.instead) if choice.instead else tr("Instead: {choice}", choice=label_of(choice, tr))
    return tap(words, "fm", state.serial, "q", field.name, choice.value)


def _named(form: Form, what: str, tr: Translator) -> Html:
    return html(" ").join(one for one in (tr(form.title), what) if one)


def comes_up(form: Form, what: str, tr: Translator) -> Html:
    """What stands above a form that waited while another one was filled in."""
    return tr("What you sent before comes now: {what}", what=_named(form, what, tr))


def unfinished(form: Form, other: Form, what: str, number: int, tr: Translator, *, by: Mapping[str, Any]) -> Message:
    """One form stands, `other` was to begin: it is kept, unless a button began it (`pressed`), which is still there
    then. `what` tells it from others of its kind; what was `said` may have been meant as the answer to what is asked.
    """
    kept = _named(other, what, tr)
    then = (
        tr("“{what}” can be begun by its button once that one is recorded or cancelled.", what=kept)
        if by.get("pressed")
        else tr("“{what}” is kept and comes up when that one is recorded or cancelled.", what=kept)
    )
    ways = [
        (tap(tr("Go on with it"), "fn", "keep", number),),
        (tap(tr("Discard it, start the new one"), "fn", "new", number),),
    ]
    if "said" in by:
        ways.append((tap(tr("It is the answer to this question"), "fn", "answer", number),))
    return message(
        tr("You have an unfinished form: {title}.", title=tr(form.title)),
        then,
        buttons=tuple(ways),
    )
