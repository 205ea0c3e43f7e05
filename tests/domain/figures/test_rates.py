"""Rates as courts print them, changes, and what a target takes. The numbers of the first table are a court's own."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.domain.figures.forecast import needed
from bot.domain.figures.rates import NOTHING, Totals, change, is_below, rate, shown, together


@pytest.mark.parametrize(
    ("part", "whole", "printed"),
    [
        (123, 137, "89.78%"),  # 许昌, as its bulletins print it (C8)
        (82, 95, "86.32%"),
        (41, 42, "97.62%"),
        (1, 8, "12.50%"),
        (1, 1600, "0.06%"),  # 0.0625
        (5, 8000, "0.06%"),  # 0.0625 again
        (13, 16000, "0.08%"),  # 0.08125
        (1, 20000, "0.01%"),  # 0.005: half goes up
        (0, 3, "0.00%"),
        (3, 3, "100.00%"),
        (0, 0, "—"),
    ],
)
def test_two_decimals_half_up_and_a_dash_for_nothing(part: int, whole: int, printed: str) -> None:
    assert shown(rate(part, whole)) == printed


def test_a_change_is_of_what_is_printed() -> None:
    """15 of 22 is 68.18, 5 of 7 is 71.43: 3.25 points, though 3.2467… is what lies between."""
    assert change(rate(5, 7), rate(15, 22)) == Decimal("3.25")
    assert change(rate(5, 7), None) is None


def test_reached_is_not_below() -> None:
    assert not is_below(rate(9, 10), 90.0)
    assert is_below(rate(8999, 10000), 90.0)
    assert not is_below(None, 90.0)


def test_totals_add_up() -> None:
    one, other = Totals(heard=3, attended=2, spoke=1), Totals(heard=2, attended=1, excused=1)
    assert one + other == together([one, other]) == Totals(heard=5, attended=3, excused=1, spoke=1)
    assert one + other - other == one
    assert together([]) == NOTHING
    assert not NOTHING


@pytest.mark.parametrize(
    ("heard", "attended", "target", "over", "expected"),
    [
        # 4 of 8, 90 %: (4 + n) / (8 + n) >= 0.9 from n = 32: 36 / 40 = 0.9.
        (8, 4, 90.0, False, (32, True)),
        # 14 of 20: (14 + n) / (20 + n) >= 0.9 from n = 40: 54 / 60.
        (20, 14, 90.0, False, (40, True)),
        (10, 9, 90.0, False, (0, True)),
        (0, 0, 90.0, False, (0, True)),
        (10, 9, 100.0, False, (1, False)),
        (8, 4, 90.0, True, (4, False)),
    ],
)
def test_what_a_target_takes(heard: int, attended: int, target: float, over: bool, expected: tuple[int, bool]) -> None:
    found = needed(Totals(heard=heard, attended=attended), 5, target, over=over)
    assert (found.next, found.reachable) == expected


@pytest.mark.parametrize(("heard", "attended"), [(h, a) for h in range(1, 40) for a in range(h + 1)])
def test_one_fewer_would_not_do(heard: int, attended: int) -> None:
    n = needed(Totals(heard=heard, attended=attended), 0, 90.0).next
    assert 10 * (attended + n) >= 9 * (heard + n)
    assert n == 0 or 10 * (attended + n - 1) < 9 * (heard + n - 1)


def test_open_results_may_still_bring_a_target_about() -> None:
    assert needed(Totals(heard=10, attended=9, open=1), 0, 100.0).reachable
    assert needed(Totals(heard=10, attended=8, open=1), 0, 90.0, over=True).reachable
    assert not needed(Totals(heard=10, attended=7, open=1), 0, 90.0, over=True).reachable
