"""Where figures that are kept are not what counting from scratch gives, in words."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.figures.gaps import COLUMNS, LEFT_OVER, MISSING, Gap
from bot.domain.hall.message import Html, lines
from bot.texts import Translator


def verdict(found: Sequence[Gap], tr: Translator) -> Html:
    """Each difference on its line, and how many there are."""
    if not found:
        return tr("All figures are as counting from scratch gives them.")
    head = tr.plural(
        "{n} difference from counting from scratch:", "{n} differences from counting from scratch:", len(found)
    )
    return lines(head, *(gap(one, tr) for one in found))


def mended(n: int, tr: Translator) -> Html:
    """How many were put right."""
    return tr.plural("{n} figure was put right.", "{n} figures were put right.", n)


def gap(one: Gap, tr: Translator) -> Html:
    """One difference."""
    where = tr("{case}, {agency}", case=one.case, agency=one.agency) if one.case else one.agency
    if one.field == MISSING:
        return tr("{where}: there is no row.", where=where)
    if one.field == LEFT_OVER:
        return tr("{where}: there is a row, but the agency is no party.", where=where)
    if not one.case:
        where = tr("{agency}, {quarter}, {instance}", agency=one.agency, quarter=one.quarter, instance=one.instance)
    return tr(
        "{where}: {field} is kept as “{kept}”, it is “{right}”.",
        where=where,
        field=tr(COLUMNS.get(one.field, one.field)),
        kept=one.kept or "—",
        right=one.right or "—",
    )
