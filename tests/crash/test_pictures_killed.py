"""kill -9 while a picture is read: it is read again, once, and what was typed meanwhile is there."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from bot.playground import Limits, Playground
from bot.store.engine import open_database
from bot.store.tables import Draft, PictureJob, StoredFile
from tests import builders
from tests.crash.picture_room import READS, WAIT
from tests.crash.process import Process
from tests.rig import open_rig

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
LIAISON = 1301
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8ffff3f0005fe02fea735"
    "81840000000049454e44ae426082"
)


@pytest.fixture
async def playground() -> AsyncIterator[tuple[Playground, dict[str, str]]]:
    """A server of the bot's own kind, and where it is."""
    server = Playground(limits=Limits.off())
    server.add_person("马超", id=LIAISON, started=True)
    running = await server.serve()
    yield server, {"CHUTING_API_BASE": running.base_url, "CHUTING_API_FILE_BASE": running.file_base_url}
    await running.stop()


async def _until(condition: Callable[[], Any]) -> None:
    async with asyncio.timeout(120):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.02)


def _said(server: Playground) -> str:
    return "\n".join(str(one.body.get("text") or "") for one in server.sent(LIAISON))


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM])
async def test_ended_while_a_picture_is_read(
    tmp_path: Path, playground: tuple[Playground, dict[str, str]], sign: signal.Signals
) -> None:
    server, addresses = playground
    url = f"sqlite+aiosqlite:///{tmp_path / 'chuting.db'}"
    async with open_rig(tmp_path, database=url) as rig:
        await builders.county(rig)
    settings = {
        "CHUTING_TOKEN": server.token, "CHUTING_VAR": str(tmp_path), "CHUTING_DATABASE": url, "CHUTING_METRICS": "",
    }  # fmt: skip
    process = Process("bot", tmp_path, addresses | settings, module="tests.crash.picture_room")
    (tmp_path / WAIT).touch()
    try:
        await process.start()
        await process.up()
        server.send_photo(LIAISON, PNG)
        await _until((tmp_path / READS).exists)
        await _until(lambda: "正在识别1张图片" in _said(server))
        said = server.say(LIAISON, "今天收到 邮寄")
        await server.wait_message(LIAISON, after=said, within=90)
        status = await process.kill(sign)
        assert (status == 0) is (sign == signal.SIGTERM), process.log[-3000:]
        (tmp_path / WAIT).unlink()
        await process.start()
        await process.up()
        await _until(lambda: "正在识别" not in _said(server).rpartition("【收到文书】")[2] and "读自" in _said(server))
        assert len((tmp_path / READS).read_text().splitlines()) == 2
        assert await process.kill(signal.SIGTERM) == 0, process.log[-3000:]
    finally:
        await process.kill()
    database = open_database(url)
    try:
        [draft] = await database.read(lambda s: s.exec(select(Draft)).all())
        assert draft.data["number"] == "（2026）鲁0831行初12号"
        assert draft.data["mode"] == "post", draft.data
        assert len(draft.data["files"]) == 1
        assert await database.read(lambda s: s.exec(select(PictureJob)).all()) == []
        assert len(await database.read(lambda s: s.exec(select(StoredFile)).all())) == 1
    finally:
        await database.close()
    assert not any(line.startswith("A picture could not") for line in process.log.splitlines())
