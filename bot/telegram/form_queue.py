"""What is begun while a draft stands waits behind it, and none is lost: papers in a row, a hearing, a command."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.domain.hall.errors import Refused
from bot.domain.hall.forms import State
from bot.domain.hall.message import message
from bot.domain.reading.several_fields import ALL
from bot.services.hall import drafts
from bot.store.tables import Draft
from bot.telegram import heard
from bot.telegram.turn import Turn

MOST = 20
"""Matters that wait behind a draft."""
_KEY = "queue"
_FILLED_IN = frozenset({"agency", "agencies", "asked", "known"})
"""Fields that forms fill in by themselves where the answer is plain: nothing is lost with them alone."""

Values = dict[str, Any]
Entry = dict[str, Any]
"""What waits: the name of its form, its values and its context, as JSON; `no`, by which a button means it; `said`, the
text that could also answer what was asked then; `pressed` where a button began it: a form that is gone on with instead
loses nothing with it."""


def waiting(draft: Draft) -> list[Entry]:
    """What waits behind this draft, in order."""
    return list(draft.context.get(_KEY, []))


def is_another(draft: Draft, identity: str, values: Values) -> bool:
    """Whether `values` begin another matter than the draft's, by the field that tells them apart."""
    old, new = (one.get(identity) or one.get(ALL) for one in (draft.data, values))
    return bool(old and new and old != new)


def entry(form: str, values: Values, context: dict[str, Any]) -> Entry:
    """Something to begin later."""
    return {"form": form, "values": values, "context": context}


def behind(context: dict[str, Any], one: Entry) -> dict[str, Any]:
    """A context with one more that waits, and what waits behind that one; the same one is not kept twice.

    Raises:
        Refused: so many wait already that one more would not be looked at soon; nothing is dropped unsaid.
    """
    rest, queue = split(context)
    own, following = split(one["context"])
    for each in ({**one, "context": own}, *following):
        others = [other for other in queue if not _same(other, each)]
        if len(others) >= MOST:
            raise Refused("{n} are waiting already; please finish some of them, then send this one again.", n=MOST)
        queue = [*others, {**each, "no": 1 + max((int(other.get("no", 0)) for other in queue), default=0)}]
    return joined(rest, queue)


def _same(one: Entry, other: Entry) -> bool:
    return (one["form"], one["values"]) == (other["form"], other["values"]) and (
        heard.apart(one["context"]) == heard.apart(other["context"])
    )


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


def newest(draft: Draft) -> Entry | None:
    """What came last of all that waits behind a draft."""
    return next(reversed(waiting(draft)), None)


def taken(draft: Draft, number: int) -> tuple[Entry | None, list[Entry]]:
    """The one that a button means, if it still waits, and the others."""
    queue = waiting(draft)
    found = next((one for one in queue if one.get("no") == number), None)
    return found, [one for one in queue if one is not found]


SAME_CASE = "same_case"
"""What waits has this in its context where it is about the case of the draft before it, whichever that turns out."""


_CONFIRMED = "confirmed"
"""What waits has this in its context where it was confirmed together with what stands before it."""


def with_next_confirmed(context: dict[str, Any]) -> dict[str, Any]:
    """A context whose first that waits was confirmed as well."""
    own, (first, *others) = split(context)
    return joined(own, [{**first, "context": {**first["context"], _CONFIRMED: True}}, *others])


def confirmed(context: dict[str, Any]) -> tuple[bool, dict[str, Any]]:
    """Whether what begins with this context was confirmed before, and the context: what is asked about it after all
    has to be confirmed like anything else."""
    return _CONFIRMED in context, {name: value for name, value in context.items() if name != _CONFIRMED}


def inheriting(queue: list[Entry], values: Values) -> list[Entry]:
    """What waits, with the number (and whose it is) that was settled in the draft before, where it named none."""
    number = {name: values[name] for name in ("number", "several", ALL) if values.get(name)}
    agency = {"agencies": [values["agency"]]} if values.get("agency") else {}
    known = {**agency, **number} if number else {}
    return [_inheriting(one, known) if known and one["context"].get(SAME_CASE) else one for one in queue]


def _inheriting(one: Entry, known: Values) -> Entry:
    """Cases that were offered for a shortened number are offered no more."""
    kept = {name: value for name, value in one["values"].items() if name not in ("maybe", "unknown", "called")}
    return one if kept.get("number") or kept.get(ALL) else {**one, "values": {**known, **kept}}


def sent(queue: list[Entry]) -> list[Entry]:
    """Those that somebody typed or sent."""
    return [one for one in queue if not one.get("pressed")]


def says_something(values: Values) -> bool:
    """Whether anything is there beside what forms fill in by themselves."""
    return any(value not in (None, "", []) for name, value in values.items() if name not in _FILLED_IN)


def holds_more(old: Values, new: Values) -> bool:
    """Whether a draft holds more than a button that begins its form anew knows: that is not thrown away unasked."""
    return says_something({name: value for name, value in old.items() if new.get(name) != value})


def contradicts(old: Values, new: Values) -> bool:
    """Whether both say something of the same field, and not the same."""
    both = (old.keys() & new.keys()) - _FILLED_IN
    return any(old[name] and new[name] and old[name] != new[name] for name in both)


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
    drafts.save(turn.desk, draft.form, state, joined(context, queue))
    return values, waits


def add_to_last(turn: Turn, more: dict[str, Any], *, waits: bool) -> None:
    """To what came last (what waits, or the draft itself) lists of a context are added, and what waits behind it."""
    draft = drafts.current(turn.desk)
    if draft is None or not more:
        return
    own, following = split(more)
    context, queue = split(draft.context)
    if waits:
        queue[-1] = {**queue[-1], "context": _lists_joined(queue[-1]["context"], own)}
    else:
        context = _lists_joined(context, own)
    context = joined(context, queue)
    for one in following:
        context = behind(context, one)
    drafts.save(turn.desk, draft.form, drafts.state_of(draft), context)


def _lists_joined(context: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    return {**context, **{name: [*context.get(name, []), *value] for name, value in more.items()}}


def split(context: dict[str, Any]) -> tuple[dict[str, Any], list[Entry]]:
    """A context without the queue, and the queue."""
    return {name: value for name, value in context.items() if name != _KEY}, list(context.get(_KEY, []))


def joined(context: dict[str, Any], queue: list[Entry]) -> dict[str, Any]:
    """A context with a queue, where there is one."""
    return {**context, _KEY: queue} if queue else context


def with_more(context: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """A draft's context with that of another message about the same, and what waits behind either."""
    own, following = split(more)
    joint = {**context, **own, **heard.both(context, own)}
    for one in following:
        joint = behind(joint, one)
    return joint


def number_of(context: dict[str, Any], one: Entry) -> int:
    """By which number a button means this one, which waits."""
    like = {**one, "context": split(one["context"])[0]}
    return next(int(other["no"]) for other in split(context)[1] if _same(other, like))


def keep(turn: Turn, queue: list[Entry]) -> bool:
    """Where another draft has begun meanwhile, the queue goes behind it; False where there is none."""
    draft = drafts.current(turn.desk)
    if draft is None:
        return False
    context = draft.context
    for one in queue:
        context = behind(context, one)
    drafts.save(turn.desk, draft.form, drafts.state_of(draft), context)
    return True
