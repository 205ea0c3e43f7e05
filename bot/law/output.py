"""What the `law` commands print: plain values for JSON, and short lines for people."""

from collections.abc import Iterable, Sequence
from datetime import tzinfo
from typing import Any

from bot.domain.law.explanations import render
from bot.domain.law.instructions import filled
from bot.domain.law.obligations import Event, Obligation, waiting_for_term
from bot.domain.law.periods import Counted
from bot.domain.law.roles import ROLE_NAMES, Role
from bot.domain.law.rules import Kind, Rule, RuleBook, Stack
from bot.law.catalog import Words

_MUST = ("请于{day}前{told}", "Please {told} by {day}")
_MAY = ("可于{day}前{told}", "You may {told} until {day}")


def counted_value(counted: Counted, words: Words) -> dict[str, Any]:
    """Return the dates of a term and the reasons, for JSON."""
    return {
        "unrolled": counted.unrolled.isoformat(),
        "due": counted.due.isoformat(),
        "safe": counted.safe.isoformat(),
        "provisional": counted.provisional,
        "explanation": render(counted.steps, words),
    }


def obligation_value(one: Obligation, words: Words, zone: tzinfo) -> dict[str, Any]:
    """Return one obligation, for JSON; times are local with their offset.

    `owed_by` and `owed_to` are one role, or a list where several owe or receive together; each
    escalation tells one role.
    """
    rule = one.rule
    return {
        "rule": rule.row,
        "rule_id": rule.id,
        "version": rule.version,
        "book": one.book,
        "kind": rule.kind.value,
        "title": rule.title_zh if words.chinese else rule.title_en,
        "instruction": instruction(rule, words),
        "trigger": one.event.trigger.value,
        "on": one.event.on.isoformat(),
        "owed_by": _one_or_many(rule.owed_by),
        "owed_to": _one_or_many(rule.owed_to),
        "units": list(rule.units),
        **counted_value(one.counted, words),
        "reminders": [instant.astimezone(zone).isoformat() for instant in one.reminders],
        "escalations": [
            {"at": step.at.astimezone(zone).isoformat(), "to": role.value, "if": step.condition}
            for step in one.escalations
            for role in step.to
        ],
        "citation": citation_value(rule),
        "package": rule.package,
        "breach": list(rule.breach),
        "draft": rule.draft,
        "evidence": list(rule.evidence),
        "verified": rule.verified,
        "uncertain": one.uncertain,
        "question": (rule.question_zh if words.chinese else rule.question_en) if one.uncertain else "",
        "leads": one.leads,
    }


def instruction(rule: Rule, words: Words) -> str:
    """What the rule has its unit do; whoever receives it by what the role is called."""
    index = 0 if words.chinese else 1
    names = {role.value: ("" if words.chinese else "the ") + ROLE_NAMES[role][index] for role in rule.owed_to}
    between = "、" if words.chinese else " and "
    return filled((rule.do_zh, rule.do_en)[index], names, between=between)


def _one_or_many(roles: tuple[Role, ...]) -> str | list[str]:
    return roles[0].value if len(roles) == 1 else [role.value for role in roles]


def citation_value(rule: Rule) -> dict[str, Any]:
    """Return what a rule rests on, for JSON."""
    document = rule.document
    return {
        "title": document.title,
        "short_title": document.short_title,
        "english": rule.source.en,
        "number": document.number,
        "section": rule.section,
        "quotes": list(rule.quotes),
    }


def book_value(book: RuleBook, words: Words) -> dict[str, Any]:
    """Return one rule book, for JSON."""
    start = book.document.effective_from
    return {
        "id": book.id,
        "title": book.document.title,
        "number": book.document.number,
        "issuer": book.document.issuer,
        "region": book.region,
        "layer": book.layer,
        "binding": book.binding,
        "effective_from": start.isoformat() if start else None,
        "effective_to": book.effective_to.isoformat() if book.effective_to else None,
        "supersedes": list(book.supersedes),
        "builds_on": list(book.builds_on),
        "lead_organ": book.lead_organ.value if book.lead_organ else None,
        "verified": book.verified,
        "rules": len(book.rules),
        "unverified_rules": [rule.id for rule in book.rules if not rule.verified],
        "asks": [zh if words.chinese else en for _, zh, en in book.asks],
    }


def counted_lines(counted: Counted, words: Words) -> Iterable[str]:
    """Yield the dates and the reasons as lines for people."""
    yield f"due      {words.day(counted.due)}"
    yield f"safe     {words.day(counted.safe)}"
    yield f"unrolled {words.day(counted.unrolled)}" + ("  (provisional)" if counted.provisional else "")
    yield from (f"  {sentence}" for sentence in render(counted.steps, words))


def due_lines(found: Sequence[Obligation], event: Event, stack: Stack, words: Words, zone: tzinfo) -> Iterable[str]:
    """Yield the obligations of an event as lines for people, then what waits for the document's own term."""
    index = 0 if words.chinese else 1
    for one in found:
        yield from obligation_lines(one, words, zone)
    waiting = waiting_for_term(event, stack)
    for rule in waiting:
        title = (rule.title_zh, rule.title_en)[index]
        ask = (
            "期限以文书为准，请补 --fact term_days=…、term_months=… 或者 term_on=…",
            "the paper sets the term: give term_days, term_months or term_on",
        )
        yield f"{rule.id}  {title}  ? {ask[index]}"
    if not found and not waiting:
        yield ("此事项下没有应办任务。", "Nothing is owed.")[index]


def obligation_lines(one: Obligation, words: Words, zone: tzinfo) -> Iterable[str]:
    """Yield one obligation as lines for people."""
    rule, index = one.rule, 0 if words.chinese else 1
    by = "、".join(ROLE_NAMES[role][index] for role in rule.owed_by)
    to = "、".join(ROLE_NAMES[role][index] for role in rule.owed_to)
    yield f"{rule.id}  {(rule.title_zh, rule.title_en)[index]}  {by} → {to}"
    if told := instruction(rule, words):
        frames = _MAY if rule.kind is Kind.RIGHT else _MUST
        yield "  " + frames[index].format(day=words.day(one.counted.safe), told=told)
    yield from (f"  {line}" for line in counted_lines(one.counted, words))
    mark = "" if rule.verified else ("（条文未核实）", " (text not verified)")[index]
    yield f"  {(f'{rule.document.short_title} {rule.section}', rule.source.en)[index]}{mark}"
    yield "  ⏰ " + ", ".join(f"{instant.astimezone(zone):%m-%d %H:%M}" for instant in one.reminders)
    for step in one.escalations:
        told = "、".join(ROLE_NAMES[role][index] for role in step.to)
        yield f"  ↑ {step.at.astimezone(zone):%m-%d %H:%M} {told}"
    if one.uncertain:
        yield f"  ? {(rule.question_zh, rule.question_en)[index]}"
    yield ""
