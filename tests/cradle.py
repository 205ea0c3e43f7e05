"""Processes of the bot that begin with everything imported: a process that has done so forks for each one asked for.

Each is a process as any other: its own id, folder, environment, files, signals, locks and end, and in it
`python -m bot`. Only the interpreter's start and the imports are shared, which are most of what a command costs.
Tests of those start Python itself.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import gc
import json
import os
import resource
import runpy
import signal
import socket
import subprocess
import sys
import time
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

ROOT = Path(__file__).resolve().parents[1]
MODULES = (
    "bot.app", "handlers", "jobs", "bot.auditing", "bot.cli", "bot.figuring", "bot.law.cli",
    "bot.observability", "bot.operations", "bot.play", "bot.store.migrate", "tests.room",
)  # fmt: skip
"""What the commands import sooner or later."""
ORDER = 1 << 20
"""Bytes that an order may have: the words and the environment."""


@dataclass(eq=False)
class Forked:
    """A running process, with what the tests use of `asyncio.subprocess.Process`."""

    pid: int
    _news: socket.socket
    _code: int | None = None

    def __post_init__(self) -> None:
        # A process that nobody waits for, as one that is killed and left, leaves nothing open here.
        weakref.finalize(self, self._news.close)

    @property
    def returncode(self) -> int | None:
        """Its exit status as `wait` gives it; None while it runs."""
        if self._code is None:
            with contextlib.suppress(BlockingIOError):
                self._over(self._news.recv(64))
        return self._code

    def _over(self, told: bytes) -> None:
        self._code = os.waitstatus_to_exitcode(int(told))
        self._news.close()

    def send_signal(self, sign: signal.Signals) -> None:
        if self.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, sign)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    async def wait(self) -> int:
        """Its exit status; a signal's number below nought, as always in Python."""
        # Looked for, not awaited on the socket: whoever asks for `returncode` meanwhile takes the news and closes it.
        while (code := self.returncode) is None:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        return code


async def begin(
    words: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str],
    out: BinaryIO,
    module: str = "bot",
    without: str = "",
    most: int = 0,
) -> Forked:
    """`python -m MODULE WORDS`; what it prints, as an error or not, goes to a file.

    One package may be missing, as where it was not installed; and no file may grow beyond so many bytes,
    as on a full disk.
    """
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    told = {
        "module": module, "words": list(words), "cwd": str(cwd), "env": dict(env), "without": without, "most": most,
    }  # fmt: skip
    with theirs:
        socket.send_fds(_cradle(), [json.dumps(told).encode()], [out.fileno(), theirs.fileno()])
    ours.setblocking(False)
    return Forked(int(await asyncio.get_running_loop().sock_recv(ours, 64)), ours)


@cache
def _cradle() -> socket.socket:
    """Start the process that forks; it ends with this one."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("CHUTING_")} | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.cradle", str(theirs.fileno())]
    process = subprocess.Popen(
        command, env=environment, cwd=ROOT, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    theirs.close()
    atexit.register(process.wait)
    atexit.register(ours.close)
    return ours


def _rock(orders: socket.socket) -> Sequence[str]:
    """Serve orders until nobody can give any; returns only in a child, with its module and words."""
    before = set(os.environ)
    for name in MODULES:
        import_module(name)
    added = {name: value for name, value in os.environ.items() if name not in before}
    gc.freeze()
    while True:
        order, held, *_ = socket.recv_fds(orders, ORDER, 2)
        if not order:
            sys.exit()
        if os.fork() == 0:
            orders.close()
            return _watch(json.loads(order), held, added)
        for each in held:
            os.close(each)
        # Who watched has told all it had to tell.
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass


def _watch(order: dict[str, Any], held: Sequence[int], added: Mapping[str, str]) -> Sequence[str]:
    """Fork the process itself, tell its id, and at its end its status."""
    out, news = held
    pid = os.fork()
    if pid == 0:
        os.close(news)
        return _become(order, out, added)
    os.close(out)
    with socket.socket(fileno=news) as telling, contextlib.suppress(BrokenPipeError):
        telling.send(str(pid).encode())
        telling.send(str(os.waitpid(pid, 0)[1]).encode())
    os._exit(0)


def _become(order: dict[str, Any], out: int, added: Mapping[str, str]) -> Sequence[str]:
    """Be as a process is that has just been started so."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.dup2(out, 1)
    os.dup2(out, 2)
    os.close(out)
    os.environ.clear()
    os.environ.update({**added, **order["env"]})
    time.tzset()
    os.chdir(order["cwd"])
    sys.path[0] = ""
    if order["without"]:
        sys.modules[order["without"]] = None  # type: ignore[assignment]
    if order["most"]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["most"], resource.RLIM_INFINITY))
    return [order["module"], *order["words"]]


if __name__ == "__main__":
    # Whoever interrupts the tests interrupts the processes; this one ends when the tests have.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.argv = list(_rock(socket.socket(fileno=int(sys.argv[1]))))
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
