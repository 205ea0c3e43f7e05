"""A court's contact records the own court's bulletin and sees what the court said; the file is not the assessor's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlmodel import select

from bot.services.hall.desk import Desk
from bot.store.tables import Agency, CourtFigure, Evaluation, HearingResult, Person
from tests.builders import County
from tests.handlers.bulletins.court_steps import (
    COURT,
    PASTED,
    a_quarter,
    bulletin,
    duties,
    entered,
    place_under,
    recorded,
    rows,
)
from tests.paper_files import pdf
from tests.rig import Rig, open_rig

pytestmark = pytest.mark.slow


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with open_rig(tmp_path, start="2026-09-29 08:00") as opened:
        yield opened


@pytest.fixture
async def here(rig: Rig) -> County:
    found = await place_under(rig, "ruzhou-2022")
    await a_quarter(rig, found)
    await rig.to("2026-10-12 09:30")
    return found


async def test_the_court_sends_its_own_bulletin_and_the_office_goes_on_from_there(rig: Rig, here: County) -> None:
    user = here.court_contact
    draft = await entered(rig, user)
    assert "台账" not in draft.text, "what the office counts is not the court's"
    assert not {"按单位", "差异"} & set(draft.labels)
    await rig.press(user, "指明单位")
    await rig.press(user, "县人社局")
    await rig.press(user, "✓ 登记")
    card = rig.last(user)
    assert "法院：开庭10件，出庭9件，90.00%" in card.text
    assert "台账" not in card.text
    assert "候选" not in card.text
    row = await bulletin(rig)
    assert (row.court, row.agency_id, row.state) == (COURT, here.justice, "recorded")
    assert await duties(rig, "RZ8", here.office) or await duties(rig, "RZ8", here.justice), "the term runs"
    told = [one.text for one in rig.bot.chat(here.coordinator) if "法院通报" in one.text]
    assert told, "the office hears of it"
    for data in (f"ct.df:{row.id}:0", f"ct.cd:{row.id}:0", f"ct.un:{row.id}:0", f"ct.ed:{row.id}"):
        await rig.press_data(user, data, card)
        assert "台账" not in rig.last(user).text, data
    for data in ("ct.set", "ct.fig", "ct.day", "ct.none"):
        before = len(await rows(rig, CourtFigure))
        await rig.press_data(user, f"{data}:{row.id}:{row.version}", card)
        assert len(await rows(rig, CourtFigure)) == before
        assert "取消" not in rig.last(user).labels, "nothing is asked: the office corrects it from here on"
    [listed] = await rig.say(user, "/bulletin")
    assert "2026年第三季度" in listed.text
    assert "候选" not in listed.text


async def test_another_courts_bulletin_is_not_the_contacts(rig: Rig, here: County) -> None:
    def elsewhere(desk: Desk) -> None:
        court = desk.session.get_one(Agency, here.court)
        court.name, court.short_name = "邻县人民法院", "邻县法院"

    await recorded(rig, here)
    row = await bulletin(rig)
    await rig.work(elsewhere)
    [listed] = await rig.say(here.court_contact, "/bulletin")
    assert "2026年第三季度" not in listed.text
    await rig.press_data(here.court_contact, f"ct.at:{row.id}", listed)
    assert "出庭9件" not in rig.last(here.court_contact).text


async def test_the_contact_evaluates_who_appeared_before_the_own_court(rig: Rig, here: County) -> None:
    def leads(desk: Desk) -> None:
        leader = desk.session.exec(select(Person).where(Person.telegram_id == here.leader)).one()
        for one in desk.session.exec(select(HearingResult).where(HearingResult.leader_name == "张明")).all():
            one.leader_id = leader.id
            desk.session.add(one)

    await rig.work(leads)
    user = here.court_contact
    [listed] = await rig.say(user, "/leader 张明")
    assert "张明" in listed.text
    await rig.press(user, "出庭案件" if "出庭案件" in listed.labels else listed.labels[0])
    hearings = rig.last(user)
    assert "行初" in hearings.text
    assert "鲁08行初" not in hearings.text, "before the city's court: not theirs"
    [grade] = [d for row in hearings.buttons for _, d in row if d.startswith("fig.lv")][:1]
    await rig.press_data(user, grade, hearings)
    asked = rig.last(user)
    assert "来源" not in asked.text.splitlines()[0], "it is the court's own"
    while not any(label.startswith("✓") for label in rig.last(user).labels):
        shown = rig.last(user)
        await rig.press(user, next((one for one in shown.labels if one in ("好", "跳过")), shown.labels[0]))
    await rig.press(user, next(one for one in rig.last(user).labels if one.startswith("✓")))
    [said] = await rows(rig, Evaluation)
    assert (said.source, said.by) == ("court", here.ids[user])
    await rig.press_data(here.liaison, grade, (await rig.say(here.liaison, "/menu"))[-1])
    assert len(await rows(rig, Evaluation)) == 1


async def test_the_courts_paper_is_not_for_whoever_may_not_read_plaintiffs_names(rig: Rig, here: County) -> None:
    user = here.coordinator
    await rig.say(user, "/bulletin")
    await rig.press(user, "登记通报")
    await rig.press(user, "第三季度")
    await rig.press(user, "今天")
    await rig.send_file(user, "通报.pdf", pdf(PASTED), mime="application/pdf")
    await rig.press(user, "下一步")
    row = await bulletin(rig)
    await rig.say(user, "/bulletin")
    await rig.press_data(user, f"ct.get:{row.id}", rig.last(user))
    await rig.to("2026-10-12 09:35")
    assert any(one.document for one in rig.bot.chat(user)), "the office has it"
    await rig.say(here.assessor, "/bulletin")
    await rig.press_data(here.assessor, f"ct.at:{row.id}", rig.last(here.assessor))
    shown = rig.last(here.assessor)
    assert "法院通报" in shown.text
    assert "文件" not in shown.labels
    await rig.press_data(here.assessor, f"ct.get:{row.id}", shown)
    await rig.to("2026-10-12 09:40")
    assert not any(one.document for one in rig.bot.chat(here.assessor))
