"""Whatever the bot sends, the server answers in Telegram's form and never fails itself."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.playground import Limits, Playground
from bot.playground.errors import ApiError
from bot.playground.methods import HANDLERS
from bot.playground.methods.params import arguments
from bot.playground.methods.schema import METHODS, OBJECTS, Field
from bot.playground.wire import dumps
from tests.playground.schema import check_result

PERSON, GROUP = 700_000_001, -400_000_001
TEXTS = [
    "",
    "x",
    "<b>好</b>",
    "😀",
    "<b",
    "HTML",
    "a" * 5000,
    "default",
    "chat",
    "emoji",
    "👍",
    "photo",
    "\x00",
    "typing",
]
ODD: list[Any] = [PERSON, GROUP, 10**30, -1.5, True, None, [], {}, "²"]
LEAF: st.SearchStrategy[Any] = st.sampled_from([*TEXTS, *ODD])
PLAIN: dict[str, st.SearchStrategy[Any]] = {
    "str": st.sampled_from(TEXTS),
    "int": st.integers(1, 5),
    "bool": st.booleans(),
    "float": st.floats(0, 90),
    "chat": st.sampled_from([PERSON, GROUP, str(PERSON)]),
}


def _value(field: Field, depth: int) -> st.SearchStrategy[Any]:
    """Mostly a value of the right type, sometimes as JSON text, sometimes anything."""
    kind = "InlineKeyboardMarkup" if field.type == "ReplyMarkup" else field.type
    inner = PLAIN.get(kind, LEAF)
    if kind in OBJECTS and depth < 4:
        inner = _dictionary(OBJECTS[kind], depth + 1)
    for _ in range(field.depth):
        inner = st.lists(inner, min_size=1, max_size=3)
    return st.integers(0, 9).flatmap(lambda dice: LEAF if dice == 0 else inner.map(json.dumps) if dice == 1 else inner)


def _dictionary(fields: dict[str, Field], depth: int) -> st.SearchStrategy[Any]:
    """What is required, and up to two of the rest."""
    values = {name: _value(field, depth) for name, field in fields.items()}
    needed = {name for name, field in fields.items() if field.required}
    rest = sorted(set(fields) - needed)
    few = st.sets(st.sampled_from(rest), max_size=2) if rest else st.just(set[str]())
    return few.flatmap(lambda extra: st.fixed_dictionaries({name: values[name] for name in sorted(needed | extra)}))


def _answer(playground: Playground, name: str, raw: dict[str, Any]) -> dict[str, Any]:
    try:
        body = {"ok": True, "result": HANDLERS[name](playground.core, arguments(name, raw, {}))}
    except ApiError as error:
        body = error.answer()
    found: dict[str, Any] = json.loads(dumps(body))
    return found


SAFE = [name for name in HANDLERS if name not in ("setWebhook", "logOut", "leaveChat")]
CALLS = st.sampled_from(SAFE).flatmap(lambda name: st.tuples(st.just(name), _dictionary(METHODS[name], 0)))


@pytest.mark.slow
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(CALLS, min_size=1, max_size=8))
def test_any_calls_get_a_result_of_the_right_type_or_a_refusal(calls: list[tuple[str, dict[str, Any]]]) -> None:
    playground = Playground(limits=Limits.off())
    person = playground.add_person("王", started=True, phone="1")
    playground.add_group("群", [person], bot_admin=True)
    playground.say(person, "请看 /x")
    for name, raw in calls:
        answer = _answer(playground, name, raw)
        if answer["ok"]:
            check_result(name, answer["result"])
        else:
            assert 400 <= answer["error_code"] < 500
    json.dumps(playground.export_state())
