"""Which known case a shortened number means: one is taken and said so, several are asked about, none stays open."""

from __future__ import annotations

from typing import Any

from bot.domain.hall.access import Action
from bot.domain.reading.casenumbers import parse_case_number
from bot.domain.reading.short_numbers import ShortNumber, find_short_number, read_short_number, write_out
from bot.services.cases import cases
from bot.services.hall.desk import Desk
from bot.store.cases import queries as cases_store

MOST = 6
"""Cases that are offered, the newest first."""
_LOOKED_AT = 500
Values = dict[str, Any]
_ENTERS = (Action.ENTER_PAPER, Action.ENTER_HEARING)


def known(desk: Desk, short: ShortNumber, *actions: Action) -> list[str]:
    """Numbers of the cases that a short number fits, of agencies over which the actor may do one of `actions`
    (as a rule: enter papers or hearings); the newest first, at most `MOST`. To see a case, to be its leader is enough.
    """
    asked = actions or _ENTERS
    rows = cases_store.numbers_ending_with(
        desk.session,
        f"{short.type_code}{short.number}号",
        {branch for action in asked for branch in desk.actor.branches(action)},
        mine=cases.named_for(desk) if Action.SEE_CASE in asked else (),
        limit=_LOOKED_AT,
    )
    read = ((text, parse_case_number(text)) for text in rows)
    return [text for text, number in read if number is not None and short.fits(number)][:MOST]


def spelled_out(desk: Desk, text: str) -> tuple[str, Values]:
    """The line as it is to be read on, and what a form is told of the short number in it.

    `short` (what was written, what it was taken for) where one case fits, which the line then names in full; `maybe`
    where several do: they are offered.
    """
    short = find_short_number(text)
    if short is None:
        return text, {}
    found = known(desk, short)
    if len(found) == 1:
        return write_out(text, found[0]), {"short": [short.text, found[0]]}
    return write_out(text, " "), {"maybe": found} if found else {}


def answered(desk: Desk, text: str) -> Values:
    """The values that a short number gives where the case number was asked for; empty where no case fits."""
    short = read_short_number(text)
    found = known(desk, short) if short else []
    if short and len(found) == 1:
        return {"number": found[0], "short": [short.text, found[0]]}
    return {"maybe": found} if found else {}


def taken_for(values: Values) -> tuple[str, str] | None:
    """What was written short and what it was taken for, while the form still holds that number."""
    short = values.get("short")
    return (short[0], short[1]) if short and values.get("number") == short[1] else None
