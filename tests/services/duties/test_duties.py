"""Duties come into being from events, once, by the rule book in force; who may do what with them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.domain.hall.errors import Missing, NotAllowed, Refused, Stale
from bot.domain.hall.terms import DutyState, PaperKind, SendState
from bot.services.cases import cards
from bot.services.duties import acts, duties, reminders
from bot.services.duties import cards as duty_views
from bot.services.duties.proofs import Proof
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Duty, OutboxRow
from tests.builders import county, person
from tests.rig import open_rig
from tests.services.duties.steps import APRIL_2, add_paper, all_duties, planned, serve


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


@pytest.mark.slow
async def test_two_papers_start_two_duties_and_none_closes_the_other(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.work(lambda desk: serve(desk, here.resources, PaperKind.NOTICE_OF_RESPONSE))
        await rig.work(lambda desk: serve(desk, here.resources, PaperKind.SUMMONS))
        actor = await person(rig, here.liaison)
        proof = Proof(APRIL_2, "1号")
        await rig.work(lambda desk: acts.finish(desk, 1, 1, proof), actor=actor)
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


@pytest.mark.slow
async def test_rights_are_shown_but_never_reminded_of(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        started = await rig.work(lambda desk: serve(desk, here.resources, PaperKind.COMPLAINT_COPY))
        rights = [d for d in started if d.kind == "right"]
        assert {d.rule for d in rights} == {"CN-LATE-EVIDENCE", "CN-JURISDICTION"}
        for right in rights:
            assert await planned(rig, f"duty:{right.id}") == []


@pytest.mark.slow
async def test_a_government_that_is_sued_has_its_leader_arranged_by_bureau_and_office(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        started = await rig.work(lambda desk: serve(desk, here.government, PaperKind.NOTICE_OF_RESPONSE))
        assert {(d.rule, d.agency_id) for d in started} == {("SS13", here.justice), ("SS13", here.office)}
        # Owed together: when one has done it, the other need not.
        actor = await person(rig, here.coordinator)
        mine = next(d for d in started if d.agency_id == here.justice)
        await rig.work(lambda desk: acts.finish(desk, mine.id or 0, mine.version, Proof(APRIL_2, "1")), actor=actor)
        assert {d.state for d in (await all_duties(rig)).values()} == {DutyState.DONE}


@pytest.mark.slow
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

        assert await allowed(lambda desk: acts.closable(desk, 1)) is closes
        assert await allowed(lambda desk: acts.judgeable(desk, 1)) is judges
        assert await allowed(lambda desk: duty_views.visible(desk, 1)) is sees
        assert await allowed(lambda desk: cards.view(desk, 1)) is sees


@pytest.mark.slow
async def test_an_old_version_is_stale_and_a_missing_duty_is_missing(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.work(lambda desk: serve(desk, here.resources, PaperKind.SUMMONS))
        actor = await person(rig, here.coordinator)
        for version in (0, 2, 99):
            with pytest.raises(Stale):
                await rig.work(lambda desk: acts.finish(desk, 1, version, Proof(APRIL_2, "1")), actor=actor)  # noqa: B023
        with pytest.raises(Missing):
            await rig.work(lambda desk: acts.finish(desk, 999, 1, Proof(APRIL_2, "1")), actor=actor)
        with pytest.raises(Refused, match="has not come yet"):
            await rig.work(lambda desk: acts.finish(desk, 1, 1, Proof(date(2026, 4, 3), "1")), actor=actor)


@pytest.mark.slow
async def test_nobody_gets_the_same_reminder_twice(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.work(lambda desk: serve(desk, here.resources, PaperKind.COMPLAINT_COPY))
        await rig.to("2026-04-03 09:05")

        def again(desk: Desk) -> None:
            for duty in desk.session.exec(select(Duty)).all():
                reminders.replan(desk, duty, announced=True)

        await rig.work(again)
        await rig.to("2026-04-21 12:00")
        rows = await rig.database.read(
            lambda s: s.exec(
                select(OutboxRow).where(OutboxRow.state == SendState.SENT, OutboxRow.topic == "duty.remind")
            ).all()
        )
        sent = [(row.person_id, row.subject, row.due_at) for row in rows if row.kind == "send" and row.person_id]
        assert len(sent) == len(set(sent)) > 4
