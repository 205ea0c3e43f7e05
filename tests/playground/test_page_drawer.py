"""The drawer for the curious, and what it can break."""

from __future__ import annotations

from playwright.async_api import expect

from tests.playground.page_visit import IN_BROWSER, visit

pytestmark = IN_BROWSER


async def test_updates_calls_rows_and_log_lines() -> None:
    async with visit() as v:
        await v.open("王芳")
        await v.type("你好 <b>")
        await expect(v.last()).to_contain_text("没有听懂")
        await v.page.get_by_role("button", name="幕后").click()
        call = v.page.locator(".traffic-entry", has_text="sendMessage").first
        await call.locator("summary").click()
        await expect(call.locator(".json").first).to_contain_text('"parse_mode": "HTML"')
        await v.page.get_by_label("筛选").select_option("updates")
        update = v.page.locator(".traffic-entry", has_text="你好 <b>")
        await update.locator("summary").click()
        await update.get_by_role("button", name="看它改动的行").click()
        await expect(v.page.locator(".change")).to_contain_text("court_paper")
        await expect(v.page.locator(".change ins")).to_have_text("已收到")
        await expect(v.page.locator(".drawer-tools h3")).to_contain_text("改动的行")
        await v.page.get_by_role("tab", name="日志").click()
        await expect(v.page.locator(".log-line")).to_contain_text("started")


async def test_blocking_and_cutting_the_network() -> None:
    async with visit() as v:
        await v.open("王芳")
        await v.page.get_by_role("button", name="幕后").click()
        await v.page.get_by_role("tab", name="故障").click()
        block = v.page.get_by_role("switch", name="王芳 屏蔽机器人")
        await block.check()
        await expect(v.page.locator("[data-person='903']").get_by_role("img", name="已屏蔽机器人")).to_be_visible()
        assert v.people["王芳"].blocked
        await block.uncheck()
        flood = v.page.get_by_role("switch", name="限流")
        await flood.check()
        await expect(v.page.locator(".active-faults")).to_contain_text("429")
        await flood.uncheck()
        await expect(v.page.locator(".active-faults")).to_have_count(0)
        assert v.playground.core.faults.armed == []


async def test_restart_and_starting_over() -> None:
    async with visit() as v:
        await v.page.get_by_role("button", name="幕后").click()
        await v.page.get_by_role("tab", name="故障").click()
        await v.page.get_by_role("button", name="杀掉再启动").click()
        await expect(v.page.locator(".toast", has_text="已重启")).to_be_visible()
        await v.page.get_by_role("button", name="更多").click()
        await v.page.get_by_role("menuitem", name="改用空白县").click()
        await v.page.get_by_role("dialog").get_by_role("button", name="清除并继续").click()
        await expect(v.page.get_by_role("dialog")).to_have_count(0)
        await v.page.wait_for_timeout(200)
        assert (v.stage.restarts, v.stage.resets) == ([True], [True])


async def test_a_play_through_is_exported() -> None:
    async with visit() as v:
        await v.open("王芳")
        await v.type("你好")
        await v.page.get_by_role("button", name="幕后").click()
        await v.page.get_by_role("tab", name="存取").click()
        async with v.page.expect_download() as download:
            await v.page.get_by_role("link", name="导出全部聊天").click()
        assert (await download.value).suggested_filename == "playground.json"


async def test_another_sample_county_is_chosen() -> None:
    async with visit() as v:
        await v.page.get_by_role("button", name="更多").click()
        await v.page.get_by_role("menuitem", name="恢复样本县").click()
        await v.page.get_by_role("dialog").get_by_role("combobox").select_option("wuqing")
        await v.page.get_by_role("dialog").get_by_role("button", name="清除并继续").click()
        await expect(v.page.get_by_role("dialog")).to_have_count(0)
        await v.page.wait_for_timeout(200)
        assert (v.stage.resets, v.stage.sample) == ([False], "wuqing")


async def test_a_bot_that_starts_slowly_is_waited_for_in_sight() -> None:
    async with visit() as v:
        v.stage.ready.clear()
        await v.page.get_by_role("button", name="更多").click()
        await v.page.get_by_role("menuitem", name="恢复样本县").click()
        await v.page.get_by_role("dialog").get_by_role("button", name="清除并继续").click()
        banner = v.page.locator(".starting-banner")
        await expect(banner).to_contain_text("正在启动机器人")
        await expect(banner).to_contain_text("2 秒")
        v.stage.ready.set()
        await expect(banner).to_be_hidden()
        await expect(v.page.locator(".toast-bad")).to_have_count(0)
