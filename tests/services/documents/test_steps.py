"""A document from its draft to the duty that it closes: who may do what, what is kept, what comes back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.domain.documents.documents import Act, DocumentState
from bot.domain.hall.errors import NotAllowed, Refused, Stale
from bot.domain.hall.terms import DutyState
from bot.services.documents import cards, drafting, filling, steps
from bot.services.duties import acts as duty_acts
from bot.services.duties import decisions
from bot.services.hall.desk import Desk
from bot.store.documents import queries as documents_store
from bot.store.tables import AuditEntry, Document, OutboxRow
from tests.builders import County, person
from tests.rig import Rig
from tests.services.documents.samples import document, duty, jobs, lost, office

pytestmark = pytest.mark.slow

Office = tuple[Rig, County]


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Office]:
    async with office(tmp_path) as opened:
        yield opened


async def act(here: Office, who: int, what: Any) -> Any:
    """One person does something in one transaction."""
    rig, _ = here
    return await rig.work(what, actor=await person(rig, who))


async def begun(here: Office, **values: Any) -> Document:
    """A report for a duty, as the liaison begins it, with what was said so far."""
    rig, county = here
    owed = await rig.work(lambda desk: lost(desk, county.resources))

    def begin(desk: Desk) -> Document:
        row = drafting.for_duty(desk, owed, desk.house.law.kinds["plain_report"])
        return drafting.set_values(desk, row.id or 0, row.version, values) if values else row

    found: Document = await act(here, county.liaison, begin)
    return found


# -- drafted -----------------------------------------------------------------------------------------------------------


async def test_what_is_known_is_filled_in_and_what_is_missing_is_named(here: Office) -> None:
    rig, _ = here
    row = await begun(here)
    filled = await rig.work(lambda desk: filling.filled(desk, row))
    assert (filled.values["agency"].shown, filled.values["agency"].origin) == ("泗水县自然资源和规划局", "source")
    assert filled.values["plaintiff"].raw == "刘长顺"
    assert filled.missing == ("why",)
    assert "article" not in filled.values  # only a fault of procedure asks for it


async def test_a_field_is_wanted_where_another_one_says_so(here: Office) -> None:
    rig, _ = here
    row = await begun(here, why="procedure")
    filled = await rig.work(lambda desk: filling.filled(desk, row))
    assert filled.missing == ("article",)
    assert filled.values["why"].shown == "程序"
    assert filled.context["problems"] == []
    assert filled.context["doc"]["title"] == "情况报告"


async def test_preparing_twice_is_one_document(here: Office) -> None:
    rig, county = here
    row = await begun(here)
    owed = await duty(rig, row.duty_id)
    kind = rig.house.law.kinds["plain_report"]
    again = await act(here, county.deputy, lambda desk: drafting.for_duty(desk, owed, kind))
    third = await rig.work(
        lambda desk: drafting.prepare(desk, "plain_report", agency_id=county.resources, duty_id=row.duty_id)
    )
    assert (again.id, third.id) == (row.id, row.id)


async def test_of_two_people_on_one_draft_the_second_sees_that_it_changed(here: Office) -> None:
    _, county = here
    row = await begun(here)
    await act(here, county.liaison, lambda d: drafting.set_values(d, row.id or 0, row.version, {"why": "facts"}))
    with pytest.raises(Stale):
        await act(here, county.deputy, lambda d: drafting.set_values(d, row.id or 0, row.version, {"why": "procedure"}))
    with pytest.raises(Stale):
        await act(here, county.deputy, lambda d: steps.submit(d, row.id or 0, row.version))


@pytest.mark.parametrize("raw", ["law", 7, ["facts"]])
async def test_what_no_field_can_hold_is_refused(here: Office, raw: Any) -> None:
    _, county = here
    row = await begun(here)
    with pytest.raises(Refused) as refused:
        await act(here, county.liaison, lambda d: drafting.set_values(d, row.id or 0, row.version, {"why": raw}))
    assert refused.value.problem.fields == ("why",)


async def test_a_value_that_is_taken_away_leaves_what_the_bot_knows(here: Office) -> None:
    rig, county = here
    row = await begun(here, agency="另一名称")
    assert (await rig.work(lambda d: filling.raw(d, row.id or 0)))["agency"] == "另一名称"
    await act(here, county.liaison, lambda d: drafting.set_values(d, row.id or 0, row.version, {"agency": None}))
    assert (await rig.work(lambda d: filling.raw(d, row.id or 0)))["agency"] == "泗水县自然资源和规划局"


async def test_what_is_missing_keeps_it_from_being_submitted(here: Office) -> None:
    _, county = here
    row = await begun(here)
    with pytest.raises(Refused):
        await act(here, county.liaison, lambda d: steps.submit(d, row.id or 0, row.version))


async def test_by_its_kind_only_the_unit_drafts_it(here: Office) -> None:
    """What the bureau, the principal, another unit or an observer enters never is the unit's report."""
    _, county = here
    row = await begun(here, why="facts")
    for who in (county.coordinator, county.principal):
        with pytest.raises(NotAllowed):
            await act(here, who, lambda d: steps.submit(d, row.id or 0, row.version))
        with pytest.raises(NotAllowed):
            await act(here, who, lambda d: drafting.set_values(d, row.id or 0, row.version, {"why": "procedure"}))
    for who in (county.police_liaison, county.observer, county.leader, county.court_contact, county.admin):
        with pytest.raises(NotAllowed):
            await act(here, who, lambda d: cards.of(d, row.id or 0))


