"""Starts a process that reads one file, hears its answer, and sees to its end."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Sequence

_MOST = 8 * 1024 * 1024
"""Bytes of an answer that are taken."""
_PIECE = 64 * 1024


async def answer(module: str, arguments: Sequence[str], seconds: float) -> bytes:
    """What the module wrote; nothing where it crashed, was too slow or said too much."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-s", "-m", module, *arguments,
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        env=environment(), start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        async with asyncio.timeout(seconds):
            found = await _all(process.stdout)
            await process.wait()
            return found
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


def environment() -> dict[str, str]:
    """What a child needs to find the same modules, and nothing that the bot keeps secret."""
    return {
        "PYTHONPATH": os.pathsep.join(part for part in sys.path if part),
        "PYTHONUTF8": "1",
        "LANG": "C.UTF-8",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
