"""What a document rests on moves, or falls away: its duty is handed on, excused, open again; a claim is merged."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.domain.documents.cards import Fell
from bot.domain.documents.documents import DocumentState
from bot.domain.hall.errors import NotAllowed
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import DutyState
from bot.services.documents import cards, drafting, steps
from bot.services.duties import decisions, duties
from bot.services.hall.desk import Desk
from bot.store.documents import queries as documents_store
from bot.store.tables import Case, Document, Duty, Paper
from tests.builders import County, person
from tests.rig import Rig
from tests.services.documents.samples import appealing, document, duty, lost, office

pytestmark = pytest.mark.slow

Office = tuple[Rig, County]


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Office]:
    async with office(tmp_path) as opened:
        yield opened


async def act(here: Office, who: int, what: Any) -> Any:
    rig, _ = here
    return await rig.work(what, actor=await person(rig, who))


async def begun(here: Office, *, submit: bool = False) -> Document:
    rig, county = here
    owed = await rig.work(lambda desk: lost(desk, county.resources))

    def begin(desk: Desk) -> Document:
        row = drafting.for_duty(desk, owed, desk.house.law.kinds["plain_report"])
        row = drafting.set_values(desk, row.id or 0, row.version, {"why": "facts"})
        return steps.submit(desk, row.id or 0, row.version) if submit else row

    found: Document = await act(here, county.liaison, begin)
    return found


async def hand_on(here: Office, row: Document) -> Duty:
    _, county = here
    owed = await duty(here[0], row.duty_id)
    moved: Duty = await act(
        here,
        county.coordinator,
        lambda d: decisions.transfer(d, owed.id or 0, owed.version, county.police, "由公安局办理"),
    )
    return moved


async def test_a_draft_goes_to_the_unit_to_which_its_duty_is_handed(here: Office) -> None:
    rig, county = here
    row = await begun(here)
    moved = await hand_on(here, row)
    now = await document(rig, row.id)
    assert (now.agency_id, now.duty_id, now.state) == (county.police, moved.id, DocumentState.DRAFT)
    assert now.values == {"why": "facts"}
    with pytest.raises(NotAllowed):
        await act(here, county.liaison, lambda d: steps.submit(d, row.id or 0, now.version))
    kind = rig.house.law.kinds["plain_report"]
    again = await act(here, county.police_liaison, lambda d: drafting.for_duty(d, moved, kind))
    assert again.id == row.id, "the new unit goes on with it, and begins no second one"
    await act(here, county.police_liaison, lambda d: steps.submit(d, row.id or 0, now.version))
    assert (await duty(rig, moved.id)).state is DutyState.SUBMITTED
    assert (await duty(rig, row.duty_id)).state is DutyState.TRANSFERRED


async def test_what_is_not_owed_any_more_is_not_drafted_any_more_until_it_is_again(here: Office) -> None:
    rig, county = here
    row = await begun(here)
    owed = await duty(rig, row.duty_id)
    state, why = DutyState.NOT_APPLICABLE, "判决已被撤销"
    await act(here, county.coordinator, lambda d: decisions.dismiss(d, owed.id or 0, owed.version, state, why))
    now = await document(rig, row.id)
    assert now.state is DocumentState.VOID
    assert "已不适用（判决已被撤销）" in now.reason
    owed = await duty(rig, row.duty_id)
    await act(here, county.coordinator, lambda d: decisions.reopen(d, owed.id or 0, owed.version, "误操作"))
    back = await document(rig, row.id)
    assert (back.state, back.values, back.reason) == (DocumentState.DRAFT, {"why": "facts"}, "")
    await act(here, county.liaison, lambda d: steps.submit(d, row.id or 0, back.version))


async def test_what_somebody_declared_void_stays_void(here: Office) -> None:
    rig, county = here
    row = await begun(here)
    await act(here, county.liaison, lambda d: drafting.void(d, row.id or 0, row.version, "重写"))
    owed, state = await duty(rig, row.duty_id), DutyState.EXCUSED
    await act(here, county.coordinator, lambda d: decisions.dismiss(d, owed.id or 0, owed.version, state, "免除"))
    owed = await duty(rig, row.duty_id)
    await act(here, county.coordinator, lambda d: decisions.reopen(d, owed.id or 0, owed.version, "误操作"))
    assert (await document(rig, row.id)).state is DocumentState.VOID


async def test_a_void_paper_shows_no_duty_to_be_done(here: Office) -> None:
    rig, county = here
    row = await begun(here, submit=True)
    assert (await duty(rig, row.duty_id)).state is DutyState.SUBMITTED
    await act(here, county.liaison, lambda d: drafting.void(d, row.id or 0, row.version, "写错对象"))
    owed = await duty(rig, row.duty_id)
    assert (owed.state, owed.reason) == (DutyState.OPEN, "写错对象")
    kind = rig.house.law.kinds["plain_report"]
    again = await act(here, county.liaison, lambda d: drafting.for_duty(d, owed, kind))
    assert again.id != row.id


async def test_a_draft_says_that_its_court_paper_was_withdrawn(here: Office) -> None:
    rig, county = here
    paper, _ = await rig.work(lambda desk: appealing(desk, county.resources))
    about = {"case_id": paper.case_id, "paper_id": paper.id}
    row = await act(
        here,
        county.liaison,
        lambda d: drafting.begin(d, "reviewed_letter", agency_id=county.resources, **about),
    )
    assert (await act(here, county.liaison, lambda d: cards.of(d, row.id or 0))).fell is None

    def withdraw(desk: Desk) -> None:
        found = desk.session.get_one(Paper, paper.id)
        found.withdrawn = True
        desk.session.add(found)
        duties.cancel_for(desk, About.PAPER(paper.id), reason="登记错误")

    await rig.work(withdraw)
    assert (await act(here, county.liaison, lambda d: cards.of(d, row.id or 0))).fell is Fell.PAPER


async def test_the_documents_of_a_claim_go_into_the_case(here: Office) -> None:
    rig, county = here
    row = await begun(here)
    free = await rig.work(
        lambda d: drafting.prepare(d, "numbered_letter", agency_id=county.resources, case_id=row.case_id)
    )

    def merge(desk: Desk) -> int:
        paper, _ = appealing(desk, county.police)
        claim = desk.session.get_one(Case, row.case_id)
        claim.merged_into = paper.case_id
        desk.session.add(claim)
        return paper.case_id

    case_id = await rig.work(merge)
    rows = await rig.database.read(lambda s: documents_store.of_case(s, case_id))
    assert {one.id for one in rows} == {row.id, free.id}
    again = await rig.work(
        lambda d: drafting.prepare(d, "numbered_letter", agency_id=county.resources, case_id=case_id)
    )
    assert again.id == free.id
    assert len(await rig.database.read(lambda s: s.exec(select(Document)).all())) == 2
