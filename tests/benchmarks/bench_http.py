"""CPU for one Bot API call: PTB's own httpx backend against ours, in the same run against the same local server.

    python -m tests.benchmarks.bench_http [calls]

The server runs in a process of its own, so the CPU time counted is the client's alone. The figures depend on the
machine; the ratio is what to look at.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection

from telegram import Bot
from telegram.request import BaseRequest, HTTPXRequest

from bot.telegram.request import AiohttpRequest

CALLS = 1_000
TEXT = "请于2026年12月15日（星期二，还有5个工作日）前答复：谁将出庭应诉。依据：《行政诉讼法》第三条。" * 3
_ANSWER = json.dumps(
    {"ok": True, "result": {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}, "text": TEXT}}
).encode()
_ME = b'{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"b","username":"b_bot"}}'


class _Echo(asyncio.Protocol):
    """Answers each request as soon as its body is there; as cheap as a server can be."""

    def __init__(self) -> None:
        self._got = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._got += data
        while (end := self._got.find(b"\r\n\r\n")) >= 0:
            head = self._got[:end].lower()
            length = int(head.partition(b"content-length:")[2].split(b"\r\n")[0] or 0)
            if len(self._got) < end + 4 + length:
                return
            self._got = self._got[end + 4 + length :]
            body = _ME if b"/getme" in head else _ANSWER
            self._transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))


def _serve(pipe: Connection) -> None:
    async def run() -> None:
        server = await asyncio.get_running_loop().create_server(_Echo, "127.0.0.1", 0)
        pipe.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


@dataclass(frozen=True)
class Figure:
    """Milliseconds of CPU, and of the clock, for one call."""

    cpu: float
    clock: float


@asynccontextmanager
async def _bot(port: int, request: BaseRequest) -> AsyncIterator[Bot]:
    async with Bot("1:x", base_url=f"http://127.0.0.1:{port}/bot", request=request) as bot:
        yield bot


async def measure(port: int, request: BaseRequest, calls: int, at_once: int) -> Figure:
    """Send `calls` messages, `at_once` of them at any time."""
    async with _bot(port, request) as bot:

        async def worker(share: int) -> None:
            for _ in range(share):
                await bot.send_message(5, TEXT)

        await worker(20)
        cpu, clock = time.process_time(), time.perf_counter()
        await asyncio.gather(*(worker(calls // at_once) for _ in range(at_once)))
        done = calls // at_once * at_once
        return Figure((time.process_time() - cpu) / done * 1e3, (time.perf_counter() - clock) / done * 1e3)


def main(calls: int = CALLS) -> list[tuple[int, float]]:
    """Print the table; returns the CPU ratio (ours to PTB's) for each number of calls at once."""
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(there,), daemon=True)
    server.start()
    ratios: list[tuple[int, float]] = []
    try:
        port = here.recv()
        print(f"{'at once':>8} {'httpx CPU ms':>13} {'aiohttp CPU ms':>15} {'CPU ratio':>10} {'clock ratio':>12}")
        for at_once in (1, 32):
            stock, ours = (asyncio.run(_best(port, make, calls, at_once)) for make in (HTTPXRequest, AiohttpRequest))
            ratio = ours.cpu / stock.cpu
            ratios.append((at_once, ratio))
            print(f"{at_once:>8} {stock.cpu:>13.3f} {ours.cpu:>15.3f} {ratio:>10.2f} {ours.clock / stock.clock:>12.2f}")
    finally:
        server.terminate()
        server.join()
    return ratios


async def _best(port: int, make: Callable[[], BaseRequest], calls: int, at_once: int) -> Figure:
    """The better of two runs: the first also pays for imports and warm caches."""
    figures = [await measure(port, make(), calls, at_once) for _ in range(2)]
    return min(figures, key=lambda figure: figure.cpu)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CALLS)
