"""How a date explains itself: the steps of a count, in order, with their values; and that every step has words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.domain.law.explanations import MESSAGES, Label, Step, render
from bot.domain.law.periods import Counted, count
from bot.domain.law.rules import Roll, Term, Unit
from bot.law.calendars import load_calendar
from bot.law.catalog import words

CALENDAR = load_calendar()
THURSDAY = date(2026, 4, 2)
"""The working day before Qingming: 4 to 6 April are days off."""


def counted(trigger: date = THURSDAY, facts: dict[str, Any] | None = None, **term: Any) -> Counted:
    statutory = term.pop("statutory", True)
    found = count(Term(**{"from_text": True, **term}), trigger, CALENDAR, facts or {}, "Served", statutory=statutory)
    assert found is not None
    return found


def told(one: Step) -> str:
    """A step as its code and its days and numbers."""
    values = [f"{value.month}-{value.day}" if isinstance(value, date) else str(value) for _, value in one.params
              if not isinstance(value, Label)]  # fmt: skip
    return " ".join([one.code, *values])


def steps(found: Counted) -> list[str]:
    return [told(one) for one in found.steps]


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ({"n": 1}, ["from_excluded 4-2", "calendar_day 1 4-3", "last 4-3"]),
        ({"n": 2}, ["from_excluded 4-2", "calendar_day 2 4-4", "off_holiday 4-4", "aim 4-3", "last_rolled 4-7"]),
        ({"n": 2, "statutory": False},
         ["from_excluded 4-2", "calendar_day 2 4-4", "off_holiday 4-4", "aim_no_roll_text 4-3", "last_by_analogy 4-7"]),
        ({"n": 2, "roll": Roll.NONE}, ["from_excluded 4-2", "calendar_day 2 4-4", "off_holiday 4-4", "aim 4-3",
                                       "last 4-4"]),
        ({"n": 2, "roll": Roll.PREVIOUS}, ["from_excluded 4-2", "calendar_day 2 4-4", "off_holiday 4-4",
                                           "last_rolled_back 4-3"]),
        ({"n": 9}, ["from_excluded 4-2", "calendar_day 9 4-11", "off_weekend 4-11", "aim 4-10", "last_rolled 4-13"]),
        ({"n": 1, "from_text": False}, ["from_excluded 4-2", "calendar_day 1 4-3", "default_number", "last 4-3"]),
        ({"n": 2, "count_trigger_day": True}, ["from_included 4-2", "calendar_day 2 4-3", "last 4-3"]),
        ({"n": 2, "unit": Unit.WORKING}, ["from_excluded 4-2", "working_day 2 4-7", "last 4-7"]),
        ({"n": 2, "unit": Unit.WORKING, "count_trigger_day": True},
         ["from_included 4-2", "working_day 2 4-3", "last 4-3"]),
        ({"n": 1, "backwards": True}, ["back_excluded 4-2", "calendar_day_back 1 4-1", "last 4-1"]),
        ({"n": 2, "backwards": True, "unit": Unit.WORKING}, ["back_excluded 4-2", "working_day_back 2 3-31",
                                                             "last 3-31"]),
        ({"n": 1, "unit": Unit.MONTH}, ["from_excluded 4-2", "month 1 5-2", "off_holiday 5-2", "aim 4-30",
                                        "last_rolled 5-6"]),
        ({"n": 1, "unit": Unit.MONTH, "count_trigger_day": True},
         ["from_included 4-2", "month 1 5-1", "off_holiday 5-1", "aim 4-30", "last_rolled 5-6"]),
        ({"n": 1, "unit": Unit.YEAR, "backwards": True}, ["back_excluded 4-2", "year 1 4-2", "last 4-2"]),
        ({"same_day": True}, ["from 4-2", "last 4-2"]),
        ({"last_working_day": True}, ["from 4-2", "period_last_working 4-2", "last 4-2"]),
        ({"fixed": (5, 9)}, ["fixed 5-9", "make_up 5-9", "last 5-9"]),
        ({"fixed": (5, 9), "from_text": False}, ["fixed_default 5-9", "make_up 5-9", "last 5-9"]),
        ({"fixed": (1, 10), "year_offset": 1},
         ["fixed 1-10", "off_weekend 1-10", "aim 1-8", "provisional 2027", "last_rolled 1-11"]),
    ],
)  # fmt: skip
def test_the_steps_of_a_count(term: dict[str, Any], expected: list[str]) -> None:
    assert steps(counted(**term)) == expected


def test_the_first_step_says_what_happened_on_that_day() -> None:
    for term in ({"n": 1}, {"same_day": True}, {"last_working_day": True}, {"n": 1, "backwards": True}):
        assert counted(**term).steps[0].value("event") == Label("Served")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"term_on": date(2026, 4, 10)}, ["from 4-2", "own_date 4-10 0", "last 4-10"]),
        ({"term_days": 8}, ["from 4-2", "own_days 4-10 8", "last 4-10"]),
        ({"term_on": date(2026, 4, 10), "term_days": 3}, ["from 4-2", "own_date 4-10 3", "last 4-10"]),
        ({"term_days": 7, "advice_received_on": date(2026, 4, 3)}, ["from 4-2", "own_days 4-10 7", "last 4-10"]),
        ({}, ["from_excluded 4-2", "calendar_day 1 4-3", "default_number", "last 4-3"]),
    ],
)
def test_a_documents_own_term_goes_before_the_books(facts: dict[str, Any], expected: list[str]) -> None:
    found = counted(own=True, n=1, from_text=False, facts=facts)
    assert steps(found) == expected
    assert found.due == found.unrolled == found.safe


def test_without_its_own_term_a_document_that_needs_one_waits() -> None:
    assert count(Term(own=True), THURSDAY, CALENDAR) is None
    assert count(Term(n=3, backwards=True, anchor=Term(own=True)), THURSDAY, CALENDAR) is None


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        (date(2026, 4, 9), ["from_excluded 4-2", "calendar_day 8 4-10", "own_cap 4-9", "last 4-9"]),
        (date(2026, 4, 10), ["from_excluded 4-2", "calendar_day 8 4-10", "last 4-10"]),
        (date(2026, 4, 13), ["from_excluded 4-2", "calendar_day 8 4-10", "last 4-10"]),
    ],
)
def test_an_earlier_own_term_comes_first(own: date, expected: list[str]) -> None:
    assert steps(counted(n=8, cap_own=True, facts={"term_on": own})) == expected


def test_a_term_may_count_from_another_day_than_its_trigger() -> None:
    received = date(2026, 4, 8)
    found = counted(n=2, count_from="advice_received_on", facts={"advice_received_on": received})
    assert (found.due, steps(found)[0]) == (date(2026, 4, 10), "from_excluded 4-8")
    assert found.steps[0].value("event") != Label("Served")
    assert found.steps[0].value("event") != Label("Starting day")
    assert found.trigger == THURSDAY, "nothing is aimed at before the earlier of the two"
    other = counted(n=2, count_from="term_on", facts={"term_on": received})
    assert other.steps[0].value("event") == Label("Starting day")
    same = counted(n=1, count_from="term_on", facts={"term_on": THURSDAY})
    assert same.steps[0].value("event") == Label("Served")
    absent = counted(n=1, count_from="term_on")
    assert (absent.due, absent.steps[0].value("event")) == (date(2026, 4, 3), Label("Served"))
    earlier = counted(n=2, count_from="term_on", facts={"term_on": date(2026, 3, 30)})
    assert (earlier.trigger, earlier.due) == (date(2026, 3, 30), date(2026, 4, 1))


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (3, ["from_excluded 4-2", "calendar_day 15 4-17", "anchored 4-17", "calendar_day_back 3 4-14", "last 4-14"]),
        (15, ["from_excluded 4-2", "calendar_day 15 4-17", "anchored 4-17", "calendar_day_back 15 4-2", "last 4-2"]),
        (16, ["from_excluded 4-2", "calendar_day 15 4-17", "anchored 4-17", "calendar_day_back 16 4-1", "floor 4-2",
              "last 4-2"]),
    ],
)  # fmt: skip
def test_a_term_before_the_end_of_another(n: int, expected: list[str]) -> None:
    found = counted(n=n, backwards=True, anchor=Term(n=15))
    assert steps(found) == expected


def test_what_begins_on_the_eve_of_a_holiday_leaves_no_working_day() -> None:
    sunday = date(2026, 4, 5)
    found = counted(sunday, n=1)
    assert (found.unrolled, found.due, found.safe) == (date(2026, 4, 6), date(2026, 4, 7), date(2026, 4, 7))
    assert "no_working_day_left" in steps(found)
    before = counted(sunday, n=0, backwards=True)
    assert "no_working_day_left" not in steps(before), "what is owed before a day is owed earlier, too"
    assert before.safe == date(2026, 4, 3)
    fixed = counted(sunday, fixed=(4, 5))
    assert fixed.safe == date(2026, 4, 3)


def test_rolling_back_never_passes_the_trigger_but_for_what_is_owed_before_it() -> None:
    sunday = date(2026, 4, 5)
    assert counted(sunday, n=1, roll=Roll.PREVIOUS).due == date(2026, 4, 6)
    assert counted(date(2026, 4, 3), n=1, roll=Roll.PREVIOUS).due == date(2026, 4, 3)
    assert counted(sunday, n=0, roll=Roll.PREVIOUS, backwards=True).due == date(2026, 4, 3)


@pytest.mark.parametrize(
    ("trigger", "term", "years"),
    [
        (date(2026, 12, 30), {"n": 1}, []),
        (date(2026, 12, 30), {"n": 5}, ["2027"]),
        (date(2026, 12, 30), {"n": 5, "unit": Unit.WORKING}, ["2027"]),
        (date(2027, 1, 4), {"n": 1, "backwards": True, "unit": Unit.WORKING}, ["2027"]),
        (date(2027, 12, 31), {"n": 4, "unit": Unit.WORKING}, ["2027", "2028"]),
    ],
)
def test_years_without_a_table_make_a_date_provisional(trigger: date, term: dict[str, Any], years: list[str]) -> None:
    found = counted(trigger, **term)
    assert found.provisional is bool(years)
    assert [one.value("year") for one in found.steps if one.code == "provisional"] == years


def test_every_step_can_be_said_in_both_languages() -> None:
    terms: list[dict[str, Any]] = [
        {"n": 2}, {"n": 9}, {"n": 2, "statutory": False}, {"n": 2, "roll": Roll.PREVIOUS}, {"n": 1, "unit": Unit.MONTH},
        {"n": 1, "from_text": False}, {"n": 16, "backwards": True, "anchor": Term(n=15)}, {"fixed": (5, 9)},
        {"fixed": (1, 10), "year_offset": 1}, {"last_working_day": True}, {"n": 1, "unit": Unit.YEAR},
    ]  # fmt: skip
    for term in terms:
        for language in ("en", "zh_CN"):
            said = render(counted(**term).steps, words(language), MESSAGES)
            assert not [one for one in said if "{" in one or "None" in one or not one]
