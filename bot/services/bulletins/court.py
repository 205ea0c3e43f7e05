"""The court's bulletin of a quarter: entered as a draft, its units named, recorded; corrected later, never overwritten
without a trace. Only who leads a branch enters it; who assesses reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from bot.domain.bulletins.court_acts import (
    BULLETIN_ENTERED,
    BULLETIN_FILED,
    BULLETIN_NAMED,
    BULLETIN_READ,
    BULLETIN_UNIT,
    BULLETIN_VOID,
)
from bot.domain.bulletins.court_figures import BulletinState, FigureLine, Read, doubts, from_cases, odd
from bot.domain.figures import periods
from bot.domain.hall.access import Action
from bot.domain.hall.acts import Act
from bot.domain.hall.errors import Missing, NotAllowed, Refused, Stale, reasoned
from bot.domain.hall.problems import Problem, problem
from bot.domain.hall.subjects import About, Subject
from bot.domain.hall.terms import AgencyKind, Role
from bot.domain.law.explanations import Named
from bot.services.bulletins import names
from bot.services.hall import access, files
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.agencies import queries as agencies_store
from bot.store.bulletins import court as store
from bot.store.tables import Agency, CourtBulletin, CourtCase, CourtFigure

DRAFT, RECORDED, VOID = (one.value for one in BulletinState)
OUTSIDE = "outside"
"""Fact of a bulletin: names of units that are none of ours, as somebody said."""


# -- who ---------------------------------------------------------------------------------------------------------------


def offices(desk: Desk) -> list[Agency]:
    """The offices for which the actor enters bulletins: the actor is their coordinator, and they lead a branch."""
    mine = desk.actor.agencies(Role.COORDINATOR)
    return [access.agency(desk, one) for one in mine if agencies_store.paths_led_by(desk.session, one)]


def courts(desk: Desk, office_id: int) -> list[Agency]:
    """The courts of an office's branch, the highest first."""
    path = names.branch_of(desk, office_id)
    rows = agencies_store.open_agencies(desk.session)
    found = [one for one in rows if one.kind is AgencyKind.COURT and one.path.startswith(path)]
    return sorted(found, key=lambda one: one.path.count("/"))


def readable(desk: Desk) -> list[int]:
    """The offices whose bulletins the actor may read."""
    access.require_somewhere(desk, Action.EXPORT)
    return [agency.id or 0 for agency in access.within(desk, Action.EXPORT)]


def may_read(desk: Desk, office_id: int) -> bool:
    return desk.is_system or desk.actor.may(Action.EXPORT, access.agency(desk, office_id).path)


def may_write(desk: Desk, office_id: int) -> bool:
    """The office's own coordinators."""
    return desk.is_system or office_id in desk.actor.agencies(Role.COORDINATOR)


def visible(desk: Desk, bulletin_id: int) -> CourtBulletin:
    """Raises Missing: there is none, or it is not the actor's to see."""
    row = desk.session.get(CourtBulletin, bulletin_id)
    if row is None or row.state == VOID or not may_read(desk, row.agency_id):
        raise Missing
    return row


def writable(desk: Desk, bulletin_id: int, version: int | None = None) -> CourtBulletin:
    """The row, locked for a change.

    Raises:
        Missing: as `visible`. NotAllowed: the actor only reads it. Stale: it changed since `version`.
    """
    visible(desk, bulletin_id)
    row = store.locked(desk.session, bulletin_id)
    if row is None or row.state == VOID:
        raise Missing
    if not may_write(desk, row.agency_id):
        raise NotAllowed
    if version is not None and row.version != version:
        raise Stale
    return row


def of_file(desk: Desk, bulletin_id: int) -> int | None:
    """Whether the actor may have its files; it belongs to no case. Raises Missing."""
    visible(desk, bulletin_id)
    return None


def subject_of(row: CourtBulletin) -> Subject:
    return About.COURT_BULLETIN(row.id)


# -- entering ----------------------------------------------------------------------------------------------------------


def quarter(text: str) -> periods.Period:
    """Raises Refused: the text names no quarter."""
    found = periods.of_key(text)
    if found is None or found.span is not periods.Span.QUARTER:
        raise Refused("Please name a quarter, as 2026Q3.").about("quarter")
    return found


def check_day(desk: Desk, period: periods.Period, received: date) -> None:
    """Raises Refused: no bulletin comes in before its quarter is over, or on a day that has not come yet."""
    if received <= period.last:
        raise Refused(
            "The quarter ends on {last}; its bulletin cannot have come in on {date}.", last=period.last, date=received
        ).about("received")
    if received > desk.today:
        raise Refused("{date} has not come yet.", date=received).about("received")


