"""The rows of a preview: cases or hearings that are recorded together, each of which can be struck out."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.hall.forms import Choice, Field, State
from bot.domain.hall.message import Button, Html, bold, html, lines, tap
from bot.texts import Translator


def listed(field: Field, state: State, choices: Sequence[Choice], tr: Translator) -> Html:
    """Every row, a line each; what is struck out stays in sight."""
    kept = set(state.values.get(field.name) or ())
    count = tr.plural("{n} chosen", "{n} chosen", sum(choice.value in kept for choice in choices))
    head = tr("{label}: {value}", label=bold(tr(field.label)), value=count)
    shown = [_row(n, choice, tr, kept=choice.value in kept) for n, choice in enumerate(choices, 1)]
    return lines(head, *shown)


def _row(n: int, choice: Choice, tr: Translator, *, kept: bool) -> Html:
    line = html(f"{n}. ") + html(choice.label)
    return line if kept else Html(f"<s>{line}</s> ") + tr("(struck out)")


def button(field: Field, choice: Choice, state: State) -> Button:
    """Strikes a row out, or puts it back."""
    sign = "✗ " if choice.value in (state.values.get(field.name) or ()) else "↩ "
    return tap(sign + (choice.short or choice.label), "fm", state.serial, "k", field.name, choice.value)
