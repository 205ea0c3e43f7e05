"""/circular and /circulars: composing, sending, receipts, approval, correction, in whole turns."""

from datetime import timedelta

import pytest

from bot.store.tables import CircularReceipt, OutboxRow
from tests.builders import County
from tests.handlers.circulars.steps import LIAISONS, TITLE, compose, fill_audience, fill_head, newest, ready, rows, send
from tests.rig import Rig


@pytest.mark.slow
async def test_a_text_goes_to_every_liaison_in_one_message_and_is_confirmed_with_one_press(
    rig: Rig, county: County
) -> None:
    await ready(rig, county.coordinator)
    card = rig.last(county.coordinator)
    assert "共" in card.text
    assert "6人" in card.text
    await send(rig, county.coordinator)
    for name in LIAISONS:
        [got] = rig.bot.chat(getattr(county, name))
        assert TITLE in got.text
        assert "请各单位于4月8日前报送。" in got.text
        assert "请于4月8日（周三）17:30前点击“收到”" in got.text
    await rig.press(county.liaison, "收到")
    assert "已登记签收" in rig.toast()
    [mine] = rig.bot.chat(county.liaison)
    assert "已于4月2日（周四）9:00签收" in mine.text
    assert "收到" not in mine.labels


@pytest.mark.slow
async def test_the_same_press_twice_and_anothers_button_change_nothing(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator)
    await send(rig, county.coordinator)
    shown = rig.with_button(county.liaison, "收到")
    data = next(d for row in shown.buttons for text, d in row if "收到" in text)
    await rig.press_data(county.liaison, data, shown)
    before = next(r.read_at for r in await rows(rig, CircularReceipt) if r.read_at)
    rig.clock.move_to(rig.clock.now() + timedelta(hours=1))
    await rig.press_data(county.liaison, data, shown)
    assert "已于" in rig.toast()
    await rig.press_data(county.police_liaison, data, rig.bot.chat(county.police_liaison)[0])
    assert "不存在" in rig.toast()
    read = [r for r in await rows(rig, CircularReceipt) if r.read_at]
    assert [r.read_at for r in read] == [before]


@pytest.mark.slow
async def test_several_parts_are_copied_in_their_order_then_the_head(rig: Rig, county: County) -> None:
    await compose(rig, county.coordinator, "第一部分")
    await rig.send_file(county.coordinator, "附件.docx", b"word", caption="附件")
    await rig.say(county.coordinator, "第三部分")
    await rig.press(county.coordinator, "调整内容")
    await rig.press(county.coordinator, "↑ 3")
    await rig.press(county.coordinator, "✕ 1")
    await rig.press(county.coordinator, "返回通知")
    assert "第一部分" not in rig.last(county.coordinator).text
    parts = (await newest(rig)).parts
    assert [p.get("html") for p in parts] == ["第三部分", "附件"]
    await fill_head(rig, county.coordinator)
    await fill_audience(rig, county.coordinator, "联络员")
    await send(rig, county.coordinator)
    got = rig.bot.chat(county.liaison)
    assert [m.copy_of for m in got] == [(county.coordinator, p["messages"][0]) for p in parts] + [None]
    assert TITLE in got[-1].text
    assert "收到" in got[-1].labels
    sent = next(r for r in await rows(rig, OutboxRow) if r.person_id == county.ids[county.liaison])
    assert sent.copied == [[got[0].message_id], [got[1].message_id]]


@pytest.mark.slow
async def test_an_album_is_one_part_and_answered_once(rig: Rig, county: County) -> None:
    await rig.say(county.coordinator, "/circular")
    first = await rig.say(county.coordinator, "图", kind="photo", media_group="g1")
    second = await rig.say(county.coordinator, "", kind="photo", media_group="g1")
    assert len(first) == 1
    assert second == []
    assert "相册（2张）" in rig.last(county.coordinator).text
    assert len((await newest(rig)).parts) == 1


