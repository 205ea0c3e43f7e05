"""/find: cases by number or plaintiff, agencies, people with their telephone numbers, as far as the actor may see."""

from __future__ import annotations

from typing import Any

from sqlmodel import col, or_, select

from bot.domain.cases.cases import AgencyLine, CaseLine, Found, PersonLine, mask_name
from bot.domain.hall.access import Action
from bot.domain.hall.errors import NotAllowed, Refused
from bot.domain.reading.casenumbers import parse_case_number
from bot.domain.reading.cleaning import clean_line
from bot.services.agencies import people
from bot.services.cases import cases
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Appearance, Appointment, Case, Paper, Party, Person

PER_PAGE = 6
SHORTEST = 2
LONGEST = 60


def find(desk: Desk, words: str, page: int = 0) -> Found:
    """What `words` may mean: part of a case number, of a plaintiff's, an agency's or a person's name, a telephone.

    Raises:
        NotAllowed: the actor sees neither cases nor people.
        Refused: the words are too short, or too long.
    """
    text = clean_line(words)
    if not SHORTEST <= len(text) <= LONGEST:
        raise Refused(
            "Please write {shortest} to {longest} characters: part of a name, of a case number, a telephone.",
            shortest=SHORTEST,
            longest=LONGEST,
        )
    sees = any(desk.actor.may_somewhere(a) for a in (Action.SEE_CASE, Action.SEE_PEOPLE, Action.ENTER_PAPER))
    if not sees and not _named_cases(desk):
        raise NotAllowed
    page = max(0, min(page, 200))
    found, more = _cases(desk, text, page)
    if page:
        return Found(text, found, page=page, more=more)
    return Found(text, found, _agencies(desk, text), _people(desk, text), page, more)


def _cases(desk: Desk, text: str, page: int) -> tuple[tuple[CaseLine, ...], bool]:
    """Cases within sight; a plaintiff's name finds only cases whose plaintiff the actor may read."""
    number = parse_case_number(text)
    by_number = col(Case.number).contains(str(number) if number else text, autoescape=True)
    mine = _branch(desk, Action.SEE_CASE)
    own = _branch(desk, Action.SEE_PLAINTIFF)
    seen = or_(col(Case.id).in_(_of(mine)), col(Case.id).in_(_named_cases(desk)), col(Case.id).in_(_entered(desk)))
    by_plaintiff = col(Case.plaintiff).contains(text, autoescape=True) & (
        col(Case.id).in_(_of(own)) | col(Case.id).in_(_named_cases(desk))
    )
    by_agency = col(Case.id).in_(_of(_named(text)))
    rows = desk.session.exec(
        select(Case)
        .where(seen, or_(by_number, by_plaintiff, by_agency))
        .order_by(col(Case.created_at).desc(), col(Case.id).desc())
        .offset(page * PER_PAGE)
        .limit(PER_PAGE + 1)
    ).all()
    return tuple(_line(desk, case) for case in rows[:PER_PAGE]), len(rows) > PER_PAGE


def _branch(desk: Desk, action: Action) -> Any:
    """Ids of the agencies over which the actor may do `action`, as a sub-select."""
    branches = desk.actor.branches(action)
    return select(Agency.id).where(or_(False, *(col(Agency.path).startswith(b) for b in branches)))


def _named(text: str) -> Any:
    return select(Agency.id).where(
        or_(col(Agency.name).contains(text, autoescape=True), col(Agency.short_name).contains(text, autoescape=True))
    )


def _of(agencies: Any) -> Any:
    """Ids of the cases of these agencies."""
    return (
        select(Case.id)
        .join(Party, col(Party.case_id) == Case.id, isouter=True)
        .where(or_(col(Party.agency_id).in_(agencies), col(Case.handling_agency_id).in_(agencies)))
    )


def _named_cases(desk: Desk) -> list[int]:
    return list(desk.session.exec(select(Appearance.case_id).where(Appearance.leader_id == desk.actor.person_id)).all())


def _entered(desk: Desk) -> list[int]:
    if not desk.actor.may_somewhere(Action.ENTER_PAPER):
        return []
    statement = select(Paper.case_id).where(Paper.entered_by == desk.actor.person_id).distinct()
    return list(desk.session.exec(statement).all())


def _line(desk: Desk, case: Case) -> CaseLine:
    full = cases.may_see_plaintiff(desk, case)
    return CaseLine(
        case.id or 0,
        case.number,
        case.plaintiff if full else mask_name(case.plaintiff),
        tuple(a.short_name for a in cases.agencies_of(desk, case)),
        case.cause,
    )


def _agencies(desk: Desk, text: str) -> tuple[AgencyLine, ...]:
    rows = desk.session.exec(
        select(Agency)
        .where(
            col(Agency.id).in_(_branch(desk, Action.SEE_PEOPLE)),
            col(Agency.closed_on).is_(None),
            col(Agency.id).in_(_named(text)),
        )
        .order_by(col(Agency.path))
        .limit(PER_PAGE)
    ).all()
    return tuple(AgencyLine(a.id or 0, a.short_name, _staff(desk, a.id or 0)) for a in rows)


def _staff(desk: Desk, agency_id: int) -> tuple[tuple[str, str, str], ...]:
    rows = desk.session.exec(
        select(Person, Appointment)
        .join(Appointment, col(Appointment.person_id) == Person.id)
        .where(Appointment.agency_id == agency_id, Appointment.from_date <= desk.today)
        .where((col(Appointment.to_date).is_(None)) | (col(Appointment.to_date) >= desk.today))
        .order_by(col(Appointment.id))
        .limit(12)
    ).all()
    return tuple((p.name, a.post or f"role:{a.role.value}", p.phone) for p, a in rows)


def _people(desk: Desk, text: str) -> tuple[PersonLine, ...]:
    """The same people that /people finds, each once with all places."""
    found: dict[int, PersonLine] = {}
    for line in people.named(desk, text):
        before = found.get(line.card.id)
        where = (*(before.where if before else ()), f"{line.agency}{line.post}")
        found[line.card.id] = PersonLine(line.card.name, tuple(dict.fromkeys(where)), line.card.phone)
    return tuple(found.values())[:PER_PAGE]
