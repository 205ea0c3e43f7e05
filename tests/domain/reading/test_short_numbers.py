"""Short case numbers: what is one, and which whole number it fits."""

import pytest

from bot.domain.reading.casenumbers import CaseNumber
from bot.domain.reading.number_series import find_numbers
from bot.domain.reading.short_numbers import ShortNumber, read_short_number


def find_short_number(text: str) -> ShortNumber | None:
    """The one that a text names."""
    found = find_numbers(text)
    return found.short[0] if len(found.short) == 1 and not found.full else None


KNOWN = CaseNumber(2026, "鲁0831", "行初", 12)


@pytest.mark.parametrize("text", ["行初12号", "鲁0831行初12号", "（2026）行初１２号", "2026年行初字第12号"])
def test_fits_what_it_shortens(text: str) -> None:
    short = find_short_number(f"关于{text}一案")
    assert short is not None
    assert short.fits(KNOWN)


@pytest.mark.parametrize("text", ["行终12号", "行初13号", "（2025）行初12号", "豫0482行初12号", "行赔初12号"])
def test_fits_nothing_else(text: str) -> None:
    short = find_short_number(text)
    assert short is not None
    assert not short.fits(KNOWN)


@pytest.mark.parametrize(
    "text", ["", "12号下午", "（2026）鲁0831行初12号", "行初12号、行初13号", "行初0号", "行初字号"]
)
def test_is_none_in_a_line(text: str) -> None:
    assert find_short_number(text) is None


@pytest.mark.parametrize("text", ["12", "12号", "第12号案", "行初12", " 行初１２号 "])
def test_an_answer_may_be_shorter_still(text: str) -> None:
    short = read_short_number(text)
    assert short is not None
    assert short.fits(KNOWN)


@pytest.mark.parametrize("text", ["", "12月", "三号", "0", "行初12号 12月15日"])
def test_an_answer_that_is_none(text: str) -> None:
    assert read_short_number(text) is None
