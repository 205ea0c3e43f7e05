"""A real browser at the real bot: the tour, a postponement, a circular, files up and down, Chinese, a phone."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import Download, Locator, expect

from tests.e2e.page import Look, look
from tests.e2e.test_story import CASE, COORDINATOR
from tests.playground.page_visit import IN_BROWSER, PHONE, check_access, compose

pytestmark = IN_BROWSER

STEPS = ("paper", "why", "hearing", "leader", "jump")


async def at_step(v: Look, name: str) -> None:
    await expect(v.page.locator(".step.current")).to_have_attribute("data-step", name)


@pytest.mark.timeout(600)
async def test_the_tour_is_done_by_its_own_buttons(tmp_path: Path) -> None:
    async with look(tmp_path) as v:
        for name in STEPS:
            await at_step(v, name)
            await v.page.get_by_role("button", name="替我做").click()
        await expect(v.page.locator(".tour-end")).to_contain_text("走完了")
        await v.open("张明")
        await expect(v.bubbles("您已确认出庭")).to_be_visible()
        await v.open("王芳")
        await expect(v.last()).to_contain_text("请于12月3日（周四）前向县司法局报送出庭报备表（剩1个工作日）")


async def follow(v: Look) -> None:
    """One step as a newcomer does it: press whatever the page points at, send whatever it has filled in."""
    begun = await v.page.locator(".step.current").get_attribute("data-step")
    await v.page.get_by_role("button", name="指给我看").click()
    for _ in range(8):
        await v.settled()
        await v.page.wait_for_timeout(300)
        here = v.page.locator(".step.current")
        if not await here.count() or await here.get_attribute("data-step") != begun:
            return
        if "请发送" in await v.page.locator(".coach").inner_text():
            await v.pane().locator("textarea").press("Enter")
        else:
            await v.page.locator(".spot").click()
    raise AssertionError(f"the step {begun} does not end: {await v.page.locator('.coach').inner_text()}")


@pytest.mark.timeout(600)
async def test_the_tour_is_followed_by_hand(tmp_path: Path) -> None:
    async with look(tmp_path) as v:
        for name in STEPS:
            await at_step(v, name)
            await follow(v)
        await expect(v.page.locator(".tour-end")).to_be_visible()
        assert "您已确认出庭" in v.stage.texts(1204)


async def with_a_leader(v: Look) -> None:
    """A paper and a hearing entered by the liaison in column 0; the leader says yes in column 1."""
    await v.open("王芳")
    await v.beside()
    await v.open("张明", 1)
    await v.send(f"{CASE} 应诉通知书 今天收到")
    await v.press("✓ 登记")
    await v.send(f"/hearing {CASE} 12月15日上午9:30 县法院第二审判庭")
    await v.press("✓ 确认")
    await v.press("明确出庭负责人")
    await v.press("张明")
    await v.press("我出庭", 1)


@pytest.mark.timeout(600)
async def test_a_postponement_is_seen_by_three_people_at_once(tmp_path: Path) -> None:
    async with look(tmp_path) as v:
        await with_a_leader(v)
        await expect(v.bubbles("已确认出庭").last).to_be_visible()
        await v.send(f"/hearing {CASE} 12月22日下午3点 县法院第二审判庭")
        await v.press("✓ 确认")
        await v.press("改期至此")
        await v.press("✓ 确认")
        await expect(v.bubbles("12月22日（周二）15:00").last).to_contain_text("已改期")
        await expect(v.bubbles("【开庭改期】", 1)).to_contain_text("请重新答复")
        await expect(v.bubbles("【出庭确认】", 1)).to_contain_text("12月22日（周二）15:00")
        await expect(v.key("我出庭", 1)).to_be_visible()
        await v.open("李建国", 1)
        await expect(v.bubbles("【案件】", 1).last).to_contain_text("12月22日（周二）15:00")
        await v.open("陈静", 1)
        await v.send("/hearings", 1)
        await expect(v.last(1)).to_contain_text("12月22日（周二）15:00")
        await expect(v.last(1)).not_to_contain_text("12月15日（周二）9:30，")


@pytest.mark.timeout(600)
async def test_a_circular_goes_out_and_its_receipts_come_back(tmp_path: Path) -> None:
    async with look(tmp_path) as v:
        await v.open("陈静")
        await v.beside()
        await v.open("王芳", 1)
        await v.send("/circular")
        await v.send("请于本周五前报送上月应诉情况。")
        await v.press("标题与回复要求")
        await v.send("关于报送应诉情况的通知")
        await v.press("跳过")
        await v.press("仅签收")
        await v.send("12月4日")
        for label in (
            "泗水县司法局",
            "^否$",
            "^否$",
            "确认",
            "发送对象",
            "全部",
            "^[^副]*联络员$",
            "完成",
            "选定",
        ):
            await v.press(label)
        for label in ("发送…", "立即发送", "^[✓ ]*发送$"):
            await v.press(label)
        await expect(v.bubbles("关于报送应诉情况的通知", 1).last).to_contain_text("请于12月4日（周五）17:30前")
        await v.press("^收到$", 1)
        await expect(v.bubbles("签收", 1).last).to_contain_text("已于12月1日（周二）9:00签收")
        await v.send("/circulars")
        await v.press("关于报送应诉情况")
        await expect(v.last()).to_contain_text("已签收：1")
        await v.press("^更多$")
        await v.press("签收台账")
        assert (await saved(v, v.last().locator(".document"))).read_bytes().startswith(b"PK")
        assert COORDINATOR in [m.chat_id for m in v.stage.playground.sent() if "document" in m.body]


async def saved(v: Look, document: Locator) -> Path:
    """Click on a document: the file that the browser has saved."""
    async with v.page.expect_download() as download:
        await document.click()
    got: Download = await download.value
    return Path(await got.path())


@pytest.mark.timeout(600)
async def test_a_court_paper_goes_up_and_calendar_and_table_come_down(tmp_path: Path) -> None:
    paper = tmp_path / "应诉通知书.pdf"
    paper.write_bytes(b"%PDF-1.4 content")
    async with look(tmp_path) as v:
        await v.open("王芳")
        async with v.page.expect_file_chooser() as chooser:
            await v.pane().get_by_role("button", name="发送文件或图片").click()
        await (await chooser.value).set_files(paper)
        dialog = v.page.get_by_role("dialog")
        await dialog.get_by_label("说明").fill(f"{CASE} 应诉通知书 今天收到")
        await dialog.get_by_role("button", name="发送").click()
        await v.press("✓ 登记")
        await expect(v.last()).to_contain_text("请于12月3日（周四）前明确出庭负责人，并报县司法局备案")
        kept = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
        assert b"%PDF-1.4 content" in [await asyncio.to_thread(path.read_bytes) for path in kept]

        await v.send(f"/hearing {CASE} 12月10日上午9:30 县法院第二审判庭")
        await v.press("✓ 确认")
        await v.press("明确出庭负责人")
        await v.press("张明")
        await v.open("张明")
        await v.press("我出庭")
        calendar = await saved(v, v.pane().locator(".document").last)
        assert "20261210T" in calendar.read_text("utf-8")
        await v.open("王芳")
        await v.send("/week")
        await v.press("导出表格")
        table = await saved(v, v.pane().locator(".document", has_text=".xlsx").last)
        assert table.read_bytes().startswith(b"PK")


@pytest.mark.timeout(600)
async def test_chinese_is_written_on_a_phone_that_everybody_can_use(tmp_path: Path) -> None:
    async with look(tmp_path, size=PHONE, dark=True) as v:
        await v.open("王芳")
        area, before = v.pane().locator("textarea"), v.stage.texts(1201)
        await area.fill(f"{CASE} ")
        await area.press("End")
        await compose(v.page, "ying su tong zhi shu", "应诉通知书")
        await v.page.keyboard.insert_text("今天收到")
        await expect(area).to_have_value(f"{CASE} 应诉通知书今天收到")
        await v.page.wait_for_timeout(200)
        assert v.stage.texts(1201) == before, "the Enter that ends a word has sent nothing"
        await area.press("Enter")
        await v.press("✓ 登记")
        await expect(v.last()).to_contain_text("请于12月3日（周四）前明确出庭负责人，并报县司法局备案")
        assert await v.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        await v.press("为何")
        await expect(v.last()).to_contain_text("为何是这一天")
        await check_access(v.page)
        await v.pane().locator(".back-button").click()
        await expect(v.page.locator(".people")).to_be_visible()
        await check_access(v.page)


@pytest.mark.timeout(600)
async def test_axe_finds_nothing_in_two_real_chats_and_the_slash_lists_the_commands(tmp_path: Path) -> None:
    async with look(tmp_path) as v:
        await with_a_leader(v)
        await check_access(v.page)
        area = v.pane().locator("textarea")
        await area.press_sequentially("/hear")
        await expect(v.pane().get_by_role("option").first).to_contain_text("/hearing")
        await check_access(v.page)
        await area.fill("")
        await v.page.locator("header button", has_text="时间线").click()
        await expect(v.page.locator(".plan").first).to_be_visible()
        words = "".join(await v.page.locator(".plan-words").all_inner_texts())
        assert "hearing." not in words, "topics are shown in words"
        assert "duty." not in words
        await check_access(v.page)
