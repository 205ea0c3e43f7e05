"""A faithful local Bot API server with a chat page, over HTTP on loopback; it serves any bot.

    playground = Playground()
    running = await playground.serve()          # port chosen by the system, loopback only
    person = playground.add_person("王芳")
    playground.start(person)                    # the bot at running.base_url hears /start
    message = await playground.wait_message(person)
    press = playground.press(person, message, label="收到")
    await playground.wait_answer(press)
    await running.stop()

Measured with ``python -m tests.benchmarks.bench_playground`` (one core for the server, the load from another
process over 16 kept connections, HTML text with a button, full journal): 4,100 sendMessage a second as JSON or as
a form on one core of a small virtual machine; opening a chat of a state with 200 people and 20,000 messages: 1 ms.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from bot.playground.api.call import Request, call
from bot.playground.api.handlers import BotHandler, FileHandler, UnknownHandler
from bot.playground.control.handlers import routes
from bot.playground.errors import Dropped
from bot.playground.security import checked_secret
from bot.playground.stage.driver import Driver, OwnClock
from bot.playground.stage.stage import Stage
from bot.playground.state.core import Core
from bot.playground.state.export import load
from bot.playground.state.limits import Limits
from bot.playground.state.records import State
from bot.playground.steering import Steering
from bot.playground.wire import Json

log = logging.getLogger(__name__)
MAX_BODY = 64 * 1024 * 1024
SAVE_EVERY = 3.0
"""Real seconds between two looks at whether the state must be saved."""
STATIC = Path(__file__).parent / "static"


class Playground(Steering):
    """The server with everything in it. Its methods are the control API for Python: see ``Cast`` (people),
    ``Speaking`` and ``Touching`` (writing, pressing), ``Groups``, ``Reading`` (what was said, waiting), ``Replay``
    and ``Steering`` (faults, limits, clock, state).

    ``state`` is a State, or a file that is read now if it exists and kept up to date while serving. ``clock``
    gives aware UTC instants for the dates of messages (default: the stage's, else real time that can be moved
    forward). ``secret`` is the key of the control API and page; ValueError unless it fits into a cookie.
    """

    def __init__(
        self,
        state: State | Path | None = None,
        *,
        clock: Callable[[], datetime] | None = None,
        limits: Limits | None = None,
        stage: Stage | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        callback_ttl: float = 15.0,
        webhook_backoff: float = 0.5,
        secret: str | None = None,
        static: Path = STATIC,
    ) -> None:
        self.file = state if isinstance(state, Path) else None
        self.secret = secrets.token_urlsafe(16) if secret is None else checked_secret(secret)
        self.static = static
        own = OwnClock() if clock is None and stage is None else None
        self.core = Core(
            state if isinstance(state, State) else State(),
            clock=clock or (stage.now if stage else own) or OwnClock(),
            limits=limits or Limits(),
            monotonic=monotonic,
            callback_ttl=callback_ttl,
            webhook_reply=self._webhook_reply,
            webhook_backoff=webhook_backoff,
        )
        self.driver = Driver(self.core, stage, own)
        document = load(self.file) if self.file else None
        if document is not None:
            self.import_state(document)

    async def _webhook_reply(self, body: Json) -> None:
        raw = {name: value for name, value in body.items() if name != "method"}
        with contextlib.suppress(Dropped):
            await call(self.core, Request(str(body["method"]), raw, {}))

    def application(self, *, hosts: Iterable[str] = (), open_to_all: bool = False) -> Application:
        """The Tornado application: Bot API, files, control API and page."""
        return Application(
            [
                (r"/bot([^/]+)/([^/]*)", BotHandler, {"core": self.core}),
                (r"/file/bot([^/]+)/(.+)", FileHandler, {"core": self.core}),
                *routes(self, self.static),
                (r".*", UnknownHandler),
            ],
            log_function=lambda handler: None,
            key=self.secret,
            known_hosts=set(),
            host_names={name.lower() for name in hosts},
            open=open_to_all,
        )

    async def serve(self, port: int = 0, host: str = "127.0.0.1") -> Running:
        """Listen; port 0 takes a free one. Anything but loopback is allowed and warned about."""
        outside = host not in ("127.0.0.1", "::1", "localhost")
        if outside:
            log.warning("the playground listens on %s: whoever reaches it can be the bot", host)
        application = self.application(hosts=[host], open_to_all=outside)
        server = HTTPServer(application, max_body_size=MAX_BODY, max_buffer_size=MAX_BODY)
        self.core.closing.clear()
        sockets = bind_sockets(port, host)
        server.add_sockets(sockets)
        number = sockets[0].getsockname()[1]
        shown = "127.0.0.1" if outside else f"[{host}]" if ":" in host else host
        keeper = asyncio.get_running_loop().create_task(self._keep())
        return Running(self, server, keeper, f"http://{shown}:{number}", number)

    async def _keep(self) -> None:
        """Save what changed, and notice when the bot has gone."""
        pause = SAVE_EVERY
        saved = self.core.monotonic()
        while True:
            await asyncio.sleep(0.5)
            self._notice_absence()
            began = self.core.monotonic()
            if self.file and self.core.changed and began - saved >= pause:
                self.save()
                saved = self.core.monotonic()
                # A large state takes a while to write: never more than a twentieth of the time.
                pause = max(SAVE_EVERY, 20 * (saved - began))

    def _notice_absence(self) -> None:
        core = self.core
        here = core.updates.polling or bool(core.updates.webhook) or core.monotonic() - core.last_poll < 3
        if core.connected and not here:
            core.connected = False
            core.events.publish("bot", {"connected": False})


@dataclass(frozen=True)
class Running:
    """A server that listens. Give the bot ``base_url`` and ``file_base_url`` (both without the token)."""

    playground: Playground
    server: HTTPServer
    keeper: asyncio.Task[None]
    address: str
    port: int

    @property
    def base_url(self) -> str:
        """As python-telegram-bot's ``base_url``."""
        return f"{self.address}/bot"

    @property
    def file_base_url(self) -> str:
        """As python-telegram-bot's ``base_file_url``."""
        return f"{self.address}/file/bot"

    @property
    def page_url(self) -> str:
        """The chat page with the secret that opens it."""
        return f"{self.address}/?key={self.playground.secret}"

    async def stop(self) -> None:
        """Close the connections, end webhooks and the running clock, save the state."""
        await self.playground.driver.stop()
        self.playground.core.webhooks.close()
        self.server.stop()
        self.keeper.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self.keeper
        self.playground.core.closing.set()
        self.playground.core.events.wake()
        await self.server.close_all_connections()
        self.playground.save(clean=True)
