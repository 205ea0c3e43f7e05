"""Two people act on the same number at the same moment, on both engines: one case stands, and nothing lies aside."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from pathlib import Path

from bot.domain.hall.terms import PaperKind
from bot.services.cases import papers
from bot.services.hall.desk import Desk
from bot.services.hearings import joining
from bot.store.cases import queries as cases_store
from bot.store.tables import Case
from tests.builders import county, person
from tests.handlers.cases import claim_steps as steps
from tests.rig import Rig, open_rig

NUMBER = steps.NUMBER


def record(agency_id: int, kind: PaperKind = PaperKind.SUMMONS) -> Callable[[Desk], object]:
    return lambda desk: papers.record(desk, papers.Envelope(NUMBER, agency_id, (kind,), date(2026, 4, 2)))


async def together(rig: Rig, *works: tuple[int, Callable[[Desk], object]]) -> None:
    """Each in a transaction of its own; on PostgreSQL their statements take turns."""
    actors = [await person(rig, user) for user, _ in works]
    await asyncio.gather(*(rig.work(work, actor=actor) for actor, (_, work) in zip(actors, works, strict=True)))


async def test_one_stands_and_one_claims(tmp_path: Path, database: str) -> None:
    async with open_rig(tmp_path, database=database) as rig:
        here = await county(rig)
        await together(
            rig,
            (here.liaison, record(here.resources)),
            (here.police_liaison, record(here.police)),
            (here.police_deputy, record(here.police, PaperKind.COMPLAINT_COPY)),
        )
        found = await steps.cases(rig)
        assert sorted(case.claimed_by != 0 for case in found) == [False, True]
        assert [len(await steps.parties(rig, case.id or 0)) for case in found] == [1, 1]
        assert sorted([len(await steps.papers(rig, case.id or 0)) for case in found]) == [1, 2]


async def test_a_paper_that_comes_while_the_claim_is_confirmed_lies_in_the_case(tmp_path: Path, database: str) -> None:
    async with open_rig(tmp_path, database=database) as rig:
        here = await county(rig)
        await rig.work(record(here.resources), actor=await person(rig, here.liaison))
        await rig.work(record(here.police), actor=await person(rig, here.police_liaison))
        standing, claim = await steps.cases(rig)
        await together(
            rig,
            (here.police_liaison, record(here.police, PaperKind.COMPLAINT_COPY)),
            (here.coordinator, lambda desk: joining.confirm(desk, claim.id or 0, claim.version)),
        )
        assert sorted(await steps.papers(rig, standing.id or 0)) == ["complaint_copy", "summons", "summons"]
        assert await steps.papers(rig, claim.id or 0) == []
        assert await steps.parties(rig, standing.id or 0) == {here.resources, here.police}


async def test_whoever_was_slower_is_told_and_goes_on(tmp_path: Path, database: str) -> None:
    async with open_rig(tmp_path, database=database) as rig:

        def write(desk: Desk) -> list[bool]:
            one, twin = (Case(number=NUMBER, created_at=desk.now) for _ in range(2))
            claim = Case(number=NUMBER, claimed_by=7, created_at=desk.now)
            return [cases_store.write(desk.session, each) for each in (one, twin, claim)]

        assert await rig.work(write) == [True, False, True]
        assert [case.claimed_by for case in await steps.cases(rig)] == [0, 7]
