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
        stage.playground.say(1201, "/me")
        await stage.stage.restart(kill=True)
        answer = await stage.playground.wait_message(1201, containing="王芳", within=90)
        assert "联络员" in answer.text
