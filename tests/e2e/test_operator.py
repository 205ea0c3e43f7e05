"""What an operator does at the command line, with a process of its own each time."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from bot.playground import Limits, Playground
from tests.cradle import begin
from tests.crash.courier import free_port
from tests.e2e.stage import theatre

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]


async def command(folder: Path, *words: str, **settings: str) -> tuple[int, str]:
    """Run `python -m bot …` with only these settings; gives exit status and everything printed."""
    return await hindered(folder, words, settings)


async def hindered(
    folder: Path, words: Sequence[str], settings: Mapping[str, str], *, without: str = "", most: int = 0
) -> tuple[int, str]:
    """The same where a package is missing, or no file may have more than so many bytes."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("CHUTING_")}
    environment |= {"CHUTING_VAR": str(folder / "var"), "PYTHONPATH": str(ROOT), **settings}
    with tempfile.TemporaryFile() as printed:
        process = await begin(words, cwd=folder, env=environment, out=printed, without=without, most=most)
        status = await asyncio.wait_for(process.wait(), 180)
        printed.seek(0)
        return status, printed.read().decode()


async def started(folder: Path, *words: str, **settings: str) -> tuple[int, str]:
    """The same, with Python itself started as an operator starts it."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("CHUTING_")}
    environment |= {"CHUTING_VAR": str(folder / "var"), "PYTHONPATH": str(ROOT), **settings}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *words, cwd=folder, env=environment,
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    printed, _ = await asyncio.wait_for(process.communicate(), 180)
    return process.returncode or 0, printed.decode()


async def test_the_doctor_is_content_with_a_good_installation(tmp_path: Path) -> None:
    playground = Playground(limits=Limits.off())
    running = await playground.serve()
    settings = {"CHUTING_TOKEN": playground.token, "CHUTING_API_BASE": running.base_url}
    status, words = await started(tmp_path, "doctor", **settings)
    assert status == 0, words
    assert "WRONG" not in words
    assert "clock agrees" in words
    playground.date_answers(lambda: time.time() + 3 * 3600)
    status, words = await command(tmp_path, "doctor", **settings)
    assert status == 1
    assert "180 minutes behind" in words
    playground.date_answers()
    status, words = await command(tmp_path, "doctor", **settings | {"CHUTING_TOKEN": "1:wrong"})
    assert status == 1
    assert "CHUTING_TOKEN" in words
    await running.stop()
    status, words = await command(tmp_path, "doctor", **settings)
    assert status == 1
    assert "CHUTING_API_BASE" in words
    assert "Traceback" not in words


async def test_a_start_without_a_token_says_what_is_missing_in_one_sentence(tmp_path: Path) -> None:
    status, words = await started(tmp_path, "run")
    assert status == 78
    assert "CHUTING_TOKEN" in words
    assert "Traceback" not in words
    status, words = await command(tmp_path, "run", CHUTING_TIMEZONE="Mars/Base", CHUTING_TOKEN="1:x")
    assert status == 78
    assert words.startswith("CHUTING_TIMEZONE")


async def test_a_rejected_token_is_one_line_and_nothing_else(tmp_path: Path) -> None:
    playground = Playground(limits=Limits.off())
    running = await playground.serve()
    here = {"CHUTING_API_BASE": running.base_url, "CHUTING_METRICS": "", "PYTHONWARNINGS": "default"}
    status, words = await started(tmp_path, "run", CHUTING_TOKEN=f"123456:{'x' * 35}", **here)
    assert status == 78
    assert words == "CHUTING_TOKEN is not accepted by the API; expects the token from @BotFather.\n"
    await running.stop()


@pytest.mark.parametrize(
    "wrong", ["RULEBOOKS=/nowhere", "CALENDARS=/nowhere", "RULEBOOK=nosuch", "RULEBOOK=sishuii", "TEMPLATES=/nowhere"]
)
async def test_law_that_is_not_there_is_one_line_before_anything_is_asked(tmp_path: Path, wrong: str) -> None:
    """No API is reached, none is asked for."""
    name, _, value = wrong.partition("=")
    status, words = await command(tmp_path, "run", CHUTING_TOKEN="123456:x", **{f"CHUTING_{name}": value})
    assert status == 78
    assert words.startswith(f"CHUTING_{name} ")
    assert len(words.splitlines()) == 1


async def test_an_api_out_of_reach_is_said_once_with_what_to_check(tmp_path: Path) -> None:
    """However often it is tried meanwhile."""
    nowhere = {"CHUTING_API_BASE": f"http://127.0.0.1:{free_port()}/bot", "CHUTING_METRICS": ""}
    with tempfile.TemporaryFile() as printed:
        environment = {"CHUTING_VAR": str(tmp_path / "var"), "CHUTING_TOKEN": "123456:x", "PYTHONPATH": str(ROOT)}
        process = await begin(["run"], cwd=tmp_path, env=environment | nowhere, out=printed)
        said = ""
        while "Telegram cannot be reached" not in said:
            await asyncio.sleep(0.05)
            said = os.pread(printed.fileno(), 100_000, 0).decode()
        await asyncio.sleep(2)
        process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.wait(), 60)
        said = os.pread(printed.fileno(), 100_000, 0).decode()
    assert said.count("api_unreachable") == 1
    for what in ("check the network", "CHUTING_PROXY", "CHUTING_API_BASE", "127.0.0.1:"):
        assert what in said


async def test_the_unit_names_the_folder_and_the_command(tmp_path: Path) -> None:
    status, words = await started(tmp_path, "doctor", "--unit")
    assert status == 1, "there is no file with the settings yet"
    assert f"WorkingDirectory={tmp_path / 'var'}\n" in words
    assert f"EnvironmentFile={tmp_path / '.env'}\n" in words
    assert f"First: There is no {tmp_path / '.env'}" in words
    assert " -P -m bot run\n" in words


async def test_backup_while_running_and_a_restore_that_holds_what_was_planned(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "backup.tar.gz"
    data.mkdir()
    here = {"CHUTING_VAR": str(data)}
    async with theatre(data, start="2026-04-02 09:00") as stage:
        await stage.say(1201, "/me")
        status, words = await command(tmp_path, "backup", str(file), **here)
        assert status == 0, words
        status, words = await command(tmp_path, "restore", "--yes", str(file), **here)
        assert status == 2
        assert "stop" in words
        token = {"CHUTING_TOKEN": stage.playground.token, "CHUTING_API_BASE": stage.running.base_url}
        status, words = await command(tmp_path, "run", **here, **token)
        assert status == 2
        assert "already" in words
    status, words = await started(tmp_path, "restore", "--yes", str(file), **here)
    assert status == 0, words
    status, words = await command(tmp_path, "export", "ledger", str(tmp_path / "ledger.xlsx"), **here)
    assert status == 0, words
    assert (tmp_path / "ledger.xlsx").read_bytes().startswith(b"PK")


async def test_the_token_is_in_no_line_that_the_bot_writes(tmp_path: Path) -> None:
    async with theatre(tmp_path, start="2026-04-02 09:00") as stage:
        stage.playground.fault("status", method="sendMessage", code=500, description="Internal", count=1)
        stage.playground.fault("drop", method="getUpdates", count=2)
        stage.playground.say(1201, "/me")
        await stage.playground.wait_message(1201, containing="王芳", within=90)
        lines = str(await stage.stage.log(0))
    secret = stage.playground.token.split(":")[1]
    assert secret not in (tmp_path / "bot.log").read_text()
    assert secret not in lines
