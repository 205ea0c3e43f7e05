"""Which of several case numbers a paper is of: those of a later instance name the case that was decided before."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.reading.casenumbers import CaseInstance, CaseNumber

_ORDER = (CaseInstance.FIRST, CaseInstance.SECOND, CaseInstance.RETRIAL)


def latest_and_before(found: Iterable[CaseNumber]) -> tuple[CaseNumber | None, CaseNumber | None]:
    """The number of the case, and that of the instance before; None for what is not plain."""
    numbers = list(dict.fromkeys(found))
    if len(numbers) < 2:
        return (numbers[0] if numbers else None), None
    if any(number.instance not in _ORDER for number in numbers):
        return None, None
    ranks = sorted({_ORDER.index(number.instance) for number in numbers}, reverse=True)
    latest, before = ([n for n in numbers if _ORDER.index(n.instance) == rank] for rank in (*ranks, -1)[:2])
    if len(latest) != 1 or len(ranks) < 2:
        return None, None
    return latest[0], before[0] if len(before) == 1 else None
