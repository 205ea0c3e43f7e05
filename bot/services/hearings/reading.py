"""From what was read of a line, a summons or a list to a hearing that can be confirmed: which agency, which case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from bot.domain.hall.terms import PartyCapacity
from bot.domain.hearings import oddities
from bot.domain.hearings.details import Details, given
from bot.domain.hearings.readers import GONE_BY
from bot.domain.reading import several_fields
from bot.domain.reading.court_texts import says_online
from bot.domain.reading.oneline import read_hearing
from bot.domain.reading.parties import Stated, read_parties
from bot.domain.reading.parties import values_of as party_values
from bot.domain.reading.party_fields import HANDLING, NAMES_OTHER, stated_of
from bot.domain.reading.understanding import Reading
from bot.services.agencies import bodies
from bot.services.cases import addressees
from bot.services.hall.desk import Desk
from bot.services.hearings import cards, hearings
from bot.services.hearings.hearings import Entry
from bot.store.cases import queries as cases_store
from bot.store.tables import Agency, Case

Values = dict[str, Any]


def read(desk: Desk, text: str) -> Reading:
    """What a line or a pasted paper says of a hearing: one to come; else, where its time has gone by, one held."""
    ahead = read_hearing(text, desk.now, desk.house.zone)
    if ahead.moment is not None or not any(GONE_BY in one.msgid for one in ahead.problems):
        return ahead
    held = read_hearing(text, desk.now, desk.house.zone, past=True)
    return held if held.moment is not None else ahead


def odd(desk: Desk, values: Values) -> tuple[bool, tuple[str, ...]]:
    """Whether the hour of a draft has gone by, and what about its time and place is to be checked."""
    starts_at = datetime.fromisoformat(str(values["when"]))
    place, online = str(values.get("place") or ""), values.get("online") == "yes"
    local = starts_at.astimezone(desk.house.zone)
    return starts_at <= desk.now, oddities.odd(local, place, online=online, calendar=desk.house.law.calendar)


def values_of(desk: Desk, reading: Reading) -> Values:
    """What a form of a hearing can be filled with; what was not read plainly is left to be asked."""
    number = str(reading.case_number) if reading.case_number else ""
    when = reading.moment.instant(desk.house.zone) if reading.moment else None
    stated = read_parties(reading.text) if reading.text else Stated()
    agencies = agencies_for(desk, number, named_in(reading), _without_others(reading.text, stated))
    found: Values = {
        **party_values(stated),
        "number": number,
        "when": when.isoformat() if when else "",
        "place": reading.place,
        "agencies": [str(a.id) for a in agencies],
        "online": "yes" if reading.online else "",
        "closed": "yes" if reading.closed else "",
        "session": reading.session,
        "original": str(reading.original or ""),
    }
    known = {name: value for name, value in found.items() if value}
    if reading.several:
        del known["number"]
        known |= several_fields.values_of([str(one) for one in reading.several])
    return {**known, **question_of(desk, known)}


def question_of(desk: Desk, values: Values) -> Values:
    """What a draft is asked where its text names another agency than the one for which it is entered."""
    chosen: Sequence[str] = values.get("agencies") or ()
    other = addressees.other_named(desk, int(chosen[0]), values) if len(chosen) == 1 else ""
    return {NAMES_OTHER: other} if other else {}


def _without_others(text: str, stated: Stated) -> str:
    """The text without the names of those who are not sued: to be mentioned so is not to be sued."""
    for name, capacity in stated.agencies:
        text = text.replace(name, " ") if capacity is not PartyCapacity.DEFENDANT else text
    return text


def about(reading: Reading) -> Values:
    """What the text says of the case beside the hearing, kept with the draft."""
    return {
        "court": reading.court,
        "cause": reading.cause,
        "plaintiff": "、".join(reading.plaintiffs)[:120],
    }


def named_in(reading: Reading) -> list[str]:
    """Names of public bodies that may be the agency sued."""
    return [name for name in (*reading.defendants, reading.agency, reading.addressee) if name]


def agencies_for(desk: Desk, number: str, names: Iterable[str], text: str = "") -> list[Agency]:
    """The agencies that an entry of the actor concerns, where that is plain: named in the text, parties of the
    case already, or the only one that the actor works for. Empty where a person must be asked.
    """
    mine = hearings.enterable(desk)
    by_name = [a for name in names for a in bodies.calling(desk, mine, name)] or bodies.mentioned(desk, mine, text)
    known = _parties(desk, number, mine)
    own = [a for a in mine if a.id in desk.actor.agencies()]
    chosen = by_name or known or (mine if len(mine) == 1 else own if len(own) == 1 and not _is_wide(desk) else [])
    return list({a.id: a for a in chosen}.values())


def _is_wide(desk: Desk) -> bool:
    """Coordinators enter for others: their own bureau is no better guess than any agency below."""
    return desk.actor.is_coordinator


def _parties(desk: Desk, number: str, mine: list[Agency]) -> list[Agency]:
    """Those of the case that stands; of a claim only where none of these is the actor's."""
    rows = cases_store.of_number(desk.session, number) if number else []
    return next((known for case in rows if (known := sued_in(desk, case, mine))), [])


