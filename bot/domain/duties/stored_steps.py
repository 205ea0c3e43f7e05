"""The steps of a counting as plain JSON, and back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from bot.domain.law.explanations import Label, Named, Step


def steps_to_json(steps: Iterable[Step]) -> list[Any]:
    """Steps as plain JSON: dates, message ids and bilingual names keep their kind."""
    return [[one.code, {name: _value_to_json(value) for name, value in one.params}] for one in steps]


def _value_to_json(value: object) -> Any:
    match value:
        case date():
            return {"d": value.isoformat()}
        case Label(msgid):
            return {"l": msgid}
        case Named(zh, en):
            return {"n": [zh, en]}
        case _:
            return value


def steps_from_json(data: Iterable[Any]) -> tuple[Step, ...]:
    """The inverse of `steps_to_json`."""
    return tuple(Step(code, tuple((n, _value_from_json(v)) for n, v in params.items())) for code, params in data)


def _value_from_json(value: Any) -> object:
    match value:
        case {"d": str(day)}:
            return date.fromisoformat(day)
        case {"l": str(msgid)}:
            return Label(msgid)
        case {"n": [zh, en]}:
            return Named(zh, en)
        case _:
            return value
