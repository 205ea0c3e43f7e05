"""The shelf of kinds: the shipped files, and an operator's own, which replace those with the same id."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.domain.documents.kinds import Kind
from bot.law.forms.reading import read_kind
from bot.law.places import FORMS, SHIPPED_FORMS, own_forms
from bot.law.problems import Problem, RuleBookError
from bot.law.reader import Reader

Kinds = Mapping[str, Kind]


def read_kinds(extra: Path | None = None, shipped: Path = SHIPPED_FORMS) -> tuple[dict[str, Kind], list[Problem]]:
    """All kinds that can be read, in their order, and every mistake found. A file is called by the id of its kind."""
    problems: list[Problem] = []
    found = _folder(shipped, problems)
    own = own_forms(extra)
    if own is not None:
        found |= _folder(own, problems)
    return dict(sorted(found.items(), key=lambda pair: (pair[1].order, pair[0]))), problems


def load_kinds(extra: Path | None = None, shipped: Path = SHIPPED_FORMS) -> Kinds:
    """All kinds. Raises RuleBookError naming every mistake."""
    found, problems = read_kinds(extra, shipped)
    if problems:
        raise RuleBookError(problems)
    return found


def _folder(folder: Path, problems: list[Problem]) -> dict[str, Kind]:
    found: dict[str, Kind] = {}
    for path in sorted(folder.glob("*.toml")):
        data = _toml(path, problems)
        if data is None:
            continue
        reader = Reader(f"{FORMS}/{path.name}")
        kind = read_kind(reader, data)
        if kind is not None and kind.id != path.stem:
            reader.wrong(f'id: the file of "{kind.id}" is called {kind.id}.toml, not {path.name}')
        problems += reader.problems
        if kind is not None:
            found[kind.id] = kind
    return found


def _toml(path: Path, problems: list[Problem]) -> dict[str, Any] | None:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError, RecursionError) as error:
        problems.append(Problem(f"{FORMS}/{path.name}", "", f"cannot be read as TOML: {error}"))
    return None
