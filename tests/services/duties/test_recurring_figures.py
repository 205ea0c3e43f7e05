"""Duties of the calendar, asked directly: whose year counts, whom a rule obliges, what is closed when."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlmodel import col, select

from bot.domain.hall.terms import DutyState, HearingStatus
from bot.domain.law.recurring import label_of, labelled, period_of
from bot.domain.law.triggers import Trigger
from bot.services.duties import recurring
from bot.services.hall import notes
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, AuditEntry, Duty, OutboxRow
from tests.builders import County
from tests.desk import at, case, hearing, open_desk, result

HELD = HearingStatus.HELD


def heard(desk: Desk, agency: int, local: str, *, rank: str = "principal", attended: bool = True) -> None:
    made = hearing(desk, case(desk, f"（{local[:4]}）豫0482行初{local}号", agency), local, HELD)
    result(desk, made, agency, attended=attended, rank=rank)


def figures(desk: Desk, agency: int, year: int = 2026) -> dict[str, int]:
    found = recurring._figures(desk, period_of(Trigger.YEAR_END, date(year, 6, 1)))
    return found.get(agency, {"cases_heard": 0, "principal_attended_times": 0})


def owed(desk: Desk, rule: str, agency: int) -> list[Duty]:
    statement = select(Duty).where(Duty.rule == rule, Duty.agency_id == agency).order_by(col(Duty.trigger_on))
    return list(desk.session.exec(statement).all())


@pytest.mark.slow
def test_last_years_appearance_of_the_principal_does_not_count_for_this_year() -> None:
    with open_desk("2026-06-01 10:00", rulebook="ruzhou-2022") as (desk, county):
        heard(desk, county.resources, "2025-11-03 09:00")
        heard(desk, county.resources, "2026-03-02 09:00", rank="deputy")
        assert figures(desk, county.resources) == {"cases_heard": 1, "principal_attended_times": 0}
        assert figures(desk, county.resources, 2025) == {"cases_heard": 1, "principal_attended_times": 1}
        recurring.tick(desk)
        [this_year] = [d for d in owed(desk, "RZ2", county.resources) if d.trigger_on.year == 2026]
        assert this_year.state is DutyState.OPEN


@pytest.mark.parametrize(
    ("local", "year"),
    [
        ("2025-12-31 23:59", 2025),
        ("2026-01-01 00:00", 2026),
        ("2026-12-31 23:59", 2026),
        ("2027-01-01 00:00", 2027),
    ],
)
def test_a_hearing_belongs_to_the_year_in_which_it_is_held_by_the_countys_own_clock(local: str, year: int) -> None:
    with open_desk() as (desk, county):
        heard(desk, county.resources, local)
        found = {each: figures(desk, county.resources, each)["cases_heard"] for each in (2025, 2026, 2027)}
        assert found == {each: int(each == year) for each in (2025, 2026, 2027)}


def test_only_the_own_agencys_principal_who_came_is_counted() -> None:
    with open_desk() as (desk, county):
        heard(desk, county.resources, "2026-02-02 09:00")
        heard(desk, county.resources, "2026-02-03 09:00")
        heard(desk, county.resources, "2026-02-04 09:00", rank="deputy")
        heard(desk, county.resources, "2026-02-05 09:00", attended=False)
        heard(desk, county.police, "2026-02-06 09:00")
        assert figures(desk, county.resources) == {"cases_heard": 4, "principal_attended_times": 2}
        assert figures(desk, county.police) == {"cases_heard": 1, "principal_attended_times": 1}


@pytest.mark.slow
def test_an_appearance_closes_the_yearly_duty_of_that_agency_alone_and_says_so() -> None:
    with open_desk("2026-06-01 10:00", rulebook="ruzhou-2022") as (desk, county):
        for agency in (county.resources, county.police):
            heard(desk, agency, "2026-03-02 09:00" if agency == county.resources else "2026-03-03 09:00", rank="deputy")
        recurring.tick(desk)
        [one], [other] = owed(desk, "RZ2", county.resources), owed(desk, "RZ2", county.police)
        version = one.version
        desk.session.add(
            OutboxRow(topic="duty.remind", subject=f"duty:{one.id}", due_at=at("2026-12-01 09:00"), planned_at=desk.now)
        )
        heard(desk, county.resources, "2026-05-04 09:00")
        assert recurring.close_reached(desk) == 1
        assert recurring.close_reached(desk) == 0
        assert (one.state, one.done_on, one.version) == (DutyState.DONE, date(2026, 6, 1), version + 1)
        assert other.state is DutyState.OPEN
        planned = select(OutboxRow).where(OutboxRow.subject == f"duty:{one.id}", OutboxRow.state == "planned")
        assert desk.session.exec(planned).all() == []
        [entry] = desk.session.exec(select(AuditEntry).where(AuditEntry.action == "duty_done")).all()
        assert (entry.subject, entry.agency_id, entry.new) == (f"duty:{one.id}", county.resources, {"on": "2026-06-01"})


@pytest.mark.slow
def test_events_close_what_asks_for_so_many_of_their_kind_in_the_year() -> None:
    with open_desk("2026-06-01 10:00", rulebook="ruzhou-2022") as (desk, county):
        recurring.tick(desk)
        [training] = owed(desk, "RZ10", county.office)
        on, eve, after = date(2026, 5, 1), date(2025, 12, 31), date(2027, 1, 1)
        assert recurring.reached(desk, county.office, "observation_count", 0, on) == 0
        assert recurring.reached(desk, county.office, "training_count", 0, on) == 0
        assert recurring.reached(desk, county.office, "training_count", 9, eve) == 0
        assert recurring.reached(desk, county.office, "training_count", 9, after) == 0
        assert recurring.reached(desk, county.resources, "training_count", 9, on) == 0
        assert training.state == "open"
        assert recurring.reached(desk, county.office, "training_count", 1, date(2026, 1, 1)) == 1
        assert training.state == "done"
        assert recurring.reached(desk, county.office, "training_count", 1, on) == 0


def yearly(desk: Desk, agency: int, rule: str, year: int = 2026, **more: Any) -> Duty:
    """A yearly duty that is open; made by hand, because a tick asks for everybody's."""
    end = date(year, 12, 31)
    known = {"trigger": "year_end", "rulebook": "ruzhou-2022", "state": DutyState.OPEN, **more}
    made = Duty(
        key=f"{rule}/{year}:{agency}@{agency}", rule=rule, agency_id=agency, trigger_on=end, unrolled=end, due=end,
        safe=end, created_at=desk.now, **known,
    )  # fmt: skip
    desk.session.add(made)
    desk.session.flush()
    return made


