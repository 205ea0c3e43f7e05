"""What a field takes, and how a paper shows it: texts of people are texts, whatever stands in them."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.documents import showing
from bot.domain.documents.kinds import Choice, Column, FieldType, KindField, When
from bot.domain.documents.values import is_wanted, taken
from bot.domain.hall.errors import Refused

ZONE = ZoneInfo("Asia/Shanghai")
CHOICES = (Choice("facts", "事实、证据", "facts"), Choice("law", "法律适用", "law"))


def field(kind: FieldType, **more: Any) -> KindField:
    columns = (Column("what", "问题", "problem"), Column("by", "期限", "by")) if kind is FieldType.ROWS else ()
    choices = CHOICES if kind in (FieldType.CHOICE, FieldType.CHOICES) else ()
    return KindField("f", "栏", "field", kind, columns=columns, choices=choices, **more)


T = FieldType
TAKEN: list[tuple[FieldType, Any, Any, Any]] = [
    (T.TEXT, "  张明 \n副局长 ", "张明 副局长", "张明 副局长"),
    (T.TEXT, "{{ 7 * 7 }}", "{{ 7 * 7 }}", "{{ 7 * 7 }}"),
    (T.TEXT, "甲\u202e乙\u2066丙\x00\x07", "甲乙丙", "甲乙丙"),
    (T.LINES, "一、\r\n二、\n\n\n\n三、", "一、\n二、\n\n三、", "一、\n二、\n\n三、"),
    (T.DAY, "2026-12-01", "2026-12-01", "2026年12月1日"),
    (T.DAY, date(2026, 4, 7), "2026-04-07", "2026年4月7日"),
    (T.MOMENT, "2026-12-01T09:30:00+08:00", "2026-12-01T09:30:00+08:00", "2026年12月1日（星期二）上午9时30分"),
    (T.MOMENT, "2026-12-01T06:00:00+00:00", "2026-12-01T06:00:00+00:00", "2026年12月1日（星期二）下午2时"),
    (T.MOMENT, datetime(2026, 12, 1, 12, 5, tzinfo=ZONE), "2026-12-01T12:05:00+08:00",
     "2026年12月1日（星期二）下午12时5分"),
    (T.NUMBER, "16", 16, "16"),
    (T.NUMBER, 71.428, 71.428, "71.43"),
    (T.NUMBER, 90.0, 90.0, "90"),
    (T.YES_NO, True, True, "是"),
    (T.YES_NO, False, False, "否"),
    (T.CHOICE, "facts", "facts", "事实、证据"),
    (T.CHOICES, ["law", "facts"], ["facts", "law"], "事实、证据；法律适用"),
    (T.CHOICES, ["law"], ["law"], "法律适用"),
    (T.ROWS, [{"what": "程序\n瑕疵", "else": "x"}], [{"what": "程序 瑕疵", "by": ""}],
     [{"what": "程序 瑕疵", "by": ""}]),
    (T.PERSON, "张明", {"name": "张明"}, "张明"),
    (T.PERSON, {"name": "张明", "post": "副局长", "id": 4}, {"name": "张明", "post": "副局长", "id": 4},
     "张明（副局长）"),
    (T.FILES, [{"hash": "a", "name": "传票.jpg"}], [{"hash": "a", "name": "传票.jpg"}], "传票.jpg"),
    (T.TEXT, "", None, ""),
    (T.ROWS, [], None, []),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "raw", "kept", "shown"), TAKEN)
def test_what_is_taken_and_shown(kind: FieldType, raw: Any, kept: Any, shown: Any) -> None:
    one = field(kind)
    assert taken(one, raw) == kept
    assert showing.shown(one, taken(one, raw), ZONE) == shown


REFUSED: list[tuple[FieldType, Any]] = [
    (T.TEXT, 7), (T.TEXT, "长" * 401), (T.LINES, ["a"]), (T.DAY, "2026-02-30"), (T.DAY, 7), (T.MOMENT, "9:30"),
    (T.MOMENT, "2026-12-01T09:30:00"), (T.NUMBER, "many"), (T.NUMBER, True), (T.NUMBER, float("nan")),
    (T.NUMBER, float("inf")), (T.NUMBER, 10**13), (T.YES_NO, "yes"), (T.CHOICE, "other"), (T.CHOICE, {}),
    (T.CHOICES, ["law", "other"]), (T.CHOICES, "law"), (T.ROWS, "x"), (T.ROWS, ["x"]), (T.ROWS, [{"what": "长" * 401}]),
    (T.ROWS, [{"what": "a"}] * 61), (T.PERSON, 4), (T.PERSON, {"post": "局长"}), (T.FILES, "a"),
    (T.FILES, [{"name": "a"}]),
    (T.FILES, [{"hash": "a"}] * 21),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "raw"), REFUSED)
def test_what_cannot_be_held_is_refused_and_its_field_named(kind: FieldType, raw: Any) -> None:
    with pytest.raises(Refused) as refused:
        taken(field(kind), raw)
    assert refused.value.problem.fields == ("f",)


@given(st.text(st.characters(), max_size=200))
def test_no_text_keeps_what_no_paper_can_hold(text: str) -> None:
    for kept in (showing.clean(text), showing.clean(text, lines=True)):
        assert kept == kept.strip()
        assert all(one in "\n\u200d" or unicodedata.category(one) not in ("Cc", "Cf", "Cs") for one in kept)
        assert showing.clean(kept, lines="\n" in kept) == kept


_SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=8)


def _nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)


@given(st.sampled_from(list(FieldType)), st.recursive(_SCALARS, _nested, max_leaves=6))
def test_whatever_is_given_is_taken_or_refused(kind: FieldType, raw: Any) -> None:
    one = field(kind)
    try:
        kept = taken(one, raw)
    except Refused:
        return
    shown = showing.shown(one, kept, ZONE)
    assert isinstance(shown, list if kind is FieldType.ROWS else str)


@pytest.mark.parametrize(
    ("held", "values", "wanted"),
    [("law", ("law",), True), ("facts", ("law",), False), (None, ("law",), False), (True, ("yes",), True),
     (False, ("no",), True), (False, ("yes",), False), (["facts", "law"], ("law",), True), (3, ("3",), True)],
)  # fmt: skip
def test_a_field_is_wanted_by_what_another_one_holds(held: Any, values: tuple[str, ...], wanted: bool) -> None:
    one = KindField("f", "栏", "field", when=When("other", values))
    assert is_wanted(one, {"other": held}) is wanted
