"""Two people on one document, old buttons, second taps, restarts, an office that ended between show and press."""

from __future__ import annotations

import itertools
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot.domain.documents.documents import DocumentState
from bot.services.hall.desk import Desk
from bot.store.tables import Appointment
from tests.handlers.documents.steps import OWN_LAW, SHORT, begin, data_of, documents, done, office, short
from tests.rig import open_rig


@pytest.mark.slow
async def test_what_one_changes_the_other_sees_and_an_old_button_shows_the_present_state(tmp_path: Path) -> None:
    async with office(tmp_path) as (rig, here):
        await short(rig, here.liaison)
        theirs = await begin(rig, here.deputy, SHORT)
        old = data_of(theirs, "doc.sub")
        await rig.press(here.liaison, "更改")
        await rig.press(here.liaison, "✎ 情况")
        await rig.say(here.liaison, "改过的情况")
        assert "改过的情况" in rig.bot.find(here.deputy, theirs.message_id).text, "the other's card follows by itself"
        await rig.press_data(here.deputy, old, theirs)
        assert "该按钮已失效" in rig.toast()
        assert (await documents(rig))[0].state is DocumentState.DRAFT
        await rig.press(here.deputy, "提交", theirs)
        assert (await documents(rig))[0].state is DocumentState.UNDER_WAY


@pytest.mark.slow
async def test_answers_to_different_fields_both_count_and_to_the_same_one_the_first(tmp_path: Path) -> None:
    async with office(tmp_path) as (rig, here):
        mine = await short(rig, here.liaison)
        theirs = await begin(rig, here.deputy, SHORT)
        for user, card, field in ((here.liaison, mine, "✎ 情况"), (here.deputy, theirs, "✎ 补充")):
            await rig.press(user, "更改", card)
            await rig.press(user, field, card)
        await rig.say(here.liaison, "新情况")
        await rig.say(here.deputy, "新补充")
        assert (await documents(rig))[0].values == {"what": "新情况", "more": "新补充"}
        for user in (here.liaison, here.deputy):
            await rig.press(user, "更改", rig.last(user))
            await rig.press(user, "✎ 补充", rig.last(user))
        await rig.say(here.liaison, "联络员的补充")
        await rig.say(here.deputy, "副联络员的补充")
        assert (await documents(rig))[0].values["more"] == "联络员的补充"
        assert "联络员的补充" in rig.last(here.deputy).text, "what stands there now is shown"


@pytest.mark.slow
async def test_whoever_still_answers_when_the_other_submits_is_told_so(tmp_path: Path) -> None:
    async with office(tmp_path) as (rig, here):
        mine = await short(rig, here.liaison)
        theirs = await begin(rig, here.deputy, SHORT)
        await rig.press(here.deputy, "更改", theirs)
        await rig.press(here.deputy, "✎ 补充", theirs)
        await rig.press(here.liaison, "提交", mine)
        await rig.say(here.deputy, "迟到的补充")
        said = rig.last(here.deputy).text
        assert "权限" not in said
        assert "办理中" in said, "how it stands now"
        assert "迟到的补充" not in (await documents(rig))[0].values.values()


@pytest.mark.slow
async def test_a_second_tap_submits_no_second_time(tmp_path: Path) -> None:
    async with office(tmp_path) as (rig, here):
        card = await short(rig, here.liaison)
        data = data_of(card, "doc.sub")
        for _ in range(3):
            await rig.press_data(here.liaison, data, card)
        assert len(await done(rig)) == 1
        asked = rig.with_button(here.coordinator, "同意")
        agree = data_of(asked, "doc.ok")
        await rig.press_data(here.coordinator, agree, asked)
        await rig.press_data(here.coordinator2, agree, asked)
        assert [one.act.value for one in await done(rig)] == ["submit", "approve"]
        assert "该按钮已失效" in rig.toast()


@pytest.mark.slow
async def test_a_draft_and_the_question_that_is_open_survive_a_restart(tmp_path: Path) -> None:
    async with office(tmp_path) as (rig, here):
        card = await begin(rig, here.liaison, SHORT)
        await rig.press(here.liaison, "补填", card)
        await rig.say(here.liaison, "重启前的回答")
    async with open_rig(tmp_path, law=OWN_LAW) as rig:
        rig.ids = itertools.count(100_000)
        await rig.say(here.liaison, "重启后的回答")
        assert (await documents(rig))[0].values == {"what": "重启前的回答", "more": "重启后的回答"}
        await rig.press(here.liaison, "提交")
        assert (await documents(rig))[0].state is DocumentState.UNDER_WAY


def _ends(desk: Desk, person_id: int) -> None:
    for one in desk.session.exec(select(Appointment).where(Appointment.person_id == person_id)).all():
        one.to_date = desk.today - timedelta(days=1)
        desk.session.add(one)


@pytest.mark.slow
async def test_whose_office_ended_between_show_and_press_does_and_reads_nothing(tmp_path: Path) -> None:
    async with office(tmp_path) as (rig, here):
        card = await short(rig, here.deputy)
        presses = [data for row in card.buttons for _, data in row if data.startswith("doc.")]
        await rig.press(here.deputy, "更改", card)
        await rig.press(here.deputy, "✎ 情况", card)
        await rig.work(lambda desk: _ends(desk, here.ids[here.deputy]))
        before = len(rig.bot.messages)
        for data in presses:
            await rig.press_data(here.deputy, data, card)
            assert "不存在" in rig.toast(), data
        await rig.say(here.deputy, "离任后的回答")
        told = "".join(m.text for m in rig.bot.messages[before:] if m.chat_id == here.deputy)
        assert "起诉状" not in told
        [row] = await documents(rig)
        assert (row.state, row.values["what"]) == (DocumentState.DRAFT, "起诉状已收到")


@pytest.mark.slow
async def test_another_form_that_is_begun_waits_and_nothing_answered_is_lost(tmp_path: Path) -> None:
    async with office(tmp_path) as (rig, here):
        card = await begin(rig, here.liaison, SHORT)
        await rig.press(here.liaison, "补填", card)
        await rig.say(here.liaison, "第一项")
        await rig.say(here.liaison, "/paper")
        await rig.press(here.liaison, "继续")
        await rig.say(here.liaison, "第二项")
        assert (await documents(rig))[0].values == {"what": "第一项", "more": "第二项"}
