"""A circular as people live it: every word over HTTP against the local Bot API server, the bot a process of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.playground import Upload
from tests.e2e.stage import Theatre, theatre
from tests.playground.schema import check_all

pytestmark = pytest.mark.slow

ADMIN, COORDINATOR, COORDINATOR2, LIAISON, DEPUTY, PRINCIPAL, OTHERS_LIAISON = 1001, 1101, 1102, 1201, 1202, 1203, 1301
TITLE = "关于开展业务培训的通知"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c6360f8cf000003010100"
    "c9fe92ef0000000049454e44ae426082"
)


async def head(stage: Theatre, *, reply: str = "仅签收") -> None:
    await stage.press(COORDINATOR, "标题与回复要求")
    await stage.say(COORDINATOR, TITLE)
    await stage.press(COORDINATOR, "跳过")
    await stage.press(COORDINATOR, reply)
    await stage.say(COORDINATOR, "12月4日")
    await stage.press(COORDINATOR, "泗水县司法局")
    await stage.press(COORDINATOR, "否")
    await stage.press(COORDINATOR, "否")
    await stage.press(COORDINATOR, "确认")


async def audience(stage: Theatre) -> None:
    await stage.press(COORDINATOR, "发送对象")
    await stage.press(COORDINATOR, "全部")
    await stage.press(COORDINATOR, "联络员")
    await stage.press(COORDINATOR, "完成")
    await stage.press(COORDINATOR, "选定")


async def send(stage: Theatre) -> None:
    await stage.press(COORDINATOR, "发送…")
    await stage.press(COORDINATOR, "立即发送")
    await stage.press(COORDINATOR, "发送")


def said(body: dict[str, Any]) -> str:
    return str(body.get("text") or body.get("caption") or "")


@pytest.mark.timeout(300)
async def test_text_file_album_and_forward_reach_everybody_as_copies(tmp_path: Path) -> None:
    async with theatre(tmp_path, start="2026-12-01 09:00") as stage:
        page, before = stage.playground, len(stage.bodies(LIAISON))
        await stage.say(COORDINATOR, "/circular")
        await stage.say(COORDINATOR, "请看 https://example.com/a 并按时参加 #培训")
        page.send_file(COORDINATOR, "安排表.docx", b"word", caption="附件1")
        await page.settle(quiet=0.5, within=90)
        page.send_files(COORDINATOR, [Upload("1.png", PIXEL, ""), Upload("2.png", PIXEL, "")], photo=True)
        await page.settle(quiet=0.5, within=90)
        page.say(COORDINATOR, "转来的话", forwarded_from="市司法局")
        await page.settle(quiet=0.5, within=90)
        card = said(stage.last(COORDINATOR))
        assert "相册（2张）" in card
        assert "安排表.docx" in card
        assert "4. " in card
        await head(stage)
        await audience(stage)
        await send(stage)
        bodies = stage.bodies(LIAISON)[before:]
        assert len(bodies) == 6, stage.texts(LIAISON)
        text, file, first, second, forward, last = bodies
        assert text["text"] == "请看 https://example.com/a 并按时参加 #培训"
        assert [entity["type"] for entity in text["entities"]] == ["url", "hashtag"]
        assert file["document"]["file_name"] == "安排表.docx"
        assert first["media_group_id"] == second["media_group_id"]
        assert "forward_origin" not in forward
        assert TITLE in said(last)
        assert "请于12月4日（周五）17:30前点击“收到”" in said(last)
        await stage.press(LIAISON, "收到")
        assert "已于12月1日（周二）9:00签收" in said(stage.last(LIAISON))
        await stage.say(COORDINATOR, "/circulars")
        await stage.press(COORDINATOR, TITLE[:8])
        assert "已签收：1" in said(stage.last(COORDINATOR))
        await stage.press(COORDINATOR, "更多")
        await stage.press(COORDINATOR, "签收台账")
        assert any(b.get("document", {}).get("file_name", "").endswith(".xlsx") for b in stage.bodies(COORDINATOR))
        check_all(page)


@pytest.mark.timeout(300)
async def test_reminders_escalation_and_a_withdrawal_over_days(tmp_path: Path) -> None:
    async with theatre(tmp_path, start="2026-12-01 09:00") as stage:
        await stage.say(COORDINATOR, "/circular")
        await stage.say(COORDINATOR, "请报送材料。")
        await head(stage, reply="签收并简要答复")
        await audience(stage)
        await send(stage)
        await stage.press(LIAISON, "收到")
        await stage.press(LIAISON, "答复")
        await stage.say(LIAISON, "材料已报。")
        await stage.press(LIAISON, "提交答复")
        before = len(stage.bodies(LIAISON))
        await stage.to("2026-12-04 12:00")
        assert "催办" in stage.texts(OTHERS_LIAISON)
        assert "催办" not in stage.texts(LIAISON)
        await stage.to("2026-12-08 12:00")
        assert "逾期未回复" in stage.texts(COORDINATOR)
        assert "逾期未回复" not in stage.texts(PRINCIPAL)
        assert len([b for b in stage.bodies(LIAISON)[before:] if TITLE in said(b)]) == 0
        await stage.say(COORDINATOR, "/circulars")
        await stage.press(COORDINATOR, TITLE[:8])
        await stage.press(COORDINATOR, "更多")
        await stage.press(COORDINATOR, "撤回…")
        await stage.press(COORDINATOR, "撤回")
        await stage.to("2026-12-08 12:01")
        assert "现予撤回" in stage.texts(LIAISON)
        assert "本件已撤回" in stage.texts(LIAISON)
        check_all(stage.playground)


@pytest.mark.timeout(300)
async def test_a_bot_killed_while_composing_and_while_sending_goes_on(tmp_path: Path) -> None:
    async with theatre(tmp_path, start="2026-12-01 09:00") as stage:
        await stage.say(COORDINATOR, "/circular")
        await stage.say(COORDINATOR, "第一部分")
        await stage.stage.restart(kill=True)
        await stage.say(COORDINATOR, "第二部分")
        assert "2. " in said(stage.last(COORDINATOR))
        await head(stage)
        await audience(stage)
        await stage.press(COORDINATOR, "发送…")
        await stage.press(COORDINATOR, "立即发送")
        message, label = stage._with_button(COORDINATOR, "发送")
        stage.playground.press(COORDINATOR, message, label=label)
        await stage.playground.wait_message(LIAISON, within=90)
        await stage.stage.restart(kill=True)
        await stage.to("2026-12-01 09:10")
        for person in (LIAISON, OTHERS_LIAISON, 1401, 1501, 1601, 1701):
            heads = [b for b in stage.bodies(person) if TITLE in said(b)]
            assert 1 <= len(heads) <= 2, (person, stage.texts(person))
            assert any("第一部分" in said(b) for b in stage.bodies(person))


@pytest.mark.timeout(300)
async def test_a_group_is_linked_and_gets_circulars_and_stays_linked_when_it_migrates(tmp_path: Path) -> None:
    async with theatre(tmp_path, start="2026-12-01 09:00") as stage:
        page = stage.playground
        group = page.add_group("泗水应诉工作群", [ADMIN, COORDINATOR, LIAISON])
        await stage.say(ADMIN, "/link")
        await stage.press(ADMIN, "关联群组")
        await stage.press(ADMIN, "县政府")
        await stage.press(ADMIN, "生成关联码")
        assert "/link " in stage.texts(ADMIN), stage.texts(ADMIN)
        code = stage.texts(ADMIN).split("/link ")[-1][:8]
        page.say(ADMIN, f"/link {code}", chat=group)
        await page.settle(quiet=0.5, within=90)
        assert "已关联县政府" in said(page.sent(group)[-1].body)
        page.say(LIAISON, "/todo", chat=group)
        await page.settle(quiet=0.5, within=90)
        assert len(page.sent(group)) == 1
        await stage.say(COORDINATOR, "/circular")
        await stage.say(COORDINATOR, "请报送材料。")
        await head(stage)
        await audience(stage)
        await stage.press(COORDINATOR, "群组")
        await stage.press(COORDINATOR, "泗水应诉工作群")
        await stage.press(COORDINATOR, "返回通知")
        moved = page.migrate(group)
        await page.settle(quiet=0.5, within=90)
        await send(stage)
        posted = page.sent(moved)[-1].body
        assert "请报送材料。" in said(posted)
        assert "reply_markup" not in posted
        check_all(page)
