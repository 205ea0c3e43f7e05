"""Files that people send are fetched from people in office, in private, where something asks for them, within bounds.

What a sender says of a file (size, type, name) decides nothing: bytes are counted while they come, and no more are read
than may be kept. They lie in a place for what waits until the turn that follows has said what they belong to.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import structlog
from sqlmodel import Session
from telegram.error import BadRequest, NetworkError, RetryAfter
from telegram.ext import ExtBot

from bot.clock import Clock
from bot.domain.hall import files as pure
from bot.domain.hall import pictures
from bot.domain.hall.extracts import Extract
from bot.domain.hall.problems import Problem
from bot.extracts import notes
from bot.extracts.reader import Reader
from bot.services.hall import files
from bot.services.hall.desk import House
from bot.store.database import Database
from bot.store.files import Part
from bot.telegram.incoming import Incoming, IncomingFile
from bot.telegram.request import FileGone
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.telegram.turning import Transaction

log = structlog.get_logger(__name__)
PIECE = 1024 * 1024
"""Bytes that are collected before they are written to the disk."""


class TooMuch(Exception):
    """A file is larger than may be fetched; `read` bytes of it came in before that was seen."""

    def __init__(self, read: int = 0) -> None:
        super().__init__(read)
        self.read = read


class Unwritten(Exception):
    """The disk does not take a file now: it is full, or gone."""


@dataclass(frozen=True)
class Plan:
    """How much of a file may be fetched (`most` by what asks for it, `left` of the day), or why it is not."""

    most: int = 0
    left: int = 0
    why: Problem | None = None
    read: bool = False
    """Whether somebody wants to know what the files say."""


@dataclass(frozen=True)
class Fetching:
    """Looks at who sends a file and whether anything asks for it, then brings it in."""

    house: House
    database: Database
    clock: Clock
    router: Router
    bot: ExtBot[Any]
    transact: Transaction
    reader: Reader

    async def fetch(self, incoming: Incoming) -> Incoming:
        """The message with its files as they are; where they were not fetched it says why.

        Raises:
            NetworkError: a file cannot be fetched now. Unwritten: it cannot be written down now.
        """
        if not incoming.files or incoming.edited:
            return incoming
        plan = await self.database.read(lambda session: self._plan(session, incoming))
        found: list[IncomingFile] = []
        for file in incoming.files:
            try:
                one = await self._one(incoming, file, plan) if plan.why is None else file
            except _NotFetched as not_fetched:
                plan, one = replace(plan, why=not_fetched.why), replace(file, size=max(file.size, not_fetched.size))
            found.append(one)
        return replace(incoming, files=tuple(found), unkept=plan.why)

    def _plan(self, session: Session, incoming: Incoming) -> Plan:
        if not incoming.private:
            return Plan(why=pure.IN_GROUP)
        turn = self.transact.look(session, incoming, self.clock.now())
        if not turn.known or not turn.actor.appointments:
            return Plan(why=pure.NO_APPOINTMENT)
        most = min(pure.LARGEST, asked(self.router, turn))
        left = files.left_today(turn.desk)
        if most and not left:
            return Plan(why=self.house.daily.problem)
        read = bool(most) and any(reads(turn) for reads in self.router.readers)
        return Plan(most, left, None if most else pure.UNASKED, read)

    async def _one(self, incoming: Incoming, file: IncomingFile, plan: Plan) -> IncomingFile:
        if file.size > plan.most:
            raise _NotFetched(pure.too_large(plan.most))
        try:
            fetched = await self._bring(file, min(plan.most, plan.left))
        except FileGone:
            raise _NotFetched(pure.GONE) from None
        except TooMuch as much:
            await self._count(incoming, much.read)
            log.warning("A file was larger than it may be", action="file_too_large", read=much.read, said=file.size)
            why = pure.too_large(plan.most) if plan.most <= plan.left else self.house.daily.problem
            raise _NotFetched(why, plan.most + 1) from None
        await self._count(incoming, fetched.size)
        return replace(fetched, extract=await self._extract(fetched)) if plan.read else fetched

    async def _extract(self, file: IncomingFile) -> Extract:
        """What a file says. It is read before its turn begins, for no transaction waits for a file."""
        path = self.house.files.path(file.hash)
        if not file.mime.startswith("image/"):
            return await self.reader.read(path, file.name, file.size)
        pixels = pictures.pixels(await asyncio.to_thread(_beginning, path)) // pictures.MILLION
        most = self.reader.limits.pixels_m
        return Extract(notes=(notes.picture_too_large(file.name, pixels, most),) if pixels > most else ())

    async def _count(self, incoming: Incoming, size: int) -> None:
        now = self.clock.now()
        await self.database.write(
            lambda session: files.count_fetched(self.transact.look(session, incoming, now).desk, size)
        )

    async def _bring(self, file: IncomingFile, most: int) -> IncomingFile:
        where = await self._address(file, most)
        try:
            part = await asyncio.to_thread(self.house.files.receive)
            try:
                head = await self._write(part, where, most)
                digest = await asyncio.to_thread(part.finish)
            except BaseException:
                part.drop()
                raise
        except OSError as error:
            raise Unwritten(str(error)) from error
        return replace(file, hash=digest, size=part.size, mime=pure.kind_of(head, file.name))

    async def _address(self, file: IncomingFile, most: int) -> str:
        """Where the file lies. Raises TooMuch or FileGone where the API says so."""
        try:
            handle = await self.bot.get_file(file.file_id)
        except BadRequest as error:
            if "too big" in error.message.lower():
                raise TooMuch from None
            raise FileGone(error.message) from None
        if (handle.file_size or 0) > most:
            raise TooMuch
        return str(handle.file_path)

    async def _write(self, part: Part, where: str, most: int) -> bytes:
        """Write down what comes, and stop when it is too much; gives its first bytes."""
        head, waiting, size = b"", bytearray(), 0
        async with aclosing(self._pieces(where)) as pieces:
            async for piece in pieces:
                size += len(piece)
                if size > most:
                    raise TooMuch(size)
                head = (head + piece)[: pure.HEAD] if len(head) < pure.HEAD else head
                waiting += piece
                if len(waiting) >= PIECE:
                    await asyncio.to_thread(part.write, bytes(waiting))
                    waiting.clear()
        await asyncio.to_thread(part.write, bytes(waiting))
        return head

    async def _pieces(self, where: str) -> AsyncGenerator[bytes, None]:
        """Over the network; from the disk where a Bot API server of one's own has put it there."""
        if where.startswith(("http://", "https://")):
            scheme, host, path, query, fragment = urlsplit(where)
            address = urlunsplit((scheme, host, quote(path, safe="/%:"), query, fragment))
            async with aclosing(self.bot.request.pieces(address)) as pieces:  # type: ignore[attr-defined]
                async for piece in pieces:
                    yield piece
            return
        with await asyncio.to_thread(Path(where).open, "rb") as file:
            while piece := await asyncio.to_thread(file.read, PIECE):
                yield piece


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(pictures.HEAD)


class _NotFetched(Exception):
    def __init__(self, why: Problem, size: int = 0) -> None:
        super().__init__(why.msgid)
        self.why, self.size = why, size


def asked(router: Router, turn: Turn) -> int:
    """How large a file may be for what asks for it now; 0 where nothing does."""
    return next((most for wish in router.wishes if (most := wish(turn))), 0)


def may_pass(error: Exception) -> bool:
    """The Bot API could not be reached, or had enough of us; a file could not be written down, or is gone again."""
    passes = isinstance(error, NetworkError | RetryAfter | Unwritten | files.Vanished)
    return passes and not isinstance(error, BadRequest)
