"""The guided tour, followed by hand and done by itself."""

from __future__ import annotations

import re

from playwright.async_api import expect

from tests.playground.page_visit import IN_BROWSER, PHONE, Visit, visit

pytestmark = IN_BROWSER


async def _step(v: Visit, name: str) -> None:
    await expect(v.page.locator(".step.current")).to_have_attribute("data-step", name)


async def test_a_newcomer_follows_the_pointing_finger() -> None:
    async with visit() as v:
        coach = v.page.locator(".coach")
        show = v.page.get_by_role("button", name="指给我看")
        await _step(v, "paper")
        await show.click()
        await expect(coach).to_have_text("先点左边的 王芳")
        await v.page.locator(".entry .spot").click()
        await expect(coach).to_have_text("已替您填好，请发送")
        await v.page.keyboard.press("Enter")
        await expect(coach).to_have_text("点这个按钮")
        await v.page.locator(".inline-key.spot").click()
        await _step(v, "why")
        await show.click()
        await v.page.locator(".fold-toggle.spot").click()
        await _step(v, "hearing")
        await show.click()
        await expect(v.pane().locator("textarea")).to_have_value(
            "/hearing （2026）鲁0831行初12号 12月22日 上午9:30 县法院第二审判庭"
        )
        await v.page.keyboard.press("Enter")
        await v.page.locator(".inline-key.spot").click()
        await _step(v, "leader")
        await show.click()
        await v.page.locator(".inline-key.spot", has_text="张明").click()
        await expect(coach).to_have_text("先点左边的 张明")
        await v.page.locator(".entry .spot").click()
        await v.page.locator(".inline-key.spot", has_text="我出庭").click()
        await _step(v, "jump")
        await show.click()
        await v.page.locator("[data-tour=next].spot").click()
        await expect(v.page.locator(".tour-end")).to_contain_text("走完了")
        await expect(coach).to_have_count(0)


async def test_the_finger_points_as_soon_as_there_is_something_to_point_at() -> None:
    async with visit() as v:
        for _ in range(3):
            await v.page.get_by_role("button", name="跳过").click()
        await _step(v, "leader")
        await v.page.get_by_role("button", name="指给我看").click()
        await expect(v.page.locator(".coach")).to_have_count(0)
        await v.open("王芳")
        await v.type("/hearing （2026）鲁0831行初12号 12月22日 上午9:30 县法院第二审判庭")
        await v.key("确认").click()
        await v.page.locator(".inline-key.spot", has_text="张明").click()
        await expect(v.page.locator(".coach")).to_have_text("先点左边的 张明")


async def test_who_may_name_a_leader_is_not_the_one_who_was_named() -> None:
    async with visit() as v:
        v.bot.deciding = [905]
        await _step(v, "paper")
        for _ in range(3):
            await v.page.get_by_role("button", name="跳过").click()
        await v.open("王芳")
        await v.type("/hearing （2026）鲁0831行初12号 12月22日 上午9:30 县法院第二审判庭")
        await v.key("确认").click()
        await expect(v.pane().locator(".row", has_text="请选择出庭负责人")).to_be_visible()
        await v.page.get_by_role("button", name="指给我看").click()
        await v.page.locator(".inline-key.spot", has_text="张明").click()
        await expect(v.page.locator(".coach")).to_have_text("先点左边的 张明")


async def test_who_reads_the_language_of_the_page_plays_the_parts() -> None:
    async with visit(language="en-GB") as v:
        for person in (906, 907):
            note = v.playground.person(person).note
            v.playground.edit_person(person, language_code="en", note={**note, "latin": f"Reader {person}"})
        await expect(v.page.locator(".step.current")).to_contain_text("孙丽 (Reader 906) (liaison officer)")
        await v.page.get_by_role("button", name="Show me").click()
        await v.page.locator(".entry .spot").click()
        await expect(v.pane().locator("textarea")).to_have_value(
            "（2026）鲁0831行初12号 notice of response, received today"
        )
        await v.page.get_by_role("button", name="Skip").click()
        await v.page.get_by_role("button", name="Skip").click()
        await _step(v, "hearing")
        await v.page.get_by_role("button", name="Show me").click()
        await expect(v.pane().locator("textarea")).to_have_value(re.compile(r"22 December 9:30"))
        await v.page.get_by_role("button", name="Skip").click()
        await expect(v.page.locator(".step.current")).to_contain_text("陈志强 (Reader 907)")


async def test_the_page_does_each_step_when_asked() -> None:
    async with visit() as v:
        for name in ("paper", "why", "hearing", "leader", "jump"):
            await _step(v, name)
            await v.page.get_by_role("button", name="替我做").click()
        await expect(v.page.locator(".tour-end")).to_be_visible()
        await v.page.get_by_role("button", name="重新开始").click()
        await _step(v, "paper")


async def test_every_step_can_be_done_freely_and_survives_a_reload() -> None:
    async with visit() as v:
        await v.open("王芳")
        await v.type("（2026）鲁0831行初99号 应诉通知书 昨天收到")
        await v.key("确认").click()
        await _step(v, "why")
        await v.page.reload()
        await _step(v, "why")
        await v.page.get_by_role("button", name="跳过").click()
        await _step(v, "hearing")


async def test_the_tour_on_a_phone() -> None:
    async with visit(size=PHONE) as v:
        await v.page.get_by_role("button", name="指给我看").click()
        await expect(v.page.locator(".coach")).to_have_text("已替您填好，请发送")
        await v.pane().locator("textarea").press("Enter")
        await v.page.locator(".inline-key.spot").click()
        await _step(v, "why")
