"""Reads reminder packages, escalation ladders and the named lists of `common.toml`."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from bot.domain.law.ladders import USUAL_TIME, Ladders, Package, Slot, Step
from bot.domain.law.roles import Role
from bot.law.reader import Reader

Table = Mapping[str, Any]

_ANCHORS = ("trigger", "safe", "due", "hearing")
_STATES = ("open", "unacknowledged", "leader_unconfirmed", "result_missing")
_SLOT_KEYS = frozenset({"at", "days", "unit", "time", "now", "hours"})
_STEP_KEYS = _SLOT_KEYS | {"to", "if", "red"}
_PACKAGE_KEYS = frozenset({"ladder", "slots", "dates", "monthly_from", "months_after_due"})


def read_ladders(reader: Reader, data: Table) -> Ladders:
    """Return the packages and ladders that one file declares."""
    ladders = {name: _steps(reader, name, table) for name, table in reader.named(data, "ladder").items()}
    packages = {name: _package(reader, name, table) for name, table in reader.named(data, "package").items()}
    reader.rule = ""
    return Ladders(packages, ladders)


def read_names(reader: Reader, data: Table, kind: str) -> dict[str, tuple[str, str]]:
    """Return a named list (`breach`, `measure`, `draft`): code -> (Chinese, English)."""
    found = {}
    for code, table in reader.named(data, kind).items():
        reader.rule = f"[{kind}] {code}"
        found[code] = (reader.text(table, "zh"), reader.text(table, "en"))
    reader.rule = ""
    return found


def _package(reader: Reader, name: str, table: Table) -> Package:
    reader.rule = f"[package.{name}]"
    reader.keys(table, _PACKAGE_KEYS, "package")
    return Package(
        id=name,
        slots=tuple(_slot(reader, slot, _SLOT_KEYS) for slot in reader.tables(table, "slots")),
        ladder=reader.text(table, "ladder", required=False),
        dates=tuple(_month_day(reader, text) for text in reader.words(table, "dates")),
        monthly_from=reader.number(table, "monthly_from", 0, most=12),
        months_after_due=reader.number(table, "months_after_due", 0, most=120),
    )


def _steps(reader: Reader, name: str, table: Table) -> tuple[Step, ...]:
    reader.rule = f"[ladder.{name}]"
    reader.keys(table, ("steps",), "ladder")
    return tuple(_step(reader, step) for step in reader.tables(table, "steps"))


def _step(reader: Reader, table: Table) -> Step:
    roles = {role.value: role for role in Role}
    to = tuple(roles[name] for name in reader.words(table, "to", roles) if name in roles)
    if not to:
        reader.wrong('a step needs to = ["coordinator"] or other roles')
    state = reader.choice(table, "if", _STATES, "open")
    return Step(_slot(reader, table, _STEP_KEYS), to, state, reader.flag(table, "red", False))


def _slot(reader: Reader, table: Table, keys: frozenset[str]) -> Slot:
    reader.keys(table, keys, "slot")
    days, hours = table.get("days", 0), table.get("hours")
    if not _whole(days) or (hours is not None and not _whole(hours)):
        reader.wrong('"days" and "hours" must be whole numbers from -366 to 366')
        days, hours = 0, None
    return Slot(
        anchor=reader.choice(table, "at", _ANCHORS, "trigger"),
        days=days,
        calendar=reader.choice(table, "unit", ("working", "calendar"), "working") == "calendar",
        at=_time(reader, table.get("time")),
        now=reader.flag(table, "now", False),
        hours=hours,
    )


def _whole(value: object) -> bool:
    return type(value) is int and abs(value) <= 366


def _time(reader: Reader, text: object) -> time:
    if text is None:
        return USUAL_TIME
    try:
        found = time.fromisoformat(str(text))
    except ValueError:
        found = None
    if found is None or found.tzinfo is not None:
        reader.wrong(f'time: write a local time such as "09:00", not {text!r}')
        return USUAL_TIME
    return found


def _month_day(reader: Reader, text: str) -> tuple[int, int]:
    try:
        found = date.fromisoformat(f"2001-{text}")
    except ValueError:
        reader.wrong('dates: write month and day such as "03-31"')
        return 12, 31
    return found.month, found.day
