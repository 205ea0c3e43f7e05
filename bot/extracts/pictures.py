"""Reads pictures and scans in a process of its own: short-lived, bounded, one at a time.

The libraries that read them are large and an extra (`ocr`); they are never imported into the bot's own process.
"""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from importlib.util import find_spec
from pathlib import Path

import structlog

from bot.domain.hall.extracts import Box, Extract, Limits, from_json
from bot.domain.hall.problems import Problem
from bot.extracts import notes, processes

log = structlog.get_logger(__name__)
AT_ONCE = 1
_CHILD = "bot.extracts.picture_child"
_NEEDED = ("rapidocr", "onnxruntime", "cv2")


@dataclass(frozen=True)
class Pictures:
    """`read` and `piece` never raise for what is in a file; what goes wrong with it is a sentence of the extract."""

    limits: Limits
    _gate: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    def missing(self) -> Problem | None:
        """Why pictures cannot be read here; None where they can, as far as is known without trying."""
        return None if all(map(find_spec, _NEEDED)) else notes.no_picture_reading()

    async def read(self, path: Path, name: str, size: int, *, mime: str = "") -> Extract:
        """What the picture or scan of so many bytes says. Reading it again gives the same.

        It is told by its content what it is; `mime` only by whom it was sent so.
        """
        missing = self.missing()
        if missing is not None:
            return Extract(notes=(missing,))
        async with self._gate:
            answer = await self._answer("read", path, name)
        try:
            return from_json(json.loads(answer))
        except (ValueError, KeyError, TypeError):
            log.warning("A picture could not be read within its bounds", action="picture_unread", size=size)
            return Extract(notes=(notes.too_heavy(name),))

    async def piece(self, path: Path, name: str, page: int, box: Box, *, mime: str = "") -> bytes:
        """That part of a page, with a margin, as a JPEG of at most 1280 pixels; empty where it cannot be made."""
        if not all(map(math.isfinite, box)):
            return b""
        return await self._answer("piece", path, name, json.dumps([page, box]))

    async def trouble(self) -> str:
        """What keeps the installed libraries from reading, in a word; empty where they read a sample."""
        async with self._gate:
            answer = await self._answer("try", Path(), "")
        try:
            return str(json.loads(answer))
        except ValueError:
            return "they took too much time or memory"

    async def _answer(self, what: str, path: Path, name: str, *more: str) -> bytes:
        """What the child wrote; nothing where it crashed, was too slow or said too much."""
        arguments: Sequence[str] = (what, str(path), name, json.dumps(asdict(self.limits)), *more)
        return await processes.answer(_CHILD, arguments, self.limits.picture_seconds)
