"""The shelf of kinds: the shipped files, and an operator's own, which replace those with the same id."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.domain.documents.kinds import Kind
from bot.law.forms.reading import read_kind
from bot.law.library import ENVIRONMENT
from bot.law.problems import Problem, RuleBookError
from bot.law.reader import Reader

SHIPPED = Path(__file__).parent
OWN = "forms"
"""The folder of the operator's own kinds, within the folder of rule books (beside the book, where that is one file)."""

Kinds = Mapping[str, Kind]


def own_folder(extra: Path | None = None) -> Path | None:
    """Where the operator's own kinds are; None where there is no such folder."""
    place = extra or (Path(os.environ[ENVIRONMENT]) if os.environ.get(ENVIRONMENT) else None)
    if place is None:
        return None
    folder = (place if place.is_dir() else place.parent) / OWN
    return folder if folder.is_dir() else None


def read_kinds(extra: Path | None = None, shipped: Path = SHIPPED) -> tuple[dict[str, Kind], list[Problem]]:
    """All kinds that can be read, in their order, and every mistake found. Two files of one folder have two ids."""
    problems: list[Problem] = []
    found = _folder(shipped, problems)
    own = own_folder(extra)
    if own is not None:
        found |= _folder(own, problems)
    return dict(sorted(found.items(), key=lambda pair: (pair[1].order, pair[0]))), problems


def load_kinds(extra: Path | None = None, shipped: Path = SHIPPED) -> Kinds:
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
        reader = Reader(f"{OWN}/{path.name}")
        kind = read_kind(reader, data)
        problems += reader.problems
        if kind is not None and kind.id in found:
            problems.append(Problem(reader.file, "[kind]", f'id "{kind.id}" is taken by {found[kind.id].file}'))
        elif kind is not None:
            found[kind.id] = kind
    return found


def _toml(path: Path, problems: list[Problem]) -> dict[str, Any] | None:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError, RecursionError) as error:
        problems.append(Problem(f"{OWN}/{path.name}", "", f"cannot be read as TOML: {error}"))
    return None
