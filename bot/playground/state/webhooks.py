"""Updates by webhook: at least once, in order within a chat, repeated with back-off until the answer is 2xx.

https://core.telegram.org/bots/api#setwebhook. An answer may itself carry a method to call.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable

from tornado.httpclient import AsyncHTTPClient, HTTPRequest

from bot.playground.wire import Json

from .updates import Recorded, Updates

Reply = Callable[[Json], Awaitable[None]]


class Webhooks:
    """Delivers what waits in ``updates`` to the bot's address. ``now`` gives whole seconds; ``backoff`` is the
    first pause in seconds, doubled up to ``longest``."""

    def __init__(
        self,
        updates: Updates,
        reply: Reply,
        now: Callable[[], int],
        *,
        backoff: float = 0.5,
        longest: float = 60.0,
    ) -> None:
        self._updates, self._reply, self._now = updates, reply, now
        self._backoff, self._longest = backoff, longest
        self._secret = ""
        self._most = 40
        self._error: tuple[int, str] | None = None
        self._client: AsyncHTTPClient | None = None
        self._tasks: dict[asyncio.Task[None], tuple[object, Recorded]] = {}

    @property
    def busy(self) -> bool:
        """Whether a delivery is under way."""
        return bool(self._tasks)

    def set(self, url: str, secret: str, most: int) -> None:
        """Deliver to ``url`` from now on, at most ``most`` at a time."""
        self.remove()
        self._updates.webhook, self._secret, self._most, self._error = url, secret, most, None
        self.wake()

    def remove(self) -> None:
        """Deliver no more; what was not confirmed stays in the queue."""
        self._updates.webhook = ""
        for task in list(self._tasks):
            task.cancel()
        self._tasks.clear()

    def close(self) -> None:
        """End for good."""
        self.remove()
        if self._client is not None:
            self._client.close()
            self._client = None

    def _http(self) -> AsyncHTTPClient:
        if self._client is None:
            # The shared client would hold all webhooks of the process to ten connections.
            self._client = AsyncHTTPClient(force_instance=True, max_clients=100)
        return self._client

    def info(self) -> Json:
        """The part of WebhookInfo that is about delivery."""
        info: Json = {"max_connections": self._most, "ip_address": "127.0.0.1"}
        if self._error:
            info["last_error_date"], info["last_error_message"] = self._error
        return info

    def wake(self) -> None:
        """Start whatever can be delivered now; called when the queue grows."""
        if not self._updates.webhook:
            return
        busy = {key for key, _ in self._tasks.values()}
        under_way = {id(recorded) for _, recorded in self._tasks.values()}
        for recorded in list(self._updates.pending):
            if len(self._tasks) >= self._most:
                return
            key = _lane(recorded.update)
            if id(recorded) not in under_way and key not in busy:
                busy.add(key)
                self._start(key, recorded)

    def _start(self, key: object, recorded: Recorded) -> None:
        task = asyncio.get_running_loop().create_task(self._deliver(recorded))
        self._tasks[task] = (key, recorded)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.pop(task, None)
        if not task.cancelled():
            task.result()
            self.wake()

    async def _deliver(self, recorded: Recorded) -> None:
        pause = self._backoff
        while True:
            error = await self._attempt(recorded)
            if error is None:
                if recorded in self._updates.pending:
                    self._updates.pending.remove(recorded)
                recorded.delivered = True
                return
            self._error = (self._now(), error)
            await asyncio.sleep(pause)
            pause = min(pause * 2, self._longest)

    async def _attempt(self, recorded: Recorded) -> str | None:
        headers = {"Content-Type": "application/json"}
        if self._secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self._secret
        request = HTTPRequest(
            self._updates.webhook,
            method="POST",
            headers=headers,
            body=json.dumps(recorded.update),
            follow_redirects=False,
            request_timeout=60,
            validate_cert=False,
        )
        try:
            response = await self._http().fetch(request, raise_error=False)
        except OSError as error:
            return f"Connection refused: {error}"
        if response.code == 599:
            return str(response.error)
        if not 200 <= response.code < 300:
            return f"Wrong response from the webhook: {response.code} {response.reason}"
        await self._answer(response.body)
        return None

    async def _answer(self, body: bytes) -> None:
        try:
            call = json.loads(body)
        except ValueError:
            return
        if isinstance(call, dict) and "method" in call:
            await self._reply(call)


def _lane(update: Json) -> object:
    """Updates of one chat go one after the other."""
    payload = next(value for key, value in update.items() if key != "update_id")
    chat = payload.get("chat") or payload.get("message", {}).get("chat") or {}
    return chat.get("id", payload.get("from", {}).get("id"))
