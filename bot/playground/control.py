"""The control API over HTTP, for the page and for tests in other processes; not part of the Bot API.

Everything under ``/control/`` needs the secret of the run: header ``X-Playground-Key``, or the cookie that
``/?key=…`` leaves. Answers are JSON, errors ``{"error": sentence}`` with status 400.

Reading (GET): ``state``, ``chats?person``, ``history?chat&before&after&limit``, ``commands?chat&person``,
``file?id&download``, ``calls?after&limit&latest``, ``updates?after&limit&latest``, ``faults``, ``clock``, ``export``,
``recording``, ``events`` (server-sent; resumes by Last-Event-ID).

Doing (POST): ``people``, ``people/edit``, ``groups``, ``start``, ``say``, ``press``, ``key``, ``upload``
(multipart), ``contact``, ``location``, ``forward``, ``edit``, ``delete``, ``react``, ``pin``, ``read``,
``block``, ``deactivate``, ``member``, ``bot``, ``migrate``, ``faults``, ``faults/remove``, ``limits``,
``clock``, ``import``, ``replay``, ``clear``. With a stage: ``stage/next``, ``stage/timeline``,
``stage/changes``, ``stage/log``, ``stage/people`` (GET), ``stage/advance``, ``stage/run``, ``stage/restart``,
``stage/reset`` (POST).
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tornado.web import HTTPError, StaticFileHandler

from . import deeds, stagehttp, views
from .errors import ApiError, ControlError
from .params import Upload
from .security import Guarded, check_host
from .stream import EventsHandler
from .text import Json
from .wire import dumps

if TYPE_CHECKING:
    from .server import Playground

Route = Callable[["Playground", Json], Any]


class ControlHandler(Guarded):
    """One route: ``get`` or ``post`` with the arguments as a dictionary."""

    def initialize(self, playground: Playground, table: dict[str, Route]) -> None:
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
            raise HTTPError(400, "%s", f"{type(error).__name__}: {error}") from None
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


_POLICY = (
    "default-src 'self'; img-src 'self' blob: data:; style-src 'self' 'unsafe-inline'; script-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class PageHandler(Guarded):
    """``/`` is the page; ``/?key=…`` leaves the secret with the browser first."""

    def initialize(self, playground: Playground) -> None:
        self.playground = playground

    def prepare(self) -> None:
        check_host(self)

    def get(self) -> None:
        """The page itself, or a redirect that takes the secret out of the address."""
        if self.is_key(self.get_query_argument("key", "")):
            self.remember_key()
            self.redirect("/")
            return
        if not self.holds_key():
            raise HTTPError(403, "open the address with the key that the program printed")
        page = self.playground.static / "index.html"
        if not page.exists():
            raise HTTPError(404, "there is no page here")
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Security-Policy", _POLICY)
        self.finish(page.read_bytes())


class AssetHandler(StaticFileHandler):
    """Scripts and styles of the page; they hold nothing secret."""

    def prepare(self) -> None:
        check_host(self)

    def set_extra_headers(self, path: str) -> None:
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "no-cache")


def routes(playground: Playground) -> list[Any]:
    """What the application adds to the Bot API."""
    table: dict[str, Route] = {**views.ROUTES, **deeds.ROUTES, **stagehttp.ROUTES}
    return [
        (r"/", PageHandler, {"playground": playground}),
        (r"/static/(.*)", AssetHandler, {"path": str(playground.static)}),
        (r"/control/events", EventsHandler, {"playground": playground}),
        (r"/control/(.+)", ControlHandler, {"playground": playground, "table": table}),
    ]
