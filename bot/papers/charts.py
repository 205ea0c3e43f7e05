"""Pictures and workbooks of figures, each made by a process of its own: what they need is heavy, and seldom used."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import structlog

from bot.domain.figures.charts import Book, Chart
from bot.extracts.processes import environment
from bot.papers import chart_fonts
from bot.papers.chart_fonts import Font

log = structlog.get_logger(__name__)
SECONDS = 60.0
"""That one may take; on an idle machine it takes three."""
_CHILD = "bot.papers.chart_child"
_PNG, _ZIP = b"\x89PNG", b"PK"


@dataclass(frozen=True)
class Draughtsman:
    """`font` says what Chinese is drawn with here, None where nothing can be drawn; it is asked when it is needed."""

    font: Callable[[], Font | None] = chart_fonts.installed
    seconds: float = SECONDS
    temporary: Path | None = None
    """Where folders are made that last as long as a picture; the system's place where none is named."""

    async def picture(self, chart: Chart) -> bytes:
        """As a PNG; empty where there is no font for it, or it could not be drawn within its time."""
        font = await asyncio.to_thread(self.font)
        if font is None:
            return b""
        return await self._made({"chart": chart.as_json(), "font": asdict(font)}, _PNG)

    async def workbook(self, book: Book) -> bytes:
        """As an .xlsx; empty where it could not be made within its time."""
        return await self._made({"book": book.as_json()}, _ZIP)

    async def _made(self, wanted: Mapping[str, Any], begins: bytes) -> bytes:
        folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="chuting-chart-", dir=self.temporary))
        try:
            found = await self._answer(json.dumps(wanted).encode(), folder)
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
        if not found.startswith(begins):
            log.error("Figures could not be drawn", action="figures_undrawn", wanted=next(iter(wanted)))
            return b""
        return found

    async def _answer(self, wanted: bytes, folder: Path) -> bytes:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-s", "-m", _CHILD, str(int(self.seconds)),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            env=environment() | {"HOME": str(folder), "MPLCONFIGDIR": str(folder), "TMPDIR": str(folder)},
            start_new_session=True,
        )  # fmt: skip
        try:
            async with asyncio.timeout(self.seconds):
                found, _ = await process.communicate(wanted)
                return found
        except TimeoutError:
            return b""
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
