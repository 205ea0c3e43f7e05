"""How people come in."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.hall.terms import Role
from bot.services.agencies import claims
from bot.services.hall.desk import Desk
from bot.store.tables import Person
from tests import builders
from tests.rig import Rig, open_rig

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


async def _invited(rig: Rig, phone: str = "13800001111") -> str:
    person = await rig.work(lambda desk: _add(desk, Person(name="王芳", phone=phone, created_at=desk.now)))
    _, code = await rig.work(lambda desk: claims.invite(desk, None, Role.ADMINISTRATOR, person=person))
    return code


@pytest.mark.parametrize("typed", ["{0} {1}", "{0}-{1}", "邀请码：{0} {1}", "{0}　{1}", "/start {0} {1}"])
async def test_a_code_in_two_parts_is_read(tmp_path: Path, typed: str) -> None:
    async with open_rig(tmp_path) as rig:
        code = (await _invited(rig)).lower()
        [shown] = await rig.say(STRANGER, typed.format(code[:5], code[5:]))
        assert "王芳" in shown.text


@pytest.mark.parametrize(("shared", "said"), [("8613800001111", "您的手机号已核验"), ("8613911112222", "与名册不一致")])
async def test_a_contact_shared_before_confirming_is_compared_then(tmp_path: Path, shared: str, said: str) -> None:
    async with open_rig(tmp_path) as rig:
        code = await _invited(rig)
        await rig.say(STRANGER, f"/start {code}")
        [thanks] = await rig.say(STRANGER, "", contact_phone=shared, contact_user=STRANGER)
        assert "确认本人" in thanks.text
        after = await rig.press(STRANGER, "确认本人", rig.with_button(STRANGER, "确认本人"))
        told = "\n".join(one.text for one in after)
        assert said in told
        assert "还有一步" not in told
        person = await builders.person(rig, STRANGER)
        assert person.phone_verified == (said == "您的手机号已核验")


async def test_somebody_else_s_contact_is_refused_before_confirming_as_well(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        await rig.say(STRANGER, f"/start {await _invited(rig)}")
        [refused] = await rig.say(STRANGER, "", contact_phone="8613800001111", contact_user=STRANGER + 1)
        assert "本人" in refused.text


async def test_the_contact_of_somebody_without_an_invitation_is_a_stranger_s(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        [answer] = await rig.say(STRANGER, "", contact_phone="8613800001111", contact_user=STRANGER)
        assert "12348" in answer.text


async def test_the_language_is_chosen_before_confirming(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        code = await _invited(rig)
        await rig.say(STRANGER, f"/start {code}")
        await rig.press(STRANGER, "English")
        assert "Please check that this is you" in rig.last(STRANGER).text
        await rig.press(STRANGER, "Yes, this is me")
        [me] = await rig.say(STRANGER, "/me")
        assert "You hold no appointment" in me.text


async def test_the_language_is_chosen_by_command_once_an_invitation_is_open(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        [stranger] = await rig.say(STRANGER, "/language")
        assert "12348" in stranger.text
        assert not stranger.buttons
        code = await _invited(rig)
        await rig.say(STRANGER, f"/start {code}")
        await rig.say(STRANGER, "/language")
        await rig.press(STRANGER, "English")
        [shown] = await rig.say(STRANGER, code)
        assert "Please check that this is you" in shown.text


async def test_a_stranger_who_presses_the_choice_of_a_language_gets_nothing(tmp_path: Path) -> None:
    async with open_rig(tmp_path) as rig:
        code = await _invited(rig)
        [shown] = await rig.say(STRANGER, f"/start {code}")
        await rig.say(STRANGER + 5, "你好")
        await rig.press_data(STRANGER + 5, f"claiml:en:{code}", shown)
        assert "不是发给您的" in rig.toast()
