"""The law's answer is kept with the appearance: who is told, who may settle what is open, which are asked anew."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from bot.domain.hall.errors import Missing, NotAllowed, Refused
from bot.domain.hall.terms import AbsenceReason, AppearanceState, HearingStatus
from bot.domain.hearings.topics import QUESTION
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.law import appearing
from bot.store.tables import Agency, Appearance, AuditEntry, Case, Hearing, OutboxRow, Person
from tests.desk import case, hearing, later, open_desk

NUMBER = "（2026）鲁0831行初12号"
HELD = HearingStatus.HELD


def appear(desk: Desk, of: Hearing | Case, agency: int, **more: Any) -> Appearance:
    """An agency's appearance at a hearing, or in a case that has none yet."""
    at_hearing = isinstance(of, Hearing)
    made = Appearance(
        case_id=of.case_id if isinstance(of, Hearing) else of.id or 0,
        hearing_id=of.id if at_hearing else None,
        agency_id=agency,
        **{"state": AppearanceState.UNNAMED, **more},
    )
    desk.session.add(made)
    desk.session.flush()
    return made


def audits(desk: Desk, action: str) -> list[AuditEntry]:
    return list(desk.session.exec(select(AuditEntry).where(AuditEntry.action == action)).all())


def questions(desk: Desk) -> list[OutboxRow]:
    return list(desk.session.exec(select(OutboxRow).where(OutboxRow.topic == QUESTION.name)).all())


def under(desk: Desk, agency: int, book: str) -> None:
    desk.session.get_one(Agency, agency).rulebook = book
    desk.session.flush()


# -- the rules in force --------------------------------------------------------------------------------------------


def test_a_book_that_is_not_installed_is_refused_by_name() -> None:
    with open_desk(rulebook="sishui-2020") as (desk, county):
        under(desk, county.resources, "nowhere-1900")
        with pytest.raises(Refused) as refused:
            appearing.stack_of(desk, county.resources, desk.today)
        assert refused.value.problem.params["book"] == "nowhere-1900"
        assert appearing.parameter(desk, county.police, "same_instance") == "first_hearing"
        assert appearing.parameter(desk, county.police, "no such switch") is None


def test_the_rules_are_those_of_the_hearings_day_and_of_today_without_one() -> None:
    with open_desk("2026-04-02 09:00") as (desk, county):
        this = case(desk, NUMBER, county.resources)
        assert appearing.decision_of(desk, appear(desk, this, county.resources), None).required == "hard"
        old = hearing(desk, this, "2019-05-06 09:00")
        assert appearing.decision_of(desk, appear(desk, old, county.resources), old).required == "base"
        new = hearing(desk, this, "2026-05-06 09:00")
        assert appearing.decision_of(desk, appear(desk, new, county.resources), new).required == "hard"
        with pytest.raises(Missing):
            appearing.decision_of(desk, Appearance(case_id=999, agency_id=county.resources), None)


# -- keeping the answer --------------------------------------------------------------------------------------------


def test_a_new_strength_is_kept_and_written_down_once() -> None:
    with open_desk() as (desk, county):
        this = case(desk, NUMBER, county.resources)
        mine = hearing(desk, this, "2026-05-04 09:00")
        row = appear(desk, mine, county.resources, strength="base")
        assert appearing.judge(desk, row, mine).required == row.strength == "hard"
        appearing.judge(desk, row, mine)
        [entry] = audits(desk, "strength_judged")
        assert (entry.subject, entry.case_id, entry.agency_id) == (f"hearing:{mine.id}", this.id, county.resources)
        assert (entry.old, entry.new) == ({"strength": "base"}, {"strength": "hard"})
        assert questions(desk) == []


def test_an_open_question_goes_to_the_coordinators_once_and_again_when_the_hearing_moved() -> None:
    with open_desk(rulebook="national") as (desk, county):
        mine = hearing(desk, case(desk, NUMBER, county.resources, county.police), "2026-05-04 09:00")
        row = appear(desk, mine, county.resources)
        assert appearing.judge(desk, row, mine).required == "ask"
        appearing.judge(desk, row, mine)
        [asked] = questions(desk)
        assert (asked.args, asked.audience) == ({"appearance": row.id}, f"coordinators@{county.resources}")
        assert (asked.subject, asked.live) == (f"hearing:{mine.id}", True)
        mine.sequence += 1
        appearing.judge(desk, row, mine)
        assert len(questions(desk)) == 2
        other = appear(desk, mine, county.police)
        appearing.judge(desk, other, mine)
        assert len(questions(desk)) == 3


def test_without_a_date_nothing_is_asked_of_anybody() -> None:
    with open_desk(rulebook="national") as (desk, county):
        row = appear(desk, case(desk, NUMBER, county.resources, county.police), county.resources)
        assert appearing.judge(desk, row, None).required == "ask"
        assert questions(desk) == []
        assert audits(desk, "strength_judged")[0].subject == f"case:{row.case_id}"


# -- settling ------------------------------------------------------------------------------------------------------


def as_person(desk: Desk, telegram_id: int) -> Desk:
    who = desk.session.exec(select(Person).where(Person.telegram_id == telegram_id)).one()
    return Desk(desk.session, desk.house, desk.now, access.actor_of(desk.session, who, desk.today))


