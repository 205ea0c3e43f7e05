"""A Bot API server that costs next to nothing, in a process of its own: presses come in, answers are counted.

Each person has one press on the way; the next comes when the edit that answers the last one has arrived
(`closed` load), or presses come at a fixed rate whatever the bot does (`open` load).
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from tests.benchmarks.talk import Talk

TOKEN = "123456789:AAF-abcdefghijklmnopqrstuvwxyz_012345"
FIRST = 7001
"""Telegram id of the first person."""
FLOOD = 1_000_000
"""Number of the first press of whoever floods."""
_ME = {"id": 123456789, "is_bot": True, "first_name": "b", "username": "b_bot"}
TEXT = "【出庭确认】拟请您出庭。请于2026年12月15日（星期二，还有5个工作日）前答复。"


@dataclass(frozen=True)
class Load:
    """`people` press `presses` times all told. `rate`: presses a second (0: closed). `delay`: seconds of each call.

    `flood`: presses of one more person, all at once at the beginning; what comes of them is not measured.
    """

    people: int = 32
    presses: int = 2000
    rate: float = 0.0
    delay: float = 0.0
    flood: int = 0

    @property
    def flooder(self) -> int:
        """Telegram id of the one more person."""
        return FIRST + self.people


@dataclass
class Seen:
    """What the server saw: seconds from each press to its answer and to its edit; in order or not."""

    answers: list[float] = field(default_factory=list)
    edits: list[float] = field(default_factory=list)
    seconds: float = 0.0
    out_of_order: int = 0


class _Server:
    def __init__(self, load: Load, pipe: Connection) -> None:
        self.load, self.pipe, self.seen = load, pipe, Seen()
        self.pending: list[bytes] = []
        self.waiting: list[_Talk] = []
        self.pressed: dict[str, float] = {}
        self.open: dict[int, list[tuple[int, float]]] = defaultdict(list)
        self.update = 1000
        self.count = self.done = 0
        self.began = 0.0
        self.last_edit: dict[int, int] = defaultdict(int)
        self.last_word: dict[int, int] = defaultdict(int)

    def press(self, person: int) -> None:
        if self.count >= self.load.presses:
            return
        self.count += 1
        number, now = self.count, time.perf_counter()
        self.pressed[str(number)] = now
        self.open[person].append((number, now))
        self.bring(person, number)

    def bring(self, person: int, number: int) -> None:
        """One press more is there to be fetched."""
        self.update += 1
        user = {"id": person, "is_bot": False, "first_name": "人", "language_code": "zh-hans"}
        chat = {"id": person, "type": "private", "first_name": "人"}
        query = {
            "id": str(number), "from": user, "chat_instance": "1", "data": f"t.add:{number}",
            "message": {"message_id": 5, "date": 1770000000, "chat": chat, "from": _ME, "text": TEXT},
        }  # fmt: skip
        self.pending.append(json.dumps({"update_id": self.update, "callback_query": query}).encode())
        if self.waiting:
            self.waiting.pop(0).updates()

    def start(self) -> None:
        self.began = time.perf_counter()
        for n in range(self.load.flood):
            self.bring(self.load.flooder, FLOOD + n)
        loop = asyncio.get_running_loop()
        if self.load.rate:
            self.steady = loop.create_task(self._steadily())
        else:
            for n in range(self.load.people):
                self.press(FIRST + n)

    async def _steadily(self) -> None:
        for n in range(self.load.presses):
            due = self.began + n / self.load.rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            self.press(FIRST + n % self.load.people)

    def answered(self, query: str) -> None:
        if query in self.pressed:
            self.seen.answers.append(time.perf_counter() - self.pressed[query])

    def edited(self, person: int, text: str) -> None:
        """An edit answers all presses up to the one that it names: edits of one message may be coalesced."""
        if person == self.load.flooder:
            return
        word = int(text.rpartition(" ")[2] or 0)
        self.seen.out_of_order += word < self.last_word[person]
        self.last_word[person] = max(word, self.last_word[person])
        now = time.perf_counter()
        while self.open[person] and self.open[person][0][0] <= word:
            _, at = self.open[person].pop(0)
            self.seen.edits.append(now - at)
            self.done += 1
            if not self.load.rate:
                self.press(person)
        if self.done >= self.load.presses and not self.seen.seconds:
            self.finish()

    def finish(self) -> None:
        self.seen.seconds = time.perf_counter() - self.began
        self.pipe.send(self.seen)


class _Talk(Talk):
    def __init__(self, server: _Server) -> None:
        super().__init__()
        self.server = server

    def connection_lost(self, exc: Exception | None) -> None:
        if self in self.server.waiting:
            self.server.waiting.remove(self)

    def call(self, method: str, given: dict[str, str]) -> None:
        server = self.server
        if method == "getUpdates":
            if server.pending:
                self.updates()
            elif int(given.get("timeout", 0) or 0) == 0:
                self.answer([])
            else:
                server.waiting.append(self)
            return
        if method == "answerCallbackQuery":
            server.answered(given["callback_query_id"])
            self.later(True)
        elif method in ("editMessageText", "sendMessage"):
            chat = int(given["chat_id"])
            server.edited(chat, given["text"])
            self.later({"message_id": 5, "date": 1770000000, "chat": {"id": chat, "type": "private"}, "text": TEXT})
        else:
            self.answer(_ME if method == "getMe" else True)

    def updates(self) -> None:
        batch, self.server.pending = self.server.pending[:100], self.server.pending[100:]
        self.write(b'{"ok":true,"result":[' + b",".join(batch) + b"]}")

    def later(self, result: Any) -> None:
        if self.server.load.delay:
            asyncio.get_running_loop().call_later(self.server.load.delay, self.answer, result)
        else:
            self.answer(result)


def _serve(pipe: Connection, load: Load) -> None:
    async def run() -> None:
        state = _Server(load, pipe)
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Talk(state), "127.0.0.1", 0)
        pipe.send(server.sockets[0].getsockname()[1])

        def begin() -> None:
            pipe.recv()
            state.start()

        loop.add_reader(pipe.fileno(), begin)
        await server.serve_forever()

    asyncio.run(run())


class Api:
    """The server as the benchmark holds it."""

    def __init__(self, port: int, pipe: Connection) -> None:
        self.port, self._pipe = port, pipe

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def begin(self) -> None:
        """Now the presses begin."""
        self._pipe.send(None)

    async def finished(self, within: float) -> Seen | None:
        """What was seen, when the last press is answered; None if that does not come."""
        there = await asyncio.get_running_loop().run_in_executor(None, self._pipe.poll, within)
        return self._pipe.recv() if there else None


@contextmanager
def api(load: Load) -> Iterator[Api]:
    """A fresh server."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(there, load), daemon=True)
    process.start()
    try:
        yield Api(here.recv(), here)
    finally:
        process.terminate()
        process.join()
