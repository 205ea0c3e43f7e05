"""Case numbers however they are typed, and what they say."""

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reading.casenumbers import (
    COURT_NAMES,
    TYPE_CODES,
    CaseInstance,
    CaseNumber,
    find_case_numbers,
    parse_case_number,
)
from bot.domain.reading.court_codes import court_name
from bot.domain.reading.number_series import find_numbers

DATA = tomllib.loads((Path(__file__).parent / "data" / "numbers.toml").read_text("utf-8"))


@pytest.mark.parametrize(("text", "number"), DATA["read"].items())
def test_a_number_is_read_in_many_dresses_and_of_every_court(text: str, number: str) -> None:
    assert str(parse_case_number(text)) == number


@pytest.mark.parametrize(("code", "instance"), TYPE_CODES.items())
def test_every_type_code_is_read_whole(code: str, instance: CaseInstance) -> None:
    found = parse_case_number(f"（2026）鲁08{code}3号")
    assert found is not None
    assert (found.type_code, found.instance) == (code, instance)


def test_the_longest_type_code_is_matched_first() -> None:
    found = parse_case_number("（2026）豫0482行审复3号")
    assert found is not None
    assert found.type_code == "行审复"


@pytest.mark.parametrize("code", ["行审", "行审复", "行申", "行监", "行抗", "行赔申", "行他", "行辖", "行保"])
def test_what_is_no_trial_is_never_a_trial(code: str) -> None:
    found = parse_case_number(f"（2026）鲁08{code}3号")
    assert found is not None
    assert not found.is_trial


@pytest.mark.parametrize("code", ["行初", "行终", "行再", "行赔初", "行赔终", "行赔再"])
def test_the_three_instances_are_trials(code: str) -> None:
    found = parse_case_number(f"（2026）鲁08{code}3号")
    assert found is not None
    assert found.is_trial
    assert found.compensation is ("赔" in code)


@pytest.mark.parametrize(
    ("text", "court"),
    [
        ("（2020）最高法行再1号", "最高法"),
        ("（2026）苏8601行初5号", "苏8601"),
        ("（2026）鄂0102行初5号", "鄂0102"),
        ("（2026）苏01行赔终5号", "苏01"),
        ("（2026）豫71行初5号", "豫71"),
        ("（2026）豫行终5号", "豫"),
        ("（2026）津0114行初5号", "津0114"),
    ],
)
def test_courts_are_known_by_their_code(text: str, court: str) -> None:
    found = parse_case_number(text)
    assert found is not None
    assert found.court == court
    assert found.court_name == (COURT_NAMES.get(court) or court_name(court))


@pytest.mark.parametrize("text", [*DATA["refused"]["of"], "（2026）豫0482行初12号" * 20])
def test_what_is_no_administrative_case_number_is_none(text: str) -> None:
    assert parse_case_number(text) is None


@pytest.mark.parametrize(("text", "numbers"), DATA["within"].items())
def test_numbers_within_longer_texts(text: str, numbers: list[int]) -> None:
    assert find_numbers(text).full == [CaseNumber(2026, "鲁0831", "行初", n) for n in numbers]


def test_numbers_are_found_in_a_pasted_list_once_each_and_in_order() -> None:
    text = """1. （2026）豫0482行初12号 张三诉某镇政府
    2. (2026) 豫04 行终 3 号；3、（2026）豫0482行初12号（再次开庭）
    4.（2026）豫0482民初9号"""
    assert [str(one) for one in find_case_numbers(text)] == ["（2026）豫0482行初12号", "（2026）豫04行终3号"]


def test_hostile_text_is_read_in_no_time() -> None:
    start = time.process_time()
    for text in ("（2026" * 50_000, "二〇二" * 100_000, "（2026）豫0482行" * 20_000, "（" * 200_000):
        assert find_case_numbers(text) == []
        assert parse_case_number(text) is None
    assert time.process_time() - start < 10


def test_a_long_list_is_cut_off_at_two_hundred() -> None:
    text = "".join(f"（2026）豫0482行初{n}号" for n in range(1, 1000))
    assert len(find_case_numbers(text)) == 200


COURTS = st.sampled_from(sorted(COURT_NAMES))
NUMBERS = st.builds(
    CaseNumber,
    st.integers(1990, 2100),
    COURTS,
    st.sampled_from(sorted(TYPE_CODES)),
    st.integers(1, 9_999_999),
)


@pytest.mark.slow
@given(NUMBERS)
def test_a_number_reads_back_as_itself(number: CaseNumber) -> None:
    assert parse_case_number(str(number)) == number
    assert find_case_numbers(f"案号：{number}，已收到。") == [number]


@pytest.mark.slow
@given(st.text(max_size=100))
def test_any_text_is_read_without_an_error(text: str) -> None:
    found = parse_case_number(text)
    assert found is None or parse_case_number(str(found)) == found
    assert all(one.number for one in find_case_numbers(text))
