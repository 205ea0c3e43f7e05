"""Words that the figures' messages share."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.domain.figures.asked import Asked
from bot.domain.figures.cards import CountLine
from bot.domain.figures.counting import Counted
from bot.domain.figures.questions import Split
from bot.domain.hall.message import Html, html
from bot.domain.hall.names import INSTANCES
from bot.domain.hearings.appearances import RANKS
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
WAYS: dict[str, str] = {**COUNTED, Counted.NOT_HEARD: "hour gone by, no result"}
"""What a list of rows is called."""


_GOVERNMENT = ("人民政府", "政府")
_AREAS = "省市县区旗镇乡"


def where(asked: Asked, name: str, part: str, tr: Translator) -> str:
    """全县, 泗水县, 县公安局 · 二审."""
    whose = name if asked.is_unit else area(name, tr, whole=asked.scope == "all")
    if asked.is_home:
        whose = str(tr("{name} itself", name=whose))
    narrowed = line_name(asked.split, part, tr) if asked.is_part else ""
    return " · ".join(one for one in (whose, narrowed) if one)


def area(name: str, tr: Translator, *, whole: bool = True) -> str:
    """By the name of its government: 全县 for one's own, 泗水县 for one of several; a unit keeps its name."""
    suffix = next((one for one in _GOVERNMENT if name.endswith(one)), "")
    bare = name.removesuffix(suffix) if suffix else ""
    if not bare or bare[-1] not in _AREAS:
        return name or str(tr("all agencies"))
    if tr.chinese and whole and bare[-1] in "省市县区旗":
        return f"全{bare[-1]}"
    return bare if len(bare) > 1 else name


def line_name(split: Split | None, label: str, tr: Translator, *, home: bool = False, whole: bool = False) -> str:
    """What has no court, no cause or no leader yet is a line as well; of an area, its own departments (本级)."""
    if not label:
        return str(tr("not entered"))
    if split is Split.INSTANCE:
        return str(tr(INSTANCES.get(label, label)))
    if split is not Split.AREA and not whole:
        return label
    bare = area(label, tr, whole=False)
    return str(tr("{name} itself", name=bare)) if home else bare


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


def leader(row: CountLine, tr: Translator) -> str:
    """张明（副职）: by the kind of leader, for that is what counts; the post of today may be another."""
    if not row.leader:
        return ""
    rank = RANKS.get(row.rank)
    if rank is None:
        return row.leader
    return f"{row.leader}（{tr(rank)}）" if tr.chinese else f"{row.leader} ({tr(rank)})"
