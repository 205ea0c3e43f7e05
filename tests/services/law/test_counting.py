"""What a report is to the law: every answer of the form as the fact that it is."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.hall.terms import AbsenceReason, AppearanceState, HearingStatus
from bot.services.hall.desk import Desk
from bot.services.law import counting
from bot.store.tables import Appearance, Hearing, HearingResult
from tests.desk import case, hearing, open_desk, result

NUMBER = "（2026）鲁0831行初12号"
KEPT_AWAY = AbsenceReason.IRREPLACEABLE_DUTY


def appearance(desk: Desk, of: Hearing, agency: int, **more: Any) -> Appearance:
    made = Appearance(case_id=of.case_id, agency_id=agency, hearing_id=of.id, state=AppearanceState.CONFIRMED, **more)
    desk.session.add(made)
    desk.session.flush()
    return made


def told(report: dict[str, Any], **kept: Any) -> dict[str, Any]:
    """The facts of a report, with what is kept with the appearance."""
    return counting.told_by(
        HearingResult(hearing_id=1, agency_id=1, **report), Appearance(case_id=1, agency_id=1, **kept)
    )


@pytest.mark.parametrize(
    ("report", "facts"),
    [
        ({"attended": True, "rank": "deputy"}, {"leader_present": True, "leader_role": "deputy", "video": False}),
        ({"attended": True, "rank": ""}, {"leader_present": True, "video": False}),
        (
            {"attended": True, "rank": "principal", "stayed": True, "spoke": True},
            {"leader_role": "principal", "left_without_leave": False, "spoke": True, "video": False},
        ),
        (
            {"attended": True, "rank": "principal", "stayed": False, "spoke": False, "video": True},
            {"leader_role": "principal", "left_without_leave": True, "spoke": False, "video": True},
        ),
        ({"attended": False, "rank": "deputy", "stayed": False, "spoke": False, "video": True}, {}),
    ],
)
def test_a_report_as_facts(report: dict[str, Any], facts: dict[str, Any]) -> None:
    common = {"held": True, "staff": frozenset(), "leader_present": report["attended"]}
    assert told(report) == {**common, **facts}


@pytest.mark.parametrize(
    ("who", "staff"),
    [
        ("staff", {"own_staff"}), ("staff_lawyer", {"own_staff", "lawyer"}), ("lawyer", {"lawyer"}),
        ("nobody", set()), (None, set()),
    ],
)  # fmt: skip
def test_who_came_beside_the_leader_is_in_the_facts_of_the_appearance(who: str | None, staff: set[str]) -> None:
    assert told({"attended": True}, facts={"who_came": who})["staff"] == staff


def test_an_absence_that_is_on_record_is_told_but_not_whether_it_was_put_off() -> None:
    found = told(
        {"attended": False},
        absence_reason=KEPT_AWAY,
        absence={"proof": "sealed", "files": 1, "postponement": "granted", "who": "staff"},
        facts={"who_came": "lawyer"},
    )
    assert found["absence_reason"] == KEPT_AWAY.value
    assert (found["proof_given"], found["proof_sealed_or_signed"], found["given_before_hearing"]) == (True, True, True)
    assert found["staff"] == {"lawyer"}, "who really came counts, not who was announced"
    assert "postponement" not in found


def test_an_attended_hearing_counts_and_one_without_an_appearance_is_nothing() -> None:
    with open_desk() as (desk, county):
        held = hearing(desk, case(desk, NUMBER, county.resources), "2026-03-02 09:00", HearingStatus.HELD)
        mine = appearance(desk, held, county.resources)
        report = result(desk, held, county.resources, rank="principal")
        outcome = counting.outcome_of(desk, report, held)
        assert outcome is not None
        assert outcome.counts_as == "attended"
        assert counting.outcome_of(desk, result(desk, held, county.police), held) is None
        assert counting.appearance_of(desk, held, county.resources) is mine
        assert counting.appearance_of(desk, held, county.police) is None
        other = hearing(desk, case(desk, "（2026）鲁0831行初13号", county.resources), "2026-03-03 09:00")
        assert counting.appearance_of(desk, other, county.resources) is None


def test_what_is_open_about_an_outcome_is_asked() -> None:
    with open_desk() as (desk, county):
        held = hearing(desk, case(desk, NUMBER, county.resources), "2026-03-02 09:00", HearingStatus.HELD)
        mine = appearance(desk, held, county.resources)
        report = result(desk, held, county.resources, rank="party_secretary")
        outcome, asked = counting.outcome_and_questions(desk, mine, report, held)
        assert outcome is not None
        assert outcome.counts_as is None
        assert [one.sentence.code for one in asked] == ["ask_party_secretary"]
        report.rank = "principal"
        outcome, asked = counting.outcome_and_questions(desk, mine, report, held)
        assert outcome is not None
        assert (outcome.counts_as, asked) == ("attended", ())


def test_an_inquiry_is_no_hearing_whatever_was_reported_of_it() -> None:
    with open_desk() as (desk, county):
        held = hearing(
            desk, case(desk, NUMBER, county.resources), "2026-03-02 09:00", HearingStatus.HELD, session="inquiry"
        )
        mine = appearance(desk, held, county.resources)
        report = result(desk, held, county.resources, attended=False)
        outcome = counting.outcome_of(desk, report, held)
        assert outcome is not None
        assert outcome.counts_as == "not_heard"
        again, asked = counting.outcome_and_questions(desk, mine, report, held)
        assert (again, asked) == (outcome, ())


def test_whether_a_leader_was_owed_is_asked_where_that_decides_and_only_there() -> None:
    with open_desk(rulebook="national") as (desk, county):
        held = hearing(
            desk, case(desk, NUMBER, county.resources, county.police), "2026-03-02 09:00", HearingStatus.HELD
        )
        mine = appearance(desk, held, county.resources)
        report = result(desk, held, county.resources, attended=False)
        outcome, asked = counting.outcome_and_questions(desk, mine, report, held)
        assert outcome is not None
        assert outcome.counts_as is None
        assert [one.sentence.code for one in asked] == ["ask_co_defendants"]
        report.attended, report.rank = True, "principal"
        outcome, asked = counting.outcome_and_questions(desk, mine, report, held)
        assert outcome is not None
        assert (outcome.counts_as, asked) == ("attended", ())


def test_the_courts_view_of_an_absence_is_asked_of_the_outcome() -> None:
    with open_desk(rulebook="national") as (desk, county):
        held = hearing(desk, case(desk, NUMBER, county.resources), "2026-03-02 09:00", HearingStatus.HELD)
        absence = {"proof": "sealed", "files": 1}
        mine = appearance(desk, held, county.resources, absence_reason=KEPT_AWAY, absence=absence)
        report = result(desk, held, county.resources, attended=False)
        outcome, asked = counting.outcome_and_questions(desk, mine, report, held)
        assert outcome is not None
        assert outcome.counts_as == "unexcused"
        assert [(one.fact, one.answers) for one in asked] == [("court_view", ("accepted", "rejected"))]
