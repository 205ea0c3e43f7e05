"""The page stays in step with the playground: two chats, many messages, broken connections, people and groups."""

from __future__ import annotations

import asyncio

from playwright.async_api import expect

from tests.playground.page_visit import IN_BROWSER, visit

pytestmark = IN_BROWSER


async def test_two_chats_show_an_action_and_its_effect() -> None:
    async with visit() as v:
        await v.open("王芳")
        await v.page.get_by_role("button", name="并排两个聊天").click()
        await v.pane(1).click()
        await v.entry("张明").click()
        await expect(v.pane(1).locator(".who h2")).to_have_text("张明")
        await expect(v.pane(0).locator(".who h2")).to_have_text("王芳")
        await v.type("/hearing x", 0)
        await v.key("确认", 0).click()
        await v.key("张明副局长", 0).click()
        await v.key("我出庭", 1).click()
        await expect(v.pane(1).locator(".toast")).to_have_text("感谢确认，届时见。")
        await expect(v.pane(0).locator(".toast")).not_to_contain_text(["感谢确认"])
        await v.pane(1).get_by_role("button", name="关闭这一栏").click()
        await expect(v.pane(1)).to_be_hidden()


async def test_five_hundred_messages_scroll_and_older_ones_load() -> None:
    async with visit() as v:
        for number in range(500):
            v.playground.say(v.people["王芳"], f"第{number}条")
        await v.open("王芳")
        rows = v.pane().locator(".row")
        await expect(rows.last).to_contain_text("没有听懂：第499条")
        await expect(rows.last).to_be_in_viewport()
        for _ in range(40):
            if await rows.first.inner_text() and "第0条" in await rows.first.inner_text():
                break
            await v.pane().locator(".scroller").evaluate("node => node.scrollTo(0, -node.scrollHeight)")
            await v.page.wait_for_timeout(60)
        await expect(rows.first).to_contain_text("第0条")
        await v.pane().locator(".scroller").evaluate(_SCROLL)
        await v.pane().get_by_role("button", name="回到最新").click()
        await expect(v.pane().locator(".row").last).to_be_in_viewport()


