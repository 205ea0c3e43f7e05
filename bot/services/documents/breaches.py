"""Breaches as candidates: raised from what the bot knows, confirmed or dismissed by a coordinator, never by itself.

What is past due with a rule that names a breach, and what was reported of hearings, makes candidates; each is raised
once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta

from bot.domain.documents.acts import BREACH_CONFIRMED, BREACH_DISMISSED, BREACH_ENTERED
from bot.domain.documents.breaches import BY_HAND, WHERE_NAMED, CandidateLine, CandidateState, Ground, Named
from bot.domain.documents.documents import DocumentState
from bot.domain.hall.access import Action
from bot.domain.hall.errors import Missing, Refused, Stale, reasoned
from bot.domain.hall.paging import Page, within
from bot.domain.hall.subjects import About
from bot.domain.law.rules import Rule
from bot.services.documents import breach_grounds
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.law import appearing
from bot.store.agencies import queries as agencies_store
from bot.store.documents import breaches as store
from bot.store.tables import BreachCandidate, Case, Document, Duty

LOOKED_BACK = timedelta(days=92)
"""What is older than a quarter is raised no more."""
PAGE = 8
WAITING = (CandidateState.OPEN,)
DECIDED = (CandidateState.CONFIRMED, CandidateState.DISMISSED)


def reach(desk: Desk) -> list[int]:
    """The agencies whose candidates the actor decides on."""
    return [agency.id or 0 for agency in access.within(desk, Action.JUDGE_DUTY)]


def raise_all(desk: Desk, agency_ids: Collection[int]) -> int:
    """Bring the candidates of these agencies up to date; how many there are to decide on.

    What was decided stays as it is, whatever becomes of its ground.
    """
    if not agency_ids:
        return 0
    since = desk.today - LOOKED_BACK
    begins = datetime.combine(since, time(0), desk.house.zone)
    rows = {row.key: row for row in store.known(desk.session, agency_ids)}
    grounds = breach_grounds.once(desk, breach_grounds.found(desk, agency_ids, since, begins), rows.values())
    for key, ground in grounds.items():
        if key not in rows:
            desk.session.add(_row(desk, ground))
        elif rows[key].state is CandidateState.GONE:
            _set(desk, rows[key], CandidateState.OPEN)
    for key, row in rows.items():
        if row.state is CandidateState.OPEN and key not in grounds and breach_grounds.is_gone(desk, row):
            _set(desk, row, CandidateState.GONE)
    desk.session.flush()
    return store.counted(desk.session, agency_ids, WAITING)


def _row(desk: Desk, ground: Ground) -> BreachCandidate:
    return BreachCandidate(
        key=ground.key,
        code=ground.code,
        rule=ground.rule,
        agency_id=ground.agency_id,
        case_id=ground.case_id,
        hearing_id=ground.hearing_id,
        duty_id=ground.duty_id,
        on=ground.on,
        created_at=desk.now,
    )


def enter(desk: Desk, agency_id: int, code: str, on: date, said: str) -> BreachCandidate:
    """What no row of the bot shows (interference with the court, say): a candidate as the others, entered by a
    coordinator with what happened.

    Raises:
        NotAllowed: it is another bureau's agency. Missing: there is no such code. Refused: nothing is said, or the day
            lies ahead.
    """
    access.require(desk, Action.JUDGE_DUTY, agency_id)
    if code not in {one.id for one in enterable(desk, agency_id)}:
        raise Missing
    if on > desk.today:
        raise Refused("{date} has not come yet.", date=on)
    key = f"{code}/entered:{agency_id}:{on.isoformat()}:{desk.actor.person_id}:{desk.now.timestamp()}"
    row = BreachCandidate(key=key, code=code, agency_id=agency_id, on=on, said=reasoned(said), created_at=desk.now)
    desk.session.add(row)
    desk.session.flush()
    new = {"breach": breach_of(desk, row).zh}
    desk.audit(BREACH_ENTERED, About.BREACH(row.id), agency_id=agency_id, new=new)
    return row


def enterable(desk: Desk, agency_id: int | None = None) -> tuple[Named, ...]:
    """What a coordinator enters by hand, in words; of one agency what its texts make a breach. Raises NotAllowed."""
    access.require_somewhere(desk, Action.JUDGE_DUTY)
    names = desk.house.law.library.breaches
    rules = appearing.stack_of(desk, agency_id, desk.today).rules if agency_id is not None else ()
    bound = {code for rule in rules for code in rule.breach} | (set(BY_HAND) - WHERE_NAMED)
    return tuple(Named(code, *names[code]) for code in BY_HAND if code in names and code in bound)


def _set(desk: Desk, row: BreachCandidate, state: CandidateState) -> BreachCandidate:
    row.state = state
    row.revise()
    desk.session.add(row)
    desk.session.flush()
    return row


def count_waiting(desk: Desk) -> int:
    """How many the actor has to decide on, of those that were raised."""
    mine = reach(desk)
    return store.counted(desk.session, mine, WAITING) if mine else 0


def to_decide(desk: Desk) -> int | None:
    """As `count_waiting`; None for whoever decides on none."""
    return None if desk.is_system or not desk.actor.may_somewhere(Action.JUDGE_DUTY) else count_waiting(desk)


def count_new(desk: Desk, since: datetime) -> int:
    """Of those, how many were raised since then."""
    mine = reach(desk)
    return store.counted(desk.session, mine, WAITING, since=since) if mine else 0


def raise_everywhere(desk: Desk) -> int:
    """The night's look at all agencies; how many there are to decide on."""
    return raise_all(desk, [agency.id or 0 for agency in agencies_store.open_agencies(desk.session)])


