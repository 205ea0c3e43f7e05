"""What a court reported of a quarter, as values: a line for each unit, one for each case, what does not add up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from bot.domain.figures.rates import rate
from bot.domain.hall.problems import Problem, problem


class BulletinState(StrEnum):
    DRAFT = "draft"
    """Its figures are being entered; nothing follows from it."""
    RECORDED = "recorded"
    """It came in on its day: what is owed from that day on runs."""
    VOID = "void"


BULLETIN_STATES: dict[BulletinState, str] = {
    BulletinState.DRAFT: "being entered",
    BulletinState.RECORDED: "recorded",
    BulletinState.VOID: "void",
}
"""Words of the states (message ids)."""


@dataclass(frozen=True, slots=True)
class FigureLine:
    """What the court reports of one unit, by the name that it writes. `rate` is the percentage that it prints."""

    name: str
    heard: int
    attended: int
    principal: int | None = None
    rate: Decimal | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case that the court lists; `attended` is None where it does not say."""

    number: str
    name: str = ""
    attended: bool | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a bulletin. `total` is its own last line; `unread` are lines that look like one of a unit."""

    lines: tuple[FigureLine, ...] = ()
    cases: tuple[CaseLine, ...] = ()
    total: FigureLine | None = None
    quarter: str = ""
    unread: tuple[str, ...] = field(default=())

    @property
    def empty(self) -> bool:
        return not self.lines and not self.cases


# -- whether it adds up ------------------------------------------------------------------------------------------------


def odd(line: FigureLine) -> Problem | None:
    """Why this line cannot be so; None where it can."""
    if min(line.heard, line.attended, line.principal or 0) < 0:
        return problem("{unit}: a figure is below nought.", unit=line.name)
    if line.attended > line.heard:
        return problem(
            "{unit}: attended ({attended}) is more than heard ({heard}).",
            unit=line.name,
            attended=line.attended,
            heard=line.heard,
        )
    if (line.principal or 0) > line.attended:
        return problem(
            "{unit}: by the principal ({principal}) is more than attended ({attended}).",
            unit=line.name,
            principal=line.principal,
            attended=line.attended,
        )
    return None


def doubts(lines: Sequence[FigureLine], total: FigureLine | None = None) -> tuple[Problem, ...]:
    """What of the figures does not agree with itself; they are recorded as the court wrote them all the same."""
    return (*_rates(lines), *_twice(lines), *_sums(lines, total))


def _rates(lines: Iterable[FigureLine]) -> Iterable[Problem]:
    for line in lines:
        found = rate(line.attended, line.heard)
        if line.rate is None or found is None or _same(line.rate, found):
            continue
        yield problem(
            "{unit}: the court prints {printed}%, its figures give {found}%.",
            unit=line.name,
            printed=str(line.rate),
            found=str(found),
        )


def _same(printed: Decimal, found: Decimal) -> bool:
    """As far as the court prints it: 89.5 is 89.47."""
    exponent = printed.as_tuple().exponent
    digits = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return abs(printed - found) <= Decimal(1).scaleb(-digits) / 2 + Decimal("0.005")


def _twice(lines: Iterable[FigureLine]) -> Iterable[Problem]:
    seen: set[str] = set()
    for line in lines:
        if line.name in seen:
            yield problem("{unit} stands there twice.", unit=line.name)
        seen.add(line.name)


def _sums(lines: Sequence[FigureLine], total: FigureLine | None) -> Iterable[Problem]:
    if total is None or not lines:
        return
    heard, attended = _sum(lines, "heard"), _sum(lines, "attended")
    for words, printed, found in (
        ("Heard: the court's total is {printed}, its units add up to {found}.", total.heard, heard),
        ("Attended: the court's total is {printed}, its units add up to {found}.", total.attended, attended),
    ):
        if printed != found:
            yield problem(words, printed=printed, found=found)


def _sum(lines: Iterable[FigureLine], name: str) -> int:
    return sum(int(getattr(line, name) or 0) for line in lines)


def from_cases(cases: Iterable[CaseLine]) -> tuple[FigureLine, ...]:
    """Lines of units, counted from a list of cases, where the court writes no others. A number counts once a unit."""
    found: dict[str, dict[str, bool]] = {}
    for case in cases:
        if case.name:
            found.setdefault(case.name, {})[case.number] = bool(case.attended)
    return tuple(FigureLine(name, len(rows), sum(rows.values())) for name, rows in found.items())


# -- as a draft keeps them ---------------------------------------------------------------------------------------------


def to_json(read: Read) -> dict[str, Any]:
    return {
        "lines": [_line_json(one) for one in read.lines],
        "cases": [[one.number, one.name, one.attended, one.reason] for one in read.cases],
        "total": _line_json(read.total) if read.total else None,
        "quarter": read.quarter,
        "unread": list(read.unread),
    }


def _line_json(one: FigureLine) -> list[Any]:
    return [one.name, one.heard, one.attended, one.principal, str(one.rate) if one.rate is not None else None, one.note]


def from_json(given: dict[str, Any]) -> Read:
    return Read(
        tuple(_line(one) for one in given.get("lines") or ()),
        tuple(CaseLine(*one) for one in given.get("cases") or ()),
        _line(given["total"]) if given.get("total") else None,
        str(given.get("quarter") or ""),
        tuple(given.get("unread") or ()),
    )


def _line(given: Sequence[Any]) -> FigureLine:
    name, heard, attended, principal, printed, note = given
    return FigureLine(name, heard, attended, principal, Decimal(printed) if printed is not None else None, note)


def joined(reads: Sequence[Read]) -> Read:
    """What several texts or files say together: cases that are listed count to no line that stands elsewhere."""
    lines = tuple(line for one in reads for line in one.lines)
    cases = tuple({(c.number, c.name): c for one in reads for c in one.cases}.values())
    return Read(
        lines,
        cases,
        next((one.total for one in reads if one.total), None),
        next((one.quarter for one in reads if one.quarter), ""),
        tuple(text for one in reads for text in one.unread),
    )
