"""The court's bulletin at a desk: who may, what is refused, what follows from it, what a correction does to letters."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlmodel import col, select

from bot.domain.bulletins.court_figures import CaseLine, FigureLine, Read
from bot.domain.bulletins.letters import CandidateState
from bot.domain.documents.documents import DocumentState
from bot.domain.hall.errors import Missing, NotAllowed, Refused, Stale
from bot.domain.hall.terms import DutyState
from bot.services.bulletins import chasing, court, court_cards, differences, letters, starting
from bot.services.documents import steps
from bot.services.duties import recurring
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.bulletins import court as store
from bot.store.tables import (
    Agency,
    CourtBulletin,
    CourtFigure,
    Document,
    Duty,
    FormerName,
    HearingResult,
    LetterCandidate,
    Person,
)
from tests.builders import County
from tests.desk import open_desk
from tests.handlers.bulletins.court_steps import CITY_COURT, COURT, heard

Q3 = "2026Q3"
ON = date(2026, 10, 12)
LINES = (FigureLine("县自然资源局", 4, 4), FigureLine("泗水县公安局", 4, 3), FigureLine("县人社局", 2, 2))


@contextmanager
def ruzhou(start: str = "2026-10-12 09:30") -> Iterator[tuple[Desk, County]]:
    """The third quarter of a county: 自然资源局 4/4 with a silent leader, 公安局 4/2, 泉林镇 1/1 before the city's court."""
    with open_desk(start, rulebook="ruzhou-2022") as (desk, here):
        desk.session.get_one(Agency, here.city).rulebook = "national"
        with desk.session.begin_nested():
            for n in range(1, 5):
                heard(desk, n, here.resources, **({"spoke": False} if n == 4 else {}))
            for n in range(5, 9):
                heard(desk, n, here.police, **({"attended": False, "rank": "", "leader_name": ""} if n > 6 else {}))
            heard(desk, 3, here.town, court=CITY_COURT)
        recurring.tick(desk)
        as_(desk, here.coordinator)
        yield desk, here


def as_(desk: Desk, account: int) -> None:
    person = desk.session.exec(select(Person).where(Person.telegram_id == account)).one()
    desk.actor = access.actor_of(desk.session, person, desk.today)


def entered(desk: Desk, here: County, *lines: FigureLine, cases: tuple[CaseLine, ...] = (), on: date = ON) -> CourtBulletin:
    return court.enter(desk, here.justice, Q3, on, COURT, Read(lines or LINES, cases))


def recorded(desk: Desk, here: County, *lines: FigureLine, **more: Any) -> CourtBulletin:
    row = entered(desk, here, *lines, **more)
    with desk.session.begin_nested():
        starting.record(desk, row.id or 0, row.version)
    return row


def candidates(desk: Desk, row: CourtBulletin) -> list[tuple[int, str, str]]:
    return [(one.agency_id, one.ground, one.state) for one in store.candidates_of(desk.session, row.id)]


def of(desk: Desk, row: CourtBulletin, agency_id: int) -> LetterCandidate:
    return next(one for one in store.candidates_of(desk.session, row.id) if one.agency_id == agency_id)


def owed(desk: Desk, rule: str) -> list[Duty]:
    return list(desk.session.exec(select(Duty).where(Duty.rule == rule).order_by(col(Duty.id))).all())


# -- who, and what is refused ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["liaison", "principal", "leader", "assessor", "court_contact", "observer", "city_coordinator"])
def test_only_the_office_s_coordinators_enter_one(who: str) -> None:
    with ruzhou() as (desk, here):
        as_(desk, getattr(here, who))
        with pytest.raises(NotAllowed):
            entered(desk, here)


@pytest.mark.parametrize("who", ["liaison", "principal", "police_principal", "court_contact", "observer"])
def test_a_unit_does_not_see_it(who: str) -> None:
    with ruzhou() as (desk, here):
        row = recorded(desk, here)
        as_(desk, getattr(here, who))
        with pytest.raises(Missing):
            court_cards.card(desk, row.id or 0)
        with pytest.raises(Missing):
            letters.confirm(desk, of(desk, row, here.police).id or 0, 1)


def test_an_assessor_reads_and_decides_nothing() -> None:
    with ruzhou() as (desk, here):
        row = recorded(desk, here)
        one = of(desk, row, here.police)
        as_(desk, here.assessor)
        assert court_cards.card(desk, row.id or 0).may is False
        for act in (
            lambda: letters.confirm(desk, one.id or 0, one.version),
            lambda: court.set_unit(desk, row.id or 0, row.version, here.police, 4, 4, None),
            lambda: differences.settle(desk, differences.listed(desk, row.id or 0).items[0].id, "ours", "核对过"),
        ):
            with pytest.raises(NotAllowed):
                act()