# -- finding -----------------------------------------------------------------------------------------------------------


def listed(desk: Desk, page: int = 0, *, decided: bool = False) -> Page[CandidateLine]:
    """Candidates that wait for the actor, or were decided on, the newest day first.

    Raises:
        NotAllowed: the actor decides on none.
    """
    access.require_somewhere(desk, Action.JUDGE_DUTY)
    mine, states = reach(desk), DECIDED if decided else WAITING
    total = raise_all(desk, mine) if not decided else store.counted(desk.session, mine, states)
    number = within(page, total, PAGE)
    rows = store.listed(desk.session, mine, states, skip=number * PAGE, most=PAGE)
    names = agencies_store.short_names(desk.session, {row.agency_id for row in rows})
    return Page(tuple(_line(desk, row, names) for row in rows), number, total, PAGE)


def _line(desk: Desk, row: BreachCandidate, names: dict[int, str]) -> CandidateLine:
    return CandidateLine(
        row.id or 0,
        names.get(row.agency_id, ""),
        number_of(desk, row),
        breach_of(desk, row),
        row.on,
        row.state,
    )


def number_of(desk: Desk, row: BreachCandidate) -> str:
    case = desk.session.get(Case, row.case_id) if row.case_id else None
    return case.number if case else ""


def breach_of(desk: Desk, row: BreachCandidate) -> Named:
    """The breach in words."""
    zh, en = desk.house.law.library.breaches.get(row.code, (row.code, row.code))
    return Named(row.code, zh, en)


def candidate(desk: Desk, candidate_id: int, version: int | None = None) -> BreachCandidate:
    """The candidate, if the actor decides on it.

    Raises:
        Missing: there is none. NotAllowed: it is another bureau's. Stale: it changed since `version`.
    """
    row = store.locked(desk.session, candidate_id)
    if row is None or row.state is CandidateState.GONE:
        raise Missing
    access.require(desk, Action.JUDGE_DUTY, row.agency_id)
    if version is not None and row.version != version:
        raise Stale
    return row


def rules_for(desk: Desk, row: BreachCandidate) -> list[Rule]:
    """The rules on measures that name this breach, for this agency, on its day."""
    stack = appearing.stack_of(desk, row.agency_id, row.on)
    return [rule for rule in stack.rules if rule.measures and row.code in rule.breach]


