"""kill -9 while a file is made, or a ledger taken over: after the next start it is done, and said, once."""

from __future__ import annotations

import asyncio
import io
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlmodel import func, select

from bot.clock import SystemClock, wall
from bot.domain.figures.exports import CHART, DOSSIER, LEDGER, Asked
from bot.playground import Limits, Playground
from bot.services.figures import exports
from bot.services.hall.desk import Desk
from bot.services.post import inbox
from bot.store.engine import open_database
from bot.store.tables import AuditEntry, Case, FileJob, HearingResult
from tests.builders import County, person
from tests.crash.process import Process
from tests.handlers.figures.world import BOOK, world
from tests.houses import ZONE
from tests.rig import Rig, open_rig

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
COORDINATOR, SECOND = 1101, 1102
QUARTER = "2026Q3"


@pytest.fixture
async def playground() -> AsyncIterator[tuple[Playground, dict[str, str]]]:
    """A server of the bot's own kind, and where it is."""
    server = Playground(limits=Limits.off())
    for name, user in (("陈静", COORDINATOR), ("周磊", SECOND)):
        server.add_person(name, id=user, started=True)
    running = await server.serve()
    yield server, {"CHUTING_API_BASE": running.base_url, "CHUTING_API_FILE_BASE": running.file_base_url}
    await running.stop()


async def _until(condition: Callable[[], Any]) -> None:
    async with asyncio.timeout(150):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.02)


def _settings(server: Playground, folder: Path, url: str) -> dict[str, str]:
    return {
        "CHUTING_TOKEN": server.token, "CHUTING_VAR": str(folder), "CHUTING_DATABASE": url, "CHUTING_METRICS": "",
        "CHUTING_RULEBOOK": BOOK,
    }  # fmt: skip


def _files(server: Playground) -> Counter[str]:
    """By their endings, what people were sent; a picture comes as one."""
    sent = [one.body for user in (COORDINATOR, SECOND) for one in server.sent(user)]
    names = [str(body["document"]["file_name"]).rpartition(".")[2] for body in sent if "document" in body]
    return Counter([*names, *("png" for body in sent if "photo" in body)])


def _is_under_way(folder: Path, kind: str) -> bool:
    """It is being made, and what was made before it is known to have been sent: whoever dies in between sends again."""
    with sqlite3.connect(f"file:{folder / 'chuting.db'}?mode=ro", uri=True) as connection:
        [(found,)] = connection.execute("SELECT count(*) FROM file_job WHERE kind = ? AND owner != ''", (kind,))
        [(sending,)] = connection.execute("SELECT count(*) FROM outbox WHERE state = 'claimed'")
    return bool(found) and not sending


async def _asked_for(rig: Rig, here: County) -> None:
    """Three files wait: one person may wait for two at once."""
    figures = Asked(QUARTER, figures=(QUARTER, "all", "", ""))
    for user, kind, asked in ((here.coordinator, CHART, figures), (here.coordinator, LEDGER, Asked(QUARTER)),
                              (here.coordinator2, DOSSIER, Asked(QUARTER, here.resources))):  # fmt: skip
        await rig.work(lambda desk, kind=kind, asked=asked: exports.ask(desk, kind, asked),  # type: ignore[misc]
                       actor=await person(rig, user))  # fmt: skip


async def test_killed_while_each_of_three_files_is_made(
    tmp_path: Path, playground: tuple[Playground, dict[str, str]]
) -> None:
    server, addresses = playground
    url = f"sqlite+aiosqlite:///{tmp_path / 'chuting.db'}"
    async with open_rig(tmp_path, database=url, start="2026-09-15 10:00", rulebook=BOOK) as rig:
        await _asked_for(rig, await world(rig))
        # As if it were today: what was asked for long ago is forgotten in the night.
        await rig.work(_as_of_today)
    process = Process("bot", tmp_path, addresses | _settings(server, tmp_path, url))
    try:
        for kind in (CHART, LEDGER, DOSSIER):
            await process.start()
            await process.up()
            await _until(lambda kind=kind: _is_under_way(tmp_path, kind))  # type: ignore[misc]
            await process.kill()
        await process.start()
        await process.up()
        await _until(lambda: _files(server).total() >= 3)
        await asyncio.sleep(2)
    finally:
        await process.kill()
    assert _files(server) == {"png": 1, "xlsx": 1, "zip": 1}
    database = open_database(url)
    try:
        jobs = await database.read(lambda s: s.exec(select(FileJob.kind, FileJob.state, FileJob.attempts)).all())
    finally:
        await database.close()
    assert sorted(jobs) == [(CHART, "made", 2), (DOSSIER, "made", 2), (LEDGER, "made", 2)]


