"""A step that nobody does: its people are reminded, then alarmed, and those above with them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlmodel import select

from bot.domain.hall.terms import SendState
from bot.services.documents import drafting, steps
from bot.store.tables import Document, OutboxRow
from tests.builders import County, person
from tests.rig import Rig
from tests.services.documents.samples import appealing, office

Office = tuple[Rig, County]


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Office]:
    async with office(tmp_path) as opened:
        yield opened


async def submitted(here: Office) -> Document:
    """A letter that waits for the bureau's review, the last day of which is 14 April: three working days before the
    appeal ends on 17 April."""
    rig, county = here
    paper, _ = await rig.work(lambda desk: appealing(desk, county.resources))
    about = {"case_id": paper.case_id, "paper_id": paper.id, "values": {"view": "上诉"}}

    def write(desk: object) -> Document:
        row = drafting.begin(desk, "reviewed_letter", agency_id=county.resources, **about)  # type: ignore[arg-type]
        return steps.submit(desk, row.id or 0, row.version)  # type: ignore[arg-type]

    return await rig.work(write, actor=await person(rig, county.liaison))


async def said(rig: Rig, row: Document, topic: str) -> list[tuple[str, int | None]]:
    """Day and reader of every message of a topic that went out about the document, also within another message."""
    statement = select(OutboxRow).where(OutboxRow.subject == f"document:{row.id}", OutboxRow.topic == topic)
    rows = await rig.database.read(lambda s: s.exec(statement.order_by(OutboxRow.due_at)).all())  # type: ignore[arg-type]
    gone = [one for one in rows if one.state in (SendState.SENT, SendState.CARRIED) and one.person_id]
    return [(f"{one.due_at.astimezone(rig.house.zone):%m-%d %H:%M}", one.person_id) for one in gone]


async def test_who_has_the_step_is_told_then_reminded_then_alarmed(here: Office) -> None:
    rig, county = here
    row = await submitted(here)
    both = {county.ids[county.coordinator], county.ids[county.coordinator2]}
    await rig.to("2026-04-02 09:05")
    assert {who for _, who in await said(rig, row, "doc.next")} == both
    await rig.to("2026-04-14 17:00")
    assert await said(rig, row, "doc.silent") == []
    reminded = await said(rig, row, "doc.remind")
    assert {who for _, who in reminded} == both
    assert "04-14 09:00" in {when for when, _ in reminded}
    await rig.to("2026-04-16 12:00")
    alarmed = await said(rig, row, "doc.silent")
    assert both <= {who for _, who in alarmed}
    assert county.ids[county.justice_principal] in {who for _, who in alarmed}
    assert min(when for when, _ in alarmed) >= "04-14 17:00"
    strangers = {county.ids[who] for who in (county.liaison, county.principal, county.police_liaison)}
    assert not strangers & {who for _, who in alarmed}


async def test_nobody_is_alarmed_of_a_step_that_was_done(here: Office) -> None:
    rig, county = here
    row = await submitted(here)
    who = await person(rig, county.coordinator)
    await rig.work(lambda d: steps.send_back(d, row.id or 0, row.version, "理由不足"), actor=who)
    await rig.to("2026-04-16 12:00")
    assert await said(rig, row, "doc.silent") == []
    assert {one for _, one in await said(rig, row, "doc.returned")} == {
        county.ids[county.liaison],
        county.ids[county.deputy],
    }
