"""Electronic service: what platforms write, when it was served, and what of it is never kept."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.cases.paper_reading import read_envelope
from bot.domain.hall.terms import ServiceMode
from bot.domain.reading.eservice import announces, hide_all, hide_secrets, without_links
from bot.services.post.inbox import storable

TODAY = date(2026, 4, 2)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("账号：zrzyj 默认密码：Ab12345 请登录查收", "账号：zrzyj 默认密码：******* 请登录查收"),
        ("初始密码为Sw@2026!，首次登录请修改", "初始密码为********，首次登录请修改"),
        ("登录密码（6位）：908172。", "登录密码（6位）：******。"),
        ("密码\n77120934", "密码\n********"),
        ("验证码 551203，5分钟内有效", "验证码 ******，5分钟内有效"),
        ("Password: q1w2e3", "Password: ******"),
        ("密码：１２３４５６", "密码：******"),
        ("密码为您单位统一社会信用代码后六位", "密码为您单位统一社会信用代码后六位"),
        ("房间号128839，入会密码6688", "房间号128839，入会密码6688"),
        ("会议密码：6688；登录密码：Zx9900", "会议密码：6688；登录密码：******"),
        ("忘记密码请拨打12368", "忘记密码请拨打12368"),
        ("（2026）鲁0831行初12号 4月28日9:30", "（2026）鲁0831行初12号 4月28日9:30"),
    ],
)
def test_passwords_are_blotted_out_and_nothing_else(text: str, kept: str) -> None:
    assert hide_secrets(text) == kept
    assert len(kept) == len(text)
    assert hide_secrets(kept) == kept


def test_no_password_is_written_down_with_an_update() -> None:
    raw = {
        "update_id": 7,
        "message": {
            "text": "默认密码：Ab12345",
            "caption": "验证码：445566",
            "reply_to_message": {"text": "登录密码：Zx9900"},
            "entities": [{"offset": 0, "length": 3, "type": "bold"}],
        },
    }
    kept = storable(raw)
    assert not any(secret in str(kept) for secret in ("Ab12345", "445566", "Zx9900"))
    assert kept["message"]["entities"] == raw["message"]["entities"]  # type: ignore[index]
    assert hide_all([None, 3, True]) == [None, 3, True]


@pytest.mark.parametrize(
    "text",
    [
        "您有（2026）鲁0831行初12号案件文书送达，请点击链接查收：https://zxfw.court.gov.cn/zxfw/#/x?qdbh=1",
        "【12368】贵单位在我院的案件有新的诉讼材料，请登录人民法院在线服务查收",
        "泗水法院通过送达平台向您发送文书3份，请及时下载",
    ],
)
def test_platforms_are_known_by_their_words(text: str) -> None:
    assert announces(text)
    assert read_envelope(text, TODAY).mode is ServiceMode.ELECTRONIC


@pytest.mark.parametrize("text", ["收到应诉通知书", "请登录系统填写报备表", "文书已归档", "传票，4月28日9:30开庭"])
def test_other_texts_are_none_of_theirs(text: str) -> None:
    assert not announces(text)


@pytest.mark.parametrize(
    ("text", "served", "hearing"),
    [
        ("应诉通知书 2026-04-01 下午4:42:02 电子送达", date(2026, 4, 1), False),
        ("送达文书：应诉通知书\n送达时间：2026-04-01 16:20:33\n送达方式：电子送达", date(2026, 4, 1), False),
        ("应诉通知书，4月1日16:20通过电子送达平台签收", date(2026, 4, 1), False),
        ("应诉通知书 签收时间：2026年3月31日 9:05", date(2026, 3, 31), False),
        ("3月31日下午3点收到应诉通知书，4月28日上午9:30开庭", date(2026, 3, 31), True),
        ("应诉通知书 4月28日9:30开庭通知已送达", None, True),
        ("应诉通知书 4月28日9:30", None, True),
    ],
)
def test_an_hour_of_service_is_no_hearing(text: str, served: date | None, hearing: bool) -> None:
    read = read_envelope(text, TODAY)
    assert (read.served_on, read.names_hearing) == (served, hearing)


def test_links_are_no_text() -> None:
    text = "查收：https://a.court.gov.cn/x?d=2026-04-28&t=09:30 （2026）鲁0831行初12号"
    assert "2026-04-28" not in without_links(text)
    assert len(without_links(text)) == len(text)
    assert not read_envelope(text, TODAY).names_hearing
