"""Whom the text about a hearing says to appear, looked for among the agency's leaders: one that fits is taken, among
several is asked, and where none fits that is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.domain.hall.problems import problem
from bot.domain.hearings.hearings import Leader
from bot.domain.reading.goers import Goer, goer
from bot.domain.reading.several_fields import is_single
from bot.domain.reading.unused import Seen
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.hearings import appearances, plans

FITS, LEADER = "leaders", "leader"
"""Values of the form: who of the agency may be meant, and who is."""


def read(desk: Desk, seen: Sequence[Seen], values: Mapping[str, Any]) -> tuple[list[Seen], dict[str, Any]]:
    """What was seen without the leader who was found, or with the reason why none was; and the values of the form."""
    said = [(one, meant) for one in seen if one.what == "goes" and (meant := goer(one.text))]
    agency_id = _agency(desk, values)
    if len(said) != 1 or not agency_id:
        return list(seen), {}
    [(words, meant)] = said
    fits = [one.person_id for one in appearances.leaders_of(desk, agency_id) if _is(desk, meant, one)]
    if not fits:
        name = access.agency(desk, agency_id).short_name
        why = problem("No leader of {agency} fits “{text}”. Please name one when it is recorded.",
                      agency=name, text=words.text)  # fmt: skip
        return [replace(one, why=why) if one is words else one for one in seen], {}
    found = {FITS: [str(one) for one in fits]}
    return [one for one in seen if one is not words], found | ({LEADER: str(fits[0])} if len(fits) == 1 else {})


def _is(desk: Desk, meant: Goer, leader: Leader) -> bool:
    return leader.person_id == desk.actor.person_id if meant.me else meant.fits(leader.name, leader.post)


def _agency(desk: Desk, values: Mapping[str, Any]) -> int:
    """The one agency for which the actor names leaders, in the one case that is meant; else 0."""
    agencies: Sequence[str] = values.get("agencies") or ()
    if len(agencies) != 1 or not is_single(values):
        return 0
    return int(agencies[0]) if access.may_name(desk, int(agencies[0])) else 0


def offered(desk: Desk, values: Mapping[str, Any]) -> list[Leader]:
    """Among whom is asked: those who fit, where several do; else all leaders of the agency."""
    agency_id = _agency(desk, values)
    found = appearances.leaders_of(desk, agency_id) if agency_id else []
    fits = values.get(FITS) or ()
    return [one for one in found if len(fits) < 2 or str(one.person_id) in fits]


def chosen(desk: Desk, hearing_id: int, values: Mapping[str, Any]) -> tuple[tuple[int, int], Leader] | None:
    """Whom to name, and at which appearance (with its version) of the hearing that was entered; None where nobody was
    said, or that one is named already."""
    leader = next((one for one in offered(desk, values) if str(one.person_id) == values.get(LEADER)), None)
    rows = plans.appearances_of(desk, hearing_id) if leader is not None else []
    row = next((one for one in rows if one.agency_id == _agency(desk, values)), None)
    if leader is None or row is None or appearances.same(row, leader):
        return None
    return (row.id or 0, row.version), leader
