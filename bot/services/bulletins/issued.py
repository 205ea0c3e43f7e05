"""Our own bulletins as they were issued: listed, looked at, sent to the units with receipts.

Whoever is of a unit sees the ranking from here alone: as it was issued, and only where it names units.
"""

from __future__ import annotations

from typing import Any

from bot.domain.bulletins.own import KINDS, QUARTERLY, IssuedLine, IssuedList, IssuedView, Place
from bot.domain.circulars.circulars import Part
from bot.domain.hall.errors import Missing, NotAllowed, Refused, Stale
from bot.domain.hall.paging import cut
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import AgencyKind, Role
from bot.services.bulletins import offices
from bot.services.circulars import carried
from bot.services.hall import access, files
from bot.services.hall.desk import Desk
from bot.store.agencies import queries as agencies_store
from bot.store.bulletins import issued as store
from bot.store.documents import queries as documents_store
from bot.store.tables import Circular, Document, Issued

PER_PAGE, PLACES = 6, 12
_NO_UNITS = frozenset({AgencyKind.COURT, AgencyKind.INTERNAL, AgencyKind.DISPATCHED})
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def ranking(desk: Desk) -> int:
    """The newest quarterly bulletin that shows its units, of the actor's office: what a unit's people may see of the
    others. 0 where nothing of the kind was issued yet, or nothing is the actor's to see."""
    try:
        rows = _rows(desk)
    except NotAllowed:
        return 0
    named = (one for one in rows if one.kind == KINDS[QUARTERLY] and one.figures.get("units"))
    return next((one.id or 0 for one in named), 0)


def _mine(desk: Desk, agency_id: int) -> bool:
    return agency_id in desk.actor.agencies(Role.COORDINATOR)


def listed(desk: Desk, page: int = 0) -> IssuedList:
    """The bulletins of the actor's office, the newest first; who does not issue them sees the quarterly ones.

    Raises NotAllowed for whoever belongs to nothing.
    """
    rows = [one for one in _rows(desk) if _visible(desk, one)]
    names = [one.short_name for one in offices.read(desk)]
    return IssuedList("、".join(names[:3]), cut([_line(desk, one) for one in rows], page, PER_PAGE))


def _rows(desk: Desk) -> list[Issued]:
    """What the actor's offices issued, the newest first. Raises NotAllowed."""
    found = [row for one in offices.read(desk) for row in store.of_agency(desk.session, one.id or 0)]
    return sorted(found, key=lambda row: row.id or 0, reverse=True)


def _visible(desk: Desk, row: Issued) -> bool:
    """A monthly table is for the office itself; a quarterly one for every unit of the office, once it is out."""
    return _mine(desk, row.agency_id) or row.kind == KINDS[QUARTERLY]


def _line(desk: Desk, row: Issued) -> IssuedLine:
    document = desk.session.get_one(Document, row.document_id)
    rate = str(row.figures.get("rate") or "")
    return IssuedLine(row.id or 0, row.kind, row.period, document.number or "", row.at, rate, bool(row.reason))


def found(desk: Desk, issued_id: int) -> Issued:
    """Raises Missing where there is none, or it is not the actor's to see."""
    row = desk.session.get(Issued, issued_id)
    if row is None or not _visible(desk, row) or row.agency_id not in {one.id for one in offices.read(desk)}:
        raise Missing
    return row


def of(desk: Desk, issued_id: int, page: int = 0) -> IssuedView:
    """One of them, with the ranking as it was issued. Raises Missing or NotAllowed."""
    row = found(desk, issued_id)
    mine = _mine(desk, row.agency_id)
    newest = store.latest(desk.session, row.agency_id, row.period, row.kind)
    circular = carried.of(desk, About.ISSUED(row.id))
    places = [_place(n, one) for n, one in enumerate(row.figures.get("units") or (), 1)]
    return IssuedView(
        line=_line(desk, row),
        document=row.document_id if mine else 0,
        agency=access.agency(desk, row.agency_id).short_name,
        figures={name: str(value) for name, value in row.figures.items() if isinstance(value, str)},
        places=cut(places, page, PLACES) if places else None,
        reason=row.reason,
        corrections=len(row.corrections),
        mine=mine,
        newest=newest is not None and newest.id == row.id,
        sendable=len(_units(desk, row)) if mine and circular is None and _file(desk, row) else 0,
        board=circular.id or 0 if circular is not None and mine else 0,
    )


def _place(n: int, one: Any) -> Place:
    return Place(n, one["unit"], one["heard"], one["attended"], one["rate"], one.get("change", ""))


# -- to the units --------------------------------------------------------------------------------------------------


def _units(desk: Desk, row: Issued) -> list[int]:
    """Everybody for whom the office answers, but itself."""
    office = access.agency(desk, row.agency_id)
    below = [one for path in agencies_store.paths_led_by(desk.session, office.id or 0) for one in _below(desk, path)]
    return sorted({one for one in below if one != office.id and _is_unit(desk, one)})


def _below(desk: Desk, path: str) -> list[int]:
    return agencies_store.ids_below(desk.session, path)


def _is_unit(desk: Desk, agency_id: int) -> bool:
    return access.agency(desk, agency_id).kind not in _NO_UNITS


def _file(desk: Desk, row: Issued) -> Part | None:
    edition = documents_store.edition(desk.session, row.document_id, row.edition)
    kept = files.of(desk, About.EDITION(edition.id)) if edition is not None else []
    return Part.stored(kept[0].name, kept[0].hash, kept[0].size, kept[0].mime or WORD) if kept else None


def send(desk: Desk, issued_id: int) -> Circular:
    """Send a quarterly bulletin to the people of all units, to be signed for.

    Raises:
        Missing: it is not there. NotAllowed: it is not the actor's to send. Stale: it was sent, or issued again since.
        Refused: its file is not made yet, or nobody is here to get it.
    """
    row = found(desk, issued_id)
    if not _mine(desk, row.agency_id) or row.kind != KINDS[QUARTERLY]:
        raise NotAllowed
    store.locked(desk.session, row.id)
    newest = store.latest(desk.session, row.agency_id, row.period, row.kind)
    if newest is None or newest.id != row.id or carried.of(desk, About.ISSUED(row.id)) is not None:
        raise Stale
    part = _file(desk, row)
    if part is None:
        raise Refused("The paper is still being made. Please try again in a moment.")
    document = desk.session.get_one(Document, row.document_id)
    kind = desk.house.law.kinds[document.kind]
    return carried.send(
        desk,
        carried.Letter(
            origin=About.ISSUED(row.id),
            sender_id=row.agency_id,
            agency_id=0,
            agencies=tuple(_units(desk, row)),
            title=f"《{kind.zh}》",
            number=document.number or "",
            signed_by=access.agency(desk, row.agency_id).name,
            parts=(part,),
        ),
    )
