"""The real bot, whose papers are made slowly: each try is written down, and waits while a file says so.

python -m tests.crash.print_room
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bot import cli
from bot.papers.preview import Viewer
from bot.papers.printshop import Printshop
from bot.papers.shelf import Shelf

PRINTS, WAIT = "prints", "wait"
"""Files of the folder in which the bot runs: the tries so far, a line each; while the other is there none ends."""


def _note(template: str) -> None:
    with Path(PRINTS).open("a") as prints:
        prints.write(f"{template}\n")


def _waits() -> bool:
    return Path(WAIT).exists()


class SlowShop(Printshop):
    """Makes papers as ever, when it may."""

    async def paper(self, template: str, values: Mapping[str, Any], pictures: Sequence[str] = ()) -> bytes:
        _note(template)
        while _waits():  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        return await super().paper(template, values, pictures)


if __name__ == "__main__":
    cli.serve(printshop=SlowShop(Shelf(Path(os.environ["CHUTING_TEMPLATES"])), viewer=Viewer("")))
