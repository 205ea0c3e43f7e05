"""The real bot, the playground and a real browser: what a person at the page sees."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from playwright.async_api import Locator, ViewportSize, expect

from tests.e2e.stage import ZONE, Theatre, theatre
from tests.playground.page_visit import DESKTOP, Hands, browser, require_browser

START = "2026-12-01 09:00"
PATIENCE = 120.0
"""Seconds for an answer of the real bot on a machine that has much to do."""
SHOWN = """async (last) => {
  const { state } = await import("/static/js/store.js");
  while (state.event < last) await new Promise(requestAnimationFrame);
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""
"""Waits until the page has taken in an event, and has drawn."""


@dataclass
class Look(Hands):
    """Eyes and hands on the page, and the stage behind it."""

    stage: Theatre

    def bubbles(self, text: str, index: int = 0) -> Locator:
        """Bubbles of a column that contain a text."""
        return self.pane(index).locator(".row:not(.service)", has_text=text)

    async def press(self, label: str, index: int = 0) -> None:
        """Press the newest button of that name (a pattern), once it is there; wait until the bot has settled."""
        async with self._told():
            await self.pane(index).locator(".inline-key", has_text=re.compile(label)).last.click()
        await self.settled()

    async def send(self, text: str, index: int = 0) -> None:
        """Write, send, and wait until the bot has answered."""
        async with self._told():
            await self.type(text, index)
        await self.settled()

    @asynccontextmanager
    async def _told(self) -> AsyncIterator[None]:
        """What is done within has reached the server at the end."""
        async with self.page.expect_response(lambda answer: answer.request.method == "POST", timeout=PATIENCE * 1000):
            yield

    async def settled(self) -> None:
        """Nothing is under way any more, and the page shows what came of it: the bot is asked, not waited for."""
        await self.stage.playground.settle(within=PATIENCE)
        await self.stage.stage.advance(self.stage.stage.now())
        await self.page.evaluate(SHOWN, self.stage.playground.core.events.last)

    async def to(self, local: str) -> None:
        """Move simulated time to a local wall-clock time, as the page's own clock does."""
        await self.stage.playground.advance(datetime.fromisoformat(local).replace(tzinfo=ZONE))
        await self.settled()

    async def beside(self) -> None:
        """Two columns."""
        await self.page.get_by_role("button", name="并排两个聊天").click()


@asynccontextmanager
async def look(
    folder: Path,
    *,
    start: str = START,
    empty: bool = False,
    size: ViewportSize = DESKTOP,
    dark: bool = False,
    language: str = "zh-CN",
) -> AsyncIterator[Look]:
    """Open the page on the sample county (or an empty one); at the end the page must not have complained."""
    require_browser()
    async with (
        theatre(folder, start=start, empty=empty) as stage,
        browser(size=size, dark=dark, language=language, patience=PATIENCE) as hands,
    ):
        await hands.page.goto(stage.running.page_url)
        await hands.page.wait_for_selector("html[data-ready=true]")
        await expect(hands.page.locator(".entry").first).to_be_visible()
        yield Look(hands.page, hands.complaints, stage)
