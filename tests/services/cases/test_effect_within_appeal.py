"""A first-instance judgment is not in effect while somebody may still appeal."""

from datetime import date

import pytest
from sqlmodel import select

from bot.domain.hall.errors import Refused
from bot.services.cases import effect_acts
from bot.store.tables import Paper
from tests.builders import County, county, person
from tests.rig import Rig

START = "2026-12-21 10:00"
NUMBER = "（2026）鲁0831行初12号"


@pytest.fixture
async def place(rig: Rig) -> County:
    here = await county(rig)
    await rig.say(here.liaison, f"{NUMBER} 一审判决书 12月1日收到 邮寄")
    await rig.press(here.liaison, "撤销")
    await rig.press(here.liaison, "否")
    await rig.press(here.liaison, "登记")
    return here


async def confirm(rig: Rig, place: County, on: date, others: date | None = None) -> None:
    [paper] = await rig.database.read(lambda s: s.exec(select(Paper)).all())
    who = await person(rig, place.liaison)
    await rig.work(
        lambda desk: effect_acts.confirm_effective(desk, paper.id or 0, paper.version, on, others_served_on=others),
        actor=who,
    )


@pytest.mark.slow
async def test_not_within_the_agencys_own_term(rig: Rig, place: County) -> None:
    with pytest.raises(Refused):
        await confirm(rig, place, date(2026, 12, 16))


@pytest.mark.slow
async def test_not_within_the_term_of_others_who_were_served_later(rig: Rig, place: County) -> None:
    with pytest.raises(Refused):
        await confirm(rig, place, date(2026, 12, 17), others=date(2026, 12, 4))


@pytest.mark.slow
async def test_from_the_day_after_the_last_term(rig: Rig, place: County) -> None:
    await confirm(rig, place, date(2026, 12, 17), others=date(2026, 12, 1))
    [paper] = await rig.database.read(lambda s: s.exec(select(Paper)).all())
    assert paper.effective_on == date(2026, 12, 17)
