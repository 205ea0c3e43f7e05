"""Ids in a button are checked together, before anything is said; who may not see a thing gets one sentence for all."""

import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.domain.hall.terms import Role
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Appearance, AuditEntry, Case, Duty, Hearing, Paper, Party, Person
from tests import builders
from tests.builders import County
from tests.handlers.hearings.appearance_steps import NUMBER, asked, one
from tests.rig import Rig

START = "2026-12-01 10:00"
GONE = "该内容已不存在，或者您无权查看。"
NOT_YOURS = "您没有此项操作的权限。如有疑问，请与主管部门联系。"
OF_APPEARANCES = (
    "ap.who", "ap.sub", "ap.pick", "ap.subp", "ap.yes", "ap.self", "ap.later", "ap.back", "ap.perm", "ap.abs", "ap.q",
    "ap.qback", "ap.no", "ap.for", "ap.type", "ap.at", "ap.chg", "ap.why", "ap.ready", "ap.proof", "ap.files",
    "ap.sig", "ap.defect", "ap.cq", "ap.prep",
)  # fmt: skip


async def press(rig: Rig, user: int, data: str) -> str:
    """The toast; nothing else may come of it."""
    [shown] = await rig.say(user, "/menu")
    before = len(rig.bot.messages)
    await rig.press_data(user, data, shown)
    assert [m.text for m in rig.bot.messages[before:]] == [], data
    assert not shown.history, data
    return rig.toast()


async def rows(rig: Rig, table: Any) -> list[Any]:
    return list(await rig.database.read(lambda s: s.exec(select(table)).all()))


# -- pairs -------------------------------------------------------------------------------------------------------


@pytest.mark.slow
async def test_the_own_agency_does_not_get_into_a_case_by_a_forged_pair(rig: Rig, county: County) -> None:
    await asked(rig, county)
    [case] = await rows(rig, Case)
    written = len(await rows(rig, AuditEntry))
    for user in (county.police_liaison, county.police_principal):
        assert await press(rig, user, f"ap.name:{case.id}:{county.police}") == GONE
        assert await press(rig, user, f"ap.name:{case.id + 900}:{county.police}") == GONE
    assert [party.agency_id for party in await rows(rig, Party)] == [county.resources]
    assert len(await rows(rig, Appearance)) == 1
    assert len(await rows(rig, AuditEntry)) == written


@pytest.mark.slow
async def test_the_lead_organ_names_nobody_for_an_agency_that_is_no_party(rig: Rig, county: County) -> None:
    """The coordinator sees both the case and the agency; the two do not belong together all the same."""
    await asked(rig, county)
    [case] = await rows(rig, Case)
    assert await press(rig, county.coordinator, f"ap.name:{case.id}:{county.police}") == GONE
    assert len(await rows(rig, Appearance)) == 1
    await press_shown(rig, county.coordinator, f"ap.name:{case.id}:{county.resources}")
    assert "张明" in rig.last(county.coordinator).text


async def press_shown(rig: Rig, user: int, data: str) -> None:
    [shown] = await rig.say(user, "/menu")
    await rig.press_data(user, data, shown)


PAIRS: dict[str, Callable[[County, dict[str, int]], str]] = {
    "calendar file": lambda c, i: f"hr.ics:{i['hearing']}:{c.police}",
    "result": lambda c, i: f"rs.in:{i['hearing']}:{c.police}:1:0",
    "observers": lambda c, i: f"ev.obs:{i['hearing']}:{c.police}",
    "line of a list": lambda c, i: f"hp.ok:{i['hearing']}:1:{c.police}",
    "question about a party": lambda c, i: f"pt.q:{i['case']}:{c.police}:original_agency:yes",
    "answer about a party": lambda c, i: f"pt.back:{i['case']}:{c.police}:original_agency",
    "case and unit": lambda c, i: f"cs.unit:{i['case']}:1:{c.city_justice}",
}


@pytest.mark.slow
@pytest.mark.parametrize("pair", PAIRS)
async def test_what_does_not_belong_together_is_refused_even_to_who_sees_both(
    rig: Rig, county: County, pair: str
) -> None:
    await asked(rig, county)
    ids = {"hearing": (await rows(rig, Hearing))[0].id, "case": (await rows(rig, Case))[0].id}
    toast = await press(rig, county.coordinator, PAIRS[pair](county, ids))
    assert toast == GONE


# -- one sentence ------------------------------------------------------------------------------------------------


@pytest.mark.slow
async def test_out_of_date_refused_and_gone_are_one_sentence(rig: Rig, county: County) -> None:
    """The court's clerk, the administrator, another agency, and whoever's office is over: no number, no name."""
    await asked(rig, county)
    row = await one(rig)
    await end_of(rig, county, county.deputy)
    numbers, versions = (row.id, (row.id or 0) + 900), (row.version, row.version + 7)
    for user in (county.court_contact, county.admin, county.police_liaison, county.deputy, county.handler):
        [shown] = await rig.say(user, "/menu")
        for verb, number, version in itertools.product(OF_APPEARANCES, numbers, versions):
            rig.bot.toasts.clear()
            before = len(rig.bot.messages)
            await rig.press_data(user, f"{verb}:{number}:{version}:1", shown)
            assert rig.toast() == GONE, (verb, user, number, version)
            assert len(rig.bot.messages) == before
            assert not shown.history


async def end_of(rig: Rig, county: County, user: int) -> None:
    [post] = await builders.appointments(rig, county.ids[user])

    def end(desk: Desk) -> None:
        held = desk.session.get_one(type(post), post.id)
        held.to_date = desk.today - timedelta(days=1)

    await rig.work(end)


