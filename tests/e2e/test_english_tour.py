"""Somebody who reads no Chinese opens the page, follows the tour with the pointing finger, and reads every message."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.e2e.page import look
from tests.e2e.stage import Theatre

pytestmark = pytest.mark.slow

LIAISON, LEADER = 1501, 1504
NAMES = ["县人社局", "县司法局", "丁晓", "林悦", "石磊", "袁博", "（2026）鲁0831行初12号", "山东省泗水县人民法院"]
MATTERS = ["社会保险、劳动关系", "工伤认定、劳动监察"]
RECORDED = re.compile("|".join([*NAMES, *MATTERS]))
"""Names of people, agencies and courts, case numbers and what somebody wrote stay as they are recorded."""
POINTS = """() => document.querySelector(".inline-key.spot")
    || document.querySelector(".coach")?.textContent.includes("Lin Yue")"""
"""The finger points at a button, or at the leader's name: between two of them it points at nothing."""
HAN = re.compile("[\u3400-\u9fff]")


def read(stage: Theatre, person: int) -> str:
    """All that a person was told, with the buttons, without what is recorded."""
    told = []
    for body in stage.bodies(person):
        rows = body.get("reply_markup", {})
        keys = [key["text"] for row in rows.get("inline_keyboard", rows.get("keyboard", [])) for key in row]
        told.append("\n".join([body.get("text") or body.get("caption") or "", *keys]))
    return RECORDED.sub("", "\n".join(told))


@pytest.mark.timeout(600)
async def test_a_tester_who_reads_no_chinese_finishes_the_tour(tmp_path: Path) -> None:
    async with look(tmp_path, start="2026-09-10 09:00", language="en-GB") as v:
        page, coach = v.page, v.page.locator(".coach")
        show = page.get_by_role("button", name="Show me")

        async def at(step: str) -> None:
            await expect(page.locator(".step.current")).to_have_attribute("data-step", step)

        await at("paper")
        await expect(page.locator(".step.current")).to_contain_text("Ding Xiao")
        await show.click()
        await expect(coach).to_contain_text("Ding Xiao")
        await page.locator(".entry .spot").click()
        await expect(v.pane().locator(".pinned")).to_contain_text("To do")
        await expect(coach).to_have_text("Filled in for you: now send it")
        await page.keyboard.press("Enter")
        await page.locator(".inline-key.spot").click()
        await at("why")
        await show.click()
        await page.locator(".spot").click()
        await at("hearing")
        await show.click()
        await expect(v.pane().locator("textarea")).to_have_value(re.compile("8 October 9:30"))
        await page.keyboard.press("Enter")
        await page.locator(".inline-key.spot").click()
        await at("leader")
        await show.click()
        spot = page.locator(".inline-key.spot")
        for _ in range(3):  # the button that asks who, and the one who will
            await page.wait_for_function(POINTS)
            if "Lin Yue" in (await coach.text_content() or ""):
                break
            pressed = await spot.text_content() or ""
            await spot.click()
            await expect(page.locator(".inline-key.spot", has_text=pressed)).to_have_count(0)
            await v.settled()
        await expect(coach).to_contain_text("Lin Yue")
        await page.locator(".entry .spot").click()
        await page.locator(".inline-key.spot", has_text="I will appear").click()
        await at("jump")
        await show.click()
        await page.locator("[data-tour=next].spot").click()
        await expect(page.locator(".tour-end")).to_contain_text("That is all of it")
        await expect(page.locator("[data-tour=next]")).to_be_enabled()
        await v.settled()
        for person in (LIAISON, LEADER):
            assert not HAN.search(read(v.stage, person)), read(v.stage, person)
        await expect(page.locator(".people .entry-latin").first).to_be_visible()
        await page.screenshot(path=tmp_path / "tour.png")
