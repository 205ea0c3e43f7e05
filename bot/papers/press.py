"""Fills templates in a process of its own, started when the first paper is asked for, and ended when there are none."""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from bot.extracts.processes import environment
from bot.papers.faults import Fault, Unprintable, unprintable
from bot.papers.wire import ANSWER, MOST, REQUEST, exactly

SECONDS = 30.0
"""That a paper may take."""
_PAPERS = 200
"""After so many another process takes over: what a library does not let go of goes with the old one."""


class Press:
    """One paper at a time. It belongs to no event loop; what blocks, blocks a thread of the loop that asks."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._filled = 0
        self._lock = threading.Lock()

    async def fill(self, template: bytes, values: Mapping[str, Any], pictures: Sequence[str] = ()) -> bytes:
        """The paper, as a .docx; the same bytes for the same values. `pictures` are files that only the process reads.

        Raises:
            Unprintable: the template is wrong; or it took too long, or ended the process.
        """
        asked = {"values": dict(values), "pictures": list(pictures)}
        try:
            async with asyncio.timeout(self.seconds):
                return await asyncio.to_thread(self._fill, template, json.dumps(asked).encode())
        except TimeoutError:
            self._kill()
            raise unprintable("filling it took too long") from None
        except asyncio.CancelledError:
            self._kill()
            raise

    def rest(self) -> None:
        """Nothing more is wanted for now: the process ends, and the next paper starts another."""
        with self._lock:
            self._end()

    def _fill(self, template: bytes, values: bytes) -> bytes:
        with self._lock:
            process = self._ready()
            answer = self._exchange(process, template, values)
            if answer is None:
                self._end()
                raise unprintable("filling it ended the process")
            self._filled += 1
        good, content = answer
        if not good:
            raise Unprintable(Fault(**fault) for fault in json.loads(content))
        return content

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._filled >= _PAPERS:
            self._end()
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process, self._filled = _start(), 0
        return self._process

    def _exchange(self, process: subprocess.Popen[bytes], template: bytes, values: bytes) -> tuple[bool, bytes] | None:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(REQUEST.pack(len(template), len(values)) + template + values)
            process.stdin.flush()
            head = exactly(process.stdout, ANSWER.size)
            good, size = ANSWER.unpack(head) if head is not None else (False, MOST + 1)
            content = exactly(process.stdout, size) if size <= MOST else None
        except (OSError, ValueError):
            return None
        return (good, content) if content is not None else None

    def _kill(self) -> None:
        """The thread that waits for its answer hears that there is none, and sees to the rest."""
        process = self._process
        if process is not None:
            process.kill()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-P", "-s", "-m", "bot.papers.child"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment(),
        start_new_session=True,
    )  # fmt: skip
