"""Faults of the machine that the real process meets: each is noticed, said in a sentence, and nothing is lost."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.playground import Limits, Playground
from bot.store.files import FileStore
from tests.cradle import Forked, begin
from tests.crash.courier import free_port
from tests.e2e.test_operator import ROOT, command, hindered
from tests.store.spoiling import spoil

pytestmark = pytest.mark.slow
PERSON = 7001
LANDED = ROOT / "tests" / "store" / "data" / "landed-0004.tar.gz"


@dataclass
class Bot:
    """`python -m bot run` in a folder, and the server it talks to."""

    folder: Path
    playground: Playground
    settings: dict[str, str]
    process: Forked | None = None

    @property
    def file(self) -> Path:
        return self.folder / "var" / "chuting.db"

    async def start(self, **more: str) -> None:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("CHUTING_")}
        environment |= {"PYTHONPATH": str(ROOT), **self.settings, **more}
        with (self.folder / "bot.log").open("ab") as log:
            self.process = await begin(["run"], cwd=self.folder, env=environment, out=log)

    @property
    def log(self) -> str:
        return (self.folder / "bot.log").read_text()

    async def until(self, condition: Callable[[], Any]) -> None:
        async with asyncio.timeout(90):
            while True:
                found = condition()
                if await found if isinstance(found, Awaitable) else found:
                    return
                await asyncio.sleep(0.02)

    async def ready(self) -> None:
        await self.until(lambda: self.playground.core.updates.polling)

    async def answers(self) -> None:
        said = self.playground.say(PERSON, "/start")
        await self.playground.wait_message(PERSON, after=said, within=90)

    async def ended(self) -> int:
        assert self.process is not None
        return await asyncio.wait_for(self.process.wait(), 90)

    async def end(self, sign: signal.Signals = signal.SIGTERM) -> int:
        assert self.process is not None
        if self.process.returncode is None:
            self.process.send_signal(sign)
        return await self.ended()


@asynccontextmanager
async def a_bot(folder: Path) -> AsyncIterator[Bot]:
    playground = Playground(limits=Limits.off())
    playground.add_person("路人", id=PERSON, started=True)
    running = await playground.serve()
    settings = {
        "CHUTING_TOKEN": playground.token, "CHUTING_API_BASE": running.base_url,
        "CHUTING_VAR": str(folder / "var"), "CHUTING_METRICS": "",
    }  # fmt: skip
    bot = Bot(folder, playground, settings)
    try:
        yield bot
    finally:
        if bot.process is not None:
            await bot.end(signal.SIGKILL)
        await running.stop()


async def test_a_hangup_ends_nothing_and_the_log_settings_are_read_anew(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("CHUTING_LOG_FORMAT=plain\n")
    async with a_bot(tmp_path) as bot:
        await bot.start()
        await bot.ready()
        (tmp_path / ".env").write_text("CHUTING_LOG_FORMAT=json\n")
        assert bot.process is not None
        bot.process.send_signal(signal.SIGHUP)
        await bot.until(lambda: '"action": "log_settings_read"' in bot.log)
        (tmp_path / ".env").write_text("CHUTING_LOG_FORMAT=nonsense\n")
        bot.process.send_signal(signal.SIGHUP)
        await bot.until(lambda: "log_settings_wrong" in bot.log)
        await bot.answers()
        assert await bot.end() == 0


async def test_a_log_deleted_while_running_loses_nothing(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        await bot.start()
        await bot.ready()
        await bot.answers()
        bot.file.with_name("chuting.db-wal").unlink()
        assert await bot.ended() == 1
        assert f"{bot.file}-wal was deleted or replaced while the bot ran" in bot.log.splitlines()[-1]
        with contextlib.closing(sqlite3.connect(bot.file)) as raw:
            assert raw.execute("SELECT count(*) FROM inbox WHERE state = 'done'").fetchone() == (1,)
        await bot.start()
        await bot.ready()
        await bot.answers()


async def test_a_damaged_page_is_found_and_the_bot_does_not_go_on(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        await bot.start()
        await bot.ready()
        await bot.answers()
        await bot.end(signal.SIGKILL)
        spoil(bot.file, "outbox")
        status, words = await command(tmp_path, "doctor", **bot.settings)
        assert status == 1
        assert "WRONG The database is damaged" in words
        calls = len(bot.playground.calls())
        await bot.start()
        assert await bot.ended() == 1
        assert bot.log.splitlines()[-1].startswith("The database is damaged (")
        assert len(bot.playground.calls()) == calls, "nothing was fetched that could not be kept"
        status, words = await command(tmp_path, "backup", "b", **bot.settings)
        assert status == 1
        assert words.startswith("The database is damaged (")
        assert "Traceback" not in words + bot.log.partition("damaged")[0]


async def test_after_a_good_end_nothing_is_read_through_first(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        for sign, checked in ((signal.SIGTERM, 0), (signal.SIGKILL, 0), (signal.SIGTERM, 1)):
            await bot.start()
            await bot.ready()
            assert bot.log.count("check_begun") == checked
            await bot.end(sign)


async def test_a_second_process_with_another_folder_finds_the_first(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        await bot.start()
        await bot.ready()
        (tmp_path / "link.db").symlink_to(bot.file)
        for path in (bot.file, tmp_path / "link.db"):
            other = bot.settings | {
                "CHUTING_VAR": str(tmp_path / "elsewhere"), "CHUTING_DATABASE": f"sqlite+aiosqlite:///{path}",
            }  # fmt: skip
            for words in (["run"], ["migrate"], ["restore", "--yes", str(LANDED)]):
                status, said = await command(tmp_path, *words, **other)
                assert status == 2, said
                assert "stop it first" in said
                assert len(said.splitlines()) == 1
        await bot.answers()


@pytest.mark.parametrize("more", [[], ["--encrypt-to", str(LANDED.with_name("ssh_key.pub"))]])
async def test_a_backup_on_a_full_disk_leaves_the_older_one(tmp_path: Path, more: list[str]) -> None:
    here = {"CHUTING_VAR": str(tmp_path / "var")}
    status, said = await command(tmp_path, "restore", "--yes", str(LANDED), **here)
    assert status == 0, said
    await asyncio.to_thread(FileStore(tmp_path / "var" / "files").put, os.urandom(200_000))
    (tmp_path / "backup").write_bytes(b"the older one")
    status, said = await hindered(tmp_path, ["backup", "backup", *more], here, most=100_000)
    assert status == 1
    assert said.startswith("The disk takes no more")
    assert len(said.splitlines()) == 1
    assert (tmp_path / "backup").read_bytes() == b"the older one"
    assert sorted(os.listdir(tmp_path)) == ["backup", "var"]


async def test_a_newer_shape_is_called_newer(tmp_path: Path) -> None:
    async with a_bot(tmp_path) as bot:
        await command(tmp_path, "migrate", **bot.settings)
        with contextlib.closing(sqlite3.connect(bot.file)) as raw:
            raw.execute("UPDATE alembic_version SET version_num = '9999'")
            raw.commit()
        for words in ("run", "migrate", "doctor"):
            status, said = await command(tmp_path, words, **bot.settings)
            assert status != 0
            [line] = [line for line in said.splitlines() if "newer version" in line]
            assert "9999" in line
            assert "Traceback" not in said


async def test_the_port_of_health_opens_before_the_api_is_reached(tmp_path: Path) -> None:
    port = free_port()
    async with a_bot(tmp_path) as bot, aiohttp.ClientSession() as session:
        await bot.start(CHUTING_METRICS=f"127.0.0.1:{port}", CHUTING_API_BASE=f"http://127.0.0.1:{free_port()}/bot")

        async def seen(path: str = "healthz") -> str:
            with contextlib.suppress(aiohttp.ClientError):
                async with session.get(f"http://127.0.0.1:{port}/{path}") as answer:
                    assert answer.status == 503
                    return await answer.text()
            return ""

        async def waiting() -> bool:
            return "Telegram has not answered yet" in await seen()

        await bot.until(waiting)
        assert "Telegram has not answered yet" in await seen("metrics")
        assert await bot.end() == 0, "whoever waits for the API can be told to stop"


@pytest.mark.parametrize("words", [["run"], ["migrate"], ["doctor"], ["restore", "--yes", "a.tar.gz"], ["backup", "b"]])
async def test_a_folder_that_cannot_be_is_a_sentence(tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "a.tar.gz").write_bytes(LANDED.read_bytes())
    settings = {"CHUTING_VAR": str(tmp_path / "file" / "var"), "CHUTING_TOKEN": "1:x"}
    status, said = await command(tmp_path, *words, **settings)
    assert status == (1 if words == ["doctor"] else 78)
    assert "Traceback" not in said
    begins = f"CHUTING_VAR cannot be used: {tmp_path / 'file'} is not a folder."
    assert [line for line in said.splitlines() if line.removeprefix("WRONG ").startswith(begins)]


async def test_a_driver_that_is_missing_is_a_sentence_and_no_secret_is_printed(tmp_path: Path) -> None:
    secret = {"CHUTING_DATABASE": "postgresql+asyncpg://office:geheim%21word@127.0.0.1:1/x", "CHUTING_TOKEN": "1:x"}
    for words in (["run"], ["doctor"], ["backup", "b"], ["migrate"]):
        status, said = await hindered(tmp_path, words, secret, without="asyncpg")
        assert status == 78
        assert said.startswith("CHUTING_DATABASE needs the driver asyncpg")
        assert len(said.splitlines()) == 1
        status, more = await command(tmp_path, *words, **secret)
        assert status != 0
        assert "Traceback" not in more
        assert "geheim" not in said + more
    for name, value in (("DATABASE", "postgres://a:geheim!word@h/x"), ("PROXY", "ftp://a:geheim!word@h:1")):
        status, said = await command(tmp_path, "doctor", **{f"CHUTING_{name}": value})
        assert status == 78
        assert said.startswith(f"CHUTING_{name} expects")
        assert "geheim" not in said


async def test_what_others_may_read_is_a_finding(tmp_path: Path) -> None:
    env = tmp_path / ".env"
    env.write_text("CHUTING_LOCALE=en\n")
    for mode, good in ((0o644, False), (0o640, False), (0o600, True)):
        env.chmod(mode)
        _, words = await command(tmp_path, "doctor")
        assert ("WRONG .env can be read by others" not in words) is good
