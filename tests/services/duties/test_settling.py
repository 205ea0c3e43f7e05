"""What the end of a hearing settles of what was owed before it."""

from __future__ import annotations

import pytest

from bot.domain.hall.terms import DutyState
from bot.services.duties import duties, settling
from tests.desk import at, case, hearing, open_desk


@pytest.mark.slow
@pytest.mark.parametrize("state", [DutyState.SUBMITTED, DutyState.DONE, DutyState.OPEN])
def test_a_list_of_observers_that_another_unit_handed_in_for_the_one_that_is_sued_is_there(state: DutyState) -> None:
    with open_desk("2026-12-10 10:00", rulebook="anhui-principal-2023") as (desk, county):
        sued = case(desk, "（2026）皖0422行初7号", county.government, handling_agency_id=county.resources)
        coming = hearing(desk, sued, "2026-12-15 09:30")
        found = duties.start(
            desk,
            trigger="hearing_scheduled",
            on=coming.starts_at.date(),
            at=at("2026-12-15 09:30").time(),
            agency_id=county.government,
            case=sued,
            hearing=coming,
            facts={"principal_required": True},
        )
        [duty] = [one for one in found if one.rule == "AH13"]
        assert duty.agency_id == county.resources, "the unit that handles the case owes it"
        duty.state = state
        desk.session.flush()
        assert settling.observers_are_listed(desk, coming, county.government) is (state is not DutyState.OPEN)
        settling.nothing_was_watched(desk, coming, county.government)
        assert duty.state is (DutyState.DONE if state is DutyState.DONE else DutyState.CANCELLED)