@pytest.mark.slow
def test_only_what_asks_for_appearances_is_closed_by_them_each_by_its_own_agency_and_year() -> None:
    with open_desk("2026-06-01 10:00") as (desk, county):
        spared = [
            yearly(desk, county.resources, "RZ10"),
            yearly(desk, county.resources, "RZ2", 2025),
            yearly(desk, county.police, "RZ2"),
            yearly(desk, county.labour, "RZ2", trigger="summons"),
            yearly(desk, county.street, "RZ2", rulebook="nowhere-1900"),
            yearly(desk, county.town, "no such rule"),
            yearly(desk, county.office, "RZ2", state=DutyState.SUBMITTED),
        ]
        mine, other = yearly(desk, county.resources, "RZ2"), yearly(desk, county.justice, "RZ2")
        for agency in (county.resources, county.justice, county.labour, county.street, county.town, county.office):
            heard(desk, agency, f"2026-03-{agency:02d} 09:00")
        assert recurring.close_reached(desk) == 2
        assert (mine.state, other.state) == (DutyState.DONE, DutyState.DONE)
        assert [one.state for one in spared] == [DutyState.OPEN] * 6 + [DutyState.SUBMITTED]
        entries = desk.session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
        assert [(one.action, one.subject, one.agency_id) for one in entries] == [
            ("duty_done", f"duty:{mine.id}", county.resources), ("duty_done", f"duty:{other.id}", county.justice),
        ]  # fmt: skip


