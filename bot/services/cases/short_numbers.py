"""Which known case a shortened number means: one is taken and said so, several are asked about, none stays open."""

from __future__ import annotations

from typing import Any

from bot.domain.hall.access import Action
from bot.domain.reading.case_names import find_case_names
from bot.domain.reading.casenumbers import parse_case_number
from bot.domain.reading.number_series import Numbers, find_numbers
from bot.domain.reading.short_numbers import ShortNumber, read_short_number
from bot.services.cases import candidates, cases
from bot.services.hall.desk import Desk
from bot.store.cases import queries as cases_store

MOST = 6
"""Cases that are offered, the newest first."""
_LOOKED_AT = 500
_RANGE = frozenset("至到-—–－~～")
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
    where several do: they are offered; `unknown` where none does. Of several short numbers each is written out that
    means one case; the others stay as they are, to be named as not taken.
    """
    numbers = find_numbers(text)
    shorts = numbers.short
    if not shorts or numbers.full:
        return text, {}
    if len(shorts) > 1 or numbers.wrong:
        return _each_out(desk, text, numbers), {}
    written = numbers.written[0]
    said, found = text[written.start : written.end].strip(), known(desk, shorts[0])
    if len(found) == 1:
        return _in_place(text, written.start, written.end, found[0]), {"short": [said, found[0]]}
    blank = _in_place(text, written.start, written.end, " ") if found or not shorts[0].type_code else text
    return blank, {"maybe": found} if found else {"unknown": said}


def _each_out(desk: Desk, text: str, numbers: Numbers) -> str:
    """Lists of short numbers with those written out that mean one case."""
    for start, end in reversed(numbers.spans):
        here = [one.number for one in numbers.written if (one.start, one.end) == (start, end)]
        named = [_out(desk, one) for one in here if isinstance(one, ShortNumber)]
        if named:
            joint = "、" if text[start : start + 2].strip()[:1] in _RANGE else ""
            text = _in_place(text, start, end, joint + "、".join(named))
    return text


def _out(desk: Desk, short: ShortNumber) -> str:
    found = known(desk, short)
    return found[0] if len(found) == 1 else f"{short.type_code}{short.number}号"


def _in_place(text: str, start: int, end: int, words: str) -> str:
    return text[:start] + words + text[end:]


def offered(desk: Desk, text: str, values: Values) -> Values:
    """The cases that a form offers which begins without a number: those of the person whom the text names, or what a
    short number that fits no case would be in full. Empty where the number is known."""
    if values.get("number") or values.get("several") or values.get("maybe"):
        return {}
    shorts = find_numbers(text).short
    if values.get("unknown") or shorts:
        return (
            {"unknown": values.get("unknown") or shorts[0].text, "maybe": candidates.completed(desk, shorts[0])}
            if shorts
            else {}
        )
    names = [one.name for one in find_case_names(text)]
    return {"maybe": candidates.own(desk, names), "called": names} if names else {}


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
