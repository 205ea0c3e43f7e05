"""Who may open and enter what; what the tree says of an agency; on PostgreSQL as on SQLite."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.domain.hall.errors import NotAllowed, Refused
from bot.domain.hall.terms import AgencyKind, DutyState, PaperKind, PartyCapacity
from bot.services.cases import cases, papers
from bot.services.cases.papers import Envelope
from bot.services.duties import duties, recurring
from bot.services.hall.desk import Desk
from bot.services.law import facts
from bot.store.tables import AuditEntry, Case, Duty, Paper, Party
from tests.builders import County, add_agency, county, person
from tests.handlers.duties.steps import judging
from tests.rig import open_rig

NUMBER = "（2026）鲁0831行初12号"
APRIL_2 = date(2026, 4, 2)


def record(here: County, *kinds: PaperKind, **more: Any) -> Any:
    envelope = Envelope(NUMBER, here.resources, kinds, **{"served_on": APRIL_2, **more})
    return lambda desk: papers.record(desk, envelope)


def serve(desk: Desk, agency_id: int, kind: PaperKind) -> list[Duty]:
    case = cases.open_case(desk, NUMBER, agency_id=agency_id)
    paper = Paper(case_id=case.id or 0, agency_id=agency_id, kind=kind, served_on=APRIL_2, entered_at=desk.now)
    desk.session.add(paper)
    desk.session.flush()
    return duties.start(desk, trigger=kind.value, on=APRIL_2, case=case, paper=paper, agency_id=agency_id)


async def test_an_envelope_with_a_day_to_come_or_long_gone_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        actor = await person(rig, here.liaison)
        for day in (date(2026, 4, 3), date(2019, 1, 1)):
            with pytest.raises(Refused):
                await rig.work(record(here, PaperKind.SUMMONS, served_on=day), actor=actor)
        with pytest.raises(Refused):
            await rig.work(record(here), actor=actor)
        assert await rig.database.read(lambda s: s.exec(select(Case)).all()) == []
        assert await rig.database.read(lambda s: s.exec(select(AuditEntry)).all()) == []


async def test_a_liaison_enters_for_the_own_agency_and_those_below_it_only(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        actor = await person(rig, here.liaison)
        opened = await rig.work(lambda desk: cases.open_case(desk, NUMBER, agency_id=here.station), actor=actor)
        assert opened.instance == "first"
        assert opened.court == "山东省泗水县人民法院"
        for agency in (here.police, here.government, here.justice):
            with pytest.raises(NotAllowed):
                await rig.work(lambda desk: cases.open_case(desk, NUMBER, agency_id=agency), actor=actor)  # noqa: B023
        with pytest.raises(Refused):
            await rig.work(lambda desk: cases.open_case(desk, "12号", agency_id=here.resources), actor=actor)


async def test_levels_follow_the_tree(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)

        def work(desk: Desk) -> dict[str, str | None]:
            names = ("city", "city_justice", "government", "justice", "resources", "station", "street", "town", "court")
            found = {name: facts.level_of(desk, getattr(here, name)) for name in names}
            alone = add_agency(desk, "汝州市人民政府", "市政府", AgencyKind.GOVERNMENT)
            return {**found, "alone": facts.level_of(desk, alone.id or 0)}

        assert await rig.work(work) == {
            "city": "city_government",
            "city_justice": "city_department",
            "government": "county_government",
            "justice": "county_department",
            "resources": "county_department",
            "station": "county_department",
            "street": "subdistrict",
            "town": "township",
            "court": None,
            "alone": "county_government",
        }


@pytest.mark.slow
async def test_an_assigned_unit_handles_unless_it_is_a_party_itself(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await county(rig)

        def work(desk: Desk) -> tuple[set[int], set[int]]:
            case = cases.open_case(desk, NUMBER, agency_id=here.police)
            case.handling_agency_id = here.resources
            desk.session.add(case)
            first = {d.agency_id for d in serve(desk, here.police, PaperKind.SUMMONS)}
            desk.session.add(Party(case_id=case.id or 0, agency_id=here.resources, capacity=PartyCapacity.DEFENDANT))
            desk.session.flush()
            second = {d.agency_id for d in serve(desk, here.police, PaperKind.APPEARANCE_NOTICE)}
            return first, second

        assert await rig.work(work) == ({here.resources}, {here.police})


async def test_the_whole_walk_on_postgresql(tmp_path: Path, postgres: str) -> None:
    async with open_rig(tmp_path, database=postgres) as rig:
        here = await county(rig)
        await rig.say(here.liaison, f"{NUMBER} 起诉状 传票 今天收到")
        await rig.press(here.liaison, "✎ 原告")
        await rig.say(here.liaison, "张三丰")
        await rig.press(here.liaison, "✓ 登记")
        assert any("收到法院文书备案（传票）" in m.text for m in rig.bot.chat(here.deputy))
        reminded = [m for m in await rig.to("2026-04-03 09:05") if m.chat_id == here.liaison]
        assert len(reminded) == 1
        await rig.press(here.liaison, "逐项办理", reminded[0])
        await rig.press(here.liaison, "报备")
        await rig.send_file(here.liaison, "起诉状副本.jpg", b"\xff\xd8 the copy", mime="image/jpeg")
        await judging(rig, here.coordinator)
        await rig.press(here.coordinator, "认可")
        done = await rig.database.read(lambda s: s.exec(select(Duty).where(Duty.state == DutyState.DONE)).all())
        assert len(done) == 1
        [found] = await rig.say(here.coordinator, "/find 张三丰")
        assert NUMBER in found.labels
        [shown] = await rig.say(here.coordinator, "/duties")
        assert "未办结事项" in shown.text
        await rig.say(here.observer, f"/case {NUMBER}")
        await rig.behind(here.observer, "办理记录")
        assert "认可办结" in rig.last(here.observer).text
        assert await rig.work(recurring.tick) == 0
