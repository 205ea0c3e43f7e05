"""Words that messages about the court's bulletins share: a quarter, both sides' figures, how a rate changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.bulletins.comparing import Side
from bot.domain.figures import periods
from bot.domain.figures.rates import DASH, change, shown
from bot.domain.hall.message import Html, html
from bot.texts import Translator


def quarter(key: str, tr: Translator) -> str:
    """2026年第三季度, the third quarter of 2026."""
    found = periods.of_key(key)
    return found.label(chinese=tr.chinese) if found is not None else key


def side(one: Side | None, tr: Translator) -> Html:
    """10件出庭9件，90.00%; a dash where there is nothing."""
    if one is None or not one.heard:
        return html(DASH)
    return tr("{heard} heard, {attended} attended, {rate}", heard=one.heard, attended=one.attended,
              rate=shown(one.rate))  # fmt: skip


def brief(one: Side | None) -> str:
    """9/10 90.00%, on a line of a list."""
    if one is None or not one.heard:
        return DASH
    return f"{one.attended}/{one.heard} {shown(one.rate)}"


def moved(now: Side | None, before: Side | None, tr: Translator) -> Html | None:
    """提高10.00个百分点; nothing where one of the two has no rate."""
    found = change(_rate(now), _rate(before))
    if found is None:
        return None
    if not found:
        return tr("no change")
    words = "up by {n} percentage points" if found > 0 else "down by {n} percentage points"
    return tr(words, n=f"{abs(found):.2f}")


def _rate(one: Side | None) -> Any:
    return one.rate if one is not None else None


def of_json(given: Mapping[str, Any] | None) -> Side | None:
    """A side as a difference or a candidate keeps it."""
    if not given or "heard" not in given:
        return None
    return Side(
        int(given["heard"]), int(given.get("attended") or 0), given.get("principal"), int(given.get("excused") or 0)
    )
