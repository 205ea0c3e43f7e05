"""An event and its facts as they are typed on the command line."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from bot.domain.law.obligations import Event
    from bot.domain.law.trigger_facts import Fact


def event_of(name: str, on: date, at: time | None, given: tuple[str, ...]) -> Event:
    """Return the event with the facts `given` as NAME=VALUE; a mistake ends the command with what to write."""
    from bot.domain.law.obligations import Event
    from bot.domain.law.recurring import last_day_of_period
    from bot.domain.law.trigger_facts import facts_of
    from bot.domain.law.triggers import CALENDAR, Trigger
    from bot.law.problems import nearest

    try:
        trigger = Trigger(name)
    except ValueError as error:
        raise click.UsageError(f"--trigger: {nearest(name, Trigger)}") from error
    if trigger in CALENDAR and on != (last := last_day_of_period(trigger, on)):
        raise click.UsageError(f"--on must be the last day of the period: {last.isoformat()}")
    known = facts_of(trigger)
    facts: dict[str, Any] = {}
    for item in given:
        key, _, text = (part.strip() for part in item.partition("="))
        if key not in known:
            raise click.UsageError(f"--fact: {nearest(key, known)}")
        value = _value(known[key], text)
        facts[key] = facts[key] | value if known[key].kind == "choices" and key in facts else value
    return Event(trigger, on, facts, at)


def _value(fact: Fact, text: str) -> Any:
    from bot.law.problems import nearest

    items = [item.strip() for item in text.split(",") if item.strip()] if fact.kind == "choices" else [text]
    for item in items:
        if fact.choices and item not in fact.choices:
            raise click.UsageError(f"--fact {fact.name}: {nearest(item, fact.choices)}")
    if fact.kind == "choices":
        return frozenset(items)
    if fact.kind == "bool":
        if text.lower() not in ("true", "false", "yes", "no", "1", "0"):
            raise click.UsageError(f"--fact {fact.name}: write true or false")
        return text.lower() in ("true", "yes", "1")
    if fact.kind == "int" and not (text.isascii() and text.isdigit() and len(text) < 10):
        raise click.UsageError(f"--fact {fact.name}: write a whole number such as 10")
    try:
        return date.fromisoformat(text) if fact.kind == "date" else int(text) if fact.kind == "int" else text
    except ValueError as error:
        raise click.UsageError(f"--fact {fact.name}: write a date such as 2026-04-02") from error
