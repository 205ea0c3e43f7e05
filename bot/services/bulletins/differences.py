"""Differences between the court's bulletin and our count: found anew whenever they are looked at, settled by people."""

from __future__ import annotations

from collections import Counter

from bot.domain.bulletins.comparing import (
    DifferenceKind,
    Gap,
    Known,
    Settlement,
    changes,
    is_other_court,
    of_cases,
    of_units,
)
from bot.domain.bulletins.court_acts import DIFFERENCE_SETTLED
from bot.domain.bulletins.court_cards import DifferenceCard, DifferenceLine
from bot.domain.hall.errors import Missing, Refused, Stale, reasoned
from bot.domain.hall.paging import Page, cut
from bot.domain.hall.subjects import About
from bot.services.bulletins import court
from bot.services.bulletins.ours import Beside, beside
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.bulletins import court as store
from bot.store.tables import CourtBulletin, Difference, Person

PAGE = 6
NOTE_LENGTH = 500


def refresh(desk: Desk, row: CourtBulletin, found: Beside | None = None) -> int:
    """Bring the open differences up to date; how many there are. Settled ones stay as they were settled."""
    both = found or beside(desk, row)
    wanted = [*of_units(both.ours, both.theirs, elsewhere(both, row.court))]
    if both.their_cases:
        wanted += of_cases(both.our_cases, both.their_cases, row.court)
    rows = {one.id: one for one in store.differences_of(desk.session, row.id)}
    known = [Known(one.id or 0, _gap(one), one.settled_at is not None) for one in rows.values()]
    change = changes(known, wanted)
    for number in change.gone:
        desk.session.delete(rows[number])
    for number, gap in change.moved:
        rows[number].ours, rows[number].theirs = gap.figures
        rows[number].case_id = gap.case_id
        desk.session.add(rows[number])
    for gap in change.new:
        ours, theirs = gap.figures
        desk.session.add(
            Difference(bulletin_id=row.id or 0, kind=gap.kind.value, agency_id=gap.agency_id, case_id=gap.case_id,
                       number=gap.number, ours=ours, theirs=theirs)
        )  # fmt: skip
    desk.session.flush()
    return sum(not one.settled for one in known) - len(change.gone) + len(change.new)


def elsewhere(both: Beside, writer: str) -> Counter[int]:
    """By unit: how many of our cases another court heard than the one that wrote the bulletin."""
    return Counter(one.agency_id for one in both.our_cases if is_other_court(one.court, writer))


def _gap(one: Difference) -> Gap:
    return Gap(DifferenceKind(one.kind), one.agency_id, one.ours, one.theirs, one.number, one.case_id)


def counted(desk: Desk, row: CourtBulletin) -> tuple[int, int]:
    """How many are open, how many settled."""
    rows = store.differences_of(desk.session, row.id)
    settled = sum(one.settled_at is not None for one in rows)
    return len(rows) - settled, settled


def listed(desk: Desk, bulletin_id: int, page: int = 0) -> Page[DifferenceLine]:
    """Open ones first. Raises Missing: as `court.visible`."""
    row = court.visible(desk, bulletin_id)
    shown = cut(store.differences_of(desk.session, row.id), page, PAGE)
    items = tuple(_line(desk, one) for one in shown.items)
    return Page(items, shown.number, shown.total, PAGE)


def _line(desk: Desk, one: Difference) -> DifferenceLine:
    unit = access.agency(desk, one.agency_id).short_name if one.agency_id else str(one.theirs.get("name") or "")
    return DifferenceLine(
        id=one.id or 0,
        kind=DifferenceKind(one.kind),
        unit=unit,
        number=one.number,
        ours=one.ours,
        theirs=one.theirs,
        choice=Settlement(one.choice) if one.choice else None,
    )


def visible(desk: Desk, difference_id: int) -> tuple[Difference, CourtBulletin]:
    """Raises Missing: there is none, or its bulletin is not the actor's to see."""
    one = desk.session.get(Difference, difference_id)
    if one is None:
        raise Missing
    return one, court.visible(desk, one.bulletin_id)


def seen(desk: Desk, difference_id: int) -> str:
    """What a person who settles it has before the eyes, for `settle`.

    Raises:
        Missing, NotAllowed: as `court.writable`. Stale: it is settled.
    """
    one, row = visible(desk, difference_id)
    court.writable(desk, row.id or 0)
    if one.settled_at is not None:
        raise Stale
    return _shown(one)


def _shown(one: Difference) -> str:
    figures = [sorted(side.items()) for side in (one.ours, one.theirs)]
    return f"{one.bulletin_id}|{one.kind}|{one.agency_id}|{one.number}|{figures}"


def card(desk: Desk, difference_id: int) -> DifferenceCard:
    """One with both figures, and how it was settled. Raises Missing."""
    one, row = visible(desk, difference_id)
    settler = desk.session.get(Person, one.settled_by) if one.settled_by else None
    return DifferenceCard(
        line=_line(desk, one),
        bulletin=row.id or 0,
        quarter=row.quarter,
        court=row.court,
        case=one.case_id or 0,
        note=one.note,
        settled_by=settler.name if settler else "",
        settled_at=one.settled_at,
        may=court.may_write(desk, row),
    )


def settle(desk: Desk, difference_id: int, choice: str, note: str, before: str | None = None) -> Difference:
    """A person says what it comes to. Neither side's figures change by that. `before` is what the person has `seen`:
    one that fell away gives its id to another on SQLite, and figures change while somebody writes.

    Raises:
        Missing, NotAllowed: as `court.writable`. Stale: somebody settled it meanwhile, or it is another one now.
        Refused: no note, or no such choice.
    """
    visible(desk, difference_id)
    one = store.locked_difference(desk.session, difference_id)
    if one is None:
        raise Missing
    row = court.writable(desk, one.bulletin_id)
    if one.settled_at is not None or before not in (None, _shown(one)):
        raise Stale
    if choice not in {each.value for each in Settlement}:
        raise Refused("Please choose how it is settled.").about("choice")
    one.choice, one.note = choice, reasoned(note)[:NOTE_LENGTH]
    one.settled_at, one.settled_by = desk.now, desk.actor.person_id or None
    desk.session.add(one)
    desk.session.flush()
    unit = _line(desk, one).unit
    desk.audit(
        DIFFERENCE_SETTLED,
        About.DIFFERENCE(one.id),
        agency_id=row.agency_id,
        case_id=one.case_id,
        new={"unit": unit, "number": one.number, "choice": choice},
        reason=one.note,
    )
    outbox.refresh(desk, court.subject_of(row))
    return one
