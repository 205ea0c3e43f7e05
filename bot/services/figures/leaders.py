"""/leader: what one leader did in the cases of a year, and evaluations of it: own figures, or those of people below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.domain.figures.leader_acts import EVALUATED, EVALUATION_WITHDRAWN
from bot.domain.figures.leaders import (
    ASPECTS,
    GRADES,
    SOURCES,
    Appeared,
    AppearedPage,
    EvaluationLine,
    LeaderCard,
    LeaderFigures,
    LeaderLine,
    LeaderPage,
)
from bot.domain.hall.errors import Missing, NotAllowed
from bot.domain.hall.paging import cut
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import Role
from bot.services.figures import sight
from bot.services.hall.desk import Desk
from bot.store.agencies import people as people_store
from bot.store.agencies import queries as agencies_store
from bot.store.figures import leaders as leaders_store
from bot.store.figures.leaders import Places
from bot.store.tables import Agency, Evaluation, Hearing, Person

_SEES = frozenset({Role.COORDINATOR, Role.ASSESSOR, Role.OBSERVER, Role.LIAISON, Role.DEPUTY_LIAISON, Role.PRINCIPAL})
"""Who sees the figures of others: those below, each within the own reach."""
_EVALUATES = frozenset({Role.COORDINATOR, Role.ASSESSOR})
"""Who leads, or assesses: the justice organ (SM10, AH18)."""


def sees_others(desk: Desk, within: Iterable[str] = ()) -> bool:
    """Whether the actor may tell leaders apart: anywhere, or in all of these branches (paths)."""
    reach = _reach(desk, _SEES)
    return desk.is_system or (bool(reach) and all(path.startswith(reach) for path in within))


def _reach(desk: Desk, roles: frozenset[Role]) -> tuple[str, ...]:
    return tuple(path for one in desk.actor.appointments if one.role in roles for path in one.reach)


def _agencies(desk: Desk, roles: frozenset[Role] = _SEES) -> dict[int, Agency]:
    """The agencies within whose cases the actor sees who appeared."""
    found = agencies_store.open_agencies(desk.session)
    paths = _reach(desk, roles)
    return {one.id or 0: one for one in found if desk.is_system or (paths and one.path.startswith(paths))}


def _places(desk: Desk, agencies: Mapping[int, Agency]) -> Places:
    """Of an area that is seen as a whole, the cases in which the principal leader is owed: a city tells no single
    leader of its counties apart by any other."""
    wholes = () if desk.is_system else tuple(one.path for one in sight.wholes_of(desk))
    hidden = {number for number, one in agencies.items() if wholes and one.path.startswith(wholes)}
    return Places(agencies.keys() - hidden, hidden)


def listing(desk: Desk, year: int, number: int = 0) -> LeaderPage:
    """Who appeared in the year, those with the most cases first. Raises NotAllowed."""
    if not sees_others(desk):
        raise NotAllowed
    agencies = _agencies(desk)
    places = _places(desk, agencies)
    rows = leaders_store.by_leader(desk.session, year, places)
    page = cut(rows, number)
    people = {one.id: one for one in people_store.by_ids(desk.session, [row[0] for row in page.items])}
    lines = [_line(desk, people[row[0]], agencies[row[1]], row[2:]) for row in page.items if row[0] in people]
    return LeaderPage(type(page)(tuple(lines), page.number, page.total, page.size), year, desk.today.year,
                      bool(places.principals))  # fmt: skip


def _line(desk: Desk, person: Person, agency: Agency, sums: Sequence[int]) -> LeaderLine:
    held = people_store.held_by(desk.session, person.id or 0, desk.today)
    post = next((one.post for one, at in held if at is not None and at.id == agency.id), "")
    return LeaderLine(person.id or 0, person.name, post, agency.short_name, LeaderFigures(*sums))


def find(desk: Desk, name: str, year: int) -> list[LeaderLine]:
    """Those of this name who appeared in the year, or hold an office where the actor sees who appeared."""
    agencies = _agencies(desk)
    places = _places(desk, agencies)
    found: list[LeaderLine] = []
    for person in people_store.namesakes(desk.session, name.strip(), list(agencies)):
        rows = leaders_store.by_leader(desk.session, year, places, person.id)
        held = [at for _, at in people_store.held_by(desk.session, person.id or 0, desk.today) if at is not None]
        at_all = [agencies[row[1]] for row in rows] or [at for at in held if at.id in places.all_of][:1]
        found += [_line(desk, person, at, rows[n][2:] if rows else ()) for n, at in enumerate(at_all)]
    return found


def card(desk: Desk, person_id: int, year: int) -> LeaderCard:
    """One leader's year. Raises Missing where the actor may not see it: nobody learns whether there is such a one."""
    person, agencies = _visible(desk, person_id, year)
    rows = leaders_store.by_leader(desk.session, year, _of(desk, person_id, agencies), person_id)
    sums = [sum(column) for column in zip(*(row[2:] for row in rows), strict=True)]
    names = [agencies[row[1]].short_name for row in rows] or [one.short_name for one in list(agencies.values())[:1]]
    held = people_store.held_by(desk.session, person_id, desk.today)
    post = next((one.post for one, at in held if at is not None and at.id in agencies and one.post), "")
    line = LeaderLine(person_id, person.name, post, "、".join(names), LeaderFigures(*sums))
    said = _evaluations(desk, person_id, year, agencies)
    return LeaderCard(line, year, said, evaluates=_may_evaluate(desk, rows), newest=desk.today.year)


