"""Which messages a draft was made from, so that it can follow when its sender edits one of them."""

from __future__ import annotations

from typing import Any

from bot.telegram.incoming import Incoming

MOST = 40
"""Messages of one draft that are followed; the oldest are forgotten first."""
_KEY = "heard"
_NOT_SAID = frozenset({_KEY, "queue", "layers", "pictures"})
"""Names of a form's context that are not of the words of a message: what waits, and what its files say."""

Values = dict[str, Any]
Heard = dict[str, Any]
"""A message: its number `message`, whether the form was `begun` by it, the field that it answered (`asked`, empty at
the preview), the values that it `gave`, and the names of what it `noted` in the form's context."""


def beginning(incoming: Incoming, values: Values, context: Values, noted: Values | None = None) -> Values:
    """The context of a form that this message began; `noted` is what of it the message said, where not all of it."""
    names = sorted(name for name in (context if noted is None else noted) if name not in _NOT_SAID)
    return _with(incoming, context, {"begun": True, "asked": "", "gave": values, "noted": names})


def answer(incoming: Incoming, context: Values, asked: str, values: Values) -> Values:
    """The context of a draft that this message gave `values`."""
    return _with(incoming, context, {"begun": False, "asked": asked, "gave": values, "noted": []})


def _with(incoming: Incoming, context: Values, one: Heard) -> Values:
    if incoming.callback_id or incoming.message_id is None or not incoming.text:
        return context
    others = [other for other in context.get(_KEY, ()) if other["message"] != incoming.message_id]
    return {**context, _KEY: [*others, {"message": incoming.message_id, **one}][-MOST:]}


def of(context: Values, message_id: int | None) -> Heard | None:
    """What this message gave, if it is one of those that the context was made from."""
    return next((one for one in context.get(_KEY, ()) if one["message"] == message_id), None)


def messages(context: Values) -> list[int]:
    """The messages that a context was made from."""
    return [int(one["message"]) for one in context.get(_KEY, ())]


def both(one: Values, other: Values) -> Values:
    """What two contexts of one draft were made from."""
    joint = [*one.get(_KEY, ()), *other.get(_KEY, ())]
    return {_KEY: joint[-MOST:]} if joint else {}


def apart(context: Values) -> Values:
    """A context without it: what is the same twice was sent in two messages."""
    return {name: value for name, value in context.items() if name != _KEY}
