"""What the records say of a hearing: which is the first of the year, what happened before, when the court called."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.domain.hall.terms import HearingStatus, PaperKind
from bot.services.hall.desk import Desk
from bot.services.law import appearing
from bot.store.tables import Appearance, Case, Hearing, Paper
from tests.desk import case, hearing, open_desk, result

NUMBER = "（2026）鲁0831行初12号"
HELD, SCHEDULED = HearingStatus.HELD, HearingStatus.SCHEDULED


def facts(desk: Desk, of: Hearing, agency: int, **kept: Any) -> dict[str, Any]:
    """What the law engine is told of an agency at a hearing."""
    own = Appearance(case_id=of.case_id, agency_id=agency, hearing_id=of.id, **kept)
    return appearing._facts(desk, own, desk.session.get_one(Case, of.case_id), of)


def other(desk: Desk, n: int, *agencies: int, code: str = "行初") -> Case:
    return case(desk, f"（2026）鲁0831{code}{n}号", *agencies)


def paper(desk: Desk, of: Case, agency: int, kind: PaperKind, served: str, *, withdrawn: bool = False) -> None:
    desk.session.add(
        Paper(
            case_id=of.id or 0, agency_id=agency, kind=kind, served_on=date.fromisoformat(served),
            entered_at=desk.now, withdrawn=withdrawn,
        )
    )  # fmt: skip
    desk.session.flush()


# -- the year ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("local", "status", "first", "tied"),
    [
        ("2026-03-02 09:00", HELD, False, False),
        ("2026-03-02 09:00", SCHEDULED, False, False),
        ("2026-03-02 09:00", HearingStatus.CANCELLED, True, False),
        ("2026-03-02 09:00", HearingStatus.PENDING, True, False),
        ("2026-03-02 09:00", HearingStatus.NOT_HELD, True, False),
        ("2025-12-31 23:59", HELD, True, False),
        ("2026-01-01 00:00", HELD, False, False),
        ("2026-05-04 09:00", SCHEDULED, True, True),
        ("2026-05-04 09:01", SCHEDULED, True, False),
        ("2026-12-31 23:59", SCHEDULED, True, False),
    ],
)
def test_the_first_hearing_of_the_year_is_that_with_the_earliest_hour(
    local: str, status: HearingStatus, first: bool, tied: bool
) -> None:
    with open_desk() as (desk, county):
        hearing(desk, other(desk, 1, county.resources), local, status)
        mine = hearing(desk, case(desk, NUMBER, county.resources), "2026-05-04 09:00")
        found = facts(desk, mine, county.resources)
        assert (found["first_of_year"], found["first_of_year_tied"]) == (first, tied)
        assert found["hearing_on"] == date(2026, 5, 4)


def test_two_at_one_hour_are_not_first_where_an_earlier_one_was() -> None:
    with open_desk() as (desk, county):
        for n, local in enumerate(("2026-03-02 09:00", "2026-05-04 09:00")):
            hearing(desk, other(desk, n + 1, county.resources), local)
        mine = hearing(desk, case(desk, NUMBER, county.resources), "2026-05-04 09:00")
        found = facts(desk, mine, county.resources)
        assert (found["first_of_year"], found["first_of_year_tied"]) == (False, False)


def test_only_the_own_agencys_trials_make_a_year() -> None:
    with open_desk() as (desk, county):
        hearing(desk, other(desk, 1, county.police), "2026-01-05 09:00")
        hearing(desk, other(desk, 2, county.resources, code="行申"), "2026-01-06 09:00")
        hearing(desk, other(desk, 3, county.resources), "2026-01-07 09:00", session="pretrial_conference")
        second = hearing(desk, other(desk, 4, county.resources, county.police), "2026-01-09 09:00")
        first = hearing(desk, other(desk, 5, county.resources, code="行终"), "2026-01-08 09:00")
        old = hearing(desk, case(desk, "县里的老案子", county.resources), "2026-01-10 09:00")
        found = appearing.hearings_of_year(desk, county.resources, 2026)
        assert [h.id for h in found] == [first.id, second.id, old.id]
        assert not list(appearing.hearings_of_year(desk, county.resources, 2025))
        assert facts(desk, second, county.police)["first_of_year"] is False
        assert facts(desk, first, county.resources)["first_of_year"] is True


def test_how_often_the_principal_came_this_year() -> None:
    with open_desk() as (desk, county):
        mine = hearing(desk, case(desk, NUMBER, county.resources), "2026-05-04 09:00")
        for n, (local, rank, attended, agency) in enumerate(
            [
                ("2025-12-31 23:59", "principal", True, county.resources),
                ("2026-01-01 00:00", "principal", True, county.resources),
                ("2026-02-02 09:00", "principal", True, county.resources),
                ("2026-02-03 09:00", "deputy", True, county.resources),
                ("2026-02-04 09:00", "principal", False, county.resources),
                ("2026-02-05 09:00", "principal", True, county.police),
                ("2027-01-01 00:00", "principal", True, county.resources),
            ]
        ):
            result(desk, hearing(desk, other(desk, n + 1, agency), local, HELD), agency, attended=attended, rank=rank)
        assert facts(desk, mine, county.resources)["principal_times_this_year"] == 2
        assert facts(desk, mine, county.police)["principal_times_this_year"] == 1


# -- the instance --------------------------------------------------------------------------------------------------


def test_without_an_earlier_hearing_nothing_is_said_of_one() -> None:
    with open_desk() as (desk, county):
        this = case(desk, NUMBER, county.resources)
        mine = hearing(desk, this, "2026-05-04 09:00", HELD)
        hearing(desk, this, "2026-05-04 09:00", HELD)
        hearing(desk, this, "2026-05-05 09:00", HELD)
        hearing(desk, this, "2026-04-01 09:00", HearingStatus.CANCELLED)
        hearing(desk, this, "2026-04-02 09:00", HELD, session="inquiry")
        hearing(desk, other(desk, 1, county.resources), "2026-04-03 09:00", HELD)
        found = facts(desk, mine, county.resources)
        assert found["hearings_before"] == 0
        assert not {"attended_first", "attended_before", "court_notified_again"} & found.keys()


@pytest.mark.parametrize(
    ("came", "first", "before"),
    [
        ((True, False), True, True),
        ((False, True), False, True),
        ((False, False), False, False),
        ((None, True), None, True),
        ((None, False), None, False),
        ((False, None), False, False),
        ((None, None), None, None),
    ],
)
def test_what_is_reported_of_earlier_hearings_of_the_case(
    came: tuple[bool | None, ...], first: bool | None, before: bool | None
) -> None:
    with open_desk() as (desk, county):
        this = case(desk, NUMBER, county.resources, county.police)
        later = hearing(desk, this, "2026-03-09 09:00", HELD)
        earlier = hearing(desk, this, "2026-03-02 09:00", HELD)
        for held, attended in zip((earlier, later), came, strict=True):
            if attended is not None:
                result(desk, held, county.resources, attended=attended)
            result(desk, held, county.police, attended=not attended)
        found = facts(desk, hearing(desk, this, "2026-05-04 09:00"), county.resources)
        assert found["hearings_before"] == 2
        assert (found.get("attended_first"), found.get("attended_before")) == (first, before)


@pytest.mark.parametrize(
    ("kind", "served", "withdrawn", "again"),
    [
        (PaperKind.APPEARANCE_NOTICE, "2026-03-09", False, True),
        (PaperKind.APPEARANCE_NOTICE, "2026-03-20", False, True),
        (PaperKind.APPEARANCE_NOTICE, "2026-03-08", False, False),
        (PaperKind.APPEARANCE_NOTICE, "2026-03-20", True, False),
        (PaperKind.SUMMONS, "2026-03-20", False, False),
    ],
)
def test_an_appearance_notice_since_the_last_hearing_calls_the_leader_again(
    kind: PaperKind, served: str, withdrawn: bool, again: bool
) -> None:
    with open_desk() as (desk, county):
        this = case(desk, NUMBER, county.resources, county.police)
        hearing(desk, this, "2026-03-09 09:00", HELD)
        hearing(desk, this, "2026-03-02 09:00", HELD)
        paper(desk, this, county.resources, kind, served, withdrawn=withdrawn)
        mine = hearing(desk, this, "2026-05-04 09:00")
        assert facts(desk, mine, county.resources).get("court_notified_again", False) is again
        assert "court_notified_again" not in facts(desk, mine, county.police)


def test_a_notice_in_another_case_calls_nobody() -> None:
    with open_desk() as (desk, county):
        this, that = case(desk, NUMBER, county.resources), other(desk, 1, county.resources)
        hearing(desk, this, "2026-03-09 09:00", HELD)
        paper(desk, that, county.resources, PaperKind.APPEARANCE_NOTICE, "2026-03-20")
        found = facts(desk, hearing(desk, this, "2026-05-04 09:00"), county.resources)
        assert not {"court_notified_again", "notice_served_on"} & found.keys()


def test_the_last_call_up_to_the_hearing_is_the_notice() -> None:
    with open_desk() as (desk, county):
        this = case(desk, NUMBER, county.resources, county.police)
        mine = hearing(desk, this, "2026-05-04 09:00")
        assert "notice_served_on" not in facts(desk, mine, county.resources)
        for kind, served, withdrawn in (
            (PaperKind.SUMMONS, "2026-04-10", False),
            (PaperKind.APPEARANCE_NOTICE, "2026-04-20", False),
            (PaperKind.SUMMONS, "2026-04-15", False),
            (PaperKind.SUMMONS, "2026-04-25", True),
            (PaperKind.NOTICE_OF_RESPONSE, "2026-04-26", False),
            (PaperKind.SUMMONS, "2026-05-05", False),
        ):
            paper(desk, this, county.resources, kind, served, withdrawn=withdrawn)
        assert facts(desk, mine, county.resources)["notice_served_on"] == date(2026, 4, 20)
        assert "notice_served_on" not in facts(desk, mine, county.police)
        paper(desk, this, county.resources, PaperKind.SUMMONS, "2026-05-04")
        assert facts(desk, mine, county.resources)["notice_served_on"] == date(2026, 5, 4)


# -- the case ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "instance"),
    [
        ("（2026）鲁0831行初12号", "first"),
        ("（2026）鲁08行终12号", "second"),
        ("（2026）鲁行再12号", "retrial"),
        ("（2026）鲁行申12号", "retrial_review"),
        ("（2026）鲁0831行审12号", "execution_review"),
        ("（2026）鲁0831民初12号", "other"),
        ("县里的老案子", "other"),
    ],
)
def test_the_number_tells_the_instance(number: str, instance: str) -> None:
    with open_desk() as (desk, county):
        mine = hearing(desk, case(desk, number, county.resources), "2026-05-04 09:00")
        assert facts(desk, mine, county.resources)["instance"] == instance


def test_what_was_settled_or_told_of_the_appearance_is_a_fact_and_other_notes_are_not() -> None:
    with open_desk() as (desk, county):
        this = case(desk, NUMBER, county.resources, facts={"tags": ["land", "major"]})
        mine = hearing(desk, this, "2026-05-04 09:00", session="pretrial_conference")
        kept = {"attended_first": True, "court_named": "us", "who_came": "lawyer", "postponed_before": True}
        found = facts(desk, mine, county.resources, facts=kept)
        assert (found["attended_first"], found["court_named"], found["postponed_before"]) == (True, "us", True)
        assert found["session"] == "pretrial_conference"
        assert found["tags"] == {"land", "major"}
        assert "who_came" not in found
        plain = facts(desk, mine, county.resources)
        assert not {"court_named", "postponed_before"} & plain.keys()
        assert facts(desk, hearing(desk, this, "2026-06-04 09:00"), county.resources)["session"] == "hearing"