#: Scroll up a little, and wait until that is drawn.
_SCROLL_UP = """async node => {
    node.scrollTop = -1200;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""

#: Scroll through most of it, a frame a step.
_SCROLL = """async node => {
    node.scrollTop = -node.scrollHeight;
    for (let step = 0; step < 60; step += 1) {
        await new Promise(requestAnimationFrame);
        node.scrollTop += node.scrollHeight / 80;
    }
}"""


#: The number of a message that can be seen.
_IN_SIGHT = """node => {
    const box = node.getBoundingClientRect();
    return document.elementFromPoint(box.x + box.width / 2, box.y + 300).closest('.row').dataset.id;
}"""


async def test_reading_above_is_not_disturbed_by_what_comes() -> None:
    async with visit() as v:
        wang = v.people["王芳"]
        for number in range(80):
            v.playground.say(wang, f"第{number}条")
        await v.open("王芳")
        # Until the bot has answered the last of them, what comes moves what is read.
        await expect(v.pane().locator(".row").last).to_contain_text("没有听懂：第79条")
        await v.playground.settle(within=90)
        scroller = v.pane().locator(".scroller")
        await scroller.evaluate(_SCROLL_UP)
        name = await scroller.evaluate(_IN_SIGHT)
        seen = v.pane().locator(f".row[data-id='{name}']")
        before = await seen.bounding_box()
        await v.bot.say(wang.id, "新消息")
        await expect(v.pane().locator(".to-bottom .badge")).to_have_text("1")
        after = await seen.bounding_box()
        assert before
        assert after
        assert abs(before["y"] - after["y"]) < 3
        await expect(v.page.locator("[data-person='903'] .badge")).not_to_have_count(0)


async def test_it_finds_back_after_the_connection_broke() -> None:
    async with visit() as v:
        await v.open("王芳")
        await v.page.context.set_offline(True)
        v.playground.core.closing.set()
        v.playground.core.events.wake()
        await expect(v.page.get_by_role("alert")).to_contain_text("正在重连")
        v.playground.say(v.people["张明"], "断线时说的话")
        v.playground.core.closing.clear()
        await v.page.context.set_offline(False)
        await expect(v.page.locator(".live-banner")).to_be_hidden()
        await expect(v.page.locator("[data-person='904'] .entry-preview")).to_contain_text("没有听懂")
        await v.type("又好了")
        await expect(v.last()).to_contain_text("没有听懂：又好了")
        v.complaints[:] = [words for words in v.complaints if "net::ERR_" not in words]


async def test_reading_is_told_once() -> None:
    async with visit() as v:
        told: list[str] = []
        v.page.on(
            "request", lambda request: told.append(request.url) if request.url.endswith("/control/read") else None
        )
        await v.open("王芳")
        await v.type("你好")
        await expect(v.last()).to_contain_text("没有听懂")
        await v.page.wait_for_timeout(600)
        assert 1 <= len(told) <= 4


async def test_a_person_is_added_and_a_group_made() -> None:
    async with visit() as v:
        await v.page.get_by_role("button", name="添加人员").click()
        dialog = v.page.get_by_role("dialog")
        await dialog.get_by_label("姓名").fill("钱多多")
        await dialog.get_by_label("单位").fill("县水利局")
        await dialog.get_by_role("button", name="添加", exact=True).click()
        await expect(v.pane().locator(".who h2")).to_have_text("钱多多")
        await expect(v.pane().get_by_role("button", name="开始")).to_be_visible()
        await v.page.get_by_role("button", name="更多").click()
        await v.page.get_by_role("menuitem", name="新建群聊").click()
        await dialog.get_by_label("群名称").fill("应诉协调群")
        await dialog.get_by_label("王芳").check()
        await dialog.get_by_label("张明").check()
        await dialog.get_by_role("button", name="创建").click()
        await expect(v.pane().locator(".who h2")).to_have_text("应诉协调群")
        await v.type("大家好")
        await v.pane().get_by_label("身份").select_option(label="张明")
        await expect(v.pane().locator(".row.theirs .from")).to_have_text("王芳")
        await v.page.get_by_label("搜索").fill("水利")
        await expect(v.page.locator(".entry-name")).to_have_text(["钱多多"])


async def test_typing_shows_and_the_bot_being_away_is_said() -> None:
    async with visit() as v:
        await v.open("王芳")
        await v.bot.call("sendChatAction", chat_id=903, action="typing")
        await expect(v.pane().locator(".sub")).to_have_text("正在输入…")
        v.playground.core.events.publish("bot", {"connected": False})
        await expect(v.pane().locator(".offline")).to_be_visible()
        await asyncio.sleep(0)


async def test_a_pinned_message_of_long_ago_is_found() -> None:
    async with visit() as v:
        first = await v.bot.say(903, "很久以前的待办卡片")
        await v.bot.call("pinChatMessage", chat_id=903, message_id=first["message_id"])
        for number in range(150):
            await v.bot.say(903, f"第{number}条")
        await v.page.reload()
        await v.open("王芳")
        await expect(v.pane().locator(".pinned")).to_contain_text("很久以前的待办卡片")
        await expect(v.pane().locator(".bubble", has_text="很久以前")).to_have_count(0)
        await v.pane().locator(".pinned").click()
        await expect(v.pane().locator(".bubble", has_text="很久以前")).to_be_in_viewport()


async def test_of_two_hundred_chats_the_one_that_is_opened_is_asked_for_alone() -> None:
    async with visit() as v:
        people = [v.playground.add_person(f"第{n}人", started=True) for n in range(200)]
        for who in people:
            for number in range(25):
                v.playground.core.updates.pending.clear()
                v.playground.say(who, f"第{number}句")
        v.playground.core.updates.pending.clear()
        await v.page.reload()
        await v.page.wait_for_selector("html[data-ready=true]")
        asked: list[str] = []
        v.page.on("request", lambda request: asked.append(request.url))
        await v.page.locator(f'[data-person="{people[100].id}"] .entry-button').click()
        await expect(v.pane().locator(".bubble")).to_have_count(25)
        assert [url for url in asked if "history" in url and f"chat={people[100].id}" not in url] == []
        assert len([url for url in asked if "history" in url]) == 1


async def test_the_first_one_of_an_empty_county_is_offered_the_code() -> None:
    async with visit() as v:
        v.playground.add_person("新用户", id=950, note={"role": "newcomer", "claim": "open-42"})
        await v.open("新用户")
        await v.pane().get_by_role("button", name="发送口令").click()
        await expect(v.last()).to_contain_text("您好！")
        assert v.bot.heard[-1]["message"]["text"] == "/start open-42"
