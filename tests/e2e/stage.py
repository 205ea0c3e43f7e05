"""The whole thing as `play` runs it: playground server here, the bot as a child process over HTTP, simulated time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.play import BotProcess, LocalStage
from bot.playground import Limits, Playground, Running

ZONE = ZoneInfo("Asia/Shanghai")
QUIET = 0.3
"""Real seconds without a call of the bot after which an answer is taken as whole."""


@dataclass
class Theatre:
    """Speak as anybody, press, move the clock, kill the bot; look at what everybody's chat shows."""

    playground: Playground
    stage: LocalStage
    bot: BotProcess
    running: Running

    async def say(self, person: int, text: str) -> dict[str, Any]:
        """Send a text and wait for the answer to settle; gives the newest message of the chat."""
        self.playground.say(person, text)
        return await self._settled(person)

    async def press(self, person: int, label: str) -> dict[str, Any]:
        """Press the newest button whose label contains `label`."""
        message, exact = self._with_button(person, label)
        self.playground.press(person, message, label=exact)
        return await self._settled(person)

    async def to(self, local: str) -> None:
        """Move simulated time to a local wall-clock time."""
        await self.stage.advance(datetime.fromisoformat(local).replace(tzinfo=ZONE))

    async def _settled(self, person: int) -> dict[str, Any]:
        await self.playground.settle(quiet=QUIET)
        return self.last(person)

    def bodies(self, person: int) -> list[dict[str, Any]]:
        """The messages of a private chat that the bot sent and that are still there, oldest first."""
        return [m.body for m in self.playground.sent(person)]

    def last(self, person: int) -> dict[str, Any]:
        return self.bodies(person)[-1]

    def texts(self, person: int) -> str:
        return "\n---\n".join(b.get("text") or b.get("caption") or "" for b in self.bodies(person))

    def _with_button(self, person: int, label: str) -> tuple[Any, str]:
        for message in reversed(self.playground.sent(person)):
            for row in message.body.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if label in button["text"]:
                        return message, button["text"]
        raise AssertionError(f"no button {label!r} in the chat of {person}:\n{self.texts(person)}")


@asynccontextmanager
async def theatre(folder: Path, *, start: str, empty: bool = False) -> AsyncIterator[Theatre]:
    """Open the playground with the real bot at a local time, with the sample county."""
    environment = {"CHUTING_VAR": str(folder), "CHUTING_METRICS": ""}
    bot = BotProcess(folder, environment)
    stage = LocalStage(folder, datetime.fromisoformat(start).replace(tzinfo=ZONE), bot, empty=empty)
    playground = Playground(stage=stage, limits=Limits(mode="off"))
    stage.attach(playground)
    running = await playground.serve()
    environment |= {
        "CHUTING_TOKEN": playground.token, "CHUTING_API_BASE": running.base_url,
        "CHUTING_API_FILE_BASE": running.file_base_url,
    }  # fmt: skip
    try:
        await stage.open()
        yield Theatre(playground, stage, bot, running)
    finally:
        await bot.close()
        await asyncio.wait_for(running.stop(), 10)
