"""Candidates for reminder letters at a desk: who is one, what is decided, what corrections do to tasks and letters."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import select

from bot.domain.bulletins.court_figures import FigureLine, Read
from bot.domain.bulletins.letters import CandidateState
from bot.domain.documents.documents import DocumentState
from bot.domain.hall.errors import Refused, Stale
from bot.domain.hall.terms import DutyState
from bot.services.bulletins import court, court_cards, letters, starting
from bot.services.documents import steps
from bot.store.tables import Document, HearingResult
from tests.desk import followed
from tests.handlers.bulletins.court_steps import COURT
from tests.services.bulletins.court_desk import LINES, candidates, of, owed, recorded, ruzhou

# -- letters -----------------------------------------------------------------------------------------------------------


def test_candidates_are_those_below_the_threshold_and_those_without_effect() -> None:
    with ruzhou() as (desk, here):
        row = recorded(desk, here)
        assert candidates(desk, row) == [(here.resources, "effect", "open"), (here.police, "rate", "open")]


def test_ninety_is_reached() -> None:
    with ruzhou() as (desk, here):
        row = recorded(desk, here, FigureLine("县人社局", 10, 9), FigureLine("济河街道", 100, 89))
        assert (here.labour, "rate", "open") not in candidates(desk, row)
        assert (here.street, "rate", "open") in candidates(desk, row)


def test_each_addressee_has_a_task_and_a_letter_of_its_own() -> None:
    with ruzhou() as (desk, here):
        row = recorded(desk, here)
        for unit in (here.resources, here.police):
            letters.confirm(desk, of(desk, row, unit).id or 0, 1)
        general, *tasks = owed(desk, "RZ8")
        assert general.state is DutyState.DONE
        assert [(one.agency_id, one.due, one.state) for one in tasks] == 2 * [
            (here.office, date(2026, 10, 22), DutyState.OPEN)
        ]
        assert tasks[1].title["zh"] == "向县公安局发出工作提醒函"
        papers = desk.session.exec(select(Document).where(Document.kind == "reminder_letter")).all()
        assert {(one.addressee_id, one.duty_id) for one in papers} == {
            (here.resources, tasks[0].id), (here.police, tasks[1].id)
        }  # fmt: skip
        police = next(one for one in papers if one.addressee_id == here.police)
        assert (police.values["heard"], police.values["attended"], police.values["rate"]) == (4, 3, "75.00%")
        assert police.period == "2026-Q3"
        assert {one["number"] for one in police.values["cases"]} == {"（2026）鲁0831行初7号", "（2026）鲁0831行初8号"}
        other = next(one for one in papers if one.addressee_id == here.resources)
        assert other.values["problems"] == ["silent"]


def test_a_dismissal_has_a_reason_and_is_not_raised_again() -> None:
    with ruzhou() as (desk, here):
        row = recorded(desk, here)
        one = of(desk, row, here.resources)
        with pytest.raises(Refused):
            letters.dismiss(desk, one.id or 0, one.version, "")
        letters.dismiss(desk, one.id or 0, one.version, "当庭以书面发表意见")
        with pytest.raises(Stale):
            letters.dismiss(desk, one.id or 0, 1, "再来")
        starting.follow(desk, row)
        assert of(desk, row, here.resources).state == CandidateState.DISMISSED
        assert owed(desk, "RZ8")[0].state is DutyState.OPEN, "another one waits"


def test_a_correction_withdraws_a_draft_and_touches_no_issued_letter() -> None:
    with ruzhou() as (desk, here):
        row = recorded(desk, here, *LINES, FigureLine("济河街道", 4, 2))
        for unit in (here.police, here.street):
            letters.confirm(desk, of(desk, row, unit).id or 0, 1)
        street = desk.session.get_one(Document, of(desk, row, here.street).document_id)
        with followed(desk):
            steps.submit(desk, street.id or 0, street.version)
            steps.issue(desk, street.id or 0, street.version)
        assert of(desk, row, here.street).state == CandidateState.ISSUED
        before = (street.number, street.values, street.state)
        court.set_unit(desk, row.id or 0, row.version, here.street, 4, 4, None)
        starting.follow(desk, row)
        assert of(desk, row, here.street).state == CandidateState.ISSUED
        assert (street.number, street.values, street.state) == before
        with followed(desk):
            for result in desk.session.exec(select(HearingResult).where(HearingResult.agency_id == here.police)).all():
                result.attended, result.rank, result.leader_name = True, "deputy", "周强"
                desk.session.add(result)
        court.set_unit(desk, row.id or 0, row.version, here.police, 4, 4, None)
        assert starting.follow(desk, row) == (0, 1)
        assert of(desk, row, here.police).state == CandidateState.WITHDRAWN
        [gone] = [d for d in desk.session.exec(select(Document)).all() if d.addressee_id == here.police]
        assert gone.state is DocumentState.VOID
        assert {one.state for one in letters.tasks(desk, row, here.police)} == {DutyState.CANCELLED}


def test_a_later_candidate_has_the_same_day() -> None:
    with ruzhou() as (desk, here):
        row = recorded(desk, here)
        for unit in (here.resources, here.police):
            one = of(desk, row, unit)
            letters.dismiss(desk, one.id or 0, one.version, "已当面提醒")
        assert owed(desk, "RZ8")[0].state is DutyState.DONE
        court.set_unit(desk, row.id or 0, row.version, here.labour, 2, 1, None)
        assert starting.follow(desk, row) == (1, 0)
        letters.confirm(desk, of(desk, row, here.labour).id or 0, 1)
        assert owed(desk, "RZ8")[-1].due == date(2026, 10, 22)


def test_nobody_to_write_to_is_said_by_a_person() -> None:
    with ruzhou() as (desk, here):
        row = recorded(desk, here)
        with pytest.raises(Refused):
            letters.none_needed(desk, row.id or 0, row.version, "无")
        for unit in (here.resources, here.police):
            one = of(desk, row, unit)
            letters.dismiss(desk, one.id or 0, one.version, "已当面提醒")
        with pytest.raises(Stale):
            letters.none_needed(desk, row.id or 0, row.version, "都已核定")


def test_the_next_quarter_shows_whether_a_unit_improved() -> None:
    with ruzhou("2027-01-11 09:30") as (desk, here):
        row = recorded(desk, here)
        letters.confirm(desk, of(desk, row, here.police).id or 0, 1)
        letter = desk.session.get_one(Document, of(desk, row, here.police).document_id)
        with followed(desk):
            steps.submit(desk, letter.id or 0, letter.version)
            steps.issue(desk, letter.id or 0, letter.version)
        lines = (FigureLine("县公安局", 10, 9), FigureLine("县人社局", 1, 1))
        later = court.enter(desk, here.justice, "2026Q4", date(2027, 1, 11), COURT, Read(lines))
        starting.record(desk, later.id or 0, later.version)
        first = court_cards.units(desk, later.id or 0).items[0]
        assert (first.name, first.letter) == ("县公安局", True)
        assert first.before is not None
        assert first.theirs is not None
        assert (first.before.attended, first.theirs.attended) == (3, 9)
        assert court_cards.card(desk, later.id or 0).followed == 1
