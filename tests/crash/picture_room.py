"""The real bot, whose pictures are read by a stand-in that writes down each look, and waits while a file says so.

python -m tests.crash.picture_room
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot import cli
from bot.domain.hall.extracts import Box, Extract, Limits
from bot.domain.hall.problems import Problem
from bot.extracts.pictures import Pictures
from tests.fake_pictures import page

READS, WAIT = "reads", "wait"
"""Files of the folder in which the bot runs: the looks so far, a line each; while the other is there none ends."""
SAID = "传 票\n泗水县人民法院\n案号 （2026）鲁0831行初12号\n案由 行政处罚\n被传唤人 泗水县公安局"


def _note(name: str) -> None:
    with Path(READS).open("a") as reads:
        reads.write(f"{name}\n")


def _waits() -> bool:
    return Path(WAIT).exists()


class SlowPictures(Pictures):
    """What it reads is always the same."""

    def missing(self) -> Problem | None:
        return None

    async def read(self, path: Path, name: str, size: int, *, mime: str = "") -> Extract:
        _note(path.name)
        while _waits():  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        return page(SAID)

    async def piece(self, path: Path, name: str, page: int, box: Box, *, mime: str = "") -> bytes:
        return b""


if __name__ == "__main__":
    cli.serve(pictures=SlowPictures(Limits()))
