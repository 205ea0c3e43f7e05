"""Where a hearing is held, as it is kept: court, room and door, a platform with its number, a court alone."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.reading.eservice import hide_secrets
from bot.domain.reading.line_breaks import unbroken
from bot.domain.reading.oneline import read_hearing
from bot.domain.reading.places import without_code

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 4, 2, 9, 0, tzinfo=ZONE)
OWN = "山东省泗水县人民法院"


@pytest.mark.parametrize(
    ("text", "place", "online"),
    [
        ("4月20日9:30第2审判庭305室", "第2审判庭305室", False),
        ("4月20日9:30 审判庭B203", "审判庭B203", False),
        ("4月20日9:30 第一法庭3楼", "第一法庭3楼", False),
        ("4月20日9:30 本院第2审判庭（三楼301）", f"{OWN}第2审判庭（三楼301）", False),
        ("4月20日9:30 第八法庭（科技法庭）", "第八法庭（科技法庭）", False),
        ("4月20日9:30 济宁市中级人民法院", "济宁市中级人民法院", False),
        ("4月20日9:30 县法院", "县法院", False),
        ("4月20日9:30 市中院立案大厅三楼", "市中院立案大厅三楼", False),
        ("4月20日9:30到泗水县人民法院开庭", "泗水县人民法院", False),
        ("收到县法院通知，4月20日9:30开庭", "", False),
        ("县法院书记员来电，4月20日9:30开庭", "", False),
        ("【泗水县人民法院】4月20日9:30开庭", "", False),
        ("4月20日9:30地点：县法院3号楼205审判庭请提前到", "县法院3号楼205审判庭", False),
        ("应到处所：县法院第二审判庭 注意事项：携带证件 应到时间：2026年4月20日9:30", "县法院第二审判庭", False),
        ("开庭时间：4月20日9:30\n开庭地点：县法院第二审\n判庭\n注意事项：准时", "县法院第二审判庭", False),
        ("4月20日9:30 地点：互联网法庭（线上）", "互联网法庭（线上）", True),
        ("4月20日9:30 云上法庭", "云上法庭", True),
        (
            "4月20日9:30通过人民法院在线服务小程序云上法庭开庭，房间号：128839，入会密码6688",
            "线上（人民法院在线服务小程序云上法庭，房间号128839，入会密码6688）",
            True,
        ),
        ("4月20日9:30 腾讯会议 会议号：123 456 789", "线上（腾讯会议，房间号123 456 789）", True),
        ("4月20日9:30 网上开庭，庭审号 9988", "线上（网上开庭，房间号9988）", True),
    ],
)
def test_places_are_kept_whole(text: str, place: str, online: bool) -> None:
    reading = read_hearing(f"（2026）鲁0831行初50号 {text}", NOW, ZONE)
    assert (reading.place, reading.online) == (place, online)
    assert str(reading.moment) == "2026-04-20 9:30"


def test_the_court_of_the_decision_before_does_not_call() -> None:
    text = "（2026）鲁08行终5号 不服泗水县人民法院行政判决，4月20日9:30在济宁市中级人民法院第三法庭开庭"
    reading = read_hearing(text, NOW, ZONE)
    assert (reading.court, reading.place) == ("济宁市中级人民法院", "济宁市中级人民法院第三法庭")


@pytest.mark.parametrize(
    ("place", "seen"),
    [
        ("线上（云上法庭，房间号128839，入会密码6688）", "线上（云上法庭，房间号128839）"),
        ("腾讯会议 会议号123456 密码：ab12", "腾讯会议 会议号123456"),
        ("县法院第二审判庭", "县法院第二审判庭"),
        ("第2审判庭305室", "第2审判庭305室"),
    ],
)
def test_groups_do_not_see_what_lets_one_in(place: str, seen: str) -> None:
    assert without_code(place) == seen


def test_a_code_behind_the_number_of_a_room_is_no_password() -> None:
    text = "腾讯会议 会议号：123 456 789 密码 6688"
    assert hide_secrets(text) == text
    assert "6688" not in hide_secrets("会议号：123456，登录账号zrzy密码 6688")


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("第二审\n判庭", "第二审判庭"),
        ("2026年4月28\n日上午9:30", "2026年4月28日上午9:30"),
        ("2026年4月28日\n上午9:30", "2026年4月28日上午9:30"),
        ("人民法\n 院", "人民法院"),
        ("4月15日\n9:30 第一法庭", "4月15日\n9:30 第一法庭"),
        ("案号：1\n时间：2", "案号：1\n时间：2"),
    ],
)
def test_line_ends_within_words_are_taken_out(text: str, joined: str) -> None:
    assert unbroken(text) == joined
