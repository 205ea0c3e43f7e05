"""What the rooms ask the store, on both engines: the cases that the stories of the handlers hardly reach."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from bot.domain.hall.terms import AppearanceState, DutyState, HearingStatus, PartyCapacity, SendState
from bot.services.hall.desk import Desk
from bot.store.agencies import offices as offices_store
from bot.store.cases import queries as cases_store
from bot.store.duties import owed as owed_store
from bot.store.duties import queries as duties_store
from bot.store.hearings import lines as lines_store
from bot.store.hearings import queries as hearings_store
from bot.store.hearings.lines import Sight
from bot.store.post import cards as cards_store
from bot.store.tables import Agency, Appearance, Case, Duty, Hearing, HearingResult, OutboxRow, Party
from tests.builders import County, county
from tests.rig import Rig, open_rig

TODAY = date(2026, 4, 2)
NOW = datetime(2026, 4, 2, 1, tzinfo=UTC)
SOON = TODAY + timedelta(days=62)


@pytest.fixture
async def rig(tmp_path: Path, database: str) -> AsyncIterator[Rig]:
    async with open_rig(tmp_path, database=database) as opened:
        yield opened


def a_case(session: Session, number: str, *agencies: int, plaintiff: str = "") -> Case:
    case = Case(number=number, plaintiff=plaintiff, created_at=NOW)
    session.add(case)
    session.flush()
    for agency_id in agencies:
        session.add(Party(case_id=case.id or 0, agency_id=agency_id, capacity=PartyCapacity.DEFENDANT))
    session.flush()
    return case


def a_duty(session: Session, agency_id: int, name: str, safe: date, **more: Any) -> Duty:
    values: dict[str, Any] = {"due": safe, "unrolled": safe, "trigger_on": TODAY, "created_at": NOW, **more}
    duty = Duty(key=name, about=name, rule="R1", rulebook="national", agency_id=agency_id, safe=safe, **values)
    session.add(duty)
    session.flush()
    return duty


def a_hearing(session: Session, case: Case, starts_at: datetime, agency_id: int, **more: Any) -> Hearing:
    hearing = Hearing(case_id=case.id or 0, starts_at=starts_at, entered_at=NOW, **more)
    session.add(hearing)
    session.flush()
    session.add(Appearance(case_id=case.id or 0, agency_id=agency_id, hearing_id=hearing.id))
    session.flush()
    return hearing


# -- duties --------------------------------------------------------------------------------------------------------


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


async def test_what_agencies_owe_is_counted_without_rights_and_later_periods(rig: Rig) -> None:
    here = await county(rig)

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

    await rig.work(counted)


async def test_duties_are_listed_by_the_day_to_obey_and_the_overdue_first_where_it_is_urgent(rig: Rig) -> None:
    here = await county(rig)

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
        assert [(duty.key, number) for duty, number in owed_store.to_obey_on(session, both, TODAY)] == [("today", None)]

    await rig.work(listed)


async def test_a_duty_is_past_its_day_after_the_day_to_obey_and_overdue_after_the_legal_one(rig: Rig) -> None:
    here = await county(rig)

    def past(desk: Desk) -> None:
        session = desk.session
        _owe(session, here)
        assert owed_store.agencies_past_their_day(session, TODAY) == [here.resources]
        assert [duty.key for duty in owed_store.past_its_day(session, here.resources, TODAY)] == ["late"]
        tomorrow = TODAY + timedelta(days=1)
        assert [duty.key for duty in owed_store.past_its_day(session, here.police, tomorrow)] == ["today"]
        assert owed_store.overdue(session, [here.police], tomorrow) == []

    await rig.work(past)


async def test_what_is_locked_before_a_hearing_is_only_what_was_due_before_its_day(rig: Rig) -> None:
    here = await county(rig)

    def locked(desk: Desk) -> None:
        session = desk.session
        case = a_case(session, "（2026）鲁0831行初1号", here.resources)
        hearing = a_hearing(session, case, NOW, here.resources)
        own: dict[str, Any] = {"case_id": case.id, "hearing_id": hearing.id, "evidence": "leader_named"}
        a_duty(session, here.resources, "before", TODAY - timedelta(days=1), trigger="hearing_set", **own)
        a_duty(session, here.resources, "on the day", TODAY, trigger="hearing_set", **own)
        a_duty(session, here.resources, "after it", TODAY - timedelta(days=1), trigger="hearing_held", **own)
        a_duty(session, here.resources, "closed", TODAY - timedelta(days=1), state=DutyState.DONE, **own)
        before = duties_store.locked_before(session, hearing.id, ["hearing_set"], TODAY)
        assert [duty.key for duty in before] == ["before"]
        named = duties_store.locked_by_evidence(session, case.id or 0, "leader_named")
        assert [duty.key for duty in named] == ["before", "on the day", "after it"]

    await rig.work(locked)


# -- hearings ------------------------------------------------------------------------------------------------------


async def test_lines_in_sight_are_those_of_the_branches_and_those_a_leader_is_named_for(rig: Rig) -> None:
    here = await county(rig)
    me = here.ids[here.leader]

    def seen(desk: Desk) -> None:
        session = desk.session
        tomorrow = NOW + timedelta(days=1)
        case = a_case(session, "（2026）鲁0831行初1号", here.resources, here.police)
        a_hearing(session, case, tomorrow, here.resources)
        other = a_hearing(session, case, tomorrow + timedelta(hours=1), here.police)
        named = session.exec(select(Appearance).where(Appearance.hearing_id == other.id)).one()
        named.leader_id = me
        session.flush()
        branch = session.get_one(Agency, here.resources).path

        def agencies(sight: Sight | None) -> list[int]:
            return [row.agency_id for _, row, _, _ in lines_store.between(session, sight, NOW, None)]

        assert agencies(None) == [here.resources, here.police]
        assert agencies(Sight([branch])) == [here.resources]
        assert agencies(Sight([], me)) == [here.police]
        assert agencies(Sight([branch], me)) == [here.resources, here.police]
        assert agencies(Sight([])) == []
        assert lines_store.count_scheduled(session, Sight([branch], me), NOW) == 2
        page = lines_store.scheduled(session, Sight([branch], me), NOW, offset=1, limit=1)
        assert [(row.agency_id, number) for _, row, _, number in page] == [(here.police, case.number)]
        whole = Sight([session.get_one(Agency, here.government).path])
        beside = lines_store.without_answer(session, whole, NOW, [AppearanceState.CONFIRMED], beside=[branch])
        assert [row.agency_id for _, row, _, _ in beside] == [here.police]

    await rig.work(seen)


async def test_a_hearing_that_was_put_off_is_waited_for_until_another_one_is_set(rig: Rig) -> None:
    here = await county(rig)

    def waited(desk: Desk) -> None:
        session = desk.session
        since = NOW - timedelta(days=100)
        case = a_case(session, "（2026）鲁0831行初1号", here.resources)
        off = a_hearing(session, case, NOW - timedelta(days=9), here.resources, status=HearingStatus.NOT_HELD)
        a_hearing(session, case, NOW - timedelta(days=8), here.resources, status=HearingStatus.NOT_HELD)
        found = [line[0].id for line in lines_store.put_off(session, None, since, limit=50)]
        assert found == [(off.id or 0) + 1, off.id]
        a_hearing(session, case, NOW + timedelta(days=8), here.resources)
        assert lines_store.put_off(session, None, since, limit=50) == []

    await rig.work(waited)


async def test_results_of_a_year_count_from_its_first_instant_to_before_the_next_one_s(rig: Rig) -> None:
    here = await county(rig)
    begins, ends = datetime(2025, 12, 31, 16, tzinfo=UTC), datetime(2026, 12, 31, 16, tzinfo=UTC)

    def counted(desk: Desk) -> None:
        session = desk.session
        case = a_case(session, "（2026）鲁0831行初1号", here.resources)
        for starts_at, rank in ((begins - timedelta(minutes=1), "principal"), (begins, "principal"), (ends, "deputy")):
            hearing = a_hearing(session, case, starts_at, here.resources, status=HearingStatus.HELD)
            told: dict[str, Any] = {"attended": True, "rank": rank, "reported_at": NOW}
            session.add(HearingResult(hearing_id=hearing.id or 0, agency_id=here.resources, **told))
        stayed_away = a_hearing(session, case, begins + timedelta(days=1), here.resources, status=HearingStatus.HELD)
        told = {"attended": False, "rank": "principal", "reported_at": NOW}
        session.add(HearingResult(hearing_id=stayed_away.id or 0, agency_id=here.resources, **told))
        silent = a_hearing(session, case, begins + timedelta(days=2), here.resources, status=HearingStatus.HELD)
        session.flush()
        assert hearings_store.count_results(session, here.resources, begins, ends) == 2
        assert hearings_store.count_results(session, here.resources, begins, ends, came_as="principal") == 1
        missing = hearings_store.unreported(session, [here.resources], NOW, [HearingStatus.HELD], limit=9)
        assert [hearing.id for hearing, _ in missing] == [silent.id]

    await rig.work(counted)


# -- cases ---------------------------------------------------------------------------------------------------------


async def test_a_plaintiff_s_name_finds_only_cases_of_branches_where_it_may_be_read(rig: Rig) -> None:
    here = await county(rig)

    def sought(desk: Desk) -> None:
        session = desk.session
        own = a_case(session, "（2026）鲁0831行初1号", here.resources, plaintiff="孔令华")
        foreign = a_case(session, "（2026）鲁0831行初2号", here.police, plaintiff="孔令华")
        whole = session.get_one(Agency, here.government).path
        branch = session.get_one(Agency, here.resources).path

        def found(
            text: str, *, named: list[str], mine: list[int] | None = None, branches: list[str]
        ) -> set[int | None]:
            rows = cases_store.found(
                session, text, text, branches=branches, named_branches=named, mine=mine or [], entered=[],
                offset=0, limit=9,
            )  # fmt: skip
            return {case.id or 0 for case in rows}

        assert found("令华", branches=[whole], named=[branch]) == {own.id}
        assert found("令华", branches=[], named=[], mine=[foreign.id or 0]) == {foreign.id}
        assert found("行初", branches=[branch], named=[]) == {own.id}
        assert found("自然资源", branches=[whole], named=[]) == {own.id}
        assert found("%", branches=[whole], named=[whole]) == set()

    await rig.work(sought)


async def test_short_numbers_are_looked_for_in_the_branches_and_among_those_a_leader_is_named_for(rig: Rig) -> None:
    here = await county(rig)
    me = here.ids[here.leader]

    def sought(desk: Desk) -> None:
        session = desk.session
        handled = a_case(session, "（2026）鲁0831行初12号", here.police)
        handled.handling_agency_id = here.resources
        named = a_case(session, "（2026）鲁0832行初12号", here.police)
        session.add(Appearance(case_id=named.id or 0, agency_id=here.police, leader_id=me))
        a_case(session, "（2026）鲁0833行初12号", here.police)
        a_case(session, "（2026）鲁0831行初112号", here.resources)
        session.flush()
        branch = session.get_one(Agency, here.resources).path
        numbers = cases_store.numbers_ending_with(session, "行初12号", [branch], leader_id=None, limit=9)
        assert numbers == [handled.number]
        numbers = cases_store.numbers_ending_with(session, "行初12号", [branch], leader_id=me, limit=9)
        assert numbers == [named.number, handled.number]

    await rig.work(sought)


# -- offices and cards ---------------------------------------------------------------------------------------------


async def test_an_office_is_held_on_its_last_day_and_not_the_day_after(rig: Rig) -> None:
    here = await county(rig)

    def held(desk: Desk) -> None:
        session = desk.session
        (_, ending), *rest = offices_store.held_in(session, here.resources, TODAY)
        ending.to_date = TODAY
        session.flush()
        assert len(offices_store.held_in(session, here.resources, TODAY)) == len(rest) + 1
        assert offices_store.held_in(session, here.resources, TODAY + timedelta(days=1)) == rest
        assert offices_store.held_in(session, here.resources, TODAY + timedelta(days=1), limit=1) == rest[:1]
        assert offices_store.first_agency_of(session, ending.person_id, TODAY) == here.resources
        assert offices_store.first_agency_of(session, ending.person_id, TODAY + timedelta(days=1)) is None

    await rig.work(held)


async def test_a_planned_edit_serves_as_well_and_old_ones_of_cards_are_forgotten(rig: Rig) -> None:
    here = await county(rig)
    subject = f"todo:{here.ids[here.liaison]}"

    def edited(desk: Desk) -> None:
        session = desk.session
        states = [SendState.SENT]
        when: dict[str, Any] = {"due_at": NOW, "planned_at": NOW}
        card = OutboxRow(topic="todo.card", subject=subject, state=SendState.SENT, live=True, **when)
        session.add(card)
        session.flush()
        assert cards_store.live_of(session, "todo.card", [subject], states) == [card]
        assert cards_store.live_of_anybody(session, "todo.card", "todo:", states) == [card]
        assert cards_store.live_of_anybody(session, "todo.card", "do:", states) == []
        for _ in range(2):
            cards_store.plan_edits(
                session, [OutboxRow(kind="edit", topic="todo.card", subject=subject, dedupe="edit:1", **when)]
            )
        edits = select(OutboxRow).where(OutboxRow.kind == "edit")
        planned = session.exec(edits).one()
        later = NOW + timedelta(seconds=1)
        cards_store.forget_edits(session, "todo.card", "todo:", later)
        assert session.exec(edits).all() == [planned]
        planned.state = SendState.SENT
        session.flush()
        cards_store.forget_edits(session, "todo.card", "todo:", NOW)
        assert session.exec(edits).all() == [planned]
        cards_store.forget_edits(session, "todo.card", "todo:", later)
        assert session.exec(edits).all() == []

    await rig.work(edited)
