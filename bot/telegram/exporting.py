"""Has large files of figures made, one at a time, in a process of their own, while the chat says how far they are.

What was being made when the program died is made again. A file that nobody waits for any more, or that the asker may
have no longer, is given up while it is made.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any

import structlog
from telegram.ext import ExtBot

from bot.clock import wall
from bot.domain.figures.exports import CHART, LARGEST
from bot.extracts.processes import environment
from bot.services.figures import exports
from bot.services.figures.exports import Order
from bot.services.hall.desk import Desk
from bot.store.tables import FileJob
from bot.store.trouble import is_passing
from bot.telegram.pipeline import Pipeline
from bot.telegram.workroom import Workroom

log = structlog.get_logger(__name__)
SECONDS = 900.0
"""That a file may take."""
LOOK = 3.0
"""Seconds between two looks at whether it is still wanted; as often the chat says how far it is."""
LEASE = 60.0
_MODULE = "bot.exporting"
Source = dict[str, Any]
"""Where the process reads, as `bot.exporting.Source` has it."""


class Exporter(Workroom[FileJob]):
    """One of them is enough: a picture takes some seconds, a ledger of 100,000 rows half a minute."""

    name = "exporting"
    queue = exports.QUEUE
    lease = LEASE

    def __init__(self, pipeline: Pipeline, bot: ExtBot[Any], owner: str, source: Source) -> None:
        super().__init__(pipeline, bot, owner)
        self.source = source
        self.look = LOOK

    async def one(self, job: FileJob) -> None:
        order = await self.database.read(lambda session: exports.order(self.desk(session), job))
        if order is None:
            await self.pipeline.alone(lambda desk: exports.refused(desk, job))
            return
        if self.queue.is_worn_out(job):
            await self.pipeline.alone(lambda desk: exports.failed(desk, job))
            return
        try:
            async with self.showing(job.chat_id, "upload_photo" if job.kind == CHART else "upload_document"):
                await self._make(job, order)
        except Exception as error:
            if is_passing(error):
                raise
            log.exception("A file could not be made", action="exporting_fault", job=job.id, attempt=job.attempts)
            await self._again(job)

    async def _make(self, job: FileJob, order: Order) -> None:
        with tempfile.TemporaryDirectory(prefix="chuting-export") as folder:
            path = Path(folder) / "file"
            said = await self._run(job, order, path)
            if said is None:
                return  # given up: nobody waits for it
            if said.get("refused"):
                await self.pipeline.alone(lambda desk: exports.refused(desk, job))
            elif "rows" not in said:
                log.warning("The process that makes a file ended too early", action="export_ended", job=job.id)
                await self._again(job)
            else:
                await self._made(job, path, int(said["rows"]), str(said.get("name", "")))

    async def _made(self, job: FileJob, path: Path, rows: int, name: str) -> None:
        size = await asyncio.to_thread(lambda: path.stat().st_size)
        if size > LARGEST:
            await self.pipeline.alone(lambda desk: exports.failed(desk, job, exports.TOO_LARGE))
            return
        digest = await asyncio.to_thread(lambda: self.house.files.put(path.read_bytes()))
        await self.pipeline.alone(lambda desk: exports.made(desk, job, digest, size, rows, name))
        log.info("A file was made", action="exported", job=job.id, kind=job.kind, rows=rows, size=size)

    async def _run(self, job: FileJob, order: Order, path: Path) -> dict[str, Any] | None:
        """What the process said last; None where it was ended because nobody waits any more."""
        work = {
            "kind": order.kind, "asked": order.asked, "person_id": order.person_id, "language": order.language,
            "now": self.pipeline.clock.now().isoformat(), "path": str(path),
        }  # fmt: skip
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-s", "-m", _MODULE,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
            env=environment() | {"HOME": str(path.parent), "TMPDIR": str(path.parent)}, start_new_session=True,
        )  # fmt: skip
        try:
            async with asyncio.timeout(SECONDS):
                assert process.stdin is not None
                process.stdin.write(json.dumps({"source": self.source, "work": work}).encode())
                process.stdin.close()
                return await self._heard(job, process)
        except TimeoutError:
            return {}
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process.pid, signal.SIGKILL)
                await process.wait()

    async def _heard(self, job: FileJob, process: asyncio.subprocess.Process) -> dict[str, Any] | None:
        """Hear the process to its end; every few seconds the chat hears too, and it is asked whether to go on."""
        assert process.stdout is not None
        last: dict[str, Any] = {}
        line: asyncio.Future[bytes] = asyncio.ensure_future(process.stdout.readline())
        loop = asyncio.get_running_loop()
        looked = loop.time()
        try:
            while True:
                await asyncio.wait({line}, timeout=max(0.0, looked + self.look - loop.time()))
                if line.done():
                    said = line.result()
                    if not said:
                        return last
                    last = json.loads(said)
                    line = asyncio.ensure_future(process.stdout.readline())
                if loop.time() - looked >= self.look:
                    looked = loop.time()
                    if not await self._goes_on(job, last):
                        return None
        finally:
            line.cancel()

    async def _goes_on(self, job: FileJob, said: dict[str, Any]) -> bool:
        goes_on = False

        def work(desk: Desk) -> None:
            nonlocal goes_on
            done, total = int(said.get("done", 0)), int(said.get("total", 0))
            goes_on = exports.progress(desk, job, done, total, until=wall() + LEASE)

        await self.pipeline.alone(work)
        return goes_on

    async def _again(self, job: FileJob) -> None:
        if job.attempts >= exports.ATTEMPTS:
            await self.pipeline.alone(lambda desk: exports.failed(desk, job))
        else:
            await self.later(job)
