"""The appearance cases of `cases/`: who must appear, and what an outcome counts as."""

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from bot.domain.law.appearing import Decision, decide
from bot.domain.law.appearing_words import APPEARANCE_MESSAGES
from bot.domain.law.explanations import render
from bot.law.appearing import read_facts
from bot.law.catalog import words
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
def test_every_answer_has_a_reason_or_a_question_in_words_and_rests_on_a_rule(name: str) -> None:
    decision = decided(name)
    assert decision.reasons or decision.questions
    steps = [*(reason.sentence for reason in decision.reasons), *decision.questions]
    steps += decision.outcome.reasons if decision.outcome else ()
    for language in ("en", "zh_CN"):
        sentences = render(steps, words(language), APPEARANCE_MESSAGES)
        assert [said for said in sentences if "{" in said or "None" in said or not said] == []
    assert all(reason.rule for reason in decision.reasons)
    assert decision.required != "ask" or decision.questions
    if decision.exempt is not None:
        assert decision.reasons[0] is decision.exempt


ANHUI, NATIONAL, RUZHOU = "anhui-principal-2023", "national", "ruzhou-2022"


@pytest.mark.parametrize(
    ("book", "switch", "facts", "required", "codes"),
    [
        # Whether a city's government needs its principal at the first hearing of the year is the book's choice.
        (ANHUI, {}, {"level": "city_government", "first_of_year": True}, "principal", "principal base"),
        (ANHUI, {"first_hearing_city_government": False}, {"level": "city_government", "first_of_year": True}, "base",
         "base"),
        (ANHUI, {"first_hearing_city_government": False}, {"level": "township", "first_of_year": True}, "principal",
         "principal base"),
        (ANHUI, {"first_hearing_city_government": None}, {"level": "city_government", "first_of_year": True}, "base",
         "base"),
        # A tied first hearing is a first one.
        (ANHUI, {}, {"level": "township", "first_of_year_tied": True}, "principal", "principal base"),
        # The yearly minimum is spoken of while it is unmet, and only where there is one.
        (NATIONAL, {}, {"principal_times_this_year": 0}, "base", "base"),
        (NATIONAL, {"principal_annual_min": 2}, {"principal_times_this_year": 1}, "base", "base principal_yearly"),
        (NATIONAL, {"principal_annual_min": 2}, {"principal_times_this_year": 2}, "base", "base"),
        (NATIONAL, {"principal_annual_min": 2}, {}, "base", "base"),
        (RUZHOU, {"principal_annual_min": 0}, {"principal_times_this_year": 0}, "base", "base"),
        # The notice is short below the book's number of days.
        (NATIONAL, {"short_notice_days": 5}, {"notice_served_on": "2026-03-10", "hearing_on": "2026-03-14"}, "base",
         "base short_notice"),
        (NATIONAL, {"short_notice_days": 5}, {"notice_served_on": "2026-03-10", "hearing_on": "2026-03-15"}, "base",
         "base"),
        (NATIONAL, {}, {"notice_served_on": "2026-03-10", "hearing_on": "2026-03-13"}, "base", "base"),
        (NATIONAL, {}, {"notice_served_on": "2026-03-12", "hearing_on": "2026-03-12"}, "base", "base short_notice"),
        (NATIONAL, {}, {"notice_served_on": "2026-03-12"}, "base", "base"),
        (NATIONAL, {}, {"hearing_on": "2026-03-12"}, "base", "base"),
        (NATIONAL, {}, {"notice_served_on": "2026-03-12", "hearing_on": "2026-03-12", "session": "inquiry"}, "none",
         "no_hearing"),
        # Third parties, co-defendants, instances.
        (NATIONAL, {"parties": ["third_party"]}, {"position": "third_party"}, "base", "third_party_owes base"),
        (NATIONAL, {"parties": []}, {"position": "third_party"}, "ask", "third_party_open"),
        (NATIONAL, {}, {"position": "third_party", "should_be_defendant": True}, "base", "should_be_defendant base"),
        (NATIONAL, {"co_defendants": "each_its_part"}, {"position": "co_defendant"}, "base", "co_each base"),
        (NATIONAL, {"co_defendants": "ask"}, {"position": "co_defendant"}, "ask", "co_open"),
        (NATIONAL, {"co_defendants": "original_agency"}, {"position": "co_defendant"}, "ask", "co_original_open"),
        (NATIONAL, {"co_defendants": "original_agency"}, {"review_outcome": "upheld"}, "base", "co_original_us base"),
        (NATIONAL, {"co_defendants": "original_agency"},
         {"review_outcome": "upheld", "position": "reconsideration_body"}, "none", "co_original_other"),
        (NATIONAL, {"co_defendants": "ask"}, {"review_outcome": "altered", "position": "reconsideration_body"}, "base",
         "base"),
        (NATIONAL, {"all_cases_hard": True}, {}, "hard", "all_hard base"),
        (NATIONAL, {"same_instance": "first_hearing"}, {"hearings_before": 1, "attended_first": True}, "none",
         "instance_done"),
        (NATIONAL, {"same_instance": "first_hearing"},
         {"hearings_before": 2, "attended_first": False, "attended_before": True}, "base",
         "not_first_hearing instance_open base"),
        (NATIONAL, {"same_instance": "first_hearing"},
         {"hearings_before": 1, "attended_first": False, "court_notified_again": True}, "base",
         "not_first_hearing called_again base"),
        (NATIONAL, {}, {"hearings_before": 1, "attended_before": False}, "base", "instance_open base"),
        (NATIONAL, {}, {"attended_before": True}, "none", "instance_done"),
        (NATIONAL, {}, {"attended_before": False}, "base", "base"),
    ],
)  # fmt: skip
def test_a_switch_of_the_book_decides(
    book: str, switch: dict[str, Any], facts: dict[str, Any], required: str, codes: str
) -> None:
    known = read_facts(facts)
    stack = library().for_book(book, date(2026, 6, 1))
    decision = decide(known, replace(stack, params={**stack.params, **switch}))
    assert decision.required == required
    assert " ".join(reason.sentence.code for reason in decision.reasons) == codes
    assert decision.short_notice is ("short_notice" in codes)


