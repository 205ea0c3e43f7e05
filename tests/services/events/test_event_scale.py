"""Everybody at once, on both engines: seats are not given twice, no signature is lost."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from bot.domain.agencies.audiences import Audience
from bot.domain.events.events import roles_of
from bot.domain.events.sign_in import code_of, window_of
from bot.domain.hall.terms import AgencyKind, EventAnswer, Role
from bot.services.events import answers, sign_in
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.tables import EventGuest, Person
from tests import builders
from tests.builders import County
from tests.events import event, guests, hold, tally
from tests.rig import Rig, open_rig

A = EventAnswer


async def crowd(rig: Rig, county: County, agencies: int, each: int) -> list[int]:
    """Townships with leaders; gives the Telegram ids."""

    def build(desk: Desk) -> list[int]:
        seat, ids = access.agency(desk, county.government), []
        for place in range(agencies):
            unit = builders.add_agency(desk, f"第{place}镇人民政府", f"第{place}镇", AgencyKind.TOWNSHIP, seat)
            for n in range(each):
                telegram_id = 30_000 + place * 100 + n
                builders.appoint(desk, builders.add_person(desk, f"镇长{place}-{n}", telegram_id), Role.LEADER, unit)
                ids.append(telegram_id)
        return ids

    built: list[int] = await rig.work(build)
    return built


def everybody(county: County) -> Audience:
    return Audience(kinds=(AgencyKind.TOWNSHIP,), roles=roles_of(("leaders",)), without_agencies=(county.town,))


async def people(rig: Rig, ids: list[int]) -> list[Person]:
    return [await builders.person(rig, one) for one in ids]


@pytest.mark.slow
async def test_seats_are_given_once_and_signatures_are_all_kept(tmp_path: Path, database: str) -> None:
    async with open_rig(tmp_path, start="2026-12-01 09:00", database=database) as rig:
        county = await builders.county(rig)
        known = await people(rig, await crowd(rig, county, 6, 10))
        made = await hold(rig, county, audience=everybody(county), quota=36)
        rows = {one.person_id: one.id or 0 for one in await rig.work(lambda d: guests(d, made.id or 0))}
        assert len(rows) == 60
        await asyncio.gather(*(rig.work(partial(answers.come, guest_id=rows[p.id or 0]), actor=p) for p in known))
        counted = await tally(rig, made.id)
        assert (counted.of(A.COMING), counted.of(A.WAITING)) == (36, 24)
        coming = [p for p in known if p.id in {g.person_id for g in await rig.work(_coming(made.id))}]
        await asyncio.gather(
            *(rig.work(partial(answers.decline, guest_id=rows[p.id or 0], reason="出差"), actor=p) for p in coming[:15])
        )
        counted = await tally(rig, made.id)
        assert (counted.of(A.COMING), counted.of(A.WAITING), counted.of(A.DECLINED)) == (36, 9, 15)
        rig.clock.move_to((await event(rig, made.id)).starts_at)
        one = await event(rig, made.id)
        code = code_of(one.secret, window_of(rig.clock.now()))
        sign = partial(sign_in.by_code, event_id=made.id or 0, code=code)
        await asyncio.gather(*(rig.work(partial(sign, telegram_id=p.telegram_id or 0), actor=p) for p in known))
        assert (await tally(rig, made.id)).here == 60


def _coming(event_id: int | None) -> Callable[[Desk], list[EventGuest]]:
    return lambda d: [g for g in guests(d, event_id or 0) if g.answer is A.COMING]


@pytest.mark.slow
async def test_the_people_of_sixty_agencies_are_invited_once_each_and_asked_again(tmp_path: Path) -> None:
    async with open_rig(tmp_path, start="2026-12-01 09:00") as rig:
        county = await builders.county(rig)
        ids = await crowd(rig, county, 60, 2)
        made = await hold(rig, county, audience=everybody(county))
        chats = {m.chat_id for m in rig.bot.messages if m.document}
        assert chats == set(ids)
        assert len([m for m in rig.bot.messages if m.document]) == len(ids) == 120
        await rig.say(county.coordinator, "/event")
        await rig.press(county.coordinator, "行政应诉实务培训")
        await rig.press(county.coordinator, "分单位情况")
        assert "第1页/共5页" in rig.last(county.coordinator).text
        assert (await tally(rig, made.id)).invited == 120