@pytest.mark.parametrize("on", [date(2026, 9, 30), date(2026, 8, 1), date(2026, 10, 13)])
def test_it_comes_in_after_its_quarter_and_not_tomorrow(on: date) -> None:
    with ruzhou() as (desk, here), pytest.raises(Refused):
        entered(desk, here, on=on)


def test_one_court_has_one_bulletin_of_a_quarter() -> None:
    with ruzhou() as (desk, here):
        entered(desk, here)
        with pytest.raises(Refused):
            entered(desk, here)
        assert court.enter(desk, here.justice, Q3, ON, CITY_COURT, Read((FigureLine("泉林镇", 1, 1),))).id


def test_what_cannot_be_so_is_not_taken() -> None:
    with ruzhou() as (desk, here), pytest.raises(Refused):
        entered(desk, here, FigureLine("县公安局", 3, 4))


def test_it_is_not_recorded_before_every_name_is_said_nor_without_figures_nor_twice() -> None:
    with ruzhou() as (desk, here):
        row = entered(desk, here, *LINES, FigureLine("县水务局", 1, 1))
        with pytest.raises(Refused):
            starting.record(desk, row.id or 0, row.version)
        court.say_who(desk, row.id or 0, row.version, 0, here.street)
        starting.record(desk, row.id or 0, row.version)
        with pytest.raises(Stale):
            starting.record(desk, row.id or 0, row.version)
        empty = court.enter(desk, here.justice, "2026Q2", ON, COURT, Read())
        with pytest.raises(Refused):
            starting.record(desk, empty.id or 0, empty.version)


# -- names -------------------------------------------------------------------------------------------------------------


def test_former_names_and_shortened_ones_are_understood_and_what_was_said_is_remembered() -> None:
    with ruzhou() as (desk, here):
        desk.session.add(
            FormerName(agency_id=here.resources, name="泗水县国土资源局", short_name="县国土局", until=date(2024, 1, 1), how="renamed")
        )
        desk.session.flush()
        row = entered(desk, here, FigureLine("县国土局", 4, 4), FigureLine("公安局", 4, 3), FigureLine("水务", 1, 1))
        meant = {one.name: one.agency_id for one in store.figures_of(desk.session, row.id)}
        assert meant == {"县国土局": here.resources, "公安局": here.police, "水务": None}
        court.say_who(desk, row.id or 0, row.version, 0, here.labour)
        again = court.enter(desk, here.justice, "2026Q2", ON, COURT, Read((FigureLine("水务", 1, 1),)))
        assert [one.agency_id for one in store.figures_of(desk.session, again.id)] == [here.labour]


def test_a_name_may_be_none_of_ours() -> None:
    with ruzhou() as (desk, here):
        row = entered(desk, here, *LINES, FigureLine("某省厅", 1, 1))
        court.say_who(desk, row.id or 0, row.version, 0, 0)
        assert court.unknown(desk, row) == []
        starting.record(desk, row.id or 0, row.version)


# -- what follows ------------------------------------------------------------------------------------------------------


def test_the_receipt_ends_the_waiting_and_starts_the_ten_days() -> None:
    with ruzhou() as (desk, here):
        recorded(desk, here)
        [asked] = [one for one in owed(desk, "RZ6") if one.about == f"2026-Q3:{here.justice}"]
        assert (asked.state, asked.done_on) == (DutyState.DONE, ON)
        # 10 calendar days from the day after 12 October: Thursday the 22nd.
        assert [(one.state, one.due) for one in owed(desk, "RZ8")] == [(DutyState.OPEN, date(2026, 10, 22))]
        assert len(owed(desk, "RZ7")) == 1


def test_another_day_of_receipt_moves_what_runs_from_it() -> None:
    with ruzhou() as (desk, here):
        row = recorded(desk, here)
        letters.confirm(desk, of(desk, row, here.police).id or 0, 1)
        starting.move(desk, row.id or 0, row.version, date(2026, 10, 9), "实际10月9日收到")
        assert {one.due for one in owed(desk, "RZ8") if one.state is DutyState.OPEN} == {date(2026, 10, 19)}
        with pytest.raises(Refused):
            starting.move(desk, row.id or 0, row.version, date(2026, 9, 30), "错误")


