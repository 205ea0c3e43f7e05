"""The Bot API over HTTP: reading a request, and handing its answer or its files out.

https://core.telegram.org/bots/api#making-requests
"""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any
from urllib.parse import quote

from tornado.httputil import format_timestamp
from tornado.web import RequestHandler

from bot.playground.errors import ApiError, Dropped, Replaced, bad
from bot.playground.security import check_host, check_no_browser
from bot.playground.state.core import Core
from bot.playground.state.files import Upload
from bot.playground.wire import Json, dumps

from .call import Request, call, meet

_TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{1,80}")


class BotHandler(RequestHandler):
    """``/bot<token>/<method>`` by GET or POST; parameters by query, form, multipart or JSON."""

    core: Core
    _task: asyncio.Task[tuple[int, Json]] | None = None

    def initialize(self, core: Core) -> None:
        self.core = core

    def set_default_headers(self) -> None:
        self._headers.clear()
        self.set_header("Content-Type", "application/json")

    def compute_etag(self) -> None:
        return None

    async def get(self, token: str, method: str) -> None:
        """A call without a body."""
        await self._serve(token, method)

    async def post(self, token: str, method: str) -> None:
        """A call with parameters in the body."""
        await self._serve(token, method)

    async def _serve(self, token: str, method: str) -> None:
        check_host(self)
        check_no_browser(self)
        try:
            check_token(self.core, token)
            request = Request(method, *self._parameters())
            status, answer = await self._call(request)
        except ApiError as error:
            status, answer = error.code, error.answer()
        except (Dropped, asyncio.CancelledError):
            cut(self)
            return
        except Replaced as page:
            hand_out(self, page)
            return
        self.set_status(status)
        if (date := self.core.date()) is not None:
            self.set_header("Date", format_timestamp(date))
        self.finish(dumps(answer))

    async def _call(self, request: Request) -> tuple[int, Json]:
        if request.method.lower() != "getupdates":
            return await call(self.core, request)
        # A poller that goes away must not keep its place in the queue.
        self._task = asyncio.get_running_loop().create_task(call(self.core, request))
        return await self._task

    def on_connection_close(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """What went wrong before the Bot API had a say, in its form."""
        self.finish(ApiError(status_code, self._reason).answer())

    def _parameters(self) -> tuple[Json, dict[str, Upload]]:
        raw: Json = {k: _decode(v[-1]) for k, v in self.request.arguments.items()} if self.request.arguments else {}
        if self.request.headers.get("Content-Type", "").startswith("application/json") and self.request.body:
            raw |= _json_object(self.request.body)
        files = {
            name: Upload(parts[-1]["filename"], parts[-1]["body"], parts[-1]["content_type"])
            for name, parts in self.request.files.items()
        }
        return raw, files


def hand_out(handler: RequestHandler, page: Replaced) -> None:
    """Answer as somebody would who stands between the bot and the server."""
    handler.set_status(page.status, "Page")
    handler.set_header("Content-Type", page.content_type)
    handler.finish(page.body)


def cut(handler: RequestHandler) -> None:
    """Close the connection without an answer."""
    stream = handler.request.connection.detach()  # type: ignore[union-attr]
    stream.close()
    handler._finished = True


def _decode(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        raise bad("strings must be encoded in UTF-8") from None


def _json_object(body: bytes) -> Json:
    try:
        found = json.loads(body)
    except ValueError:
        raise bad("can't parse request JSON object") from None
    if not isinstance(found, dict):
        raise bad("expected an Object in the request")
    return found


def check_token(core: Core, token: str) -> None:
    """Raises ApiError 401 for another bot's token and 404 for what is no token at all."""
    if token != core.state.token:
        raise ApiError(401, "Unauthorized") if _TOKEN.fullmatch(token) else ApiError(404, "Not Found")


class FileHandler(RequestHandler):
    """``/file/bot<token>/<file_path>``: what getFile points at."""

    core: Core

    def initialize(self, core: Core) -> None:
        self.core = core

    async def get(self, token: str, path: str) -> None:
        """Send the bytes."""
        check_host(self)
        check_no_browser(self)
        try:
            check_token(self.core, token)
            lost = await meet(self.core, "file", {}) if self.core.faults.armed else None
            if lost is not None:
                raise lost
            file = self.core.files.at(path)
            if file is None:
                raise ApiError(404, "Not Found: file not found")
        except ApiError as error:
            self.set_status(error.code)
            self.finish(error.answer())
            return
        except Dropped:
            cut(self)
            return
        except Replaced as page:
            hand_out(self, page)
            return
        self.set_header("Content-Type", "application/octet-stream")
        self.set_header("Content-Disposition", f"attachment; filename*=UTF-8''{quote(file.name)}")
        self.finish(file.data)


class UnknownHandler(RequestHandler):
    """Anything else, in the words of the Bot API."""

    def prepare(self) -> None:
        self.set_status(404)
        self.finish({"ok": False, "error_code": 404, "description": "Not Found"})
