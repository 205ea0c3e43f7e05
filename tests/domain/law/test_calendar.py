"""Working days, months and the periods of the calendar."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.law.calendar import WorkingCalendar, YearTable, add_months, end_of_month
from bot.domain.law.recurring import last_day_of_period, period_of, periods_begun
from bot.domain.law.triggers import Trigger
from bot.law.calendars import load_calendar

CALENDAR = load_calendar()
DAYS = st.dates(date(2019, 1, 1), date(2027, 12, 31))


@pytest.mark.slow
@given(DAYS)
def test_the_next_and_previous_working_days_work_and_nothing_lies_between(day: date) -> None:
    following, before = CALENDAR.next_working(day), CALENDAR.previous_working(day)
    assert CALENDAR.is_working(following)
    assert CALENDAR.is_working(before)
    gap = [day + timedelta(days=n) for n in range((following - day).days)]
    assert not any(CALENDAR.is_working(one) for one in gap)
    assert before <= day <= following


@pytest.mark.slow
@given(DAYS, st.integers(1, 60))
def test_adding_working_days_and_counting_them_agree(day: date, n: int) -> None:
    later, earlier = CALENDAR.add_working(day, n), CALENDAR.add_working(day, -n)
    assert CALENDAR.is_working(later)
    assert CALENDAR.working_days_between(day, later) == n
    assert CALENDAR.working_days_between(earlier, later) == CALENDAR.working_days_between(earlier, day) + n
    assert CALENDAR.working_days_between(later, day) == -n


@given(DAYS, st.integers(-120, 120))
def test_months_keep_the_day_or_end_with_the_month(day: date, n: int) -> None:
    moved = add_months(day, n)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == n
    assert moved.day == day.day or moved == end_of_month(moved)


@pytest.mark.slow
@given(DAYS)
def test_each_period_holds_its_day_and_ends_before_the_next_begins(day: date) -> None:
    for trigger in (Trigger.MONTH_END, Trigger.QUARTER_END, Trigger.YEAR_END):
        period = period_of(trigger, day)
        assert period.first <= day <= period.last
        assert period_of(trigger, period.last + timedelta(days=1)).first == period.last + timedelta(days=1)
        assert last_day_of_period(trigger, period.first) == period.last


def test_a_new_deployment_begins_with_the_periods_around_its_day() -> None:
    found = periods_begun(None, date(2026, 5, 20))
    assert {(one.trigger, one.last) for one in found} == {
        (Trigger.MONTH_END, date(2026, 5, 31)),
        (Trigger.QUARTER_END, date(2026, 6, 30)),
        (Trigger.YEAR_END, date(2026, 12, 31)),
    }


def test_after_an_outage_every_missed_period_comes_once() -> None:
    months = [
        one.last for one in periods_begun(date(2025, 11, 20), date(2026, 2, 3)) if one.trigger == Trigger.MONTH_END
    ]
    assert months == [date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 28)]


@pytest.mark.slow
@given(DAYS, st.lists(st.integers(0, 90), max_size=6))
def test_however_the_days_are_cut_each_period_begins_once(start: date, steps: list[int]) -> None:
    stops = [start]
    for step in steps:
        stops.append(stops[-1] + timedelta(days=step))
    pieces = [one for before, after in pairwise(stops) for one in periods_begun(before, after)]
    assert sorted(pieces, key=repr) == sorted(periods_begun(start, stops[-1]), key=repr)
    assert len(pieces) == len(set(pieces))


def test_the_day_of_a_period_that_began_today_is_not_begun_again_today() -> None:
    assert periods_begun(date(2026, 1, 1), date(2026, 1, 1)) == ()
    assert len(periods_begun(date(2025, 12, 31), date(2026, 1, 1))) == 3


@pytest.mark.parametrize("trigger", [Trigger.SUMMONS, Trigger.COURT_BULLETIN])
def test_only_boundaries_of_the_calendar_have_periods(trigger: Trigger) -> None:
    with pytest.raises(KeyError):
        period_of(trigger, date(2026, 1, 1))


# -- a small calendar, worked out by hand --------------------------------------------------------------------------


def _no_table(year: int) -> YearTable:
    return YearTable(year, {}, frozenset(), provisional=True)


def small() -> WorkingCalendar:
    """A new one each time, because a calendar remembers its answers."""
    return WorkingCalendar(
        {
            2026: YearTable(
                2026, {date(2026, 5, day): "Labour Day" for day in (1, 2)}, frozenset({date(2026, 5, 9)})
            ),
            # New Year reaches back into the old one, as the notices let it; what lies further back is not this table's.
            2027: YearTable(
                2027,
                {date(2026, 12, day): "New Year" for day in (24, 25, 31)} | {date(2027, 1, 1): "New Year"},
                frozenset({date(2026, 12, 27), date(2027, 1, 3)}),
            ),
        },
        _no_table,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("day", "works", "made_up", "holiday"),
    [
        ("2026-05-01", False, False, "Labour Day"),
        ("2026-05-02", False, False, "Labour Day"),
        ("2026-05-03", False, False, ""),
        ("2026-05-04", True, False, ""),
        ("2026-05-09", True, True, ""),
        ("2026-05-16", False, False, ""),
        ("2026-12-24", True, False, "New Year"),
        ("2026-12-25", False, False, "New Year"),
        ("2026-12-26", False, False, ""),
        ("2026-12-27", True, True, ""),
        ("2026-12-30", True, False, ""),
        ("2026-12-31", False, False, "New Year"),
        ("2027-01-01", False, False, "New Year"),
        ("2027-01-03", True, True, ""),
        ("2027-12-31", True, False, ""),
        ("2025-12-31", True, False, ""),
    ],
)
def test_what_a_day_is(day: str, works: bool, made_up: bool, holiday: str) -> None:
    asked = date.fromisoformat(day)
    calendar = small()
    found = (calendar.is_working(asked), calendar.is_make_up(asked), calendar.holiday(asked))
    assert found == (works, made_up, holiday)
    assert (calendar.is_working(asked), calendar.holiday(asked)) == (works, holiday), "asked again it is the same"


def test_a_year_that_nobody_announced_is_provisional_and_is_computed_once() -> None:
    asked: list[int] = []

    def computed(year: int) -> YearTable:
        asked.append(year)
        return _no_table(year)

    tables = small().tables
    calendar = WorkingCalendar(tables, computed)
    assert [calendar.is_provisional(year) for year in (2026, 2027, 2028)] == [False, False, True]
    assert calendar.year(2028) is calendar.year(2028)
    assert calendar.year(2026) is tables[2026]
    assert asked == [2028]


@pytest.mark.parametrize(
    ("day", "n", "found"),
    [
        ("2026-04-30", 1, "2026-05-04"),
        ("2026-05-04", -1, "2026-04-30"),
        ("2026-05-08", 1, "2026-05-09"),
        ("2026-05-08", 2, "2026-05-11"),
        ("2026-05-02", 0, "2026-05-02"),
        ("2026-05-02", 1, "2026-05-04"),
        ("2026-05-02", -2, "2026-04-29"),
    ],
)
def test_so_many_working_days_on(day: str, n: int, found: str) -> None:
    assert small().add_working(date.fromisoformat(day), n) == date.fromisoformat(found)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2026-04-30", "2026-05-04", 1),
        ("2026-05-04", "2026-04-30", -1),
        ("2026-05-04", "2026-05-04", 0),
        ("2026-05-07", "2026-05-10", 2),
        ("2026-05-01", "2026-05-03", 0),
    ],
)
def test_how_many_working_days_lie_between(first: str, last: str, days: int) -> None:
    assert small().working_days_between(date.fromisoformat(first), date.fromisoformat(last)) == days


def test_one_more_announced_year_changes_that_year_and_leaves_the_calendar_it_came_from() -> None:
    table = YearTable(2028, {date(2028, 5, 1): "Labour Day"}, frozenset())
    before = small()
    more = before.with_table(table)
    assert (more.is_working(date(2028, 5, 1)), before.is_working(date(2028, 5, 1))) == (False, True)
    assert not more.is_working(date(2026, 5, 1))
    assert (more.is_provisional(2028), more.is_provisional(2029)) == (False, True)


@pytest.mark.parametrize(
    ("day", "n", "found"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-01-30", 2, "2026-03-30"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-01-15", -1, "2025-12-15"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-03-31", 0, "2026-03-31"),
    ],
)
def test_so_many_months_on(day: str, n: int, found: str) -> None:
    assert add_months(date.fromisoformat(day), n) == date.fromisoformat(found)


def test_every_month_ends_with_its_last_day() -> None:
    for first in (date(year, month, 1) for year in (2026, 2028) for month in range(1, 13)):
        last = end_of_month(first)
        assert (last + timedelta(days=1)).day == 1
        assert (last.year, last.month) == (first.year, first.month)
        assert end_of_month(last) == last
