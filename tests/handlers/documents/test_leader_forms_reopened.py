"""The filing form settles a duty, opens it again, and needs no delivery where it is accepted here."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import select

from bot.domain.documents.documents import DocumentState
from bot.domain.hall.terms import DutyState
from bot.services.documents import drafting, steps
from bot.services.hall.desk import Desk
from bot.store.tables import Document
from tests.builders import county
from tests.handlers.documents.letter_steps import by
from tests.handlers.documents.test_leader_forms import (
    cannot,
    forms,
    named,
    named_of_government,
    opened,
    owed,
    versions,
)
from tests.handlers.duties.steps import NUMBER, duties
from tests.rig import open_rig

KIND = "leader_filing_form"


@pytest.mark.slow
async def test_the_form_with_a_leader_written_in_settles_what_the_government_owes(tmp_path: Path) -> None:
    """No hearing, nobody named in the bot: the bureau and the office write the leader into the form (四（四）)."""
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.say(here.coordinator, f"{NUMBER} 应诉通知书 今天收到")
        await rig.press(here.coordinator, "县政府")
        await rig.press(here.coordinator, "登记")
        own = next(one for one in await duties(rig, "SS13") if one.agency_id == here.office)
        card = await opened(rig, here.office_liaison, own)
        assert not any("起草" in label for label in card.labels), "the first step is to name the leader"
        await rig.press(here.office_liaison, "更多", card)
        await rig.press(here.office_liaison, "起草《行政机关负责人出庭报备表》")
        [form] = await forms(rig)
        assert form.agency_id == here.government

        def write(desk: Desk) -> None:
            filled = drafting.set_values(
                desk, form.id or 0, form.version, {"leader": "冯涛", "court": "市中级人民法院"}
            )
            steps.submit(desk, filled.id or 0, filled.version)

        await by(rig, here.office_liaison, write)
        assert {one.state for one in await duties(rig, "SS13")} == {DutyState.DONE}, "nobody above accepts it"
        assert (await forms(rig))[0].state is DocumentState.DONE
        assert (await versions(rig))[0]["leader"] == "冯涛"


@pytest.mark.slow
async def test_a_leader_of_the_form_who_cannot_come_opens_what_it_closed_and_the_next_one_is_filed_anew(
    tmp_path: Path,
) -> None:
    """The form with 钱宏 written in closed the duty of the bureau and the office; then he was asked, and cannot."""
    async with open_rig(tmp_path) as rig:
        here = await county(rig)
        await rig.say(here.coordinator, f"{NUMBER} 应诉通知书 今天收到")
        await rig.press(here.coordinator, "县政府")
        await rig.press(here.coordinator, "登记")
        own = next(one for one in await duties(rig, "SS13") if one.agency_id == here.office)
        await rig.press(here.office_liaison, "更多", await opened(rig, here.office_liaison, own))
        await rig.press(here.office_liaison, "起草《行政机关负责人出庭报备表》")

        def write(desk: Desk) -> None:
            form = desk.session.exec(select(Document)).one()
            said = {"leader": "钱宏", "leader_post": "县长", "leader_rank": "principal", "court": "市中级人民法院"}
            filled = drafting.set_values(desk, form.id or 0, form.version, said)
            steps.submit(desk, filled.id or 0, filled.version)

        await by(rig, here.office_liaison, write)
        assert {one.state for one in await duties(rig, "SS13")} == {DutyState.DONE}
        await named_of_government(rig, here, "钱宏")
        await rig.to("2026-04-02 14:00")
        await cannot(rig, here.mayor)
        assert {one.state for one in await duties(rig, "SS13")} == {DutyState.OPEN}
        [form] = await forms(rig)
        assert (form.state, form.reason) == (DocumentState.SENT_BACK, "原报备的出庭负责人不能出庭")
        await named_of_government(rig, here, "冯涛")
        assert {one.state for one in await duties(rig, "SS13")} == {DutyState.DONE}
        assert (await forms(rig))[0].reason == "出庭负责人由钱宏变更为冯涛"
        assert {one["leader"] for one in await versions(rig)} == {"钱宏"}, "nothing goes out unasked"
        await rig.to("2026-04-02 16:00")
        told = rig.with_button(here.office_liaison, "一键报备")
        assert "原报备：钱宏" in told.text
        await rig.press(here.office_liaison, "一键报备", told)
        assert list(dict.fromkeys(one["leader"] for one in await versions(rig))) == ["钱宏", "冯涛"]


@pytest.mark.slow
async def test_what_the_bureau_accepts_here_need_not_be_delivered_to_it(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await named(rig)
        [duty] = await owed(rig)
        await rig.press(here.liaison, "一键报备", await opened(rig, here.liaison, duty))
        card = rig.last(here.liaison)
        assert not {"登记送达", "送达"} & set(card.labels)
        await rig.press(here.liaison, "更多", card)
        await rig.press(here.liaison, "公文送达")
        assert "登记送达" not in rig.last(here.liaison).labels
