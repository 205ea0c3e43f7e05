"""A county, a scripted bot and a real browser, for the tests of the page."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Locator, Page, ViewportSize, async_playwright, expect

from bot.playground import Limits, Person, Playground, Running
from tests.playground.page_bot import ScriptedBot

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
IN_BROWSER = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("chromium")]
"""What a module of tests with a browser is marked with: they share one, and so a loop."""
START = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
DESKTOP = ViewportSize(width=1440, height=900)
PHONE = ViewportSize(width=390, height=844)
CAST = [
    (901, "赵敏", "administrator", "县司法局"),
    (902, "周海", "coordinator", "县司法局"),
    (903, "王芳", "liaison", "县自然资源局"),
    (904, "张明", "leader", "县自然资源局"),
    (905, "李建国", "principal", "县自然资源局"),
    (906, "孙丽", "liaison", "县公安局"),
    (907, "陈志强", "leader_in_charge", "县公安局"),
    (908, "刘洋", "liaison", "县市场监督管理局"),
]


class County:
    """A stage with a hand-made plan: each entry is an instant at which the bot reminds somebody."""

    def __init__(self) -> None:
        self.at = START
        self.bot: ScriptedBot | None = None
        self.plan = [(START + timedelta(days=days, hours=hours), who) for days, hours, who in _PLAN]
        self.restarts: list[bool] = []
        self.resets: list[bool] = []
        self.sample = "sishui"
        self.ready = asyncio.Event()
        """Unset while the bot takes long to start."""
        self.ready.set()

    def now(self) -> datetime:
        return self.at

    async def advance(self, to: datetime) -> datetime:
        for at, who in [item for item in self.plan if item[0] <= to]:
            self.at = at
            self.plan.remove((at, who))
            if self.bot:
                await self.bot.remind(who, at)
        self.at = to
        return to

    async def next_due(self) -> datetime | None:
        return min((at for at, _ in self.plan), default=None)

    async def workday(self, days: int) -> str:
        return (self.at + timedelta(days=days)).date().isoformat()

    async def timeline(self, days: int) -> list[dict[str, object]]:
        names = {id: (name, agency) for id, name, _, agency in CAST}
        until = self.at + timedelta(days=days)
        return [
            {
                "at": at.isoformat(),
                "who": names[who][0],
                "agency": names[who][1],
                "what": "开庭提醒：（2026）鲁0831行初12号",
            }
            for at, who in sorted(self.plan)
            if at <= until
        ]

    async def changes(self, update_id: int | None) -> list[dict[str, object]]:
        return [
            {
                "table": "court_paper",
                "op": "insert",
                "id": 7,
                "update_id": update_id,
                "old": None,
                "new": {"state": "已收到"},
            }
        ]

    async def log(self, after: int) -> list[dict[str, object]]:
        lines = [{"n": 1, "at": "2026-12-01T01:00:00Z", "level": "info", "event": "started", "action": "start"}]
        return [line for line in lines if after < 1]

    async def restart(self, kill: bool) -> None:
        self.restarts.append(kill)

    def people(self) -> list[dict[str, object]]:
        return [{"telegram_id": id, "name": name, "role": role, "agency": agency} for id, name, role, agency in CAST]

    def samples(self) -> list[dict[str, object]]:
        return [{"name": name, "title": name, "chosen": name == self.sample} for name in ("sishui", "wuqing")]

    async def reset(self, empty: bool, sample: str = "") -> None:
        self.resets.append(empty)
        await self.ready.wait()
        self.sample = sample or self.sample


_PLAN = [(2, 0, 903), (7, 0.5, 904), (7, 1, 903), (14, 0, 903), (14, 0.5, 905), (20, 0, 904), (20, 0.25, 906)]


@dataclass
class Hands:
    """Eyes and hands on the page."""

    page: Page
    complaints: list[str]

    def pane(self, index: int = 0) -> Locator:
        """A column."""
        return self.page.locator(f"[data-pane='{index}']")

    def entry(self, name: str) -> Locator:
        """Somebody in the list of people."""
        return self.page.locator(".entry", has=self.page.locator(".entry-name", has_text=name)).locator(".entry-button")

    async def open(self, name: str, index: int = 0) -> None:
        """Take somebody's phone."""
        if index:
            await self.pane(index).click(position={"x": 60, "y": 200})
        await self.entry(name).click()
        await expect(self.pane(index).locator(".who h2")).to_have_text(name)

    async def type(self, text: str, index: int = 0) -> None:
        """Write and send with Enter."""
        area = self.pane(index).locator("textarea")
        await area.fill(text)
        await area.press("Enter")

    def last(self, index: int = 0) -> Locator:
        """The newest bubble."""
        return self.pane(index).locator(".row:not(.service)").last

    def key(self, label: str, index: int = 0) -> Locator:
        """The newest inline button of that name."""
        return self.pane(index).locator(".inline-key", has_text=label).last


