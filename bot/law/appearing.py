"""The facts of the appearance decision as JSON: their schema, how they are read, and the answer."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from bot.domain.law.appearing import Decision, Reason
from bot.domain.law.appearing_words import APPEARANCE_MESSAGES
from bot.domain.law.explanations import Step, render
from bot.domain.law.hearing_facts import HEARING_FACTS, OUTCOME_FACTS
from bot.domain.law.trigger_facts import Fact
from bot.law.catalog import Words
from bot.law.output import citation_value
from bot.law.problems import nearest

FACTS: dict[str, Fact] = {**HEARING_FACTS, **OUTCOME_FACTS}


class AppearanceError(ValueError):
    """The facts cannot be read; the message names the fact and what to write."""


def facts_schema() -> dict[str, Any]:
    """Return the JSON schema of the facts; no fact is required."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Facts of one hearing for one agency",
        "type": "object",
        "additionalProperties": False,
        "properties": {name: _property(fact) for name, fact in FACTS.items()},
    }


def _property(fact: Fact) -> dict[str, Any]:
    kinds: dict[str, dict[str, Any]] = {
        "bool": {"type": "boolean"},
        "int": {"type": "integer", "minimum": 0},
        "date": {"type": "string", "format": "date"},
        "choice": {"enum": list(fact.choices)},
        "choices": {"type": "array", "items": {"enum": list(fact.choices)}, "uniqueItems": True},
    }
    return {**kinds[fact.kind], "description": fact.meaning}


def read_facts(data: object) -> dict[str, Any]:
    """Return the facts that a JSON object holds. Raises AppearanceError."""
    if not isinstance(data, dict):
        raise AppearanceError("write one JSON object; see law appear --schema")
    facts = {}
    for name, value in data.items():
        if name not in FACTS:
            raise AppearanceError(nearest(name, FACTS))
        if value is not None:
            facts[name] = _value(FACTS[name], value)
    return facts


def _value(fact: Fact, value: Any) -> Any:
    if fact.kind == "choices":
        if not isinstance(value, list):
            raise AppearanceError(f"{fact.name} must be a list")
        return frozenset(_choice(fact, item) for item in value)
    if fact.kind == "choice":
        return _choice(fact, value)
    if fact.kind == "date":
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            raise AppearanceError(f'{fact.name} must be a date such as "2026-04-02"') from None
    wanted = bool if fact.kind == "bool" else int
    if type(value) is not wanted or (wanted is int and value < 0):
        raise AppearanceError(f"{fact.name} must be {'true or false' if wanted is bool else 'a whole number'}")
    return value


def _choice(fact: Fact, value: object) -> str:
    if value not in fact.choices:
        raise AppearanceError(f"{fact.name}: {nearest(value, fact.choices)}")
    return str(value)


def decision_value(decision: Decision, words: Words) -> dict[str, Any]:
    """Return the decision, for JSON."""
    outcome = decision.outcome
    value: dict[str, Any] = {
        "leader_required": decision.required.value,
        "reasons": [_reason(reason, words) for reason in decision.reasons],
        "exempt": _reason(decision.exempt, words) if decision.exempt else None,
        "questions": sentences(decision.questions, words),
        "short_notice": decision.short_notice,
    }
    if outcome is not None:
        value |= {
            "counts_as": outcome.counts_as.value if outcome.counts_as else None,
            "counts_as_reasons": sentences(outcome.reasons, words),
            "principal_appeared": outcome.principal_appeared,
            "breach_candidates": list(outcome.breaches),
        }
    return value


def _reason(reason: Reason, words: Words) -> dict[str, Any]:
    rule = reason.rule
    found: Mapping[str, Any] = {"rule": rule.row, "rule_id": rule.id} if rule else {"rule": None, "rule_id": None}
    text = sentences((reason.sentence,), words)[0]
    return {"text": text, **found, "citation": citation_value(rule) if rule else None}


def sentences(steps: Iterable[Step], words: Words) -> list[str]:
    """Return reasons or questions in words."""
    return render(steps, words, APPEARANCE_MESSAGES)


def decision_lines(decision: Decision, words: Words) -> Iterable[str]:
    """Yield the decision as lines for people."""
    yield f"leader_required  {decision.required.value}" + ("  (short notice)" if decision.short_notice else "")
    for reason in decision.reasons:
        place = f"  [{reason.rule.id} {reason.rule.document.short_title} {reason.rule.section}]" if reason.rule else ""
        yield f"  {sentences((reason.sentence,), words)[0]}{place}"
    yield from (f"  ? {question}" for question in sentences(decision.questions, words))
    if decision.outcome is not None:
        counts = decision.outcome.counts_as
        yield f"counts_as  {counts.value if counts else '?'}"
        yield from (f"  {sentence}" for sentence in sentences(decision.outcome.reasons, words))
