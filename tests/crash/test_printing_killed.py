"""kill -9 while papers are printed: what was submitted is kept, once; a draft comes to whoever waits for it, once."""

from __future__ import annotations

import asyncio
import hashlib
import io
import signal
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from sqlmodel import select

from bot.clock import SystemClock
from bot.law.facade import open_law
from bot.playground import Limits, Playground
from bot.services.documents import drafting, printing, steps
from bot.services.hall.desk import Desk
from bot.store.engine import open_database
from bot.store.files import FileStore
from bot.store.tables import Edition, PrintJob, StoredFile
from tests import builders
from tests.crash.print_room import PRINTS, WAIT
from tests.crash.process import Process
from tests.houses import ZONE
from tests.papers.test_commands import KIND
from tests.rig import open_rig
from tests.templates.layout import paper as laid
from tests.templates.layout import para
from tests.templates.package import packed

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
LIAISON = 1301
SAID = "占道经营"


@pytest.fixture
async def playground() -> AsyncIterator[tuple[Playground, dict[str, str]]]:
    """A server of the bot's own kind, and where it is."""
    server = Playground(limits=Limits.off())
    server.add_person("马超", id=LIAISON, started=True)
    running = await server.serve()
    yield server, {"CHUTING_API_BASE": running.base_url, "CHUTING_API_FILE_BASE": running.file_base_url}
    await running.stop()


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """A kind of its own, with its template."""
    for folder in ("books/forms", "templates"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "books" / "forms" / "note.toml").write_text(KIND)
    (tmp_path / "templates" / "note.docx").write_bytes(packed(laid(para("{{ cause }}，第{{ paper.edition }}版"))))
    return tmp_path


async def _until(condition: Callable[[], Any]) -> None:
    async with asyncio.timeout(120):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.02)


def _work(desk: Desk) -> None:
    """One document is submitted, and its next draft is asked for."""
    values = {"cause": SAID, "on": "2026-04-02", "kinds": ["a"], "rows": [{"what": "一"}]}
    agency = next(iter(desk.actor.agencies(*desk.actor.roles())))
    one = drafting.begin(desk, "note", agency_id=agency, values=values)
    steps.submit(desk, one.id or 0, one.version)
    other = drafting.begin(desk, "note", agency_id=agency, subject="another", values=values)
    printing.ask(desk, other.id or 0)


def _files(server: Playground) -> list[str]:
    return [str(one.body["document"]["file_name"]) for one in server.sent(LIAISON) if "document" in one.body]


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM])
async def test_ended_while_a_paper_is_printed(
    county: Path, playground: tuple[Playground, dict[str, str]], sign: signal.Signals
) -> None:
    server, addresses = playground
    url = f"sqlite+aiosqlite:///{county / 'chuting.db'}"
    # As the process will have it: a draft that was asked for long ago would go in the night that is made up for.
    now = f"{SystemClock().now().astimezone(ZONE):%Y-%m-%d %H:%M}"
    async with open_rig(county, database=url, law=open_law(county / "books"), start=now) as rig:
        await builders.county(rig)
        await rig.work(_work, actor=await builders.person(rig, LIAISON))
    settings = {
        "CHUTING_TOKEN": server.token, "CHUTING_VAR": str(county), "CHUTING_DATABASE": url, "CHUTING_METRICS": "",
        "CHUTING_RULEBOOKS": str(county / "books"), "CHUTING_TEMPLATES": str(county / "templates"),
    }  # fmt: skip
    process = Process("bot", county, addresses | settings, module="tests.crash.print_room")
    (county / WAIT).touch()
    try:
        await process.start()
        await process.up()
        await _until((county / PRINTS).exists)
        assert _files(server) == []
        status = await process.kill(sign)
        assert (status == 0) is (sign == signal.SIGTERM), process.log[-3000:]
        (county / WAIT).unlink()
        await process.start()
        await process.up()
        await _until(lambda: _files(server) and len((county / PRINTS).read_text().splitlines()) == 3)
        await _until(lambda: "A paper was printed" in process.log)
        assert await process.kill(signal.SIGTERM) == 0, process.log[-3000:]
    finally:
        await process.kill()
    assert _files(server) == ["工作说明-泗水县公安局-草稿.docx"]
    database = open_database(url)
    try:
        [edition] = await database.read(lambda s: s.exec(select(Edition)).all())
        assert await database.read(lambda s: s.exec(select(PrintJob)).all()) == []
        [file] = await database.read(lambda s: s.exec(select(StoredFile)).all())
    finally:
        await database.close()
    content = FileStore(county / "files").get(edition.hash)
    assert (file.subject, file.hash) == (f"edition:{edition.id}", hashlib.sha256(content).hexdigest())
    assert docx.Document(io.BytesIO(content)).paragraphs[0].text == f"{SAID}，第1版"
    assert (county / PRINTS).read_text().splitlines() == ["note"] * 3, "one was begun twice, the other once"
