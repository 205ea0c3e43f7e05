"""An absence without a valid reason: told at once, in the next digest, and it starts what the book says."""

import pytest
from sqlmodel import select

from bot.domain.hall.terms import DutyState
from bot.store.tables import Agency, Duty
from tests.builders import County
from tests.fakes import Shown
from tests.handlers.hearings import steps
from tests.rig import Rig

START = "2026-12-14 10:00"
HEAD = "【未出庭】县自然资源局"


@pytest.fixture
async def place(rig: Rig, county: County) -> County:
    await steps.entered(rig, county)
    await rig.to("2026-12-16 10:00")
    return county


async def press(rig: Rig, user: int, *labels: str) -> None:
    for label in labels:
        await rig.press(user, label)


async def nobody_came(rig: Rig, place: County) -> list[Shown]:
    before = len(rig.bot.messages)
    await press(rig, place.liaison, "负责人未出庭", "未说明理由", "✎ 到庭人员", "无人", "提交")
    return rig.bot.messages[before:]


async def started(rig: Rig) -> dict[str, DutyState]:
    rows = await rig.database.read(lambda s: s.exec(select(Duty).where(Duty.trigger == "leader_absent")).all())
    return {row.rule: row.state for row in rows}


@pytest.mark.slow
async def test_principal_and_coordinators_get_a_new_message_and_the_book_starts_its_duties(
    rig: Rig, place: County
) -> None:
    sent = await nobody_came(rig, place)
    for who in (place.principal, place.coordinator, place.coordinator2):
        [told] = [m for m in sent if m.chat_id == who and HEAD in m.text]
        assert "12月15日（周二）9:30" in told.text
        assert not told.silent
    assert await started(rig) == {"CN-BREACH.explain": DutyState.OPEN, "SS25.absent": DutyState.OPEN}
    [principal] = [m for m in sent if m.chat_id == place.principal and HEAD in m.text]
    assert "书面说明负责人未出庭的理由，请于12月18日（周五）前完成" in principal.text
    assert "司法建议" in principal.text, "what the texts provide, as candidates"
    [coordinator] = [m for m in sent if m.chat_id == place.coordinator and HEAD in m.text]
    assert "研究未出庭责任追究" in coordinator.text


@pytest.mark.slow
async def test_staff_that_came_are_no_ground_for_sishuis_candidate(rig: Rig, place: County) -> None:
    await press(rig, place.liaison, "负责人未出庭", "未说明理由", "✎ 工作人员")
    await rig.say(place.liaison, "何伟")
    await press(rig, place.liaison, "提交")
    assert await started(rig) == {"CN-BREACH.explain": DutyState.OPEN}


@pytest.mark.slow
async def test_the_next_digest_has_a_line_of_it_and_the_one_after_has_not(rig: Rig, place: County) -> None:
    await nobody_came(rig, place)
    digest = next(m for m in await rig.to("2026-12-17 08:50") if m.chat_id == place.coordinator and "要情" in m.text)
    assert "无正当理由未出庭1件" in digest.text
    sent = [m for m in await rig.to("2026-12-18 08:50") if m.chat_id == place.coordinator and "要情" in m.text]
    assert not any("无正当理由未出庭1件" in m.text for m in sent)


@pytest.mark.slow
async def test_a_correction_takes_it_back_everywhere(rig: Rig, place: County) -> None:
    sent = await nobody_came(rig, place)
    [told] = [m for m in sent if m.chat_id == place.principal and HEAD in m.text]
    await rig.press(place.liaison, "更正反馈")
    await rig.say(place.liaison, "点错了")
    await press(rig, place.liaison, "✎ 负责人出庭", "是", "张明副局长", "提交")
    assert set((await started(rig)).values()) == {DutyState.CANCELLED}
    assert HEAD not in rig.bot.find(place.principal, told.message_id).text
    digests = [m for m in await rig.to("2026-12-17 08:50") if m.chat_id == place.coordinator and "要情" in m.text]
    assert not any("无正当理由未出庭1件" in m.text for m in digests)


@pytest.mark.slow
async def test_while_the_courts_word_is_awaited_nobody_is_accused(rig: Rig, county: County) -> None:
    await steps.entered(rig, county)
    await press(rig, county.liaison, "申报不能出庭", "电话答复", "意外事件")
    await rig.say(county.liaison, "车祸住院")
    await press(rig, county.liaison, "加盖行政机关印章")
    await rig.send_file(county.liaison, "证明.jpg", b"jpeg", mime="image/jpeg")
    await press(rig, county.liaison, "完成", "本机关工作人员")
    await rig.say(county.liaison, "何伟")
    await press(rig, county.liaison, "否", "提交")
    await rig.to("2026-12-16 10:00")
    before = len(rig.bot.messages)
    await press(rig, county.liaison, "负责人未出庭", "提交")
    assert not any(HEAD in m.text for m in rig.bot.messages[before:])
    assert await started(rig) == {}
    await rig.press(county.coordinator, "法院不予认可")
    await rig.press(county.coordinator, "确认登记")
    assert any(HEAD in m.text for m in rig.bot.chat(county.principal))
    assert set(await started(rig)) == {"CN-BREACH.explain"}


@pytest.mark.slow
async def test_under_the_national_layer_the_explanation_is_owed_too(rig: Rig, county: County) -> None:
    await rig.work(lambda desk: setattr(desk.session.get_one(Agency, county.government), "rulebook", "wuqing-2020"))
    await steps.entered(rig, county)
    await rig.to("2026-12-16 10:00")
    await nobody_came(rig, county)
    assert set(await started(rig)) == {"CN-BREACH.explain"}
