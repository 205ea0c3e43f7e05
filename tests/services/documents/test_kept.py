"""What becomes of documents and their files: in a reform, in the record, when their term is over."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.documents.documents import DocumentState
from bot.domain.hall.errors import Missing, NotAllowed
from bot.domain.hall.subjects import About
from bot.services.cases import files as stored_files
from bot.services.cases import history
from bot.services.documents import drafting, steps
from bot.services.hall.desk import Desk
from bot.services.operations import keeping
from bot.store.cases import files as files_store
from bot.store.tables import Case, Document, StoredFile
from tests.builders import County, person
from tests.handlers.agencies.reform_steps import merged
from tests.rig import Rig
from tests.services.documents.samples import appealing, document, given, lost, office

pytestmark = pytest.mark.slow

Office = tuple[Rig, County]


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Office]:
    async with office(tmp_path) as opened:
        yield opened


async def act(here: Office, who: int, what: Any) -> Any:
    rig, _ = here
    return await rig.work(what, actor=await person(rig, who))


async def report(here: Office) -> Document:
    """The report of a lost case, begun by its unit."""
    rig, county = here
    owed = await rig.work(lambda desk: lost(desk, county.resources))
    kind = rig.house.law.kinds["plain_report"]
    found: Document = await act(here, county.liaison, lambda d: drafting.for_duty(d, owed, kind, {"why": "facts"}))
    return found


async def letter(here: Office) -> Document:
    rig, county = here
    paper, _ = await rig.work(lambda desk: appealing(desk, county.resources))
    about: dict[str, Any] = {"case_id": paper.case_id, "paper_id": paper.id, "values": {"view": "上诉"}}
    found: Document = await act(
        here, county.liaison, lambda d: drafting.begin(d, "reviewed_letter", agency_id=county.resources, **about)
    )
    return found


# -- reform ------------------------------------------------------------------------------------------------------------


async def test_what_is_under_way_is_the_successors_and_what_is_over_stays(here: Office) -> None:
    rig, county = here
    draft = await report(here)
    other = await letter(here)
    await act(here, county.liaison, lambda d: drafting.void(d, other.id or 0, other.version, "重新起草"))
    await merged(rig, county)
    passed, over = await document(rig, draft.id), await document(rig, other.id)
    assert (passed.agency_id, passed.state) == (county.police, DocumentState.DRAFT)
    assert over.agency_id == county.resources
    await act(here, county.police_liaison, lambda d: steps.submit(d, draft.id or 0, passed.version))
    assert (await document(rig, draft.id)).state is DocumentState.UNDER_WAY


async def test_what_passed_is_the_paper_of_the_duty_that_passed(here: Office) -> None:
    rig, county = here
    draft = await report(here)
    await merged(rig, county)
    again = await rig.work(
        lambda d: drafting.prepare(d, "plain_report", agency_id=county.police, duty_id=draft.duty_id)
    )
    assert again.id == draft.id


# -- the record --------------------------------------------------------------------------------------------------------


async def test_a_protected_document_is_in_the_record_for_those_alone_who_may_read_it(here: Office) -> None:
    _rig, county = here
    draft = await report(here)
    about: dict[str, Any] = {"agency_id": county.justice, "case_id": draft.case_id, "subject": "one"}
    await act(here, county.coordinator, lambda d: drafting.begin(d, "typed_letter", **about))

    async def told(who: int) -> list[str]:
        page = await act(here, who, lambda d: history.of_case(d, draft.case_id or 0))
        return [dict(one.new).get("kind", "") for one in page.entries.items if one.action == "document_prepared"]

    assert await told(county.coordinator) == ["提醒函", "情况报告"]
    assert await told(county.liaison) == ["情况报告"]


# -- files -------------------------------------------------------------------------------------------------------------


async def sealed(here: Office) -> Document:
    """A letter with all its steps done, and the sealed paper."""
    rig, county = here
    row = await letter(here)
    row = await act(here, county.liaison, lambda d: steps.submit(d, row.id or 0, row.version))
    row = await act(here, county.coordinator, lambda d: steps.approve(d, row.id or 0, row.version, "同意"))
    row = await act(here, county.coordinator, lambda d: steps.decide(d, row.id or 0, row.version, "appeal", who="县长"))
    row = await act(here, county.coordinator, lambda d: steps.issue(d, row.id or 0, row.version))
    found: Document = await act(here, county.liaison, lambda d: steps.seal(d, row.id or 0, row.version, [given(rig)]))
    return found


async def files_of(rig: Rig, subject: str) -> list[StoredFile]:
    return await rig.database.read(lambda s: files_store.of_subject(s, subject))


async def test_the_sealed_paper_is_kept_and_given_back_to_those_who_may_read_it(here: Office) -> None:
    rig, county = here
    row = await sealed(here)
    assert row.state is DocumentState.DONE
    (kept,) = await files_of(rig, f"document:{row.id}")
    for who in (county.liaison, county.coordinator):
        assert await act(here, who, lambda d: stored_files.send(d, About.DOCUMENT(row.id))) == 1
    for who in (county.police_liaison, county.observer, county.leader, county.principal):
        with pytest.raises((NotAllowed, Missing)):
            await act(here, who, lambda d: stored_files.get(d, kept.id or 0))


async def test_files_of_documents_go_when_the_case_has_been_closed_for_their_term(here: Office) -> None:
    rig, _ = here
    row = await sealed(here)

    def close(desk: Desk, days: int) -> None:
        keeping.set_terms(desk, {"documents": 30})
        desk.session.get_one(Case, row.case_id).closed_on = desk.today - timedelta(days=days)

    await rig.work(lambda d: close(d, 30))
    await rig.work(keeping.prune)
    assert len(await files_of(rig, f"document:{row.id}")) == 1
    await rig.work(lambda d: close(d, 31))
    await rig.work(keeping.prune)
    assert await files_of(rig, f"document:{row.id}") == []


async def test_files_of_a_document_without_a_case_go_after_it_was_over(here: Office) -> None:
    rig, county = here
    row = await act(here, county.coordinator, lambda d: drafting.begin(d, "typed_letter", agency_id=county.justice))
    file = given(rig)

    def attach(desk: Desk) -> None:
        keeping.set_terms(desk, {"documents": 30})
        desk.session.add(
            StoredFile(hash=file["hash"], subject=f"document:{row.id}", received_at=desk.now, name="a.pdf")
        )

    def aged(desk: Desk) -> None:
        desk.session.get_one(Document, row.id).touched_at = desk.now - timedelta(days=31)

    await rig.work(attach)
    await rig.work(aged)
    await rig.work(keeping.prune)
    assert len(await files_of(rig, f"document:{row.id}")) == 1  # it is a draft still
    await act(here, county.coordinator, lambda d: drafting.void(d, row.id or 0, row.version, "不再需要"))
    await rig.work(aged)
    await rig.work(keeping.prune)
    assert await files_of(rig, f"document:{row.id}") == []
