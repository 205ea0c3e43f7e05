"""Formulas of assessments: arithmetic over figures and nothing else, worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.domain.figures import assessment
from bot.domain.figures.assessment import Indicator, Unreadable
from bot.domain.figures.rates import Base, Totals
from bot.domain.law.rules import Rule
from bot.law.assessments.shelf import load_sheets, read_sheets
from bot.law.checking import check_all
from bot.law.library import load_library

FIGURES = assessment.figures_of(
    Totals(heard=14, attended=10, excused=1, unexcused=3, principal=3, spoke=9, lost=2), silent=1, late=2
)
NONE = assessment.figures_of(Totals())


def test_the_rate_is_the_one_of_the_book() -> None:
    """10 of 14 is 71.43; 10 of 13 without the excused one is 76.92; 3 of 14, or 3 of the 10 that were attended."""
    totals = Totals(heard=14, attended=10, excused=1, unexcused=3, principal=3)
    other = assessment.figures_of(totals, base=Base(excused=False, principal="attended"))
    assert (FIGURES["rate"], FIGURES["principal_rate"]) == (Decimal("71.43"), Decimal("21.43"))
    assert (other["rate"], other["principal_rate"]) == (Decimal("76.92"), Decimal("30.00"))


def indicator(formula: str, points: str = "40", *, deducts: bool = False) -> Indicator:
    return Indicator("one", "一", "one", Decimal(points), formula, deducts=deducts)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("rate / 100 * 40", "28.57"),  # 71.43 of 100 of 40 is 28.572
        ("min(rate, 90) / 90 * 40", "31.75"),  # 71.43/90*40 is 31.7466…
        ("10 if principal >= 1 else 0", "10.00"),
        ("0 if principal >= 1 else 10", "0.00"),
        ("max(0, 20 - 2 * late - silent)", "15.00"),
        ("100", "40.00"),  # never more than the line gives
        ("-5", "0.00"),
        ("speaking_rate / 100 * 20", "18.00"),  # 9 of 10
        ("20 - lost / heard * 20", "17.14"),  # 2 of 14
    ],
)
def test_what_a_line_gives(formula: str, expected: str) -> None:
    assert assessment.points(indicator(formula), FIGURES) == Decimal(expected)


def test_what_takes_points_takes_no_more_than_its_own() -> None:
    assert assessment.points(indicator("-5 * unexcused", "20", deducts=True), FIGURES) == Decimal("-15.00")
    assert assessment.points(indicator("-10 * unexcused", "20", deducts=True), FIGURES) == Decimal("-20.00")
    assert assessment.points(indicator("5", "20", deducts=True), FIGURES) == Decimal("0.00")


@pytest.mark.parametrize(
    "formula", ["rate / 100 * 40", "20 - lost / heard * 20", "10 if rate >= 90 else 0", "min(rate, 90)"]
)
def test_a_rate_of_nothing_gives_no_points_and_takes_none(formula: str) -> None:
    assert assessment.points(indicator(formula), NONE) is None
    assert assessment.total([None, None]) is None
    assert assessment.total([None, Decimal("3.50")]) == Decimal("3.50")


@pytest.mark.parametrize(
    "formula",
    [
        "__import__('os').system('true')", "rate.real", "[1][0]", "lambda: 1", "open('x')", "rate ** 99", "rates",
        "1 +", "'1'", "True", "rate if heard else 0", "heard > 1", "min()", "min(rate, key=1)",
        "1 if 1 < 2 < 3 else 0", "",
        "(" * 300 + "1" + ")" * 300, "1" * 401,
    ],
)  # fmt: skip
def test_nothing_but_arithmetic_over_figures_is_a_formula(formula: str) -> None:
    with pytest.raises(Unreadable):
        assessment.names_in(formula)


def test_the_figures_that_a_formula_names() -> None:
    assert assessment.names_in("min(rate, 90) if heard >= 1 else late") == {"rate", "heard", "late"}


# -- the files -----------------------------------------------------------------------------------------------------

FILE = """
format = 1
[sheet]
id = "own"
zh = "考核表"
en = "sheet"
book = "sishui-2020"
effective_from = 2026-01-01
[[indicator]]
id = "rate"
zh = "出庭率"
en = "rate"
points = 40
formula = "rate / 100 * 40"
"""


def _assesses(rule: Rule) -> bool:
    return rule.feature == "assessment"


def test_every_book_that_speaks_of_an_assessment_has_an_example() -> None:
    sheets = load_sheets()
    speak = {name for name, book in load_library().books.items() if any(_assesses(rule) for rule in book.rules)}
    assert {one.book for one in sheets.values()} == speak
    assert speak == {"ruzhou-2022", "sanmenxia-2025", "anhui-principal-2023", "sishui-2020", "wuqing-2020"}
    assert sheets["ruzhou-2022"].most == Decimal(100)
    assert sheets["sanmenxia-2025"].most == Decimal(100)
    assert check_all().problems == ()


def test_an_operators_table_stands_beside_ours(tmp_path: Path) -> None:
    folder = tmp_path / "assessments"
    folder.mkdir()
    (folder / "own.toml").write_text(FILE, encoding="utf-8")
    found, problems = read_sheets(tmp_path)
    assert problems == []
    assert found["own"].effective_from == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "own"', 'id = "other"', 'the file of "other" is called other.toml'),
        ("points = 40", "points = 0", '"points" must be a number above 0'),
        ("rate / 100 * 40", "rats / 100", 'there is no figure "rats"'),
        ("rate / 100 * 40", "rate ** 2", "only + - * /"),
        ("effective_from = 2026-01-01", "", "write effective_from"),
        ('book = "sishui-2020"', 'book = "sishui"', "book: "),
        ("format = 1", "format = 2", "write format = 1"),
        ('en = "rate"', 'en = "rate"\nweight = 3', "weight"),
    ],
)
def test_a_slip_in_a_table_is_named_with_its_file(tmp_path: Path, old: str, new: str, said: str) -> None:
    folder = tmp_path / "assessments"
    folder.mkdir()
    (folder / "own.toml").write_text(FILE.replace(old, new), encoding="utf-8")
    found = [one for one in check_all(tmp_path).problems if one.file == "assessments/own.toml"]
    assert any(said in one.message for one in found), [one.message for one in found]
