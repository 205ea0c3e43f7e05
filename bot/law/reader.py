"""Reads single keys of a rule-book file and notes every mistake, so that all are told at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.law.problems import Problem, nearest

Table = Mapping[str, Any]


@dataclass(slots=True)
class Reader:
    """Reads one file; `problems` grows, and reading goes on so that all mistakes are told at once."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    rule: str = ""

    def wrong(self, message: str) -> None:
        """Note a mistake at the rule that is being read."""
        self.problems.append(Problem(self.file, self.rule, message))

    def keys(self, table: Table, allowed: Iterable[str], where: str) -> None:
        """Complain about keys that the schema does not know."""
        for key in table.keys() - frozenset(allowed):
            self.wrong(f"{where}: {nearest(key, allowed)}")

    def table(self, value: object, name: str) -> Table:
        """Return a table, an empty one when it is something else."""
        if isinstance(value, dict):
            return value
        self.wrong(f'"{name}" must be a table')
        return {}

    def tables(self, table: Table, key: str) -> list[Table]:
        """Return a list of tables, without what is none."""
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.wrong(f'"{key}" must be a list of tables')
        return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []

    def named(self, table: Table, key: str) -> dict[str, Table]:
        """Return tables by their names ([key.NAME]), without what is none."""
        found = self.table(table.get(key, {}), key)
        return {name: self.table(value, f"{key}.{name}") for name, value in found.items()}

    def text(self, table: Table, key: str, *, required: bool = True) -> str:
        """Return a text, "" when it is missing and optional."""
        value = table.get(key, "")
        if not isinstance(value, str):
            self.wrong(f'"{key}" must be a text in quotes')
            return ""
        if required and not value.strip():
            self.wrong(f'"{key}" is missing: write {key} = "..."')
        return value

    def day(self, table: Table, key: str) -> date | None:
        """Return a date, None when it is left out."""
        value = table.get(key)
        if value is not None and type(value) is not date:
            self.wrong(f'"{key}" must be a date such as 2026-04-02, without quotes')
            return None
        return value

    def flag(self, table: Table, key: str, default: bool) -> bool:
        """Return true or false."""
        value = table.get(key, default)
        if not isinstance(value, bool):
            self.wrong(f'"{key}" must be true or false')
            return default
        return value

    def number(self, table: Table, key: str, default: int, *, most: int = 10_000) -> int:
        """Return a whole number from 0 to `most`."""
        value = table.get(key, default)
        if type(value) is not int or not 0 <= value <= most:
            self.wrong(f'"{key}" must be a whole number from 0 to {most}')
            return default
        return value

    def words(self, table: Table, key: str, allowed: Iterable[str] | None = None) -> tuple[str, ...]:
        """Return a list of texts (one text counts as a list of one), each from `allowed`."""
        value = table.get(key, [])
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            self.wrong(f'"{key}" must be a list of texts')
            return ()
        if allowed is not None:
            known = frozenset(allowed)
            for item in items:
                if item not in known:
                    self.wrong(f'"{key}": {nearest(item, known)}')
        return tuple(items)

    def choice(self, table: Table, key: str, allowed: Iterable[str], default: str = "") -> str:
        """Return one word from `allowed`, or `default` when it is left out."""
        value = table.get(key, default)
        known = tuple(allowed)
        if value not in known and not (value == default and key not in table):
            self.wrong(f'"{key}": {nearest(value, known)}')
            return default
        return str(value)
