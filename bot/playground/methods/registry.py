"""The register of methods: name in the Bot API to the function that does it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from bot.playground.state.core import Core
from bot.playground.wire import Json

Handler = Callable[[Core, Json], Any]
HANDLERS: dict[str, Handler] = {}
WAITING: dict[str, Callable[[Core, Json], Awaitable[Any]]] = {}
F = TypeVar("F", bound=Callable[..., Any])


def method(name: str) -> Callable[[F], F]:
    """Register a method that answers at once: (core, typed arguments) to the result."""

    def register(function: F) -> F:
        HANDLERS[name] = function
        return function

    return register


def waiting(name: str) -> Callable[[F], F]:
    """Register a method that may wait."""

    def register(function: F) -> F:
        WAITING[name] = function
        return function

    return register
