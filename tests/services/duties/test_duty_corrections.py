"""Duties follow what changes: corrected papers, moved hearings, replaced people; what is closed stays."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest
from sqlmodel import select

from bot.domain.hall.subjects import About
from bot.domain.hall.terms import DutyState, PaperKind
from bot.services.cases import cases
from bot.services.duties import acts, duties
from bot.services.duties.proofs import Proof
from bot.services.hall.desk import Desk
from bot.store.tables import Duty, Hearing, Paper
from tests.builders import county, person
from tests.houses import ZONE
from tests.rig import open_rig
from tests.services.duties.steps import APRIL_2, NUMBER, all_duties, planned, serve


@pytest.mark.slow
async def test_a_correction_recomputes_and_replaces_what_is_planned(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        [_, _answer, *_] = sorted(
            await rig.work(lambda desk: serve(desk, here.resources, PaperKind.COMPLAINT_COPY)), key=lambda d: d.rule
        )

        def move(desk: Desk) -> int:
            desk.session.get_one(Paper, 1).served_on = date(2026, 4, 1)
            return duties.recompute(desk, paper_id=1, reason="送达回证")

        before = {row.due_at for row in await planned(rig, "duty:") if row.topic == "duty.remind"}
        assert await rig.work(move) > 0
        after = {row.due_at for row in await planned(rig, "duty:") if row.topic == "duty.remind"}
        assert after != before
        found = {d.rule: d for d in (await all_duties(rig)).values()}
        assert (found["CN-ANSWER"].trigger_on, found["CN-ANSWER"].due) == (date(2026, 4, 1), date(2026, 4, 16))
        assert await rig.work(lambda desk: duties.recompute(desk, paper_id=1, reason="")) == 0


@pytest.mark.slow
async def test_a_corrected_outcome_takes_back_and_brings_the_duties_that_hang_on_it(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.work(lambda desk: serve(desk, here.resources, PaperKind.JUDGMENT_FIRST, appeal_wanted=True))
        assert {d.rule for d in (await all_duties(rig)).values()} >= {"SS19", "SS19.approval"}

        def accept(desk: Desk) -> int:
            desk.session.get_one(Paper, 1).facts = {"appeal_wanted": False}
            return duties.recompute(desk, paper_id=1, reason="决定不上诉")

        await rig.work(accept)
        states = {d.rule: d.state for d in (await all_duties(rig)).values()}
        assert states["SS19"] is states["SS19.approval"] is DutyState.CANCELLED
        assert states["SS17"] is DutyState.OPEN

        def again(desk: Desk) -> int:
            desk.session.get_one(Paper, 1).facts = {"appeal_wanted": True}
            return duties.recompute(desk, paper_id=1, reason="改为上诉")

        await rig.work(again)
        assert {d.rule: d.state for d in (await all_duties(rig)).values()}["SS19"] is DutyState.OPEN


@pytest.mark.slow
async def test_what_is_closed_is_not_touched_by_a_correction(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        started = await rig.work(lambda desk: serve(desk, here.resources, PaperKind.COMPLAINT_COPY))
        answer = next(d for d in started if d.rule == "CN-ANSWER")
        actor = await person(rig, here.liaison)
        await rig.work(lambda desk: acts.finish(desk, answer.id or 0, 1, Proof(APRIL_2, "EMS")), actor=actor)

        def move(desk: Desk) -> int:
            desk.session.get_one(Paper, 1).served_on = date(2026, 3, 20)
            return duties.recompute(desk, paper_id=1, reason="更正")

        await rig.work(move)
        done = next(d for d in (await all_duties(rig)).values() if d.rule == "CN-ANSWER")
        assert (done.state, done.trigger_on) == (DutyState.DONE, APRIL_2)


@pytest.mark.slow
async def test_hearing_duties_leave_the_appearance_alone_and_move_with_the_hearing(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)

        def begin(desk: Desk, day: date) -> list[Duty]:
            case = cases.open_case(desk, NUMBER, agency_id=here.resources)
            hearing = desk.session.exec(select(Hearing)).first()
            if hearing is None:
                hearing = Hearing(case_id=case.id or 0, starts_at=desk.now, entered_at=desk.now)
            hearing.starts_at = datetime.combine(day, time(9, 30), ZONE)
            desk.session.add(hearing)
            desk.session.flush()
            return duties.start(
                desk,
                trigger="hearing_scheduled",
                on=day,
                at=time(9, 30),
                case=case,
                agency_id=here.resources,
                hearing=hearing,
                facts={"leader_required": "base"},
            )

        [identity] = await rig.work(lambda desk: begin(desk, date(2026, 4, 20)))
        assert (identity.rule, identity.safe) == ("CN-IDENTITY", date(2026, 4, 17))
        [identity] = await rig.work(lambda desk: begin(desk, date(2026, 4, 28)))
        assert identity.safe == date(2026, 4, 27)
        dates = {row.due_at.astimezone(ZONE).date() for row in await planned(rig, "duty:")}
        assert dates == {date(2026, 4, 27)}
        assert await rig.work(lambda desk: duties.cancel_for(desk, About.HEARING(1), reason="取消开庭")) == 1
        assert await planned(rig, "duty:") == []


async def test_two_co_defendants_have_their_own_hearing_duties(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)

        def begin(desk: Desk) -> list[Duty]:
            for agency in (here.resources, here.police):
                case = cases.open_case(desk, NUMBER, agency_id=agency)
            hearing = Hearing(case_id=case.id or 0, starts_at=desk.now, entered_at=desk.now)
            desk.session.add(hearing)
            desk.session.flush()
            return [
                duty
                for agency in (here.resources, here.police)
                for duty in duties.start(
                    desk,
                    trigger="hearing_scheduled",
                    on=date(2026, 4, 20),
                    case=case,
                    agency_id=agency,
                    hearing=hearing,
                )
            ]

        one, other = await rig.work(begin)
        actor = await person(rig, here.liaison)
        await rig.work(lambda desk: acts.finish(desk, one.id or 0, 1, Proof(APRIL_2, note="已提交")), actor=actor)
        states = {d.agency_id: d.state for d in (await all_duties(rig)).values()}
        assert states == {here.resources: DutyState.DONE, here.police: DutyState.OPEN}
        assert other.agency_id == here.police


@pytest.mark.slow
async def test_a_replaced_liaison_gets_what_is_due_after_the_change(tmp_path: Path) -> None:
    from bot.domain.hall.terms import Role
    from bot.store.tables import Appointment

    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.work(lambda desk: serve(desk, here.resources, PaperKind.SUMMONS))

        def replace(desk: Desk) -> None:
            for row in desk.session.exec(select(Appointment).where(Appointment.agency_id == here.resources)):
                if row.role in (Role.LIAISON, Role.DEPUTY_LIAISON):
                    row.to_date = APRIL_2
            desk.session.add(
                Appointment(
                    person_id=here.ids[here.handler],
                    agency_id=here.resources,
                    role=Role.LIAISON,
                    from_date=date(2026, 4, 3),
                )
            )

        await rig.work(replace)
        sent = {m.chat_id for m in await rig.to("2026-04-03 09:05")}
        assert here.handler in sent
        assert not {here.liaison, here.deputy} & sent
