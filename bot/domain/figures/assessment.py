"""An assessment: a dated table of indicators, each a formula over figures or a line that people enter.

Formulas are arithmetic over names of figures and nothing else: they are read, never run as code. What rests on a rate
of nothing has no points, and counts neither for nor against a unit.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from bot.domain.figures.rates import NAMES as COUNTS
from bot.domain.figures.rates import Base, Totals

RATES = ("rate", "rate_without_excused", "principal_rate", "principal_share", "speaking_rate")
NAMES = frozenset({*COUNTS, *RATES, "silent", "late"})
"""What a formula may name: what rows come to, the rates over them (per cent), silent leaders, late papers."""
_HUNDREDTH = Decimal("0.01")
_CALLS = {"min": min, "max": max}
MOST = 400
"""Characters of a formula."""


class State(StrEnum):
    """How a line of a score stands."""

    OPEN = "open"
    OBJECTED = "objected"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Indicator:
    """`points` is what it gives at most; without a formula somebody enters what it gives, with a reason."""

    id: str
    zh: str
    en: str
    points: Decimal
    formula: str = ""
    evidence_zh: str = ""
    evidence_en: str = ""
    deducts: bool = False
    """It takes points away: what its formula gives is below nought, by `points` at most."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """An indicator table of a book, from a day on."""

    id: str
    zh: str
    en: str
    book: str
    effective_from: date
    indicators: tuple[Indicator, ...]
    basis: tuple[str, ...] = ()
    objection_days: int = 5
    """Working days after the data were frozen in which a unit may object."""
    answer_days: int = 5
    """Working days after an objection in which it is to be answered."""
    file: str = ""

    def indicator(self, name: str) -> Indicator | None:
        return next((one for one in self.indicators if one.id == name), None)

    @property
    def most(self) -> Decimal:
        return sum((one.points for one in self.indicators if not one.deducts), Decimal())


class Unreadable(ValueError):
    """A formula that is none; the text says where."""


def figures_of(totals: Totals, *, base: Base = Base(), silent: int = 0, late: int = 0) -> dict[str, Decimal | None]:
    """The values of all names for what rows come to."""
    found: dict[str, Decimal | None] = {name: Decimal(getattr(totals, name)) for name in COUNTS}
    return found | {
        "rate": base.rate(totals),
        "rate_without_excused": totals.rate_without_excused,
        "principal_rate": base.principal_rate(totals),
        "principal_share": totals.principal_share,
        "speaking_rate": totals.speaking_rate,
        "silent": Decimal(silent),
        "late": Decimal(late),
    }


def names_in(formula: str) -> frozenset[str]:
    """The figures that a formula names. Raises Unreadable where it is none."""
    tree = _parsed(formula)
    calls = {node.func for node in ast.walk(tree) if isinstance(node, ast.Call)}
    found = frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and node not in calls)
    unknown = sorted(found - NAMES)
    if unknown:
        raise Unreadable(f'there is no figure "{unknown[0]}"')
    zeros: dict[str, Decimal | None] = dict.fromkeys(NAMES, Decimal(1))
    _value(tree, zeros)
    return found


def points(indicator: Indicator, figures: Mapping[str, Decimal | None]) -> Decimal | None:
    """What it gives, two decimals, half up, within its bounds; None where it has no formula or nothing to rest on."""
    if not indicator.formula:
        return None
    found = _value(_parsed(indicator.formula), figures)
    if found is None:
        return None
    low, high = (-indicator.points, Decimal()) if indicator.deducts else (Decimal(), indicator.points)
    return max(low, min(high, found)).quantize(_HUNDREDTH, ROUND_HALF_UP)


def total(given: Iterable[Decimal | None]) -> Decimal | None:
    """What a unit scores; None where nothing of it could be scored."""
    known = [one for one in given if one is not None]
    return sum(known, Decimal()) if known else None


# -- formulas ------------------------------------------------------------------------------------------------------


def _parsed(formula: str) -> ast.expr:
    if len(formula) > MOST:
        raise Unreadable(f"it is longer than {MOST} characters")
    try:
        return ast.parse(formula, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise Unreadable("write it like: rate / 100 * 40, or: 10 if principal >= 1 else 0") from None


def _value(node: ast.expr, figures: Mapping[str, Decimal | None]) -> Decimal | None:
    """None as soon as something in it is None."""
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return Decimal(str(number))
        case ast.Name(id=name):
            return figures.get(name)
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            found = _value(inner, figures)
            return None if found is None else -found
        case ast.BinOp(left=left, op=operator, right=right):
            return _combined(_value(left, figures), operator, _value(right, figures))
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in _CALLS and args:
            values = [_value(one, figures) for one in args]
            known = [one for one in values if one is not None]
            return _CALLS[name](known) if len(known) == len(values) else None
        case ast.IfExp(test=test, body=body, orelse=other):
            holds = _holds(test, figures)
            return None if holds is None else _value(body if holds else other, figures)
    raise Unreadable("only numbers, names of figures, + - * /, min, max and “a if b >= c else d” can stand in it")


def _combined(left: Decimal | None, operator: ast.operator, right: Decimal | None) -> Decimal | None:
    if left is None or right is None:
        return None
    match operator:
        case ast.Add():
            return left + right
        case ast.Sub():
            return left - right
        case ast.Mult():
            return left * right
        case ast.Div():
            return left / right if right else None
    raise Unreadable("only + - * / can stand between two figures")


def _holds(node: ast.expr, figures: Mapping[str, Decimal | None]) -> bool | None:
    match node:
        case ast.Compare(left=first, ops=[operator], comparators=[second]):
            left, right = _value(first, figures), _value(second, figures)
            if left is None or right is None:
                return None
            return _compared(left, operator, right)
    raise Unreadable("behind “if” two figures are compared: principal >= 1")


def _compared(left: Decimal, operator: ast.cmpop, right: Decimal) -> bool:
    match operator:
        case ast.GtE():
            return left >= right
        case ast.Gt():
            return left > right
        case ast.LtE():
            return left <= right
        case ast.Lt():
            return left < right
        case ast.Eq():
            return left == right
    raise Unreadable("figures are compared by >=, >, <=, < or ==")
