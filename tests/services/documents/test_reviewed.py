"""A letter of several steps: drafted by its unit, reviewed by the bureau, decided on elsewhere, issued."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.domain.documents.documents import DocumentState
from bot.domain.hall.errors import NotAllowed, Refused, Stale
from bot.domain.hall.terms import DutyState
from bot.services.documents import cards, drafting, lists, steps
from bot.services.duties import acts as duty_acts
from bot.store.documents import queries as documents_store
from bot.store.tables import Document, OutboxRow
from tests.builders import County, person
from tests.rig import Rig
from tests.services.documents.samples import appealing, document, duty, given, office

Office = tuple[Rig, County]


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Office]:
    async with office(tmp_path) as opened:
        yield opened


async def act(here: Office, who: int, what: Any) -> Any:
    """One person does something in one transaction."""
    rig, _ = here
    return await rig.work(what, actor=await person(rig, who))


async def letter(here: Office) -> tuple[Document, dict[str, int]]:
    """A letter on an appeal that its unit has submitted; the duties by their rules."""
    rig, county = here
    paper, owed = await rig.work(lambda desk: appealing(desk, county.resources))
    about = {"case_id": paper.case_id, "paper_id": paper.id}
    row = await act(
        here,
        county.liaison,
        lambda d: drafting.begin(d, "reviewed_letter", agency_id=county.resources, values={"view": "上诉"}, **about),
    )
    row = await act(here, county.liaison, lambda d: steps.submit(d, row.id or 0, row.version))
    return row, {rule: one.id or 0 for rule, one in owed.items()}


async def test_the_whole_way_of_a_letter(here: Office) -> None:
    rig, county = here
    row, owed = await letter(here)
    assert (row.state, row.step) == (DocumentState.UNDER_WAY, 1)
    assert (await duty(rig, owed["SS19"])).state is DutyState.SUBMITTED
    card = await act(here, county.coordinator, lambda d: cards.of(d, row.id or 0))
    assert [one.field.name for one in card.to_fill] == ["opinion"]
    assert card.next is not None
    assert card.next.last is not None
    statutory = await rig.work(lambda d: cards.of(d, row.id or 0).due)
    assert statutory is not None
    assert card.next.last < statutory
    row = await act(
        here, county.coordinator, lambda d: drafting.set_values(d, row.id or 0, row.version, {"opinion": "同意"})
    )
    row = await act(here, county.coordinator, lambda d: steps.approve(d, row.id or 0, row.version, "经审查同意"))
    assert (await duty(rig, owed["SS19"])).state is DutyState.DONE  # one acceptance, not two
    with pytest.raises(NotAllowed):
        await act(here, county.liaison, lambda d: steps.decide(d, row.id or 0, row.version, "appeal", who="常务会议"))
    with pytest.raises(Refused):
        await act(here, county.coordinator, lambda d: steps.decide(d, row.id or 0, row.version, "appeal"))
    with pytest.raises(Refused):
        await act(here, county.coordinator, lambda d: steps.decide(d, row.id or 0, row.version, "maybe", who="会议"))
    row = await act(
        here,
        county.coordinator,
        lambda d: steps.decide(d, row.id or 0, row.version, "appeal", who="县政府第3次常务会议", files=(given(rig),)),
    )
    assert (await duty(rig, owed["SS19.approval"])).state is DutyState.DONE
    row = await act(here, county.coordinator, lambda d: steps.issue(d, row.id or 0, row.version))
    assert (row.state, row.number, row.edition) == (DocumentState.ISSUED, "泗上诉函〔2026〕1号", 3)
    row = await act(here, county.liaison, lambda d: steps.seal(d, row.id or 0, row.version, [given(rig)]))
    assert row.state is DocumentState.DONE
    done = await rig.database.read(lambda s: documents_store.steps(s, row.id))
    assert [(one.act.value, one.for_name) for one in done] == [
        ("submit", ""),
        ("approve", ""),
        ("decide", "县政府第3次常务会议"),
        ("issue", ""),
        ("seal", ""),
    ]
    frozen = await rig.database.read(lambda s: documents_store.edition(s, row.id, 3))
    assert frozen is not None
    assert frozen.shown["doc"]["number"] == "泗上诉函〔2026〕1号"
    assert frozen.shown["opinion"] == "经审查同意"


async def test_who_has_the_next_step_is_told_and_alarmed_when_it_is_silent(here: Office) -> None:
    rig, county = here
    row, _ = await letter(here)
    rows = await rig.database.read(
        lambda s: s.exec(select(OutboxRow).where(OutboxRow.subject == f"document:{row.id}")).all()
    )
    told = {one.person_id for one in rows if one.topic == "doc.next"}
    assert told == {county.ids[county.coordinator], county.ids[county.coordinator2]}
    alarms = [one for one in rows if one.topic == "doc.silent"]
    assert f"role:coordinator@{county.justice}" in {one.audience for one in alarms}
    assert all(one.due_at > rig.clock.now() + timedelta(days=1) for one in alarms)


async def test_a_step_that_is_done_takes_its_alarms_with_it(here: Office) -> None:
    rig, county = here
    row, _ = await letter(here)
    await act(here, county.coordinator, lambda d: steps.send_back(d, row.id or 0, row.version, "理由不足"))
    planned = await rig.database.read(
        lambda s: s.exec(
            select(OutboxRow.topic).where(OutboxRow.subject == f"document:{row.id}", OutboxRow.state == "planned")
        ).all()
    )
    assert {topic for topic in planned if topic.startswith("doc.")} <= {"doc.returned", "doc.card"}


@pytest.mark.parametrize(("said", "stands"), [("证据充分", "证据充分"), ("", "同意。")])
async def test_a_duty_accepted_with_others_is_the_review_too(here: Office, said: str, stands: str) -> None:
    rig, county = here
    row, owed = await letter(here)
    if said:
        values = {"opinion": said}
        await act(here, county.coordinator, lambda d: drafting.set_values(d, row.id or 0, row.version, values))
    first = await duty(rig, owed["SS19"])
    await act(here, county.coordinator, lambda d: duty_acts.accept(d, first.id or 0, first.version))
    now = await document(rig, row.id)
    assert (now.step, now.values["opinion"]) == (2, stands)


async def test_the_review_is_taken_back_by_who_made_it(here: Office) -> None:
    _rig, county = here
    row, _ = await letter(here)
    row = await act(
        here, county.coordinator, lambda d: drafting.set_values(d, row.id or 0, row.version, {"opinion": "同意"})
    )
    row = await act(here, county.coordinator, lambda d: steps.approve(d, row.id or 0, row.version))
    with pytest.raises(NotAllowed):
        await act(here, county.coordinator2, lambda d: steps.take_back(d, row.id or 0, row.version))
    with pytest.raises(Stale):  # its duty is accepted: that stands
        await act(here, county.coordinator, lambda d: steps.take_back(d, row.id or 0, row.version))


async def test_lists_say_for_whom_it_waits(here: Office) -> None:
    _, county = here
    row, _ = await letter(here)
    theirs = await act(here, county.coordinator, lambda d: lists.listed(d))
    assert (theirs.which, [one.id for one in theirs.page.items]) == ("waiting", [row.id])
    mine = await act(here, county.liaison, lambda d: lists.listed(d))
    assert (mine.which, mine.counts) == ("way", {"waiting": 0, "drafts": 0, "way": 1, "over": 0})
    others = await act(here, county.police_liaison, lambda d: lists.listed(d))
    assert sum(others.counts.values()) == 0


async def test_a_protected_letter_is_mentioned_to_nobody_else(here: Office) -> None:
    _, county = here
    row = await act(here, county.coordinator, lambda d: drafting.begin(d, "typed_letter", agency_id=county.justice))
    for who in (county.liaison, county.principal, county.justice_principal, county.assessor, county.observer):
        with pytest.raises(NotAllowed):
            await act(here, who, lambda d: cards.of(d, row.id or 0))
    with pytest.raises(NotAllowed):
        await act(here, county.liaison, lambda d: drafting.begin(d, "typed_letter", agency_id=county.justice))