# -- submitted ---------------------------------------------------------------------------------------------------------


async def submitted(here: Office) -> Document:
    _, county = here
    row = await begun(here, why="facts")
    found: Document = await act(here, county.liaison, lambda d: steps.submit(d, row.id or 0, row.version))
    return found


async def test_a_submitted_report_waits_with_its_duty_and_is_frozen(here: Office) -> None:
    rig, county = here
    row = await submitted(here)
    assert (row.state, row.edition) == (DocumentState.UNDER_WAY, 1)
    owed = await duty(rig, row.duty_id)
    assert (owed.state, owed.done_note) == (DutyState.SUBMITTED, "《情况报告》")
    await rig.work(lambda d: _rename(d, county.resources))
    kept = await rig.work(lambda d: filling.filled(d, d.session.get_one(Document, row.id)))
    assert kept.values["agency"].shown == "泗水县自然资源和规划局"
    edition = await rig.database.read(lambda s: documents_store.edition(s, row.id, 1))
    assert edition is not None
    assert edition.values["why"] == {"raw": "facts", "origin": "person"}
    assert edition.shown["why"] == "事实、证据"


def _rename(desk: Desk, agency_id: int) -> None:
    from bot.store.tables import Agency

    desk.session.get_one(Agency, agency_id).name = "泗水县规划局"


async def test_a_crash_before_it_is_printed_leaves_the_job(here: Office) -> None:
    """The edition and the job to print it are one transaction: whatever ends the program after it finds the job."""
    rig, _ = here
    row = await submitted(here)
    assert [(job.document_id, job.edition, job.person_id) for job in await jobs(rig)] == [(row.id, 1, None)]


async def test_a_submission_that_is_undone_leaves_nothing(here: Office) -> None:
    rig, county = here
    row = await begun(here, why="facts")

    def fails(desk: Desk) -> None:
        steps.submit(desk, row.id or 0, row.version)
        raise Refused("Please give a reason.")

    with pytest.raises(Refused):
        await act(here, county.liaison, fails)
    assert (await document(rig, row.id)).state is DocumentState.DRAFT
    assert await jobs(rig) == []
    assert (await duty(rig, row.duty_id)).state is DutyState.OPEN


async def test_the_bureau_accepts_the_duty_and_the_document_is_done(here: Office) -> None:
    rig, county = here
    row = await submitted(here)
    owed = await duty(rig, row.duty_id)
    await act(here, county.coordinator, lambda d: duty_acts.accept(d, owed.id or 0, owed.version))
    assert (await document(rig, row.id)).state is DocumentState.DONE
    done = await rig.database.read(lambda s: documents_store.steps(s, row.id))
    assert [one.act for one in done] == [Act.SUBMIT, Act.ACCEPT]


async def test_the_bureau_accepts_the_document_and_the_duty_is_done(here: Office) -> None:
    rig, county = here
    row = await submitted(here)
    await act(here, county.coordinator, lambda d: steps.approve(d, row.id or 0, row.version))
    assert (await document(rig, row.id)).state is DocumentState.DONE
    assert (await duty(rig, row.duty_id)).state is DutyState.DONE
    done = await rig.database.read(lambda s: documents_store.steps(s, row.id))
    assert [one.act for one in done] == [Act.SUBMIT, Act.ACCEPT]


async def test_nobody_else_accepts_it(here: Office) -> None:
    _, county = here
    row = await submitted(here)
    for who in (county.liaison, county.principal, county.police_liaison):
        with pytest.raises(NotAllowed):
            await act(here, who, lambda d: steps.approve(d, row.id or 0, row.version))


