"""Several reminders in one message keep every answer, and number nothing twice."""

from bot.domain.hall.message import Message, html, message, tap
from bot.texts import translator
from bot.views.post.merged import merged

ZH, EN = translator("zh_CN"), translator("en")
RESULT = message(
    "【庭审反馈】",
    buttons=(
        (tap("负责人已出庭", "rs", 1), tap("负责人未出庭", "rs", 2)),
        (tap("延期开庭", "rs", 3), tap("撤诉", "rs", 4)),
    ),
)
DUTIES = message(
    "【期限提醒】", buttons=((tap("① 办结", "dt", 1),), (tap("② 办结", "dt", 2),), (tap("收到", "dt", 3),))
)


def labels(said: Message) -> list[str]:
    return [button.label for row in said.buttons for button in row]


def test_every_answer_to_every_part_stays() -> None:
    assert labels(merged([RESULT, RESULT], ZH)) == [
        f"{n} {label}" for n in "①②" for label in ("负责人已出庭", "负责人未出庭", "延期开庭", "撤诉")
    ]
    assert len(labels(merged([RESULT] * 8, ZH))) == 32


def test_parts_that_number_their_own_duties_become_chapters() -> None:
    said = merged([DUTIES, RESULT], ZH)
    assert labels(said)[:4] == ["一 ① 办结", "一 ② 办结", "一 收到", "二 负责人已出庭"]
    assert "一、【期限提醒】" in said.text
    assert "二、【庭审反馈】" in said.text
    assert labels(merged([DUTIES, RESULT], EN))[0] == "A ① 办结"


def test_a_single_reminder_stays_as_it_is() -> None:
    alone = message("一项", buttons=((tap("收到", "x", 1),),))
    assert merged([alone], ZH) is alone
    assert merged([alone, alone], ZH).text.count(html("一项")) == 2