def enter(
    desk: Desk,
    office_id: int,
    quarter_key: str,
    received: date,
    court: str,
    read: Read,
    given: Sequence[dict[str, Any]] = (),
) -> CourtBulletin:
    """A draft with what was read: nothing follows from it before it is recorded.

    Raises:
        NotAllowed: the actor is no coordinator of an office that leads a branch.
        Refused: the quarter is not over; the day does not fit; this court's bulletin of the quarter is there already.
    """
    if office_id not in {one.id for one in offices(desk)}:
        raise NotAllowed
    period = quarter(quarter_key)
    check_day(desk, period, received)
    store.lock_office(desk.session, office_id)
    there = store.of_quarter(desk.session, office_id, period.key, (DRAFT, RECORDED))
    if any(one.court == court for one in there):
        raise Refused("This court’s bulletin of the quarter is there already; please correct that one.").about(
            "quarter"
        )
    row = CourtBulletin(
        agency_id=office_id,
        court=court[:60],
        quarter=period.key,
        received_on=received,
        entered_by=desk.actor.person_id or None,
        entered_at=desk.now,
        state=DRAFT,
    )
    desk.session.add(row)
    desk.session.flush()
    written(desk, row, BULLETIN_ENTERED, new={"quarter": row.quarter, "received_on": received.isoformat()}, bump=False)
    if not read.empty:
        _take(desk, row, read)
    if given:
        files.keep(desk, subject_of(row), [dict(one) for one in given])
    return row


def take(
    desk: Desk, bulletin_id: int, version: int, read: Read, given: Sequence[Mapping[str, Any]] = ()
) -> CourtBulletin:
    """Figures in the place of those that are there: what stood there before stays in the record of what was done.

    Raises:
        Missing, NotAllowed, Stale: as `writable`. Refused: nothing was read, or a line cannot be so.
    """
    row = writable(desk, bulletin_id, version)
    if read.empty and not given:
        raise Refused("No figures were found in this.")
    if given:
        files.keep(desk, subject_of(row), [dict(one) for one in given])
        written(desk, row, BULLETIN_FILED, new={"files": len(given)})
    if not read.empty:
        _take(desk, row, read)
    return row


def _take(desk: Desk, row: CourtBulletin, read: Read) -> None:
    lines = read.lines or from_cases(read.cases)
    for line in lines:
        wrong = odd(line)
        if wrong is not None:
            raise Refused.because(wrong).about("figures")
    before = [[one.name, one.heard, one.attended, one.principal] for one in store.figures_of(desk.session, row.id)]
    known = {one.name: one.agency_id for one in store.figures_of(desk.session, row.id)}
    for old in (*store.figures_of(desk.session, row.id), *store.cases_of(desk.session, row.id)):
        desk.session.delete(old)
    desk.session.flush()
    for line in lines:
        desk.session.add(_figure(desk, row, line, known))
    for case in read.cases:
        unit = known.get(case.name) or names.meant(desk, row.agency_id, case.name)
        desk.session.add(
            CourtCase(bulletin_id=row.id or 0, agency_id=unit, number=case.number, name=case.name,
                      attended=case.attended, reason=case.reason)
        )  # fmt: skip
    total = read.total
    row.facts = {
        **row.facts,
        "total": [total.heard, total.attended] if total else None,
        "rates": {one.name: str(one.rate) for one in lines if one.rate is not None},
        "unread": list(read.unread)[:20],
        "says": read.quarter,
    }
    written(desk, row, BULLETIN_READ, old={"before": before}, new={"units": len(lines), "cases": len(read.cases)})


def _figure(desk: Desk, row: CourtBulletin, line: FigureLine, known: Mapping[str, int | None]) -> CourtFigure:
    return CourtFigure(
        bulletin_id=row.id or 0,
        agency_id=known.get(line.name) or names.meant(desk, row.agency_id, line.name),
        name=line.name,
        heard=line.heard,
        attended=line.attended,
        principal=line.principal,
        note=line.note,
    )


def figure(desk: Desk, figure_id: int) -> CourtFigure:
    """Raises Missing."""
    found = desk.session.get(CourtFigure, figure_id)
    if found is None:
        raise Missing
    visible(desk, found.bulletin_id)
    return found


