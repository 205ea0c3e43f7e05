"""The facts of a hearing as JSON, and the answer: what is taken, what is refused with which words, what is said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.domain.law.appearing import Decision, Reason, Required, decide
from bot.domain.law.explanations import step
from bot.law.appearing import FACTS, AppearanceError, decision_lines, decision_value, facts_schema, read_facts
from bot.law.catalog import words
from bot.law.library import load_library

LIBRARY = load_library()
WORDS = words("en")


def decided(facts: dict[str, Any], book: str = "sishui-2020") -> Decision:
    return decide(read_facts(facts), LIBRARY.for_book(book, date(2026, 6, 1)))


# -- reading -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ({"hearings_before": 0}, {"hearings_before": 0}),
        ({"hearings_before": 2, "attended_first": False}, {"hearings_before": 2, "attended_first": False}),
        ({"hearing_on": "2026-04-02"}, {"hearing_on": date(2026, 4, 2)}),
        ({"position": "third_party"}, {"position": "third_party"}),
        ({"staff": ["own_staff", "lawyer"]}, {"staff": frozenset({"own_staff", "lawyer"})}),
        ({"staff": []}, {"staff": frozenset()}),
        ({"attended_first": None}, {}),
        ({}, {}),
    ],
)
def test_facts_are_read_as_what_they_are(given: dict[str, Any], taken: dict[str, Any]) -> None:
    assert read_facts(given) == taken


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "write one JSON object; see law appear --schema"),
        ({"hearing_befor": 1}, "hearings_before"),
        ({"hearings_before": True}, "hearings_before must be a whole number"),
        ({"hearings_before": -1}, "hearings_before must be a whole number"),
        ({"hearings_before": "1"}, "hearings_before must be a whole number"),
        ({"attended_first": 1}, "attended_first must be true or false"),
        ({"attended_first": "yes"}, "attended_first must be true or false"),
        ({"hearing_on": "2026-02-30"}, 'hearing_on must be a date such as "2026-04-02"'),
        ({"hearing_on": 20260402}, 'hearing_on must be a date such as "2026-04-02"'),
        ({"position": "third_part"}, "position: .*third_party"),
        ({"staff": "lawyer"}, "staff must be a list"),
        ({"staff": ["lawyers"]}, "staff: .*lawyer"),
    ],
)
def test_what_cannot_be_a_fact_is_refused_by_name(given: object, said: str) -> None:
    with pytest.raises(AppearanceError, match=said):
        read_facts(given)


def test_the_schema_names_every_fact_with_its_kind_and_meaning() -> None:
    schema = facts_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert (schema["type"], schema["additionalProperties"], bool(schema["title"])) == ("object", False, True)
    properties = schema["properties"]
    assert properties.keys() == FACTS.keys()
    assert all(properties[name]["description"] == fact.meaning for name, fact in FACTS.items())

    def kind(name: str) -> dict[str, Any]:
        return {key: value for key, value in properties[name].items() if key != "description"}

    assert kind("attended_first") == {"type": "boolean"}
    assert kind("hearings_before") == {"type": "integer", "minimum": 0}
    assert kind("hearing_on") == {"type": "string", "format": "date"}
    assert kind("position") == {"enum": list(FACTS["position"].choices)}
    assert kind("staff") == {
        "type": "array", "items": {"enum": list(FACTS["staff"].choices)}, "uniqueItems": True,
    }  # fmt: skip


# -- the answer ----------------------------------------------------------------------------------------------------


def test_an_answer_as_json() -> None:
    value = decision_value(decided({}), WORDS)
    assert value.keys() == {"leader_required", "reasons", "exempt", "questions", "short_notice"}
    assert (value["leader_required"], value["exempt"], value["questions"]) == ("hard", None, [])
    assert value["short_notice"] is False
    first = value["reasons"][0]
    assert first.keys() == {"text", "rule", "rule_id", "citation"}
    assert first["text"]
    assert first["rule"]
    assert first["rule_id"]
    assert first["citation"]["section"]


def test_an_exemption_is_a_reason_of_its_own() -> None:
    value = decision_value(decided({"hearings_before": 1, "attended_first": True}), WORDS)
    assert value["leader_required"] == "none"
    assert value["exempt"] == value["reasons"][0]


def test_a_reason_without_a_rule_says_so() -> None:
    bare = Decision(Required.BASE, (Reason(step("base")),))
    [reason] = decision_value(bare, WORDS)["reasons"]
    assert reason == {"text": reason["text"], "rule": None, "rule_id": None, "citation": None}
    assert list(decision_lines(bare, WORDS)) == ["leader_required  base", f"  {reason['text']}"]


def test_what_came_of_it_is_told_where_it_is_known() -> None:
    value = decision_value(decided({"leader_present": True, "leader_role": "deputy", "spoke": False}), WORDS)
    assert (value["counts_as"], value["principal_appeared"]) == ("attended", False)
    assert value["breach_candidates"] == ["silent"]
    assert len(value["counts_as_reasons"]) == 2
    open_one = decision_value(decided({"leader_present": True}), WORDS)
    assert open_one["counts_as"] is None
    assert open_one["questions"]


def test_an_answer_in_lines() -> None:
    lines = list(decision_lines(decided({"notice_served_on": "2026-06-01", "hearing_on": "2026-06-02"}), WORDS))
    assert lines[0] == "leader_required  hard  (short notice)"
    assert any(line.startswith("  ") and line.endswith("]") and "[" in line for line in lines[1:])
    assert not any(line.startswith("counts_as") for line in lines)


def test_questions_and_outcomes_have_lines_of_their_own() -> None:
    lines = list(decision_lines(decided({"leader_present": True}), WORDS))
    assert lines[0] == "leader_required  hard"
    assert "counts_as  ?" in lines
    assert sum(line.startswith("  ? ") for line in lines) == 1
    lines = list(decision_lines(decided({"leader_present": True, "leader_role": "principal"}), WORDS))
    assert "counts_as  attended" in lines
    assert lines.index("counts_as  attended") < len(lines) - 1
    without = list(decision_lines(decided({"case_kind": "reconsideration"}, "national"), WORDS))
    assert without[0] == "leader_required  none"