def test_who_missed_the_first_hearing_and_came_to_the_second_is_marked_in_the_answer() -> None:
    outcome = decided(
        "In Sishui who missed the first hearing and comes to the second is no leader at the first hearing"
    ).outcome
    assert outcome is not None
    assert [one.code for one in outcome.reasons] == ["attended", "not_first_hearing"]


# -- what a decision rests on --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("book", "facts", "rests", "not_on"),
    [
        ("national", {}, {"session", "instance", "position", "tags"}, {"plaintiffs", "first_of_year"}),
        (ANHUI, {}, {"plaintiffs", "first_of_year", "first_of_year_tied", "level", "tags"}, {"original_agency"}),
        ("sishui-2020", {"hearings_before": 1}, {"attended_first", "attended_before", "court_notified_again"},
         {"plaintiffs"}),
        ("sishui-2020", {"session": "talk"}, {"session"}, {"tags", "hearings_before", "court_notified_again"}),
        ("wuqing-2020", {"position": "co_defendant"}, {"court_named", "original_agency"}, {"co_defendants_agreed"}),
        (RUZHOU, {}, {"principal_times_this_year"}, set()),
        (ANHUI, {"position": "co_defendant", "plaintiffs": 12, "level": "county_government"},
         {"co_defendants_agreed", "government_principal_meant", "plaintiffs"}, {"original_agency"}),
    ],
)  # fmt: skip
def test_a_decision_declares_the_facts_it_rests_on(
    book: str, facts: dict[str, Any], rests: set[str], not_on: set[str]
) -> None:
    found = decide(facts, library().for_book(book, date(2026, 6, 1))).rests_on
    assert rests <= found
    assert not not_on & found


OTHER_FACTS: dict[str, Any] = {
    "level": "township", "position": "third_party", "case_kind": "arbitration", "instance": "retrial_review",
    "session": "talk", "plaintiffs": 40, "tags": frozenset({"mass_incident_risk", "principal_demanded_by_court"}),
    "review_outcome": "inadmissible", "first_of_year": True, "first_of_year_tied": True, "hearings_before": 1,
    "attended_first": True, "attended_before": True, "court_notified_again": True, "original_agency": False,
    "co_defendants_agreed": "other", "court_named": "other", "should_be_defendant": True,
    "government_principal_meant": True, "principal_times_this_year": 5,
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("fact", OTHER_FACTS)
def test_a_fact_on_which_a_decision_does_not_rest_does_not_change_it(name: str, fact: str) -> None:
    case = CASES[name]
    raw = {key: value.isoformat() if isinstance(value, date) else value for key, value in case["facts"].items()}
    facts = read_facts(raw)
    stack = library().for_book(case["rulebook"], facts.get("hearing_on", date(2026, 6, 1)))
    before = decide(facts, stack)
    if fact in before.rests_on:
        return
    after = decide({**facts, fact: OTHER_FACTS[fact]}, stack)
    assert (after.required, after.reasons, after.principal) == (before.required, before.reasons, before.principal)
