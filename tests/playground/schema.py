"""Holding what goes over the wire against the Bot API's types, as aiogram's pydantic models know them."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import BaseModel, TypeAdapter

from bot.playground import Playground, Upload
from bot.playground.state.core import Call
from bot.playground.wire import Json


@cache
def by_name() -> dict[str, Any]:
    """Every method of the Bot API as a model. aiogram takes seconds to import: who needs no model shall not wait."""
    import aiogram.methods

    return {
        cls.__api_method__: cls
        for cls in vars(aiogram.methods).values()
        if isinstance(cls, type) and hasattr(cls, "__api_method__") and hasattr(cls, "__returning__")
    }


def known_only(value: object, path: str = "") -> None:
    """The models take extra fields in silence: insist that there are none."""
    if isinstance(value, BaseModel):
        assert not value.model_extra, f"{path}: unknown {list(value.model_extra)} in {type(value).__name__}"
        for name in type(value).model_fields:
            known_only(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, list):
        for item in value:
            known_only(item, f"{path}[]")


def _parameter(value: Any) -> Any:
    if isinstance(value, Upload):
        from aiogram.types import BufferedInputFile

        return BufferedInputFile(value.data, value.name)
    if isinstance(value, dict):
        return {name: _parameter(item) for name, item in value.items()}
    return [_parameter(item) for item in value] if isinstance(value, list) else value


def check_update(update: Json) -> None:
    """An update as the bot gets it."""
    from aiogram.types import Update

    known_only(Update.model_validate(update), "update")


def check_result(method: str, result: Any) -> None:
    """The result of a method."""
    known_only(TypeAdapter(by_name()[method].__returning__).validate_python(result), method)


def check_call(call: Call) -> None:
    """A call that succeeded: its parameters and its result."""
    if call.answer is None or not call.answer["ok"]:
        return
    known_only(by_name()[call.method].model_validate(_parameter(call.params)), call.method)
    check_result(call.method, call.answer["result"])


def check_all(playground: Playground) -> None:
    """Everything that has gone over the wire so far."""
    for recorded in playground.core.recorded:
        check_update(recorded.update)
    for call in playground.calls():
        check_call(call)