@dataclass
class Visit(Hands):
    """One look at the page of the county below, with the scripted bot."""

    playground: Playground
    running: Running
    stage: County
    bot: ScriptedBot
    people: dict[str, Person] = field(default_factory=dict)


async def compose(page: Page, syllables: str, word: str) -> None:
    """What an input method does: composition, Enter to take the word, end of the composition."""
    cdp = await page.context.new_cdp_session(page)
    await cdp.send(
        "Input.imeSetComposition", {"text": syllables, "selectionStart": len(syllables), "selectionEnd": len(syllables)}
    )
    await cdp.send(
        "Input.dispatchKeyEvent",
        {"type": "rawKeyDown", "windowsVirtualKeyCode": 229, "key": "Process", "code": "Enter"},
    )
    await cdp.send("Input.insertText", {"text": word})
    await cdp.detach()


async def check_access(page: Page) -> None:
    """No finding of axe on what is shown now."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE.read_text("utf-8"))
    await page.wait_for_timeout(250)
    found: dict[str, Any] = await page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)
    told = [
        f"{item['id']}: {item['help']}: "
        + "; ".join(f"{node['target']} {node.get('failureSummary', '')}" for node in item["nodes"][:4])
        for item in found["violations"]
    ]
    assert not told, "\n".join(told)


def require_browser(browser: Path = CHROMIUM, *, ci: bool = bool(os.environ.get("CI"))) -> None:
    """Fail in CI, skip with a loud word elsewhere, when there is no Chromium."""
    if browser.exists():
        return
    words = f"NO BROWSER: the page is not tested here ({browser} is missing; apt install chromium)"
    if ci:
        pytest.fail(words)
    pytest.skip(words)


def _listen(page: Page, complaints: list[str]) -> None:
    """Errors, warnings, and every request that leaves loopback are complaints."""
    own = ("http://127.0.0.1:", "blob:", "data:")
    page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    page.on(
        "console",
        lambda message: complaints.append(f"console: {message.text}") if message.type in ("error", "warning") else None,
    )
    page.on(
        "request",
        lambda request: None if request.url.startswith(own) else complaints.append(f"outside: {request.url}"),
    )


@contextlib.asynccontextmanager
async def a_browser() -> AsyncIterator[Browser]:
    """A browser without a page: the same one for all who ask in a loop that has kept one."""
    kept = _kept.get(asyncio.get_running_loop())
    if kept is not None:
        yield kept
        return
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield opened
        await opened.close()


@contextlib.asynccontextmanager
async def keep_browser() -> AsyncIterator[None]:
    """Until the end, `a_browser` opens no other in this loop: each costs seconds."""
    loop = asyncio.get_running_loop()
    async with a_browser() as opened:
        _kept[loop] = opened
        yield
        del _kept[loop]


_kept: dict[asyncio.AbstractEventLoop, Browser] = {}


@contextlib.asynccontextmanager
async def browser(
    *, size: ViewportSize = DESKTOP, dark: bool = False, language: str = "zh-CN", patience: float = 90.0
) -> AsyncIterator[Hands]:
    """An empty page that shares nothing with another; `patience` in seconds. At the end nothing may have complained."""
    require_browser()
    expect.set_options(timeout=patience * 1000)
    async with a_browser() as chromium:
        context = await chromium.new_context(
            viewport=size, locale=language, color_scheme="dark" if dark else "light",
            permissions=["clipboard-read", "clipboard-write"],
        )  # fmt: skip
        page = await context.new_page()
        page.set_default_timeout(patience * 1000)
        hands = Hands(page, [])
        _listen(page, hands.complaints)
        yield hands
        await context.close()
    assert hands.complaints == []


@contextlib.asynccontextmanager
async def _served(stage: County, started: bool) -> AsyncIterator[tuple[Running, ScriptedBot, dict[str, Person]]]:
    playground = Playground(stage=stage, limits=Limits.off())
    people = {
        name: playground.add_person(
            name, id=id, phone=f"+86138000{id:05}", started=started, note={"role": role, "agency": agency}
        )
        for id, name, role, agency in CAST
    }
    running = await playground.serve()
    bot = ScriptedBot(f"{running.base_url}{playground.token}", [(904, "张明副局长"), (905, "李建国局长")])
    stage.bot = bot
    polling = asyncio.create_task(bot.run())
    try:
        yield running, bot, people
    finally:
        polling.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await polling
        await running.stop()


@contextlib.asynccontextmanager
async def visit(
    *, size: ViewportSize = DESKTOP, dark: bool = False, language: str = "zh-CN", started: bool = True
) -> AsyncIterator[Visit]:
    """Open the page; at the end it must not have complained, nor asked anything but the playground."""
    require_browser()
    stage = County()
    async with (
        _served(stage, started) as (running, bot, people),
        browser(size=size, dark=dark, language=language) as hands,
    ):
        await hands.page.goto(running.page_url)
        await hands.page.wait_for_selector("html[data-ready=true]")
        yield Visit(hands.page, hands.complaints, running.playground, running, stage, bot, people)
