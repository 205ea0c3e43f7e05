"""The real bot under load, faults and sudden death, against a server of its own kind; and the comparison at the end.

The bot is `python -m tests.room`, killed with SIGKILL; the server is `tests.crash.bot_api`, which shares nothing with
it.
`CHUTING_CRASH_SEED` brings the choices of a run back.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from bot.domain.hall.terms import InboxState, Lane, SendState
from bot.domain.hall.topics import Notice, to_person
from bot.services.hall.desk import SYSTEM, Desk
from bot.services.post import outbox
from bot.store.database import Database, T, Work
from bot.store.engine import open_database
from bot.store.tables import InboxRow, OutboxRow
from bot.store.trouble import is_passing
from tests import room
from tests.crash.bot_api import BotApi
from tests.crash.crowd import Crowd
from tests.crash.outcome import Outcome, found, judge
from tests.crash.process import Process
from tests.databases import bring_up
from tests.houses import house_in

SEED = int(os.environ.get("CHUTING_CRASH_SEED", "0")) or random.randrange(10**6)
FIRST = 6001
"""Telegram id of the first person."""
GRACE, PUT_OFF = 15.0, 240.0
"""Seconds to wait after an instant that something was put off to, and for all such instants together."""


class World:
    """A server, a database with people and plans, and those of them who write and press."""

    def __init__(self, folder: Path, api: BotApi, database_url: str = "", *, talkers: int = 23) -> None:
        self.folder, self.api = folder, api
        self.url = database_url or f"sqlite+aiosqlite:///{folder / 'crash.db'}"
        self.chance = random.Random(SEED)
        self.people = list(api.chats)
        self.crowd = Crowd(api, self.people[:talkers], self.chance)
        self.notes: dict[str, int] = {}
        """Text of each reminder and each copy of a circular, and whom it is for."""
        self.ids: dict[int, int] = {}
        self.house = house_in(folder)

    def environment(self, **more: str) -> dict[str, str]:
        return {
            "CHUTING_TOKEN": self.api.token, "CHUTING_API_BASE": f"{self.api.address}/bot",
            "CHUTING_VAR": str(self.folder), "CHUTING_DATABASE": self.url, "CHUTING_METRICS": "",
        } | more  # fmt: skip

    def process(self, name: str = "bot", **more: str) -> Process:
        """A bot of this world, not started yet."""
        return Process(name, self.folder, self.environment(**more))

    async def prepare(self, *, reminders: int = 0, copies: int = 0, within: float = 14.0) -> None:
        """People; reminders spread over so many seconds, and a circular of so many copies."""
        await bring_up(self.url)
        now = datetime.now(UTC)
        database = open_database(self.url)

        def work(session: Session) -> None:
            self.ids = room.people(session, range(self.people[0], self.people[-1] + 1), now)
            desk = Desk(session, self.house, now, SYSTEM)
            self._remind(desk, reminders, within)
            self._circulate(desk, copies)

        try:
            await database.write(work)
        finally:
            await database.close()

    def _remind(self, desk: Desk, number: int, within: float) -> None:
        for n in range(number):
            person, text = self.chance.choice(self.people), f"reminder {n}"
            self.notes[text] = person
            at = desk.now + timedelta(seconds=self.chance.uniform(1, within))
            notice = Notice(room.NOTE, room.Text(text), urgent=True)
            outbox.plan(desk, notice, to_person(self.ids[person]), at=at, dedupe=text)

    def _circulate(self, desk: Desk, copies: int) -> None:
        texts = {f"circular {n}": self.people[n % len(self.people)] for n in range(copies)}
        self.notes |= texts
        addressed = (outbox.Addressed(self.ids[person], room.Text(text), dedupe=text) for text, person in texts.items())
        outbox.plan_many(desk, room.NOTE, addressed, urgent=True, lane=Lane.BULK)

    # -- the end ---------------------------------------------------------------------------------------------------

    async def settled(self, database: Database, within: float, *processes: Process) -> None:
        """Wait until nothing is left to do. Raises AssertionError with what is left and the end of the logs, after so
        many seconds in which nothing more was done.

        What is put off to a given instant (the ninth reminder of one minute, a back-off, a lease) is waited for.
        """
        began, deadline, fewest = time.monotonic(), 0.0, float("inf")
        while True:
            left, pending = await patiently(database, _unfinished), self.api.pending
            if not pending and not left:
                return
            number = pending + await patiently(database, _left)
            if number < fewest:
                fewest, began, deadline = number, time.monotonic(), time.monotonic() + within
            put_off = max((seconds for seconds, _ in left), default=0.0)
            if put_off > 0:
                deadline = min(max(deadline, time.monotonic() + put_off + GRACE), began + within + PUT_OFF)
            if time.monotonic() > deadline:
                logs = "\n".join(p.log[-2500:] for p in processes)
                words = [text for _, text in left]
                raise AssertionError(f"seed {SEED}: not finished: {words}, {pending} updates not fetched\n{logs}")
            await asyncio.sleep(0.2)

    async def compare(self, database: Database) -> Outcome:
        """What was done and sent against what should have been."""
        assert not self.api.unknown, f"the server does not know {self.api.unknown}"
        return judge(await patiently(database, found), self.api, self.crowd, self.notes, self.ids)


def _due(now: datetime) -> list[ColumnElement[bool]]:
    """Of the outbox: what is to be sent, now or soon."""
    states = [SendState.PLANNED, SendState.CLAIMED]
    return [col(OutboxRow.state).in_(states), col(OutboxRow.due_at) < now + timedelta(hours=1)]


def _left(session: Session) -> int:
    """How many things are left to do."""
    waiting = select(func.count()).select_from(InboxRow).where(InboxRow.state == InboxState.WAITING)
    due = select(func.count()).select_from(OutboxRow).where(*_due(datetime.now(UTC)))
    return session.exec(waiting).one() + session.exec(due).one()


def _unfinished(session: Session) -> list[tuple[float, str]]:
    """What is left to do: in how many seconds it may go on, and a few words."""
    now = datetime.now(UTC)
    waiting = session.exec(select(InboxRow).where(InboxRow.state == InboxState.WAITING).limit(3)).all()
    rows = session.exec(select(OutboxRow).where(*_due(now)).limit(5)).all()
    return [(0.0, f"update {u.update_id} of {u.owner}") for u in waiting] + [
        (
            max(r.due_at.timestamp(), r.not_before, r.lease) - now.timestamp(),
            f"{r.id} {r.topic} {r.lane} {r.state} due {r.due_at} not before {r.not_before} lease {r.lease} {r.error}",
        )
        for r in rows
    ]


async def patiently(database: Database, work: Work[T]) -> T:
    """Read, once the database is there again."""
    while True:
        try:
            return await database.read(work)
        except Exception as error:
            if not is_passing(error):
                raise
        await asyncio.sleep(0.2)


async def together(*work: Any) -> None:
    """All of them; the first error ends them."""
    async with asyncio.TaskGroup() as group:
        for each in work:
            group.create_task(each)


def people(number: int = 24) -> Sequence[int]:
    """Telegram ids."""
    return range(FIRST, FIRST + number)


def report(name: str, outcome: Outcome, processes: Iterable[Process]) -> None:
    """One line for the log of the test run."""
    kills = sum(p.starts - 1 for p in processes)
    print(f"{name}: seed {SEED}, {kills} kills, {outcome}")
