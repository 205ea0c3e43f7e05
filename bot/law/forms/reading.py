"""Reads one file that declares a kind of document; every mistake is noted, so that all are told at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from bot.domain.documents import kinds
from bot.domain.documents.kinds import (
    Choice,
    Closing,
    Column,
    Doers,
    FieldType,
    Kind,
    KindField,
    KindStep,
    Last,
    Stage,
    StepAct,
    When,
)
from bot.domain.documents.sources import SOURCES
from bot.domain.hall.terms import Role
from bot.domain.law.roles import Role as LawRole
from bot.domain.law.triggers import Trigger
from bot.law.reader import Reader, Table

FORMAT = 1
TAKEN = ("paper", "doc", "row", "loop", "range")
"""What templates know by these names is no field."""
MOST_CHARACTERS = 4000
_ID = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_PLACE = re.compile(r"\{(\w*)\}")
_STAGES = {stage.value: stage for stage in Stage}
_TYPES = {one.value: one for one in kinds.FieldType}
_ACTS = {act.value: act for act in StepAct}
_ROLES = {role.value: role for role in Role}
_LAW_ROLES = {role.value: role for role in LawRole}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TOP = _words("format kind field step")
KIND_KEYS = _words("""
    id zh en basis about template addressee closes done seal number record starts opens protected plaintiffs sees
    replies after order chart
""")
FIELD_KEYS = _words("""
    name zh en type source asked required most ask_zh ask_en choices columns when inner followed gone_by top explains
