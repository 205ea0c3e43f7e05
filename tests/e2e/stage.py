"""The whole thing as `play` runs it: playground server here, the bot as a child process over HTTP, simulated time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, cast
from zoneinfo import ZoneInfo

from bot.play import BotProcess, LocalStage
from bot.playground import Limits, Message, Playground, Running
from tests.cradle import begin

ZONE = ZoneInfo("Asia/Shanghai")
PATIENCE = 90.0
"""Real seconds within which the bot has to answer."""


@dataclass
class Theatre:
    """Speak as anybody, press, move the clock, kill the bot; look at what everybody's chat shows."""

    playground: Playground
    stage: LocalStage
    bot: BotProcess
    running: Running

    async def say(self, person: int, text: str) -> dict[str, Any]:
        """Send a text and wait for the answer to settle; gives the newest message of the chat."""
        said = self.playground.say(person, text)
        await self.playground.wait_message(person, after=said, within=PATIENCE)
        return await self._settled(person)

    async def press(self, person: int, label: str) -> dict[str, Any]:
        """Press the newest button whose label contains `label`."""
        message, exact = self._with_button(person, label)
        press = self.playground.press(person, message, label=exact)
        if press.kind == "callback":
            await self.playground.wait_answer(press, within=PATIENCE)
        return await self._settled(person)

    async def to(self, local: str) -> None:
        """Move simulated time to a local wall-clock time."""
        await self.stage.advance(datetime.fromisoformat(local).replace(tzinfo=ZONE))

    async def _settled(self, person: int) -> dict[str, Any]:
        """The bot itself is asked to end what is under way and to say what is due, rather than waited for."""
        await self.stage.advance(self.stage.now())
        return self.last(person)

    def bodies(self, person: int) -> list[dict[str, Any]]:
        """The messages of a private chat that the bot sent and that are still there, oldest first."""
        return [m.body for m in self.playground.sent(person)]

    def last(self, person: int) -> dict[str, Any]:
        return self.bodies(person)[-1]

    def texts(self, person: int) -> str:
        return "\n---\n".join(b.get("text") or b.get("caption") or "" for b in self.bodies(person))

    def with_button(self, person: int, label: str) -> Message | None:
        """The newest message of a chat that has a button of exactly this label."""
        for message in reversed(self.playground.sent(person)):
            rows = message.body.get("reply_markup", {}).get("inline_keyboard", [])
            if any(button["text"] == label for row in rows for button in row):
                return message
        return None

    def _with_button(self, person: int, label: str) -> tuple[Message, str]:
        for message in reversed(self.playground.sent(person)):
            for row in message.body.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if label in button["text"]:
                        return message, button["text"]
        raise AssertionError(f"no button {label!r} in the chat of {person}:\n{self.texts(person)}")


class ReadyBot(BotProcess):
    """The bot as `play` starts it, out of the cradle."""

    async def _begin(self, environment: dict[str, str], log: BinaryIO) -> asyncio.subprocess.Process:
        return cast(asyncio.subprocess.Process, await begin(["run"], cwd=self.data, env=environment, out=log))


@asynccontextmanager
async def theatre(
    folder: Path, *, start: str, empty: bool = False, kind: type[BotProcess] = ReadyBot
) -> AsyncIterator[Theatre]:
    """Open the playground with the real bot at a local time, with the sample county."""
    # Tests do not wait for the pace that Telegram asks for; its own tests do.
    environment = {
        "CHUTING_VAR": str(folder), "CHUTING_METRICS": "", "CHUTING_RATE_CHAT": "1000", "CHUTING_RATE_OVERALL": "5000",
    }  # fmt: skip
    bot = kind(folder, environment)
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
        await asyncio.wait_for(running.stop(), 60)
