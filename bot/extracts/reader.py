"""Reads a file in a process of its own: short-lived, bounded, one or two at a time."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path

import structlog

from bot.domain.hall.extracts import Extract, Limits, from_json
from bot.domain.hall.problems import Problem
from bot.extracts import notes

log = structlog.get_logger(__name__)
AT_ONCE = 2
_MOST = 8 * 1024 * 1024
"""Bytes of an answer that are taken."""
_PIECE = 64 * 1024
_SMALLEST = 64
"""Bytes below which no document is one: nothing is started for them."""
_TEXTS = (".txt", ".csv", ".tsv", ".md")
_PACKED = (".docx", ".xlsx", ".ofd", ".pdf")


@dataclass(frozen=True)
class Reader:
    """`read` never raises for what is in a file; what goes wrong with it is a sentence of the extract."""

    limits: Limits
    _gate: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def read(self, path: Path, name: str, size: int) -> Extract:
        """What the file of so many bytes says. Reading it again gives the same."""
        if size < _SMALLEST and not name.lower().endswith(_TEXTS):
            return Extract(notes=(_stub(name),))
        async with self._gate:
            answer = await self._answer(path, name)
        try:
            return from_json(json.loads(answer))
        except (ValueError, KeyError, TypeError):
            log.warning("A file could not be read within its bounds", action="file_unread", size=size)
            return Extract(notes=(notes.too_heavy(name),))

    async def _answer(self, path: Path, name: str) -> bytes:
        """What the child wrote; nothing where it crashed, was too slow or said too much."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-s", "-m", "bot.extracts.child",
            str(path), name, json.dumps(asdict(self.limits)),
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            env=_environment(), start_new_session=True,
        )  # fmt: skip
        assert process.stdout is not None
        try:
            async with asyncio.timeout(self.limits.seconds):
                answer = await _all(process.stdout)
                await process.wait()
                return answer
        except TimeoutError:
            return b""
        finally:
            if process.returncode is None:
                # Not `process.kill`, which would take the child's end from whoever waits for it.
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process.pid, signal.SIGKILL)
                await process.wait()


async def _all(stream: asyncio.StreamReader) -> bytes:
    found = bytearray()
    while piece := await stream.read(_PIECE):
        found += piece
        if len(found) > _MOST:
            raise TimeoutError
    return bytes(found)


def _stub(name: str) -> Problem:
    ending = Path(name).suffix.lower()
    return notes.damaged(name) if ending in _PACKED else notes.unknown(name)


def _environment() -> dict[str, str]:
    """What a child needs to find the same modules, and nothing that the bot keeps secret."""
    return {
        "PYTHONPATH": os.pathsep.join(part for part in sys.path if part),
        "PYTHONUTF8": "1",
        "LANG": "C.UTF-8",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