def test_events_close_only_open_duties_of_the_calendar_in_their_year() -> None:
    with open_desk("2026-06-01 10:00") as (desk, county):
        mine = yearly(desk, county.office, "RZ10")
        spared = [
            yearly(desk, county.office, "RZ10", 2025),
            yearly(desk, county.office, "RZ11"),
            yearly(desk, county.police, "RZ10"),
            yearly(desk, county.office, "RZ10", 2024, trigger="summons"),
        ]
        for on in (date(2025, 1, 1), date(2026, 12, 31)):
            count = recurring.reached(desk, county.office, "training_count", 0, on)
            assert (count, mine.state) == (0, DutyState.OPEN)
        assert recurring.reached(desk, county.office, "training_count", 1, date(2026, 12, 31)) == 1
        assert mine.state == "done"
        assert recurring.reached(desk, county.office, "training_count", 1, date(2026, 12, 31)) == 0
        assert [one.state for one in spared] == [DutyState.OPEN] * 4


@pytest.mark.parametrize(
    ("trigger", "day", "label"),
    [
        (Trigger.MONTH_END, date(2026, 4, 30), "2026-04"),
        (Trigger.QUARTER_END, date(2026, 1, 1), "2026-Q1"),
        (Trigger.QUARTER_END, date(2026, 6, 30), "2026-Q2"),
        (Trigger.QUARTER_END, date(2026, 7, 1), "2026-Q3"),
        (Trigger.QUARTER_END, date(2026, 12, 31), "2026-Q4"),
        (Trigger.YEAR_END, date(2026, 7, 1), "2026"),
    ],
)
def test_a_period_has_a_name(trigger: Trigger, day: date, label: str) -> None:
    period = period_of(trigger, day)
    assert label_of(period) == label
    assert labelled(label) == period


@pytest.mark.parametrize("label", ["", "2026-13", "2026-Q5", "0000", "2026-1", "paper", "document", "2026-Q1:5"])
def test_what_is_no_period_has_none(label: str) -> None:
    assert labelled(label) is None


def test_a_new_deployment_looks_at_the_period_before_and_an_old_one_does_not() -> None:
    def periods(after: date | None) -> list[str]:
        return [label_of(p) for p in recurring._periods(after, date(2026, 4, 20))]

    assert periods(None) == ["2025", "2026-Q1", "2026", "2026-03", "2026-04", "2026-Q2"]
    assert periods(date(2026, 4, 19)) == ["2026", "2026-04", "2026-Q2"]
    assert periods(date(2026, 2, 20)) == ["2026", "2026-03", "2026-04", "2026-Q2"]


@pytest.mark.slow
def test_the_tick_remembers_its_day_and_brings_nothing_twice() -> None:
    with open_desk("2026-04-20 10:00") as (desk, county):
        first = recurring.tick(desk)
        assert first == len(desk.session.exec(select(Duty)).all()) > 0
        assert recurring.tick(desk) == 0
        assert notes.get(desk.session, recurring.NOTE) == {"on": "2026-04-20"}
        assert _branch_duties(desk, county) == {county.justice}


def _branch_duties(desk: Desk, county: County) -> set[int]:
    """Whose is the monthly review, which a branch owes once, through its lead organ."""
    return {d.agency_id for d in desk.session.exec(select(Duty).where(Duty.rule == "SS22")).all()}


@pytest.mark.slow
def test_a_closed_agency_and_a_court_owe_no_report() -> None:
    with open_desk("2026-04-20 10:00") as (desk, county):
        desk.session.get_one(Agency, county.police).closed_on = date(2026, 1, 31)
        recurring.tick(desk)
        assert owed(desk, "SS14", county.resources)
        assert not owed(desk, "SS14", county.police)
        assert not desk.session.exec(select(Duty).where(Duty.agency_id == county.court)).all()


@pytest.mark.slow
def test_a_new_deployment_leaves_alone_what_was_due_before_it() -> None:
    with open_desk("2026-01-05 10:00") as (desk, county):
        recurring.tick(desk)
        reports = {d.due.isoformat() for d in owed(desk, "SS15", county.government)}
        assert reports == {"2026-01-10", "2027-01-10"}, "that on last year is still to be sent"
        assert min(d.due for d in desk.session.exec(select(Duty)).all()) >= date(2026, 1, 5)
