"""Everybody can use the page: axe, keyboard only, a phone's width, two languages, light and dark."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from tests.playground.page_bot import CASE
from tests.playground.page_visit import IN_BROWSER, PHONE, Visit, check_access, visit

pytestmark = IN_BROWSER


async def _everything(v: Visit) -> None:
    """Bring much of the page on the screen, and look at each state."""
    await check_access(v.page)
    await v.page.locator("[data-person='903'] .entry-button").click()
    await v.type("/start")
    await v.type(f"{CASE} 应诉通知书")
    await v.key("确认").click()
    await v.type("/formats")
    await expect(v.last()).to_contain_text("粗体")
    await check_access(v.page)
    await v.page.locator("header button", has_text=re.compile("时间线|Timeline")).click()
    await v.page.get_by_role("button", name=re.compile("幕后|Behind")).click()
    await check_access(v.page)
    await v.page.get_by_role("tab", name=re.compile("故障|Faults")).click()
    await check_access(v.page)
    await v.page.get_by_role("button", name=re.compile("关闭|Close")).last.click()


@pytest.mark.parametrize("dark", [False, True])
async def test_axe_finds_nothing_on_the_desktop(dark: bool) -> None:
    async with visit(dark=dark) as v:
        await _everything(v)
        await v.page.get_by_role("button", name="添加人员").click()
        await check_access(v.page)
        await v.page.keyboard.press("Escape")
        await v.page.get_by_role("button", name="更多").click()
        await check_access(v.page)


async def test_axe_finds_nothing_on_a_phone_in_english() -> None:
    async with visit(size=PHONE, language="en-GB") as v:
        await _everything(v)


async def test_by_keyboard_alone() -> None:
    async with visit() as v:
        page = v.page
        await page.locator(".search").focus()
        await page.keyboard.type("自然资源局")
        await expect(page.locator(".entry")).to_have_count(3)
        await page.keyboard.press("ArrowDown")
        await expect(page.locator(":focus .entry-name")).to_have_text("王芳")
        await page.keyboard.press("Enter")
        await expect(v.pane()).to_contain_text("王芳")
        writing = v.pane().locator("textarea")
        await expect(writing).to_be_focused()
        await page.keyboard.type("/hearing x")
        await expect(writing).to_have_value("/hearing x")
        await page.keyboard.press("Enter")
        await expect(writing).to_have_value("")
        await expect(v.key("确认")).to_be_visible()
        await v.pane().locator(".scroller").focus()
        await page.keyboard.press("ArrowUp")
        await expect(page.locator(".row:focus")).to_contain_text("【登记开庭】")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("menu")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(page.locator(".row:focus")).to_have_count(1)
        await page.keyboard.press("Tab")
        await expect(page.locator(":focus")).to_have_text("确认")
        outline = await page.locator(":focus").evaluate("node => getComputedStyle(node).outlineStyle")
        assert outline != "none"
        await page.keyboard.press("Enter")
        await expect(v.last()).to_contain_text("请选择出庭负责人")


async def test_the_first_stop_leads_into_the_chat_and_each_person_is_one() -> None:
    async with visit() as v:
        page, focus = v.page, v.page.locator(":focus")
        await page.keyboard.press("Tab")
        await expect(focus).to_have_text("跳到聊天")
        await page.keyboard.press("Enter")
        await expect(v.pane()).to_be_focused()
        await v.entry("王芳").focus()
        await page.keyboard.press("Enter")
        await expect(v.pane().locator("textarea")).to_be_focused()
        await v.entry("王芳").focus()
        await page.keyboard.press("ArrowRight")
        await expect(focus).to_have_attribute("aria-label", "在旁边打开")
        await page.keyboard.press("ArrowLeft")
        met = []
        for _ in range(3):
            met.append(await focus.locator(".entry-name").inner_text())
            await page.keyboard.press("Tab")
        assert len(set(met)) == 3, "nothing stands between one person and the next"
        await page.locator(".skip-link").focus()
        await page.keyboard.press("Enter")
        await expect(v.pane().locator("textarea")).to_be_focused()


async def test_who_has_not_started_yet_is_met_at_the_button() -> None:
    async with visit(started=False) as v:
        await v.entry("王芳").focus()
        await v.page.keyboard.press("Enter")
        await expect(v.pane().locator(".start-button")).to_be_focused()
        await v.page.evaluate("import('/static/js/store.js').then((store) => store.touch('panes', 'people', 'chats'))")
        await v.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        await expect(v.pane().locator(".start-button"), "what is shown anew takes it away").to_be_focused(timeout=2000)


async def test_a_phone_shows_one_thing_and_goes_back() -> None:
    async with visit(size=PHONE) as v:
        assert await v.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        await v.entry("王芳").click()
        await expect(v.page.locator(".people")).to_be_hidden()
        await expect(v.pane().locator("textarea")).to_be_visible()
        await v.type("你好")
        await expect(v.last()).to_contain_text("没有听懂")
        assert await v.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        await v.pane().get_by_role("button", name="返回").click()
        await expect(v.page.locator(".people")).to_be_visible()
        await v.entry("张明").click()
        await v.page.go_back()
        await expect(v.page.locator(".people")).to_be_visible()


async def test_language_and_theme_are_switched_and_kept() -> None:
    async with visit() as v:
        await v.open("王芳")
        await v.page.get_by_role("button", name="English").click()
        await expect(v.page.locator("html")).to_have_attribute("lang", "en-GB")
        await expect(v.pane().locator(".sub")).to_contain_text("Liaison")
        await v.page.get_by_role("button", name=re.compile("Appearance")).click()
        await v.page.get_by_role("button", name=re.compile("Appearance")).click()
        await expect(v.page.locator("html")).to_have_attribute("data-theme", "dark")
        dark = await v.page.evaluate("getComputedStyle(document.body).backgroundColor")
        await v.page.reload()
        await expect(v.page.locator("html")).to_have_attribute("data-theme", "dark")
        await expect(v.page.get_by_role("button", name="中文")).to_be_visible()
        assert await v.page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
