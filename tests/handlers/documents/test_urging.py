"""Shangshui: a unit is urged to name its leader within two working days; whoever was criticised mends within five."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot.domain.documents.documents import DocumentState
from bot.domain.hall.errors import NotAllowed
from bot.domain.hall.terms import DutyState, HearingStatus
from bot.law.facade import open_law
from bot.services.documents import breach_cards, breaches, filling, replies, steps, units
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, BreachCandidate, Case, Document, Hearing
from tests.builders import County
from tests.builders import county as the_county
from tests.handlers.documents.letter_steps import by, document, duties, fill, issue, rows, send, stored
from tests.handlers.hearings.steps import entered
from tests.rig import Rig, open_rig

BOOK = Path(__file__).parents[2] / "law" / "data" / "shangshui.toml"
LAW = open_law(BOOK)


@asynccontextmanager
async def shangshui(tmp_path: Path) -> AsyncIterator[tuple[Rig, County]]:
    async with open_rig(tmp_path, law=LAW, rulebook="shangshui") as rig:
        here = await the_county(rig)

        def change(desk: Desk) -> None:
            for number in (here.city, here.government):
                desk.session.get_one(Agency, number).rulebook = "shangshui"

        await rig.work(change)
        yield rig, here


async def heard(rig: Rig, here: County) -> int:
    """A hearing to come; the id of its case."""
    await entered(rig, here)
    [case] = await rows(rig, Case)
    return int(case.id)


@pytest.mark.slow
async def test_the_urged_unit_names_its_leader_and_that_closes_the_duty(tmp_path: Path) -> None:
    async with shangshui(tmp_path) as (rig, here):
        case = await heard(rig, here)
        with pytest.raises(NotAllowed):
            await by(rig, here.liaison, lambda d: units.begin_in_case(d, "urging_letter", case, here.resources))
        [shown] = await rig.say(here.coordinator, "/documents")
        await rig.press_data(here.coordinator, f"doc.new:{case}:urging_letter", shown)
        [one] = [row for row in await rows(rig, Document) if row.kind == "urging_letter"]
        assert (one.agency_id, one.addressee_id) == (here.justice, here.resources)
        said = await by(rig, here.coordinator, lambda d: filling.filled(d, d.session.get_one(Document, one.id)))
        assert said.missing == ()
        assert said.values["term"].raw == "2个工作日"
        assert said.values["unit"].raw == "泗水县自然资源和规划局"
        assert said.values["hearing"].shown == "2026年12月15日（星期二）上午9时30分"
        await by(rig, here.coordinator, lambda d: issue(d, d.session.get_one(Document, one.id), seal=False))
        await rig.print()
        await by(rig, here.coordinator, lambda d: send(d, d.session.get_one(Document, one.id)))
        await rig.to("2026-04-02 09:10")
        assert rig.last(here.liaison).labels == ["签收"]
        await rig.press(here.liaison, "签收")
        [owed] = await duties(rig, "SH1")
        assert (owed.agency_id, owed.trigger_on, owed.unrolled) == (here.resources, date(2026, 4, 2), date(2026, 4, 7))
        assert (await document(rig, one.id)).state is DocumentState.DONE


@pytest.mark.slow
async def test_each_hearing_of_a_case_has_a_letter_of_its_own(tmp_path: Path) -> None:
    async with shangshui(tmp_path) as (rig, here):
        case = await heard(rig, here)

        def begin(desk: Desk) -> tuple[int, int]:
            one = units.begin_in_case(desk, "urging_letter", case, here.resources)
            return one.id or 0, one.hearing_id or 0

        first = await by(rig, here.coordinator, begin)
        assert await by(rig, here.coordinator, begin) == first, "the draft that is there"

        def next_one(desk: Desk) -> None:
            [old] = desk.session.exec(select(Hearing)).all()
            fields = {**old.model_dump(exclude={"id"}), "starts_at": old.starts_at + timedelta(days=10)}
            desk.session.add(Hearing(**fields))
            old.status = HearingStatus.HELD

        await rig.work(next_one)
        second = await by(rig, here.coordinator, begin)
        assert second[0] != first[0]
        assert second[1] != first[1]


@pytest.mark.slow
async def test_a_rectification_notice_starts_the_five_days_and_the_plan_closes_them(tmp_path: Path) -> None:
    async with shangshui(tmp_path) as (rig, here):
        row = await rig.work(lambda d: _candidate(d, here))

        def write(desk: Desk) -> Document:
            current = desk.session.get_one(BreachCandidate, row)
            breaches.confirm(desk, row, current.version)
            one = breach_cards.begin(desk, row, current.version, "rectification_notice")
            given = {"facts": "负责人未出庭。", "wanted": "负责人出庭应诉。", "basis": "商水县办法"}
            return issue(desk, fill(desk, one, given), seal=True)

        one = await by(rig, here.coordinator, write)
        await by(rig, here.coordinator, lambda d: send(d, d.session.get_one(Document, one.id)))
        await rig.to("2026-04-02 09:10")
        assert rig.last(here.liaison).labels == ["签收", "回复"]
        await rig.press(here.liaison, "签收")
        [owed] = await duties(rig, "SH3")
        assert (owed.agency_id, owed.unrolled) == (here.resources, date(2026, 4, 10))

        def answer(desk: Desk) -> None:
            plan = replies.begin_for(desk, owed.id or 0)
            assert plan is not None
            assert plan.replies_to == one.id
            measure = {"problem": "未出庭", "measure": "排班", "who": "王芳", "by": "4月8日"}
            fill(desk, plan, {"reasons": "疏忽。", "measures": [measure]})
            steps.submit(desk, plan.id or 0, plan.version)
            steps.seal(desk, plan.id or 0, plan.version, [stored(desk, b"plan", "方案.pdf")])

        await by(rig, here.liaison, answer)
        assert (await duties(rig, "SH3"))[0].state in (DutyState.DONE, DutyState.SUBMITTED)


def _candidate(desk: Desk, here: County) -> int:
    row = BreachCandidate(
        key="spc_absent/hearing:1:1",
        code="spc_absent",
        agency_id=here.resources,
        on=date(2026, 3, 30),
        created_at=desk.now,
    )
    desk.session.add(row)
    desk.session.flush()
    return row.id or 0


@pytest.mark.slow
async def test_an_interview_is_recorded_and_signed(tmp_path: Path) -> None:
    async with shangshui(tmp_path) as (rig, here):
        row = await rig.work(lambda d: _candidate(d, here))

        def write(desk: Desk) -> Document:
            current = desk.session.get_one(BreachCandidate, row)
            breaches.confirm(desk, row, current.version)
            one = breach_cards.begin(desk, row, current.version, "interview_record")
            given = {
                "met_at": "2026-04-02T01:00:00+00:00", "place": "三楼会议室", "interviewer": "刘洋 局长",
                "interviewee": "李强 局长", "reason": "未出庭。", "said": "提出要求。", "answer": "立即整改。",
            }  # fmt: skip
            fill(desk, one, given)
            steps.submit(desk, one.id or 0, one.version)
            return one

        one = await by(rig, here.coordinator, write)
        assert (await document(rig, one.id)).state is not DocumentState.DONE

        def sign(desk: Desk) -> None:
            version = desk.session.get_one(Document, one.id).version
            steps.seal(desk, one.id or 0, version, [stored(desk, b"signed", "记录.jpg")])

        await by(rig, here.coordinator, sign)
        assert (await document(rig, one.id)).state is DocumentState.DONE
