"""Parameters of the rule books that figures go by, each with the text that sets it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.domain.figures.rates import Base
from bot.services.hall.desk import Desk
from bot.services.law import appearing

DEFAULTS: dict[str, Any] = {
    "excused_in_denominator": True,
    "principal_rate_base": "heard",
    "assessment_year_start": "01-01",
    "bulletin_expected_day": 15,
    "unapproved_naming": "never",
}
"""Where no book says anything (register A9, A28, A26; RZ6)."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a book sets, and where it says so; the texts are empty where it is this system's default.

    `value` is None where no book sets it and there is no default: no target, no threshold.
    """

    name: str
    value: Any
    text_zh: str = ""
    text_en: str = ""
    book: str = ""


def of(desk: Desk, agency_id: int, name: str) -> Parameter:
    """The parameter for an agency, as the rules stand today; the topmost book that sets it is cited.

    Raises:
        Refused: the agency's rule book is not installed.
    """
    stack = appearing.stack_of(desk, agency_id, desk.today)
    layer = next((one for one in reversed(stack.layers) if one.in_force(desk.today) and name in one.params), None)
    if layer is None:
        return Parameter(name, DEFAULTS.get(name))
    document = layer.document
    return Parameter(
        name, layer.params[name], document.short_title, document.short_title_en or document.short_title, layer.id
    )


def value(desk: Desk, agency_id: int, name: str) -> Any:
    """The parameter's value alone."""
    return of(desk, agency_id, name).value


def base(desk: Desk, agency_id: int) -> Base:
    """What the agency's book reckons rates on. Raises Refused as `of`."""
    return Base(
        bool(value(desk, agency_id, "excused_in_denominator")),
        str(value(desk, agency_id, "principal_rate_base") or "heard"),
    )
