"""The condition language: three answers, combined as Kleene did."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.law.conditions import ALWAYS, All, Answer, Any_, Compare, Given, Not
from bot.domain.law.triggers import Trigger
from bot.law.condition_reading import read_condition

TRUE, FALSE, UNKNOWN = Given("there"), Given("there", False), Compare("missing", "=", 1)
FACTS: dict[str, Any] = {"there": 1, "n": 10, "tags": frozenset({"a", "b"}), "kind": "x", "nothing": None}
ANSWERS = st.sampled_from([TRUE, FALSE, UNKNOWN])


def test_the_three_answers() -> None:
    assert [one.answer(FACTS) for one in (TRUE, FALSE, UNKNOWN)] == [True, False, None]


@pytest.mark.parametrize(
    ("condition", "answer"),
    [
        (Compare("n", ">=", 10), True),
        (Compare("n", ">", 10), False),
        (Compare("n", "<", 11), True),
        (Compare("n", "<=", 9), False),
        (Compare("n", "!=", 9), True),
        (Compare("kind", "in", frozenset({"x", "y"})), True),
        (Compare("kind", "not_in", frozenset({"x", "y"})), False),
        (Compare("tags", "has", "a"), True),
        (Compare("tags", "has", "c"), False),
        (Compare("tags", "has_any", frozenset({"c", "b"})), True),
        (Compare("nothing", "=", 1), None),
        (Given("nothing"), False),
        (ALWAYS, True),
    ],
)
def test_comparisons(condition: Compare, answer: Answer) -> None:
    assert condition.answer(FACTS) is answer


@pytest.mark.slow
@given(st.lists(ANSWERS, max_size=5))
def test_one_false_settles_all_and_one_true_settles_any(parts: list[Any]) -> None:
    answers = [part.answer(FACTS) for part in parts]
    wanted_all = False if False in answers else None if None in answers else True
    wanted_any = True if True in answers else None if None in answers else False
    assert All(tuple(parts)).answer(FACTS) is wanted_all
    assert Any_(tuple(parts)).answer(FACTS) is wanted_any


@pytest.mark.slow
@given(st.lists(ANSWERS, max_size=5))
def test_not_all_is_any_not(parts: list[Any]) -> None:
    left = Not(All(tuple(parts))).answer(FACTS)
    right = Any_(tuple(Not(part) for part in parts)).answer(FACTS)
    assert left is right


def test_a_condition_knows_the_facts_it_reads() -> None:
    condition = All((Any_((TRUE, UNKNOWN)), Not(Compare("n", "=", 1))))
    assert condition.fields() == {"there", "missing", "n"}


def problems(table: object, trigger: Trigger = Trigger.SUMMONS) -> list[str]:
    found: list[str] = []
    read_condition(table, frozenset({trigger}), False, found.append)
    return found


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ({"field": "outcom", "op": "=", "value": "revoked"}, "unknown"),
        ({"field": "levle", "op": "=", "value": "township"}, 'did you mean "level"'),
        ({"field": "level", "op": "=", "value": "tonwship"}, 'did you mean "township"'),
        ({"field": "level", "op": "~", "value": "township"}, "op is one of"),
        ({"field": "level", "op": "in", "value": "township"}, "must be a list"),
        ({"field": "level", "op": "=", "value": ["township"]}, "must not be a list"),
        ({"field": "plaintiffs", "op": ">=", "value": "ten"}, "which is no int"),
        ({"field": "plaintiffs", "op": ">=", "value": True}, "which is no int"),
        ({"field": "tags", "op": "=", "value": "detention"}, "use has or has_any"),
        ({"field": "level", "op": "has", "value": "township"}, "use = or in"),
        ({"field": "level", "op": "<", "value": "township"}, "cannot be ordered"),
        ({"all": []}, "needs a list"),
        ({"alll": []}, "unknown"),
        ("level = township", "write {field"),
        ({"field": "level"}, "write field, op and value"),
    ],
)
def test_a_mistake_is_named_with_what_to_write(table: object, complaint: str) -> None:
    (first, *_) = problems(table)
    assert complaint in first


def test_a_fact_of_another_trigger_is_unknown_here() -> None:
    wanted = {"field": "outcome", "op": "=", "value": "revoked"}
    assert problems(wanted, Trigger.SUMMONS)
    assert problems(wanted, Trigger.JUDGMENT_EFFECTIVE) == []


def test_a_condition_nested_without_end_is_refused() -> None:
    table: dict[str, Any] = {"field": "level", "op": "=", "value": "township"}
    for _ in range(50):
        table = {"not": table}
    assert problems(table)
