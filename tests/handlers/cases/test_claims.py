"""Whoever enters the number of another agency's case joins nothing: it has a claim, and somebody says what it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.services.figures import ledger
from bot.services.hall.desk import Desk
from bot.store.tables import AuditEntry
from bot.texts import translator
from tests import builders
from tests.builders import County
from tests.fakes import Shown
from tests.handlers.cases import claim_steps as steps
from tests.handlers.cases.claim_steps import NUMBER, OTHER, PLAINTIFF, claimed, entered, owned, question, questions
from tests.rig import Rig, open_rig


async def walked(folder: Path, owner_number: str) -> list[Shown]:
    """All that somebody sees who enters a paper and a hearing of `NUMBER`, and looks at the case from all sides; beside
    it what a colleague gets. `resources` has a case of `owner_number` with a hearing at the same hour."""
    async with open_rig(folder) as rig:
        here = await builders.county(rig)
        await owned(rig, here, owner_number)
        await rig.say(here.liaison, f"/hearing {owner_number} 4月21日上午9:30 县法院第二审判庭")
        await rig.press(here.liaison, "确认")
        user = here.police_liaison
        await rig.say(user, f"/paper {NUMBER} 传票 应诉通知书 今天收到 直接送达")
        await rig.press(user, "✎ 原告")
        await rig.say(user, "李四")
        await rig.press(user, "✓ 登记")
        await rig.press(user, "更多")
        await rig.press(user, "返回")
        await rig.behind(user, "办理记录")
        await rig.say(user, f"/paper {NUMBER} 传票 今天收到 直接送达")
        await rig.press(user, "✓ 登记")
        await rig.press(user, "同一份")
        await rig.press(user, "✓ 登记")
        for line in (f"/hearing {NUMBER}", "/cancel", "/hearing 行初12号", "/cancel"):
            await rig.say(user, line)
        await rig.say(user, f"/hearing {NUMBER} 4月21日上午9:30 县法院第二审判庭")
        await rig.press(user, "确认")
        await rig.say(user, f"/hearing {NUMBER} 4月22日上午9:30 县法院第二审判庭")
        for line in (
            "/cancel",
            f"/case {NUMBER}",
            "/case 行初12号",
            f"/find {NUMBER}",
            "/hearings",
            "/duties",
            "/week",
        ):
            await rig.say(user, line)
        await rig.to("2026-04-07 12:00")
        return rig.bot.chat(user) + rig.bot.chat(here.police_deputy) + rig.bot.chat(here.police_principal)


def _looks(shown: Shown) -> list[list[tuple[str, str]]]:
    """The buttons without the row by which a list of a morning finds itself: rows count whatever anybody is sent."""
    return [[(label, re.sub(r"^mg\.at:\d+:", "mg.at:", data)) for label, data in row] for row in shown.buttons]


@pytest.mark.slow
async def test_a_known_number_looks_to_the_letter_like_an_unknown_one(tmp_path: Path) -> None:
    known, unknown = await walked(tmp_path / "known", NUMBER), await walked(tmp_path / "unknown", OTHER)
    assert len(known) > 20
    for one, other in zip(known, unknown, strict=True):
        assert (one.text, one.history) == (other.text, other.history)
        assert _looks(one) == _looks(other)


@pytest.mark.slow
async def test_neither_side_sees_the_other(rig: Rig, county: County) -> None:
    await owned(rig, county)
    before = [(shown.text, len(shown.history)) for shown in rig.bot.chat(county.liaison)]
    card = await entered(rig, county.police_liaison)
    for shown in rig.bot.chat(county.police_liaison) + rig.bot.chat(county.police_deputy):
        assert PLAINTIFF[1:] not in shown.text
        assert "自然资源" not in shown.text
    assert "收到法院文书备案" in card.text, "its own terms run at once"
    assert [(shown.text, len(shown.history)) for shown in rig.bot.chat(county.liaison)] == before
    [own] = await rig.say(county.liaison, f"/case {NUMBER}")
    assert "公安" not in own.text
    await rig.behind(county.liaison, "办理记录")
    assert "马超" not in rig.last(county.liaison).text
    [found] = await rig.say(county.police_liaison, f"/find {PLAINTIFF}")
    assert NUMBER not in found.labels
    standing, claim = await steps.cases(rig)
    assert (standing.claimed_by, claim.claimed_by) == (0, county.police)
    assert await steps.parties(rig, standing.id or 0) == {county.resources}
    assert await steps.parties(rig, claim.id or 0) == {county.police}


@pytest.mark.slow
async def test_the_nearest_coordinators_are_asked_in_plain_words(rig: Rig, county: County) -> None:
    asked = await claimed(rig, county)
    for part in (NUMBER, "县公安局", "马超", "传票，4月2日（周四）收到", "县自然资源局（被告）", "共同当事人"):
        assert part in asked.text
    assert PLAINTIFF[1:] not in asked.text
    assert asked.labels == ["确认为共同当事人", "案号有误", "案件"]
    assert not asked.silent
    assert len(questions(rig, county.coordinator2)) == 1
    for who in (county.city_coordinator, county.admin, county.liaison, county.police_liaison, county.principal):
        assert questions(rig, who) == []


@pytest.mark.slow
async def test_a_second_paper_goes_to_the_claim_and_asks_nobody_again(rig: Rig, county: County) -> None:
    await claimed(rig, county)
    await entered(rig, county.police_deputy, paper="应诉通知书")
    asked = question(rig, county.coordinator)
    assert "应诉通知书" in asked.text
    assert "传票" in asked.text
    assert len(await steps.cases(rig)) == 2


@pytest.mark.slow
async def test_the_morning_message_lists_it_while_it_waits(rig: Rig, county: County) -> None:
    asked = await claimed(rig, county)
    sent = [m for m in await rig.to("2026-04-03 09:00") if m.chat_id == county.coordinator and "今日要情" in m.text]
    assert "1个共同当事人待确认：县公安局 行初12号" in sent[0].text
    [below] = await rig.press(county.coordinator, "确认当事人", sent[0])
    await rig.press(county.coordinator, "县公安局 行初12号", below)
    assert rig.last(county.coordinator).text == asked.text
    await rig.press(county.coordinator, "案号有误")
    sent = [m for m in await rig.to("2026-04-07 09:00") if m.chat_id == county.coordinator and "今日要情" in m.text]
    assert all("共同当事人" not in shown.text for shown in sent)


@pytest.mark.slow
async def test_who_stands_on_the_case_already_joins_others_at_once(rig: Rig, county: County) -> None:
    """The coordinator over both, the court's contact of the county, and a party's own second paper."""
    await owned(rig, county)
    await rig.say(county.court_contact, f"{NUMBER} 县公安局 传票 今天收到 直接送达")
    await rig.press(county.court_contact, "✓ 登记")
    await rig.say(county.coordinator, f"{NUMBER} 县人社局 传票 今天收到 直接送达")
    await rig.press(county.coordinator, "✓ 登记")
    await entered(rig, county.police_liaison, paper="应诉通知书")
    [case] = await steps.cases(rig)
    assert await steps.parties(rig, case.id or 0) == {county.resources, county.police, county.labour}
    assert questions(rig, county.coordinator) == []


@pytest.mark.slow
async def test_across_counties_the_coordinator_above_both_is_asked(rig: Rig, county: County) -> None:
    far = await steps.far_county(rig, county)
    await owned(rig, county)
    await entered(rig, steps.FAR_LIAISON)
    asked = question(rig, county.city_coordinator)
    assert "邹城住建局" in asked.text
    assert questions(rig, county.coordinator) == questions(rig, steps.FAR_COORDINATOR) == []
    [card] = await rig.say(steps.FAR_COORDINATOR, f"/case {NUMBER}")
    assert "待确认" not in card.text, "whoever has no say learns nothing of the other county's case"
    before = await steps.duties(rig, far)
    await rig.press_data(steps.FAR_COORDINATOR, "cl.ok:2:1", card)
    assert "无权查看" in rig.toast()
    await rig.press(county.city_coordinator, "确认为共同当事人", asked)
    assert await steps.parties(rig, 1) == {county.resources, far}
    assert {rule: day for rule, day, _ in before.values()} == {
        rule: day for rule, day, _ in (await steps.duties(rig, far)).values()
    }


@pytest.mark.slow
async def test_without_a_coordinator_over_both_administrators_are_asked(rig: Rig, county: County) -> None:
    await steps.far_county(rig, county)
    await rig.work(lambda desk: _end(desk, county.ids[county.city_coordinator]))
    await owned(rig, county)
    await entered(rig, steps.FAR_LIAISON)
    asked = question(rig, county.admin)
    assert "案件" not in asked.labels, "administrators do not read cases"
    await rig.press(county.admin, "确认为共同当事人", asked)
    assert "已确认邹城住建局为共同当事人" in question(rig, county.admin).text


@pytest.mark.slow
async def test_without_anybody_over_both_the_coordinators_of_the_case_are_asked(rig: Rig, county: County) -> None:
    await steps.far_county(rig, county)
    await rig.work(lambda desk: _end(desk, county.ids[county.city_coordinator]))
    await rig.work(lambda desk: _end(desk, county.ids[county.admin]))
    await owned(rig, county)
    await entered(rig, steps.FAR_LIAISON)
    await rig.press(county.coordinator, "确认为共同当事人", question(rig, county.coordinator))
    assert len(await steps.parties(rig, 1)) == 2


def _end(desk: Desk, person_id: int) -> None:
    from bot.store.tables import Appointment

    for row in desk.session.exec(select(Appointment).where(Appointment.person_id == person_id)).all():
        desk.session.delete(row)


@pytest.mark.slow
async def test_nobody_else_decides_by_a_forged_button(rig: Rig, county: County) -> None:
    await claimed(rig, county)
    for who in (
        "police_liaison", "police_principal", "liaison", "principal", "leader", "court_contact", "observer",
        "assessor", "admin", "town_liaison",
    ):  # fmt: skip
        user = getattr(county, who)
        [shown] = await rig.say(user, "/menu")
        for data in ("cl.ok:2:1", "cl.no:2:1", "cl.at:2", "cl.fix:2:1", "cl.ok:1:1", "cl.no:1:1", "cl.ok:99:1"):
            messages, toasts = len(rig.bot.chat(user)), len(rig.bot.toasts)
            await rig.press_data(user, data, shown)
            assert len(rig.bot.toasts) == toasts + 1, (who, data)
            assert any(word in rig.toast() for word in ("没有此项操作的权限", "不存在")), (who, data, rig.toast())
            assert len(rig.bot.chat(user)) == messages, (who, data)
    assert question(rig, county.coordinator).labels[0] == "确认为共同当事人"
    assert [case.merged_into for case in await steps.cases(rig)] == [None, None]


@pytest.mark.slow
async def test_a_forged_pair_of_case_and_agency_enters_nothing(rig: Rig, county: County) -> None:
    await owned(rig, county)
    await rig.say(county.liaison, f"/hearing {NUMBER} 4月15日上午9:30 县法院第二审判庭")
    await rig.press(county.liaison, "确认")
    [shown] = await rig.say(county.police_liaison, "/menu")
    await rig.press_data(county.police_liaison, f"ap.name:1:{county.police}", shown)
    assert "不存在" in rig.toast()
    await rig.to("2026-04-15 12:00")
    await rig.press_data(county.police_liaison, f"rs.in:1:{county.police}:1:0", shown)
    assert "无权查看" in rig.toast()
    assert await steps.parties(rig, 1) == {county.resources}
    of_cases = select(AuditEntry.agency_id).where(col(AuditEntry.case_id).is_not(None))
    assert county.police not in await rig.database.read(lambda s: s.exec(of_cases).all())


@pytest.mark.slow
async def test_the_ledger_marks_the_claim(rig: Rig, county: County) -> None:
    await claimed(rig, county)
    tr = translator("zh_CN")
    rows = await rig.work(lambda desk: list(ledger.rows(desk, tr)))
    assert [(row[1], row[2]) for row in rows] == [("县自然资源局", "被告"), ("县公安局", "被告（待确认）")]


@pytest.mark.slow
async def test_coordinators_find_both_and_know_which_is_which(rig: Rig, county: County) -> None:
    await claimed(rig, county)
    [found] = await rig.say(county.coordinator, "/find 行初12")
    assert "县公安局 · 待确认" in found.text
    assert "县自然资源局 · 待确认" not in found.text
    [card] = await rig.say(county.coordinator, f"/case {NUMBER}")
    assert "待确认的当事人：县公安局" in card.text
    await rig.press(county.coordinator, "核实当事人或案号", card)
    assert steps.CHECK in rig.last(county.coordinator).text
