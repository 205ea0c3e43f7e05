"""What came of a hearing counts as what: by the facts and the switches of a book, with every reason and question."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.domain.law.attendance import CountsAs, Outcome, judge_outcome
from bot.domain.law.rules import Stack
from bot.law.library import load_library

BASE = load_library().for_book("national", date(2026, 6, 1))
CAME: dict[str, Any] = {"leader_present": True, "leader_role": "deputy"}
STAYED_AWAY: dict[str, Any] = {
    "leader_present": False, "absence_reason": "accident", "proof_given": True, "proof_sealed_or_signed": True,
    "given_before_hearing": True, "staff": frozenset({"own_staff"}), "court_view": "accepted",
}  # fmt: skip
"""A leader who did not come, with every part of a valid absence."""


def outcome(
    facts: dict[str, Any], required: str = "base", *, exempt: bool = False, params: dict[str, Any] | None = None
) -> Outcome | None:
    stack: Stack = replace(BASE, params={**BASE.params, **(params or {})})
    return judge_outcome({"session": "hearing", **facts}, stack, required, exempt)


def told(found: Outcome | None) -> tuple[str | None, str, str, str]:
    """What it counts as, then the codes of reasons, of questions and of breaches."""
    assert found is not None
    codes = [" ".join(one.code for one in steps) for steps in (found.reasons, found.questions)]
    return (found.counts_as and found.counts_as.value), codes[0], codes[1], " ".join(found.breaches)


# -- whether it was a hearing, and whether anybody was owed --------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "required", "exempt", "counts", "reasons"),
    [
        ({"held": False}, "base", False, "not_heard", "not_held"),
        ({"held": True, "session": "inquiry"}, "base", False, "not_heard", "not_held"),
        ({"session": "inquiry"}, "base", False, "not_heard", "not_held"),
        ({"held": True, "postponement": "granted"}, "base", False, "not_heard", "postponed"),
        ({"held": False, "postponement": "granted"}, "none", True, "not_heard", "postponed"),
        ({"held": True, "postponement": "asked", **CAME}, "base", False, "attended", "attended"),
        ({"held": True}, "none", True, "exempt", "row_exempt"),
        ({"held": True}, "none", False, "exempt", "no_duty"),
        ({"held": True, **CAME}, "none", False, "exempt", "no_duty"),
        ({"held": True, "leader_present": False}, "ask", False, None, "duty_open"),
        ({"held": True}, "ask", False, None, "duty_open"),
        ({"held": True, **CAME}, "ask", False, "attended", "attended"),
    ],
)
def test_what_is_asked_before_who_came(
    facts: dict[str, Any], required: str, exempt: bool, counts: str | None, reasons: str
) -> None:
    assert told(outcome(facts, required, exempt=exempt)) == (counts, reasons, "", "")


def test_nothing_is_said_where_nothing_is_known_of_what_happened() -> None:
    assert outcome({}) is None
    assert outcome({"postponed_before": True, "hearings_before": 1}) is None


@pytest.mark.parametrize(
    "fact",
    ["leader_role", "identity_accepted", "left_without_leave", "refused_to_explain", "video", "spoke"],
)
def test_whoever_did_something_at_the_hearing_was_there(fact: str) -> None:
    """`leader_role` tells who; the others leave the question who it was."""
    value = "deputy" if fact == "leader_role" else True
    counts, _, questions, _ = told(outcome({"held": True, fact: value}))
    assert (counts, questions) == (("attended", "") if fact == "leader_role" else (None, "ask_leader_role"))


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("absence_reason", "accident"), ("proof_given", True), ("proof_sealed_or_signed", True),
        ("given_before_hearing", True), ("court_view", "accepted"), ("consent_given", True),
    ],
)  # fmt: skip
def test_whoever_explains_an_absence_was_not_there(fact: str, value: object) -> None:
    assert told(outcome({"held": True, fact: value}))[0] == "unexcused"


def test_who_was_there_is_asked_where_nothing_tells_it_and_a_plain_word_goes_before_what_follows() -> None:
    assert told(outcome({"held": True})) == (None, "", "ask_leader_present", "")
    assert told(outcome({"held": True, "staff": frozenset({"own_staff"})})) == (None, "", "ask_leader_present", "")
    assert told(outcome({"leader_present": False, "spoke": True}))[0] == "unexcused"
    assert told(outcome({"leader_present": True, "absence_reason": "accident", "leader_role": "deputy"}))[0] == (
        "attended"
    )


# -- who came ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "params", "level", "counts", "question"),
    [
        ("principal", {}, None, "attended", ""),
        ("deputy", {}, None, "attended", ""),
        (None, {}, None, None, "ask_leader_role"),
        ("party_secretary", {"party_secretary": "ask"}, None, None, "ask_party_secretary"),
        ("party_secretary", {"party_secretary": "leader"}, None, "attended", ""),
        ("party_secretary", {"party_secretary": "not_leader"}, None, "unexcused", ""),
        ("business_leader", {"business_leader": "ask"}, None, None, "ask_business_leader"),
        ("business_leader", {"business_leader": "leader"}, None, "attended", ""),
        ("business_leader", {"business_leader": "not_leader"}, None, "unexcused", ""),
        ("secretary_general", {"secretary_general": "not_leader"}, "provincial", "unexcused", ""),
        ("secretary_general", {"secretary_general": "leader"}, "township", "attended", ""),
        ("secretary_general", {"secretary_general": "city_and_above"}, "city_government", "attended", ""),
        ("secretary_general", {"secretary_general": "city_and_above"}, "provincial", "attended", ""),
        ("secretary_general", {"secretary_general": "city_and_above"}, "county_government", "unexcused", ""),
        ("secretary_general", {"secretary_general": "city_and_above"}, None, "unexcused", ""),
        ("secretary_general", {"secretary_general": "ask"}, None, None, "ask_secretary_general"),
        ("department_head", {}, None, "unexcused", ""),
        ("entrusted_body_leader", {}, None, "unexcused", ""),
        ("lower_organ_leader", {}, None, "unexcused", ""),
        ("lawyer", {}, None, "unexcused", ""),
        ("staff", {}, None, "unexcused", ""),
    ],
)
def test_who_counts_as_a_responsible_leader(
    role: str | None, params: dict[str, Any], level: str | None, counts: str | None, question: str
) -> None:
    facts = {"held": True, "leader_present": True, "leader_role": role, "level": level}
    found = outcome({name: value for name, value in facts.items() if value is not None}, params=params)
    assert (told(found)[0], told(found)[2]) == (counts, question)
    if counts == "unexcused":
        assert found is not None
        assert (found.reasons[0].code, found.reasons[0].value("role")) == ("no_leader", role)


@pytest.mark.parametrize(("answer", "counts"), [(True, "attended"), (False, "unexcused")])
def test_a_person_may_have_said_whether_it_was_a_leader_where_the_book_asks(answer: bool, counts: str) -> None:
    facts = {"leader_present": True, "leader_role": "party_secretary", "counts_as_leader": answer}
    assert told(outcome(facts, params={"party_secretary": "ask"}))[0] == counts
    assert told(outcome(facts, params={"party_secretary": "leader"}))[0] == "attended"
    assert told(outcome({**facts, "leader_role": "staff"}))[0] == "unexcused"


def test_what_a_book_says_nothing_of_is_asked_or_does_not_count() -> None:
    bare = replace(BASE, params={})

    def counts(role: str, **more: Any) -> tuple[str | None, str]:
        found = judge_outcome(
            {"session": "hearing", "leader_present": True, "leader_role": role, **more}, bare, "base", False
        )
        return told(found)[0], told(found)[2]

    assert counts("party_secretary") == (None, "ask_party_secretary")
    assert counts("business_leader") == counts("secretary_general") == ("unexcused", "")
    assert counts("deputy", video=True) == ("attended", "")
    found = judge_outcome({"session": "hearing", **CAME, "leader_role": "acting_deputy"}, bare, "principal", False)
    assert found is not None
    assert found.principal_appeared is True
    away = judge_outcome({"session": "hearing", **STAYED_AWAY}, bare, "base", False)
    assert told(away) == ("excused", "all_parts", "", "")


# -- how they behaved ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "params", "told_as"),
    [
        ({"identity_accepted": False}, {}, ("unexcused", "identity_refused", "", "")),
        ({"identity_accepted": True, "left_without_leave": False}, {}, ("attended", "attended", "", "")),
        ({"left_without_leave": True}, {}, ("unexcused", "left", "", "spc_left absent_or_left")),
        ({"refused_to_explain": True}, {},
         ("attended", "refused_to_explain attended", "", "spc_refused_to_explain")),
        ({"refused_to_explain": False}, {}, ("attended", "attended", "", "")),
        ({"spoke": False}, {}, ("attended", "silent attended", "", "silent")),
        ({"spoke": True}, {}, ("attended", "attended", "", "")),
        ({"video": True}, {"video_counts": True}, ("attended", "attended_video", "", "")),
        ({"video": True}, {"video_counts": False}, ("unexcused", "video_refused", "", "")),
        ({"video": False}, {"video_counts": False}, ("attended", "attended", "", "")),
    ],
)  # fmt: skip
def test_how_somebody_who_came_behaved(
    facts: dict[str, Any], params: dict[str, Any], told_as: tuple[str, str, str, str]
) -> None:
    assert told(outcome({**CAME, **facts}, params=params)) == told_as


# -- who stayed away -----------------------------------------------------------------------------------------------


PARTS = {
    "absence_reason": "part_reason", "proof_given": "part_proof", "proof_sealed_or_signed": "part_seal",
    "given_before_hearing": "part_before", "staff": "part_staff",
}  # fmt: skip


def test_a_valid_absence_has_every_part() -> None:
    assert told(outcome(STAYED_AWAY)) == ("excused", "all_parts", "", "")


@pytest.mark.parametrize("fact", PARTS)
def test_each_part_that_is_missing_is_named(fact: str) -> None:
    without = {name: value for name, value in STAYED_AWAY.items() if name != fact}
    assert told(outcome(without)) == ("unexcused", PARTS[fact], "", "spc_absent")


@pytest.mark.parametrize(
    ("view", "reasons", "questions"),
    [
        ("accepted", "all_parts", ""),
        ("rejected", "part_court_rejected", ""),
        ("pending", "part_court_pending", "ask_court_view"),
        (None, "part_court_pending", "ask_court_view"),
    ],
)
def test_the_court_has_the_last_word_on_the_reason(view: str | None, reasons: str, questions: str) -> None:
    facts = {**STAYED_AWAY, "court_view": view}
    found = told(outcome({name: value for name, value in facts.items() if value is not None}))
    assert found == ("excused" if view == "accepted" else "unexcused", reasons, questions, found[3])
    assert found[3] == ("" if view == "accepted" else "spc_absent")


def test_the_courts_view_is_not_asked_where_no_reason_was_given() -> None:
    assert told(outcome({"leader_present": False})) == (
        "unexcused", "part_reason part_proof part_seal part_before part_staff part_court_pending", "", "spc_absent",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("params", "given", "missing"),
    [("none", None, False), ("bureau", True, False), ("bureau", False, True), ("bureau", None, True)],
)
def test_some_books_want_consent_beforehand(params: str, given: bool | None, missing: bool) -> None:
    facts = STAYED_AWAY if given is None else {**STAYED_AWAY, "consent_given": given}
    found = told(outcome(facts, params={"absence_consent": params}))
    assert found[:2] == (("unexcused", "part_consent") if missing else ("excused", "all_parts"))


@pytest.mark.parametrize(
    ("staff", "breaches"),
    [
        (frozenset(), "spc_both_absent no_leader_no_staff absent_or_left spc_absent"),
        (frozenset({"lawyer"}), "spc_both_absent no_leader_no_staff spc_absent"),
        (frozenset({"lawyer", "own_staff"}), "spc_absent"),
        (frozenset({"entrusted_body_staff"}), "spc_absent"),
        (frozenset({"lower_organ_staff"}), "spc_absent"),
        (frozenset({"legal_office_staff"}), "spc_absent"),
        (None, "spc_absent"),
    ],
)
def test_nobody_or_a_lawyer_alone_is_a_breach_of_its_own(staff: frozenset[str] | None, breaches: str) -> None:
    facts = {"leader_present": False} if staff is None else {"leader_present": False, "staff": staff}
    found = told(outcome(facts))
    assert found[3] == breaches
    assert ("part_staff" in found[1]) is (staff is None or not staff - {"lawyer"})


def test_absence_at_a_hearing_that_was_put_off_before_is_absence_again() -> None:
    assert told(outcome({"leader_present": False, "postponed_before": True}))[3] == "spc_absent_again"


# -- the principal -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "required", "appeared"),
    [
        ({**CAME, "leader_role": "principal"}, "base", True),
        (CAME, "base", False),
        ({**CAME, "leader_role": "principal", "left_without_leave": True}, "base", False),
        ({**CAME, "leader_role": "principal"}, "none", True),
        ({"leader_present": True}, "base", None),
        ({"leader_present": False}, "base", None),
        ({"held": False, **CAME, "leader_role": "principal"}, "base", False),
        ({"held": True}, "base", None),
    ],
)
def test_whether_the_principal_appeared(facts: dict[str, Any], required: str, appeared: bool | None) -> None:
    found = outcome(facts, required)
    assert found is not None
    assert found.principal_appeared is appeared


@pytest.mark.parametrize(
    ("way", "appeared", "questions"),
    [("principal", True, ""), ("deputy", False, ""), ("ask", None, "ask_acting_deputy")],
)
def test_an_acting_deputy_is_what_the_book_says(way: str, appeared: bool | None, questions: str) -> None:
    found = outcome({**CAME, "leader_role": "acting_deputy"}, params={"acting_deputy": way})
    assert found is not None
    assert found.principal_appeared is appeared
    assert told(found)[2] == questions


@pytest.mark.parametrize(
    ("facts", "told_as"),
    [
        ({**CAME, "leader_role": "principal"}, ("attended", "attended", "", "")),
        (CAME, ("attended", "attended deputy_for_principal", "", "principal_duty_missed")),
        ({**STAYED_AWAY, **CAME}, ("attended", "attended principal_excused", "", "")),
        # Who came is the staff as well: that part alone may be missing.
        ({**{k: v for k, v in STAYED_AWAY.items() if k != "staff"}, **CAME},
         ("attended", "attended principal_excused", "", "")),
        ({**STAYED_AWAY, **CAME, "proof_given": False},
         ("attended", "attended deputy_for_principal", "", "principal_duty_missed")),
        (STAYED_AWAY, ("excused", "all_parts", "", "")),
        ({**CAME, "leader_role": "principal", "left_without_leave": True},
         ("unexcused", "left", "", "spc_left absent_or_left principal_duty_missed")),
    ],
)  # fmt: skip
def test_where_the_principal_had_to_come(facts: dict[str, Any], told_as: tuple[str, str, str, str]) -> None:
    assert told(outcome(facts, "principal")) == told_as
    assert "principal_duty_missed" not in told(outcome(facts, "hard"))[3]


def test_the_rows_of_the_statistics_are_these() -> None:
    assert [one.value for one in CountsAs] == ["attended", "excused", "unexcused", "exempt", "not_heard"]
