"""Updates by webhook: answered with 200 only after they are written down (core.telegram.org/bots/api#setwebhook)."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import secrets
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import structlog
import tornado.web
from telegram import Bot
from telegram.error import TelegramError
from telegram.ext import ExtBot
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from bot.clock import wall
from bot.services.post import inbox
from bot.store.trouble import is_passing, trouble
from bot.telegram.answers import Unreadable
from bot.telegram.poller import ALLOWED
from bot.telegram.raw import call

log = structlog.get_logger(__name__)
Receive = Callable[[list[dict[str, Any]]], Awaitable[None]]
LOOK = 60.0
"""Seconds between two questions whether updates are brought."""
FRESH = 900.0
"""Seconds for which a failure to bring updates speaks of those that wait now."""
BODY = 1024 * 1024
"""Bytes of the largest body that is read: an update is a few kilobytes."""
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
"""What Telegram takes as a secret token."""


class _Silent(tornado.web.RequestHandler):
    """Nothing about us to whoever knocks."""

    def prepare(self) -> None:
        raise tornado.web.HTTPError(404)

    def write_error(self, status_code: int, **_: Any) -> None:
        self.finish()


class _Updates(_Silent):
    def initialize(self, receive: Receive, secret: str) -> None:
        self.receive, self.secret = receive, secret

    def prepare(self) -> None:
        given = self.request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not secrets.compare_digest(given.encode(), self.secret.encode()):
            raise tornado.web.HTTPError(403)

    async def post(self) -> None:
        try:
            raw = json.loads(self.request.body)
        except ValueError:
            raw = None
        if not inbox.is_update(raw):
            raise tornado.web.HTTPError(400)
        try:
            await self.receive([raw])
        except Exception as error:
            # No 200: Telegram keeps the update and brings it again.
            if is_passing(error):
                log.error(trouble(error), action="database_trouble", update_id=raw["update_id"])
            else:
                log.exception("An update could not be written down", action="store_failed")
            raise tornado.web.HTTPError(503) from None


def listen(address: str, path: str, receive: Receive, secret: str) -> HTTPServer:
    """Listen for updates at `host:port`, at the path of the public address."""
    application = tornado.web.Application(
        [(re.escape(path or "/"), _Updates, {"receive": receive, "secret": secret})],
        default_handler_class=_Silent,
        log_function=lambda handler: None,
    )
    server = HTTPServer(application, max_body_size=BODY, max_buffer_size=2 * BODY, idle_connection_timeout=120)
    host, _, port = address.rpartition(":")
    server.add_sockets(bind_sockets(int(port), host or "127.0.0.1"))
    return server


def path_of(url: str) -> str:
    """The path of the public address; a proxy in front is expected to keep it."""
    return urlsplit(url).path or "/"


async def register(bot: Bot, url: str, secret: str) -> None:
    """Tell Telegram where to bring updates; what already waits there is brought too."""
    await bot.set_webhook(url, secret_token=secret, allowed_updates=list(ALLOWED), max_connections=40)


async def watch(
    bot: ExtBot[Any], url: str, secret: str, stop: asyncio.Event, *, heard: Callable[[], None], every: float = LOOK
) -> None:
    """Ask now and then whether updates are still brought, until `stop`: when nobody writes, nothing comes.

    If another program took the webhook away, it is set again. While updates wait and cannot be brought, Telegram
    does not reach us, and `heard` is not called.
    """
    while not stop.is_set():
        try:
            info = await call(bot, "getWebhookInfo")
            if not isinstance(info, dict):
                raise Unreadable("An answer to getWebhookInfo that is no object")
            if info.get("url") != url:
                log.error("The webhook was changed by another program; set again", action="webhook_lost")
                await register(bot, url, secret)
            if _reaches_us(info):
                heard()
            else:
                log.error("Telegram cannot bring updates", action="webhook_fails", error=info.get("last_error_message"))
        except TelegramError as error:
            log.warning("The webhook could not be looked at", action="webhook_unknown", error=type(error).__name__)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), every)


def _reaches_us(info: dict[str, Any]) -> bool:
    return not info.get("pending_update_count") or wall() - info.get("last_error_date", 0) > FRESH


async def unregister(bot: Bot) -> None:
    """Polling and a webhook exclude one another; nothing that waits is dropped."""
    await bot.delete_webhook(drop_pending_updates=False)
