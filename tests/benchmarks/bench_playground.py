"""How fast the playground's server is by itself: ``python -m tests.benchmarks.bench_playground``.

The server runs in a child process on one core, the load comes from this process over kept connections.
Prints sendMessage a second (JSON bodies as aiohttp clients send them, and forms as python-telegram-bot does),
and how long the page waits for a chat with 200 people and 20,000 messages in state.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import multiprocessing
import os
import selectors
import socket
import statistics
import time
import urllib.parse
from multiprocessing.connection import Connection

from bot.playground import Limits, Playground
from bot.playground.chats.posting import post
from bot.playground.wire import Json

CONNECTIONS = 16


def fill(playground: Playground, people: int = 200, messages: int = 20_000) -> int:
    """Fill the state evenly; gives the id of the first person."""
    me = playground.core.state.profile.user()
    cast = [playground.add_person(f"人{number}", started=True) for number in range(people)]
    buttons: Json = {"inline_keyboard": [[{"text": "收到", "callback_data": "ok"}]]}
    for number in range(messages):
        person = cast[number % people]
        sender = me if number % 3 else person.user()
        parts = {"text": f"第{number}条：请于12月4日（周五）17:30前答复。"}
        chat = playground.chat(person)
        post(playground.core, chat, sender, {**parts, **({"reply_markup": buttons} if number % 3 else {})})
    return cast[0].id


def _serve(pipe: Connection, filled: bool) -> None:
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[-1]})

    async def main() -> None:
        playground = Playground(limits=Limits.off())
        person = fill(playground) if filled else playground.add_person("王芳", started=True).id
        running = await playground.serve()
        pipe.send((running.port, playground.token, playground.secret, person))
        loop = asyncio.get_running_loop()
        while await loop.run_in_executor(None, pipe.recv):
            pipe.send(time.process_time())
        await running.stop()

    asyncio.run(main())


class Server:
    """The server in a child process."""

    def __init__(self, *, filled: bool = False) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, other = context.Pipe()
        self.process = context.Process(target=_serve, args=(other, filled), daemon=True)
        self.process.start()
        self.port, self.token, self.secret, self.person = self.pipe.recv()

    def used(self) -> float:
        """CPU seconds that it has used so far."""
        self.pipe.send(True)
        seconds: float = self.pipe.recv()
        return seconds

    def stop(self) -> None:
        """End the child."""
        self.pipe.send(False)
        self.process.join(10)
        self.pipe.close()


def request(server: Server, *, form: bool) -> bytes:
    """One sendMessage with HTML and an inline keyboard, as a library would send it."""
    fields = {
        "chat_id": str(server.person),
        "text": "【出庭确认】<b>张副局长</b>：拟请您出庭。（2026）鲁0831行初12号",
        "parse_mode": "HTML",
        "reply_markup": '{"inline_keyboard":[[{"text":"我出庭","callback_data":"a:1"}]]}',
    }
    body = (urllib.parse.urlencode(fields) if form else json.dumps(fields)).encode()
    kind = "application/x-www-form-urlencoded" if form else "application/json"
    head = (
        f"POST /bot{server.token}/sendMessage HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
        f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def load(port: int, message: bytes, seconds: float) -> tuple[int, float]:
    """Answers got over ``CONNECTIONS`` connections, and the seconds it took."""
    selector = selectors.DefaultSelector()
    for _ in range(CONNECTIONS):
        connection = socket.create_connection(("127.0.0.1", port))
        selector.register(connection, selectors.EVENT_READ)
        connection.sendall(message)
    start, count = time.perf_counter(), 0
    while (spent := time.perf_counter() - start) < seconds:
        for key, _ in selector.select(1):
            connection = key.fileobj  # type: ignore[assignment]
            answer = connection.recv(65536)
            assert answer.startswith(b"HTTP/1.1 200"), answer[:300]
            count += 1
            connection.sendall(message)
    for entry in list(selector.get_map().values()):
        entry.fileobj.close()  # type: ignore[union-attr]
    selector.close()
    return count, spent


def rate(*, form: bool = False, seconds: float = 3.0) -> tuple[float, float]:
    """sendMessage a second of a fresh server, and a CPU second of its core (which other work cannot disturb)."""
    server = Server()
    try:
        load(server.port, request(server, form=form), 0.5)
        before = server.used()
        count, spent = load(server.port, request(server, form=form), seconds)
        return count / spent, count / (server.used() - before)
    finally:
        server.stop()


def opening() -> float:
    """Median seconds to open a chat of a filled state (newest 50 messages, then 50 older ones)."""
    server = Server(filled=True)
    try:
        times = []
        for number in range(20):
            connection = http.client.HTTPConnection("127.0.0.1", server.port)
            start = time.perf_counter()
            for more in ("", "&before=10000"):
                path = f"/control/history?chat={server.person + number}&limit=50{more}"
                connection.request("GET", path, headers={"X-Playground-Key": server.secret})
                assert connection.getresponse().read().startswith(b'{"chat"')
            times.append(time.perf_counter() - start)
            connection.close()
        return statistics.median(times)
    finally:
        server.stop()


if __name__ == "__main__":
    for name, form in (("JSON", False), ("form", True)):
        wall, cpu = rate(form=form)
        print(f"sendMessage, {name}: {wall:.0f}/s; {cpu:.0f} a CPU second of the server")
    print(f"opening a chat among 200 people and 20,000 messages: {1000 * opening():.0f} ms")
