"""Linked groups: codes, who may link, what a group is told and what it must never be told."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from bot.domain.agencies.groups import plaintiffs_in
from bot.domain.hall.errors import Missing, NotAllowed, Refused
from bot.domain.hall.terms import HearingStatus
from bot.services.agencies import groups
from bot.services.hall.desk import Desk
from bot.services.post import delivery, reach
from bot.store.tables import Case, Hearing, LinkedGroup, Party
from tests import builders
from tests.builders import County
from tests.houses import ZONE
from tests.rig import Rig

CHAT = -5001


async def link(rig: Rig, county: County, chat: int = CHAT, agency: int = 0, *, notes: bool = True) -> int:
    admin = await builders.person(rig, county.admin)

    def work(desk: Desk) -> int:
        code = groups.new_code(desk, agency or county.government).code
        group = groups.link(desk, chat, "应诉工作群", code)
        group.hearing_notes = notes
        return group.id or 0

    found: int = await rig.work(work, actor=admin)
    return found


def hearing(desk: Desk, agency_id: int, at: str, number: str, **more: Any) -> Hearing:
    case = Case(
        number=number,
        plaintiff=str(more.pop("plaintiff", "张三丰")),
        facts={"tags": more.pop("tags", [])},
        created_at=desk.now,
    )
    desk.session.add(case)
    desk.session.flush()
    desk.session.add(Party(case_id=case.id or 0, agency_id=agency_id))
    starts = datetime.fromisoformat(at).replace(tzinfo=ZONE)
    held = Hearing(case_id=case.id or 0, starts_at=starts, place="第二审判庭", entered_at=desk.now, **more)
    desk.session.add(held)
    desk.session.flush()
    return held


async def test_a_code_links_one_group_once(rig: Rig, county: County) -> None:
    admin = await builders.person(rig, county.admin)
    made = await rig.work(lambda d: groups.new_code(d, county.government), actor=admin)
    group = await rig.work(lambda d: groups.link(d, CHAT, "群", made.code.lower()), actor=admin)
    assert group.agency_id == county.government
    with pytest.raises(Refused, match="not valid"):
        await rig.work(lambda d: groups.link(d, CHAT - 1, "另一群", made.code), actor=admin)


async def test_a_code_older_than_a_day_or_invented_links_nothing(rig: Rig, county: County) -> None:
    admin = await builders.person(rig, county.admin)
    made = await rig.work(lambda d: groups.new_code(d, county.government), actor=admin)
    rig.clock.move_to(rig.clock.now() + timedelta(hours=25))
    for code in (made.code, "ABCDEFGH", "", "'; drop"):
        with pytest.raises(Refused, match="not valid"):
            await rig.work(partial(groups.link, chat_id=CHAT, title="群", code=code), actor=admin)


async def test_only_administrators_make_codes_and_link(rig: Rig, county: County) -> None:
    admin = await builders.person(rig, county.admin)
    made = await rig.work(lambda d: groups.new_code(d, county.government), actor=admin)
    for user in (county.coordinator, county.liaison):
        actor = await builders.person(rig, user)
        with pytest.raises(NotAllowed):
            await rig.work(lambda d: groups.new_code(d, county.government), actor=actor)
        with pytest.raises(NotAllowed):
            await rig.work(lambda d: groups.link(d, CHAT, "群", made.code), actor=actor)
    assert await rig.database.read(lambda s: s.exec(select(LinkedGroup)).all()) == []


@pytest.mark.slow
async def test_the_note_of_the_day_before_tells_what_a_group_may_know(rig: Rig, county: County) -> None:
    def build(desk: Desk) -> None:
        hearing(desk, county.resources, "2026-04-03 09:30", "（2026）鲁0831行初1号")
        hearing(desk, county.police, "2026-04-03 10:30", "（2026）鲁0831行初2号", closed=True)
        hearing(desk, county.police, "2026-04-03 11:30", "（2026）鲁0831行初3号", tags=["mass_incident_risk"])
        hearing(desk, county.police, "2026-04-03 14:30", "（2026）鲁0831行初4号", status=HearingStatus.CANCELLED)
        hearing(desk, county.police, "2026-04-07 14:30", "（2026）鲁0831行初5号")

    await rig.work(build)
    await link(rig, county)
    rig.clock.move_to(datetime(2026, 4, 2, 8, 59, tzinfo=ZONE))
    await rig.work(groups.plan_notes)
    await rig.pump.drain()
    [note] = rig.bot.chat(CHAT)
    assert "行初1号" in note.text
    assert "4月3日（周五）9:30" in note.text
    for hidden in ("行初2号", "行初3号", "行初4号", "行初5号", "张三丰", "群体"):
        assert hidden not in note.text
    await rig.work(groups.plan_notes)
    await rig.pump.drain()
    assert len(rig.bot.chat(CHAT)) == 1


@pytest.mark.slow
async def test_before_a_holiday_the_note_reaches_to_the_next_working_day(rig: Rig, county: County) -> None:
    await rig.work(lambda d: hearing(d, county.police, "2026-04-07 14:30", "（2026）鲁0831行初5号"))
    await link(rig, county)
    assert await rig.work(groups.plan_notes) == 0
    rig.clock.move_to(datetime(2026, 4, 3, 9, 0, tzinfo=ZONE))
    assert await rig.work(groups.plan_notes) == 1


@pytest.mark.slow
async def test_a_hearing_that_is_closed_after_planning_is_not_told(rig: Rig, county: County) -> None:
    held = await rig.work(lambda d: hearing(d, county.resources, "2026-04-03 09:30", "（2026）鲁0831行初1号"))
    await link(rig, county)

    def plan_then_close(desk: Desk) -> None:
        assert groups.plan_notes(desk) == 1
        desk.session.get_one(Hearing, held.id).closed = True

    await rig.work(plan_then_close)
    await rig.pump.drain()
    assert rig.bot.chat(CHAT) == []


async def test_a_group_of_a_branch_hears_only_of_its_branch(rig: Rig, county: County) -> None:
    await rig.work(lambda d: hearing(d, county.police, "2026-04-03 09:30", "（2026）鲁0831行初1号"))
    await link(rig, county, agency=county.resources)
    assert await rig.work(groups.plan_notes) == 0


@pytest.mark.slow
async def test_unlinked_or_left_groups_get_nothing(rig: Rig, county: County) -> None:
    await rig.work(lambda d: hearing(d, county.resources, "2026-04-03 09:30", "（2026）鲁0831行初1号"))
    one = await link(rig, county)
    await link(rig, county, CHAT - 1)
    admin = await builders.person(rig, county.admin)
    await rig.work(lambda d: groups.unlink(d, one), actor=admin)
    await rig.work(lambda d: reach.group_gone(d, CHAT - 1))
    assert await rig.work(groups.plan_notes) == 0
    with pytest.raises(Missing):
        await rig.work(lambda d: groups.unlink(d, one), actor=admin)


@pytest.mark.slow
async def test_a_migrated_group_keeps_its_link_and_what_was_planned(rig: Rig, county: County) -> None:
    await rig.work(lambda d: hearing(d, county.resources, "2026-04-03 09:30", "（2026）鲁0831行初1号"))
    await link(rig, county)
    await rig.work(groups.plan_notes)
    await rig.database.write(lambda s: delivery.migrated(s, CHAT, -100777))
    await rig.pump.drain()
    assert rig.bot.chat(CHAT) == []
    assert len(rig.bot.chat(-100777)) == 1


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("请各单位报送材料。", False),
        ("原告张三丰一案", True),
        ("原告张 三 丰 一案", True),
        ("（2026）鲁0831行初9号将不公开审理", True),
        ("（2026）鲁0831行初8号请关注", False),
    ],
)
async def test_words_that_a_group_must_not_read_are_refused(rig: Rig, county: County, text: str, refused: bool) -> None:
    def build(desk: Desk) -> None:
        hearing(desk, county.police, "2026-04-09 09:30", "（2026）鲁0831行初8号")
        hearing(desk, county.police, "2026-04-09 09:30", "（2026）鲁0831行初9号", closed=True, plaintiff="某甲")

    await rig.work(build)
    if refused:
        with pytest.raises(Refused):
            await rig.work(lambda d: groups.check_words(d, text))
    else:
        await rig.work(lambda d: groups.check_words(d, text))


_NAME = st.text(alphabet="赵钱孙李周吴郑王冯陈", min_size=2, max_size=4)


@pytest.mark.slow
@given(
    name=_NAME,
    before=st.text(alphabet="请各单位于月日前报送", max_size=8),
    gap=st.sampled_from(["", " ", "\n", "\u3000"]),
)
def test_a_plaintiffs_name_is_found_wherever_it_stands(name: str, before: str, gap: str) -> None:
    spread = name[0] + gap + name[1:]
    assert plaintiffs_in(f"{before}{spread}一案", [f"{name}等3人"]) == name
    assert plaintiffs_in(before, [name]) == ""
