"""A few words of a leader, of a liaison officer, of a deadline: what they mean, and what they do not."""

from __future__ import annotations

import time
from datetime import date

import pytest

from bot.domain.reading.deadlines import read_deadline
from bot.domain.reading.replies import Meant, Reply, reply, says_done

TODAY = date(2026, 4, 2)


@pytest.mark.parametrize(
    ("meant", "texts"),
    [
        (Meant.YES, "好的 好 行 可以 同意 没问题 我去 我来 我出庭 本人出庭 收到，我出庭 好的，我准时参加 同意出庭 OK"),
        (Meant.YES, "可以参加 我会按时去"),
        (Meant.NO, "去不了 我去不了 出差 那天有会 不能出庭 不去 不同意 我去开会 请假 身体不适，请假"),
        (Meant.NO, "在外地，赶不回 不可以"),
        (Meant.LATER, "晚点答复 稍后 再说 先看看日程 我问一下 明天答复 待定"),
        (Meant.SEEN, "收到 收到，谢谢 知道了 已阅 明白"),
        (Meant.UNCLEAR, "我能不能不去？ 必须去吗 几点 是否可以视频 这是哪个案子 123"),
    ],
)  # fmt: skip
def test_what_leaders_write(meant: Meant, texts: str) -> None:
    assert {text: reply(text) for text in texts.split()} == {text: Reply(meant) for text in texts.split()}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("请王局去", "王"),
        ("请王副局长出庭", "王"),
        ("我那天出差，请张局长代我出庭", "张"),
        ("换张明出庭", "张明"),
        ("让李娜副局长去", "李娜"),
        ("王局去", "王"),
        ("同意由张明出庭", "张明"),
    ],
)
def test_somebody_else_is_named(text: str, name: str) -> None:
    assert reply(text) == Reply(Meant.OTHER, name)


def test_a_long_text_is_no_reply() -> None:
    assert reply("我" * 61) is None
    assert reply("") is None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("已报备", "报备"),
        ("已报", "备案"),
        ("材料已交", "答辩"),
        ("答辩状已提交", "举证"),
        ("材料都交给法院了", "证据"),
        ("反馈表已报", "反馈"),
        ("已上报县司法局", "报备"),
        ("行初12号出庭报备已报", "报备"),
        ("（2026）鲁0831行初12号的答辩状已提交", "答辩"),
    ],
)
def test_what_is_done_is_found_by_a_word(text: str, word: str) -> None:
    words = says_done(text)
    assert words is not None
    assert word in words


@pytest.mark.parametrize("text", ["办完了", "都办好了", "已完成", "搞定了", "已办结"])
def test_done_alone_means_anything(text: str) -> None:
    assert says_done(text) == ()


@pytest.mark.parametrize("text", ["还没报", "报了吗", "收到", "材料没交", "怎么报", "报备表", "明天交", "不用报了"])
def test_what_is_not_done_is_not_taken_for_done(text: str) -> None:
    assert says_done(text) is None


@pytest.mark.parametrize(
    ("text", "number", "day", "word"),
    [
        ("答辩期4月17日届满", "", date(2026, 4, 17), "答辩"),
        ("（2026）鲁0831行初12号举证期限4月17日到期", "（2026）鲁0831行初12号", date(2026, 4, 17), "举证"),
        ("上诉期到4月16日截止", "", date(2026, 4, 16), "上诉"),
        ("4月17日前提交答辩状和证据", "", date(2026, 4, 17), "答辩"),
        ("答辩期哪天届满", "", None, "答辩"),
        ("出庭报备4月3日前要报", "", date(2026, 4, 3), "报备"),
    ],
)
def test_deadlines(text: str, number: str, day: date | None, word: str) -> None:
    if "出庭" in text:
        assert read_deadline(text, TODAY) is None
        return
    found = read_deadline(text, TODAY)
    assert found is not None
    assert (found.number, found.day) == (number, day)
    assert word in found.words


@pytest.mark.parametrize(
    "text",
    [
        "4月28日上午9:30开庭，答辩期4月17日届满",
        "4月1日收到应诉通知书，答辩期4月16日届满",
        "（2026）鲁0831行初12号 4月28日9:30 第二审判庭",
        "有效期届满",
        "答辩期4月17日届满\n开庭另行通知",
        "",
    ],
)
def test_what_is_no_deadline_alone(text: str) -> None:
    assert read_deadline(text, TODAY) is None


@pytest.mark.parametrize("piece", ["我去", "好的", "能去", "报告", "刚", "已经", "请王局", "都报了", "收到,", "材料"])
def test_no_words_take_long(piece: str) -> None:
    started = time.process_time()
    for length in range(1, 61):
        text = (piece * 60)[:length]
        reply(text)
        says_done(text)
    assert time.process_time() - started < 0.5
