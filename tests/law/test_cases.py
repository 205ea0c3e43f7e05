"""The law cases of `cases/`: sentences with facts and what must come of them."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.law.calendar import WorkingCalendar
from bot.domain.law.explanations import MESSAGES, render
from bot.domain.law.obligations import Event, Obligation, obligations
from bot.domain.law.periods import Counted, count
from bot.domain.law.rules import Roll, Term, Unit
from bot.domain.law.triggers import HEARINGS_TO_COME, Trigger
from bot.law.calendars import load_calendar
from bot.law.catalog import words
from bot.law.library import Library, load_library
from tests.law.cases_reader import cases

OWN = Path(__file__).parent / "data" / "shangshui.toml"
ZONE = ZoneInfo("Asia/Shanghai")
DUTIES, COUNTS = dict(cases("case")), dict(cases("count"))


@cache
def library() -> Library:
    return load_library(OWN)


@cache
def calendar() -> WorkingCalendar:
    return load_calendar()


def started_by(case: dict[str, Any]) -> tuple[Obligation, ...]:
    """The obligations of a case, seen from 00:00 of its day (30 days earlier for a hearing), or `now`."""
    at = case.get("at")
    hour = time.fromisoformat(at) if isinstance(at, str) else at
    event = Event(Trigger(case["trigger"]), case["on"], case.get("facts", {}), hour)
    early = timedelta(days=30 if event.trigger in HEARINGS_TO_COME else 0)
    now = datetime.combine(event.on - early, time())
    if "now" in case:
        now = datetime.fromisoformat(case["now"])
    stack = library().for_book(case["rulebook"], event.on)
    utc = now.replace(tzinfo=ZONE).astimezone(UTC)
    return obligations(event, stack, library().ladders, calendar(), now=utc, zone=ZONE)


def local(instant: datetime) -> str:
    return f"{instant.astimezone(ZONE):%Y-%m-%dT%H:%M}"


@pytest.mark.parametrize("name", DUTIES)
def test_duty(name: str) -> None:
    case = DUTIES[name]
    found = {one.rule.id: one for one in started_by(case)}
    absent = case.get("absent", [])
    unwanted = [case["rule"]] if absent is True else absent
    assert [rule for rule in unwanted if rule in found] == []
    if "only_books" in case:
        assert {one.book for one in found.values()} <= set(case["only_books"])
    if "rule" in case and absent is not True:
        assert case["rule"] in found
        assert_obligation(found[case["rule"]], case)


def assert_obligation(one: Obligation, case: dict[str, Any]) -> None:
    assert_dates(one.counted, case)
    if "owed_by" in case:
        assert one.rule.owed_by[0] == case["owed_by"]
    if "owed_to" in case:
        assert list(one.rule.owed_to) == case["owed_to"]
    for name in ("uncertain", "leads"):
        if name in case:
            assert getattr(one, name) is case[name]
    reminders = [local(instant) for instant in one.reminders]
    wanted = [item if isinstance(item, str) else f"{item:%Y-%m-%dT%H:%M}" for item in case.get("reminders", [])]
    assert reminders == (wanted or reminders)
    if "last_reminder" in case:
        assert reminders[-1] == f"{case['last_reminder']:%Y-%m-%dT%H:%M}"
    told = [" ".join([local(step.at), *step.to]) for step in one.escalations]
    assert told == case.get("escalations", told)


@pytest.mark.parametrize("name", DUTIES)
def test_every_duty_explains_its_date_in_words(name: str) -> None:
    for one in started_by(DUTIES[name]):
        for language in ("en", "zh_CN"):
            said = render(one.counted.steps, words(language), MESSAGES)
            assert [sentence for sentence in said if not sentence or "{" in sentence or "None" in sentence] == []
        codes = {step.code for step in one.counted.steps}
        by_law, by_analogy = {"aim", "last_rolled"} & codes, {"aim_no_roll_text", "last_by_analogy"} & codes
        assert not (by_analogy if one.rule.document.statutory else by_law)


@pytest.mark.parametrize("name", COUNTS)
def test_count(name: str) -> None:
    case = COUNTS[name]
    term = Term(
        n=case["n"],
        unit=Unit(case.get("unit", "calendar")),
        roll=Roll(case.get("roll", "next")),
        backwards=case.get("before", False),
        count_trigger_day=case.get("include_first_day", False),
    )
    counted = count(term, case["from"], calendar())
    assert counted is not None
    assert_dates(counted, case)


def assert_dates(counted: Counted, case: dict[str, Any]) -> None:
    for name in ("unrolled", "due", "safe"):
        if name in case:
            assert (name, getattr(counted, name)) == (name, case[name])
    assert counted.provisional is case.get("provisional", counted.due.year > 2026 or counted.due.year < 2019)
    assert dict(counted.steps[-1].params)["date"] == counted.due


@pytest.mark.slow
def test_there_are_at_least_150_cases_and_no_name_twice() -> None:
    names = Counter([name for kind in ("case", "count", "appear") for name, _ in cases(kind)])
    assert sum(names.values()) >= 150
    assert [name for name, times in names.items() if times > 1] == []


def test_every_holiday_of_2026_has_cases_on_its_first_and_last_day() -> None:
    unrolled = {case["unrolled"] for case in DUTIES.values() if "unrolled" in case}
    table = calendar().year(2026)
    edges = {
        day
        for day in table.holidays
        if table.holidays.get(day - timedelta(days=1)) != table.holidays[day]
        or table.holidays.get(day + timedelta(days=1)) != table.holidays[day]
    }
    assert edges - unrolled <= {date(2026, 1, 1)}
