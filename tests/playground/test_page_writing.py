"""Writing in the page: the composer, commands, Chinese input, files."""

from __future__ import annotations

import asyncio
from pathlib import Path

from playwright.async_api import expect

from tests.playground.page_visit import IN_BROWSER, compose, visit

pytestmark = IN_BROWSER

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100"
    "c9fe92ef0000000049454e44ae426082"
)


async def test_enter_that_ends_a_chinese_word_does_not_send() -> None:
    async with visit() as v:
        await v.open("王芳")
        area = v.pane().locator("textarea")
        await area.focus()
        await compose(v.page, "ying su", "应诉")
        await expect(area).to_have_value("应诉")
        await area.evaluate(
            """node => {
                node.dispatchEvent(new CompositionEvent('compositionstart'));
                const enter = {key: 'Enter', keyCode: 229, isComposing: true, bubbles: true};
                node.dispatchEvent(new KeyboardEvent('keydown', enter));
                node.dispatchEvent(new CompositionEvent('compositionend', {data: '诉'}));
                node.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true}));
            }"""
        )
        await expect(area).to_have_value("应诉")
        await v.page.wait_for_timeout(120)
        assert [u for u in v.bot.heard if "message" in u] == []
        await area.press("Enter")
        await expect(v.last()).to_contain_text("没有听懂：应诉")


async def test_shift_enter_breaks_the_line() -> None:
    async with visit() as v:
        await v.open("王芳")
        area = v.pane().locator("textarea")
        await area.press_sequentially("第一行")
        await area.press("Shift+Enter")
        await area.press_sequentially("第二行")
        await area.press("Enter")
        await expect(v.last()).to_contain_text("没有听懂")
        assert v.bot.heard[-1]["message"]["text"] == "第一行\n第二行"


async def test_a_slash_lists_the_commands() -> None:
    async with visit() as v:
        await v.open("王芳")
        await expect(v.pane().get_by_role("button", name="命令", exact=True)).to_be_visible()
        area = v.pane().locator("textarea")
        await area.press_sequentially("/")
        options = v.pane().get_by_role("option")
        await expect(options).to_have_count(4)
        await area.press("h")
        await expect(options).to_have_count(2)
        await area.press("ArrowDown")
        await expect(options.nth(1)).to_have_attribute("aria-selected", "true")
        await area.press("ArrowUp")
        await area.press("Tab")
        await expect(area).to_have_value("/hearing ")
        await area.fill("")
        await v.pane().get_by_role("button", name="命令", exact=True).click()
        await v.pane().get_by_role("option", name="/hearing").click()
        await expect(v.last()).to_contain_text("【登记开庭】")


async def test_drafts_stay_with_their_chat() -> None:
    async with visit() as v:
        await v.open("王芳")
        area = v.pane().locator("textarea")
        await area.fill("写到一半")
        await v.open("张明")
        await expect(area).to_have_value("")
        await v.open("王芳")
        await expect(area).to_have_value("写到一半")


async def test_a_document_goes_up_and_comes_down(tmp_path: Path) -> None:
    paper = tmp_path / "应诉通知书.pdf"
    paper.write_bytes(b"%PDF-1.4 content")
    async with visit() as v:
        await v.open("王芳")
        async with v.page.expect_file_chooser() as chooser:
            await v.pane().get_by_role("button", name="发送文件或图片").click()
        await (await chooser.value).set_files(paper)
        dialog = v.page.get_by_role("dialog")
        await expect(dialog).to_contain_text("应诉通知书.pdf")
        await dialog.get_by_label("说明").fill("请收存")
        await dialog.get_by_role("button", name="发送").click()
        await expect(v.last()).to_contain_text("已收存 应诉通知书.pdf")
        async with v.page.expect_download() as download:
            await v.last().locator(".document").click()
        got = await download.value
        assert got.suggested_filename == "应诉通知书.pdf"
        assert (await asyncio.to_thread((await got.path()).read_bytes)) == b"%PDF-1.4 content"


async def test_photos_are_dropped_and_shown_as_an_album() -> None:
    async with visit() as v:
        await v.open("王芳")
        await (
            v.pane()
            .locator(".chat")
            .evaluate(
                """(node, bytes) => {
                const data = new DataTransfer();
                for (const name of ['a.png', 'b.png', 'c.png'])
                    data.items.add(new File([new Uint8Array(bytes)], name, {type: 'image/png'}));
                node.dispatchEvent(new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true}));
            }""",
                list(PNG),
            )
        )
        dialog = v.page.get_by_role("dialog")
        await expect(dialog.get_by_label("作为图片")).to_be_checked()
        await dialog.get_by_role("button", name="发送").click()
        album = v.pane().locator(".album .photo img")
        await expect(album).to_have_count(3)
        await expect(album.first).to_have_js_property("naturalWidth", 1)
        await v.pane().locator(".album .photo").first.click()
        await expect(v.page.locator("dialog .enlarged")).to_be_visible()