def test_differences_stand_beside_one_another_and_a_settled_one_stays() -> None:
    with ruzhou() as (desk, here):
        row = recorded(desk, here)
        page = differences.listed(desk, row.id or 0)
        assert {(one.unit, one.kind.value) for one in page.items} == {
            ("县公安局", "different"), ("县人社局", "only_theirs"), ("泉林镇", "only_ours"),
        }  # fmt: skip
        police = next(one for one in page.items if one.unit == "县公安局")
        assert (police.ours["attended"], police.theirs["attended"]) == (2, 3)
        with pytest.raises(Refused):
            differences.settle(desk, police.id, "ours", " ")
        differences.settle(desk, police.id, "ours", "法院将庭前会议计入")
        with pytest.raises(Stale):
            differences.settle(desk, police.id, "theirs", "再核")
        starting.follow(desk, row)
        card = differences.card(desk, police.id)
        assert (card.line.ours["attended"], card.line.theirs["attended"], card.note) == (2, 3, "法院将庭前会议计入")
        assert [one.attended for one in store.figures_of(desk.session, row.id)] == [4, 3, 2]


def test_listed_cases_are_compared_one_by_one() -> None:
    with ruzhou() as (desk, here):
        cases = (
            CaseLine("（2026）鲁0831行初5号", "泗水县公安局", attended=False),
            CaseLine("（2026）鲁0831行初99号", "泗水县公安局", attended=True),
        )
        row = recorded(desk, here, cases=cases)
        by_case = {one.number: one for one in differences.listed(desk, row.id or 0).items if one.number}
        found = {one.number: one for one in store.differences_of(desk.session, row.id) if one.number}
        assert found["（2026）鲁0831行初5号"].kind == "different"
        assert found["（2026）鲁0831行初99号"].kind == "only_theirs"
        assert found["（2026）鲁08行初3号"].ours["elsewhere"] is True
        assert set(by_case) <= set(found)


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
        assert police.values["quarter"] == "2026年第三季度"
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
        with desk.session.begin_nested():
            steps.submit(desk, street.id or 0, street.version)
            steps.issue(desk, street.id or 0, street.version)
        assert of(desk, row, here.street).state == CandidateState.ISSUED
        before = (street.number, street.values, street.state)
        court.set_unit(desk, row.id or 0, row.version, here.street, 4, 4, None)
        starting.follow(desk, row)
        assert of(desk, row, here.street).state == CandidateState.ISSUED
        assert (street.number, street.values, street.state) == before
        with desk.session.begin_nested():
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
        with desk.session.begin_nested():
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


# -- another book ------------------------------------------------------------------------------------------------------


def test_a_reply_to_a_proposal_starts_nothing_and_knows_no_letters() -> None:
    """三门峡 (SM7): the city's bureau takes the intermediate court's bulletin in and compares; counties are wholes."""
    with open_desk("2026-10-12 09:30", rulebook="sishui-2020") as (desk, here):
        desk.session.get_one(Agency, here.city).rulebook = "sanmenxia-2025"
        with desk.session.begin_nested():
            for n in range(5, 9):
                heard(desk, n, here.police, **({"attended": False, "rank": "", "leader_name": ""} if n > 6 else {}))
            heard(desk, 3, here.town, court=CITY_COURT)
        as_(desk, here.city_coordinator)
        read = Read((FigureLine("泗水县", 5, 4), FigureLine("市司法局", 1, 1)))
        row = court.enter(desk, here.city_justice, Q3, ON, CITY_COURT, read)
        starting.record(desk, row.id or 0, row.version)
        assert not owed(desk, "RZ8")
        assert candidates(desk, row) == []
        found = {one.unit: one for one in differences.listed(desk, row.id or 0).items}
        assert (found["县政府"].ours["attended"], found["县政府"].theirs["attended"]) == (3, 4)
        card = court_cards.card(desk, row.id or 0)
        assert card.has_letters is False
        assert chasing.awaited(desk, here.city_justice) is None


def test_figures_are_kept_as_the_court_wrote_them() -> None:
    with ruzhou() as (desk, here):
        row = recorded(desk, here)
        court.take(desk, row.id or 0, row.version, Read((FigureLine("县公安局", 4, 4),)))
        assert [one.attended for one in desk.session.exec(select(CourtFigure)).all()] == [4]
        assert ours_of_police(desk, row) == (4, 2)


def ours_of_police(desk: Desk, row: CourtBulletin) -> tuple[int, int]:
    """Ours of the police: what the court is corrected to changes nothing of it."""
    shown = court_cards.units(desk, row.id or 0)
    side = next(one.ours for one in shown.items if one.name == "县公安局")
    assert side is not None
    return side.heard, side.attended
