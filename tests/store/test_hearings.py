"""What is asked of hearings, on both engines: the cases that the stories of the handlers hardly reach."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.domain.hall.terms import AppearanceState, HearingStatus
from bot.services.hall.desk import Desk
from bot.store.hearings import lines as lines_store
from bot.store.hearings import queries as hearings_store
from bot.store.hearings.lines import Sight
from bot.store.tables import Agency, Appearance, HearingResult
from tests.builders import county
from tests.rig import Rig
from tests.store.rows import NOW, a_case, a_hearing


@pytest.mark.slow
async def test_lines_in_sight_are_those_of_the_branches_and_those_a_leader_is_named_for(either: Rig) -> None:
    here = await county(either)
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
        named_for = Sight([branch], me, offices=[here.police])
        assert agencies(Sight([], me, offices=[here.police])) == [here.police]
        assert agencies(Sight([], me)) == []  # named by mistake: no office there, so nothing is seen of it
        assert agencies(named_for) == [here.resources, here.police]
        assert agencies(Sight([])) == []
        assert lines_store.count_scheduled(session, named_for, NOW) == 2
        page = lines_store.scheduled(session, named_for, NOW, offset=1, limit=1)
        assert [(row.agency_id, number) for _, row, _, number in page] == [(here.police, case.number)]
        whole = Sight([session.get_one(Agency, here.government).path])
        beside = lines_store.without_answer(session, whole, NOW, [AppearanceState.CONFIRMED], beside=[branch])
        assert [row.agency_id for _, row, _, _ in beside] == [here.police]

    await either.work(seen)


@pytest.mark.slow
async def test_a_hearing_that_was_put_off_is_waited_for_until_another_one_is_set(either: Rig) -> None:
    here = await county(either)

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

    await either.work(waited)


@pytest.mark.slow
async def test_results_of_a_year_count_from_its_first_instant_to_before_the_next_one_s(either: Rig) -> None:
    here = await county(either)
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

    await either.work(counted)
