"""From nothing: an empty bot is claimed over HTTP, a stranger gets one sentence, a kill is survived."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from bot.play import NEWCOMER, BotProcess
from tests.e2e.stage import ReadyBot, theatre

ROOT = Path(__file__).resolve().parents[2]

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


class LateBot(ReadyBot):
    """Where the machine does something else: the process stands still until it was said twice that it starts."""

    late = False

    def __init__(self, data: Path, environment: dict[str, str]) -> None:
        super().__init__(data, environment)
        self.says_every = 0.1
        self.heard: list[int] = []

    async def _begin(self, environment: dict[str, str], log: BinaryIO) -> asyncio.subprocess.Process:
        process = await super()._begin(environment, log)
        if self.late:
            process.send_signal(signal.SIGSTOP)
            self.on_waiting = self._after_two(process, self.on_waiting)
        return process

    def _after_two(self, process: asyncio.subprocess.Process, tell: Callable[[int], None]) -> Callable[[int], None]:
        def waiting(seconds: int) -> None:
            tell(seconds)
            self.heard.append(seconds)
            if len(self.heard) == 2:
                process.send_signal(signal.SIGCONT)

        return waiting


async def test_a_reset_waits_for_a_bot_that_takes_long_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with theatre(tmp_path, start="2026-04-02 09:00", kind=LateBot) as stage:
        bot = stage.bot
        assert isinstance(bot, LateBot)
        bot.late, bot.heard = True, []
        await stage.stage.reset(False)
        assert len(bot.heard) >= 2
        assert "The bot is still starting (0 s)" in capsys.readouterr().out
        await stage.say(1201, "/me")
        assert "王芳" in stage.texts(1201)


class DeadBot(ReadyBot):
    """Ends before it ever answered."""

    late = False

    async def _begin(self, environment: dict[str, str], log: BinaryIO) -> asyncio.subprocess.Process:
        process = await super()._begin(environment, log)
        if self.late:
            process.kill()
        return process


async def test_a_bot_that_ends_at_its_start_is_a_sentence_with_its_log(tmp_path: Path) -> None:
    async with theatre(tmp_path, start="2026-04-02 09:00", kind=DeadBot) as stage:
        stage.bot.late = True  # type: ignore[attr-defined]
        with pytest.raises(ValueError, match=r"The bot did not start; see .*bot\.log\."):
            await stage.stage.restart(kill=True)


@pytest.mark.parametrize("early", [True, False])
async def test_it_says_how_it_is_stopped_and_stops_so(tmp_path: Path, early: bool) -> None:
    """Also while it is still starting."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("CHUTING_")} | {"PYTHONPATH": str(ROOT)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "play", "--port", "0", "--data", str(tmp_path), "--no-browser",
        env=environment | {"PYTHONUNBUFFERED": "1"}, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    assert process.stdout is not None
    said = ""
    while ("Ctrl+C stops it" if early else f"Ctrl+C here, or `kill {process.pid}` elsewhere") not in said:
        line = (await asyncio.wait_for(process.stdout.readline(), 200)).decode()
        assert line, said
        said += line
    process.send_signal(signal.SIGINT)
    rest = (await asyncio.wait_for(process.stdout.read(), 60)).decode()
    assert await process.wait() == 0, said + rest
    assert rest.endswith("The playground is closed; its data stays where it is.\n")
    assert "Traceback" not in rest
