"""Reads pictures that wait, one at a time, while people go on typing; and makes the pieces of them that are asked for.

Nothing is read within a transaction. What was read goes into the draft in the transaction that removes the row of the
queue, so that a picture which was being read when the program died is read again, once.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path
from typing import Any

import structlog
from sqlmodel import Session
from telegram.ext import ExtBot

from bot.clock import wall
from bot.domain.hall import picture_marks
from bot.domain.hall.extracts import Extract
from bot.extracts import notes
from bot.extracts.pictures import Pictures
from bot.services.hall import files, picture_jobs
from bot.store.tables import PictureJob
from bot.store.trouble import is_passing
from bot.telegram.incoming import Incoming
from bot.telegram.pipeline import Pipeline
from bot.telegram.shots import Developed, OnItsWay, Shot
from bot.telegram.turn import Turn
from bot.telegram.workroom import Workroom

log = structlog.get_logger(__name__)
ON_ITS_WAY = 0.2
"""Seconds until the next look whether the message that shows the form has been sent."""
MOST_LOOKS = 25


class Darkroom(Workroom[PictureJob]):
    """One of them reads, another one makes pieces: whoever asks for one does not wait until all is read."""

    name = "darkroom"
    queue = picture_jobs.QUEUE

    def __init__(self, pipeline: Pipeline, bot: ExtBot[Any], owner: str, *, pieces: bool = False) -> None:
        super().__init__(pipeline, bot, owner)
        self.pieces = pieces
        self.counts: Counter[str] = pipeline.pictured
        self.lease = self.house.reading.picture_seconds + picture_jobs.SPARE

    def such(self) -> tuple[Any, ...]:
        return picture_jobs.kind(pieces=self.pieces)

    async def one(self, job: PictureJob) -> None:
        wanted = await self.database.read(lambda session: picture_jobs.wanted(session, job))
        pictures = self.house.pictures
        if wanted is None or pictures is None:
            await self.database.write(lambda s: self.queue.drop(s, job))
            return
        incoming = Incoming(0, job.chat_id, wanted.telegram_id)
        try:
            if wanted.piece is not None:
                await self._piece(pictures, job, wanted.piece, incoming)
            else:
                await self._read(pictures, job, wanted.given, incoming)
        except Exception as error:
            if is_passing(error):
                raise
            # A fault of ours: tried again after a pause, and given up in the end.
            log.exception("A picture could not be seen to", action="picture_fault", job=job.id, attempt=job.attempts)
            self.counts["faults"] += 1
            until = wall() + picture_jobs.PAUSE * job.attempts
            await self.database.write(lambda s: self._after_fault(s, job, until))

    def _after_fault(self, session: Session, job: PictureJob, until: float) -> None:
        """Once it was given up already, and even that failed, nothing more is tried."""
        if self.pieces or job.attempts > picture_jobs.ATTEMPTS + 1:
            self.queue.drop(session, job)
        else:
            self.queue.put_back(session, job, until=until)

    # -- reading ---------------------------------------------------------------------------------------------------

    async def _read(self, pictures: Pictures, job: PictureJob, given: files.Given, incoming: Incoming) -> None:
        name = str(given.get("name", ""))
        if picture_jobs.is_worn_out(job):
            extract = Extract(notes=(notes.picture_unread(name),))
        else:
            extract = await self._look(pictures, job, given, name)
        failed = extract.unread
        self.counts["failed" if failed else "read"] += 1
        log.info("A picture was looked at", action="picture_read", job=job.id, read=not failed, attempt=job.attempts)
        await self._until_taken(job, incoming, extract)

    async def _look(self, pictures: Pictures, job: PictureJob, given: files.Given, name: str) -> Extract:
        """What it says. Meanwhile the chat shows that something is being done."""
        missing = pictures.missing()
        if missing is not None or not self.house.files.has(job.hash):
            return Extract(notes=(missing or notes.damaged(name),))
        async with self.showing(job.chat_id, "typing"):
            path: Path = self.house.files.path(job.hash)
            return await pictures.read(path, name, int(given.get("size", 0)), mime=str(given.get("mime", "")))

    async def _until_taken(self, job: PictureJob, incoming: Incoming, extract: Extract) -> None:
        takers = self.pipeline.router.developers
        for look in range(MOST_LOOKS):
            developed = Developed(job.hash, extract, last=look == MOST_LOOKS - 1)

            def work(turn: Turn, developed: Developed = developed) -> None:
                found = picture_jobs.take(turn.desk.session, job)
                if found is None:
                    return
                picture_jobs.settle(turn.desk.session, found)
                any(take(turn, developed) for take in takers)

            try:
                await self.pipeline.aside(incoming, work)
            except OnItsWay:
                await asyncio.sleep(ON_ITS_WAY)
            else:
                return

    # -- pieces ----------------------------------------------------------------------------------------------------

    async def _piece(self, pictures: Pictures, job: PictureJob, piece: picture_marks.Piece, incoming: Incoming) -> None:
        content = b""
        if pictures.missing() is None and self.house.files.has(piece.file):
            path = self.house.files.path(piece.file)
            content = await pictures.piece(path, piece.name, piece.page, piece.box, mime=piece.mime)
        show = self.pipeline.router.shot

        def work(turn: Turn) -> None:
            found = picture_jobs.take(turn.desk.session, job)
            if found is None:
                return
            picture_jobs.settle(turn.desk.session, found)
            if show is not None:
                show(turn, Shot(piece.field, content))

        await self.pipeline.aside(incoming, work)
