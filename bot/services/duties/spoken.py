"""Which open duty a few words mean: 材料已交, 答辩期4月17日届满. Nothing is changed here."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.duties.duties import DutyView
from bot.domain.hall.errors import NotAllowed
from bot.domain.reading.casenumbers import parse_case_number
from bot.domain.reading.short_numbers import ShortNumber
from bot.services.duties import cards
from bot.services.hall.desk import Desk
from bot.store.duties import owed as owed_store

_LOOKED_AT = 60
"""Open duties that are compared, the most urgent first."""


def open_ones(desk: Desk) -> list[DutyView]:
    """What is open in the agencies where the actor holds an office, the most urgent first; nothing for those who see
    no duties."""
    try:
        _, own = cards.scope(desk)
    except NotAllowed:
        return []
    rows = owed_store.most_urgent(desk.session, own, cards.soon(desk), desk.today, limit=_LOOKED_AT)
    return cards.views(desk, rows)


def meant(
    found: Sequence[DutyView], words: Sequence[str], *, number: str = "", short: ShortNumber | None = None
) -> list[DutyView]:
    """Those of the case named, with one of the words in their title."""
    of_case = [one for one in found if _is_of(one, number, short)]
    return [one for one in of_case if any(word in one.title_zh for word in words)] if words else of_case


def _is_of(one: DutyView, number: str, short: ShortNumber | None) -> bool:
    if number:
        return one.case_number == number
    known = parse_case_number(one.case_number) if short and one.case_number else None
    return short is None or (known is not None and short.fits(known))
