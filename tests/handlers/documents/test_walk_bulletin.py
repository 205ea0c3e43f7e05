"""From the court's bulletin (RZ6) through the letters of the quarter (RZ8): what its coming starts, and for whom."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.domain.documents.documents import DocumentState
from bot.domain.hall.terms import DutyState
from bot.services.duties import recurring
from bot.store.tables import Document, Duty
from tests.builders import County
from tests.builders import county as the_county
from tests.handlers.documents.letter_steps import duties, rows, under
from tests.handlers.documents.report_steps import answered, owed
from tests.handlers.documents.walk_steps import issued, opened, sealed, sent, through
from tests.rig import Rig, open_rig


async def obtained(rig: Rig, here: County) -> Duty:
    """The duty to obtain the bulletin of the quarter that is over."""
    found = [one for one in await duties(rig, "RZ6") if one.due == date(2026, 4, 15)]
    return next(one for one in found if one.agency_id == here.justice)


async def bulletin_came(rig: Rig, here: County) -> None:
    """The duty to obtain it is reported done with the bulletin's number and file, as of yesterday."""
    await rig.work(recurring.tick)
    duty, user = await obtained(rig, here), here.coordinator
    [menu] = await rig.say(user, "/menu")
    [card] = await rig.press_data(user, f"dt.open:{duty.id}", menu)
    assert "2026年第一季度" in card.text
    await through(rig, user, "办结", "昨天")
    await rig.say(user, "汝法通报〔2026〕3号")
    await rig.send_file(user, "通报.pdf", b"bulletin", mime="application/pdf")
    await rig.press(user, "✓ 办结")


async def letter(rig: Rig, here: County, unit: str) -> Document:
    """The letter to one more unit, from the card of the duty: what the bulletin says is asked, its quarter is known."""
    user, duty = here.coordinator, await owed(rig, "RZ8")
    [menu] = await rig.say(user, "/menu")
    [card] = await rig.press_data(user, f"dt.open:{duty.id}", menu)
    [data] = [d for row in card.buttons for _, d in row if d.startswith("doc.duty")]
    await rig.press_data(user, data, card)
    await rig.press(user, unit, rig.last(user))
    assert "通报的季度：2026年第一季度（预填）" in rig.last(user).text
    await answered(
        rig,
        user,
        [
            ("开庭几件", "4"),
            ("负责人出庭几件", "1"),
            ("出庭率是多少", "25%"),
            ("存在哪些问题", ("负责人出庭率较低", "完成")),
            ("有哪些要求", "负责人应当出庭应诉。"),
        ],
    )
    await rig.press(user, "提交")
    written: list[Document] = await rows(rig, Document)
    return written[-1]


@pytest.mark.slow
async def test_the_bulletin_reported_starts_the_letters_which_go_to_one_unit_after_another(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        here = await the_county(rig)
        await under(rig, here, "ruzhou-2022")
        user = here.coordinator
        await bulletin_came(rig, here)
        assert (await obtained(rig, here)).state is DutyState.DONE
        [letters] = await duties(rig, "RZ8")
        assert (letters.agency_id, letters.state) == (here.office, DutyState.OPEN)
        assert (letters.trigger_on, letters.unrolled) == (date(2026, 4, 1), date(2026, 4, 11))
        [ledger] = await duties(rig, "RZ7")
        assert ledger.trigger_on == date(2026, 4, 1)
        # One unit.
        first = await letter(rig, here, "县自然资源局")
        await issued(rig, user, "县政府办提醒函〔2026〕1号")
        await sealed(rig, user, "盖章件.pdf")
        await sent(rig, user, "2026-04-02 09:20")
        way = await opened(rig, user, first)
        await through(rig, user, "更多", "公文送达")
        way = rig.with_button(user, "签收情况")
        assert "发送" not in way.labels
        await rig.press(here.liaison, "签收")
        told = rig.last(user).text
        assert "王芳签收：《工作提醒函》" in told
        assert "主送：县自然资源局" in told
        [done] = await duties(rig, "RZ8")
        assert (done.state, done.done_by) == (DutyState.DONE, first.created_by)
        # The next one, though the duty is done.
        second = await letter(rig, here, "县公安局")
        assert (second.addressee_id, second.period) == (here.police, "2026-Q1")
        await issued(rig, user, "县政府办提醒函〔2026〕2号")
        await sealed(rig, user, "盖章件.pdf")
        await sent(rig, user, "2026-04-02 09:40")
        await rig.press(here.police_liaison, "签收")
        assert {one.agency_id for one in await duties(rig, "RZ9")} == {here.resources, here.police}
        assert [one.state for one in await rows(rig, Document)] == [DocumentState.DONE, DocumentState.DONE]
