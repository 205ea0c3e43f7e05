"""府院联席会议 (SS24, SM6): its agenda, its minutes, and what it agreed, followed at the units until it is done."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.documents.documents import DocumentState
from bot.domain.hall.terms import EventKind
from bot.store.tables import Document, Event
from tests import events
from tests.builders import County
from tests.builders import county as the_county
from tests.handlers.documents.letter_steps import under
from tests.handlers.documents.report_steps import answered, document
from tests.handlers.documents.test_event_papers import papers
from tests.handlers.documents.walk_steps import every, opened
from tests.rig import Rig, open_rig

TITLE = "第四季度府院联席会议"
MATTERS = [
    {"what": "统一土地案件证据目录", "who": "县自然资源局、县公安局", "until": "12月25日"},
    {"what": "建立信息共享台账", "who": "县司法局", "until": "12月28日"},
]


async def minuted(rig: Rig, here: County) -> tuple[Event, Document]:
    """The conference was held, and what it agreed is submitted by the coordinator."""
    user = here.coordinator
    event = await events.hold(rig, here, kind=EventKind.JOINT_MEETING, title=TITLE)
    await papers(rig, user, event)
    assert "会议纪要" not in rig.last(user).labels, "nothing is agreed before it is held"
    await rig.press(user, "会议材料")
    assert f"会议名称：{TITLE}" in rig.last(user).text
    await rig.to("2026-12-16 09:30")
    await papers(rig, user, event)
    await rig.press(user, "会议纪要")
    rows = tuple("row:" + "；".join(one.values()) for one in MATTERS)
    await answered(
        rig,
        user,
        [
            ("谁主持", "赵刚 副县长"),
            ("参会", "县法院行政庭\n县司法局"),
            ("听取和研究", "通报出庭情况。"),
            ("议定事项", (*rows, "完成")),
        ],
    )
    await rig.press(user, "提交")
    return event, await document(rig, "minutes")


async def told(rig: Rig, minute: str, words: str) -> set[int]:
    return {one.chat_id for one in await rig.to(minute) if words in one.text}


@pytest.mark.slow
@pytest.mark.parametrize("book", ["anhui-principal-2023", "ruzhou-2022"])
async def test_a_conference_from_its_agenda_to_the_last_matter_that_it_agreed(tmp_path: Path, book: str) -> None:
    async with open_rig(tmp_path, start="2026-12-01 10:00", rulebook=book) as rig:
        here = await the_county(rig)
        await under(rig, here, book)
        user = here.coordinator
        event, paper = await minuted(rig, here)
        assert (paper.event_id, paper.state) == (event.id, DocumentState.DONE)
        entered = {
            "chair": "赵刚 副县长",
            "attendees": "县法院行政庭\n县司法局",
            "course": "通报出庭情况。",
            "matters": MATTERS,
        }
        known = {
            "title": TITLE,
            "when": event.starts_at.isoformat(),
            "place": "县政府三楼会议室",
            "recorder": "陈静",
        }
        said = await every(rig, "minutes", entered, known)
        assert f"{TITLE}纪要" in said
        heard = {one.chat_id for one in rig.bot.messages if "【跟踪办理】" in one.text and "证据目录" in one.text}
        assert heard == {here.liaison, here.deputy, here.police_liaison, here.police_deputy}, "at once"
        mine = rig.last(here.liaison)
        assert "【跟踪办理】县自然资源局" in mine.text
        assert "应于12月25日（周五）前办结" in mine.text
        assert "查看文书" not in mine.labels
        await rig.press(here.liaison, "办结", mine)
        await rig.press(here.liaison, "今天")
        await rig.say(here.liaison, "目录已印发各所")
        await rig.press(here.liaison, "完成")
        await rig.press(here.liaison, "✓ 确认")
        shown = rig.last(here.liaison)
        assert "✓ 县自然资源局 统一土地案件证据目录" in shown.text
        assert "信息共享" not in shown.text, "what others were given is theirs"
        assert "县公安局" not in shown.text
        later = await told(rig, "2026-12-25 09:10", "统一土地案件证据目录")
        assert here.police_liaison in later
        assert not later & {here.liaison, here.deputy}, "it has reported"
        await opened(rig, user, paper)
        await rig.press(user, "跟踪办理")
        board = rig.last(user).text
        assert "✓ 县自然资源局 统一土地案件证据目录" in board
        assert "县公安局 统一土地案件证据目录：12月25日" in board
        assert "建立信息共享台账：12月28日" in board


@pytest.mark.slow
async def test_who_was_given_nothing_sees_and_reports_nothing(rig: Rig, county: County) -> None:
    _, paper = await minuted(rig, county)
    user = county.town_liaison
    [menu] = await rig.say(user, "/menu")
    for data in (
        f"doc.fus:{paper.id}",
        f"doc.fu:{paper.id}:matters.0",
        f"doc.fud:{paper.id}:{paper.version}:matters.0",
    ):
        before = rig.last(user).text
        await rig.press_data(user, data, menu)
        assert "统一土地案件" not in rig.last(user).text
        assert rig.last(user).text == before or rig.toast()
    police = county.police_liaison
    [menu] = await rig.say(police, "/menu")
    await rig.press_data(police, f"doc.fud:{paper.id}:{paper.version}:matters.0", menu)
    assert "哪一天办结" not in rig.last(police).text, "that is the other unit's"
