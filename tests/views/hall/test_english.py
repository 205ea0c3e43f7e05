"""What an English reader sees: heads, capitals, rows of buttons that a phone shows whole, posts."""

from __future__ import annotations

import pytest

from bot.domain.hall.message import Html, Message, tap
from bot.domain.hall.posts import post_in_english
from bot.texts import translator
from bot.views.hall.english import worded

EN, ZH = translator("en"), translator("zh_CN")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("【Case】<code>12</code>", "<b>Case</b>: <code>12</code>"),
        ("【summons】received", "<b>Summons</b>: received"),
        ("【Overdue】县公安局: two\nhere: one", "<b>Overdue.</b> 县公安局: two\nhere: one"),
        ("【Hearing soon】Tue 15 Dec, 9:30", "<b>Hearing soon</b>: Tue 15 Dec, 9:30"),
        ("【Deadlines】\nhere", "<b>Deadlines</b>\nhere"),
        ("<b>【Reform of agencies】</b>renamed", "<b>Reform of agencies</b>: renamed"),
        ("【<b>advance filing</b>】by Friday", "<b>Advance filing</b>: by Friday"),
        ("① 【Overdue】two\n② 【To do】three", "① <b>Overdue</b>: two\n② <b>To do</b>: three"),
        ("① 🔴 <b>filing</b>: late\n② <b>answer</b>: due", "① 🔴 <b>Filing</b>: late\n② <b>Answer</b>: due"),
        (
            "Open\n1. 🔴 answer to the court: late\n2. annual report",
            "Open\n1. 🔴 Answer to the court: late\n2. Annual report",
        ),
        ("Files\n1. notice.pdf\n2. list.xlsx, sent", "Files\n1. notice.pdf\n2. list.xlsx, sent"),
        ("please choose", "Please choose"),
        ("notice.pdf is kept", "notice.pdf is kept"),
        ("【关于举办培训的通知】as it is written", "【关于举办培训的通知】as it is written"),
        ("Contents:\nbring the file", "Contents:\nbring the file"),
        ("<code>abc</code> is the code", "<code>abc</code> is the code"),
    ],
)
def test_heads_and_capitals(said: str, shown: str) -> None:
    assert worded(Message(Html(said)), EN).text == shown
    assert worded(Message(Html(said)), ZH).text == said
    again = worded(worded(Message(Html(said)), EN), EN)
    assert again.text == shown, "said once, and the same when it is said again"


def _rows(*labels: str) -> list[list[str]]:
    shown = worded(Message(Html("x"), buttons=(tuple(tap(label, "no") for label in labels),)), EN)
    return [[button.label for button in row] for row in shown.buttons]


def test_labels_begin_with_a_capital_and_rows_fit_a_phone() -> None:
    assert _rows("by post", "electronically") == [["By post", "Electronically"]]
    assert _rows("1. answer, evidence and basis") == [["1. Answer, evidence and basis"]]
    assert _rows("✎ papers", "notice.pdf") == [["✎ Papers", "notice.pdf"]]
    assert _rows("Answer for the leader", "Copy the text for other channels") == [
        ["Answer for the leader"],
        ["Copy the text for other channels"],
    ]
    assert _rows("Case", "Why?", "Copy case number") == [["Case", "Why?"], ["Copy case number"]]
    assert _rows("县自然资源局", "县公安局") == [["县自然资源局", "县公安局"]]
    assert _rows(*"12345678") == [list("12345678")]


@pytest.mark.parametrize(
    ("post", "english"),
    [
        ("局长", "director"),
        ("副局长", "deputy director"),
        ("常务副县长", "executive deputy county head"),
        ("法规科科长", "section chief (legal affairs)"),
        ("行政应诉科科员", "section clerk (litigation)"),
        ("法制大队大队长", "brigade leader (legal affairs)"),
        ("行政审判庭书记员", "court clerk (administrative division)"),
        ("某某专班召集人", "某某专班召集人"),
        ("副局长、党组成员", "副局长、党组成员"),
        ("", ""),
    ],
)
def test_posts_are_translated_where_they_are_known(post: str, english: str) -> None:
    assert post_in_english(post) == english
    assert EN.post(post) == english
    assert ZH.post(post) == post
