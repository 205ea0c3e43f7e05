"""Papers of a period that no duty asks for, and the nil report in one tap."""

from __future__ import annotations

from datetime import date

from bot.domain.documents.documents import OPEN
from bot.domain.documents.event_papers import AGENDA
from bot.domain.hall.errors import Refused
from bot.domain.law.recurring import label_of, period_of
from bot.domain.law.triggers import Trigger
from bot.services.documents import drafting, filling, plans, steps
from bot.services.duties import acts
from bot.services.duties.papers import NIL
from bot.services.hall.desk import Desk
from bot.store.documents import queries as documents_store
from bot.store.tables import Document

NOTHING = ("held", "planned")
"""The lists of a report that are empty where there is nothing to report."""


def agenda(desk: Desk) -> Document:
    """The papers of this quarter's joint conference, for the actor's own coordinating agency; the draft that is there
    already, also of one that is set up as an event. Raises NotAllowed."""
    agency, period = plans.own_agency(desk), quarter(desk.today)
    there = agendas(desk, agency.id or 0, period)
    return there[-1] if there else drafting.begin(desk, AGENDA, agency_id=agency.id, period=period)


def agendas(desk: Desk, agency_id: int, period: str) -> list[Document]:
    """Drafts of what is on the table of a quarter's conference."""
    return [one for one in documents_store.of_period(desk.session, AGENDA, period, [agency_id]) if one.state in OPEN]


def quarter(day: date) -> str:
    """The quarter of a day, as documents keep it."""
    return label_of(period_of(Trigger.QUARTER_END, day))


def nil(desk: Desk, duty_id: int, version: int) -> Document:
    """零报告: the report of a period in which nothing happened, handed in with one tap.

    Raises:
        Missing, NotAllowed: as `drafting.begin_for`.
        Stale: the duty was closed or changed meanwhile.
        Refused: there is something to report; the sentence says so.
    """
    duty = acts.finishable(desk, duty_id)
    acts.check(duty, version, duty.state)
    document = drafting.begin_for(desk, duty_id)
    if document.state not in OPEN:
        return document
    raw = filling.raw(desk, document.id or 0)
    if any(raw.get(name) for name in NOTHING):
        raise Refused("There are hearings to report, so this is no nil report. Please check the report and submit it.")
    document = drafting.set_values(desk, document.id or 0, document.version, {NIL: True})
    return steps.submit(desk, document.id or 0, document.version)
