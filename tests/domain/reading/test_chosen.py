"""A unit, a person or a court is meant by a part of its name, a short or longer form, or the initials of its pinyin."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reading.chosen import Option, each, near
from bot.domain.reading.initials import fit

UNITS = [
    Option(str(n), (short, f"泗水县{short.removeprefix('县')}"))
    for n, short in enumerate(
        ("县自然资源局", "县公安局", "县公安局交警大队", "县行政审批局", "县人社局", "泗河街道", "县审计局"), 1
    )
]
SAID = {
    "自然资源": ["1"], "县自然资源局": ["1"], "泗水县自然资源局": ["1"], "　自然 资源　": ["1"], "自资局": ["1"],
    "zrzyj": ["1"], "ZRZY": ["1"], "县公安局": ["2"], "泗水县公安局": ["2"], "公安": ["2", "3"], "jjdd": ["3"],
    "济宁市泗水县公安局交警大队": ["3"], "交警大队": ["3"], "xzspj": ["4"], "审批": ["4"], "行审局": ["4"],
    "人社": ["5"], "shjd": ["6"], "sjj": ["7"], "审": ["4", "7"],
    "税务": [], "": [], "z": [], "12": [], "县公安局明天下午三点开庭请派人参加": [], "zzzz": [],
}  # fmt: skip


@pytest.mark.parametrize("said", SAID)
def test_which_units_somebody_means(said: str) -> None:
    assert list(near(UNITS, said)) == SAID[said]


def test_several_are_meant_where_each_is_clear() -> None:
    assert each(UNITS, "自然资源、人社，县公安局") == ("1", "5", "2")
    assert each(UNITS, "zrzyj xzspj") == ("1", "4")
    assert each(UNITS, "自然资源、税务") == ()
    assert each(UNITS, "自然资源、公安") == (), "公安 fits two"


@pytest.mark.parametrize(
    ("name", "letters"), [("重庆路街道", "cqljd"), ("长清区", "cqq"), ("银行", "yh"), ("泗水", "ss"), ("濉溪", "sx")]
)
def test_characters_that_are_read_in_several_ways_fit_each(name: str, letters: str) -> None:
    assert fit(name, letters)


@given(st.sampled_from(UNITS), st.data())
def test_any_part_of_a_name_finds_it(unit: Option, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(unit.names))
    begin = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(begin + 1, len(name)))
    part, found = name[begin:end], near(UNITS, name[begin:end])
    usual = [one.value for one in UNITS if part in one.names[0]]
    exact = [one.value for one in UNITS if part in one.names]
    assert unit.value in found or exact or usual, "what is usually called so comes first"
    assert set(found) <= set(exact or usual or found)


@given(st.text(max_size=30))
def test_whatever_is_typed_is_one_of_them_or_none(said: str) -> None:
    assert set(near(UNITS, said)) <= {one.value for one in UNITS}
