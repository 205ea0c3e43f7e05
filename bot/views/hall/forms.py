"""How a form is shown: the question with its buttons, and the preview that can be corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.hall.form_presses import PAGE
from bot.domain.hall.forms import Choice, Field, Form, State
from bot.domain.hall.message import Button, Html, Message, bold, html, lines, message, tap
from bot.domain.hall.paging import cut
from bot.domain.hall.problems import Problem
from bot.texts import Translator
from bot.views.hall import rows
from bot.views.hall.paging import position


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
    got = state.values.get(field.name) if field.files else None
    received = tr("Received so far: {names}", names=shown_value(field, got, choices, tr)) if got else None
    where = position(cut(choices, page, PAGE), tr)
    return message(
        intro,
        trouble,
        received,
        ask,
        where,
        buttons=(*_choices(field, state, choices, tr, page), _ways_out(field, state, tr)),
    )


def _choices(
    field: Field, state: State, choices: Sequence[Choice], tr: Translator, page: int
) -> tuple[tuple[Button, ...], ...]:
    ticked = state.values.get(field.name) or []
    shown = choices[page * PAGE : (page + 1) * PAGE]
    buttons = [
        tap(
            ("✓ " if field.many and c.value in ticked else "") + label_of(c, tr),
            "fm",
            state.serial,
            "t" if field.many else "c",
            c.value,
        )
        for c in shown
    ]
    wide = any(len(b.label) > 12 for b in buttons)
    step = 1 if wide else 2
    shelves: list[tuple[Button, ...]] = [tuple(buttons[i : i + step]) for i in range(0, len(buttons), step)]
    turning: list[Button] = []
    if page > 0:
        turning.append(tap(tr("‹ Back"), "fm", state.serial, "p", page - 1))
    if (page + 1) * PAGE < len(choices):
        turning.append(tap(tr("More ›"), "fm", state.serial, "p", page + 1))
    return (*shelves, tuple(turning)) if turning else tuple(shelves)


def _ways_out(field: Field, state: State, tr: Translator) -> tuple[Button, ...]:
    buttons: list[Button] = []
    if field.many or field.files:
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
        return html(tr.join([str(f["name"]) for f in value]))
    if isinstance(value, list):
        return html(tr.join([labels.get(str(v), str(v)) for v in value]))
    return html(labels.get(str(value), value))


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
    problem: Problem | None = None,
    intro: Html | None = None,
    below: Html | None = None,
    signs: Mapping[str, Html] | None = None,
) -> Message:
    """Everything that was understood; only the confirm button makes it count. What is empty has only its button.

    `below` says what of a text was not taken; `signs` stand before what was read from a picture, by field.
    """
    before = signs or {}
    wanted = form.wanted(state.values)
    body = [
        before.get(f.name, Html(""))
        + (
            rows.listed(f, state, choices.get(f.name, ()), tr)
            if f.rows
            else tr("{label}: {value}", label=bold(tr(f.label)), value=value)
        )
        for f in wanted
        if (value := _previewed(f, state.values.get(f.name), choices.get(f.name, ()), tr)) or f.rows
    ]
    trouble = tr(problem.msgid, **problem.params) if problem else None
    quick = [row for f in wanted if f.quick(state.values) for row in _quick(f, state, choices.get(f.name, ()), tr)]
    struck = [row for f in wanted if f.rows for row in rows.buttons(f, state, choices.get(f.name, ()), tr)]
    corrections = [tap("✎ " + tr(f.label), "fm", state.serial, "e", f.name) for f in wanted if not f.rows]
    ways = [tuple(corrections[i : i + 3]) for i in range(0, len(corrections), 3)]
    first: tuple[Button, ...] = (tap(tr("Cancel"), "fm", state.serial, "x"),)
    if problem is None:
        first = (tap("✓ " + tr(form.confirm), "fm", state.serial, "ok"), *first)
    head = Html(f"【{tr(form.title)}】") + tr("Please check:")
    return message(intro, trouble, head, lines(*body), below, buttons=(first, *struck, *quick, *ways))


def _quick(field: Field, state: State, choices: Sequence[Choice], tr: Translator) -> list[tuple[Button, ...]]:
    """The other choices of a field that was assumed, each one tap."""
    others = [c for c in choices if c.value != state.values.get(field.name)]
    buttons = [tap(label_of(c, tr), "fm", state.serial, "q", field.name, c.value) for c in others]
    return [tuple(buttons[i : i + 3]) for i in range(0, len(buttons), 3)]


def _named(form: Form, what: str, tr: Translator) -> Html:
    return html(" ").join(one for one in (tr(form.title), what) if one)


def comes_up(form: Form, what: str, tr: Translator) -> Html:
    """What stands above a form that waited while another one was filled in."""
    return tr("What you sent before comes now: {what}", what=_named(form, what, tr))


def unfinished(form: Form, other: Form, what: str, number: int, tr: Translator, *, answers: bool) -> Message:
    """One form stands, `other` was to begin: it is kept. `what` tells it from others of its kind; with `answers`, it
    may have been meant as the answer to what is asked."""
    kept = _named(other, what, tr)
    ways = [
        (tap(tr("Go on with it"), "fn", "keep", number),),
        (tap(tr("Discard it, start the new one"), "fn", "new", number),),
    ]
    if answers:
        ways.append((tap(tr("It is the answer to this question"), "fn", "answer", number),))
    return message(
        tr("You have an unfinished form: {title}.", title=tr(form.title)),
        tr("“{what}” is kept and comes up when that one is recorded or cancelled.", what=kept),
        buttons=tuple(ways),
    )
