"""The court's bulletins as a person sees them: the list, one as a whole, its units, its candidates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from bot.domain.bulletins.comparing import Side
from bot.domain.bulletins.court_cards import (
    Awaited,
    BulletinCard,
    BulletinLine,
    CandidateCard,
    CandidateLine,
    UnitLine,
)
from bot.domain.bulletins.court_figures import BulletinState
from bot.domain.bulletins.letters import CandidateState, Ground
from bot.domain.documents.documents import STATE_NAMES
from bot.domain.duties.duties import Distance, distance
from bot.domain.figures import periods
from bot.domain.hall.paging import Page, cut, within
from bot.domain.hall.terms import DutyState
from bot.services.bulletins import chasing, court, differences, drafts, letters, names, ours, starting
from bot.services.hall import access, files
from bot.services.hall.desk import Desk
from bot.store.bulletins import court as store
from bot.store.tables import CourtBulletin, Document, Duty, LetterCandidate, Person

PAGE = 8
_ORDER = tuple(CandidateState)


def listed(desk: Desk, page: int = 0) -> tuple[Page[BulletinLine], tuple[Awaited, ...]]:
    """Those that the actor may read, the newest quarter first, and which are awaited. Raises NotAllowed."""
    offices = court.readable(desk)
    if not offices and court.own_courts(desk):
        return _of_courts(desk, page), ()
    total = store.count_of_offices(desk.session, offices)
    number = within(page, total, PAGE)
    rows = store.of_offices(desk.session, offices, skip=number * PAGE, most=PAGE)
    items = tuple(_line(desk, row) for row in rows)
    mine = [one.id or 0 for one in court.offices(desk)]
    awaited = tuple(found for office in mine if (found := chasing.awaited(desk, office)) is not None)
    return Page(items, number, total, PAGE), awaited


def _of_courts(desk: Desk, page: int) -> Page[BulletinLine]:
    """To a court's contact what the own court sent, without what was made of it."""
    rows = store.of_courts(desk.session, court.own_courts(desk))
    own = [row for row in rows if court.is_of_court(desk, row)]
    return cut(
        [BulletinLine(one.id or 0, one.quarter, one.court, one.received_on, BulletinState(one.state)) for one in own],
        page,
        PAGE,
    )


def _line(desk: Desk, row: CourtBulletin) -> BulletinLine:
    open_ones = sum(one.state == CandidateState.OPEN for one in store.candidates_of(desk.session, row.id))
    return BulletinLine(
        row.id or 0,
        row.quarter,
        row.court,
        row.received_on,
        BulletinState(row.state),
        differences.counted(desk, row)[0],
        open_ones,
    )


# -- one ---------------------------------------------------------------------------------------------------------------


def card(desk: Desk, bulletin_id: int) -> BulletinCard:
    """One, with what waits; to the court's own contact what the court said alone. Raises Missing."""
    row = court.shown(desk, bulletin_id)
    if not desk.is_system and not court.may_read(desk, row.agency_id):
        return _to_court(desk, row)
    both = ours.beside(desk, row)
    candidates = Counter(CandidateState(one.state) for one in store.candidates_of(desk.session, row.id))
    entered = desk.session.get(Person, row.entered_by) if row.entered_by else None
    open_ones, settled = differences.counted(desk, row)
    duty = letters.general(desk, row)
    running = [one for one in starting.running(desk, row) if one.citation.get("draft") == drafts.KIND]
    return BulletinCard(
        id=row.id or 0,
        version=row.version,
        quarter=row.quarter,
        court=row.court,
        office=access.agency(desk, row.agency_id).short_name,
        received_on=row.received_on,
        entered_by=entered.name if entered else "",
        state=BulletinState(row.state),
        theirs=ours.average(both.theirs),
        ours=ours.average(both.ours),
        units=len(store.figures_of(desk.session, row.id)),
        cases=len(store.cases_of(desk.session, row.id)),
        unknown=tuple(court.unknown(desk, row)),
        # Lines as the court wrote them may name plaintiffs; whoever enters them has to look.
        unread=tuple(row.facts.get("unread") or ()) if court.may_write(desk, row) else (),
        doubts=court.doubted(desk, row),
        open=open_ones,
        settled=settled,
        candidates={state: candidates[state] for state in _ORDER if candidates[state]},
        letters_due=min((one.obey for one in running), default=None),
        letters_left=_left(desk, running),
        letters_done=duty is not None and not running,
        none_owed=duty is not None and duty.state is DutyState.OPEN and not candidates[CandidateState.OPEN],
        has_letters=letters.rule_of(desk, row.agency_id) is not None,
        followed=sum(one.letter for one in _units(desk, row, both)),
        files=len(files.of(desk, court.subject_of(row))) if court.reads_files(desk, row) else 0,
        may=court.may_write(desk, row),
    )


