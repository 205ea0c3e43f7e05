"""Several matters of one kind in a row: while a draft stands, the next ones wait behind it, and none is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.domain.hall.errors import Refused
from bot.domain.hall.forms import State
from bot.domain.hall.message import message
from bot.services.hall import drafts
from bot.store.tables import Draft
from bot.telegram.turn import Turn

MOST = 20
"""Matters that wait behind a draft."""
_KEY = "queue"

Values = dict[str, Any]
Entry = dict[str, Any]
"""What waits: the name of its form, its values and its context, as JSON."""


def waiting(draft: Draft) -> list[Entry]:
    """What waits behind this draft, in order."""
    return list(draft.context.get(_KEY, []))


def is_another(draft: Draft, identity: str, values: Values) -> bool:
    """Whether `values` begin another matter than the draft's, by the field that tells them apart."""
    old, new = draft.data.get(identity), values.get(identity)
    return bool(old and new and old != new)


def entry(form: str, values: Values, context: dict[str, Any]) -> Entry:
    """Something to begin later."""
    return {"form": form, "values": values, "context": context}


def behind(context: dict[str, Any], one: Entry) -> dict[str, Any]:
    """A context with one more that waits; the same one is not kept twice.

    Raises:
        Refused: so many wait already that one more would not be looked at soon; nothing is dropped unsaid.
    """
    rest, queue = split(context)
    others = [other for other in queue if other != one]
    if len(others) >= MOST:
        raise Refused("{n} are waiting already; please finish some of them, then send this one again.", n=MOST)
    return joined(rest, [*others, one])


def add(turn: Turn, draft: Draft, title: str, one: Entry) -> dict[str, Any]:
    """Put it behind the draft and say so; returns the draft's new context."""
    context = behind(draft.context, one)
    words = turn.tr(
        "{title}: kept for later, {n} waiting. It comes up when the one below is recorded or cancelled.",
        title=turn.tr(title),
        n=len(context[_KEY]),
    )
    turn.say(message(words, silent=True))
    return context


def change_last(turn: Turn, draft: Draft, form: str, change: Callable[[Values], Values]) -> tuple[Values, bool]:
    """Change the values of what came last, if it is of this form: the last that waits, or else the draft itself.

    Gives the new values, and whether they are of something that waits.
    """
    state, (context, queue) = drafts.state_of(draft), split(draft.context)
    waits = bool(queue) and queue[-1]["form"] == form
    values = change(queue[-1]["values"] if waits else state.values)
    if waits:
        queue[-1] = {**queue[-1], "values": values}
    else:
        state = State(values, state.asking, state.serial)
    drafts.save(turn.desk, form, state, joined(context, queue))
    return values, waits


def split(context: dict[str, Any]) -> tuple[dict[str, Any], list[Entry]]:
    """A context without the queue, and the queue."""
    return {name: value for name, value in context.items() if name != _KEY}, list(context.get(_KEY, []))


def joined(context: dict[str, Any], queue: list[Entry]) -> dict[str, Any]:
    """A context with a queue, where there is one."""
    return {**context, _KEY: queue} if queue else context


def keep(turn: Turn, queue: list[Entry]) -> bool:
    """Where another draft has begun meanwhile, the queue goes behind it; False where there is none."""
    draft = drafts.current(turn.desk)
    if draft is None:
        return False
    drafts.save(turn.desk, draft.form, drafts.state_of(draft), joined(draft.context, queue))
    return True
