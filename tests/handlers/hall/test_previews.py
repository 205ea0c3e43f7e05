"""A preview in a chat: three ways, corrections behind 更改, rows behind 逐项增删, and buttons of before the change."""

from __future__ import annotations

from sqlmodel import select

from bot.services.hall.desk import Desk
from bot.store.tables import Appointment, Case, Draft, Paper
from bot.telegram import heard
from tests.builders import County
from tests.rig import Rig

NUMBER = "（2026）鲁0831行初12号"
LINE = f"{NUMBER} 应诉通知书 今天收到 邮寄"


def serial_of(rig: Rig, user: int) -> str:
    return next(data.split(":")[1] for row in rig.last(user).buttons for _, data in row if data.startswith("fm:"))


async def test_what_is_to_be_changed_is_leafed_through_and_left_again(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, LINE)
    preview = rig.last(county.liaison)
    assert preview.labels == ["✓ 登记", "更改", "取消", "✎ 风险情形"]
    before = preview.text
    await rig.press(county.liaison, "更改")
    assert preview.text.startswith(before)
    assert preview.text.endswith("请点选要更改的一项：\n第1页/共3页")
    assert preview.labels[-2:] == ["下一页 ›", "返回核对"]
    await rig.press(county.liaison, "下一页", preview)
    assert "第2页/共3页" in preview.text
    await rig.press(county.liaison, "返回核对", preview)
    assert (preview.text, preview.labels) == (before, ["✓ 登记", "更改", "取消", "✎ 风险情形"])
    await rig.press(county.liaison, "登记", preview)
    assert "【案件】" in rig.last(county.liaison).text


async def test_buttons_of_a_preview_that_was_sent_before_still_correct_and_confirm(rig: Rig, county: County) -> None:
    """Every ✎ stood on the preview itself: its data says the same as it did."""
    await rig.say(county.liaison, LINE)
    preview, serial = rig.last(county.liaison), serial_of(rig, county.liaison)
    await rig.press_data(county.liaison, f"fm:{serial}:e:cause", preview)
    await rig.say(county.liaison, "土地行政处罚")
    assert "土地行政处罚" in rig.last(county.liaison).text
    await rig.press_data(county.liaison, f"fm:{serial}:ok", preview)
    assert "之前的步骤" in rig.toast()
    await rig.press_data(county.liaison, f"fm:{serial_of(rig, county.liaison)}:ok", rig.last(county.liaison))
    assert "【案件】" in rig.last(county.liaison).text
    assert [case.cause for case in await rig.database.read(lambda s: s.exec(select(Case)).all())] == ["土地行政处罚"]


async def test_a_page_that_does_not_exist_is_answered_by_where_the_form_stands(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, LINE)
    serial = serial_of(rig, county.liaison)
    for page in ("9", "-1", "", "²", "1:1"):
        await rig.press_data(county.liaison, f"fm:{serial}:p:{page}", rig.last(county.liaison))
        assert "之前的步骤" in rig.toast()
    assert rig.last(county.liaison).labels == ["✓ 登记", "更改", "取消", "✎ 风险情形"]


async def test_many_rows_are_struck_out_page_by_page(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, "（2026）鲁0831行初12号至24号 传票 今天收到 邮寄")
    preview = rig.last(county.liaison)
    assert preview.labels == ["✓ 登记", "更改", "逐项增删", "取消"]
    await rig.press(county.liaison, "逐项增删", preview)
    assert preview.labels == [f"✗ 行初{n}号" for n in range(12, 17)] + ["下一页 ›", "返回核对"]
    await rig.press(county.liaison, "下一页", preview)
    await rig.press(county.liaison, "✗ 行初18号", preview)
    assert "↩ 行初18号" in preview.labels
    assert "第2页/共3页" in preview.text
    assert "案号（多件）</b>：12件" in preview.text
    await rig.press(county.liaison, "返回核对", preview)
    await rig.press(county.liaison, "✓ 登记", preview)
    assert "行初18号" not in rig.last(county.liaison).text


async def test_a_message_edited_while_the_corrections_are_open_shows_the_preview_again(
    rig: Rig, county: County
) -> None:
    await rig.say(county.liaison, LINE)
    draft = await rig.database.read(lambda s: s.get_one(Draft, county.ids[county.liaison]))
    await rig.press(county.liaison, "更改")
    opened = rig.last(county.liaison)
    await rig.edit(county.liaison, heard.messages(draft.context)[0], f"{NUMBER} 传票 今天收到 邮寄")
    preview = rig.last(county.liaison)
    assert "传票" in preview.text
    assert preview.labels == ["✓ 登记", "更改", "取消"]
    await rig.press(county.liaison, "下一页", opened)
    assert "之前的步骤" in rig.toast()


async def test_what_cannot_count_says_so_in_the_form_and_keeps_its_buttons(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, LINE)
    await rig.press(county.liaison, "登记")
    await rig.behind(county.liaison, "① 更正")
    await rig.press(county.liaison, "文书种类或案号有误")
    await rig.say(county.liaison, "录入有误")
    await rig.press(county.liaison, "✓ 确认")
    await rig.press(county.liaison, "✓ 登记")
    assert "尚未作任何更正" in rig.toast()
    preview = rig.last(county.liaison)
    assert "尚未作任何更正" in preview.text
    assert preview.labels[:3] == ["✓ 登记", "更改", "取消"], "what stood in the way may be gone by now"
    assert preview.labels[-1].startswith("✎")
    await rig.press(county.liaison, "更改", preview)
    await rig.press(county.liaison, "返回核对", preview)
    assert preview.labels == ["✓ 登记", "更改", "取消", "✎ 风险情形"]


async def test_who_may_no_longer_enter_is_told_and_can_leave_the_form(rig: Rig, county: County) -> None:
    await rig.say(county.liaison, LINE)
    preview = rig.last(county.liaison)
    await rig.press(county.liaison, "更改", preview)
    await rig.work(lambda desk: end(desk, county.ids[county.liaison]))
    await rig.press(county.liaison, "返回核对", preview)
    assert rig.toast()
    assert not await rig.database.read(lambda s: s.exec(select(Paper)).all())


def end(desk: Desk, person_id: int) -> None:
    """Their office is over."""
    for row in desk.session.exec(select(Appointment).where(Appointment.person_id == person_id)).all():
        desk.session.delete(row)