def _of(desk: Desk, person_id: int, agencies: Mapping[int, Agency]) -> Places:
    """Where one leader's cases are looked for: everybody sees all of the own."""
    return Places(agencies.keys()) if person_id == desk.actor.person_id else _places(desk, agencies)


def _visible(desk: Desk, person_id: int, year: int) -> tuple[Person, dict[int, Agency]]:
    """The leader, and the agencies in whose cases the actor may see what he or she did."""
    person = desk.session.get(Person, person_id)
    if person is None:
        raise Missing
    if person_id == desk.actor.person_id:
        everywhere = {one.id or 0: one for one in agencies_store.open_agencies(desk.session)}
        own = set(desk.actor.agencies())
        rows = leaders_store.by_leader(desk.session, year, Places(everywhere.keys()), person_id)
        return person, {n: one for n, one in everywhere.items() if n in own or n in {row[1] for row in rows}}
    seen = _agencies(desk)
    held = {at.id for _, at in people_store.held_by(desk.session, person_id, desk.today) if at is not None}
    places = _places(desk, seen)
    rows = leaders_store.by_leader(desk.session, year, places, person_id)
    found = {row[1] for row in rows} | (held & set(places.all_of))
    if not found:
        raise Missing
    return person, {number: one for number, one in seen.items() if number in found}


def appearances(desk: Desk, person_id: int, year: int, number: int = 0) -> AppearedPage:
    """The hearings to which the leader came. Raises Missing."""
    person, agencies = _visible(desk, person_id, year)
    rows = leaders_store.appearances(desk.session, person_id, year, _of(desk, person_id, agencies))
    said = leaders_store.evaluations(desk.session, person_id, [hearing.id for _, hearing, _, _ in rows])
    found = [
        Appeared(
            hearing.id or 0, result.agency_id, number_, agency, _day(desk, hearing),
            sum(one.hearing_id == hearing.id for one in said),
        )
        for result, hearing, number_, agency in rows
    ]  # fmt: skip
    return AppearedPage(person_id, person.name, year, cut(found, number))


def _day(desk: Desk, hearing: Hearing) -> Any:
    return hearing.starts_at.astimezone(desk.house.zone).date()


# -- evaluations -----------------------------------------------------------------------------------------------------