@pytest.mark.slow
async def test_who_changed_it_is_not_told_to_a_co_defendant(rig: Rig, county: County) -> None:
    """Both see the hearing; of the other's leader neither is told, not by an old button either."""
    await asked(rig, county)
    await rig.say(county.police_liaison, f"/hearing {NUMBER} 12月15日上午9:30 县法院第二审判庭")
    await rig.press(county.police_liaison, "确认")
    await rig.press(county.coordinator, "确认为共同当事人")
    await rig.press(county.liaison, "变更出庭人员")
    await rig.press(county.liaison, "赵敏")
    hearing = (await rows(rig, Hearing))[0]
    await press_shown(rig, county.police_liaison, f"hr.chg:{hearing.id}:{hearing.version + 5}")
    assert rig.toast() == "该按钮已失效。现显示最新情况。"
    assert "赵敏" not in rig.last(county.police_liaison).text


# -- offices that are over, and lookers-on -----------------------------------------------------------------------


@pytest.mark.slow
async def test_an_office_that_is_over_does_nothing_by_any_button_draft_link_or_text(rig: Rig, county: County) -> None:
    await asked(rig, county)
    row = await one(rig)
    [case] = await rows(rig, Case)
    [preview] = await rig.say(county.deputy, "（2026）鲁0831行初77号 应诉通知书 今天收到")
    [hearing] = await rows(rig, Hearing)
    await end_of(rig, county, county.deputy)
    await end_of(rig, county, county.leader)
    papers = len(await rows(rig, Paper))
    await rig.press(county.deputy, "登记", preview)
    assert rig.toast() == GONE
    for text in (
        "登记",
        "（2026）鲁0831行初78号 传票 今天收到",
        f"/case {NUMBER}",
        "/duties",
        "/find 行初",
        "/start si_1_123456",
    ):
        [answer] = await rig.say(county.deputy, text)
        assert "行初77号" not in answer.text, text
        assert NUMBER not in answer.text, text
    assert len(await rows(rig, Paper)) == papers
    for user in (county.deputy, county.leader):
        for data in (f"cs.show:{case.id}", f"ap.yes:{row.id}:{row.version}", f"hr.ics:{hearing.id}:{county.resources}"):
            assert await press(rig, user, data) == GONE, (user, data)


@pytest.mark.slow
async def test_a_leader_with_another_office_is_no_longer_leader_of_the_first(rig: Rig, county: County) -> None:
    """The office in which a leader was named has ended; one elsewhere gives no sight of the case."""
    await asked(rig, county)
    row = await one(rig)
    await end_of(rig, county, county.leader)

    def elsewhere(desk: Desk) -> None:
        person = desk.session.get_one(Person, county.ids[county.leader])
        builders.appoint(desk, person, Role.LEADER, desk.session.get_one(Agency, county.labour), "副局长")

    await rig.work(elsewhere)
    assert await press(rig, county.leader, f"ap.yes:{row.id}:{row.version}") == GONE
    assert await press(rig, county.leader, f"cs.show:{row.case_id}") == GONE
    [shown] = await rig.say(county.leader, "/hearings")
    assert NUMBER not in shown.text


@pytest.mark.slow
@pytest.mark.parametrize("who", ["observer", "assessor"])
async def test_lookers_on_see_duties_and_proof_is_there_but_neither_note_nor_take_it(
    rig: Rig, county: County, who: str
) -> None:
    await rig.say(county.liaison, f"{NUMBER} 应诉通知书 今天收到")
    await rig.press(county.liaison, "登记")
    await rig.work(_unnoted)
    duty: Duty = next(d for d in await rows(rig, Duty) if d.kind != "right" and d.agency_id == county.resources)
    await press_shown(rig, getattr(county, who), f"dt.ack:{duty.id}")
    assert rig.toast() == NOT_YOURS
    assert all(d.acknowledged_at is None for d in await rows(rig, Duty))
    await press_shown(rig, county.principal, f"dt.ack:{duty.id}")
    assert next(d for d in await rows(rig, Duty) if d.id == duty.id).acknowledged_by == county.ids[county.principal]


def _unnoted(desk: Desk) -> None:
    """Who enters a paper has taken note of its duties: here nobody has."""
    for duty in desk.session.exec(select(Duty)).all():
        duty.acknowledged_at = duty.acknowledged_by = None
        desk.session.add(duty)


@pytest.mark.slow
@pytest.mark.parametrize("who", ["observer", "assessor"])
async def test_lookers_on_get_no_files(rig: Rig, county: County, who: str) -> None:
    await asked(rig, county)
    await rig.press(county.leader, "不能出庭")
    await rig.press(county.leader, "意外事件")
    await rig.say(county.leader, "车祸住院")
    await rig.press(county.leader, "尚未备齐")
    await rig.send_file(county.leader, "诊断证明.pdf", b"diagnosis", mime="application/pdf")
    await rig.press(county.leader, "完成")
    await rig.press(county.leader, "本机关工作人员")
    await rig.say(county.leader, "何伟")
    await rig.press(county.leader, "否")
    await rig.press(county.leader, "提交")
    row = await one(rig)
    user = getattr(county, who)
    await press_shown(rig, user, f"ap.files:{row.id}")
    assert rig.toast() == NOT_YOURS
    await rig.pump.drain()
    assert not any(m.document for m in rig.bot.chat(user))
    await press_shown(rig, county.liaison, f"ap.files:{row.id}")
    await rig.pump.drain()
    assert rig.last(county.liaison).document == ("诊断证明.pdf", b"diagnosis")
