"""What a unit is told, alone, before a bulletin names it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class Ground(StrEnum):
    """Why a bulletin would name it."""

    ABSENT = "absent"
    SILENT = "silent"
    LATE = "late"
    LOW = "low"


GROUNDS: dict[Ground, str] = {
    Ground.ABSENT: "no leader appeared",
    Ground.SILENT: "the leader did not speak",
    Ground.LATE: "handed in late",
    Ground.LOW: "a low rate of appearance",
}
"""Words of the grounds (message ids)."""


@dataclass(frozen=True, slots=True)
class Line:
    """`what` is a case number, the name of a paper, or a rate."""

    ground: Ground
    what: str


@dataclass(frozen=True, slots=True)
class Named:
    """A bulletin of `lead` about a period that is to name `unit`, which may answer until a day."""

    unit: str
    lead: str
    kind: tuple[str, str]
    period: str
    until: date
    lines: tuple[Line, ...] = ()


def lines_of(raw: Mapping[str, Any], unit: str) -> tuple[Line, ...]:
    """The lines of one unit out of the lists of a bulletin."""
    return tuple(_lines(raw, unit))


def _lines(raw: Mapping[str, Any], unit: str) -> Iterator[Line]:
    low = next((part for part in str(raw.get("lowest") or "").split("、") if part.startswith(f"{unit}（")), "")
    if low:
        yield Line(Ground.LOW, low.removeprefix(f"{unit}（").removesuffix("）"))
    for row in _own(raw, "absent", unit):
        if row.get("counted") == "未出庭":
            yield Line(Ground.ABSENT, row.get("case_number", ""))
    for row in _own(raw, "silent", unit):
        yield Line(Ground.SILENT, row.get("case_number", ""))
    for row in _own(raw, "late", unit):
        yield Line(Ground.LATE, row.get("what", ""))


def _own(raw: Mapping[str, Any], name: str, unit: str) -> list[Mapping[str, str]]:
    return [row for row in raw.get(name) or [] if row.get("unit") == unit]