async def test_what_cannot_be_copied_is_refused_at_once(rig: Rig, county: County) -> None:
    await rig.say(county.coordinator, "/circular")
    [answer] = await rig.say(county.coordinator, "", kind="poll")
    assert "无法转发" in answer.text
    assert (await newest(rig)).parts == []


@pytest.mark.slow
async def test_formatting_is_kept_and_markup_typed_as_text_stays_text(rig: Rig, county: County) -> None:
    await rig.say(county.coordinator, "/circular")
    await rig.say(county.coordinator, "重要<b>", html="<b>重要</b>&lt;b&gt;", kind="text")
    await fill_head(rig, county.coordinator)
    await fill_audience(rig, county.coordinator, "联络员")
    await send(rig, county.coordinator)
    assert "<b>重要</b>&lt;b&gt;" in rig.last(county.liaison).text


@pytest.mark.slow
async def test_a_text_too_long_for_one_message_is_copied(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator, "长" * 4090)
    await send(rig, county.coordinator)
    copy, head = rig.bot.chat(county.liaison)
    assert copy.copy_of is not None
    assert TITLE in head.text
    assert "长长长" not in head.text


@pytest.mark.slow
async def test_sensitive_copies_cannot_be_forwarded(rig: Rig, county: County) -> None:
    await compose(rig, county.coordinator, "甲")
    await rig.say(county.coordinator, "乙")
    await fill_head(rig, county.coordinator, protect="是")
    await fill_audience(rig, county.coordinator, "联络员")
    await send(rig, county.coordinator)
    assert [m.protected for m in rig.bot.chat(county.liaison)[:2]] == [True, True]


@pytest.mark.slow
async def test_a_schedule_for_the_next_working_day_is_kept_and_can_be_taken_back(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator)
    await rig.press(county.coordinator, "发送…")
    await rig.press(county.coordinator, "下一工作日")
    await rig.press(county.coordinator, "发送")
    assert "定时发送" in rig.last(county.coordinator).text
    await rig.to("2026-04-02 20:00")
    assert not rig.bot.chat(county.liaison)
    await rig.press(county.coordinator, "撤回修改")
    await rig.to("2026-04-03 12:00")
    assert not rig.bot.chat(county.liaison)
    await rig.press(county.coordinator, "发送…")
    await rig.say(county.coordinator, "4月7日 10:00")
    await rig.press(county.coordinator, "发送")
    await rig.to("2026-04-07 09:59")
    assert not rig.bot.chat(county.liaison)
    await rig.to("2026-04-07 10:00")
    assert len(rig.bot.chat(county.liaison)) == 1


@pytest.mark.slow
async def test_the_collecting_ends_by_itself_and_goes_on_after_a_restart(rig: Rig, county: County) -> None:
    await rig.say(county.coordinator, "/circular")
    await rig.say(county.coordinator, "今天的内容")
    await rig.to("2026-04-03 12:00")
    await rig.say(county.coordinator, "第二天的闲话")
    assert len((await newest(rig)).parts) == 1
    await rig.say(county.coordinator, "/circular")
    await rig.press(county.coordinator, "今天的内容")
    await rig.press(county.coordinator, "内容已齐")
    await rig.press(county.coordinator, "添加内容")
    await rig.say(county.coordinator, "补充")
    assert len((await newest(rig)).parts) == 2


@pytest.mark.slow
async def test_a_reader_of_english_gets_english(rig: Rig, county: County) -> None:
    await compose(rig, county.coordinator, "Please report.")
    await fill_head(rig, county.coordinator)
    await fill_audience(rig, county.coordinator, "主要负责人")
    await send(rig, county.coordinator)
    got = rig.last(county.labour_principal)
    assert "Please press “Received” by Wed 8 Apr, 17:30" in got.text
    assert "Received" in got.labels
    await rig.press(county.labour_principal, "Received")
    assert "Received on Thu 2 Apr" in rig.last(county.labour_principal).text
