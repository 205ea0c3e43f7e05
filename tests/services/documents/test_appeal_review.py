"""The view on an appeal: the unit, the bureau, the government; both last days hold, and the decision is carried out."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.domain.documents.documents import DocumentState
from bot.domain.hall.errors import NotAllowed, Refused, Stale
from bot.domain.hall.terms import DutyState
from bot.services.documents import cards, drafting, filling, steps
from bot.services.hall.desk import Desk
from bot.store.tables import Document
from tests.builders import County, county, person
from tests.handlers.cases.decision_steps import judgment, papers
from tests.handlers.duties.steps import duties
from tests.rig import Rig, open_rig

pytestmark = pytest.mark.slow

SAID = {"decision_number": "（2026）鲁0831行初12号", "court": "泗水县人民法院", "plaintiff": "张三",
        "content": "撤销被诉处罚决定。", "view": "appeal", "reasons": "适用法律正确。"}  # fmt: skip


async def as_(rig: Rig, user: int, work: Callable[[Desk], Any]) -> Any:
    return await rig.work(work, actor=await person(rig, user))


@asynccontextmanager
async def reviewed(folder: Path, appeal: str = "是") -> AsyncIterator[tuple[Rig, County, int]]:
    """A judgment of 2 March, and the draft of the unit's view."""
    async with open_rig(folder, start="2026-03-02 10:00") as rig:
        here = await county(rig)
        await judgment(rig, here.liaison, appeal)
        [duty] = await duties(rig, "SS19")

        def begin(desk: Desk) -> int:
            return drafting.begin_for(desk, duty.id or 0).id or 0

        yield rig, here, await as_(rig, here.liaison, begin)


async def row(rig: Rig, document: int) -> Document:
    found: Document = await rig.database.read(lambda s: s.get_one(Document, document))
    return found


async def submitted(rig: Rig, here: County, document: int) -> None:
    def work(desk: Desk) -> None:
        one = desk.session.get_one(Document, document)
        known = filling.filled(desk, one)
        given = {name: value for name, value in SAID.items() if name in known.missing}
        one = drafting.set_values(desk, document, one.version, given)
        steps.submit(desk, document, one.version)

    await as_(rig, here.liaison, work)


def acting(name: str, document: int, *args: Any, **more: Any) -> Callable[[Desk], None]:
    def work(desk: Desk) -> None:
        version = desk.session.get_one(Document, document).version
        getattr(steps, name)(desk, document, version, *args, **more)

    return work


def beginning(duty: int) -> Callable[[Desk], int]:
    return lambda desk: drafting.begin_for(desk, duty).id or 0


async def test_the_days_stand_in_the_draft_and_at_every_step(tmp_path: Path) -> None:
    async with reviewed(tmp_path) as (rig, here, document):
        raw = await as_(rig, here.liaison, lambda desk: filling.raw(desk, document))
        assert (raw["served_on"], raw["appeal_until"], raw["decide_by"]) == ("2026-03-02", "2026-03-17", "2026-03-12")
        card = await as_(rig, here.liaison, lambda desk: cards.of(desk, document))
        assert str(card.due) == "2026-03-17"
        assert str(card.next.last) == "2026-03-05", "three days bind the submission"
        await submitted(rig, here, document)
        for step in ("bureau", "government"):
            card = await as_(rig, here.coordinator, lambda desk: cards.of(desk, document))
            assert (str(card.due), str(card.next.last)) == ("2026-03-17", "2026-03-12"), step
            await as_(rig, here.coordinator, acting("approve", document)) if step == "bureau" else None


async def test_the_decision_is_carried_out_and_closes_every_duty(tmp_path: Path) -> None:
    async with reviewed(tmp_path) as (rig, here, document):
        await submitted(rig, here, document)
        assert [d.state for d in await duties(rig, "SS19")] == [DutyState.SUBMITTED]
        await as_(rig, here.coordinator, acting("approve", document, "同意上诉意见。"))
        assert [d.state for d in await duties(rig, "SS19")] == [DutyState.DONE]
        await as_(rig, here.mayor, acting("decide", document, "appeal", "抓紧办理"))
        assert {d.state for d in await duties(rig, "SS19.approval")} == {DutyState.DONE}
        assert (await row(rig, document)).state is DocumentState.DONE
        assert (await papers(rig))[0].facts["appeal_wanted"] is True
        raw = await as_(rig, here.liaison, lambda desk: filling.raw(desk, document))
        assert (raw["review_view"], raw["decision"], raw["decided_by"], raw["decided_on"]) == (
            "同意上诉意见。", "appeal", "钱宏", "2026-03-02")  # fmt: skip
        told = [m for m in await rig.to("2026-03-02 10:30") if m.chat_id == here.liaison]
        assert any("同意上诉" in m.text for m in rig.bot.chat(here.liaison)), told
        [right] = await duties(rig, "CN-APPEAL-JUDGMENT")
        assert right.state is DutyState.OPEN, "it is still to be lodged"


