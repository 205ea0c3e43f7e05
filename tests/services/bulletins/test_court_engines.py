"""The court's bulletin on both engines: from the figures to the withdrawn letter, each step its own transaction."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

import pytest

from bot.domain.bulletins.court_figures import CaseLine, FigureLine, Read
from bot.domain.bulletins.letters import CandidateState
from bot.domain.documents.documents import DocumentState
from bot.domain.hall.errors import Refused
from bot.services.bulletins import court, court_cards, differences, letters, starting
from bot.services.documents import steps
from bot.services.hall.desk import Desk
from bot.store.bulletins import court as store
from bot.store.tables import CourtBulletin, Difference, Document, LetterCandidate
from tests.builders import person
from tests.handlers.bulletins.court_steps import COURT, a_quarter, place_under, rows
from tests.rig import open_rig

pytestmark = pytest.mark.slow
READ = Read(
    (FigureLine("县自然资源局", 4, 4), FigureLine("泗水县公安局", 4, 3, 0), FigureLine("县人社局", 2, 1)),
    (CaseLine("（2026）鲁0831行初7号", "泗水县公安局", attended=True),),
)


async def test_each_step_is_a_transaction_of_its_own(tmp_path: Path, database: str) -> None:
    async with open_rig(tmp_path, start="2026-10-12 09:30", database=database) as rig:
        here = await place_under(rig, "ruzhou-2022")
        await a_quarter(rig, here)
        actor = await person(rig, here.coordinator)

        def enter(desk: Desk) -> int:
            row = court.enter(desk, here.justice, "2026Q3", date(2026, 10, 12), COURT, READ)
            starting.record(desk, row.id or 0, row.version)
            return row.id or 0

        number = await rig.work(enter, actor=actor)

        def settle(desk: Desk) -> None:
            for one in differences.listed(desk, number).items:
                differences.settle(desk, one.id, "ours", "已核对")

        await rig.work(settle, actor=actor)

        def confirm(desk: Desk) -> list[int]:
            rows = [one for one in store.candidates_of(desk.session, number) if one.agency_id != here.resources]
            done = [letters.confirm(desk, one.id or 0, one.version).document_id or 0 for one in rows]
            first = desk.session.get_one(Document, done[0])
            steps.submit(desk, first.id or 0, first.version)
            steps.issue(desk, first.id or 0, first.version)
            return done

        issued, drafted = await rig.work(confirm, actor=actor)

        def correct(desk: Desk) -> tuple[int, int]:
            row = court.visible(desk, number)
            court.set_unit(desk, number, row.version, here.labour, 2, 2, None)
            return starting.follow(desk, row)

        assert await rig.work(correct, actor=actor) == (0, 1)
        states = {one.agency_id: one.state for one in await rows(rig, LetterCandidate)}
        assert states == {
            here.resources: CandidateState.OPEN,
            here.police: CandidateState.ISSUED,
            here.labour: CandidateState.WITHDRAWN,
        }
        papers = {one.id: one for one in await rows(rig, Document)}
        assert papers[issued].number == "县政府办提醒函〔2026〕1号"
        assert papers[drafted].state is DocumentState.VOID
        card = await rig.work(lambda desk: court_cards.card(desk, number), actor=actor)
        assert (card.state, card.units, card.cases) == ("recorded", 3, 1)
        assert card.settled >= 3


async def test_two_who_enter_the_same_bulletin_at_the_same_moment_enter_one(tmp_path: Path, database: str) -> None:
    async with open_rig(tmp_path, start="2026-10-12 09:30", database=database) as rig:
        here = await place_under(rig, "ruzhou-2022")
        actors = [await person(rig, user) for user in (here.coordinator, here.coordinator2)]

        def enter(desk: Desk) -> None:
            court.enter(desk, here.justice, "2026Q3", date(2026, 10, 12), COURT, READ)

        said = await asyncio.gather(*(rig.work(enter, actor=one) for one in actors), return_exceptions=True)
        assert [type(one) for one in said if one is not None] == [Refused]
        assert len(await rows(rig, CourtBulletin)) == 1


async def test_two_who_look_at_the_same_moment_find_each_candidate_once(tmp_path: Path, database: str) -> None:
    async with open_rig(tmp_path, start="2026-10-12 09:30", database=database) as rig:
        here = await place_under(rig, "ruzhou-2022")
        actors = [await person(rig, user) for user in (here.coordinator, here.coordinator2)]

        def enter(desk: Desk) -> int:
            row = court.enter(desk, here.justice, "2026Q3", date(2026, 10, 12), COURT, READ)
            starting.record(desk, row.id or 0, row.version)
            return row.id or 0

        number = await rig.work(enter, actor=actors[0])
        await a_quarter(rig, here)
        await asyncio.gather(*(rig.work(lambda desk: starting.look(desk, number), actor=one) for one in actors))
        found = [(one.agency_id, one.ground) for one in await rows(rig, LetterCandidate)]
        assert len(found) == len(set(found))
        assert (here.resources, "effect") in found
        told = [(one.kind, one.agency_id, one.number) for one in await rows(rig, Difference)]
        assert len(told) == len(set(told))
