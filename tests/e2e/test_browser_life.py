"""A real browser through the life of `play`: its start, its end and next start, a kill, an empty county."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.e2e.page import PATIENCE, look
from tests.e2e.test_story import CASE
from tests.playground.page_visit import IN_BROWSER, Hands, browser, require_browser

pytestmark = IN_BROWSER

ROOT = Path(__file__).resolve().parents[2]


@asynccontextmanager
async def playing(data: Path, *more: str) -> AsyncIterator[str]:
    """`python -m bot play` as a process of its own; gives the address of the page."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("CHUTING_")} | {"PYTHONPATH": str(ROOT)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "play", "--port", "0", "--data", str(data), "--no-browser", *more,
        cwd=data.parent, env=environment, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        said, found = "", None
        while found is None:
            line = (await asyncio.wait_for(process.stdout.readline(), 60)).decode()
            assert line, said
            said, found = said + line, re.search(r"http://\S+", line)
        yield found[0]
    finally:
        process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 0


async def enter(v: Hands, url: str) -> None:
    """Open the page, until it can be used."""
    await v.page.goto(url)
    await v.page.wait_for_selector("html[data-ready=true]")
    await v.open("王芳")
    await expect(v.pane().locator("textarea")).to_be_editable()


@pytest.mark.timeout(300)
async def test_the_page_is_there_within_seconds_and_everything_after_a_restart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    require_browser()
    data = tmp_path / "county"
    async with browser(patience=PATIENCE) as v:
        begun = time.monotonic()
        async with playing(data, "--now", "2026-12-01T09:00") as url:
            await enter(v, url)
            spent = time.monotonic() - begun
            with capsys.disabled():
                print(f"\n`play`: the page is usable {spent:.1f} s after the start of the process")
            await v.type(f"{CASE} 应诉通知书 今天收到")
            await v.key("✓ 登记").click()
            await expect(v.last()).to_contain_text("请于12月3日（周四）前明确出庭负责人，并报县司法局备案")
            await v.page.get_by_role("button", name="＋1 天").click()
            await expect(v.page.locator("header.top")).to_contain_text("12月2日")
            await expect(v.last()).to_contain_text("【出庭报备】")
            await v.page.goto("about:blank")
        async with playing(data) as url:
            await enter(v, url)
            await expect(v.page.locator("header.top")).to_contain_text("12月2日")
            await expect(v.pane().locator(".row", has_text="【案件】")).to_contain_text(
                "请于12月3日（周四）前明确出庭负责人，并报县司法局备案"
            )
            await v.type(f"/case {CASE}")
            await expect(v.last()).to_contain_text("剩1个工作日")
            await v.page.goto("about:blank")


@pytest.mark.timeout(120)
async def test_a_bot_killed_from_the_drawer_in_the_middle_of_a_form_goes_on(tmp_path: Path) -> None:
    async with look(tmp_path) as v:
        await v.open("王芳")
        await v.send(f"/hearing {CASE}")
        await v.page.get_by_role("button", name="幕后").click()
        await v.page.get_by_role("tab", name="故障").click()
        await v.page.get_by_role("button", name="杀掉再启动").click()
        await expect(v.page.locator(".toast", has_text="已重启")).to_be_visible()
        assert v.stage.bot.generation == 2
        await v.send("12月15日上午9:30")
        await v.send("县法院第二审判庭")
        await v.press("✓ 确认")
        await expect(v.bubbles("【开庭】").last).to_contain_text("12月15日（周二）9:30")
        await v.page.get_by_role("tab", name="日志").click()
        await expect(v.page.locator(".log-line").first).to_be_visible()
        await v.page.get_by_role("tab", name="更新与调用").click()
        await expect(v.page.locator(".traffic-entry", has_text="sendMessage").first).to_be_visible()


@pytest.mark.timeout(120)
async def test_an_empty_county_is_claimed_by_its_code(tmp_path: Path) -> None:
    async with look(tmp_path) as v:
        await v.page.get_by_role("button", name="更多").click()
        await v.page.get_by_role("menuitem", name="改用空白县").click()
        await v.page.get_by_role("dialog").get_by_role("button", name="清除并继续").click()
        await expect(v.page.locator(".entry")).to_have_count(1)
        await v.open("新用户")
        await v.pane().get_by_role("button", name="发送口令").click()
        await v.settled()
        await v.send("/me")
        await expect(v.last()).to_contain_text("管理员")
        await expect(v.pane().get_by_role("button", name="命令", exact=True)).to_be_visible()
