"""Reads a file in a process of its own: short-lived, bounded, one or two at a time."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

import structlog

from bot.domain.hall.extracts import Extract, Limits, from_json
from bot.domain.hall.problems import Problem
from bot.extracts import notes, processes

log = structlog.get_logger(__name__)
AT_ONCE = 2
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
        arguments = (str(path), name, json.dumps(asdict(self.limits)))
        return await processes.answer("bot.extracts.child", arguments, self.limits.seconds)


def _stub(name: str) -> Problem:
    ending = Path(name).suffix.lower()
    return notes.damaged(name) if ending in _PACKED else notes.unknown(name)
