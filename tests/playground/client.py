"""A plain client of the Bot API, so that tests see exactly what goes over the wire."""

from __future__ import annotations

import io
import json
from typing import Any

import aiohttp

from bot.playground import Running
from bot.playground.wire import Json


class Refused(Exception):
    """An answer that is not ok."""

    def __init__(self, status: int, body: Json) -> None:
        super().__init__(body["description"])
        assert body["ok"] is False
        assert body["error_code"] == status
        self.status = status
        self.description: str = body["description"]
        self.parameters: Json = body.get("parameters", {})


class Api:
    """``await api("sendMessage", chat_id=1, text="…")``; the result, or Refused."""

    def __init__(self, running: Running, session: aiohttp.ClientSession) -> None:
        self.running, self.session = running, session
        self.url = f"{running.base_url}{running.playground.token}"

    async def __call__(self, method: str, **parameters: Any) -> Any:
        return await self.answer(self.session.post(f"{self.url}/{method}", json=parameters))

    async def form(self, method: str, **parameters: Any) -> Any:
        """The same as a multipart form; bytes values and (name, bytes) become files."""
        form = aiohttp.FormData(quote_fields=False)
        form.add_field("unused_part_to_force_multipart", b"", filename="x")
        for name, value in parameters.items():
            if isinstance(value, tuple):
                form.add_field(name, io.BytesIO(value[1]), filename=value[0])
            else:
                form.add_field(name, value if isinstance(value, str) else json.dumps(value))
        return await self.answer(self.session.post(f"{self.url}/{method}", data=form))

    async def answer(self, context: Any) -> Any:
        """Result of a request under way."""
        async with context as response:
            body = await response.json()
            if not body["ok"]:
                raise Refused(response.status, body)
            assert response.status == 200
            return body["result"]

    async def updates(self, **parameters: Any) -> list[Json]:
        """Fetch and confirm everything that waits."""
        found: list[Json] = await self("getUpdates", **parameters)
        if found:
            await self("getUpdates", offset=found[-1]["update_id"] + 1, limit=1, timeout=0)
        return found


async def refused(call: Any) -> Refused:
    """Await a call that must be refused."""
    try:
        result = await call
    except Refused as error:
        return error
    raise AssertionError(f"expected a refusal, got {result!r}")
