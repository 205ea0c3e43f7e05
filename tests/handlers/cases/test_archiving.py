"""立卷归档 (SS5): a closed case is archived within 30 days; its number stands on the card and in the ledger."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlmodel import select

from bot.domain.figures.exports import HEADINGS
from bot.domain.hall.terms import DutyState
from bot.services.figures import ledger
from bot.store.tables import Duty
from bot.texts import translator
from tests.builders import County, county
from tests.rig import Rig, open_rig

NUMBER = "（2026）鲁0831行初12号"


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with open_rig(tmp_path) as opened:
        yield opened


@pytest.fixture
async def place(rig: Rig) -> County:
    here = await county(rig)
    await rig.say(here.liaison, f"{NUMBER} 应诉通知书 今天收到 邮寄")
    await rig.press(here.liaison, "登记")
    await rig.behind(here.liaison, "结案")
    await rig.press(here.liaison, "今天")
    await rig.press(here.liaison, "✓ 确认")
    return here


async def archive_duty(rig: Rig) -> Duty:
    rows = await rig.database.read(lambda s: s.exec(select(Duty).where(Duty.rule == "SS5")).all())
    [duty] = rows
    return duty


async def number_in_ledger(rig: Rig) -> object:
    tr = translator("zh_CN")
    [row] = await rig.work(lambda desk: list(ledger.rows(desk, tr)))
    return row[[str(tr(one)) for one in HEADINGS].index("归档号")]


async def open_duty(rig: Rig, user: int) -> None:
    duty = await archive_duty(rig)
    await rig.press_data(user, f"dt.open:{duty.id}", rig.last(user))


async def hand_in(rig: Rig, place: County, number: str) -> None:
    await open_duty(rig, place.liaison)
    await rig.press(place.liaison, "办结")
    await rig.press(place.liaison, "今天")
    assert "归档号是多少" in rig.last(place.liaison).text
    await rig.say(place.liaison, number)
    await rig.press(place.liaison, "✓ 办结")


async def test_the_number_is_asked_for_and_stands_on_the_card_and_in_the_ledger(rig: Rig, place: County) -> None:
    await hand_in(rig, place, "2026-行诉-012")
    duty = await archive_duty(rig)
    assert (duty.state, duty.done_number) == (DutyState.SUBMITTED, "2026-行诉-012")
    assert "归档号：2026-行诉-012" in rig.last(place.liaison).text, "called as it was asked for"
    [card] = await rig.say(place.liaison, f"/case {NUMBER}")
    assert "4月2日（周四）结案，归档号：2026-行诉-012" in card.text
    assert await number_in_ledger(rig) == "2026-行诉-012"


async def test_without_a_number_it_cannot_be_handed_in(rig: Rig, place: County) -> None:
    await open_duty(rig, place.liaison)
    await rig.press(place.liaison, "办结")
    await rig.press(place.liaison, "今天")
    assert "跳过" not in rig.last(place.liaison).labels
    await rig.say(place.liaison, "。")
    assert (await archive_duty(rig)).state is DutyState.OPEN


async def test_a_number_that_the_bureau_sends_back_counts_no_more_until_it_is_given_anew(
    rig: Rig, place: County
) -> None:
    await hand_in(rig, place, "2026-行诉-012")
    await rig.say(place.coordinator, "/duties")
    await open_duty(rig, place.coordinator)
    await rig.press(place.coordinator, "退回")
    await rig.say(place.coordinator, "归档号与目录不符")
    await rig.press(place.coordinator, "✓ 确认")
    assert await number_in_ledger(rig) == ""
    await hand_in(rig, place, "2026-行诉-021")
    assert await number_in_ledger(rig) == "2026-行诉-021"
