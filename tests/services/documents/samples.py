"""Kinds of documents that no county has, and the steps that the stories about them share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlmodel import select

from bot.domain.hall.terms import PaperKind
from bot.law.forms.shelf import load_kinds
from bot.services.duties import duties
from bot.services.hall.desk import Desk
from bot.store.tables import Document, Duty, Paper, PrintJob
from tests.builders import County, county
from tests.houses import LAW
from tests.rig import Rig, open_rig
from tests.services.duties.steps import add_paper

KINDS = load_kinds(shipped=Path(__file__).parent / "kinds")
LAW_OF_SAMPLES = replace(LAW, kinds=KINDS)
APRIL_2 = date(2026, 4, 2)
FILE = {"name": "signed.pdf", "mime": "application/pdf", "size": 12, "id": "f1"}


@asynccontextmanager
async def office(folder: Path, database: str = "") -> AsyncIterator[tuple[Rig, County]]:
    """The whole bot with these kinds, in the county."""
    async with open_rig(folder, database=database, law=LAW_OF_SAMPLES) as rig:
        yield rig, await county(rig)


def lost(desk: Desk, agency_id: int) -> Duty:
    """A judgment that the agency lost has taken effect: it owes a report (SS20)."""
    case, paper = add_paper(desk, agency_id, PaperKind.JUDGMENT_FIRST, APRIL_2)
    case.plaintiff, paper.facts = "刘长顺", {"outcome": "revoked"}
    paper.effective_on = APRIL_2
    found = duties.start(
        desk, trigger="judgment_effective", on=APRIL_2, case=case, paper=paper, agency_id=agency_id, announced=True
    )
    return next(duty for duty in found if duty.rule == "SS20")


def appealing(desk: Desk, agency_id: int) -> tuple[Paper, dict[str, Duty]]:
    """A judgment came, and the agency wants to appeal (SS19)."""
    case, paper = add_paper(desk, agency_id, PaperKind.JUDGMENT_FIRST, APRIL_2)
    paper.facts = {"outcome": "revoked", "appeal_wanted": True}
    found = duties.start(
        desk,
        trigger=PaperKind.JUDGMENT_FIRST.value,
        on=APRIL_2,
        case=case,
        paper=paper,
        agency_id=agency_id,
        announced=True,
    )
    return paper, {duty.rule: duty for duty in found}


def given(rig: Rig, **more: Any) -> dict[str, Any]:
    """A file as forms collect it, with its bytes in the store."""
    return {**FILE, "hash": rig.house.files.put(b"%PDF-1.4 signed"), **more}


async def document(rig: Rig, document_id: int | None) -> Document:
    found = await rig.database.read(lambda session: session.get(Document, document_id))
    assert found is not None
    return found


async def duty(rig: Rig, duty_id: int | None) -> Duty:
    found = await rig.database.read(lambda session: session.get(Duty, duty_id))
    assert found is not None
    return found


async def jobs(rig: Rig) -> list[PrintJob]:
    return list(await rig.database.read(lambda session: session.exec(select(PrintJob)).all()))
