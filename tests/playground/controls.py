"""A plain client of the control API, with the secret."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp

from bot.playground.wire import Json
from tests.playground.client import Api

KEY = {"X-Playground-Key": "open-sesame"}


class Control:
    """``await control("say", person=1, text="…")``."""

    def __init__(self, api: Api) -> None:
        self.session, self.address = api.session, api.running.address
        self.playground = api.running.playground

    async def __call__(self, name: str, /, **body: Any) -> Any:
        async with self.session.post(f"{self.address}/control/{name}", json=body, headers=KEY) as response:
            return await self._read(response)

    async def get(self, name: str, **query: Any) -> Any:
        async with self.session.get(f"{self.address}/control/{name}", params=query, headers=KEY) as response:
            return await self._read(response)

    async def _read(self, response: aiohttp.ClientResponse) -> Any:
        found = await response.json()
        assert response.headers["Cache-Control"] == "no-store"
        return found if response.status == 200 else {"status": response.status, **found}


async def read_events(response: aiohttp.ClientResponse, count: int) -> list[tuple[int, str, Json]]:
    """The next events of a stream."""
    found: list[tuple[int, str, Json]] = []
    fields: dict[str, str] = {}
    while len(found) < count:
        line = (await asyncio.wait_for(response.content.readline(), 60)).decode().rstrip("\n")
        name, _, value = line.partition(": ")
        if line and name in ("id", "event", "data"):
            fields[name] = value
        elif not line and "data" in fields:
            found.append((int(fields["id"]), fields["event"], json.loads(fields["data"])))
            fields = {}
    return found
