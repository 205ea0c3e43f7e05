"""The pictures of the README, taken from the page with the real bot: ``python -m tests.e2e.pictures [name …]``."""

from __future__ import annotations

import asyncio
import io
import re
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from PIL import Image
from playwright.async_api import ViewportSize, expect

from tests.e2e import figures_scene, paper_picture
from tests.e2e import test_circulars as circulars
from tests.e2e.page import Look, look
from tests.e2e.stage import Theatre
from tests.e2e.test_story import CASE, COORDINATOR, LEADER, LIAISON, PRINCIPAL, enter_hearing, enter_paper

FOLDER = Path(__file__).resolve().parents[2] / ".readme"
WIDE, TALL = ViewportSize(width=1280, height=760), ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=390, height=760)
LARGEST = 200 * 1024
"""Bytes that a picture may have."""


def small(picture: Image.Image) -> bytes:
    """As a PNG with as many colours as fit into the largest size.

    Raises:
        ValueError: it does not fit even with few.
    """
    for colours in (256, 128, 64):
        kept = io.BytesIO()
        picture.convert("RGB").quantize(colours, dither=Image.Dither.NONE).save(kept, "PNG", optimize=True)
        if kept.tell() <= LARGEST:
            return kept.getvalue()
    raise ValueError(f"the picture does not fit into {LARGEST} bytes")


async def shot(v: Look) -> Image.Image:
    """What is on the screen, when nothing moves any more."""
    await v.page.mouse.move(640, 4)
    await v.page.evaluate("document.activeElement.blur()")
    await v.page.wait_for_timeout(1800)
    return Image.open(io.BytesIO(await v.page.screenshot(animations="disabled")))


async def panel(v: Look, name: str) -> None:
    """Open or close a panel on the right."""
    await v.page.locator("header.top button", has_text=name).click()


async def asked(v: Look) -> None:
    """A hearing is entered, and a leader is asked."""
    await enter_hearing(v.stage)
    await v.stage.press(LIAISON, "指定出庭负责人")
    await v.stage.press(LIAISON, "张明")


async def two_chats(v: Look) -> Image.Image:
    """The liaison's case card; the leader's question."""
    await v.stage.say(LIAISON, f"{CASE} 应诉通知书 今天收到")
    await v.stage.press(LIAISON, "登记")
    await asked(v)
    await panel(v, "导览")
    await v.open("王芳")
    await v.beside()
    await v.open("张明", 1)
    await v.bubbles("【案件】").first.evaluate("node => node.scrollIntoView({block: 'start'})")
    return await shot(v)


async def reminders(v: Look) -> Image.Image:
    """What is planned, and several reminders of a morning in one message."""
    await enter_paper(v.stage)
    await enter_hearing(v.stage)
    await v.to("2026-12-02 09:00")
    await panel(v, "时间线")
    await v.open("王芳")
    await expect(v.bubbles("【今日提醒】").last).to_be_visible()
    return await shot(v)


async def receipts(v: Look) -> Image.Image:
    """The board of a circular, and the circular as it came to a liaison."""
    stage = v.stage
    await stage.say(COORDINATOR, "/circular")
    await stage.say(COORDINATOR, "定于12月15日上午在县政府三楼会议室举办行政应诉实务培训，请各单位派员参加。")
    stage.playground.send_file(COORDINATOR, "培训安排.docx", b"word" * 9000)
    await stage.playground.settle(quiet=0.5, within=20)
    await circulars.head(stage)
    await circulars.audience(stage)
    await circulars.send(stage)
    for person in (LIAISON, 1301, 1401, 1601):
        await stage.press(person, "收到")
    await stage.say(COORDINATOR, "/circulars")
    await stage.press(COORDINATOR, circulars.TITLE[:8])
    await panel(v, "导览")
    await v.open("陈静")
    await v.beside()
    await v.open("王芳", 1)
    return await shot(v)


