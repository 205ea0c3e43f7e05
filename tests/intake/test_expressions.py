"""Dates and case numbers: the tables are large, and what became of each is told apart."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.intake import expressions
from tests.intake.walk import ANSWERED, ASKED, RIGHT, SILENT


@pytest.mark.parametrize(("part", "least"), [(expressions.dates, 300), (expressions.numbers, 120)])
def test_none_is_silently_wrong_and_there_are_enough(part: object, least: int) -> None:
    assert callable(part)
    became = Counter(what for _, what in part())
    assert became[SILENT] == 0
    assert min(became[RIGHT], became[ASKED], became[ANSWERED]) > 0
    assert became.total() >= least
