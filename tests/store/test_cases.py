"""What is asked of cases, on both engines: the cases that the stories of the handlers hardly reach."""

from __future__ import annotations

import pytest

from bot.services.hall.desk import Desk
from bot.store.cases import queries as cases_store
from bot.store.tables import Agency, Appearance
from tests.builders import county
from tests.rig import Rig
from tests.store.rows import a_case


@pytest.mark.slow
async def test_a_plaintiff_s_name_finds_only_cases_of_branches_where_it_may_be_read(either: Rig) -> None:
    here = await county(either)

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

    await either.work(sought)


@pytest.mark.slow
async def test_short_numbers_are_looked_for_in_the_branches_and_among_those_a_leader_is_named_for(either: Rig) -> None:
    here = await county(either)
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
        numbers = cases_store.numbers_ending_with(session, "行初12号", [branch], mine=(), limit=9)
        assert numbers == [handled.number]
        numbers = cases_store.numbers_ending_with(session, "行初12号", [branch], mine=[named.id or 0], limit=9)
        assert numbers == [named.number, handled.number]

    await either.work(sought)