async def event(v: Look) -> Image.Image:
    """The sign-in code of a training in the coordinator's chat, the invitation in a leader's."""
    stage = v.stage
    await stage.say(COORDINATOR, "/event 业务培训 12月2日下午3点 县政府三楼会议室 行政应诉实务培训")
    for label in ("单位负责人", "联络员", "完成", "全部", "发出邀请"):
        await stage.press(COORDINATOR, label)
    for person in (LEADER, PRINCIPAL, LIAISON):
        await stage.press(person, "我参加")
    await v.to("2026-12-02 14:50")
    await stage.press(COORDINATOR, "显示签到码")
    code = re.search(r"(\d{3}) (\d{3})", str(stage.last(COORDINATOR)["caption"]))
    assert code
    for person in (LEADER, PRINCIPAL):
        await stage.say(person, code[1] + code[2])
    await v.to("2026-12-02 14:51")
    await panel(v, "导览")
    await v.open("陈静")
    await v.beside()
    await v.open("张明", 1)
    await expect(v.pane().locator(".photo img").last).to_have_js_property("complete", True)
    return await shot(v)


async def figures(v: Look) -> Image.Image:
    """The card of the county with its picture; the card of one unit in its liaison's chat."""
    stage = v.stage
    await figures_scene.fill(stage.bot.data, stage.stage.now())
    await stage.say(COORDINATOR, "/figures")
    await stage.press(COORDINATOR, "走势图")
    await _drawn(stage)
    await stage.say(LIAISON, "本季度出庭率")
    await panel(v, "导览")
    await v.open("陈静")
    await v.beside()
    await v.open("王芳", 1)
    await expect(v.pane().locator(".photo img").last).to_have_js_property("complete", True)
    await v.bubbles("【出庭情况】").first.evaluate("node => node.scrollIntoView({block: 'start'})")
    return await shot(v)


async def _drawn(stage: Theatre) -> None:
    """A picture takes some seconds of real time, whatever the clock on stage says."""
    for _ in range(300):
        if any("photo" in body for body in stage.bodies(COORDINATOR)):
            return
        await asyncio.sleep(0.1)
    raise TimeoutError("the picture of the figures did not come")


async def phone(v: Look) -> Image.Image:
    """The list of people, a liaison and a leader, each on a phone, side by side."""
    await enter_paper(v.stage)
    await asked(v)
    await v.page.get_by_role("button", name="关闭").click()
    shown = [await shot(v)]
    for name in ("王芳", "张明"):
        await v.open(name)
        shown.append(await shot(v))
        await v.page.go_back()
    gap = 24
    wide = sum(one.width for one in shown) + gap * (len(shown) - 1)
    together = Image.new("RGB", (wide, shown[0].height), "white")
    for index, one in enumerate(shown):
        together.paste(one, (index * (one.width + gap), 0))
    return together


async def dark(v: Look) -> Image.Image:
    """In the dark, with the drawer that shows each update and each call."""
    await enter_paper(v.stage)
    await panel(v, "导览")
    await v.open("王芳")
    await v.page.get_by_role("button", name="幕后").click()
    call = v.page.locator(".traffic-entry", has_text="editMessageText").first
    await call.locator("summary").click()
    await v.pane().locator(".scroller").evaluate("node => node.scrollTo(0, -10000)")
    return await shot(v)


SCENES: dict[str, tuple[Callable[[Look], Awaitable[Image.Image]], ViewportSize]] = {
    "playground": (two_chats, TALL),
    "reminder": (reminders, WIDE),
    "circular": (receipts, TALL),
    "event": (event, WIDE),
    "figures": (figures, ViewportSize(width=1280, height=1040)),
    "phone": (phone, PHONE),
    "dark": (dark, TALL),
}


NAMES = frozenset({*SCENES, paper_picture.NAME})


async def take(name: str) -> None:
    """Play a scene in a county of its own, and keep its picture; or draw the papers, where LibreOffice is."""
    data = small(await paper_picture.papers()) if name == paper_picture.NAME else await _played(name)
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.png").write_bytes(data)
    print(f"{name}.png: {len(data) // 1024} KiB")


async def _played(name: str) -> bytes:
    scene, size = SCENES[name]
    with tempfile.TemporaryDirectory() as folder:
        async with look(Path(folder), size=size, dark=name == "dark") as v:
            return small(await scene(v))


async def main(names: list[str]) -> None:
    """All pictures, or those that are named."""
    for name in names or sorted(NAMES):
        await take(name)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
