"""/find: cases by number or plaintiff, agencies, people with their telephone numbers, as far as the actor may see."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.cases.cases import AgencyLine, CaseLine, Found, PersonLine, mask_name
from bot.domain.hall.access import Action
from bot.domain.hall.errors import NotAllowed, Refused
from bot.domain.hall.paging import within
from bot.domain.reading.casenumbers import CaseNumber, parse_case_number
from bot.domain.reading.cleaning import clean_line
from bot.domain.reading.number_series import Numbers, each_once, find_numbers
from bot.services.agencies import people
from bot.services.cases import cases, claims, short_numbers
from bot.services.hall.desk import Desk
from bot.store.agencies import former
from bot.store.agencies import people as people_store
from bot.store.agencies import queries as agencies_store
from bot.store.cases import papers as papers_store
from bot.store.cases import queries as cases_store
from bot.store.tables import Case

PER_PAGE = 6
SHORTEST = 2
LONGEST = 60
MOST_CASES = 120
"""Cases that a search shows on its pages; whoever finds more is better off with another word."""
MOST = 50
"""Cases that a list of numbers finds."""


def find(desk: Desk, words: str, page: int = 0) -> Found:
    """What `words` may mean: part of a case number, of a plaintiff's, an agency's or a person's name, a telephone.

    Raises:
        NotAllowed: the actor sees neither cases nor people.
        Refused: the words are too short, or too long.
    """
    text = clean_line(words)
    numbers = find_numbers(text)
    several = len(numbers.full) + len(numbers.short) > 1
    if not several and not SHORTEST <= len(text) <= LONGEST:
        raise Refused(
            "Please write {shortest} to {longest} characters: part of a name, of a case number, a telephone.",
            shortest=SHORTEST,
            longest=LONGEST,
        )
    if not may(desk):
        raise NotAllowed
    if several:
        return _several(desk, text, numbers)
    found = _cases(desk, text)
    number = within(page, len(found), PER_PAGE)
    shown = tuple(found[number * PER_PAGE : (number + 1) * PER_PAGE])
    if number:
        return Found(text, shown, page=number, total=len(found), per_page=PER_PAGE)
    return Found(text, shown, _agencies(desk, text), _people(desk, text), 0, len(found), PER_PAGE)


def may(desk: Desk) -> bool:
    """Whether the actor sees cases or people, or is named for a case."""
    sees = any(desk.actor.may_somewhere(a) for a in (Action.SEE_CASE, Action.SEE_PEOPLE, Action.ENTER_PAPER))
    return sees or bool(cases.named_for(desk))


def cut(text: str) -> str:
    """What of a longer text is searched for: the numbers in it, else how it begins."""
    numbers = find_numbers(text)
    named = [str(one) for one in numbers.full]
    return "、".join(named) if named else clean_line(text)[:LONGEST]


def _several(desk: Desk, text: str, numbers: Numbers) -> Found:
    """The cases of a list of numbers, whole or short ones; what found nothing is named."""
    found: dict[int, CaseLine] = {}
    missing: list[str] = []
    for one in each_once(numbers):
        whole = [str(one)] if isinstance(one, CaseNumber) else short_numbers.known(desk, one, Action.SEE_CASE)
        lines = [line for number in whole for line in _cases(desk, number) if line.number == number]
        found |= {line.id: line for line in lines}
        if not lines:
            missing.append(str(one) if isinstance(one, CaseNumber) else f"{one.type_code}{one.number}号")
    missing += [wrong.text for wrong in numbers.wrong]
    return Found(text, tuple(found.values())[:MOST], missing=tuple(missing))


def named(desk: Desk, numbers: Sequence[CaseNumber]) -> list[CaseLine]:
    """The cases within sight that have one of these numbers; none for whoever sees no cases."""
    lines = [line for number in numbers for line in _cases(desk, str(number))]
    return [line for line in {one.id: one for one in lines}.values() if line.number in set(map(str, numbers))]


def _cases(desk: Desk, text: str) -> list[CaseLine]:
    """Cases within sight; a plaintiff's name finds only cases whose plaintiff the actor may read."""
    number = parse_case_number(text)
    rows = cases_store.found(
        desk.session,
        text,
        str(number) if number else text,
        branches=desk.actor.branches(Action.SEE_CASE),
        named_branches=desk.actor.branches(Action.SEE_PLAINTIFF),
        mine=cases.named_for(desk),
        entered=_entered(desk),
        offset=0,
        limit=MOST_CASES,
    )
    return [_line(desk, case) for case in rows]


def _entered(desk: Desk) -> list[int]:
    if not desk.actor.may_somewhere(Action.ENTER_PAPER):
        return []
    return papers_store.cases_entered_by(desk.session, desk.actor.person_id)


def _line(desk: Desk, case: Case) -> CaseLine:
    full = cases.may_see_plaintiff(desk, case)
    return CaseLine(
        case.id or 0,
        case.number,
        case.plaintiff if full else mask_name(case.plaintiff),
        tuple(a.short_name for a in cases.agencies_of(desk, case)),
        case.cause,
        claims.is_waiting(case) and claims.may_decide(desk, case),
    )


def _agencies(desk: Desk, text: str) -> tuple[AgencyLine, ...]:
    rows = agencies_store.found(desk.session, text, desk.actor.branches(Action.SEE_PEOPLE), limit=PER_PAGE)
    before = former.by_which(desk.session, text, [a.id for a in rows if text not in a.name + " " + a.short_name])
    return tuple(AgencyLine(a.id or 0, a.short_name, _staff(desk, a.id or 0), before.get(a.id or 0, "")) for a in rows)


def _staff(desk: Desk, agency_id: int) -> tuple[tuple[str, str, str], ...]:
    rows = people_store.appointed_in(desk.session, agency_id, day=desk.today, most=12)
    return tuple((p.name, a.post or f"role:{a.role.value}", p.phone) for a, p in rows)


def _people(desk: Desk, text: str) -> tuple[PersonLine, ...]:
    """The same people that /people finds, each once with all places."""
    found: dict[int, PersonLine] = {}
    for line in people.named(desk, text):
        before = found.get(line.card.id)
        where = (*(before.where if before else ()), (line.agency, line.post))
        found[line.card.id] = PersonLine(line.card.name, tuple(dict.fromkeys(where)), line.card.phone)
    return tuple(found.values())[:PER_PAGE]
