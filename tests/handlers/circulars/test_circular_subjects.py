"""A circular always has a subject, which reminders quote; who could not be reached is never counted as done."""

import pytest

from bot.domain.circulars.circulars import Part, proposed_title
from tests.builders import County
from tests.handlers.circulars.steps import TITLE, compose, fill_audience, newest, ready, send
from tests.rig import Rig


def part(text: str, name: str = "") -> Part:
    return Part("text" if text else "document", 1, (1,), html=text, name=name)


@pytest.mark.parametrize(
    ("parts", "title"),
    [
        ([part("请各单位于4月8日前报送。")], "请各单位于4月8日前报送"),
        ([part("关于开展庭审观摩的通知\n请各单位派员参加。")], "关于开展庭审观摩的通知"),
        ([part("【通知】\n第二行")], "通知"),
        ([part("请各单位报送上半年应诉情况，于4月8日前经本机器人报送，逾期通报。")], "请各单位报送上半年应诉情况"),
        ([part("一" * 40)], "一" * 19 + "…"),
        ([part("", "报送表.xlsx")], "报送表.xlsx"),
        ([part("", "报送表.xlsx"), part("请填报附表。")], "请填报附表"),
        ([], ""),
    ],
)
def test_the_first_line_is_proposed(parts: list[Part], title: str) -> None:
    assert proposed_title(parts) == title


async def test_the_proposed_title_is_one_tap_of_the_form(rig: Rig, county: County) -> None:
    await compose(rig, county.coordinator, "请各单位于4月8日前报送。")
    await rig.press(county.coordinator, "标题与回复要求")
    asked = rig.last(county.coordinator)
    assert asked.labels == ["请各单位于4月8日前报送", "取消"]
    await rig.press(county.coordinator, "请各单位于4月8日前报送", asked)
    for label in ("跳过", "仅签收"):
        await rig.press(county.coordinator, label)
    await rig.say(county.coordinator, "4月8日")
    for label in ("泗水县司法局", "否", "否", "✓ 确认"):
        await rig.press(county.coordinator, label)
    assert (await newest(rig)).title == "请各单位于4月8日前报送"


async def test_nothing_goes_out_without_a_title(rig: Rig, county: County) -> None:
    await compose(rig, county.coordinator, "请各单位于4月8日前报送。")
    await fill_audience(rig, county.coordinator, "联络员")
    await rig.press(county.coordinator, "发送…")
    asked = rig.last(county.coordinator)
    assert "尚无标题。建议标题：<b>请各单位于4月8日前报送</b>" in asked.text
    await rig.press(county.coordinator, "用此标题", asked)
    await rig.press(county.coordinator, "立即发送")
    await rig.press(county.coordinator, "✓ 发送")
    assert "请各单位于4月8日前报送</b>" in rig.last(county.liaison).text
    assert (await newest(rig)).title == "请各单位于4月8日前报送"
    await rig.press_data(county.coordinator, "cc.tt:1:1", asked)
    assert "失效" in rig.toast()


async def test_a_reminder_quotes_the_subject_and_opens_the_circular(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator, "第一部分", "第二部分")
    await send(rig, county.coordinator)
    await rig.say(county.coordinator, "/circulars")
    await rig.press(county.coordinator, TITLE[:10])
    await rig.press(county.coordinator, "催办签收")
    told = rig.last(county.liaison)
    assert TITLE in told.text
    assert "查看原通知" in told.labels
    before = len(rig.bot.chat(county.liaison))
    await rig.press(county.liaison, "查看原通知", told)
    again = rig.bot.chat(county.liaison)[before:]
    assert len(again) == 3, "both parts and the head"
    assert TITLE in again[-1].text
    assert "收到" in again[-1].labels
    data = next(d for row in told.buttons for label, d in row if label == "查看原通知")
    [foreign] = await rig.say(county.police_liaison, "/menu")
    await rig.press_data(county.police_liaison, data, foreign)
    assert "无权查看" in rig.toast()


async def test_who_could_not_be_reached_is_never_a_tick(rig: Rig, county: County) -> None:
    await ready(rig, county.coordinator)
    await rig.work(lambda desk: _gone(desk, county))
    await send(rig, county.coordinator)
    await rig.to("2026-04-02 10:00")
    await rig.say(county.coordinator, "/circulars")
    assert f"{TITLE[:6]}… · 5人未签收 · 1人未送达" in rig.last(county.coordinator).labels
    await rig.press(county.coordinator, TITLE[:6])
    board = rig.last(county.coordinator)
    assert "县公安局 ✗ 未送达" in board.text
    assert "县公安局 ✓" not in board.text
    assert "县自然资源局 未签收1/1" in board.text
    await rig.press(county.liaison, "收到")
    await rig.to("2026-04-02 10:05")
    assert "县自然资源局 ✓" in rig.bot.find(county.coordinator, board.message_id).text
    await rig.press(county.coordinator, "按单位查看", board)
    assert {"县公安局 ✗ 未送达", "县自然资源局 ✓"} <= set(board.labels)
    await rig.press(county.coordinator, "县公安局", board)
    assert "未送达" in board.text
    await rig.press(county.coordinator, "按单位查看", board)
    assert "县公安局 ✗ 未送达" in board.labels


def _gone(desk: object, county: County) -> None:
    from bot.services.post import reach

    reach.left(desk, county.police_liaison)  # type: ignore[arg-type]


async def test_in_english_too(rig: Rig, county: County) -> None:
    await rig.say(county.coordinator, "/language")
    await rig.press(county.coordinator, "English")
    await compose(rig, county.coordinator, "Please report by Apr 8.")
    await rig.press(county.coordinator, "Title, reply")
    asked = rig.last(county.coordinator)
    assert "Press the proposed one, or write another." in asked.text
    assert asked.labels[0] == "Please report by Apr 8"
