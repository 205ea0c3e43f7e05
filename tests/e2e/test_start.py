"""From nothing: an empty bot is claimed over HTTP, a stranger gets one sentence, a kill is survived."""

from pathlib import Path

import pytest

from bot.play import NEWCOMER, BotProcess
from tests.e2e.stage import theatre

pytestmark = pytest.mark.slow


def modes(folder: Path) -> set[int]:
    """Who may do what with the database's files."""
    return {each.stat().st_mode & 0o777 for each in folder.rglob("*.db*") if each.is_file()}


async def test_an_empty_county_is_claimed_with_the_printed_code(tmp_path: Path) -> None:
    async with theatre(tmp_path, start="2026-04-02 09:00", empty=True, kind=BotProcess) as stage:
        claim = str(stage.stage.people()[0]["claim"])
        stranger = stage.playground.add_person("路人")
        await stage.say(stranger.id, "/start")
        assert "12348" in stage.texts(stranger.id)
        await stage.say(NEWCOMER, f"/start {claim}")
        await stage.say(NEWCOMER, "/me")
        assert "管理员" in stage.texts(NEWCOMER)
        await stage.say(stranger.id, claim)
        assert "管理员" not in stage.texts(stranger.id)
        assert modes(tmp_path) == {0o600}, "the names in it are nobody else's to read"


async def test_a_killed_bot_answers_what_it_had_not_answered_yet(tmp_path: Path) -> None:
    async with theatre(tmp_path, start="2026-04-02 09:00", kind=BotProcess) as stage:
        await stage.bot.stop(kill=True)
        said = stage.playground.say(1201, "/me")
        await stage.stage.restart(kill=True)
        answer = await stage.playground.wait_message(1201, containing="王芳", after=said, within=90)
        assert "联络员" in answer.text


async def test_the_people_of_the_sample_county_have_started_their_chats(tmp_path: Path) -> None:
    async with theatre(tmp_path, start="2027-01-04 09:00", kind=BotProcess) as stage:
        page, cast = stage.playground, stage.stage.people()
        for member in cast:
            chat = page.chat(int(str(member["telegram_id"])))
            assert page.sent(chat), f"{member['name']} was not greeted"
            assert page.unread(chat.id, chat) == 0
            wants = member["role"] in ("liaison", "deputy_liaison", "coordinator")
            assert bool(chat.pinned) is wants, member["name"]
            assert bool(chat.keyboard) is wants, member["name"]
        pinned = page.message(1201, page.chat(1201).pinned[0])
        assert "【待办】" in pinned.text
        assert "1月4日（周一）" in pinned.text, "as of the day on which the stage begins"
        await stage.bot.stop(kill=False)
        await stage.stage.open()
        assert sum(message.text == "/start" for message in page.messages(1201)) == 1, "once is enough"


async def test_a_day_that_the_stage_proposes_is_a_working_day(tmp_path: Path) -> None:
    async with theatre(tmp_path, start="2026-09-10 09:00") as stage:
        assert await stage.stage.workday(21) == "2026-10-08", "1 to 7 October are holidays"
        assert await stage.stage.workday(2) == "2026-09-14", "the weekend"
