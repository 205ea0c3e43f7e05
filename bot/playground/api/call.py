"""One Bot API call, whoever brings it: meeting faults, doing the method, answering, writing the journal."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.playground.errors import ApiError, Dropped, Replaced, bad
from bot.playground.methods import HANDLERS, WAITING
from bot.playground.methods.params import arguments, chat_number
from bot.playground.methods.schema import BY_LOWER
from bot.playground.state.core import Core
from bot.playground.state.files import Upload
from bot.playground.wire import Json


@dataclass(frozen=True, slots=True)
class Request:
    """One call as it came in: parameters still untyped."""

    method: str
    raw: Mapping[str, Any]
    files: Mapping[str, Upload]


async def call(core: Core, request: Request) -> tuple[int, Json]:
    """Do one call; gives HTTP status and body. Raises Dropped when a fault cuts the connection, Replaced when somebody
    else answers."""
    name = BY_LOWER.get(request.method.lower())
    started = core.monotonic()
    counted = name != "getUpdates"
    core.in_flight += counted
    params: Json = dict(request.raw)
    status, answer = 0, None
    lost: Dropped | Replaced | None = None
    try:
        lost = await meet(core, name or request.method, params) if core.faults.armed else None
        result, params = await _result(core, name, request)
        status, answer = 200, {"ok": True, "result": result}
    except ApiError as error:
        status, answer = error.code, error.answer()
    except Exception as error:
        if isinstance(error, Dropped | Replaced):
            raise
        logging.getLogger(__name__).exception("the playground failed on %s", request.method)
        status, answer = 500, ApiError(500, "Internal Server Error").answer()
    finally:
        core.in_flight -= counted
        _note(core, name or request.method, params, 0 if lost else status, answer, started)
    if lost is not None:
        raise lost
    return status, answer


async def meet(core: Core, name: str, params: Json) -> Dropped | Replaced | None:
    """Apply the fault that this call meets; gives what is to be raised in place of its answer.

    Raises ApiError, Dropped or Replaced.
    """
    chat = params.get("chat_id")
    fault = core.faults.take(name, chat_number(chat) if isinstance(chat, str) else chat)
    if fault is None:
        return None
    core.tell("faults", {"faults": [f.json() for f in core.faults.armed]})
    if fault.kind == "delay":
        await asyncio.sleep(fault.seconds)
    if fault.kind == "drop":
        raise Dropped
    if fault.kind == "status":
        raise fault.error()
    if fault.kind == "page":
        raise fault.page()
    if fault.kind == "page_after":
        return fault.page()
    return Dropped() if fault.kind == "drop_after" else None


async def _result(core: Core, name: str | None, request: Request) -> tuple[Any, Json]:
    """The result of the method and its typed parameters. Raises ApiError."""
    if name is None:
        raise ApiError(404, "Not Found")
    if core.state.profile.logged_out:
        raise bad("Logged out")
    params = arguments(name, request.raw, request.files)
    if name in WAITING:
        return await WAITING[name](core, params), params
    return HANDLERS[name](core, params), params


def _note(core: Core, name: str, params: Json, status: int, answer: Json | None, started: float) -> None:
    now = core.monotonic()
    if name == "getUpdates":
        core.last_poll = now
        if answer is None or (status == 200 and not answer["result"]):
            return  # An empty poll says nothing to anybody.
    else:
        core.quiet_since = now
    core.called(name, params, status, answer, (now - started) * 1000)
