"""By when an item of a work plan is to be done, as plans write it."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.documents.plans import day_in

TODAY = date(2026, 4, 2)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("6月30日", date(2027, 6, 30)),
        ("6月30日前", date(2027, 6, 30)),
        ("2027年6月30日前", date(2027, 6, 30)),
        ("9月", date(2027, 9, 30)),
        ("9月底前", date(2027, 9, 30)),
        ("2月 末", date(2027, 2, 28)),
        ("12月", date(2027, 12, 31)),
        ("5月上旬", date(2027, 5, 10)),
        ("5月中旬", date(2027, 5, 20)),
        ("5月下旬", date(2027, 5, 31)),
        ("2028年1月", date(2028, 1, 31)),
        ("第三季度", date(2027, 9, 30)),
        ("上半年", date(2027, 6, 30)),
        ("年底前", date(2027, 12, 31)),
        ("2028年第一季度", date(2028, 3, 31)),
        ("2028年上半年", date(2028, 6, 30)),
        ("2099年12月", date(2099, 12, 31)),
        ("0000年3月", None),
        ("9999年12月", None),
        ("适时", None),
        ("长期坚持", None),
        ("", None),
    ],
)
def test_a_term_is_read_in_the_year_of_its_plan(text: str, day: date | None) -> None:
    assert day_in(text, TODAY, 2027) == day
