"""Steps that the stories of duties share: papers served, duties and planned messages as they stand."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import select

from bot.domain.hall.terms import PaperKind, SendState
from bot.services.cases import cases, papers
from bot.services.cases.papers import Envelope
from bot.services.duties import duties
from bot.services.hall.desk import Desk
from bot.store.tables import Case, Duty, OutboxRow, Paper
from tests.builders import County
from tests.rig import Rig

NUMBER = "（2026）鲁0831行初12号"
APRIL_2 = date(2026, 4, 2)


def add_paper(desk: Desk, agency_id: int, kind: PaperKind, served_on: date) -> tuple[Case, Paper]:
    case = cases.open_case(desk, NUMBER, agency_id=agency_id)
    paper = Paper(case_id=case.id or 0, agency_id=agency_id, kind=kind, served_on=served_on, entered_at=desk.now)
    desk.session.add(paper)
    desk.session.flush()
    return case, paper


def serve(desk: Desk, agency_id: int, kind: PaperKind, served_on: date = APRIL_2, **facts: Any) -> list[Duty]:
    case, paper = add_paper(desk, agency_id, kind, served_on)
    paper.facts = facts
    return duties.start(
        desk, trigger=kind.value, on=served_on, case=case, paper=paper, agency_id=agency_id, announced=True
    )


def record(here: County, *kinds: PaperKind, **more: Any) -> Any:
    envelope = Envelope(NUMBER, here.resources, kinds, **{"served_on": APRIL_2, **more})
    return lambda desk: papers.record(desk, envelope)


async def planned(rig: Rig, subject: str = "") -> list[OutboxRow]:
    rows = await rig.database.read(
        lambda s: s.exec(select(OutboxRow).where(OutboxRow.state == SendState.PLANNED)).all()
    )
    return [row for row in rows if row.subject.startswith(subject)]


async def all_duties(rig: Rig) -> dict[str, Duty]:
    return {d.key: d for d in await rig.database.read(lambda s: s.exec(select(Duty)).all())}
