"""Working days, months and the periods of the calendar."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.law.calendar import add_months, end_of_month
from bot.domain.law.recurring import last_day_of_period, period_of, periods_begun
from bot.domain.law.triggers import Trigger
from bot.law.calendars import load_calendar

CALENDAR = load_calendar()
DAYS = st.dates(date(2019, 1, 1), date(2027, 12, 31))


@given(DAYS)
def test_the_next_and_previous_working_days_work_and_nothing_lies_between(day: date) -> None:
    following, before = CALENDAR.next_working(day), CALENDAR.previous_working(day)
    assert CALENDAR.is_working(following)
    assert CALENDAR.is_working(before)
    gap = [day + timedelta(days=n) for n in range((following - day).days)]
    assert not any(CALENDAR.is_working(one) for one in gap)
    assert before <= day <= following


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
