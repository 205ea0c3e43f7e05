"""Reads the condition language of rule books; a field that no trigger of the rule knows is an error."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from bot.domain.law.conditions import ALWAYS, OPERATORS, All, Any_, Compare, Condition, Given, Not
from bot.domain.law.hearing_facts import HEARING_FACTS
from bot.domain.law.trigger_facts import Fact, facts_of
from bot.domain.law.triggers import Trigger
from bot.law.problems import nearest

Complain = Callable[[str], None]

_TYPES: dict[str, type] = {"bool": bool, "int": int, "date": date, "choice": str, "choices": str}
_ORDERED = frozenset({"int", "date"})


def known_facts(triggers: frozenset[Trigger], decision: bool) -> dict[str, Fact]:
    """Return the facts that a rule may read: those that each of its triggers understands."""
    if decision and not triggers:
        return HEARING_FACTS
    found: dict[str, Fact] | None = None
    for trigger in triggers:
        facts = facts_of(trigger)
        found = facts if found is None else {name: found[name] for name in found.keys() & facts.keys()}
    return found or {}


def read_condition(table: object, triggers: frozenset[Trigger], decision: bool, wrong: Complain) -> Condition:
    """Return the condition that `table` writes; ALWAYS when there is none or it is unusable."""
    if table is None:
        return ALWAYS
    return _read(table, known_facts(triggers, decision), wrong, depth=0)


def _read(table: object, facts: Mapping[str, Fact], wrong: Complain, depth: int) -> Condition:
    if not isinstance(table, dict) or depth > 8:
        wrong('when: write {field = "...", op = "=", value = ...}, {all = [...]}, {any = [...]} or {not = {...}}')
        return ALWAYS
    keys = frozenset(table)
    if keys in ({"all"}, {"any"}):
        (word,) = keys
        parts = table[word] if isinstance(table[word], list) else []
        if not parts:
            wrong(f"when: {word} needs a list of conditions")
        read = tuple(_read(part, facts, wrong, depth + 1) for part in parts)
        return All(read) if word == "all" else Any_(read)
    if keys == {"not"}:
        return Not(_read(table["not"], facts, wrong, depth + 1))
    return _compare(table, facts, wrong)


def _compare(table: Mapping[str, Any], facts: Mapping[str, Fact], wrong: Complain) -> Condition:
    name = table.get("field")
    fact = facts.get(str(name))
    if fact is None:
        wrong(f"when: field: {nearest(name, facts) if facts else 'this rule has no trigger, so no facts'}")
        return ALWAYS
    if frozenset(table) == {"field", "given"}:
        return Given(fact.name, bool(table["given"]))
    op = table.get("op", "=")
    if frozenset(table) - {"op"} != {"field", "value"} or not isinstance(op, str) or op not in OPERATORS:
        wrong(f"when: write field, op and value; op is one of {' '.join(OPERATORS)}")
        return ALWAYS
    value = table["value"]
    mistakes: list[str] = []
    _fits(fact, op, value, mistakes.append)
    for mistake in mistakes:
        wrong(mistake)
    if mistakes:
        return ALWAYS
    return Compare(fact.name, op, frozenset(value) if isinstance(value, list) else value)


def _fits(fact: Fact, op: str, value: Any, wrong: Complain) -> None:
    if (op in ("has", "has_any")) is not (fact.kind == "choices"):
        wrong(f'when: "{fact.name}" is a {fact.kind}: use {"has or has_any" if fact.kind == "choices" else "= or in"}')
    if op in ("<", "<=", ">", ">=") and fact.kind not in _ORDERED:
        wrong(f'when: "{fact.name}" cannot be ordered, use = or in')
    if (op in ("in", "not_in", "has_any")) is not isinstance(value, list):
        wrong(f'when: with "{op}" the value must {"" if op in ("in", "not_in", "has_any") else "not "}be a list')
    for item in value if isinstance(value, list) else [value]:
        if type(item) is not _TYPES[fact.kind]:
            wrong(f'when: "{fact.name}" is compared with {item!r}, which is no {fact.kind}')
        elif fact.choices and item not in fact.choices:
            wrong(f"when: {fact.name}: {nearest(item, fact.choices)}")