def of_hearing(desk: Desk, hearing_id: int) -> list[Agency]:
    """Those of the actor's agencies that are sued in the case of a hearing, else those an entry would concern. Raises
    Missing or NotAllowed as `cards.view`."""
    view = cards.view(desk, hearing_id)
    mine = hearings.enterable(desk)
    return sued_in(desk, desk.session.get_one(Case, view.case_id), mine) or agencies_for(desk, view.number, ())


def sued_in(desk: Desk, case: Case, mine: list[Agency]) -> list[Agency]:
    """Those of the actor's agencies that are sued in a case."""
    parties = cases_store.parties_of(desk.session, case.id)
    sued = {party.agency_id for party in parties if party.capacity is not PartyCapacity.THIRD_PARTY}
    return [a for a in mine if a.id in sued]


def entry_of(values: Values, known: Values) -> Entry:
    """The values of a confirmed form as an entry."""
    place, details = str(values.get("place") or ""), given(values)
    if says_online(place):
        details["online"] = True
    return Entry(
        number=str(values.get("number") or ""),
        starts_at=datetime.fromisoformat(values["when"]),
        agency_ids=tuple(int(one) for one in values.get("agencies") or ()),
        place=place,
        details=Details(**details),
        court=str(known.get("court") or ""),
        cause=str(known.get("cause") or ""),
        plaintiff=str(known.get("plaintiff") or ""),
        original=str(values.get("original") or ""),
        stated=stated_of(values),
        only_handles=values.get("ours") == HANDLING,
    )


def rows_of(desk: Desk, readings: Iterable[Reading]) -> list[Values]:
    """The lines of a list as plain values for the draft: what was read, and what is wrong with a line."""
    found = []
    for reading in readings:
        values = values_of(desk, reading)
        found.append({**values, **about(reading), "text": reading.text[:80], "problem": _problem(reading, values)})
    return found


def _problem(reading: Reading, values: Values) -> list[Any]:
    """[message id, values] of the first thing that keeps a line from being recorded; empty when nothing does."""
    if reading.problems:
        one = reading.problems[0]
        return [one.msgid, {name: str(value) for name, value in one.params.items()}]
    if "when" not in values:
        return ["The day or the time is missing.", {}]
    if not values.get("agencies"):
        return ["Which agency is sued is not plain.", {}]
    if values.get(NAMES_OTHER):
        return ["It names another agency: {other}.", {"other": values[NAMES_OTHER]}]
    return []


def entries_of(rows: Iterable[Values]) -> list[Entry]:
    """The lines of a confirmed list that can be recorded."""
    return [entry_of(row, row) for row in rows if not row["problem"]]
