"""The chat of the page as Telegram shows it, in a real browser."""

from __future__ import annotations

from playwright.async_api import expect

from tests.playground.page_bot import CASE
from tests.playground.page_visit import IN_BROWSER, visit

pytestmark = IN_BROWSER


async def test_a_press_is_answered_with_a_toast_and_an_edit() -> None:
    async with visit() as v:
        await v.open("王芳")
        await v.type(f"{CASE} 应诉通知书 今天收到")
        await v.key("确认").click()
        await expect(v.page.locator(".toast")).to_have_text("已登记")
        edited = v.pane().locator(".bubble", has_text="【已登记】")
        await expect(edited.locator(".edited")).to_have_text("已编辑")
        await expect(v.pane().locator(".pinned")).to_contain_text("【出庭报备】")
        await expect(v.pane().locator(".row.service")).to_contain_text("置顶了")


async def test_an_alert_has_to_be_closed_and_a_deleted_message_goes() -> None:
    async with visit() as v:
        await v.open("王芳")
        await v.type(f"{CASE} 应诉通知书")
        await v.key("确认").click()
        await v.key("材料已备齐").click()
        await expect(v.page.get_by_role("dialog")).to_contain_text("请于12月10日（周四）17:30前答复。")
        await v.page.keyboard.press("Escape")
        await expect(v.page.get_by_role("dialog")).to_have_count(0)
        await v.type(f"{CASE} 应诉通知书")
        await v.key("修改").click()
        await expect(v.pane().locator(".bubble", has_text="请核对")).to_have_count(0)


async def test_copy_and_link_buttons() -> None:
    async with visit() as v:
        await v.open("王芳")
        await v.type(f"{CASE} 应诉通知书")
        await v.key("确认").click()
        await v.key("复制案号").click()
        await expect(v.page.locator(".toast", has_text="已复制")).to_be_visible()
        assert await v.page.evaluate("navigator.clipboard.readText()") == CASE
        await v.key("查看法条").click()
        await expect(v.page.get_by_role("dialog")).to_contain_text("https://example.org/law")
        await v.page.get_by_role("button", name="取消").click()


async def test_entities_become_nodes_and_marks() -> None:
    async with visit() as v:
        await v.open("王芳")
        await v.type("/formats")
        last = v.last()
        for tag, words in [("strong", "粗体"), ("em", "斜体"), ("u", "下划线"), ("s", "删除线")]:
            await expect(last.locator(tag).first).to_have_text(words)
        await expect(last.locator("pre")).to_have_text("print('<b>不是标记</b>')")
        await expect(last.locator("blockquote")).to_have_text("普通引用")
        await expect(last.locator("a", has_text="链接")).to_have_attribute("href", "https://example.org/")
        await expect(last.get_by_role("img", name="静默消息")).to_be_visible()
        await expect(last.get_by_role("img", name="受保护内容")).to_be_visible()
        await expect(last.get_by_text("藏起来的字")).to_be_hidden()
        await last.locator(".spoiler").press("Enter")
        await expect(last.get_by_text("藏起来的字")).to_be_visible()
        await last.click(button="right", position={"x": 4, "y": 4})
        await expect(v.page.get_by_role("menuitem", name="回复")).to_be_visible()
        await expect(v.page.get_by_role("menuitem", name="转发")).to_have_count(0)


async def test_the_quote_with_the_why_opens_and_stays_open() -> None:
    async with visit() as v:
        await v.open("王芳")
        await v.type(f"{CASE} 应诉通知书")
        await v.key("确认").click()
        toggle = v.pane().locator(".fold-toggle")
        await expect(toggle).to_have_attribute("aria-expanded", "false")
        closed = await v.pane().locator(".fold").bounding_box()
        await toggle.click()
        opened = await v.pane().locator(".fold").bounding_box()
        assert closed
        assert opened
        assert opened["height"] > closed["height"]
        await v.open("张明")
        await v.open("王芳")
        await expect(toggle).to_have_attribute("aria-expanded", "true")


async def test_what_people_write_is_never_markup() -> None:
    evil = "<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>"
    async with visit() as v:
        v.playground.add_person("<b>粗</b><img src=x>", id=999, started=True, note={"role": "<i>x</i>", "agency": evil})
        await v.page.locator("[data-person='999'] .entry-button").click()
        await expect(v.pane().locator(".who h2")).to_have_text("<b>粗</b><img src=x>")
        await v.type(evil)
        await expect(v.last()).to_contain_text("<script>document.title='broken'</script>")
        assert await v.page.locator("img[src=x]").count() == 0
        assert "broken" not in await v.page.title()


async def test_reply_keyboard_contact_and_its_end() -> None:
    async with visit() as v:
        await v.open("王芳")
        await v.type("/start")
        await v.pane().get_by_role("button", name="我的待办").click()
        await expect(v.pane().locator(".row.mine").last).to_contain_text("我的待办")
        await v.type("/share")
        await v.pane().get_by_role("button", name="分享手机号").click()
        await v.page.get_by_role("dialog").get_by_role("button", name="分享").click()
        await expect(v.last()).to_contain_text("已核对手机号。")
        await expect(v.pane().locator(".reply-key")).to_have_count(0)
        contact = v.bot.heard[-1]["message"]["contact"]
        assert contact["user_id"] == v.people["王芳"].id


async def test_start_button_block_and_unblock() -> None:
    async with visit(started=False) as v:
        await v.open("王芳")
        await v.pane().get_by_role("button", name="开始").click()
        await expect(v.last()).to_contain_text("您好！")
        await v.pane().get_by_role("button", name="聊天菜单").click()
        await v.page.get_by_role("menuitem", name="屏蔽机器人").click()
        await v.pane().get_by_role("button", name="解除屏蔽并开始").click()
        await expect(v.pane().locator("textarea")).to_be_visible()
        await v.type("回来了")
        await expect(v.last()).to_contain_text("没有听懂")
        changes = [u["my_chat_member"]["new_chat_member"]["status"] for u in v.bot.heard if "my_chat_member" in u]
        assert changes[-2:] == ["kicked", "member"]


async def test_own_messages_are_edited_replied_to_and_reacted_to() -> None:
    async with visit() as v:
        await v.open("王芳")
        await v.type("你好")
        await expect(v.last()).to_contain_text("没有听懂")
        area = v.pane().locator("textarea")
        await area.press("ArrowUp")
        await expect(area).to_have_value("你好")
        await v.type("您好")
        mine = v.pane().locator(".row.mine")
        await expect(mine).to_contain_text("您好")
        await expect(mine.locator(".edited")).to_be_visible()
        await v.last().click(button="right", position={"x": 4, "y": 4})
        await v.page.get_by_role("menuitemcheckbox", name="👍").click()
        await expect(v.last().locator(".reaction")).to_have_attribute("aria-pressed", "true")
        await v.last().click(button="right", position={"x": 4, "y": 4})
        await v.page.get_by_role("menuitem", name="回复").click()
        await v.type("收到")
        await expect(v.pane().locator(".row.mine .reply-quote")).to_contain_text("没有听懂")
