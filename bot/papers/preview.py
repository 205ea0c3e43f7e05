"""A picture of a paper's first page, drawn by LibreOffice where it is installed; without it there is simply none."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from bot.extracts.processes import environment

log = structlog.get_logger(__name__)
SECONDS = 60.0
"""That a picture may take; the first one after a start of the machine takes the longest."""
_PROGRAMS = ("soffice", "libreoffice")
_CHILD = "bot.papers.preview_child"
_PNG = b"\x89PNG"


def _installed() -> str:
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), "")


@dataclass(frozen=True)
class Viewer:
    """`program` is LibreOffice's, empty where there is none."""

    program: str = field(default_factory=_installed)
    seconds: float = SECONDS
    temporary: Path | None = None
    """Where the folders are made that last as long as a picture; the system's place where none is named."""

    async def first_page(self, paper: bytes) -> bytes:
        """The first page as a PNG; empty where it cannot be drawn within its time."""
        if not self.program:
            return b""
        folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="chuting-page-", dir=self.temporary))
        try:
            found = await self._drawn(paper, folder)
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
        if not found.startswith(_PNG):
            log.warning("The first page of a paper could not be drawn", action="page_undrawn", size=len(paper))
            return b""
        return found

    async def _drawn(self, paper: bytes, folder: Path) -> bytes:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-s", "-m", _CHILD, self.program, str(folder), str(int(self.seconds)),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            env=environment() | {"HOME": str(folder), "PATH": os.environ.get("PATH", os.defpath)},
            start_new_session=True,
        )  # fmt: skip
        try:
            async with asyncio.timeout(self.seconds):
                found, _ = await process.communicate(paper)
                return found
        except TimeoutError:
            return b""
        finally:
            # Whatever it started is of its group, and ends with it.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
