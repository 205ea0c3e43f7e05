"""Words that the figures' messages share."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.domain.figures.counting import Counted
from bot.domain.hall.message import Html, html
from bot.texts import Translator

COUNTED: dict[str, str] = {
    Counted.ATTENDED: "a leader appeared",
    Counted.UNEXCUSED: "no leader appeared",
    Counted.EXCUSED: "absent with a valid reason",
    Counted.OPEN: "result missing",
    Counted.EXEMPT: "no leader was owed",
    Counted.NOT_HEARD: "not heard",
    Counted.OUTSIDE: "not counted",
}


def where(name: str, part: str, tr: Translator) -> str:
    """县公安局 · 二审."""
    return " · ".join(one for one in (name or str(tr("all agencies")), part) if one)


def line_name(label: str, tr: Translator) -> str:
    """What has no court, no cause or no leader yet is a line as well."""
    return label or str(tr("not entered"))


def percent(target: float) -> str:
    """90 rather than 90.0."""
    return f"{target:g}%"


def changed(risen: Decimal, tr: Translator) -> Html:
    if risen == 0:
        return tr("unchanged")
    said = "up {n} percentage points" if risen > 0 else "down {n} percentage points"
    return tr(said, n=f"{abs(risen):.2f}")


def semicolons(parts: Sequence[Html], tr: Translator) -> Html:
    return html("；" if tr.chinese else "; ").join(parts)


def capital(said: Html, tr: Translator) -> Html:
    """A line begins with a capital where the language has them."""
    return said if tr.chinese else Html(said[:1].upper() + said[1:])
