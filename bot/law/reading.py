"""Turns the tables of a rule-book file into domain values, collecting every mistake on the way."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.law.instructions import wrong_places
from bot.domain.law.roles import Role
from bot.domain.law.rules import Document, Goal, Kind, Rule, RuleBook
from bot.domain.law.trigger_facts import LEVELS, WITHIN
from bot.domain.law.triggers import Trigger
from bot.law import schema
from bot.law.condition_reading import read_condition
from bot.law.problems import Problem, nearest
from bot.law.reader import Reader, Table
from bot.law.term_reading import check_count_from, read_term

_ROLES = {role.value: role for role in Role}
_TRIGGERS = {trigger.value: trigger for trigger in Trigger}
_KINDS = {kind.value: kind for kind in Kind}
_BOUNDARIES = {"month": Trigger.MONTH_END, "quarter": Trigger.QUARTER_END, "year": Trigger.YEAR_END}
_BOOK_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_RULE_ID = re.compile(r"[A-Z]{2,6}[-A-Z0-9]{0,40}(?:\.[a-z0-9_]{1,30})?")


@dataclass(frozen=True, slots=True)
class Shared:
    """The names that rules may point at: packages, ladders, breaches, measures, drafts."""

    packages: frozenset[str]
    ladders: frozenset[str]
    breaches: frozenset[str]
    measures: frozenset[str]
    drafts: frozenset[str]


def read_book(file: str, data: Table, shared: Shared) -> tuple[RuleBook | None, list[Problem]]:
    """Return the book that a file holds, and every mistake found; no book when `[book]` is unusable."""
    reader = Reader(file)
    reader.keys(data, schema.TOP_KEYS, "file")
    if data.get("format") != schema.FORMAT:
        reader.wrong(f"the first line must be: format = {schema.FORMAT}")
    head = data.get("book")
    if not isinstance(head, dict):
        reader.wrong("[book] is missing")
        return None, reader.problems
    return _book(reader, head, data, shared), reader.problems


def _book(reader: Reader, head: Table, data: Table, shared: Shared) -> RuleBook:
    reader.keys(head, schema.BOOK_KEYS, "[book]")
    book_id = reader.text(head, "id")
    if book_id and not _BOOK_ID.fullmatch(book_id):
        reader.wrong('[book] id: write lower-case words and digits joined by "-", such as "sishui-2020"')
    layer = reader.choice(head, "layer", schema.LAYERS, "county")
    statutory = layer == "national"
    document = _document(reader, book_id, head, statutory)
    documents = {book_id: document}
    for name, table in reader.named(data, "document").items():
        reader.keys(table, schema.DOCUMENT_KEYS, f"[document.{name}]")
        documents[name] = _document(reader, name, table, statutory)
    lead = _ROLES.get(reader.choice(head, "lead_organ", _ROLES))
    binding = reader.flag(head, "binding", True)
    rules = tuple(_rules(reader, data, _Around(shared, documents, document, lead, binding)))
    return RuleBook(
        id=book_id,
        document=document,
        region=reader.text(head, "region"),
        layer=layer,
        binding=binding,
        builds_on=reader.words(head, "builds_on"),
        supersedes=reader.words(head, "supersedes"),
        lead_organ=lead,
        effective_to=reader.day(head, "effective_to"),
        verified=document.verified,
        asks=tuple(_asks(reader, data)),
        params=_params(reader, reader.table(data.get("params", {}), "params")),
        rules=rules,
        documents=documents,
        file=reader.file,
    )


def _document(reader: Reader, document_id: str, table: Table, statutory: bool) -> Document:
    return Document(
        id=document_id,
        title=reader.text(table, "title"),
        short_title=reader.text(table, "short_title"),
        short_title_en=reader.text(table, "short_title_en", required=False),
        number=reader.text(table, "number", required=False),
        issuer=reader.text(table, "issuer", required=False),
        effective_from=reader.day(table, "effective_from"),
        source=reader.text(table, "source", required=False),
        verified=reader.flag(table, "verified", True),
        statutory=statutory,
    )


def _asks(reader: Reader, data: Table) -> Iterable[tuple[str, str, str]]:
    for table in reader.tables(data, "ask"):
        reader.keys(table, ("field", "zh", "en"), "[[ask]]")
        yield reader.text(table, "field"), reader.text(table, "zh"), reader.text(table, "en")


def _params(reader: Reader, table: Table) -> dict[str, Any]:
    reader.keys(table, schema.PARAMS, "[params]")
    for key, value in table.items():
        allowed = schema.PARAMS.get(key)
        if isinstance(allowed, tuple):
            for item in value if key in schema.LIST_PARAMS and isinstance(value, list) else [value]:
                if item not in allowed:
                    reader.wrong(f"[params] {key}: {nearest(item, allowed)}")
        elif allowed is not None and type(value) is not allowed:
            reader.wrong(f"[params] {key} must be of type {allowed.__name__}")
        elif allowed is int:
            reader.number(table, key, 0, most=366)
    return dict(table)


@dataclass(frozen=True, slots=True)
class _Around:
    """What a rule needs to know about its file."""

    shared: Shared
    documents: Mapping[str, Document]
    document: Document
    lead: Role | None
    binding: bool


def _rules(reader: Reader, data: Table, around: _Around) -> Iterable[Rule]:
    for table in reader.tables(data, "rule"):
        reader.rule = str(table.get("id", "a rule without id"))
        yield _rule(reader, table, around)
    reader.rule = ""


def _rule(reader: Reader, table: Table, around: _Around) -> Rule:
    reader.keys(table, schema.RULE_KEYS, "rule")
    rule_id = reader.text(table, "id")
    if not _RULE_ID.fullmatch(rule_id):
        reader.wrong('id: write the row, such as "SS12", or row and part, such as "SS17.summons"')
    kind = _KINDS.get(reader.choice(table, "kind", _KINDS, "none"), Kind.NONE)
    document = around.documents.get(reader.choice(table, "document", around.documents, around.document.id))
    triggers = frozenset(_TRIGGERS[name] for name in reader.words(table, "trigger", _TRIGGERS) if name in _TRIGGERS)
    shared = around.shared
    term = table.get("term")
    unknown = reader.choice(table, "unknown", ("skip", "apply", "ask"), "skip")
    rule = Rule(
        id=rule_id,
        version=reader.number(table, "version", 1),
        kind=kind,
        title_zh=reader.text(table, "zh"),
        title_en=reader.text(table, "en"),
        do_zh=reader.text(table, "do_zh", required=False),
        do_en=reader.text(table, "do_en", required=False),
        document=document or around.document,
        section=reader.text(table, "section"),
        section_en=reader.text(table, "section_en", required=False),
        quotes=reader.words(table, "quotes"),
        effective_from=reader.day(table, "from"),
        effective_to=reader.day(table, "to"),
        triggers=triggers,
        when=read_condition(table.get("when"), triggers, kind is Kind.DECISION, reader.wrong),
        apply_when_unknown=unknown != "skip",
        always_asks=unknown == "ask",
        question_zh=reader.text(table, "ask_zh", required=False),
        question_en=reader.text(table, "ask_en", required=False),
        owed_by=_roles(reader, table, "owed_by", around.lead),
        owed_to=_roles(reader, table, "owed_to", around.lead),
        units=reader.words(table, "units", (*LEVELS, *WITHIN)),
        term=read_term(reader, term) if term is not None else None,
        evidence=reader.words(table, "evidence", schema.EVIDENCE),
        package=reader.choice(table, "package", shared.packages),
        ladder=reader.choice(table, "ladder", shared.ladders),
        breach=reader.words(table, "breach", shared.breaches),
        draft=reader.choice(table, "draft", shared.drafts),
        decides=reader.choice(table, "decides", schema.DECIDES),
        period=reader.choice(table, "period", schema.PERIODS),
        group=reader.text(table, "group", required=False),
        goal=_goal(reader, table.get("goal")),
        measures=reader.words(table, "measures", shared.measures),
        feature=reader.choice(table, "feature", schema.FEATURES),
        see=reader.words(table, "see"),
        replaces=reader.words(table, "replaces"),
        verified=reader.flag(table, "verified", (document or around.document).verified),
        reason=reader.text(table, "reason", required=kind is Kind.NONE),
        note=reader.text(table, "note", required=False),
    )
    if rule.always_asks and not (rule.question_zh and rule.question_en):
        reader.wrong('unknown = "ask" needs the question: write ask_zh = "..." and ask_en = "..."')
    _by_kind(reader, rule, around)
    _instructions(reader, rule)
    return rule


def _instructions(reader: Reader, rule: Rule) -> None:
    """Only those can be named to whom it is owed."""
    for key, phrase in (("do_zh", rule.do_zh), ("do_en", rule.do_en)):
        for name in wrong_places(phrase, rule.owed_to):
            allowed = " or ".join(f"{{{role}}}" for role in ("to", *rule.owed_to))
            reader.wrong(f"{key}: {{{name}}} cannot be filled; write {allowed if rule.owed_to else 'no place'}")


def _roles(reader: Reader, table: Table, key: str, lead: Role | None) -> tuple[Role, ...]:
    found = (_ROLES[name] for name in reader.words(table, key, _ROLES) if name in _ROLES)
    return tuple(lead if role is Role.LEAD_ORGAN and lead else role for role in found)


def _goal(reader: Reader, table: object) -> Goal | None:
    if table is None:
        return None
    if not isinstance(table, dict):
        reader.wrong('goal: write a table such as {metric = "appearance_rate", at_least = 90}')
        return None
    reader.keys(table, schema.GOAL_KEYS, "goal")
    at_least = table.get("at_least")
    if type(at_least) not in (int, float):
        reader.wrong('goal: "at_least" must be a number')
        return None
    metric = reader.choice(table, "metric", schema.METRICS)
    per = reader.text(table, "per", required=False)
    return Goal(metric, float(at_least), reader.day(table, "by"), per)  # type: ignore[arg-type]


def _by_kind(reader: Reader, rule: Rule, around: _Around) -> None:
    """Check what the kind of a rule demands of it."""
    needs: dict[Kind, tuple[str, ...]] = {
        Kind.DUTY: ("triggers", "owed_by", "term"),
        Kind.RIGHT: ("triggers", "owed_by", "term"),
        Kind.RECURRING: ("triggers", "owed_by", "term", "period"),
        Kind.DECISION: ("decides",),
        Kind.TARGET: ("goal",),
        Kind.MEASURE: ("measures",),
        Kind.STATISTIC: ("feature",),
        Kind.DRAFT: ("draft",),
    }
    for name in needs.get(rule.kind, ()):
        if not getattr(rule, name):
            reader.wrong(f'a rule of kind "{rule.kind}" needs "{name.removesuffix("s")}"')
    if rule.term is not None and rule.term.count_from:
        check_count_from(reader, rule, rule.term.count_from)
    if rule.kind is Kind.RECURRING and rule.period and not rule.triggers <= {_BOUNDARIES[rule.period]}:
        reader.wrong(f'a duty of every {rule.period} needs trigger = "{_BOUNDARIES[rule.period]}"')
    if not around.binding and rule.kind in (Kind.DUTY, Kind.RECURRING):
        reader.wrong('this document binds nobody (binding = false): write kind = "advice" or "target"')
    if rule.effective_from and rule.effective_to and rule.effective_to < rule.effective_from:
        reader.wrong('"to" lies before "from"')
    if Role.LEAD_ORGAN in (*rule.owed_by, *rule.owed_to):
        reader.wrong('"lead_organ" is used, but [book] does not say lead_organ = "..."')
