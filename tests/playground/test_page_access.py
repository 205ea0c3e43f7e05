"""Everybody can use the page: axe, keyboard only, a phone's width, two languages, light and dark."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.playground.page_bot import CASE
from tests.playground.page_visit import PHONE, Visit, check_access, require_browser, visit

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
STATIC = HERE.parents[1] / "bot" / "playground" / "static"


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
        await writing.focus()
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


def test_a_missing_browser_is_loud_and_in_ci_a_failure() -> None:
    nowhere = Path("/nowhere/chromium")
    with pytest.raises(pytest.fail.Exception, match="NO BROWSER"):
        require_browser(nowhere, ci=True)
    with pytest.raises(pytest.skip.Exception, match="NO BROWSER"):
        require_browser(nowhere, ci=False)


def _keys(book: str) -> list[str]:
    return re.findall(r'^ {2}"?([\w.]+)"?: "', (STATIC / "words" / f"{book}.js").read_text("utf-8"), re.MULTILINE)


def test_both_dictionaries_have_the_same_words_and_every_word_used_exists() -> None:
    zh, en = _keys("zh"), _keys("en")
    assert zh == en
    assert len(zh) == len(set(zh))
    scripts = "\n".join(path.read_text("utf-8") for path in (STATIC / "js").glob("*.js"))
    used = set(re.findall(r'\bt\("([\w.]+)"', scripts))
    assert used - set(zh) == set()


def test_placeholders_agree() -> None:
    books = [(STATIC / "words" / f"{book}.js").read_text("utf-8").splitlines()[2:-1] for book in ("zh", "en")]
    for zh, en in zip(*books, strict=True):
        assert set(re.findall(r"\{\w+\}", zh)) == set(re.findall(r"\{\w+\}", en)), zh


def test_the_tour_has_words_for_each_step() -> None:
    tour = json.loads((STATIC / "tour.json").read_text("utf-8"))
    for step in tour["steps"]:
        assert {f"tour.{step['id']}.title", f"tour.{step['id']}.text"} <= set(_keys("zh"))
        for sequence in step["done"]:
            for matcher in sequence:
                re.compile(matcher.get("label", "").replace("{leader", "x"))


def test_nothing_writes_markup_or_asks_the_outside() -> None:
    for path in [*(STATIC / "js").glob("*.js"), STATIC / "index.html", *(STATIC / "css").glob("*.css")]:
        text = path.read_text("utf-8")
        for danger in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
            assert danger not in text, f"{danger} in {path.name}"
        for address in re.findall(r"https?://[\w.]+", text):
            assert address == "http://www.w3.org", f"{address} in {path.name}"
