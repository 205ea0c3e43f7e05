"""The main messages on a narrow phone, in a real browser: each label of each button on one line, whole.

CHUTING_PHONE_PICTURES names a folder for pictures of every message, for a look.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import ViewportSize, expect

from tests import builders
from tests.fakes import Shown
from tests.main_messages import START, gather
from tests.playground.page_visit import IN_BROWSER, Visit, visit
from tests.rig import open_rig

pytestmark = IN_BROWSER

WHERE = "CHUTING_PHONE_PICTURES"
READER, NAME = 903, "王芳"
CUT = """keys => keys.filter(key => {
  const words = key.querySelector("span"), range = document.createRange();
  range.selectNodeContents(words);
  const lines = new Set([...range.getClientRects()].map(one => Math.round(one.top)));
  const box = key.getBoundingClientRect();
  return lines.size > 1 || key.scrollWidth > key.clientWidth || words.scrollWidth > key.clientWidth
    || box.left < 0 || box.right > innerWidth || getComputedStyle(words).textOverflow === "ellipsis";
}).map(key => key.innerText)"""
"""Labels that are wrapped, cut, or reach beyond the screen."""


async def show(v: Visit, shown: Shown) -> None:
    """The message, as it was sent."""
    before = await v.pane().locator(".row:not(.service)").count()
    rows = [[_key(label, data) for label, data in row] for row in shown.buttons]
    markup = {"reply_markup": {"inline_keyboard": rows}} if rows else {}
    assert await v.bot.say(READER, shown.text or "…", **markup) is not None, shown.text
    await expect(v.pane().locator(".row:not(.service)")).to_have_count(before + 1)


def _key(label: str, data: str) -> dict[str, Any]:
    return {"text": label, "callback_data": data if len(data.encode()) <= 64 else "x"}


async def cut(v: Visit) -> list[str]:
    """What of the newest message's labels is not seen whole."""
    found: list[str] = await v.last().locator(".inline-key").evaluate_all(CUT)
    return found


@pytest.mark.timeout(600)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_no_label_of_a_main_message_is_cut(tmp_path: Path, language: str) -> None:
    async with open_rig(tmp_path, start=START) as rig:
        shown = await gather(rig, await builders.county(rig), language)
    pictures = Path(os.environ.get(WHERE) or tmp_path)
    found: dict[str, list[str]] = {}
    for wide in (360, 390):
        async with visit(size=ViewportSize(width=wide, height=800)) as v:
            await v.open(NAME)
            for name, one in shown.items():
                await show(v, one)
                if labels := await cut(v):
                    found[f"{name} at {wide}"] = labels
                file = f"{language}-{wide}-{re.sub('[^a-z]+', '-', name.lower()).strip('-')}.png"
                await v.last().screenshot(path=pictures / file, animations="disabled")
    assert found == {}


async def test_a_label_that_is_cut_is_found(tmp_path: Path) -> None:
    """What the test above looks for is there to be seen."""
    rows = [[("负责人已出庭并发言", "x"), ("负责人未出庭也未说明", "y"), ("延期", "z")], [("登记", "a"), ("更改", "b")]]
    async with visit(size=ViewportSize(width=360, height=800)) as v:
        await v.open(NAME)
        await show(v, Shown(READER, 1, "【开庭】", rows))
        assert await cut(v) == ["负责人已出庭并发言", "负责人未出庭也未说明"]
