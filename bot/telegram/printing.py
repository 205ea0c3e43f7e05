"""Prints documents that wait, one at a time, while people go on: the papers that are kept, and drafts to look at.

Nothing is printed within a transaction. What was printed is kept in the transaction that removes the row of the queue,
so that a paper that was being printed when the program died is printed again, once, and is the same.
"""

from __future__ import annotations

import asyncio
import base64
from dataclasses import dataclass
from typing import Any

import structlog
from telegram.ext import ExtBot

from bot.domain.figures.charts import chart_of
from bot.papers.faults import Unprintable
from bot.services.documents import printing
from bot.services.documents.printing import Order
from bot.services.hall.desk import Desk
from bot.store.tables import PrintJob
from bot.store.trouble import is_passing
from bot.telegram.incoming import Incoming
from bot.telegram.pipeline import Pipeline
from bot.telegram.turn import Turn
from bot.telegram.workroom import Workroom

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper for whoever waits for it: a version by its number (its file is kept), or the draft with its bytes.

    `page` is the picture of a draft's first page, empty where there is none; `failed` where no paper could be made.
    """

    document_id: int
    edition: int
    order: Order
    content: bytes = b""
    page: bytes = b""
    failed: bool = False


class Printer(Workroom[PrintJob]):
    """One of them is enough: a paper takes a thirtieth of a second, its picture some seconds."""

    name = "printing"
    queue = printing.QUEUE

    def __init__(self, pipeline: Pipeline, bot: ExtBot[Any], owner: str) -> None:
        super().__init__(pipeline, bot, owner)
        self.shop = self.house.printshop
        self.lease = self.shop.press.seconds + self.shop.viewer.seconds + printing.SPARE
        self.lease += self.shop.draughtsman.seconds

    async def rest(self) -> None:
        await asyncio.to_thread(self.shop.rest)

    async def one(self, job: PrintJob) -> None:
        order = await self.database.read(lambda session: printing.order(self.desk(session), job))
        if order is None:
            await self.database.write(lambda session: self.queue.drop(session, job))
            return
        try:
            if not job.edition:
                await self._draft(job, order)
            elif order.hash:
                await self._handed(job, order)
            else:
                await self._kept(job, order)
        except Unprintable:
            # What is wrong may name what people wrote: `documents check` says it to the operator.
            log.error("A template cannot be used; see `documents check`", action="unprintable", template=order.template)
            await self._unprintable(job, order)
        except Exception as error:
            if is_passing(error):
                raise
            log.exception("A paper could not be printed", action="printing_fault", job=job.id, attempt=job.attempts)
            await self.later(job)

    async def _paper(self, order: Order) -> bytes:
        """With its chart, where it has one and one can be drawn here; else the paper says that the table stands alone.
        Raises Unprintable."""
        drawn = await self.shop.draughtsman.picture(chart_of(order.chart)) if order.chart else b""
        values = {**order.values, "paper": {**order.values["paper"], "chart": base64.b64encode(drawn).decode()}}
        return await self.shop.paper(order.template, values, self._pictures(order))

    def _pictures(self, order: Order) -> list[str]:
        """Where they lie; the bot itself opens none."""
        return [str(self.house.files.path(one).absolute()) for one in order.pictures]

    # -- drafts --------------------------------------------------------------------------------------------------------

    async def _draft(self, job: PrintJob, order: Order) -> None:
        if self.queue.is_worn_out(job):
            await self._said(job, order, Printed(job.document_id, 0, order, failed=True))
            return
        async with self.showing(job.chat_id or 0, "upload_document"):
            paper = await self._paper(order)
            page = await self.shop.first_page(paper)
        await self._said(job, order, Printed(job.document_id, 0, order, paper, page))

    # -- versions ------------------------------------------------------------------------------------------------------

    async def _kept(self, job: PrintJob, order: Order) -> None:
        paper = await self._paper(order)
        digest = await asyncio.to_thread(self.house.files.put, paper)

        def work(desk: Desk) -> None:
            found = printing.take(desk.session, job)
            if found is not None:
                printing.kept(desk, found, digest, order.name, len(paper))
                if found.chat_id is None:
                    printing.settle(desk.session, found)

        await self.pipeline.alone(work)
        log.info("A paper was printed", action="printed", job=job.id, template=order.template)
        if job.chat_id is not None:
            await self._handed(job, order)

    async def _handed(self, job: PrintJob, order: Order) -> None:
        """Whoever waits for the version gets it, now that its file is kept."""
        if job.chat_id is None or order.telegram_id is None:
            await self.database.write(lambda session: self.queue.drop(session, job))
        else:
            await self._said(job, order, Printed(job.document_id, job.edition, order))

    # -- what became of it ---------------------------------------------------------------------------------------------

    async def _said(self, job: PrintJob, order: Order, printed: Printed) -> None:
        show = self.pipeline.router.printed

        def work(turn: Turn) -> None:
            found = printing.take(turn.desk.session, job)
            if found is not None:
                printing.settle(turn.desk.session, found)
                if show is not None:
                    show(turn, printed)

        await self.pipeline.aside(Incoming(0, job.chat_id or 0, order.telegram_id or 0), work)

    async def _unprintable(self, job: PrintJob, order: Order) -> None:
        """A draft is given up, and whoever waits is told; what was frozen is tried again: a template can be mended."""
        if not job.edition:
            await self._said(job, order, Printed(job.document_id, 0, order, failed=True))
        else:
            await self.later(job)
