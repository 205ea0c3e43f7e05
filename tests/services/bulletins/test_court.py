"""The court's bulletin at a desk: who may, what is refused, what follows from it, what a correction does to letters."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import select

from bot.domain.bulletins.court_figures import CaseLine, FigureLine, Read
from bot.domain.hall.errors import Missing, NotAllowed, Refused, Stale
from bot.domain.hall.terms import DutyState, Reform
from bot.services.bulletins import chasing, court, court_cards, differences, letters, starting
from bot.services.duties import acts
from bot.services.duties.proofs import Proof
from bot.services.hall.desk import Desk
from bot.store.bulletins import court as store
from bot.store.tables import (
    Agency,
    CourtBulletin,
    CourtFigure,
    FormerName,
)
from tests.desk import followed, open_desk
from tests.handlers.bulletins.court_steps import CITY_COURT, COURT, NOBODY_CAME, heard
from tests.services.bulletins.court_desk import LINES, ON, Q3, as_, candidates, entered, of, owed, recorded, ruzhou

# -- who, and what is refused ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["liaison", "principal", "leader", "assessor", "observer", "city_coordinator"])
def test_only_the_office_s_coordinators_enter_one(who: str) -> None:
    with ruzhou() as (desk, here):
        as_(desk, getattr(here, who))
        with pytest.raises(NotAllowed):
            entered(desk, here)


@pytest.mark.parametrize("who", ["liaison", "principal", "police_principal", "observer"])
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


@pytest.mark.parametrize(("on", "fits"), [(date(2026, 9, 30), False), (date(2026, 10, 8), True)])
def test_nobody_reports_it_obtained_before_the_quarter_is_over(on: date, *, fits: bool) -> None:
    with ruzhou() as (desk, here):
        duty = starting.asking(desk, here.justice, Q3)
        assert duty is not None
        proof = Proof(on, note="已收到通报")
        if fits:
            acts.finish(desk, duty.id or 0, duty.version, proof)
        else:
            with pytest.raises(Refused):
                acts.finish(desk, duty.id or 0, duty.version, proof)
        assert (duty.state is DutyState.DONE) is fits


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
            FormerName(
                agency_id=here.resources,
                name="泗水县国土资源局",
                short_name="县国土局",
                since=date(2024, 1, 1),
                how=Reform.RENAMED,
            )
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


def test_who_settles_a_difference_settles_what_was_shown() -> None:
    """While the note was typed the court's figures were corrected: the difference is another one."""
    with ruzhou() as (desk, here):
        row = recorded(desk, here)
        police = next(one for one in differences.listed(desk, row.id or 0).items if one.unit == "县公安局")
        before = differences.seen(desk, police.id)
        court.set_unit(desk, row.id or 0, row.version, here.police, 4, 4, None)
        starting.follow(desk, row)
        with pytest.raises(Stale):
            differences.settle(desk, police.id, "ours", "法院将庭前会议计入", before)
        assert differences.card(desk, police.id).settled_at is None
        differences.settle(desk, police.id, "ours", "法院将庭前会议计入", differences.seen(desk, police.id))
        with pytest.raises(Stale):
            differences.seen(desk, police.id)


def test_lines_that_were_not_understood_are_shown_to_whoever_enters_them_alone() -> None:
    """They may name plaintiffs, whom who only reads the figures does not see."""
    with ruzhou() as (desk, here):
        read = Read(LINES, unread=("张三诉县公安局一案 1 件",))
        row = court.enter(desk, here.justice, Q3, ON, COURT, read)
        assert court_cards.card(desk, row.id or 0).unread == ("张三诉县公安局一案 1 件",)
        as_(desk, here.assessor)
        assert court_cards.card(desk, row.id or 0).unread == ()


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


# -- another book ------------------------------------------------------------------------------------------------------


def test_a_reply_to_a_proposal_starts_nothing_and_knows_no_letters() -> None:
    """三门峡 (SM7): the city's bureau takes the intermediate court's bulletin in and compares; counties are wholes."""
    with open_desk("2026-10-12 09:30", rulebook="sishui-2020", follows=True) as (desk, here):
        desk.session.get_one(Agency, here.city).rulebook = "sanmenxia-2025"
        with followed(desk):
            for n in range(5, 9):
                heard(desk, n, here.police, **(NOBODY_CAME if n > 6 else {}))
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
