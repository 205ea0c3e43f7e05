"""Duties come into being from events, once; they follow corrections and changes of the law."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.domain.errors import Missing, NotAllowed, Refused, Stale
from bot.domain.terms import DutyState, PaperKind, SendState
from bot.services import case_cards, cases, duties, duty_acts, duty_views, papers, reminders
from bot.services.desk import Desk
from bot.services.duty_acts import Proof
from bot.services.papers import Envelope
from bot.store.tables import Agency, Case, Duty, Hearing, OutboxRow, Paper
from tests.builders import County, county, person
from tests.rig import ZONE, Rig, open_rig

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


async def test_an_event_starts_its_duties_once_however_often_it_is_told(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)

        def work(desk: Desk) -> None:
            case, paper = add_paper(desk, here.resources, PaperKind.NOTICE_OF_RESPONSE, APRIL_2)
            for _ in range(3):
                duties.start(
                    desk, trigger="notice_of_response", on=APRIL_2, case=case, paper=paper, agency_id=here.resources
                )

        await rig.work(work)
        [filing] = (await all_duties(rig)).values()
        assert (filing.rule, filing.safe, filing.due) == ("SS12", date(2026, 4, 3), date(2026, 4, 7))
        assert filing.key == f"SS12/paper:1@{here.resources}"
        reminded = [row.due_at for row in await planned(rig, "duty:") if row.topic == "duty.remind"]
        assert len(reminded) == len(set(reminded)) > 0


async def test_two_papers_start_two_duties_and_none_closes_the_other(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.work(lambda desk: serve(desk, here.resources, PaperKind.NOTICE_OF_RESPONSE))
        await rig.work(lambda desk: serve(desk, here.resources, PaperKind.SUMMONS))
        actor = await person(rig, here.liaison)
        proof = Proof(APRIL_2, "1号")
        await rig.work(lambda desk: duty_acts.finish(desk, 1, 1, proof), actor=actor)
        states = {key: d.state for key, d in (await all_duties(rig)).items() if d.rule == "SS12"}
        assert sorted(states.values()) == [DutyState.OPEN, DutyState.SUBMITTED]


@pytest.mark.parametrize(
    ("served", "rules"),
    [
        (date(2020, 8, 31), {"CN-ANSWER"}),
        (date(2020, 9, 1), {"CN-ANSWER", "SS17"}),
    ],
)
async def test_a_rule_book_applies_from_its_effective_date(tmp_path: Path, served: date, rules: set[str]) -> None:
    async with open_rig(tmp_path, start="2020-09-02 09:00") as rig:
        here = await county(rig)
        started = await rig.work(lambda desk: serve(desk, here.resources, PaperKind.COMPLAINT_COPY, served))
        assert {d.rule for d in started if d.kind == "duty"} == rules


async def test_an_unknown_rule_book_is_refused_with_a_sentence(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)

        def work(desk: Desk) -> None:
            desk.session.get_one(Agency, here.resources).rulebook = "atlantis-1999"
            serve(desk, here.resources, PaperKind.SUMMONS)

        with pytest.raises(Refused, match="rule book"):
            await rig.work(work)


async def test_rights_are_shown_but_never_reminded_of(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        started = await rig.work(lambda desk: serve(desk, here.resources, PaperKind.COMPLAINT_COPY))
        rights = [d for d in started if d.kind == "right"]
        assert {d.rule for d in rights} == {"CN-LATE-EVIDENCE", "CN-JURISDICTION"}
        for right in rights:
            assert await planned(rig, f"duty:{right.id}") == []


async def test_a_government_that_is_sued_has_its_leader_arranged_by_bureau_and_office(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        started = await rig.work(lambda desk: serve(desk, here.government, PaperKind.NOTICE_OF_RESPONSE))
        assert {(d.rule, d.agency_id) for d in started} == {("SS13", here.justice), ("SS13", here.office)}
        # Owed together: when one has done it, the other need not.
        actor = await person(rig, here.coordinator)
        mine = next(d for d in started if d.agency_id == here.justice)
        await rig.work(
            lambda desk: duty_acts.finish(desk, mine.id or 0, mine.version, Proof(APRIL_2, "1")), actor=actor
        )
        assert {d.state for d in (await all_duties(rig)).values()} == {DutyState.DONE}


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


async def test_what_is_closed_is_not_touched_by_a_correction(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        started = await rig.work(lambda desk: serve(desk, here.resources, PaperKind.COMPLAINT_COPY))
        answer = next(d for d in started if d.rule == "CN-ANSWER")
        actor = await person(rig, here.liaison)
        await rig.work(lambda desk: duty_acts.finish(desk, answer.id or 0, 1, Proof(APRIL_2, "EMS")), actor=actor)

        def move(desk: Desk) -> int:
            desk.session.get_one(Paper, 1).served_on = date(2026, 3, 20)
            return duties.recompute(desk, paper_id=1, reason="更正")

        await rig.work(move)
        done = next(d for d in (await all_duties(rig)).values() if d.rule == "CN-ANSWER")
        assert (done.state, done.trigger_on) == (DutyState.DONE, APRIL_2)


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
        assert await rig.work(lambda desk: duties.cancel_for(desk, "hearing:1", reason="取消开庭")) == 1
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
        await rig.work(lambda desk: duty_acts.finish(desk, one.id or 0, 1, Proof(APRIL_2, note="已提交")), actor=actor)
        states = {d.agency_id: d.state for d in (await all_duties(rig)).values()}
        assert states == {here.resources: DutyState.DONE, here.police: DutyState.OPEN}
        assert other.agency_id == here.police


@pytest.mark.parametrize(
    ("who", "closes", "judges", "sees"),
    [
        ("liaison", True, False, True),
        ("deputy", True, False, True),
        ("principal", False, False, True),
        ("leader", False, False, False),
        ("handler", False, False, False),
        ("coordinator", True, True, True),
        ("city_coordinator", True, True, True),
        ("assessor", False, False, True),
        ("police_liaison", False, False, False),
        ("court_contact", False, False, False),
        ("observer", False, False, True),
        ("admin", False, False, False),
    ],
)
async def test_who_may_close_judge_and_see_a_duty(
    tmp_path: Path, who: str, closes: bool, judges: bool, sees: bool
) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.work(lambda desk: serve(desk, here.resources, PaperKind.SUMMONS))
        actor = await person(rig, getattr(here, who))

        async def allowed(work: Any) -> bool:
            try:
                await rig.work(work, actor=actor)
            except NotAllowed:
                return False
            return True

        assert await allowed(lambda desk: duty_acts.closable(desk, 1)) is closes
        assert await allowed(lambda desk: duty_acts.judgeable(desk, 1)) is judges
        assert await allowed(lambda desk: duty_views.visible(desk, 1)) is sees
        assert await allowed(lambda desk: case_cards.view(desk, 1)) is sees


async def test_an_old_version_is_stale_and_a_missing_duty_is_missing(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.work(lambda desk: serve(desk, here.resources, PaperKind.SUMMONS))
        actor = await person(rig, here.coordinator)
        for version in (0, 2, 99):
            with pytest.raises(Stale):
                await rig.work(lambda desk: duty_acts.finish(desk, 1, version, Proof(APRIL_2, "1")), actor=actor)  # noqa: B023
        with pytest.raises(Missing):
            await rig.work(lambda desk: duty_acts.finish(desk, 999, 1, Proof(APRIL_2, "1")), actor=actor)
        with pytest.raises(Refused, match="has not come yet"):
            await rig.work(lambda desk: duty_acts.finish(desk, 1, 1, Proof(date(2026, 4, 3), "1")), actor=actor)


async def test_a_replaced_liaison_gets_what_is_due_after_the_change(tmp_path: Path) -> None:
    from bot.domain.terms import Role
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


async def test_nobody_gets_the_same_reminder_twice(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.work(lambda desk: serve(desk, here.resources, PaperKind.COMPLAINT_COPY))
        await rig.to("2026-04-03 09:05")

        def again(desk: Desk) -> None:
            for duty in desk.session.exec(select(Duty)).all():
                reminders.replan(desk, duty, announced=True)

        await rig.work(again)
        await rig.to("2026-04-30 12:00")
        rows = await rig.database.read(
            lambda s: s.exec(
                select(OutboxRow).where(OutboxRow.state == SendState.SENT, OutboxRow.topic == "duty.remind")
            ).all()
        )
        sent = [(row.person_id, row.subject, row.due_at) for row in rows if row.kind == "send" and row.person_id]
        assert len(sent) == len(set(sent)) > 4
