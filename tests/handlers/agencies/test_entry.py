"""How people come in."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.hall.terms import Role
from bot.services.agencies import claims
from bot.services.hall.desk import Desk
from bot.store.tables import Person
from tests.rig import open_rig

ADMIN, STRANGER = 900, 901


@pytest.mark.slow
async def test_the_first_administrator_claims_the_bot_with_the_printed_code_and_only_once(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        code = await rig.database.write(lambda s: claims.first_administrators(s, rig.house, (), now=rig.clock.now()))
        assert code is not None
        [welcome] = await rig.say(ADMIN, f"/start {code}", name="管理员")
        assert "管理员" in welcome.text
        [refused] = await rig.say(STRANGER, f"/start {code}")
        assert "邀请" in refused.text
        [me] = await rig.say(ADMIN, "/me")
        assert "管理员" in me.text


@pytest.mark.slow
async def test_a_stranger_gets_one_polite_sentence_an_hour_and_nothing_else(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        for text in ("/start", "你好", "/me", "/agencies"):
            [answer] = await rig.say(STRANGER, text)
            assert "12348" in answer.text
            assert not answer.buttons
            assert await rig.say(STRANGER, text) == [], "once an hour"
            [other] = await rig.say(STRANGER + 1000, text)
            assert "12348" in other.text, "others have an hour of their own"
            rig.clock.move_to(rig.clock.now() + timedelta(hours=1))


async def test_a_strangers_attempts_at_a_code_are_answered_all_the_same(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        assert await rig.say(STRANGER, "你好")
        assert await rig.say(STRANGER, "你好") == []
        for code in ("ABCDEFGH23", "/start ABCDEFGH23"):
            [answer] = await rig.say(STRANGER, code)
            assert "12348" not in answer.text


@pytest.mark.slow
async def test_an_invitation_binds_whoever_confirms_it_and_is_used_up(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        await rig.database.write(lambda s: claims.first_administrators(s, rig.house, (ADMIN,), now=rig.clock.now()))
        person = await rig.work(lambda desk: _add(desk, Person(name="王芳", created_at=desk.now)))
        _, code = await rig.work(lambda desk: claims.invite(desk, None, Role.ADMINISTRATOR, person=person))
        [shown] = await rig.say(STRANGER, f"/start {code}")
        assert "王芳" in shown.text
        await rig.press(STRANGER, "确认本人")
        assert "王芳" in rig.last(STRANGER).text
        [refused] = await rig.say(902, code)
        assert "已" in refused.text


def _add(desk: Desk, person: Person) -> Person:
    desk.session.add(person)
    desk.session.flush()
    return person
