"""The control API over HTTP, for the page and for tests in other processes; not part of the Bot API.

Everything under ``/control/`` needs the secret of the run: header ``X-Playground-Key``, or the cookie that
``/?key=…`` leaves. Answers are JSON, errors ``{"error": sentence}`` with status 400.

Reading (GET): ``state``, ``chats?person``, ``history?chat&before&after&limit``, ``commands?chat&person``,
``file?id&download``, ``calls?after&limit&latest``, ``updates?after&limit&latest``, ``faults``, ``clock``, ``export``,
``recording``, ``events`` (server-sent; resumes by Last-Event-ID).

Doing (POST): ``people``, ``people/edit``, ``groups``, ``start``, ``say``, ``press``, ``key``, ``upload``
(multipart), ``poll``, ``vote``, ``topics``, ``contact``, ``location``, ``forward``, ``edit``, ``delete``, ``react``,
``pin``, ``read``, ``block``, ``deactivate``, ``member``, ``bot``, ``migrate``, ``faults``, ``faults/remove``,
``limits``, ``clock``, ``import``, ``replay``, ``clear``. With a stage: ``stage/next``, ``stage/workday``,
``stage/timeline``, ``stage/changes``, ``stage/log``, ``stage/people``, ``stage/samples`` (GET), ``stage/advance``,
``stage/run``, ``stage/restart``, ``stage/reset`` (POST).
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tornado.web import HTTPError

from bot.playground.errors import ApiError, ControlError
from bot.playground.security import Guarded
from bot.playground.state.files import Upload
from bot.playground.steering import Steering
from bot.playground.wire import Json, dumps

from . import deeds, stage, views
from .page import AssetHandler, PageHandler
from .stream import EventsHandler

Route = Callable[[Steering, Json], Any]


class ControlHandler(Guarded):
    """One route: ``get`` or ``post`` with the arguments as a dictionary."""

    def initialize(self, playground: Steering, table: dict[str, Route]) -> None:
        self.playground, self.table = playground, table

    async def get(self, name: str) -> None:
        """Arguments come from the query."""
        await self._run(name, {key: self.get_query_argument(key) for key in self.request.query_arguments})

    async def post(self, name: str) -> None:
        """Arguments come as JSON, or as a form with files."""
        await self._run(name, self._body())

    def _body(self) -> Json:
        kind = self.request.headers.get("Content-Type", "")
        if kind.startswith("multipart/form-data"):
            form: Json = {key: self.get_body_argument(key) for key in self.request.body_arguments}
            parts = self.request.files.get("file", [])
            return {**form, "files": [Upload(p["filename"], p["body"], p["content_type"]) for p in parts]}
        if kind.startswith("application/x-ndjson"):
            return {"lines": self.request.body.decode("utf-8", "replace")}
        if not kind.startswith("application/json"):
            raise HTTPError(415, "send application/json")
        try:
            found = json.loads(self.request.body or b"{}")
        except ValueError:
            raise HTTPError(400, "this is not JSON") from None
        if not isinstance(found, dict):
            raise HTTPError(400, "send a JSON object")
        return found

    async def _run(self, name: str, args: Json) -> None:
        route = self.table.get(f"{self.request.method} {name}")
        if route is None:
            raise HTTPError(404, "there is no such control")
        try:
            result = route(self.playground, args)
            if inspect.isawaitable(result):
                result = await result
        except (ControlError, ApiError) as error:
            raise HTTPError(400, "%s", error) from None
        except (KeyError, TypeError, ValueError, TimeoutError) as error:
            raise HTTPError(400, "%s", _sentence(error)) from None
        self._answer(result)

    def _answer(self, result: Any) -> None:
        if isinstance(result, views.Download):
            self.set_header("Content-Type", result.mime)
            how = "inline" if result.inline else "attachment"
            self.set_header("Content-Disposition", f"{how}; filename*=UTF-8''{quote(result.name)}")
            self.set_header("Content-Security-Policy", "default-src 'none'; sandbox")
            self.finish(result.data)
            return
        self.set_header("Content-Type", "application/json")
        self.finish(dumps(result))


def routes(playground: Steering, page: Path) -> list[Any]:
    """What the application adds to the Bot API; ``page`` is the folder of the chat page."""
    table: dict[str, Route] = {**views.ROUTES, **deeds.ROUTES, **stage.ROUTES}
    return [
        (r"/", PageHandler, {"folder": page}),
        (r"/static/(.*)", AssetHandler, {"path": str(page)}),
        (r"/control/events", EventsHandler, {"core": playground.core}),
        (r"/control/(.+)", ControlHandler, {"playground": playground, "table": table}),
    ]


_UNKNOWN = re.compile(r"unexpected keyword argument '(\w+)'")


def _sentence(error: Exception) -> str:
    """What is wrong with the arguments, in the words of whoever gave them."""
    if isinstance(error, KeyError):
        return f'the argument "{error.args[0]}" is missing'
    if isinstance(error, TimeoutError):
        return str(error) or "it did not come in time"
    if isinstance(error, TypeError) and (found := _UNKNOWN.search(str(error))):
        return f'there is no argument "{found[1]}"'
    return f"an argument cannot be used: {error}"
