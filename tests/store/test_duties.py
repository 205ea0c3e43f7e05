"""What is asked of duties, on both engines: the cases that the stories of the handlers hardly reach."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from bot.domain.duties.duties import PENDING
from bot.domain.hall.terms import DutyState
from bot.services.hall.desk import Desk
from bot.store.duties import owed as owed_store
from bot.store.duties import queries as duties_store
from bot.store.tables import Case, Duty
from tests.builders import County, county
from tests.rig import Rig
from tests.store.rows import NOW, TODAY, a_case, a_hearing

SOON = TODAY + timedelta(days=62)


def a_duty(session: Session, agency_id: int, name: str, safe: date, **more: Any) -> Duty:
    values: dict[str, Any] = {"due": safe, "unrolled": safe, "trigger_on": TODAY, "created_at": NOW, **more}
    duty = Duty(key=name, about=name, rule="R1", rulebook="national", agency_id=agency_id, safe=safe, **values)
    session.add(duty)
    session.flush()
    return duty


def _owe(session: Session, here: County) -> None:
    case = a_case(session, "（2026）鲁0831行初1号", here.resources)
    a_duty(session, here.resources, "late", TODAY - timedelta(days=3), case_id=case.id)
    # Past its safe day and due: but a coordinator set a later one.
    a_duty(session, here.resources, "set", TODAY - timedelta(days=2), set_date=TODAY + timedelta(days=5))
    a_duty(session, here.resources, "handed in", TODAY - timedelta(days=9), state=DutyState.SUBMITTED)
    a_duty(session, here.resources, "done", TODAY - timedelta(days=9), state=DutyState.DONE)
    a_duty(session, here.resources, "a right", TODAY - timedelta(days=9), kind="right")
    a_duty(session, here.resources, "next year", TODAY + timedelta(days=300))
    a_duty(session, here.police, "today", TODAY, due=TODAY + timedelta(days=1))


@pytest.mark.slow
async def test_what_agencies_owe_is_counted_without_rights_and_later_periods(either: Rig) -> None:
    here = await county(either)

    def counted(desk: Desk) -> None:
        session, both = desk.session, [here.resources, here.police]
        _owe(session, here)
        assert owed_store.count(session, both, SOON) == 4
        assert owed_store.count(session, both, SOON, overdue_on=TODAY) == 1
        assert owed_store.count_handed_in(session, both) == 1
        pending = (DutyState.OPEN, DutyState.SUBMITTED)
        assert owed_store.loads(session, both, SOON, TODAY, pending) == [
            (here.resources, 3, 1, TODAY - timedelta(days=9)),
            (here.police, 1, 0, TODAY),
        ]
        assert owed_store.loads(session, both, SOON, TODAY, [DutyState.OPEN]) == [
            (here.resources, 2, 1, TODAY - timedelta(days=3)),
            (here.police, 1, 0, TODAY),
        ]

    await either.work(counted)


@pytest.mark.slow
async def test_duties_are_listed_by_the_day_to_obey_and_the_overdue_first_where_it_is_urgent(either: Rig) -> None:
    here = await county(either)

    def listed(desk: Desk) -> None:
        session, both = desk.session, [here.resources, here.police]
        _owe(session, here)
        page = owed_store.listed(session, both, SOON, offset=1, limit=2)
        assert [duty.key for duty in page] == ["late", "today"]
        late = owed_store.listed(session, both, SOON, overdue_on=TODAY, offset=0, limit=9)
        assert [duty.key for duty in late] == ["late"]
        urgent = owed_store.most_urgent(session, both, SOON, TODAY, limit=9)
        assert [duty.key for duty in urgent] == ["late", "today", "set"]
        numbered = [(duty.key, number) for duty, number in owed_store.overdue(session, both, TODAY)]
        assert numbered == [("late", "（2026）鲁0831行初1号")]
        assert [(duty.key, number) for duty, number in owed_store.last_on(session, both, TODAY)] == [("today", None)]
        assert [duty.key for duty, _ in owed_store.last_on(session, both, TODAY + timedelta(days=1))] == ["today"]

    await either.work(listed)


@pytest.mark.slow
async def test_a_duty_is_past_its_day_after_the_day_to_obey_and_overdue_after_the_legal_one(either: Rig) -> None:
    here = await county(either)

    def past(desk: Desk) -> None:
        session = desk.session
        _owe(session, here)
        assert owed_store.agencies_past_their_day(session, TODAY) == [here.resources]
        assert [duty.key for duty in owed_store.past_its_day(session, here.resources, TODAY)] == ["late"]
        tomorrow = TODAY + timedelta(days=1)
        assert [duty.key for duty in owed_store.past_its_day(session, here.police, tomorrow)] == ["today"]
        assert owed_store.overdue(session, [here.police], tomorrow) == []

    await either.work(past)


@pytest.mark.slow
async def test_what_is_locked_before_a_hearing_is_only_what_was_due_before_its_day(either: Rig) -> None:
    here = await county(either)

    def locked(desk: Desk) -> None:
        session = desk.session
        case = a_case(session, "（2026）鲁0831行初1号", here.resources)
        hearing = a_hearing(session, case, NOW, here.resources)
        own: dict[str, Any] = {"case_id": case.id, "hearing_id": hearing.id, "evidence": "leader_named"}
        a_duty(session, here.resources, "before", TODAY - timedelta(days=1), trigger="hearing_set", **own)
        a_duty(session, here.resources, "on the day", TODAY, trigger="hearing_set", **own)
        a_duty(session, here.resources, "after it", TODAY - timedelta(days=1), trigger="hearing_held", **own)
        a_duty(session, here.resources, "closed", TODAY - timedelta(days=1), state=DutyState.DONE, **own)
        before = duties_store.locked_before(session, hearing.id, ["hearing_set"], TODAY, PENDING)
        assert [duty.key for duty in before] == ["before"]
        named = duties_store.locked_by_evidence(session, case.id or 0, "leader_named", PENDING)
        assert [duty.key for duty in named] == ["before", "on the day", "after it"]

    await either.work(locked)


@pytest.mark.slow
async def test_the_duties_of_a_case_of_an_agency_and_of_no_case(either: Rig) -> None:
    here = await county(either)

    def asked(desk: Desk) -> list[list[str]]:
        session = desk.session
        _owe(session, here)
        case = session.exec(select(Case)).one()
        a_duty(session, here.police, "beside", TODAY, case_id=case.id)
        whose = ((case.id, None), (case.id, here.police), (None, here.police), (case.id, here.government))
        return [[duty.rule + duty.key for duty in duties_store.of_case(session, *one)] for one in whose]

    assert await either.work(asked) == [["R1late", "R1beside"], ["R1beside"], ["R1today"], []]
