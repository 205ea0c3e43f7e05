"""What a paper promises by a day is followed: planned, reported, excused, forgotten with the paper."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.domain.documents.follow_ups import FollowState
from bot.domain.hall.errors import Missing, NotAllowed, Refused, Stale
from bot.domain.hall.terms import SendState
from bot.services.documents import drafting, filling, follow_ups, lists, steps
from bot.services.hall.desk import Desk
from bot.store.tables import Case, Document, OutboxRow
from tests.builders import County, county, person
from tests.handlers.cases.decision_steps import judgment
from tests.rig import Rig, open_rig

FIRST, SECOND = "rectification.0", "rectification.1"
ROWS = [
    {"what": "修订处罚裁量基准", "who": "王芳", "until": "5月20日前"},
    {"what": "全员培训", "who": "李娜", "until": "2026年6月30日"},
]
VALUES: dict[str, Any] = {
    "court": "泗水县人民法院", "plaintiff": "张三", "outcome": "撤销", "effective_on": "2026-03-20", "facts": "略",
    "cause_classes": ["procedure"], "causes": "未告知听证权利", "problems": "程序意识不强", "office": "执法监督科",
    "rectification": ROWS, "judgment_copy": [{"hash": "0" * 64, "name": "判决书.pdf"}],
}  # fmt: skip


async def as_(rig: Rig, user: int, work: Callable[[Desk], Any]) -> Any:
    return await rig.work(work, actor=await person(rig, user))


def _drafted(desk: Desk, agency: int, **more: Any) -> int:
    case = desk.session.exec(select(Case)).one()
    values = {**VALUES, **more}
    del values["judgment_copy"]
    row = drafting.prepare(desk, "loss_report", agency_id=agency, case_id=case.id, values=values)
    row.values = {**row.values, "judgment_copy": VALUES["judgment_copy"]}
    desk.session.add(row)
    desk.session.flush()
    return row.id or 0


def _submit(desk: Desk, document: int) -> None:
    assert not filling.filled(desk, desk.session.get_one(Document, document)).missing
    steps.submit(desk, document, desk.session.get_one(Document, document).version)


@asynccontextmanager
async def promised(folder: Path) -> AsyncIterator[tuple[Rig, County, int]]:
    """A loss report with two promises, submitted on 1 April 2026."""
    async with open_rig(folder, start="2026-04-01 10:00") as rig:
        here = await county(rig)
        await judgment(rig, here.liaison, "否")
        document = await as_(rig, here.liaison, lambda desk: _drafted(desk, here.resources))
        await as_(rig, here.liaison, lambda desk: _submit(desk, document))
        yield rig, here, document


async def planned(rig: Rig) -> list[tuple[str, str]]:
    """(local day, audience) of what is to be said of promises."""
    rows = await rig.database.read(lambda s: s.exec(select(OutboxRow).where(OutboxRow.topic == "doc.follow")).all())
    live = [one for one in rows if one.state is SendState.PLANNED]
    return sorted((one.due_at.date().isoformat(), one.audience.partition("@")[0]) for one in live)


async def test_each_promise_is_spoken_of_before_on_and_after_its_day(tmp_path: Path) -> None:
    async with promised(tmp_path) as (rig, here, document):
        first = [day for day, who in await planned(rig) if who == "doers" and day < "2026-06-20"]
        assert first == [
            "2026-05-18",
            "2026-05-20",
            "2026-05-21",
            "2026-05-27",
            "2026-06-03",
            "2026-06-10",
            "2026-06-17",
        ]
        above = [day for day, who in await planned(rig) if who == "coordinators"]
        assert above[:3] == ["2026-05-21", "2026-06-17", "2026-07-01"]
        assert above[-1] > "2027-06-30", "through a year"
        found = await as_(rig, here.liaison, lambda desk: follow_ups.of(desk, document))
        assert [(one.what, one.until) for one in found.items] == [
            ("修订处罚裁量基准", date(2026, 5, 20)),
            ("全员培训", date(2026, 6, 30)),
        ]


async def test_what_was_promised_waits_in_the_list_of_documents_until_it_is_done(tmp_path: Path) -> None:
    async with promised(tmp_path) as (rig, here, document):
        await rig.to("2026-06-02 10:00")
        [shown] = await rig.say(here.liaison, "/documents")
        assert "整改2项未办结，最近一项5月20日（周三），已逾期9个工作日" in shown.text
        assert "🔴" in shown.text
        assert await as_(rig, here.liaison, lists.count_waiting) == 1, "as the to-do card counts it"
        assert await as_(rig, here.coordinator, lists.count_waiting) == 0

        def report(desk: Desk) -> None:
            for key in (FIRST, SECOND):
                version = follow_ups.of(desk, document).version
                follow_ups.done(desk, document, version, key, date(2026, 4, 1), "已办")

        await as_(rig, here.liaison, report)
        [shown] = await rig.say(here.liaison, "/documents")
        assert "整改" not in shown.text
        assert await as_(rig, here.liaison, lists.count_waiting) == 0


async def test_whoever_follows_several_units_reads_whose_promise_it_is(tmp_path: Path) -> None:
    async with promised(tmp_path) as (rig, here, _):
        said = await rig.to("2026-05-21 09:05")
        [above] = [one.text for one in said if one.chat_id == here.coordinator and "修订处罚裁量基准" in one.text]
        assert "县自然资源局 修订处罚裁量基准 行" in above
        own = [one.text for one in said if one.chat_id == here.liaison and "修订处罚裁量基准" in one.text]
        assert own, "its own people are told too"
        assert not [one for one in own if "县自然资源局 修订" in one]


async def test_what_is_reported_is_spoken_of_no_more(tmp_path: Path) -> None:
    async with promised(tmp_path) as (rig, here, document):
        seen = await as_(rig, here.liaison, lambda desk: follow_ups.of(desk, document))
        day = date(2026, 4, 1)

        def report(desk: Desk) -> Document:
            return follow_ups.done(desk, document, seen.version, FIRST, day, "已印发新基准")

        await as_(rig, here.liaison, report)
        with pytest.raises(Stale):
            await as_(rig, here.deputy, report)
        assert all(day >= "2026-06-26" for day, _ in await planned(rig))
        found = await as_(rig, here.coordinator, lambda desk: follow_ups.of(desk, document))
        one = found.of(FIRST)
        assert one is not None
        assert (one.state, one.on, one.note, one.by) == (FollowState.DONE, day, "已印发新基准", "王芳")


async def test_who_may_report_and_who_may_excuse(tmp_path: Path) -> None:
    async with promised(tmp_path) as (rig, here, document):
        version = (await as_(rig, here.liaison, lambda desk: follow_ups.of(desk, document))).version
        day = date(2026, 4, 1)
        for user in (here.coordinator, here.police_liaison, here.assessor, here.leader):
            with pytest.raises(NotAllowed):
                await as_(rig, user, lambda desk: follow_ups.done(desk, document, version, FIRST, day, "好"))
        for user in (here.liaison, here.principal, here.police_liaison):
            with pytest.raises(NotAllowed):
                await as_(rig, user, lambda desk: follow_ups.excuse(desk, document, version, FIRST, "已无必要"))
        with pytest.raises(Missing):
            await as_(rig, here.liaison, lambda desk: follow_ups.done(desk, document, version, "x.9", day, "好"))
        tomorrow = date(2026, 4, 2)
        with pytest.raises(Refused):
            await as_(rig, here.liaison, lambda desk: follow_ups.done(desk, document, version, FIRST, tomorrow, "好"))
        with pytest.raises(Refused):
            await as_(rig, here.coordinator, lambda desk: follow_ups.excuse(desk, document, version, FIRST, "  "))
        await as_(
            rig, here.coordinator, lambda desk: follow_ups.excuse(desk, document, version, SECOND, "已并入年度计划")
        )
        days = {day for day, _ in await planned(rig)}
        assert "2026-05-20" in days
        assert "2026-06-30" not in days, "the other one is spoken of no more"


async def test_a_promise_without_a_day_is_refused_where_the_paper_is_submitted(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-04-01 10:00") as rig:
        here = await county(rig)
        await judgment(rig, here.liaison, "否")
        rows = [{"what": "加强学习", "who": "王芳", "until": "长期坚持"}]
        document = await as_(rig, here.liaison, lambda desk: _drafted(desk, here.resources, rectification=rows))
        with pytest.raises(Refused):
            await as_(rig, here.liaison, lambda desk: _submit(desk, document))
        assert await planned(rig) == []


async def test_a_paper_that_is_sent_back_promises_nothing_until_it_comes_again(tmp_path: Path) -> None:
    async with promised(tmp_path) as (rig, here, document):
        seen = await as_(rig, here.liaison, lambda desk: follow_ups.of(desk, document))
        day = date(2026, 4, 1)
        await as_(rig, here.liaison, lambda desk: follow_ups.done(desk, document, seen.version, FIRST, day, "已印发"))

        def again(desk: Desk) -> None:
            row = desk.session.get_one(Document, document)
            steps.take_back(desk, document, row.version)
            rows = [ROWS[0], {**ROWS[1], "until": "7月31日"}]
            drafting.set_values(desk, document, row.version, {"rectification": rows})

        await as_(rig, here.liaison, again)
        assert await planned(rig) == []
        await as_(rig, here.liaison, lambda desk: _submit(desk, document))
        found = await as_(rig, here.liaison, lambda desk: follow_ups.of(desk, document))
        assert [one.state for one in found.items] == [FollowState.DONE, FollowState.OPEN], "what was reported stays"
        assert [day for day, who in await planned(rig) if who == "coordinators"][:1] == ["2026-08-03"]
