"""Stands in for the reading of pictures: what each says is a table by what it holds."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from bot.domain.hall.extracts import Box, Extract, Limits, Line
from bot.domain.hall.problems import Problem
from bot.extracts.pictures import Pictures


def photo(number: int) -> bytes:
    """A picture like no other."""
    return b"\xff\xd8\xff" + number.to_bytes(4) + bytes(200)


def page(text: str, *, unsure: tuple[str, ...] = ()) -> Extract:
    """What a picture says whose lines stand one below the other; those that hold one of `unsure` were read badly."""
    rows = text.split("\n")
    lines = [
        Line(row, 0.55 if any(one in row for one in unsure) else 0.995, (0.1, at / 40, 0.9, (at + 1) / 40), 0)
        for at, row in enumerate(rows)
    ]
    return Extract((text,), lines=tuple(lines))


@dataclass(frozen=True)
class FakePictures(Pictures):
    """Answers by the hash of a file; what it does not know it cannot read."""

    limits: Limits = field(default_factory=Limits)
    said: dict[str, Extract] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    """Names of what was read, in order."""
    pieces: list[tuple[str, int, Box]] = field(default_factory=list)
    faults: dict[str, Exception] = field(default_factory=dict)
    """What goes wrong with us at each look at a file of this name."""
    at_reading: list[Callable[[], Awaitable[object]]] = field(default_factory=list)
    """Done while a picture is being read: what somebody else does meanwhile."""
    gone: list[Problem] = field(default_factory=list)
    """Why nothing can be read, where that is so."""

    def knows(self, content: bytes, extract: Extract) -> bytes:
        self.said[hashlib.sha256(content).hexdigest()] = extract
        return content

    def missing(self) -> Problem | None:
        return self.gone[0] if self.gone else None

    async def read(self, path: Path, name: str, size: int, *, mime: str = "") -> Extract:
        self.asked.append(name)
        while self.at_reading:
            await self.at_reading.pop(0)()
        if name in self.faults:
            raise self.faults[name]
        return self.said.get(path.name, Extract())

    async def piece(self, path: Path, name: str, page: int, box: Box, *, mime: str = "") -> bytes:
        self.pieces.append((name, page, box))
        return b"\xff\xd8\xff piece"