""")
STEP_KEYS = _words("id zh en by act last choices")


def read_kind(reader: Reader, data: Table) -> Kind | None:
    """The kind that a file declares; None where it cannot be used. Mistakes are noted by `reader`."""
    before = len(reader.problems)
    reader.rule = ""
    reader.keys(data, _TOP, "file")
    if data.get("format") != FORMAT:
        reader.wrong(f"format: write format = {FORMAT}")
    kind = _kind(reader, reader.table(data.get("kind", {}), "kind"), data)
    _check(reader, kind)
    return kind if len(reader.problems) == before else None


def _kind(reader: Reader, table: Table, data: Table) -> Kind:
    reader.rule = "[kind]"
    reader.keys(table, KIND_KEYS, "kind")
    name = _name(reader, table, "id")
    found: dict[str, Any] = {
        "id": name,
        "zh": reader.text(table, "zh"),
        "en": reader.text(table, "en"),
        "basis": reader.words(table, "basis"),
        "about": reader.choice(table, "about", kinds.ABOUT, "case"),
        "template": reader.text(table, "template", required=False) or name,
        "addressee": _law_roles(reader, table, "addressee"),
        "closes": _closes(reader, table),
        "done": _STAGES[reader.choice(table, "done", _STAGES, "submitted")],
        "seal": reader.choice(table, "seal", kinds.SEALS, ""),
        "number": _number(reader, table, "number"),
        "record": _number(reader, table, "record"),
        "starts": reader.choice(table, "starts", [t.value for t in Trigger], ""),
        "opens": reader.choice(table, "opens", [t.value for t in Trigger], ""),
        "protected": reader.flag(table, "protected", False),
        "plaintiffs": reader.choice(table, "plaintiffs", kinds.PLAINTIFFS, "full"),
        "replies": reader.text(table, "replies", required=False),
        "after": reader.text(table, "after", required=False),
        "order": reader.number(table, "order", 100),
        "chart": reader.flag(table, "chart", False),
        "file": reader.file,
    }
    if "sees" in table:
        found["sees"] = _roles(reader, table, "sees")
    found["fields"] = tuple(_field(reader, one) for one in reader.tables(data, "field"))
    steps = tuple(_step(reader, one, n) for n, one in enumerate(reader.tables(data, "step")))
    if steps:
        found["steps"] = steps
    return Kind(**found)


def _name(reader: Reader, table: Table, key: str) -> str:
    name = reader.text(table, key)
    if name and not (_ID.fullmatch(name) and len(name) <= 60):
        reader.wrong(f'"{key}": write lower-case words joined by "_", such as "loss_report", not "{name}"')
    return name


def _roles(reader: Reader, table: Table, key: str) -> tuple[Role, ...]:
    return tuple(_ROLES[one] for one in reader.words(table, key, _ROLES) if one in _ROLES)


def _law_roles(reader: Reader, table: Table, key: str) -> tuple[LawRole, ...]:
    return tuple(_LAW_ROLES[one] for one in reader.words(table, key, _LAW_ROLES) if one in _LAW_ROLES)


def _closes(reader: Reader, table: Table) -> tuple[Closing, ...] | None:
    if "closes" not in table:
        return None
    found = []
    for one in reader.tables(table, "closes"):
        reader.keys(one, ("rule", "when"), "closes")
        when = reader.choice(one, "when", _STAGES, table.get("done", "submitted") if "when" not in one else "submitted")
        found.append(Closing(reader.text(one, "rule"), _STAGES.get(when, Stage.SUBMITTED)))
    return tuple(found)


def _number(reader: Reader, table: Table, key: str) -> str:
    """What is recorded under a number gets that from its series: it is never typed."""
    pattern = reader.text(table, key, required=False)
    if pattern == "" or (key == "number" and pattern == kinds.TYPED):
        return pattern
    places = _PLACE.findall(pattern)
    bare = _PLACE.sub("", pattern)
    if set(places) - {"year", "n", "issuer"} or "n" not in places or "year" not in places or set("{}") & set(bare):
        reader.wrong(
            f'{key}: write a pattern such as "泗司应诉函〔{{year}}〕{{n}}号" ({{issuer}} is the short name)'
            + (', or "ask"' if key == "number" else "")
        )
        return ""
    return pattern


# -- fields ------------------------------------------------------------------------------------------------------------


def _field(reader: Reader, table: Table) -> KindField:
    reader.rule = f"[[field]] {table.get('name', '')}".strip()
    reader.keys(table, FIELD_KEYS, "field")
    found = KindField(
        name=_name(reader, table, "name"),
        zh=reader.text(table, "zh"),
        en=reader.text(table, "en"),
        type=_TYPES[reader.choice(table, "type", _TYPES, "text")],
        source=reader.choice(table, "source", SOURCES, ""),
        asked=reader.text(table, "asked", required=False) or kinds.DRAFTER,
        required=reader.flag(table, "required", True),
        most=reader.number(table, "most", 400, most=MOST_CHARACTERS),
        ask_zh=reader.text(table, "ask_zh", required=False),
        ask_en=reader.text(table, "ask_en", required=False),
        choices=_choices(reader, table),
        columns=_columns(reader, table),
        when=_when(reader, table),
        inner=reader.flag(table, "inner", False),
        followed=reader.flag(table, "followed", False),
        gone_by=reader.flag(table, "gone_by", False),
        top=reader.number(table, "top", 0),
        explains=reader.words(table, "explains"),
    )
    if found.name in TAKEN:
        reader.wrong(f'name: a template has "{found.name}" for something else; choose another')
    if found.gone_by and found.type is not FieldType.DAY:
        reader.wrong("gone_by: only a day can have gone by")
    if found.top and found.type is not FieldType.NUMBER:
        reader.wrong("top: only a number has a top")
    if found.followed and not {"what", "until"} <= {one.name for one in found.columns}:
        reader.wrong('followed: only rows with the columns "what" and "until" can be followed to their day')
    chosen = found.type in (kinds.FieldType.CHOICE, kinds.FieldType.CHOICES)
    if chosen != bool(found.choices):
        reader.wrong("choices: write them for type choice or choices, and for no other")
    if (found.type is kinds.FieldType.ROWS) != bool(found.columns):
        reader.wrong("columns: write them for type rows, and for no other")
    if bool(found.ask_zh) != bool(found.ask_en):
        reader.wrong("write the question in both languages: ask_zh and ask_en")
    return found


def _choices(reader: Reader, table: Table) -> tuple[Choice, ...]:
    found = []
    for one in reader.tables(table, "choices"):
        reader.keys(one, ("id", "zh", "en"), "choices")
        found.append(Choice(_name(reader, one, "id"), reader.text(one, "zh"), reader.text(one, "en")))
    _once(reader, "choices", (one.id for one in found))
    return tuple(found)


def _columns(reader: Reader, table: Table) -> tuple[Column, ...]:
    found = []
    for one in reader.tables(table, "columns"):
        reader.keys(one, ("name", "zh", "en"), "columns")
        found.append(Column(_name(reader, one, "name"), reader.text(one, "zh"), reader.text(one, "en")))
    _once(reader, "columns", (one.name for one in found))
    return tuple(found)


def _when(reader: Reader, table: Table) -> When | None:
    if "when" not in table:
        return None
    when = reader.table(table["when"], "when")
    reader.keys(when, ("field", "is"), "when")
    values = reader.words(when, "is")
    if not values:
        reader.wrong('when: write when = { field = "another field", is = ["a value"] }')
    return When(reader.text(when, "field"), values)


# -- steps -------------------------------------------------------------------------------------------------------------


def _step(reader: Reader, table: Table, place: int) -> KindStep:
    reader.rule = f"[[step]] {table.get('id', '')}".strip()
    reader.keys(table, STEP_KEYS, "step")
    act = _ACTS[reader.choice(table, "act", _ACTS, "submit")]
    if (place == 0) != (act is StepAct.SUBMIT):
        reader.wrong('act: the first step, and only it, has act = "submit"')
    choices = _choices(reader, table)
    if choices and act is not StepAct.DECIDE:
        reader.wrong('choices: only a step with act = "decide" has them')
    return KindStep(
        id=_name(reader, table, "id"),
        zh=reader.text(table, "zh"),
        en=reader.text(table, "en"),
        by=_doers(reader, table, place),
        act=act,
        last=_last(reader, table),
        choices=choices,
    )


def _doers(reader: Reader, table: Table, place: int) -> Doers:
    if "by" not in table:
        if place:
            reader.wrong('by: write by = { at = "county_justice_bureau", roles = ["coordinator"] }')
        return Doers()
    by = reader.table(table["by"], "by")
    reader.keys(by, ("at", "roles", "recorded_by", "arranging"), "by")
    at = reader.choice(by, "at", _LAW_ROLES, LawRole.HANDLING_UNIT.value)
    roles = _roles(reader, by, "roles")
    if not roles:
        reader.wrong('by: write whose step it is: roles = ["coordinator"]')
    recorded = _roles(reader, by, "recorded_by") if "recorded_by" in by else kinds.SUPERVISORS
    return Doers(_LAW_ROLES[at], roles, recorded, reader.flag(by, "arranging", False))


def _last(reader: Reader, table: Table) -> Last | None:
    if "last" not in table:
        return None
    last = reader.table(table["last"], "last")
    reader.keys(last, ("working_days_before_statutory", "rule"), "last")
    if len(last) != 1:
        reader.wrong('last: write { working_days_before_statutory = 3 } or { rule = "SS19.approval" }')
    if "rule" in last:
        return Last(rule=reader.text(last, "rule"))
    return Last(reader.number(last, "working_days_before_statutory", 0, most=60))


# -- what must fit together --------------------------------------------------------------------------------------------


def _check(reader: Reader, kind: Kind) -> None:
    reader.rule = ""
    _once(reader, "fields", (one.name for one in kind.fields))
    _once(reader, "steps", (one.id for one in kind.steps))
    steps = [kinds.DRAFTER, *(one.id for one in kind.steps)]
    names = {one.name: one for one in kind.fields}
    for field in kind.fields:
        reader.rule = f"[[field]] {field.name}"
        if field.asked not in steps:
            reader.wrong(f'asked: write "drafter" or the id of a step, not "{field.asked}"')
        for one in field.explains:
            if one not in names or not names[one].source:
                reader.wrong(f'explains: "{one}" is no field that comes from somewhere')
        if field.when and field.when.field not in names:
            reader.wrong(f'when: there is no field "{field.when.field}"')
        elif field.when:
            _check_when(reader, field.when, names[field.when.field])
    reader.rule = "[kind]"
    for closing in (Closing("done", kind.done), *(kind.closes or ())):
        _check_stage(reader, kind, closing)


def _check_when(reader: Reader, when: When, other: KindField) -> None:
    known = {one.id for one in other.choices}
    if other.type is kinds.FieldType.YES_NO:
        known = {"yes", "no"}
    for value in when.values:
        if known and value not in known:
            reader.wrong(f'when: "{other.name}" is never "{value}"')


def _check_stage(reader: Reader, kind: Kind, closing: Closing) -> None:
    """A stage that the document never comes to would leave it, or its duty, open for ever."""
    acts = {step.act for step in kind.steps}
    needed = {Stage.APPROVED: StepAct.APPROVE, Stage.DECIDED: StepAct.DECIDE, Stage.ISSUED: StepAct.ISSUE}
    stage = closing.when
    if stage in needed and needed[stage] not in acts:
        reader.wrong(f'"{stage.value}" ({closing.rule}) is never reached: no step has act = "{needed[stage].value}"')
    if stage is Stage.SEALED and not kind.seal:
        reader.wrong(f'"sealed" ({closing.rule}) is never reached: write seal = "seal", "signature" or "either"')


def _once(reader: Reader, where: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name and name in seen:
            reader.wrong(f'{where}: "{name}" is written twice')
        seen.add(name)
