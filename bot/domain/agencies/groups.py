"""Linked groups, as values, and what they must not be told."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

_BETWEEN = re.compile(r"[、，,；;\s/]+|等?\d+人|等")


@dataclass(frozen=True, slots=True)
class Linking:
    """A fresh code, shown once, and what it links a group to."""

    agency: str
    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One linked group in a list."""

    id: int
    title: str
    agency: str
    hearing_notes: bool


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One hearing as a group may know it: no plaintiff, no risk tag, never a closed one."""

    number: str
    agencies: tuple[str, ...]
    starts_at: datetime
    place: str
    online: bool


def plaintiffs_in(text: str, plaintiffs: Iterable[str]) -> str:
    """The first plaintiff's name that stands in a text; empty if none does. Blanks in the text do not hide it."""
    dense = re.sub(r"\s+", "", text)
    for entry in plaintiffs:
        for name in _BETWEEN.split(entry):
            bare = re.sub(r"\s+", "", name or "")
            if len(bare) >= 2 and bare in dense:
                return name
    return ""