def _to_court(desk: Desk, row: CourtBulletin) -> BulletinCard:
    entered = desk.session.get(Person, row.entered_by) if row.entered_by else None
    rows = store.figures_of(desk.session, row.id)
    return BulletinCard(
        id=row.id or 0,
        version=row.version,
        quarter=row.quarter,
        court=row.court,
        office=access.agency(desk, row.agency_id).short_name,
        received_on=row.received_on,
        entered_by=entered.name if entered else "",
        state=BulletinState(row.state),
        theirs=Side(sum(one.heard for one in rows), sum(one.attended for one in rows)),
        ours=Side(0, 0),
        units=len(rows),
        unknown=tuple(court.unknown(desk, row)),
        unread=tuple(row.facts.get("unread") or ()),
        doubts=court.doubted(desk, row),
        files=len(files.of(desk, court.subject_of(row))),
        may=court.may_write(desk, row),
        of_court=True,
    )


def _left(desk: Desk, running: Sequence[Duty]) -> Distance | None:
    first = min(running, key=lambda one: one.obey, default=None)
    return distance(desk.house.law.calendar, desk.today, first.obey, first.deadline) if first is not None else None


def units(desk: Desk, bulletin_id: int, page: int = 0) -> Page[UnitLine]:
    """Both sides of each unit with something heard; those that got a letter the quarter before, first."""
    row = court.visible(desk, bulletin_id)
    found = _units(desk, row, ours.beside(desk, row))
    return cut(sorted(found, key=lambda one: not one.letter), page, PAGE)


def _units(desk: Desk, row: CourtBulletin, both: ours.Beside) -> list[UnitLine]:
    before, written_to = _before(desk, row)
    written = _written(desk, row)
    found = [
        UnitLine(
            unit.id or 0,
            unit.short_name,
            both.theirs.get(unit.id or 0),
            both.ours.get(unit.id or 0),
            "、".join(one for one in written.get(unit.id or 0, ()) if one != unit.short_name),
            before.get(unit.id or 0),
            unit.id in written_to,
        )
        for unit in names.units(desk, row.agency_id)
    ]
    return [one for one in found if one.theirs is not None or one.ours is not None or one.letter]


def _written(desk: Desk, row: CourtBulletin) -> dict[int, list[str]]:
    """What the court wrote for each unit: several names where it counts by itself what belongs to one whole."""
    found: dict[int, list[str]] = {}
    for one in store.figures_of(desk.session, row.id):
        if one.agency_id:
            found.setdefault(one.agency_id, []).append(one.name)
    return found


def _before(desk: Desk, row: CourtBulletin) -> tuple[dict[int, Side], set[int]]:
    """The court's figures of the quarter before, and the units that got a letter because of them."""
    period = periods.of_key(row.quarter)
    if period is None:
        return {}, set()
    rows = store.of_quarter(desk.session, row.agency_id, period.previous.key, (court.RECORDED,))
    sides: dict[int, Side] = {}
    to: set[int] = set()
    for one in rows:
        sides |= ours.theirs(desk, one)
        candidates = store.candidates_of(desk.session, one.id)
        to |= {each.agency_id for each in candidates if each.state == CandidateState.ISSUED}
    return sides, to


# -- candidates --------------------------------------------------------------------------------------------------------


def candidates(desk: Desk, bulletin_id: int, page: int = 0) -> Page[CandidateLine]:
    """Those to be decided first. Raises Missing."""
    row = court.visible(desk, bulletin_id)
    rows = store.candidates_of(desk.session, row.id)
    ordered = sorted(rows, key=lambda one: (_ORDER.index(CandidateState(one.state)), one.agency_id, one.id or 0))
    shown = cut(ordered, page, PAGE)
    return Page(tuple(_candidate(desk, one) for one in shown.items), shown.number, shown.total, PAGE)


def _candidate(desk: Desk, one: LetterCandidate) -> CandidateLine:
    unit = access.agency(desk, one.agency_id).short_name
    return CandidateLine(one.id or 0, unit, Ground(one.ground), CandidateState(one.state), one.values)


def candidate(desk: Desk, candidate_id: int) -> CandidateCard:
    """Raises Missing."""
    one, row = letters.found(desk, candidate_id)
    decider = desk.session.get(Person, one.by) if one.by else None
    letter = desk.session.get(Document, one.document_id) if one.document_id else None
    rule = letters.rule_of(desk, row.agency_id)
    return CandidateCard(
        line=_candidate(desk, one),
        version=one.version,
        bulletin=row.id or 0,
        quarter=row.quarter,
        citation=(rule.source.zh, rule.source.en) if rule else ("", ""),
        reason=one.reason,
        by=decider.name if decider else "",
        at=one.at,
        document=letter.id or 0 if letter else 0,
        document_state=STATE_NAMES[letter.state] if letter else "",
        document_number=(letter.number or "") if letter else "",
        due=_due(desk, row, one),
        may=court.may_write(desk, row),
    )


def _due(desk: Desk, row: CourtBulletin, one: LetterCandidate) -> date | None:
    found = [duty.obey for duty in letters.tasks(desk, row, one.agency_id)]
    duty = letters.general(desk, row)
    return found[0] if found else duty.obey if duty is not None else None