def _evaluations(desk: Desk, person_id: int, year: int, agencies: Mapping[int, Agency]) -> tuple[EvaluationLine, ...]:
    rows = leaders_store.appearances(desk.session, person_id, year, _of(desk, person_id, agencies))
    known = {hearing.id: (hearing, number) for _, hearing, number, _ in rows}
    said = leaders_store.evaluations(desk.session, person_id, [one for one in known if one is not None])
    writers = {one.id: one.name for one in people_store.by_ids(desk.session, [s.by for s in said if s.by])}
    return tuple(
        EvaluationLine(
            one.id or 0, one.hearing_id, _day(desk, known[one.hearing_id][0]), known[one.hearing_id][1], one.source,
            dict(one.grades), one.note, writers.get(one.by, ""), one.by or 0, one.at,
        )
        for one in said
    )  # fmt: skip


def _may_evaluate(desk: Desk, rows: Sequence[Any]) -> bool:
    return bool(_agencies(desk, _EVALUATES).keys() & {row[1] for row in rows}) if rows else False


def evaluable(desk: Desk, person_id: int, hearing_id: int, agency_id: int) -> tuple[str, Appeared]:
    """The name of the leader and the hearing that he or she came to, if the actor may evaluate that.

    Raises:
        Missing: the actor does not see it, or this leader did not come to it.
        NotAllowed: the actor is none of those who evaluate.
    """
    hearing = desk.session.get(Hearing, hearing_id)
    person = desk.session.get(Person, person_id)
    agencies = _agencies(desk)
    if hearing is None or person is None or agency_id not in agencies:
        raise Missing
    found = [
        (result, one, number, agency)
        for result, one, number, agency in leaders_store.appearances(
            desk.session, person_id, _day(desk, hearing).year, _of(desk, person_id, {agency_id: agencies[agency_id]})
        )
        if one.id == hearing_id
    ]
    if not found:
        raise Missing
    if agency_id not in _agencies(desk, _EVALUATES):
        raise NotAllowed
    result, one, number, agency = found[0]
    return person.name, Appeared(hearing_id, result.agency_id, number, agency, _day(desk, one))


def evaluate(
    desk: Desk, person_id: int, hearing_id: int, agency_id: int, source: str, grades: Mapping[str, str], note: str
) -> int:
    """Write down what is said of an appearance; returns the year of the hearing. Raises Missing, NotAllowed."""
    name, appeared = evaluable(desk, person_id, hearing_id, agency_id)
    known = {aspect: grade for aspect, grade in grades.items() if aspect in ASPECTS and grade in GRADES}
    if source not in SOURCES:
        raise Missing
    row = Evaluation(
        hearing_id=hearing_id, agency_id=agency_id, leader_id=person_id, leader_name=name, source=source,
        grades=known, note=note, by=desk.actor.person_id or None, at=desk.now,
    )  # fmt: skip
    desk.session.add(row)
    desk.session.flush()
    new = {"source": source, "leader": name, "grades": known, "note": note}
    desk.audit(EVALUATED, About.HEARING(hearing_id), agency_id=agency_id, new=new)
    return appeared.on.year


def own_evaluation(desk: Desk, evaluation_id: int, written: int) -> Evaluation:
    """One that the actor wrote down at an instant (epoch seconds: SQLite gives the id of one that was taken back to the
    next) and may take back. Raises Missing, NotAllowed."""
    row = desk.session.get(Evaluation, evaluation_id)
    if row is None or int(row.at.timestamp()) != written or row.agency_id not in _agencies(desk):
        raise Missing
    if row.agency_id not in _agencies(desk, _EVALUATES) or row.by != desk.actor.person_id:
        raise NotAllowed
    return row


def withdraw(desk: Desk, evaluation_id: int, written: int) -> tuple[int, int]:
    """Take back an evaluation that the actor wrote down; whose it was, of which year. Raises Missing, NotAllowed."""
    row = own_evaluation(desk, evaluation_id, written)
    hearing = desk.session.get_one(Hearing, row.hearing_id)
    old = {"source": row.source, "leader": row.leader_name}
    desk.audit(EVALUATION_WITHDRAWN, About.HEARING(row.hearing_id), agency_id=row.agency_id, old=old)
    desk.session.delete(row)
    desk.session.flush()
    return row.leader_id or 0, _day(desk, hearing).year
