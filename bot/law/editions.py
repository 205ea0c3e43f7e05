"""What a rule book says of how hearings are judged, as a digest: it changes when that does, whatever else changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum

from bot.domain.law.rules import RuleBook


def digest(layers: Iterable[RuleBook]) -> str:
    """Of the parameters and the rules that decide something, the same in every process."""
    said = [
        (book.id, book.document.effective_from, book.effective_to, book.params, [r for r in book.rules if r.decides])
        for book in layers
    ]
    return hashlib.sha256(_stable(said).encode()).hexdigest()[:16]


def _stable(value: object) -> str:
    if isinstance(value, Enum):
        return repr(value.value)
    if is_dataclass(value):
        shown = (f"{one.name}={_stable(getattr(value, one.name))}" for one in fields(value))
        return f"{type(value).__name__}({','.join(shown)})"
    if isinstance(value, Mapping):
        return "{" + ",".join(sorted(f"{_stable(key)}:{_stable(one)}" for key, one in value.items())) + "}"
    if isinstance(value, set | frozenset):
        return "<" + ",".join(sorted(map(_stable, value))) + ">"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_stable, value)) + "]"
    return repr(value)
