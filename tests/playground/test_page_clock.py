"""The simulated clock and the timeline on the page."""

from __future__ import annotations

from playwright.async_api import expect

from tests.playground.page_visit import IN_BROWSER, visit

pytestmark = IN_BROWSER


async def test_the_clock_moves_by_hours_days_and_to_the_next_reminder() -> None:
    async with visit() as v:
        time, day = v.page.locator(".clock-time"), v.page.locator(".clock-day")
        await expect(time).to_have_text("09:00")
        await v.page.get_by_role("button", name="＋1 小时").click()
        await expect(time).to_have_text("10:00")
        await v.page.get_by_role("button", name="＋1 天").click()
        await expect(day).to_contain_text("12月2日")
        await expect(v.page.locator("[data-tour=next]")).to_contain_text("12月3日")
        await v.page.locator("[data-tour=next]").click()
        await expect(day).to_contain_text("12月3日")
        await expect(v.page.locator("[data-person='903'] .badge")).to_have_text("1")
        await expect(v.page.locator(".entry-name").first).to_have_text("王芳")
        await v.open("王芳")
        await expect(v.page.locator("[data-person='903'] .badge")).to_have_count(0)
        await expect(v.pane().locator(".day-head").last).to_have_text("今天")


async def test_a_jump_to_a_date_brings_everything_due_chat_by_chat() -> None:
    async with visit() as v:
        await v.page.get_by_role("button", name="到某日…").click()
        dialog = v.page.get_by_role("dialog")
        await dialog.locator("input").fill("2026-12-31T09:00")
        await dialog.get_by_role("button", name="拨到此刻").click()
        await expect(v.page.locator(".clock-day")).to_contain_text("12月31日")
        for person, count in [(903, 3), (904, 2), (905, 1), (906, 1)]:
            await expect(v.page.locator(f"[data-person='{person}'] .badge")).to_have_text(str(count))
        await expect(v.page).to_have_title("(7) 出庭 · 演练场")
        await expect(v.page.locator("[data-tour=next]")).to_be_disabled()


async def test_it_runs_and_stops() -> None:
    async with visit() as v:
        await v.page.get_by_role("button", name="1秒＝1小时").click()
        await expect(v.page.locator(".clock-time")).not_to_have_text("09:00")
        await v.page.get_by_role("button", name="暂停").click()
        await expect(v.page.get_by_role("button", name="暂停")).to_have_attribute("aria-pressed", "true")
        assert v.playground.driver.rate == 0


async def test_the_timeline_tells_what_is_planned_and_for_whom() -> None:
    async with visit() as v:
        await v.page.get_by_role("button", name="时间线").click()
        plans = v.page.locator(".plan")
        await expect(plans).to_have_count(7)
        await expect(v.page.locator(".plan-day").first).to_contain_text("12月3日")
        await expect(v.page.locator(".bar.busy")).to_have_count(4)
        await v.page.get_by_role("button", name="7 天", exact=True).click()
        await expect(plans).to_have_count(1)
        await plans.first.get_by_role("button", name="王芳").click()
        await expect(v.pane().locator(".who h2")).to_have_text("王芳")
        await plans.first.locator(".plan-time").click()
        await expect(v.last()).to_contain_text("【开庭提醒】")
        await expect(plans.first).to_contain_text("张明")
