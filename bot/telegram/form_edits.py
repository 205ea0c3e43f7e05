"""A message is edited in the chat while a draft made from it is open: the draft follows what it says now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.hall import forms as pure
from bot.domain.hall.forms import State
from bot.domain.hall.problems import Problem
from bot.services.hall import drafts
from bot.store.tables import Draft
from bot.telegram import bound as bounds
from bot.telegram import form_queue, heard
from bot.telegram.bound import Bound, Matter
from bot.telegram.turn import Turn

Values = dict[str, Any]
UNREAD = Problem("I could not read your changed message. What is below stays as it was; please correct it there.")


@dataclass(frozen=True)
class Followed:
    """What is said of the change, where the draft stands after it, and why it could not follow."""

    words: str
    state: State
    context: Values
    problem: Problem | None = None


def followed(turn: Turn, draft: Draft, bound: Bound, matters: Sequence[Matter]) -> Followed | None:
    """The draft after the change of a message; None where neither it nor what waits behind it was made from that."""
    one, state, context = heard.of(draft.context, turn.incoming.message_id), drafts.state_of(draft), draft.context
    if one is None:
        queue = _in_queue(turn, form_queue.waiting(draft), matters)
        joined = form_queue.joined(form_queue.split(context)[0], queue or [])
        return Followed("You changed your message; what waits for later follows it.", state, joined) if queue else None
    words = "You changed your message; please check again."
    if one["begun"]:
        return Followed(words, *_begun(turn, draft, bound, matters, one))
    values = _answered(turn, bound, state, context, one)
    if isinstance(values, Problem):
        return Followed(words, state, context, values)
    for name, value in values.items():
        state = pure.give(bound.form, state, name, value)
    return Followed(words, state, heard.answer(turn.incoming, context, one["asked"], values))


def _in_queue(turn: Turn, queue: list[form_queue.Entry], matters: Sequence[Matter]) -> list[form_queue.Entry] | None:
    """What waits, with the one that this message began as it says now; None where it began none."""
    for at, one in enumerate(queue):
        said = heard.of(one["context"], turn.incoming.message_id)
        read = _read(turn, one["form"], matters) if said else None
        if said and read:
            values = _since(one["values"], said["gave"], read[0])
            context = heard.beginning(turn.incoming, read[0], _noted(one["context"], said, read[1]), read[1])
            return [*queue[:at], {**one, "values": values, "context": context}, *queue[at + 1 :]]
    return None


def _begun(
    turn: Turn, draft: Draft, bound: Bound, matters: Sequence[Matter], one: heard.Heard
) -> tuple[State, Values, Problem | None]:
    read = _read(turn, draft.form, matters)
    if read is None:
        return drafts.state_of(draft), draft.context, UNREAD
    values = _since(draft.data, one["gave"], read[0])
    state = pure.settle(bound.form, State(values, serial=draft.serial))
    return state, heard.beginning(turn.incoming, read[0], _noted(draft.context, one, read[1]), read[1]), None


def _read(turn: Turn, form: str, matters: Sequence[Matter]) -> tuple[Values, Values] | None:
    matter = next((one for one in matters if form in one.forms), None)
    text = turn.incoming.args if turn.incoming.command else turn.incoming.text
    return matter.read(bounds.as_sent(turn, text), text) if matter and text else None


def _since(now: Values, gave: Values, fresh: Values) -> Values:
    """What was answered since stays, unless the change is about that very thing."""
    since = {name: value for name, value in now.items() if gave.get(name) != value or name == "files"}
    changed = {name: value for name, value in fresh.items() if name not in since or gave.get(name) != value}
    return {**since, **changed}


def _noted(context: Values, one: heard.Heard, fresh: Values) -> Values:
    """The context with what the message says beside the form's values now."""
    rest = {name: value for name, value in context.items() if name not in one["noted"]}
    return {**rest, **form_queue.split(fresh)[0]}


def _answered(turn: Turn, bound: Bound, state: State, context: Values, one: heard.Heard) -> Values | Problem:
    """The values that a changed answer gives in place of those that it gave."""
    again, asked = bounds.as_sent(turn, turn.incoming.text), bound.form.field(one["asked"])
    if asked is not None and set(one["gave"]) == {asked.name} and not (asked.many or asked.files):
        value = bounds.read_answer(again, bound, asked, state, context)
        return value if isinstance(value, Problem) else {asked.name: value}
    if any(_was_added_to(state.values.get(name), value) for name, value in one["gave"].items()):
        return UNREAD
    before = {name: value for name, value in state.values.items() if one["gave"].get(name) != value}
    return bound.line(again, {**before, **_added_to(context, one)}, one["asked"]) or UNREAD


def _was_added_to(now: object, gave: object) -> bool:
    """Whether other messages have added their words to what a message gave: it cannot be told out again."""
    return isinstance(now, str) and isinstance(gave, str) and now.startswith(f"{gave}\n")


def _added_to(context: Values, one: heard.Heard) -> Values:
    """What a message added its words to: that stays, whatever it says now."""
    gave, others = one["gave"], [other["gave"] for other in context.get("heard", ()) if other is not one]
    return {
        name: other[name]
        for other in others
        for name, value in gave.items()
        if name in other and _was_added_to(value, other[name])
    }
