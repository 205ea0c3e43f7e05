"""The case numbers of `cases/case_numbers.toml`: how they are typed, and what they say."""

import pytest

from bot.domain.reading.casenumbers import TYPE_CODES, parse_case_number
from tests.law.cases_reader import cases

CASES = dict(cases("number"))


@pytest.mark.parametrize("name", CASES)
def test_case_number(name: str) -> None:
    case = CASES[name]
    number = parse_case_number(case["text"])
    if "normal" not in case:
        assert number is None
        return
    assert number is not None
    assert str(number) == case["normal"]
    assert number.instance == case["instance"]
    assert number.is_trial is case["trial"]
    assert number.court_name == case.get("court", number.court_name)


def test_every_type_code_of_the_reference_has_a_case() -> None:
    read = {parse_case_number(case["text"]) for case in CASES.values()}
    assert {number.type_code for number in read if number} == set(TYPE_CODES)
    assert len(TYPE_CODES) == 18


def test_an_execution_review_is_never_a_trial() -> None:
    for code in ("行审", "行审复"):
        number = parse_case_number(f"（2026）鲁0831{code}1号")
        assert number is not None
        assert not number.is_trial