def _as_of_today(desk: Desk) -> None:
    for one in desk.session.exec(select(FileJob)).all():
        one.made_at = _today()
        desk.session.add(one)


def _today() -> datetime:
    return SystemClock().now()


# -- a ledger taken over -------------------------------------------------------------------------------------------


def _ledger(rows: int) -> bytes:
    book = Workbook()
    page: Any = book.active
    page.append(["案号", "被告单位", "开庭时间", "是否出庭", "出庭负责人", "结果"])
    for n in range(1, rows + 1):
        page.append([f"（2026）鲁0831行初{n}号", "县公安局", f"2026-02-{1 + n % 27:02d} 09:00", "是", "徐刚", "驳回"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _is_writing(folder: Path) -> bool:
    """Whether somebody has the database's only pen in hand."""
    connection = sqlite3.connect(folder / "chuting.db", timeout=0, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError:
        return True
    finally:
        connection.close()
    return False


async def test_killed_while_a_ledger_is_taken_over(
    tmp_path: Path, playground: tuple[Playground, dict[str, str]]
) -> None:
    """The press lies in the inbox; it is begun with the start, broken off in the middle, and done after the next."""
    rows = 400
    server, addresses = playground
    url = f"sqlite+aiosqlite:///{tmp_path / 'chuting.db'}"
    # As the process will have it: a ledger that was sent long ago is forgotten in the night.
    now = f"{_today().astimezone(ZONE):%Y-%m-%d %H:%M}"
    async with open_rig(tmp_path, database=url, start=now, rulebook=BOOK) as rig:
        here = await world(rig)
        [card] = await rig.send_file(here.coordinator, "台账.xlsx", _ledger(rows))
        await rig.press(here.coordinator, "✓ 无误", card)
        shown = rig.last(here.coordinator)
        data = next(d for row in shown.buttons for text, d in row if "确认导入" in text)
        cases = await rig.work(_counts)
        await rig.work(lambda desk: _pressed(desk, here.coordinator, shown.message_id, data))
    process = Process("bot", tmp_path, addresses | _settings(server, tmp_path, url))
    try:
        await process.start()
        await _held(tmp_path)
        await process.kill()
        database = open_database(url)
        assert await database.read(lambda s: s.exec(select(func.count()).select_from(Case)).one()) == cases[0]
        await database.close()
        await process.start()
        await process.up()
        await _until(lambda: any("已导入" in str(one.body.get("text")) for one in server.sent(COORDINATOR)))
        await asyncio.sleep(1)
    finally:
        await process.kill()
    database = open_database(url)
    try:
        found = await database.read(_counted)
        imported = select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "ledger_imported")
        assert await database.read(lambda s: s.exec(imported).one()) == 1
    finally:
        await database.close()
    assert found == (cases[0] + rows, cases[1] + rows)
    answers = [one for one in server.sent(COORDINATOR) if "已导入" in str(one.body.get("text"))]
    assert len(answers) == 1


def _counted(session: Any) -> tuple[int, int]:
    cases, results = (session.exec(select(func.count()).select_from(one)).one() for one in (Case, HearingResult))
    return cases, results


def _counts(desk: Desk) -> tuple[int, int]:
    return _counted(desk.session)


def _pressed(desk: Desk, user: int, message: int, data: str) -> None:
    """What Telegram would send of the press, taken in by a process that died then."""
    chat = {"id": user, "type": "private", "first_name": "陈静"}
    who = {"id": user, "is_bot": False, "first_name": "陈静"}
    raw = {
        "update_id": 900_000_001,
        "callback_query": {
            "id": "q1", "from": who, "chat_instance": "1", "data": data,
            "message": {"message_id": message, "date": int(wall()), "chat": chat, "text": "…"},
        },
    }  # fmt: skip
    inbox.store(desk.session, [raw], now=_today(), owner="died", lease=wall() + 1)


async def _held(folder: Path) -> None:
    """A transaction that has been open for a while."""
    several = 0
    async with asyncio.timeout(120):
        while several < 10:
            several = several + 1 if _is_writing(folder) else 0
            await asyncio.sleep(0.02)