def set_unit(
    desk: Desk, bulletin_id: int, version: int, unit_id: int, heard: int, attended: int, principal: int | None
) -> CourtBulletin:
    """The figures of one unit: added, or corrected. Old and new are written down.

    Raises:
        Missing, NotAllowed, Stale: as `writable`; Missing also for a unit that is none of the office's.
        Refused: the figures cannot be so.
    """
    row = writable(desk, bulletin_id, version)
    unit = next((one for one in names.units(desk, row.agency_id) if one.id == unit_id), None)
    if unit is None:
        raise Missing
    wrong = odd(FigureLine(unit.short_name, heard, attended, principal))
    if wrong is not None:
        raise Refused.because(wrong).about("heard", "attended")
    rows = [one for one in store.figures_of(desk.session, row.id) if one.agency_id == unit_id]
    one = rows[0] if rows else CourtFigure(bulletin_id=row.id or 0, agency_id=unit_id, name=unit.short_name)
    old = {"heard": one.heard, "attended": one.attended, "principal": one.principal} if rows else {}
    one.heard, one.attended, one.principal = heard, attended, principal
    desk.session.add(one)
    new = {"unit": unit.short_name, "heard": heard, "attended": attended, "principal": principal}
    row.facts = {**row.facts, "rates": {k: v for k, v in (row.facts.get("rates") or {}).items() if k != one.name}}
    return written(desk, row, BULLETIN_UNIT, old=old, new=new)


# -- which unit is meant -----------------------------------------------------------------------------------------------


def _rows(desk: Desk, row: CourtBulletin) -> list[CourtFigure | CourtCase]:
    return [*store.figures_of(desk.session, row.id), *store.cases_of(desk.session, row.id)]


def unknown(desk: Desk, row: CourtBulletin) -> list[str]:
    """Names of the court of which nobody has said yet whom they mean."""
    outside = set(row.facts.get(OUTSIDE) or ())
    named = dict.fromkeys(one.name for one in _rows(desk, row) if one.agency_id is None and one.name)
    return [name for name in named if name not in outside]


def say_who(desk: Desk, bulletin_id: int, version: int, place: int, unit_id: int) -> CourtBulletin:
    """Which unit the court means by an unknown name (its place among them); 0: none of ours.

    Raises: Missing, NotAllowed, Stale: as `writable`; Missing also for a unit that is none of the office's.
    """
    row = writable(desk, bulletin_id, version)
    asked = unknown(desk, row)
    if not 0 <= place < len(asked):
        raise Stale
    name = asked[place]
    unit = next((one for one in names.units(desk, row.agency_id) if one.id == unit_id), None)
    if unit_id and unit is None:
        raise Missing
    if unit is None:
        row.facts = {**row.facts, OUTSIDE: sorted({*(row.facts.get(OUTSIDE) or ()), name})}
    else:
        for one in _rows(desk, row):
            if one.name == name and one.agency_id is None:
                one.agency_id = unit.id
                desk.session.add(one)
    return written(desk, row, BULLETIN_NAMED, new={"name": name, "unit": unit.short_name if unit else ""})


# -- what is wrong with it ---------------------------------------------------------------------------------------------


def doubted(desk: Desk, row: CourtBulletin) -> tuple[Problem, ...]:
    """What of its figures does not agree with itself."""
    rates = {name: Decimal(text) for name, text in (row.facts.get("rates") or {}).items()}
    lines = [
        FigureLine(one.name, one.heard, one.attended, one.principal, rates.get(one.name))
        for one in store.figures_of(desk.session, row.id)
    ]
    total, says = row.facts.get("total"), str(row.facts.get("says") or "")
    period = periods.of_key(says) if says not in ("", row.quarter) else None
    return (*_other(period), *doubts(lines, FigureLine("", int(total[0]), int(total[1])) if total else None))


def _other(period: periods.Period | None) -> Iterator[Problem]:
    """The text speaks of this quarter, and another one was said."""
    if period is not None:
        named = Named(period.label(chinese=True), period.label(chinese=False))
        yield problem("The text speaks of another quarter: {quarter}.", quarter=named)


def void(desk: Desk, bulletin_id: int, version: int, reason: str) -> CourtBulletin:
    """A draft that nobody needs. One that was recorded stays: it is corrected.

    Raises: Missing, NotAllowed, Stale: as `writable`. Refused: it was recorded, or no reason is given.
    """
    row = writable(desk, bulletin_id, version)
    if row.state != DRAFT:
        raise Refused("It was recorded; please correct its figures instead.")
    words = reasoned(reason)
    row.state = VOID
    return written(desk, row, BULLETIN_VOID, new={"quarter": row.quarter}, reason=words)


def written(desk: Desk, row: CourtBulletin, act: Act, *, bump: bool = True, **audit: Any) -> CourtBulletin:
    """Write down what was done, and show the new state wherever it is shown."""
    if bump:
        row.revise()
    desk.session.add(row)
    desk.session.flush()
    desk.audit(act, subject_of(row), agency_id=row.agency_id, **audit)
    outbox.refresh(desk, subject_of(row))
    return row
