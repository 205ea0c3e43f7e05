"""The rows of a preview: cases or hearings that are recorded together, each of which can be struck out."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.hall.forms import Choice, Field, State
from bot.domain.hall.message import Button, Html, bold, html, lines, tap
from bot.texts import Translator

_ACROSS = 3


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


def buttons(field: Field, state: State, choices: Sequence[Choice], tr: Translator) -> list[tuple[Button, ...]]:
    kept = set(state.values.get(field.name) or ())
    taps = [
        tap(("✗ " if c.value in kept else "↩ ") + (c.short or c.label), "fm", state.serial, "k", field.name, c.value)
        for c in choices
    ]
    return [tuple(taps[i : i + _ACROSS]) for i in range(0, len(taps), _ACROSS)]