def provided(desk: Desk, row: BreachCandidate) -> tuple[Named, ...]:
    """The measures that the rules provide for this breach, in their order; what is only counted is none of them."""
    names = desk.house.law.library.measures
    codes = dict.fromkeys(code for rule in rules_for(desk, row) for code in rule.measures)
    return tuple(Named(code, *names[code]) for code in codes)


def by_rule(desk: Desk, row: BreachCandidate) -> Rule | None:
    """The rule that was not kept, as the books have it on that day."""
    return next((rule for rule in _all_rules(desk, row) if rule.id == row.rule), None)


def besides(desk: Desk, row: BreachCandidate) -> list[Duty]:
    """What was owed beside it by other rules, and is the same that was not done."""
    duty = desk.session.get(Duty, row.duty_id) if row.duty_id is not None else None
    return breach_grounds.same(desk, duty, row.code) if duty is not None else []


def citation(desk: Desk, row: BreachCandidate) -> tuple[str, str]:
    """Every text that names it, in both languages: what it is a breach of, and what provides measures for it."""
    library = desk.house.law.library
    broken = [by_rule(desk, row), *(library.rule(duty.rulebook, duty.rule) for duty in besides(desk, row))]
    provided = rules_for(desk, row)
    rules = provided if provided and row.duty_id is None else [*broken, *provided]
    sources = dict.fromkeys((one.source.zh, one.source.en) for one in rules if one is not None)
    return "；".join(zh for zh, _ in sources), "; ".join(en for _, en in sources)


def _all_rules(desk: Desk, row: BreachCandidate) -> Iterable[Rule]:
    return appearing.stack_of(desk, row.agency_id, row.on).rules


# -- deciding ----------------------------------------------------------------------------------------------------------


def choose(desk: Desk, candidate_id: int, version: int, measure: str) -> BreachCandidate:
    """Mark a measure, or take the mark away: a choice of the coordinator, by which nothing happens yet."""
    row = candidate(desk, candidate_id, version)
    if row.state is CandidateState.DISMISSED or measure not in {one.id for one in provided(desk, row)}:
        raise Stale
    chosen = [one for one in row.measures if one != measure]
    row.measures = chosen if len(chosen) < len(row.measures) else [*row.measures, measure]
    return _set(desk, row, row.state)


def confirm(desk: Desk, candidate_id: int, version: int) -> BreachCandidate:
    """It is a breach. Nothing goes out by this: papers may be begun about it now."""
    row = _waiting(desk, candidate_id, version)
    row.decided_by, row.decided_at = desk.actor.person_id, desk.now
    desk.audit(
        BREACH_CONFIRMED,
        About.BREACH(row.id),
        case_id=row.case_id,
        agency_id=row.agency_id,
        new={"breach": breach_of(desk, row).zh},
    )
    return _set(desk, row, CandidateState.CONFIRMED)


def dismiss(desk: Desk, candidate_id: int, version: int, reason: str) -> BreachCandidate:
    """It is none, for this reason; it is not raised again.

    Raises:
        Refused: there is no reason, or a paper about it was begun.
    """
    row = candidate(desk, candidate_id, version)
    if row.state is CandidateState.DISMISSED:
        raise Stale
    if papers(desk, row):
        raise Refused("A paper about it was begun. Please declare that void first.")
    row.reason, row.decided_by, row.decided_at = reasoned(reason), desk.actor.person_id, desk.now
    desk.audit(
        BREACH_DISMISSED,
        About.BREACH(row.id),
        case_id=row.case_id,
        agency_id=row.agency_id,
        new={"breach": breach_of(desk, row).zh},
        reason=row.reason,
    )
    return _set(desk, row, CandidateState.DISMISSED)


def _waiting(desk: Desk, candidate_id: int, version: int) -> BreachCandidate:
    row = candidate(desk, candidate_id, version)
    if row.state is not CandidateState.OPEN:
        raise Stale
    return row


def papers(desk: Desk, row: BreachCandidate) -> list[Document]:
    """The papers about it that are not void; the caller has checked who asks."""
    return [one for one in store.papers_of(desk.session, row.id) if one.state is not DocumentState.VOID]