@pytest.mark.parametrize("through", ["duty", "document"])
async def test_sent_back_is_sent_back_whichever_way_with_the_same_date(here: Office, through: str) -> None:
    rig, county = here
    row = await submitted(here)
    owed = await duty(rig, row.duty_id)
    if through == "duty":
        await act(here, county.coordinator, lambda d: duty_acts.send_back(d, owed.id or 0, owed.version, "原因不清"))
    else:
        await act(here, county.coordinator, lambda d: steps.send_back(d, row.id or 0, row.version, "原因不清"))
    now, back = await duty(rig, row.duty_id), await document(rig, row.id)
    assert (now.state, now.due, now.reason) == (DutyState.OPEN, owed.due, "原因不清")
    assert (back.state, back.reason, back.step) == (DocumentState.SENT_BACK, "原因不清", 0)
    told = await rig.database.read(
        lambda s: s.exec(select(OutboxRow.topic, OutboxRow.audience, OutboxRow.person_id)).all()
    )
    assert sum(topic in ("doc.returned", "duty.returned") and bool(audience or person_id == county.ids[county.liaison])
               for topic, audience, person_id in told) == 1  # fmt: skip


async def test_what_was_sent_back_is_submitted_as_another_version(here: Office) -> None:
    rig, county = here
    row = await submitted(here)
    await act(here, county.coordinator, lambda d: steps.send_back(d, row.id or 0, row.version, "原因不清"))
    back = await document(rig, row.id)
    values = {"why": "procedure", "article": "听证"}
    await act(here, county.deputy, lambda d: drafting.set_values(d, row.id or 0, back.version, values))
    now = await document(rig, row.id)
    await act(here, county.deputy, lambda d: steps.submit(d, row.id or 0, now.version))
    editions = await rig.database.read(lambda s: documents_store.editions(s, row.id))
    assert [(one.n, one.reason, one.shown["why"]) for one in editions] == [
        (1, "", "事实、证据"),
        (2, "原因不清", "程序"),
    ]
    assert (await duty(rig, row.duty_id)).state is DutyState.SUBMITTED


async def test_who_submitted_it_takes_it_back_until_it_is_accepted(here: Office) -> None:
    rig, county = here
    row = await submitted(here)
    with pytest.raises(NotAllowed):
        await act(here, county.deputy, lambda d: steps.take_back(d, row.id or 0, row.version))
    await act(here, county.liaison, lambda d: steps.take_back(d, row.id or 0, row.version))
    assert (await document(rig, row.id)).state is DocumentState.DRAFT
    assert (await duty(rig, row.duty_id)).state is DutyState.OPEN
    again = await document(rig, row.id)
    await act(here, county.liaison, lambda d: steps.submit(d, row.id or 0, again.version))
    owed = await duty(rig, row.duty_id)
    await act(here, county.coordinator, lambda d: duty_acts.accept(d, owed.id or 0, owed.version))
    over = await document(rig, row.id)
    with pytest.raises((NotAllowed, Stale)):
        await act(here, county.liaison, lambda d: steps.take_back(d, row.id or 0, over.version))


async def test_a_duty_that_the_agency_takes_back_takes_the_document_back(here: Office) -> None:
    rig, county = here
    row = await submitted(here)
    owed = await duty(rig, row.duty_id)
    await act(here, county.liaison, lambda d: decisions.reopen(d, owed.id or 0, owed.version, "附件有误"))
    assert (await document(rig, row.id)).state is DocumentState.SENT_BACK


async def test_everything_is_in_the_record_of_the_case(here: Office) -> None:
    rig, county = here
    row = await submitted(here)
    await act(here, county.coordinator, lambda d: steps.approve(d, row.id or 0, row.version))
    entries = await rig.database.read(
        lambda s: s.exec(select(AuditEntry.action).where(AuditEntry.subject == f"document:{row.id}")).all()
    )
    assert entries == ["document_prepared", "document_filled", "document_submitted", "document_accepted"]


async def test_one_that_is_void_makes_room_for_another(here: Office) -> None:
    rig, county = here
    row = await begun(here)
    owed = await duty(rig, row.duty_id)
    await act(here, county.liaison, lambda d: drafting.void(d, row.id or 0, row.version, "重新起草"))
    gone = await document(rig, row.id)
    assert (gone.state, gone.reason) == (DocumentState.VOID, "重新起草")
    kind = rig.house.law.kinds["plain_report"]
    other = await act(here, county.liaison, lambda d: drafting.for_duty(d, owed, kind))
    assert (other.id != row.id, other.state) == (True, DocumentState.DRAFT)
    with pytest.raises(Stale):
        await act(here, county.liaison, lambda d: steps.submit(d, row.id or 0, gone.version))
