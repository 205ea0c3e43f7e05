"""Control routes that ask the stage: the clock, what is planned, rows, log lines, restart."""

from __future__ import annotations

from typing import Any

from bot.playground.errors import ControlError
from bot.playground.stage.stage import Stage
from bot.playground.steering import Steering
from bot.playground.wire import Json

from .deeds import instant


def _stage(playground: Steering) -> Stage:
    if playground.stage is None:
        raise ControlError("there is no stage here")
    return playground.stage


async def next_due(playground: Steering, args: Json) -> Json:
    """GET stage/next"""
    return {"at": await _stage(playground).next_due()}


async def workday(playground: Steering, args: Json) -> Json:
    """GET stage/workday"""
    return {"day": await _stage(playground).workday(int(args.get("days", 0)))}


async def advance(playground: Steering, args: Json) -> Json:
    """POST stage/advance"""
    stage = _stage(playground)
    to = await stage.next_due() if args.get("next") else instant(playground, args)
    if to is None:
        raise ControlError("nothing is planned")
    return {"now": await playground.advance(to)}


async def run(playground: Steering, args: Json) -> Json:
    """POST stage/run; works without a stage too, on the playground's own clock."""
    await playground.driver.run(float(args["rate"]))
    return {"rate": playground.driver.rate}


async def timeline(playground: Steering, args: Json) -> Json:
    """GET stage/timeline"""
    return {"planned": await _stage(playground).timeline(int(args.get("days", 30)))}


async def changes(playground: Steering, args: Json) -> Json:
    """GET stage/changes"""
    number = int(args["update_id"]) if args.get("update_id") else None
    return {"changes": await _stage(playground).changes(number)}


async def log(playground: Steering, args: Json) -> Json:
    """GET stage/log"""
    return {"lines": await _stage(playground).log(int(args.get("after", 0)))}


def people(playground: Steering, args: Json) -> Any:
    """GET stage/people"""
    return {"people": _stage(playground).people()}


def samples(playground: Steering, args: Json) -> Any:
    """GET stage/samples"""
    return {"samples": _stage(playground).samples()}


async def restart(playground: Steering, args: Json) -> Json:
    """POST stage/restart"""
    async with playground.driver.hand:
        try:
            await _stage(playground).restart(bool(args.get("kill")))
        except ValueError as wrong:
            raise ControlError(str(wrong)) from None
    playground.core.tell("stage", {"what": "restart"})
    return {}


async def reset(playground: Steering, args: Json) -> Json:
    """POST stage/reset"""
    await playground.driver.stop()
    async with playground.driver.hand:
        which = {"sample": str(args["sample"])} if args.get("sample") else {}
        try:
            await _stage(playground).reset(bool(args.get("empty")), **which)
        except ValueError as wrong:
            raise ControlError(str(wrong)) from None
    playground.core.tell("stage", {"what": "reset"})
    return {}


ROUTES = {
    "GET stage/next": next_due,
    "GET stage/workday": workday,
    "GET stage/timeline": timeline,
    "GET stage/changes": changes,
    "GET stage/log": log,
    "GET stage/people": people,
    "GET stage/samples": samples,
    "POST stage/advance": advance,
    "POST stage/run": run,
    "POST stage/restart": restart,
    "POST stage/reset": reset,
}