async def test_no_appeal_ends_the_right_and_keeps_what_was_done(tmp_path: Path) -> None:
    async with reviewed(tmp_path) as (rig, here, document):
        await submitted(rig, here, document)
        await as_(rig, here.coordinator, acting("approve", document))
        await as_(rig, here.mayor, acting("decide", document, "no_appeal"))
        assert (await papers(rig))[0].facts["appeal_wanted"] is False
        assert {d.state for d in (*await duties(rig, "SS19"), *await duties(rig, "SS19.approval"))} == {DutyState.DONE}
        raw = await as_(rig, here.liaison, lambda desk: filling.raw(desk, document))
        assert (raw["review_view"], raw["decision"]) == ("同意。", "no_appeal")


async def test_the_bureau_and_the_government_find_the_units_paper_behind_their_own_duty(tmp_path: Path) -> None:
    async with reviewed(tmp_path) as (rig, here, document):
        mine = [d for d in await duties(rig, "SS19.approval") if d.agency_id in (here.justice, here.government)]
        assert len(mine) == 2
        await submitted(rig, here, document)
        for user, duty in zip(
            (here.coordinator, here.mayor), sorted(mine, key=lambda d: d.agency_id != here.justice), strict=True
        ):
            assert await as_(rig, user, beginning(duty.id or 0)) == document


async def test_two_people_review_at_once_and_one_is_told_that_it_is_done(tmp_path: Path) -> None:
    async with reviewed(tmp_path) as (rig, here, document):
        await submitted(rig, here, document)
        version = (await row(rig, document)).version
        await as_(rig, here.coordinator, lambda desk: steps.approve(desk, document, version))
        with pytest.raises(Stale):
            await as_(rig, here.coordinator2, lambda desk: steps.send_back(desk, document, version, "理由不足"))
        assert (await row(rig, document)).step == 2


async def test_what_comes_back_is_submitted_anew_within_the_same_days(tmp_path: Path) -> None:
    async with reviewed(tmp_path) as (rig, here, document):
        await submitted(rig, here, document)
        before = (await duties(rig, "SS19"))[0].due
        with pytest.raises(Refused):
            await as_(rig, here.coordinator, acting("send_back", document, " "))
        await as_(rig, here.coordinator, acting("send_back", document, "请补充上诉理由"))
        [duty] = await duties(rig, "SS19")
        assert (duty.state, duty.due) == (DutyState.OPEN, before)
        await as_(rig, here.liaison, acting("submit", document))
        assert (await row(rig, document)).edition == 2
        await as_(rig, here.liaison, acting("take_back", document))
        assert (await row(rig, document)).state is DocumentState.DRAFT
        assert (await duties(rig, "SS19"))[0].state is DutyState.OPEN


async def test_only_the_government_decides_and_only_the_bureau_reviews(tmp_path: Path) -> None:
    async with reviewed(tmp_path) as (rig, here, document):
        await submitted(rig, here, document)
        for user in (here.liaison, here.police_liaison, here.mayor, here.assessor):
            with pytest.raises(NotAllowed):
                await as_(rig, user, acting("approve", document))
        await as_(rig, here.coordinator, acting("approve", document))
        for user in (here.liaison, here.coordinator, here.police_liaison):
            with pytest.raises(NotAllowed):
                await as_(rig, user, acting("decide", document, "appeal"))


async def test_the_silence_of_a_step_alarms_those_who_have_it_and_those_above(tmp_path: Path) -> None:
    async with reviewed(tmp_path) as (rig, here, document):
        await submitted(rig, here, document)
        await as_(rig, here.coordinator, acting("approve", document))
        sent = await rig.to("2026-03-13 09:05")
        alarmed = {m.chat_id for m in sent if "上诉意见审查表" in m.text and "审定" in m.text}
        assert {here.mayor, here.coordinator} <= alarmed
        assert here.police_liaison not in alarmed


async def test_whoever_drafts_does_not_write_what_the_bureau_and_the_government_say(tmp_path: Path) -> None:
    async with reviewed(tmp_path) as (rig, here, document):
        card = await as_(rig, here.liaison, lambda desk: cards.of(desk, document))
        mine = {one.field.name for one in card.fields if one.mine}
        assert "reasons" in mine
        assert mine.isdisjoint({"review_view", "reviewed_by", "decision", "decided_by", "decided_on"})

        def forged(desk: Desk) -> None:
            one = desk.session.get_one(Document, document)
            drafting.set_values(desk, document, one.version, {"review_view": "同意。"})

        with pytest.raises(NotAllowed):
            await as_(rig, here.liaison, forged)
