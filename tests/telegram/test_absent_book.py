"""A reminder that rests on a rule book which is not at hand says so, in place of failing in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import select

from bot.domain.hall.message import Message
from bot.domain.hall.topics import Nothing, Notice, Topic, to_person
from bot.services.hall.desk import Desk
from bot.services.law import appearing
from bot.services.post import outbox
from bot.store.tables import Agency
from bot.telegram.router import Router, Scene
from tests import room
from tests.builders import county as the_county
from tests.rig import open_rig
from tests.telegram.live import live
from tests.telegram.test_signs import well

ASKING = Topic("t.asking", "what rests on a rule book", Nothing)
RESTING = Topic("t.resting", "what rests on none", Nothing)


def _asks(scene: Scene[Nothing]) -> Message | None:
    agency = next(iter(scene.desk.actor.appointments)).agency_id
    return Message(scene.tr("Roster")) if appearing.stack_of(scene.desk, agency, scene.desk.today) else None


def _register(router: Router) -> None:
    room.register(router)
    router.topic(ASKING, _asks)
    router.topic(RESTING, lambda scene: Message(scene.tr("Roster")))


async def test_it_says_which_book_is_missing(tmp_path: Path) -> None:
    async with open_rig(tmp_path, register=_register) as rig:
        here = await the_county(rig)
        await rig.say(here.liaison, "/start")

        def change(desk: Desk) -> None:
            for agency in (here.city, here.government):
                desk.session.get_one(Agency, agency).rulebook = "nosuch"
            outbox.plan(desk, Notice(ASKING, Nothing(), urgent=True), to_person(here.ids[here.liaison]), at=desk.now)

        await rig.work(change)
        await rig.to("2026-04-02 09:01")
        assert "nosuch" in rig.last(here.liaison).text
        assert "管理员" in rig.last(here.liaison).text


async def test_what_comes_in_the_same_message_is_said_all_the_same(tmp_path: Path) -> None:
    async with open_rig(tmp_path, register=_register) as rig:
        here = await the_county(rig)
        await rig.say(here.liaison, "/start")

        def change(desk: Desk) -> None:
            for agency in (here.city, here.government):
                desk.session.get_one(Agency, agency).rulebook = "nosuch"
            for topic in (ASKING, RESTING):
                outbox.plan(desk, Notice(topic, Nothing()), to_person(here.ids[here.liaison]), at=desk.now)

        await rig.work(change)
        [said] = [one for one in await rig.to("2026-04-02 09:30") if one.chat_id == here.liaison]
        assert "nosuch" in said.text
        assert "名册" in said.text


@pytest.mark.slow
async def test_health_is_not_well_without_it(tmp_path: Path) -> None:
    async with live(tmp_path) as bot:
        state = await well(bot)
        name = "县政府"

        def change(desk: Desk) -> None:
            agency = desk.session.exec(select(Agency)).first()
            assert agency is not None
            agency.rulebook, agency.short_name = "nosuch", name

        await bot.work(change)
        [said] = [one for one in await state.check() if "rule book" in one]
        assert said.startswith(f"The rule book nosuch is not at hand, by which {name}")
        assert "CHUTING_RULEBOOKS" in said
