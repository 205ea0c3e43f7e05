"""Properties of counting, whatever the term and the day."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.law.explanations import MESSAGES, render
from bot.domain.law.periods import Counted, count
from bot.domain.law.rules import Roll, Term, Unit
from bot.law.calendars import load_calendar
from bot.law.catalog import words

CALENDAR = load_calendar()
DAYS = st.dates(date(2019, 1, 1), date(2028, 12, 31))
UNITS = st.sampled_from(Unit)
COUNTS = st.integers(0, 40)


def counted(term: Term, day: date) -> Counted:
    found = count(term, day, CALENDAR)
    assert found is not None
    return found


@pytest.mark.slow
@given(DAYS, COUNTS, UNITS)
def test_a_rolled_last_day_is_never_a_day_off(day: date, n: int, unit: Unit) -> None:
    assert CALENDAR.is_working(counted(Term(n, unit), day).due)


@pytest.mark.slow
@given(DAYS, COUNTS, UNITS)
def test_safe_comes_first_then_unrolled_then_due(day: date, n: int, unit: Unit) -> None:
    found = counted(Term(n, unit), day)
    assert found.unrolled <= found.due
    assert day <= found.safe
    told = [step.code for step in found.steps]
    if "no_working_day_left" in told:
        assert found.safe == found.due
        assert CALENDAR.previous_working(found.unrolled) < day
    else:
        assert found.safe <= found.unrolled
        assert CALENDAR.is_working(found.safe)


@pytest.mark.slow
@given(DAYS, COUNTS, UNITS, st.sampled_from(Roll), st.booleans())
def test_one_day_later_in_never_makes_earlier_out(day: date, n: int, unit: Unit, roll: Roll, included: bool) -> None:
    assume(n or not included)
    term = Term(n, unit, count_trigger_day=included, roll=roll)
    first, second = counted(term, day), counted(term, day + timedelta(days=1))
    assert first.unrolled <= second.unrolled
    # A roll back stops at the trigger, so only without that stop are the last days in order too.
    if roll is not Roll.PREVIOUS:
        assert first.due <= second.due


@pytest.mark.slow
@given(DAYS, COUNTS, UNITS)
def test_one_more_day_never_makes_the_last_day_earlier(day: date, n: int, unit: Unit) -> None:
    assert counted(Term(n, unit), day).due <= counted(Term(n + 1, unit), day).due


@pytest.mark.slow
@given(DAYS, COUNTS, UNITS, st.sampled_from(Roll), st.booleans(), st.booleans())
def test_the_last_date_of_every_explanation_is_due(
    day: date, n: int, unit: Unit, roll: Roll, backwards: bool, statutory: bool
) -> None:
    found = count(Term(n, unit, backwards, roll=roll), day, CALENDAR, statutory=statutory)
    assert found is not None
    dates = [value for step in found.steps for _, value in step.params if isinstance(value, date)]
    assert dates[-1] == found.due
    assert render(found.steps, words("en"))[-1].endswith(f"{found.due.isoformat()}.")
    assert found.due.isoformat() in render(found.steps, words("zh_CN"))[-1]


@given(DAYS, COUNTS)
def test_without_a_roll_due_is_unrolled(day: date, n: int) -> None:
    found = counted(Term(n, roll=Roll.NONE), day)
    assert found.due == found.unrolled == day + timedelta(days=n)


@given(DAYS, COUNTS)
def test_working_days_are_counted_by_the_calendar(day: date, n: int) -> None:
    found = counted(Term(n, Unit.WORKING), day)
    assert CALENDAR.working_days_between(day, found.unrolled) == n


@pytest.mark.slow
@given(DAYS, st.integers(1, 40), st.sampled_from([Unit.CALENDAR, Unit.WORKING]))
def test_what_is_due_before_a_day_never_falls_after_it(day: date, n: int, unit: Unit) -> None:
    found = counted(Term(n, unit, backwards=True, roll=Roll.PREVIOUS), day)
    assert found.safe <= found.due <= found.unrolled < day


@given(DAYS, COUNTS)
def test_provisional_is_said_exactly_when_a_missing_year_was_needed(day: date, n: int) -> None:
    found = counted(Term(n), day)
    years = {found.unrolled.year, found.due.year, found.safe.year}
    assert found.provisional is any(year > 2026 for year in years)
    assert found.provisional is any(step.code == "provisional" for step in found.steps)


@given(DAYS, st.integers(1, 400))
def test_the_documents_own_day_is_taken_as_it_stands(day: date, days: int) -> None:
    named = day + timedelta(days=days)
    by_date = count(Term(own=True), day, CALENDAR, {"term_on": named})
    by_days = count(Term(own=True), day, CALENDAR, {"term_days": days})
    assert by_date is not None
    assert by_days is not None
    assert by_date.unrolled == by_days.unrolled == named


def test_a_term_of_the_documents_own_waits_until_it_is_typed_in() -> None:
    assert count(Term(own=True), date(2026, 3, 2), CALENDAR) is None


@pytest.mark.slow
@given(DAYS, st.integers(1, 20), st.integers(0, 30))
def test_a_term_before_anothers_last_day_never_precedes_its_trigger(day: date, n: int, back: int) -> None:
    term = Term(back, Unit.WORKING, backwards=True, roll=Roll.PREVIOUS, anchor=Term(n))
    found = counted(term, day)
    assert day <= found.unrolled <= counted(Term(n), day).due


def test_every_step_has_chinese_words() -> None:
    chinese = words("zh_CN").words
    assert [msgid for msgid in MESSAGES.values() if msgid not in chinese] == []
