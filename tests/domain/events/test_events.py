"""When events are spoken of, how one line is read, how files are called."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.events.events import come_instants, file_name, group_of, reply_instants, roles_of, usual_reply_by
from bot.domain.events.forms import EDITS, NEW_EVENT, read_event
from bot.domain.hall.forms import Situation
from bot.domain.hall.problems import Problem
from bot.domain.hall.terms import Role
from tests.houses import LAW

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = LAW.calendar
instants = st.integers(0, 1051200).map(lambda n: datetime(2024, 1, 1, tzinfo=ZONE) + timedelta(minutes=n))


def at(local: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=ZONE)


def _local(found: list[tuple[str, datetime]]) -> list[tuple[str, str]]:
    return [(name, f"{when.astimezone(ZONE):%m-%d %H:%M}") for name, when in found]


def test_those_who_come_hear_a_week_a_working_day_and_two_hours_before() -> None:
    found = come_instants(CALENDAR, ZONE, at("2026-12-15 09:30"), at("2026-12-01 09:00"))
    assert _local(found) == [("week", "12-08 09:00"), ("eve", "12-14 09:00"), ("day", "12-15 07:30")]


def test_a_reminder_on_a_day_off_comes_on_the_working_day_before() -> None:
    # Monday after the National Day holiday of 2026 (1 to 7 October): the eve is 30 September.
    found = come_instants(CALENDAR, ZONE, at("2026-10-08 15:00"), at("2026-09-20 09:00"))
    assert ("eve", "09-30 09:00") in _local(found)


def test_what_was_just_said_is_not_said_again() -> None:
    assert [n for n, _ in come_instants(CALENDAR, ZONE, at("2026-12-15 09:30"), at("2026-12-14 08:00"))] == ["day"]
    assert come_instants(CALENDAR, ZONE, at("2026-12-15 09:30"), at("2026-12-15 08:00")) == []


@pytest.mark.slow
@given(instants, st.timedeltas(timedelta(hours=1), timedelta(days=60)))
def test_an_answer_is_due_after_now_and_before_the_event(now: datetime, ahead: timedelta) -> None:
    starts = now + ahead
    due = usual_reply_by(CALENDAR, ZONE, starts, now)
    assert now < due <= starts
    assert all(now < one < due for one in reply_instants(CALENDAR, ZONE, due, now))
    assert all(now < one < starts for _, one in come_instants(CALENDAR, ZONE, starts, now))


def test_the_usual_last_day_is_three_working_days_before() -> None:
    assert usual_reply_by(CALENDAR, ZONE, at("2026-12-15 09:30"), at("2026-12-01 09:00")) == at("2026-12-10 17:30")
    assert usual_reply_by(CALENDAR, ZONE, at("2026-12-15 09:30"), at("2026-12-14 09:00")) == at("2026-12-14 17:30")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "业务培训 12月15日上午9:30 县政府三楼会议室 行政应诉实务培训",
            {"kind": "training", "time": "2026-12-15T09:30:00+08:00", "place": "县政府三楼会议室",
             "title": "行政应诉实务培训"},
        ),
        (
            "庭审观摩 12月15日9:30 县法院第二审判庭 全县庭审观摩活动",
            {"kind": "observation", "time": "2026-12-15T09:30:00+08:00", "place": "县法院第二审判庭",
             "title": "全县庭审观摩活动"},
        ),
        (
            "《法庭礼仪》培训，12月3日下午三点，县委党校",
            {"kind": "training", "time": "2026-12-03T15:00:00+08:00", "place": "县委党校", "title": "《法庭礼仪》培训"},
        ),
        ("下周三或12月20日培训", {"kind": "training"}),
        ("", {}),
    ],
)  # fmt: skip
def test_one_line_fills_what_it_holds_and_leaves_the_rest_to_be_asked(line: str, expected: dict[str, str]) -> None:
    read = read_event(line, at("2026-12-01 09:00"), ZONE)
    assert {key: value for key, value in read.items() if key in expected} == expected
    if "或" in line:
        assert "time" not in read


@pytest.mark.slow
@given(st.text(max_size=600))
def test_whatever_is_typed_the_line_is_read_or_left(text: str) -> None:
    read = read_event(text, at("2026-12-01 09:00"), ZONE)
    assert set(read) <= {"kind", "time", "place", "title"}
    for name, value in read.items():
        field = NEW_EVENT.field(name)
        assert field is not None
        assert value


def test_the_form_catches_times_that_do_not_fit() -> None:
    now = at("2026-12-01 09:00")
    values = {"time": at("2026-12-15 09:30").isoformat(), "reply_by": at("2026-12-16 17:30").isoformat()}
    assert isinstance(NEW_EVENT.check(Situation(now, ZONE, values)), Problem)
    assert isinstance(NEW_EVENT.check(Situation(now, ZONE, {"time": at("2026-11-30 09:30").isoformat()})), Problem)
    assert NEW_EVENT.check(Situation(now, ZONE, {"time": at("2026-12-15 09:30").isoformat()})) is None
    reply = EDITS["reply"].field("reply_by")
    assert reply is not None
    assert reply.read is not None
    assert reply.read("12月10日", Situation(now, ZONE)) == at("2026-12-10 17:30").isoformat()


@pytest.mark.slow
@given(st.text(max_size=200))
def test_file_names_hold_nothing_that_a_computer_refuses(title: str) -> None:
    name = file_name(title, "签到表.xlsx")
    assert not set(name) & set('\\/:*?"<>|\n\r\t\0')
    assert name.endswith("签到表.xlsx")
    assert len(name) <= 70


def test_the_groups_of_the_texts() -> None:
    assert roles_of(("leaders", "legal")) == (Role.PRINCIPAL, Role.LEADER, Role.LEGAL_STAFF)
    assert group_of(Role.CASE_HANDLER) == "enforcement"
    assert group_of(Role.OBSERVER) == "others"
