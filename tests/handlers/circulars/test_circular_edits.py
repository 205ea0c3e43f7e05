"""What an author changes in Telegram afterwards, replies to a circular, people left out, and what stands in groups."""

import pytest

from bot.domain.hall.terms import CircularState
from bot.services.circulars import approvals, control
from bot.services.hall.desk import Desk
from bot.store.tables import CircularAnswer, LinkedGroup
from tests import builders
from tests.builders import County
from tests.handlers.circulars.steps import compose, fill_audience, fill_head, newest, ready, rows, send
from tests.rig import Rig

GROUP = -100777


async def message_of(rig: Rig, index: int = 0) -> int:
    return int((await newest(rig)).parts[index]["messages"][0])


# -- edits of the author's own messages --------------------------------------------------------------------------


@pytest.mark.slow
async def test_a_draft_follows_what_its_author_changes_and_says_so(rig: Rig, county: County) -> None:
    await compose(rig, county.coordinator, "请于4月18日前报送。")
    said = await rig.edit(county.coordinator, await message_of(rig), "请于4月8日前报送。")
    assert "草稿已随您的修改更新" in said[0].text
    assert "请于4月8日前报送" in said[-1].text
    await fill_head(rig, county.coordinator)
    await fill_audience(rig, county.coordinator, "联络员")
    await send(rig, county.coordinator)
    [got] = rig.bot.chat(county.liaison)
    assert "请于4月8日前报送。" in got.text
    assert "18日" not in got.text


@pytest.mark.slow
async def test_one_of_several_parts_follows_too(rig: Rig, county: County) -> None:
    await compose(rig, county.coordinator, "其一", "其二")
    await rig.edit(county.coordinator, await message_of(rig, 1), "其二（改）")
    assert [part["html"] for part in (await newest(rig)).parts] == ["其一", "其二（改）"]


@pytest.mark.slow
async def test_what_went_out_does_not_change_and_the_author_learns_how(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator)
    await send(rig, county.coordinator)
    before = {m.message_id: m.text for m in rig.bot.chat(county.liaison)}
    said = await rig.edit(county.coordinator, await message_of(rig), "改过的内容")
    assert "已经发出" in said[-1].text
    assert "更正" in said[-1].text
    await rig.to("2026-04-02 09:10")
    assert {m.message_id: m.text for m in rig.bot.chat(county.liaison)} == before
    assert (await newest(rig)).parts[0]["html"] != "改过的内容"


@pytest.mark.slow
async def test_a_change_after_submitting_makes_it_a_draft_again(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator, "第一部分", "第二部分")
    await rig.press(county.coordinator, "发送…")
    await rig.press(county.coordinator, "下一工作日")
    await rig.press(county.coordinator, "发送")
    assert (await newest(rig)).state is CircularState.SCHEDULED
    said = await rig.edit(county.coordinator, await message_of(rig), "偷换的内容")
    assert "已退回草稿" in said[0].text
    assert (await newest(rig)).state is CircularState.DRAFT
    await rig.to("2026-04-03 10:00")
    assert rig.bot.chat(county.liaison) == []


@pytest.mark.slow
async def test_an_edit_of_anything_else_is_ignored(rig: Rig, county: County) -> None:
    await compose(rig, county.coordinator, "内容")
    message = await message_of(rig)
    assert await rig.edit(county.coordinator, message + 5000, "别的") == []
    assert await rig.edit(county.liaison, message, "不是我的") == []
    assert await rig.edit(4242, message, "陌生人") == []
    assert await rig.edit(county.coordinator, message + 5000, "/circular", command="circular") == []
    assert (await newest(rig)).parts[0]["html"] == "内容"


@pytest.mark.slow
async def test_what_was_approved_and_is_out_still_tells_its_author_how_to_correct(rig: Rig, county: County) -> None:
    """What goes out after an approval are copies of what the approver saw: they do not follow the author's message."""
    await ready(rig, county.coordinator, "第一部分", "第二部分", absence="是")
    message = await message_of(rig)
    await rig.press(county.coordinator, "提交审核")
    await rig.press(county.coordinator, "立即发送")
    await rig.press(county.coordinator, "发送")
    await rig.press(county.coordinator2, "同意")
    await rig.press(county.coordinator2, "确认同意发送")
    await rig.to("2026-04-02 09:05")
    assert (await newest(rig)).parts[0]["chat"] == county.coordinator2
    said = await rig.edit(county.coordinator, message, "偷换的内容")
    assert "已经发出" in said[-1].text


# -- replies -----------------------------------------------------------------------------------------------------


async def answers(rig: Rig) -> list[CircularAnswer]:
    found: list[CircularAnswer] = await rows(rig, CircularAnswer)
    return found


@pytest.mark.slow
async def test_a_reply_to_the_circular_is_the_answer_where_one_is_asked_for(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator, reply="签收并简要答复")
    await send(rig, county.coordinator)
    [got] = rig.bot.chat(county.liaison)
    said = await rig.say(county.liaison, "我局无此类案件", reply_to=got.message_id)
    assert "已登记" in said[-1].text
    assert [one.text for one in await answers(rig)] == ["我局无此类案件"]
    await rig.to("2026-04-02 09:01")
    assert "✓ 已于4月2日（周四）9:00答复" in rig.bot.find(county.liaison, got.message_id).text


