"""The appearance cases of `cases/`: who must appear, and what an outcome counts as."""

from datetime import date
from functools import cache

import pytest

from bot.domain.law.appearing import Decision, decide
from bot.domain.law.appearing_words import APPEARANCE_MESSAGES
from bot.law.appearing import read_facts
from bot.law.library import Library, load_library
from tests.law.cases_reader import cases

CASES = dict(cases("appear"))


@cache
def library() -> Library:
    return load_library()


def decided(name: str) -> Decision:
    case = CASES[name]
    raw = {key: value.isoformat() if isinstance(value, date) else value for key, value in case["facts"].items()}
    facts = read_facts(raw)
    return decide(facts, library().for_book(case["rulebook"], facts.get("hearing_on", date(2026, 6, 1))))


@pytest.mark.parametrize("name", CASES)
def test_who_must_appear(name: str) -> None:
    case, decision = CASES[name], decided(name)
    assert decision.required == case["required"]
    assert bool(decision.questions) is case.get("asks", bool(decision.questions) and "asks" not in case)
    assert (decision.exempt is not None) is bool(case.get("exempt", False))
    if isinstance(case.get("exempt"), str):
        assert decision.exempt is not None
        assert decision.exempt.rule is not None
        assert decision.exempt.rule.row == case["exempt"]
    rows = {reason.rule.row for reason in decision.reasons if reason.rule}
    assert set(case.get("rules", ())) <= rows
    assert decision.short_notice is case.get("short_notice", False)


@pytest.mark.parametrize("name", CASES)
def test_what_the_outcome_counts_as(name: str) -> None:
    case, outcome = CASES[name], decided(name).outcome
    if "counts_as" not in case:
        assert outcome is None or outcome.counts_as == "not_heard"
        return
    assert outcome is not None
    assert (outcome.counts_as or "ask") == case["counts_as"]
    assert list(outcome.breaches) == case.get("breaches", list(outcome.breaches))
    if "principal_appeared" in case:
        assert outcome.principal_appeared is case["principal_appeared"]


@pytest.mark.parametrize("name", CASES)
def test_every_answer_has_a_reason_or_a_question_with_words(name: str) -> None:
    decision = decided(name)
    assert decision.reasons or decision.questions
    steps = [*(reason.sentence for reason in decision.reasons), *decision.questions]
    assert all(one.code in APPEARANCE_MESSAGES for one in steps)
    assert decision.required != "ask" or decision.questions
