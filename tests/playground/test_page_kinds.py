"""Voice, polls and topics on the page: sent, voted in, written in."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import expect

from tests.playground.page_visit import IN_BROWSER, visit

pytestmark = IN_BROWSER


async def test_a_voice_goes_up_as_a_voice_and_can_be_played(tmp_path: Path) -> None:
    sound = tmp_path / "汇报.ogg"
    sound.write_bytes(b"OggS")
    async with visit() as v:
        await v.open("王芳")
        async with v.page.expect_file_chooser() as chooser:
            await v.pane().get_by_role("button", name="发送文件或图片").click()
        await (await chooser.value).set_files(sound)
        dialog = v.page.get_by_role("dialog")
        await expect(dialog.get_by_label("作为语音")).to_be_checked()
        await dialog.get_by_role("button", name="发送").click()
        await expect(v.pane().locator(".recording-voice audio")).to_have_count(1)
        assert "voice" in v.bot.heard[-1]["message"]


async def test_a_poll_is_voted_in() -> None:
    async with visit() as v:
        await v.open("王芳")
        asked = v.playground.ask(v.people["王芳"], "谁去旁听？", ["我", "他"])
        option = v.pane().locator(".poll-option", has_text="我")
        await expect(option).to_contain_text("0")
        await option.click()
        await expect(option).to_contain_text("1")
        assert asked.body["poll"]["total_voter_count"] == 1


async def test_one_writes_in_the_topic_that_is_chosen() -> None:
    async with visit() as v:
        wang = v.people["王芳"]
        forum = v.playground.add_group("应诉工作群", [wang], kind="supergroup", forum=True)
        thread = v.playground.topic(wang, forum, "材料").id
        await v.entry("应诉工作群").click()
        await expect(v.pane().locator(".service").last).to_contain_text("新建话题“材料”")
        await v.pane().locator(".topic-choice").select_option("材料")
        await v.type("已交")
        await expect(v.last().locator(".topic")).to_have_text("# 材料")
        said = v.playground.messages(forum)[-1]
        assert said.body["message_thread_id"] == thread
