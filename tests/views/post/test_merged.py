"""Several matters in one message: a line each, the same one once, at most eight buttons; and one at a time."""

from __future__ import annotations

from datetime import date

from bot.domain.hall.message import CALLBACK_BYTES, Html, Message, Tap, as_item, html, message, plain, tap
from bot.domain.hall.subjects import About
from bot.texts import translator
from bot.views.post import merged as views

ZH, EN = translator("zh_CN"), translator("en")
TODAY = views.Place(77, date(2026, 4, 8))
ALL = tap("全部事项", "dt.list", 1, 0)
ASKED = as_item(
    message(
        "【出庭确认】张副局长",
        buttons=(
            (tap("我出庭", "ap.yes", 1, 1), tap("其他负责人出庭", "ap.sub", 1, 1)),
            (tap("不能出庭", "ap.no", 1, 1), tap("稍后答复", "ap.later", 1, 1)),
        ),
    ),
    html("出庭确认 行初12号：请于4月8日（周三）17:30前答复"),
    About.APPEARANCE(1),
    on=date(2026, 4, 8),
    asks=True,
)


def duty(number: int, line: str, on: date, *, late: bool = False, unread: bool = False) -> Message:
    said = message(f"【事项】{number}", buttons=((tap("办结", "dt.done", number, 1), tap("为何", "dt.open", number)),))
    noted = tap("收到", "dt.ack", number)
    return as_item(said, html(line), About.DUTY(number), on=on, late=late, noted=noted, unread=unread)


FILING = duty(1, "出庭报备 行初12号：已逾期1个工作日", date(2026, 4, 7), late=True)
HEARING = as_item(
    message("【开庭提醒】", buttons=((tap("材料已备齐", "ap.ready", 1),),)),
    html("开庭 行初12号：4月15日（周三）9:30，剩5个工作日 · 张明✓"),
    on=date(2026, 4, 15),
)
ANSWER = duty(2, "答辩举证 行初12号：4月17日（周五），剩7个工作日", date(2026, 4, 17))


def said(*parts: Message) -> Message:
    return views.merged(views.items_of((part, "") for part in parts), TODAY, ZH, all_of_it=ALL)


def labels(shown: Message) -> list[str]:
    return [button.label for row in shown.buttons for button in row]


def test_several_reminders_are_a_line_each_as_the_example_has_it() -> None:
    """Example 14 of the messages, whatever the order in which they fell due."""
    shown = said(ANSWER, HEARING, FILING)
    assert shown.text == Html(
        "【今日提醒】4月8日（周三），3项\n"
        "① 🔴 出庭报备 行初12号：已逾期1个工作日\n"
        "② 开庭 行初12号：4月15日（周三）9:30，剩5个工作日 · 张明✓\n"
        "③ 答辩举证 行初12号：4月17日（周五），剩7个工作日"
    )
    assert [[button.label for button in row] for row in shown.buttons] == [["逐项办理", "全部事项"]]


def test_the_same_duty_is_one_line_and_a_single_matter_is_its_own_message() -> None:
    """期限提醒 and 到期未办 of one morning speak of the same duty."""
    before = duty(1, "出庭报备 行初12号：4月7日（周二），今天为法定最后一日", date(2026, 4, 7))
    assert len(views.items_of([(before, ""), (FILING, ""), (ANSWER, "")])) == 2
    assert "已逾期" in said(before, FILING, ANSWER).text
    assert labels(said(before, FILING)) == ["办结", "为何"]


def test_other_things_said_of_one_hearing_stay_apart() -> None:
    again = as_item(HEARING, html("行初12号：出庭负责人未确定"), About.HEARING(1))
    assert len(views.items_of([(HEARING, "hearing:1"), (again, "hearing:1"), (HEARING, "hearing:1")])) == 2


def test_the_only_question_among_them_is_answered_with_one_tap() -> None:
    assert labels(said(FILING, ASKED)) == ["我出庭", "其他负责人出庭", "不能出庭", "稍后答复", "逐项办理", "全部事项"]
    other = as_item(ASKED.items[0].alone, html("出庭确认 行初13号：请答复"), About.APPEARANCE(2), asks=True)
    assert labels(said(FILING, ASKED, other)) == ["逐项办理", "全部事项"], (
        "which of two it would answer is not to be seen"
    )


def test_what_nobody_took_note_of_is_noted_with_one_button() -> None:
    unread = duty(3, "文书备案 行初12号：4月9日（周四），剩1个工作日", date(2026, 4, 9), unread=True)
    shown = said(FILING, unread, ANSWER)
    assert labels(shown) == ["逐项办理", "全部事项", "收到"]
    assert shown.buttons[0][2] == tap("收到", "dt.ack", 3, 1, 2)
    assert "收到" not in labels(said(FILING, ANSWER))


def test_a_message_without_a_line_of_its_own_is_its_first_one_as_far_as_it_fits() -> None:
    long = message(Html("<b>【移交】</b>" + "某" * 80), "第二行")
    shown = said(long, FILING)
    assert plain(shown.text).split("\n")[2] == "② 【移交】" + "某" * 55 + "…"
    assert "第二行" not in shown.text


def test_a_long_list_is_twelve_lines_and_says_how_many_more() -> None:
    many = [duty(n, f"事项{n}：4月9日（周四），剩1个工作日", date(2026, 4, 9)) for n in range(1, 21)]
    shown = said(*many)
    assert len(shown.text.split("\n")) == 12
    assert shown.text.endswith("另有10项")
    assert len(labels(shown)) <= views.MOST_BUTTONS


def test_one_at_a_time_with_its_own_buttons_and_the_ways_to_its_neighbours() -> None:
    items = views.items_of([(FILING, ""), (HEARING, "hearing:1"), (ANSWER, "")])
    middle = views.one_of(items, 1, 77, ZH)
    assert middle.text == Html("第2项/共3项\n【开庭提醒】")
    assert labels(middle) == ["材料已备齐", "上一项", "下一项"]
    assert middle.buttons[-1] == (tap("上一项", "mg.at", 77, 0, "duty", 1), tap("下一项", "mg.at", 77, 2, "duty", 2))
    assert labels(views.one_of(items, 0, 77, ZH)) == ["办结", "为何", "下一项"]
    assert labels(views.one_of(items, 2, 77, EN)) == ["办结", "为何", "‹ Previous one"]


def test_no_page_has_more_than_eight_buttons_and_every_press_fits() -> None:
    full = message("满", buttons=tuple(tuple(tap("甲", "x", n, k) for k in range(3)) for n in range(4)))
    items = views.items_of([(FILING, ""), (full, "circular_answer:" + "9" * 30), (ANSWER, "")])
    for place in range(3):
        buttons = [b for row in views.one_of(items, place, 10**12, ZH).buttons for b in row]
        assert len(buttons) <= views.MOST_BUTTONS
        assert all(len(b.data.encode()) <= CALLBACK_BYTES for b in buttons if isinstance(b, Tap))


def test_what_is_protected_stays_so_among_others() -> None:
    secret = message("机密", protect=True)
    assert said(secret, FILING).protect