@pytest.mark.parametrize(("answer", "required"), [("us", "base"), ("other", "none"), ("both", "base")])
def test_a_coordinator_settles_what_the_texts_leave_open(answer: str, required: str) -> None:
    with open_desk(rulebook="national") as (desk, county):
        mine = hearing(desk, case(desk, NUMBER, county.resources, county.police), "2026-05-04 09:00")
        row = appear(desk, mine, county.resources, strength="ask", facts={"note": 1})
        version = row.version
        decided = appearing.settle(as_person(desk, county.coordinator), row, "co_defendants_agreed", answer)
        assert decided.required == row.strength == required
        assert row.facts == {"note": 1, "co_defendants_agreed": answer}
        assert row.version == version + 1
        [entry] = audits(desk, "question_settled")
        assert entry.new == {"co_defendants_agreed": answer}
        assert (entry.subject, entry.case_id, entry.agency_id) == (f"hearing:{mine.id}", row.case_id, county.resources)


def test_yes_and_no_are_kept_as_what_they_are_also_without_a_hearing() -> None:
    with open_desk(rulebook="national") as (desk, county):
        row = appear(desk, case(desk, NUMBER, county.resources), county.resources)
        appearing.settle(desk, row, "attended_before", "yes")
        assert row.facts == {"attended_before": True}
        assert row.strength == "none"
        appearing.settle(desk, row, "attended_before", "no")
        assert row.facts == {"attended_before": False}
        assert audits(desk, "question_settled")[0].subject == f"case:{row.case_id}"


def test_nobody_else_settles_and_only_buttons_answer() -> None:
    with open_desk(rulebook="national") as (desk, county):
        row = appear(desk, case(desk, NUMBER, county.resources), county.resources)
        for who in (county.liaison, county.principal, county.admin):
            with pytest.raises(NotAllowed):
                appearing.settle(as_person(desk, who), row, "attended_before", "yes")
        for fact, answer in (("attended_before", "perhaps"), ("who_came", "yes")):
            with pytest.raises(Refused):
                appearing.settle(as_person(desk, county.coordinator), row, fact, answer)
        assert (row.facts, row.version) == ({}, 1)


# -- an absence ----------------------------------------------------------------------------------------------------


PROVEN = {"proof_given": True, "proof_sealed_or_signed": True, "given_before_hearing": True}


@pytest.mark.parametrize(
    ("absence", "facts"),
    [
        ({}, {}),
        ({"proof": "sealed"}, {}),
        ({"proof": "signed"}, {}),
        ({"proof": "signed", "signed_by": 7}, {"proof_sealed_or_signed": True}),
        ({"proof": "sealed", "signed_by": 7}, {}),
        ({"proof": "sealed", "files": 1}, PROVEN),
        ({"proof": "signed", "files": 2}, PROVEN),
        ({"proof": "none", "files": 1}, {"proof_given": True, "given_before_hearing": True}),
        ({"proof": "none", "files": 0}, {}),
        ({"proof": "sealed", "files": 1, "given_late": True}, PROVEN | {"given_before_hearing": False}),
        (
            {"proof": "sealed", "files": 1, "given_late": True, "court_view": "accepted"},
            PROVEN | {"court_view": "accepted"},
        ),
        ({"court_view": "accepted", "consent": "yes"}, {"court_view": "accepted", "consent_given": True}),
        ({"who": "staff_lawyer"}, {"staff": frozenset({"own_staff", "lawyer"})}),
        ({"postponement": "granted"}, {"postponement": "granted"}),
    ],
)
def test_an_absence_on_record_as_facts(absence: dict[str, Any], facts: dict[str, Any]) -> None:
    nothing = {
        "absence_reason": "accident", "proof_given": False, "proof_sealed_or_signed": False,
        "given_before_hearing": False, "court_view": "pending", "consent_given": False, "staff": frozenset(),
        "postponement": "none",
    }  # fmt: skip
    row = Appearance(case_id=1, agency_id=1, absence_reason=AbsenceReason.ACCIDENT, absence=absence)
    assert appearing.absence_facts(row) == {**nothing, **facts}
    assert appearing.absence_facts(Appearance(case_id=1, agency_id=1, absence=absence)) == {}


def test_which_parts_of_a_valid_absence_are_missing() -> None:
    with open_desk(rulebook="national") as (desk, county):
        mine = hearing(desk, case(desk, NUMBER, county.resources), "2026-05-04 09:00")
        row = appear(desk, mine, county.resources)

        def missing() -> set[str]:
            return {one.code for one in appearing.missing_parts(desk, row, mine)}

        everything = {"part_reason", "part_proof", "part_seal", "part_before", "part_staff", "part_court_pending"}
        assert missing() == everything
        row.absence_reason = AbsenceReason.ACCIDENT
        assert missing() == everything - {"part_reason"}
        row.absence = {"postponement": "granted", "court_view": "accepted"}
        assert missing() == {"part_proof", "part_seal", "part_before", "part_staff"}, "asked though it was put off"
        row.absence = {"proof": "sealed", "files": 1, "who": "staff", "court_view": "accepted"}
        assert missing() == set()
        later(desk, days=1)
        assert desk.today == date(2026, 4, 3)
