"""A load balancer of a few lines: brings each webhook call to one of the instances that answer."""

from __future__ import annotations

import random
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def balancer(ports: list[int], chance: random.Random) -> AsyncIterator[str]:
    """Yields the public address. An instance that does not answer within two seconds is passed over."""
    limit = aiohttp.ClientTimeout(total=2)
    async with aiohttp.ClientSession(timeout=limit) as session:

        async def forward(request: web.Request) -> web.Response:
            body = await request.read()
            for port in chance.sample(ports, len(ports)):
                address = f"http://127.0.0.1:{port}{request.path}"
                try:
                    async with session.post(address, data=body, headers=request.headers) as answer:
                        return web.Response(status=answer.status, body=await answer.read())
                except (TimeoutError, aiohttp.ClientError):
                    continue
            return web.Response(status=502)

        app = web.Application()
        app.router.add_post("/{tail:.*}", forward)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            await runner.cleanup()
