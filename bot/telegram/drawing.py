"""Makes pictures and workbooks of figures that people wait for, one at a time, while everybody goes on.

Nothing is drawn within a transaction: a process of its own draws. What was under way at a crash is made again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import structlog
from sqlmodel import Session
from telegram.ext import ExtBot

from bot.clock import wall
from bot.domain.figures.charts import book_of, chart_of
from bot.domain.hall.message import XLSX, Attachment, Message, from_json, message
from bot.services.figures import drawing
from bot.store.tables import FigureJob, Person
from bot.store.trouble import is_passing
from bot.telegram.incoming import Incoming
from bot.telegram.pipeline import Pipeline
from bot.telegram.turn import Turn
from bot.telegram.workroom import Workroom

log = structlog.get_logger(__name__)
PNG = "image/png"


class Drawer(Workroom[FigureJob]):
    """One of them is enough: a picture takes some seconds, a workbook less."""

    name = "drawing"

    def __init__(self, pipeline: Pipeline, bot: ExtBot[Any], owner: str) -> None:
        super().__init__(pipeline, bot, owner)
        self.shop = self.house.printshop
        self.lease = self.shop.draughtsman.seconds + drawing.SPARE

    def anything(self, session: Session) -> bool:
        return drawing.anything(session, wall=wall(), lease=self.lease)

    def claim(self, session: Session) -> FigureJob | None:
        return drawing.claim(session, wall=wall(), owner=self.owner, lease=self.lease)

    def put_back(self, session: Session, job: FigureJob) -> None:
        drawing.put_back(session, job, counts=False)

    async def one(self, job: FigureJob) -> None:
        who = await self.database.read(lambda session: _telegram_id(session, job))
        if who is None:
            await self.database.write(lambda session: self._drop(session, job))
            return
        try:
            made = b""
            if not drawing.is_worn_out(job):
                async with self.showing(job.chat_id, _SIGNS[job.kind]):
                    made = await self._made(job)
            await self._said(job, who, made)
        except Exception as error:
            if is_passing(error):
                raise
            log.exception("Figures could not be handed over", action="drawing_fault", job=job.id, attempt=job.attempts)
            until = wall() + drawing.PAUSE * job.attempts
            await self.database.write(lambda session: drawing.put_back(session, job, until=until))

    async def _made(self, job: FigureJob) -> bytes:
        shows = job.wanted["shows"]
        if job.kind == drawing.PICTURE:
            return await self.shop.picture(chart_of(shows))
        return await self.shop.workbook(book_of(shows))

    async def _said(self, job: FigureJob, who: int, made: bytes) -> None:
        def work(turn: Turn) -> None:
            found = drawing.take(turn.desk.session, job)
            if found is None:
                return
            drawing.settle(turn.desk.session, found)
            if not turn.actor.appointments:
                return  # whoever has left office meanwhile gets nothing more
            turn.say(_message(turn, job, made) if drawing.may_have(turn.desk, found) else _lost(turn))

        await self.pipeline.aside(Incoming(0, job.chat_id, who), work)

    def _drop(self, session: Session, job: FigureJob) -> None:
        found = drawing.take(session, job)
        if found is not None:
            drawing.settle(session, found)


_SIGNS = {drawing.PICTURE: "upload_photo", drawing.WORKBOOK: "upload_document"}


def _telegram_id(session: Session, job: FigureJob) -> int | None:
    person = session.get(Person, job.person_id)
    return person.telegram_id if person is not None else None


def _lost(turn: Turn) -> Message:
    return message(turn.tr("What you see has changed since you asked for it. Please ask for it again."))


def _message(turn: Turn, job: FigureJob, made: bytes) -> Message:
    if not made:
        return message(turn.tr("This cannot be made just now. Please try again later."))
    is_picture = job.kind == drawing.PICTURE
    file = Attachment(job.wanted["name"], made, PNG if is_picture else XLSX, picture=is_picture)
    return replace(from_json(job.wanted["said"]), attachment=file)
