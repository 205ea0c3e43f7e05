"""Figures of many rows, the rates over them, and how a rate changed. Two decimals, half up, as courts print them (C8).

A unit with nothing heard has no rate: None, shown as a dash, never 0 or 100 %.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from operator import add, sub
from typing import NamedTuple

DASH = "—"
_HUNDREDTH = Decimal("0.01")


class Totals(NamedTuple):
    """What rows come to. `heard` is the denominator: exempt rows are not in it, open ones are.

    A report makes thousands of them: a named tuple is made in a tenth of the time of a frozen dataclass.
    """

    heard: int = 0
    attended: int = 0
    excused: int = 0
    unexcused: int = 0
    exempt: int = 0
    open: int = 0
    principal: int = 0
    spoke: int = 0
    online: int = 0
    lost: int = 0

    def __add__(self, other: Totals) -> Totals:  # type: ignore[override]
        return Totals(*map(add, self, other))

    def __sub__(self, other: Totals) -> Totals:
        return Totals(*map(sub, self, other))

    def __bool__(self) -> bool:
        return any(self)

    @property
    def rate(self) -> Decimal | None:
        """出庭率: attended of heard; excused absences stay in the denominator."""
        return rate(self.attended, self.heard)

    @property
    def rate_without_excused(self) -> Decimal | None:
        """扣除正当理由后: the same without the absences that were excused."""
        return rate(self.attended, self.heard - self.excused)

    @property
    def principal_rate(self) -> Decimal | None:
        """正职出庭率: how many of those heard the principal leader attended."""
        return rate(self.principal, self.heard)

    @property
    def principal_share(self) -> Decimal | None:
        """正职占比: how many of those attended the principal leader attended."""
        return rate(self.principal, self.attended)

    @property
    def speaking_rate(self) -> Decimal | None:
        """出声率: spoke of attended."""
        return rate(self.spoke, self.attended)


class Base(NamedTuple):
    """What a rule book reckons its rates on."""

    excused: bool = True
    """Whether excused absences stay in the denominator."""
    principal: str = "heard"
    """What the principal's rate is of: of what was heard, or of what was attended."""

    def rate(self, of: Totals) -> Decimal | None:
        return of.rate if self.excused else of.rate_without_excused

    def other_rate(self, of: Totals) -> Decimal | None:
        """The second figure, beside the rate."""
        return of.rate_without_excused if self.excused else of.rate

    def principal_rate(self, of: Totals) -> Decimal | None:
        """正职出庭率: on what was heard, or on what was attended where the rule book says so."""
        return of.principal_share if self.principal == "attended" else of.principal_rate


BASE = Base()
"""Where no book says anything."""
NAMES: tuple[str, ...] = Totals._fields
NOTHING = Totals()


def together(several: Iterable[Totals]) -> Totals:
    """What they all come to."""
    columns = list(zip(*several, strict=True))
    return Totals(*map(sum, columns)) if columns else NOTHING


def rate(part: int, whole: int) -> Decimal | None:
    """Per cent, two decimals, half up; None where there is nothing to be a part of."""
    if whole <= 0:
        return None
    return (Decimal(part * 100) / whole).quantize(_HUNDREDTH, ROUND_HALF_UP)


def change(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    """By how many 百分点 a rate, as it is printed, rose (or fell: negative); None where one of them is none."""
    return None if now is None or before is None else now - before


def shown(value: Decimal | None, *, sign: str = "%") -> str:
    """89.78%, or a dash."""
    return DASH if value is None else f"{value:.2f}{sign}"


def is_below(value: Decimal | None, threshold: float) -> bool:
    """Whether a rate is below a threshold. Reached is not below: 90.00 passes 90; no rate is below nothing."""
    return value is not None and value < Decimal(str(threshold))
