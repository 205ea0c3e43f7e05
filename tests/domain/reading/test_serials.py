"""Serial dates: the numbers that are left of a date where a cell has lost its format."""

from datetime import date

import pytest

from bot.domain.hall.extracts import FIRST_DAY_1904
from bot.domain.reading.serials import day_of, written


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("46113", "2026-04-01"),
        ("46140.395833333", "2026-04-28 09:30"),
        ("46140.3958333", "2026-04-28 09:30"),
        ("46140.999999", "2026-04-29"),
        ("0.395833333", "09:30"),
        (".5", "12:00"),
        ("46113.0", "2026-04-01"),
        ("36526", "2000-01-01"),
        # No dates of an office.
        ("12345", "12345"),
        ("99999", "99999"),
        ("4611", "4611"),
        ("461130", "461130"),
        ("2026-04-01", "2026-04-01"),
        ("4月28日9:30", "4月28日9:30"),
        ("9.30", "9.30"),
        ("", ""),
    ],
)
def test_serial_dates_are_written_as_people_write_them_and_all_else_stays(text: str, said: str) -> None:
    assert written(text) == said


def test_a_workbook_of_1904_counts_from_another_day() -> None:
    assert day_of("44651", FIRST_DAY_1904) == date(2026, 4, 1)
    assert day_of("44651") == date(2022, 3, 31)
