"""Corrections and withdrawals while the first version is still going out."""

from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.domain.hall.terms import SendState
from bot.services.circulars import approvals, circulars, control
from bot.services.hall.desk import Desk
from bot.store.tables import CircularReceipt, OutboxRow
from tests import builders
from tests.builders import County
from tests.rig import Rig, open_rig
from tests.services.circulars.steps import board, deliver_some, do, got, many, sent_off


@pytest.mark.slow
async def test_a_correction_goes_to_those_of_the_first_version_also_where_it_had_not_arrived(
    rig: Rig, county: County
) -> None:
    await rig.work(lambda d: many(d, county, 60))
    circular_id = await sent_off(rig, county)
    await deliver_some(rig, 2)
    had = set(got(rig))
    assert 0 < len(had) < 66
    actor = await builders.person(rig, county.coordinator)

    def correct(desk: Desk) -> None:
        new = control.correct(desk, circular_id, circulars.circular(desk, circular_id).version)
        approvals.submit(desk, new.id or 0, new.version, None)

    await rig.work(correct, actor=actor)
    await rig.to("2026-04-02 09:05")
    corrected = {m.chat_id for m in rig.bot.messages if "本件更正此前" in m.text}
    assert len(corrected) == 66
    assert {m.chat_id for m in rig.bot.messages if "【已更正】" in m.text} == had
    states = {r.state for r in await _rows_of(rig, circular_id)}
    assert states == {SendState.SENT, SendState.CANCELLED}


async def _rows_of(rig: Rig, circular_id: int) -> list[OutboxRow]:
    statement = select(OutboxRow).join(CircularReceipt, col(CircularReceipt.outbox_id) == OutboxRow.id)
    statement = statement.where(CircularReceipt.circular_id == circular_id)
    return list(await rig.database.read(lambda s: s.exec(statement).all()))


@pytest.mark.slow
async def test_a_withdrawal_stops_what_is_not_out_and_tells_only_those_who_have_it(rig: Rig, county: County) -> None:
    await rig.work(lambda d: many(d, county, 60))
    circular_id = await sent_off(rig, county)
    await deliver_some(rig, 2)
    had = set(got(rig))
    await do(rig, county, control.withdraw, circular_id)
    await rig.to("2026-04-02 09:05")
    assert {m.chat_id for m in rig.bot.messages if "现予撤回" in m.text} == had
    assert {m.chat_id for m in rig.bot.messages if "【已撤回】" in m.text} == had


async def test_sending_pausing_board_and_correction_work_on_postgresql_too(tmp_path: Path, postgres: str) -> None:
    async with open_rig(tmp_path, database=postgres) as rig:
        county = await builders.county(rig)
        await rig.work(lambda d: many(d, county, 60))
        circular_id = await sent_off(rig, county, answer_by="2026-04-08T09:30:00+00:00")
        await deliver_some(rig, 2)
        await do(rig, county, control.pause, circular_id)
        before = sum(got(rig).values())
        await deliver_some(rig, 2)
        assert sum(got(rig).values()) == before
        await do(rig, county, control.resume, circular_id)
        await rig.to("2026-04-02 09:02")
        assert set(got(rig).values()) == {1}
        await rig.press(county.liaison, "收到")
        shown = await board(rig, county, circular_id)
        assert (shown.tally.delivered, shown.tally.read) == (66, 1)
        await rig.to("2026-04-09 12:00")
        assert "请予督办" in rig.last(county.police_principal).text
        await do(rig, county, control.withdraw, circular_id)
        await rig.to("2026-04-09 12:10")
        assert "现予撤回" in rig.last(county.liaison).text
