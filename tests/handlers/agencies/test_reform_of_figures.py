"""机构改革: scores, evaluations, bulletins as issued, the court's figures and candidates are the successor's."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlmodel import col, select

from bot.domain.agencies.reform import Heirs
from bot.domain.bulletins.court_figures import FigureLine, Read
from bot.domain.documents.documents import DocumentState
from bot.domain.hall.errors import Missing
from bot.domain.hall.terms import Reform
from bot.services.agencies import reform
from bot.services.bulletins import court, issued, letters, ours, starting
from bot.services.figures import assessments, leaders
from bot.services.hall.desk import Desk
from bot.store.tables import (
    Agency,
    CourtFigure,
    Document,
    Duty,
    Evaluation,
    HearingResult,
    Issued,
    LetterCandidate,
    Person,
    Score,
)
from tests.builders import County, county, person
from tests.handlers.bulletins.court_steps import COURT, a_quarter
from tests.handlers.documents.test_periodic import heard
from tests.rig import Rig

YEAR = 2026


async def under(rig: Rig, book: str) -> County:
    here = await county(rig)
    await rig.work(lambda desk: setattr(desk.session.get_one(Agency, here.government), "rulebook", book))
    return here


async def goes_into(rig: Rig, old: int, heir: int, how: Reform = Reform.MERGED) -> None:
    await rig.work(lambda desk: reform.carry_out(desk, reform.Order(how, ((old, 0),), Heirs(heir))))


async def every(rig: Rig, table: Any) -> list[Any]:
    return list(await rig.database.read(lambda s: list(s.exec(select(table).order_by(col(table.id))).all())))


def score(agency: int, indicator: str, points: str, **more: Any) -> Any:
    def put(desk: Desk) -> None:
        values: dict[str, Any] = {
            "sheet": "ruzhou-2022",
            "period": str(YEAR),
            "reason": "核查属实",
            "at": desk.now,
        } | more
        desk.session.add(Score(agency_id=agency, indicator=indicator, points=points, **values))

    return put


# -- scores ----------------------------------------------------------------------------------------------------------


async def test_what_the_old_one_scores_is_the_successors_where_it_has_nothing(rig: Rig) -> None:
    here = await under(rig, "ruzhou-2022")
    for one in (
        score(here.resources, "events", "12"),
        score(here.resources, "principal", "20"),
        score(here.police, "principal", "0"),
    ):
        await rig.work(one)
    await goes_into(rig, here.resources, here.police)
    assert [(one.agency_id, one.indicator, one.points) for one in await every(rig, Score)] == [
        (here.police, "events", "12"),
        (here.resources, "principal", "20"),
        (here.police, "principal", "0"),
    ], "what both have stays with each: nobody's word is written over"
    actor = await person(rig, here.coordinator)
    card = await rig.work(lambda desk: assessments.of(desk, str(here.police), YEAR), actor=actor)
    assert [str(one.points) for one in card.lines if one.reason] == ["0", "12"]


async def test_an_objection_of_the_old_one_is_answered_and_read_under_the_successor(rig: Rig) -> None:
    here = await under(rig, "ruzhou-2022")
    frozen = {"on": "2026-04-01", "points": "8", "rows": []}
    await rig.work(score(here.resources, "principal", "0", frozen=frozen, state="objected", objection="局长已出庭"))
    await rig.work(score(here.police, "principal", "20", frozen=frozen))
    await goes_into(rig, here.resources, here.police)
    judge, own, other = [await person(rig, one) for one in (here.coordinator, here.police_liaison, here.street_liaison)]
    listed = await rig.work(lambda desk: assessments.listed(desk, YEAR), actor=judge)
    assert any(one.key == str(here.resources) and one.objections == 1 for one in listed.lines.items), (
        "closed, yet to answer"
    )
    place = assessments.Place(str(here.resources), YEAR, "principal")
    await rig.work(lambda desk: assessments.answer(desk, place, "经核查维持"), actor=judge)
    card = await rig.work(lambda desk: assessments.of(desk, str(here.resources), YEAR), actor=own)
    assert next(one.answer for one in card.lines if one.indicator.id == "principal") == "经核查维持"
    with pytest.raises(Missing):
        await rig.work(lambda desk: assessments.of(desk, str(here.resources), YEAR), actor=other)


async def test_of_an_agency_that_is_split_and_goes_on_nothing_moves(rig: Rig) -> None:
    here = await under(rig, "ruzhou-2022")
    await rig.work(score(here.resources, "events", "12"))
    order = reform.Order(Reform.SPLIT, ((here.resources, 0),), Heirs(here.resources, others=(here.police,)))
    await rig.work(lambda desk: reform.carry_out(desk, order))
    [row] = await every(rig, Score)
    assert (row.agency_id, row.version) == (here.resources, 1)


# -- evaluations -----------------------------------------------------------------------------------------------------


async def test_evaluations_are_found_with_the_hearings_of_the_case_that_passed(rig: Rig) -> None:
    here = await under(rig, "anhui-principal-2023")

    def enter(desk: Desk) -> int:
        leader = desk.session.exec(select(Person).where(Person.telegram_id == here.leader)).one()
        heard(desk, "（2026）皖0831行初12号", here.resources, datetime(2026, 3, 10, 1, 30, tzinfo=UTC),
              attended=True, rank="deputy", leader_name=leader.name, leader_id=leader.id, spoke=True)  # fmt: skip
        return leader.id or 0

    leader = await rig.work(enter)
    actor = await person(rig, here.coordinator)
    [result] = await every(rig, HearingResult)

    def evaluate(desk: Desk) -> None:
        leaders.evaluate(desk, leader, result.hearing_id, here.resources, "court", {"spoke": "good"}, "发言充分")

    await rig.work(evaluate, actor=actor)
    before = await rig.work(lambda desk: leaders.card(desk, leader, YEAR), actor=actor)
    await goes_into(rig, here.resources, here.police)
    after = await rig.work(lambda desk: leaders.card(desk, leader, YEAR), actor=actor)
    assert [one.note for one in before.evaluations] == [one.note for one in after.evaluations] == ["发言充分"]
    assert after.line.figures == before.line.figures
    await rig.work(evaluate, actor=actor)
    assert len(await every(rig, Evaluation)) == 2, "it can be evaluated as before"


# -- the court's bulletin, candidates, letters -----------------------------------------------------------------------


READ = Read((FigureLine("县自然资源局", 4, 2), FigureLine("泗水县公安局", 4, 3, 0)), ())


@pytest.mark.begins("2026-10-12 09:30")
async def test_figures_and_candidates_of_the_courts_bulletin_are_the_successors(rig: Rig) -> None:
    here = await under(rig, "ruzhou-2022")
    await a_quarter(rig, here)
    actor = await person(rig, here.coordinator)

    def enter(desk: Desk) -> int:
        row = court.enter(desk, here.justice, "2026Q3", date(2026, 10, 12), COURT, READ)
        starting.record(desk, row.id or 0, row.version)
        return row.id or 0

    number = await rig.work(enter, actor=actor)
    rates = [one for one in await every(rig, LetterCandidate) if one.ground == "rate"]
    own = next(one for one in rates if one.agency_id == here.resources)
    await rig.work(lambda desk: letters.confirm(desk, own.id or 0, own.version), actor=actor)
    [task] = [one for one in await every(rig, Duty) if one.about.endswith(f":{here.resources}") and "提醒函" in
              one.title["zh"]]  # fmt: skip
    await goes_into(rig, here.resources, here.police)
    figures = [(one.agency_id, one.name) for one in await every(rig, CourtFigure)]
    assert figures == [(here.police, "县自然资源局"), (here.police, "泗水县公安局")], "the court's words stay"
    rates = [one for one in await every(rig, LetterCandidate) if one.ground == "rate"]
    assert {one.agency_id for one in rates} == {here.police}
    assert sorted(one.state for one in rates) == ["confirmed", "withdrawn"], "one of both is to be decided"
    moved = await rig.database.read(lambda s: s.get_one(Duty, task.id))
    assert moved.about.endswith(f":{here.police}")
    assert moved.title["zh"] == "向县公安局发出工作提醒函"
    [letter] = [one for one in await every(rig, Document) if one.kind == "reminder_letter"]
    assert letter.addressee_id == here.police
    side = await rig.work(lambda desk: ours.beside(desk, court.visible(desk, number)).theirs, actor=actor)
    assert {unit: (one.heard, one.attended) for unit, one in side.items()} == {here.police: (8, 5)}


# -- our own bulletins -----------------------------------------------------------------------------------------------


async def test_what_the_old_office_issued_is_listed_and_corrected_by_its_successor(rig: Rig) -> None:
    here = await under(rig, "sishui-2020")

    def enter(desk: Desk) -> None:
        document = Document(kind="quarterly_bulletin", agency_id=here.justice, period="2025-Q4",
                            state=DocumentState.DONE,
                            created_at=desk.now, touched_at=desk.now, key="one")  # fmt: skip
        desk.session.add(document)
        desk.session.flush()
        row = Issued(document_id=document.id or 0, agency_id=here.justice, kind="quarterly", period="2025-Q4",
                     figures={"rate": "80.00%", "units": []}, at=desk.now)  # fmt: skip
        desk.session.add(row)

    await rig.work(enter)
    await goes_into(rig, here.justice, here.office)
    [row] = await every(rig, Issued)
    assert row.agency_id == here.office
    actor = await person(rig, here.coordinator)
    found = await rig.work(issued.listed, actor=actor)
    assert [(one.period, one.rate) for one in found.lines.items] == [("2025-Q4", "80.00%")]
