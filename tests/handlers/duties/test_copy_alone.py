"""A court paper is filed by its copy: words alone do not hand it in (泗水 2020 五（三）)."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.hall.errors import Refused
from bot.domain.hall.terms import DutyState
from bot.services.duties import acts
from bot.services.duties.proofs import Proof
from bot.services.hall.desk import Desk
from tests.builders import County
from tests.fakes import Shown
from tests.handlers.documents.letter_steps import by
from tests.handlers.duties.steps import NUMBER, duties, enter
from tests.rig import Rig


async def card(rig: Rig, county: County) -> Shown:
    await enter(rig, county.liaison, f"{NUMBER} 传票 今天收到")
    [duty] = await duties(rig, "SS17")
    [shown] = await rig.press_data(county.liaison, f"dt.open:{duty.id}", rig.last(county.liaison))
    return shown


async def test_the_button_for_the_copy_stands_there_and_done_behind_more(rig: Rig, county: County) -> None:
    shown = await card(rig, county)
    assert "报备" in shown.labels
    assert "办结" not in shown.labels
    await rig.press(county.liaison, "更多", shown)
    assert "办结" in rig.last(county.liaison).labels


async def test_a_number_or_a_note_does_not_hand_it_in(rig: Rig, county: County) -> None:
    shown = await card(rig, county)
    await rig.press(county.liaison, "更多", shown)
    await rig.press(county.liaison, "办结")
    await rig.press(county.liaison, "今天办结")
    assert "请发送所收文书的照片或扫描件" in rig.last(county.liaison).text
    await rig.say(county.liaison, "已口头报告")
    assert (await duties(rig, "SS17"))[0].state is DutyState.OPEN
    await rig.send_file(county.liaison, "传票.jpg", b"\x89PNG the summons", mime="image/jpeg")
    await rig.press(county.liaison, "✓ 办结")
    [duty] = await duties(rig, "SS17")
    assert (duty.state, duty.done_on) == (DutyState.SUBMITTED, date(2026, 4, 2))


async def test_whatever_way_it_comes_words_alone_are_refused(rig: Rig, county: County) -> None:
    await card(rig, county)
    [duty] = await duties(rig, "SS17")

    def say(desk: Desk) -> None:
        acts.finish(desk, duty.id or 0, duty.version, Proof(desk.today, "泗自然资备〔2026〕3号", "已报"))

    with pytest.raises(Refused, match="copy of the paper"):
        await by(rig, county.liaison, say)
    assert (await duties(rig, "SS17"))[0].state is DutyState.OPEN