@pytest.mark.slow
async def test_a_reply_with_a_file_is_taken_and_one_without_is_told_kindly(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator, reply="签收并回传文件")
    await send(rig, county.coordinator)
    [got] = rig.bot.chat(county.liaison)
    [hint] = await rig.say(county.liaison, "稍后发", reply_to=got.message_id)
    assert "请以文件或图片形式回复" in hint.text
    assert "回传文件" in "".join(hint.labels)
    assert await answers(rig) == []
    await rig.send_file(county.liaison, "报表.xlsx", b"x", reply_to=got.message_id)
    assert len(await answers(rig)) == 1


@pytest.mark.slow
async def test_a_reply_where_none_is_wanted_says_what_to_do(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator)
    await send(rig, county.coordinator)
    [got] = rig.bot.chat(county.liaison)
    [hint] = await rig.say(county.liaison, "收到，谢谢", reply_to=got.message_id)
    assert "只需点击“收到”" in hint.text
    assert hint.labels == ["收到"]
    await rig.press(county.liaison, "收到", hint)
    assert "已登记签收" in rig.toast()
    assert await answers(rig) == []


@pytest.mark.slow
async def test_a_reply_to_a_copied_part_or_a_reminder_counts_too(rig: Rig, county: County) -> None:
    await compose(rig, county.coordinator, "其一")
    await rig.send_file(county.coordinator, "表.xlsx", b"x")
    await fill_head(rig, county.coordinator, reply="签收并简要答复")
    await fill_audience(rig, county.coordinator, "联络员")
    await send(rig, county.coordinator)
    copied = next(m for m in rig.bot.chat(county.liaison) if m.copy_of)
    await rig.say(county.liaison, "第一次", reply_to=copied.message_id)
    sent = await rig.to("2026-04-08 09:05")
    reminder = next(m for m in sent if m.chat_id == county.police_liaison)
    await rig.say(county.police_liaison, "第二次", reply_to=reminder.message_id)
    assert [one.text for one in await answers(rig)] == ["第一次", "第二次"]


@pytest.mark.slow
async def test_a_reply_to_a_withdrawn_circular_and_to_another_message(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator, reply="签收并简要答复")
    await send(rig, county.coordinator)
    [got] = rig.bot.chat(county.liaison)
    actor = await builders.person(rig, county.coordinator)
    first = await newest(rig)

    def withdraw(desk: Desk) -> None:
        control.withdraw(desk, first.id or 0, first.version)

    await rig.work(withdraw, actor=actor)
    said = await rig.say(county.liaison, "回复", reply_to=got.message_id)
    assert "撤回" in said[-1].text
    await rig.say(county.police_liaison, "回复", reply_to=999_999)
    assert await answers(rig) == []


# -- people left out ---------------------------------------------------------------------------------------------


@pytest.mark.slow
async def test_single_people_are_left_out_with_a_button(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator)
    await rig.press(county.coordinator, "发送对象")
    await rig.press(county.coordinator, "✎ 除外人员")
    await rig.press(county.coordinator, "王芳")
    await rig.press(county.coordinator, "完成")
    await rig.press(county.coordinator, "选定")
    card = rig.last(county.coordinator)
    assert "除外人员：王芳" in card.text
    await send(rig, county.coordinator)
    assert rig.bot.chat(county.liaison) == []
    assert rig.bot.chat(county.police_liaison) != []


# -- groups ------------------------------------------------------------------------------------------------------


async def in_group(rig: Rig, county: County) -> None:
    """A circular that went to a group as well."""

    def link(desk: Desk) -> None:
        desk.session.add(
            LinkedGroup(chat_id=GROUP, title="应诉工作群", agency_id=county.government, linked_at=desk.now)
        )

    await rig.work(link)
    await ready(rig, county.coordinator)
    await rig.press(county.coordinator, "群组")
    await rig.press(county.coordinator, "应诉工作群")
    await rig.press(county.coordinator, "返回通知")
    await send(rig, county.coordinator)


@pytest.mark.slow
@pytest.mark.parametrize(("what", "mark"), [("correct", "【已更正】"), ("withdraw", "【已撤回】")])
async def test_the_post_in_a_group_is_edited_too(rig: Rig, county: County, what: str, mark: str) -> None:
    await in_group(rig, county)
    [post] = rig.bot.chat(GROUP)
    assert "请各单位于4月8日前报送。" in post.text
    first = await newest(rig)
    actor = await builders.person(rig, county.coordinator)

    def change(desk: Desk) -> None:
        if what == "withdraw":
            control.withdraw(desk, first.id or 0, first.version)
        else:
            new = control.correct(desk, first.id or 0, first.version)
            approvals.submit(desk, new.id or 0, new.version, None)

    await rig.work(change, actor=actor)
    await rig.to("2026-04-02 09:05")
    assert mark in rig.bot.find(GROUP, post.message_id).text
    assert "4月8日前报送" not in rig.bot.find(GROUP, post.message_id).text
    assert len(rig.bot.chat(GROUP)) == 2, "and the new post follows"
