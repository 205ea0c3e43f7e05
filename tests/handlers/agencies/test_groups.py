"""/link in private and in groups; circulars that go to a group as well."""

from typing import Any

import pytest
from sqlmodel import select

from bot.store.tables import Case, CircularReceipt, LinkedGroup, OutboxRow
from bot.telegram.incoming import Incoming
from tests.builders import County
from tests.fakes import Shown
from tests.handlers.circulars.steps import fill_audience, fill_head, send
from tests.rig import Rig

CHAT = -5001


async def in_group(rig: Rig, user: int, command: str = "", args: str = "", **more: object) -> list[Shown]:
    text = f"/{command} {args}" if command else str(more.pop("text", ""))
    said: dict[str, Any] = {"text": text, "command": command, "args": args, "chat_title": "应诉工作群", **more}
    return await rig._turn(Incoming(next(rig.ids), CHAT, user, private=False, **said))


async def code(rig: Rig, county: County) -> str:
    await rig.say(county.admin, "/link")
    await rig.press(county.admin, "关联群组")
    await rig.press(county.admin, "县政府")
    await rig.press(county.admin, "生成关联码")
    made = rig.last(county.admin).text
    return made.split("/link ")[1][:8]


async def linked(rig: Rig) -> list[LinkedGroup]:
    return list(await rig.database.read(lambda s: s.exec(select(LinkedGroup)).all()))


@pytest.mark.slow
async def test_an_administrator_links_a_group_with_the_code_from_the_private_chat(rig: Rig, county: County) -> None:
    key = await code(rig, county)
    [answer] = await in_group(rig, county.admin, "link", key)
    assert "已关联县政府" in answer.text
    [group] = await linked(rig)
    assert (group.chat_id, group.title, group.agency_id) == (CHAT, "应诉工作群", county.government)
    await rig.say(county.admin, "/link")
    assert "应诉工作群" in rig.last(county.admin).text
    await rig.press(county.admin, "应诉工作群")
    await rig.press(county.admin, "发送开庭提示")
    assert (await linked(rig))[0].hearing_notes
    assert "开庭提示：开" in rig.last(county.admin).text
    assert "停发开庭提示" in rig.last(county.admin).labels
    await rig.press(county.admin, "解除关联")
    assert (await linked(rig))[0].gone_at is not None


async def test_in_a_group_with_topics_the_answer_stands_where_it_was_asked(rig: Rig, county: County) -> None:
    key = await code(rig, county)
    [answer] = await in_group(rig, county.admin, "link", key, thread=7)
    assert "已关联县政府" in answer.text
    asked = select(OutboxRow).where(OutboxRow.chat_id == CHAT)
    rows = await rig.database.read(lambda s: s.exec(asked).all())
    assert [(row.content or {}).get("thread") for row in rows] == [7]


async def test_what_a_group_is_told_unasked_stands_in_the_topic_in_which_it_was_linked(
    rig: Rig, county: County
) -> None:
    await in_group(rig, county.admin, "link", await code(rig, county), thread=7)
    await rig.say(county.coordinator, "/circular")
    await rig.say(county.coordinator, "请各单位报送材料。")
    await rig.send_file(county.coordinator, "表.xlsx", b"x")
    await fill_head(rig, county.coordinator)
    await fill_audience(rig, county.coordinator, "联络员")
    await rig.press(county.coordinator, "群组")
    await rig.press(county.coordinator, "应诉工作群")
    await rig.press(county.coordinator, "返回通知")
    before = len(rig.bot.chat(CHAT))
    await send(rig, county.coordinator)
    sent = rig.bot.chat(CHAT)[before:]
    assert [one.copy_of is not None for one in sent] == [True, False]
    assert [one.thread for one in sent] == [7, 7]
    await in_group(rig, county.admin, "link", await code(rig, county))
    assert [group.thread for group in await linked(rig)] == [0], "linked again outside of any topic"


@pytest.mark.slow
async def test_everything_else_in_a_group_is_ignored(rig: Rig, county: County) -> None:
    key = await code(rig, county)
    for user, command, args in (
        (county.liaison, "link", key), (county.admin, "todo", ""), (county.admin, "circular", ""), (99999, "link", key),
    ):  # fmt: skip
        assert await in_group(rig, user, command, args) == []
    assert await in_group(rig, county.admin, text="大家好") == []
    assert await linked(rig) == []


async def test_a_wrong_code_is_answered_with_a_sentence(rig: Rig, county: County) -> None:
    [answer] = await in_group(rig, county.admin, "link", "ABCDEFGH")
    assert "关联码无效" in answer.text


async def test_a_liaison_cannot_see_or_make_links(rig: Rig, county: County) -> None:
    [answer] = await rig.say(county.liaison, "/link")
    assert "没有此项操作的权限" in answer.text


@pytest.mark.slow
async def test_a_group_that_threw_the_bot_out_or_moved_is_known(rig: Rig, county: County) -> None:
    await in_group(rig, county.admin, "link", await code(rig, county))
    await in_group(rig, county.admin, migrated_to=-100999)
    assert (await linked(rig))[0].chat_id == -100999
    await rig._turn(Incoming(next(rig.ids), -100999, county.admin, private=False, membership="kicked"))
    assert (await linked(rig))[0].gone_at is not None


@pytest.mark.slow
async def test_a_circular_goes_to_the_group_too_without_buttons_and_receipts_stay_personal(
    rig: Rig, county: County
) -> None:
    await in_group(rig, county.admin, "link", await code(rig, county))
    before = len(rig.bot.chat(CHAT))
    await rig.say(county.coordinator, "/circular")
    await rig.say(county.coordinator, "请各单位报送材料。")
    await rig.send_file(county.coordinator, "表.xlsx", b"x")
    await fill_head(rig, county.coordinator)
    await fill_audience(rig, county.coordinator, "联络员")
    await rig.press(county.coordinator, "群组")
    await rig.press(county.coordinator, "应诉工作群")
    await rig.press(county.coordinator, "返回通知")
    assert "应诉工作群" in rig.last(county.coordinator).text
    await send(rig, county.coordinator)
    copy, note = rig.bot.chat(CHAT)[before:]
    assert copy.copy_of is not None
    assert "请各单位报送材料。" in note.text
    assert "请在私聊中签收" in note.text
    assert note.labels == []
    receipts = await rig.database.read(lambda s: s.exec(select(CircularReceipt)).all())
    assert len(receipts) == 6


@pytest.mark.slow
async def test_a_text_with_a_plaintiffs_name_is_not_offered_to_groups_nor_a_sensitive_one(
    rig: Rig, county: County
) -> None:
    await in_group(rig, county.admin, "link", await code(rig, county))
    await rig.work(lambda d: d.session.add(Case(number="（2026）鲁0831行初1号", plaintiff="张三丰", created_at=d.now)))
    await rig.say(county.coordinator, "/circular")
    await rig.say(county.coordinator, "张三丰诉县公安局一案，请协助。")
    await rig.press(county.coordinator, "群组")
    await rig.press(county.coordinator, "应诉工作群")
    assert "原告姓名" in rig.toast()
    await rig.press(county.coordinator, "返回通知")
    await fill_head(rig, county.coordinator, protect="是")
    assert "群组" not in rig.last(county.coordinator).labels
