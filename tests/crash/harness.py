"""Load, faults and sudden death for the real bot process, and the comparison at the end.

The server is the playground's, in the test's own process; the bot is `python -m tests.room`, killed with SIGKILL.
`CHUTING_CRASH_SECONDS` makes the runs longer than CI allows.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from bot.domain.hall.terms import InboxState, Lane, SendState
from bot.domain.hall.topics import Notice, to_person
from bot.playground import Limits, Playground, Running
from bot.services.hall.desk import SYSTEM, Desk
from bot.services.post import outbox
from bot.store.database import Database
from bot.store.engine import open_database
from bot.store.tables import InboxRow, OutboxRow, Person
from tests import room
from tests.databases import bring_up
from tests.houses import house_in

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS = float(os.environ.get("CHUTING_CRASH_SECONDS", "14"))
"""How long the load lasts."""
SEED = int(os.environ.get("CHUTING_CRASH_SEED", "0")) or random.randrange(10**6)
PEOPLE = range(6001, 6025)
FAULTS: list[tuple[str, dict[str, Any]]] = [
    ("delay", {"seconds": 0.4, "count": 3}),
    ("status", {"code": 429, "retry_after": 1, "count": 1}),
    ("status", {"code": 500, "count": 2}),
    ("status", {"code": 502, "count": 2}),
    ("drop", {"count": 1}),
    ("drop_after", {"count": 1}),
]
GRACE, PUT_OFF = 15.0, 240.0
"""Seconds to wait after an instant that something was put off to, and for all such instants together."""
MARK = "\n（可能重复发送）"
"""At the end of a message that may be a repetition."""
BLOCKED = 6024
"""This person blocks the bot under way."""


@dataclass
class Process:
    """One bot process, to be killed, frozen and started again."""

    name: str
    folder: Path
    environment: dict[str, str]
    process: asyncio.subprocess.Process | None = None
    starts: int = 0
    file_limit: int = 0
    """Bytes that a file of this process may have; 0 for no limit."""

    async def start(self) -> None:
        self.starts += 1
        environment = {k: v for k, v in os.environ.items() if not k.startswith("CHUTING_")} | self.environment
        environment["PYTHONPATH"] = str(ROOT)
        with (self.folder / f"{self.name}.log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *self._limited(), sys.executable, "-m", "tests.room",
                cwd=self.folder, env=environment, stdout=log, stderr=log,
            )  # fmt: skip

    def _limited(self) -> list[str]:
        if not self.file_limit:
            return []
        # The signal that comes with the limit is ignored, as if the disk were full.
        code = (
            "import resource,signal,os,sys;signal.signal(signal.SIGXFSZ,signal.SIG_IGN);"
            f"resource.setrlimit(resource.RLIMIT_FSIZE,({self.file_limit},resource.RLIM_INFINITY));"
            "os.execv(sys.argv[1],sys.argv[1:])"
        )
        return [sys.executable, "-c", code]

    def send(self, sign: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(sign)

    async def kill(self, sign: signal.Signals = signal.SIGKILL) -> int:
        """End it and wait; gives the exit status."""
        assert self.process is not None
        if self.process.returncode is None:
            self.process.send_signal(sign)
        return await asyncio.wait_for(self.process.wait(), 120)

    @property
    def log(self) -> str:
        path = self.folder / f"{self.name}.log"
        return path.read_text(errors="replace") if path.exists() else ""


@dataclass
class Plan:
    """What must have been sent in the end: texts by person."""

    notes: dict[str, int] = field(default_factory=dict)
    """Text of each reminder and each copy of the circular, and whom it is for."""
    said: dict[int, list[str]] = field(default_factory=dict)
    """What each person said, in order."""


class World:
    """A server, a database with people and plans, and the load."""

    def __init__(self, folder: Path, running: Running, database_url: str) -> None:
        self.folder, self.running, self.playground = folder, running, running.playground
        self.url = database_url or f"sqlite+aiosqlite:///{folder / 'crash.db'}"
        self.chance = random.Random(SEED)
        self.plan = Plan(said={person: [] for person in PEOPLE})
        self.house = house_in(folder)

    def environment(self, **more: str) -> dict[str, str]:
        return {
            "CHUTING_TOKEN": self.playground.token, "CHUTING_API_BASE": self.running.base_url,
            "CHUTING_API_FILE_BASE": self.running.file_base_url, "CHUTING_VAR": str(self.folder),
            "CHUTING_DATABASE": self.url, "CHUTING_METRICS": "",
        } | more  # fmt: skip

    async def prepare(self, *, reminders: int, copies: int) -> None:
        """People, reminders spread over the time of the load, and a circular."""
        await bring_up(self.url)
        now = datetime.now(UTC)
        database = open_database(self.url)
        try:
            await database.write(lambda s: self._prepare(s, now, reminders, copies))
        finally:
            await database.close()

    def _prepare(self, session: Session, now: datetime, reminders: int, copies: int) -> None:
        ids = room.people(session, PEOPLE, now)
        desk = Desk(session, self.house, now, SYSTEM)
        everybody = list(PEOPLE)
        for n in range(reminders):
            person, text = self.chance.choice(everybody), f"reminder {n}"
            self.plan.notes[text] = person
            at = now + timedelta(seconds=self.chance.uniform(1, SECONDS))
            outbox.plan(
                desk, Notice(room.NOTE, room.Text(text), urgent=True), to_person(ids[person]), at=at, dedupe=text
            )
        circular = {f"circular {n}": everybody[n % len(everybody)] for n in range(copies)}
        self.plan.notes |= circular
        outbox.plan_many(
            desk,
            room.NOTE,
            (outbox.Addressed(ids[person], room.Text(text), dedupe=text) for text, person in circular.items()),
            urgent=True,
            lane=Lane.BULK,
        )

    # -- load ------------------------------------------------------------------------------------------------------

    async def people_talk(self, until: float) -> None:
        """People send commands, and press what is to be pressed, faster than one after the other."""
        n = 0
        while time.monotonic() < until:
            person = self.chance.choice(PEOPLE[:-1])
            n += 1
            word = f"{person}-{n}"
            self.plan.said[person].append(word)
            self.playground.say(person, f"/count {word}")
            await asyncio.sleep(self.chance.uniform(0.02, 0.12))

    async def faults_happen(self, until: float) -> None:
        """Something goes wrong every now and then, each kind of thing."""
        while time.monotonic() < until:
            await asyncio.sleep(self.chance.uniform(0.1, 0.4))
            kind = self.chance.choice(FAULTS)
            method = self.chance.choice(["sendMessage", "sendMessage", "getUpdates", "*"])
            self.playground.fault(kind[0], method=method, **kind[1])
        self.playground.clear_faults()

    async def somebody_blocks(self, after: float) -> None:
        await asyncio.sleep(after)
        self.playground.block(BLOCKED)

    # -- the end ---------------------------------------------------------------------------------------------------

    async def settled(self, database: Database, within: float, *processes: Process) -> None:
        """Wait until nothing is left to do. Raises AssertionError with what is left and the end of the logs.

        What is put off to a given instant (the ninth reminder of one minute, a back-off, a lease) is waited for.
        """
        began = time.monotonic()
        deadline = began + within
        while True:
            left = await database.read(_unfinished)
            pending = len(self.playground.core.updates.pending)
            if not pending and not left:
                return
            put_off = max((seconds for seconds, _ in left), default=0.0)
            if put_off > 0:
                deadline = min(max(deadline, time.monotonic() + put_off + GRACE), began + within + PUT_OFF)
            if time.monotonic() > deadline:
                logs = "\n".join(p.log[-2500:] for p in processes)
                words = [text for _, text in left]
                raise AssertionError(f"seed {SEED}: not finished: {words}, {pending} updates not fetched\n{logs}")
            await asyncio.sleep(0.2)

    async def compare(self, database: Database) -> Counter[str]:
        """What was sent against what should have been. Raises AssertionError; gives some figures."""
        rows = await database.read(lambda s: list(s.exec(select(OutboxRow).order_by(col(OutboxRow.id))).all()))
        updates = await database.read(lambda s: list(s.exec(select(InboxRow)).all()))
        effects = await database.read(room.effects)
        blocked = await database.read(
            lambda s: s.exec(select(Person.telegram_id).where(col(Person.unreachable_since).is_not(None))).all()
        )
        assert {u.state for u in updates} <= {InboxState.DONE}, Counter(u.state for u in updates)
        self._compare_effects(effects)
        figures = self._compare_messages(rows)
        assert set(blocked) <= {BLOCKED}, blocked
        figures["updates"] = len(updates)
        return figures

    def _compare_effects(self, effects: list[str]) -> None:
        expected = [word for words in self.plan.said.values() for word in words]
        twice = [word for word, n in Counter(effects).items() if n > 1]
        assert not twice, f"effects doubled: {twice}"
        lost = set(expected) - set(effects)
        assert not lost, f"updates lost: {sorted(lost)}"
        for person, words in self.plan.said.items():
            own = [word for word in effects if word.startswith(f"{person}-")]
            assert own == words, f"order of {person}: {own} instead of {words}"

    def _compare_messages(self, rows: list[OutboxRow]) -> Counter[str]:
        figures: Counter[str] = Counter()
        shown = Counter(
            (m.chat_id, m.body.get("text", "")) for chat in PEOPLE for m in self.playground.sent(chat, deleted=True)
        )
        told = set(PEOPLE)
        for row in rows:
            if row.topic not in (room.NOTE.name, "") or row.kind != "send":
                continue
            text = row.args["text"] if row.topic == room.NOTE.name else (row.content or {}).get("text", "")
            person = self.plan.notes.get(text, row.chat_id or 0)
            if person not in told or not text.startswith(("reminder", "circular", "counted")):
                continue
            plain, again = shown[(person, text)], shown[(person, text + MARK)]
            copies = plain + again
            figures["messages"] += 1
            figures["doubled"] += max(0, copies - 1)
            assert copies <= 2, f"{copies} copies of {text}"
            assert plain <= 1, f"a repetition of {text} that does not say so"
            assert row.doubts <= 2, f"{text}: {row.doubts} doubts"
            figures["uncertain"] += row.uncertain
            if row.state is SendState.FAILED:
                assert person == BLOCKED, f"failed: {text} {row.error}"
                continue
            if row.state is SendState.UNCERTAIN:
                # In doubt twice, one after the other: a person is asked, and both doubts are noted.
                figures["left to a person"] += 1
                assert row.doubts == 2, f"{text}: {row.error}"
                continue
            assert row.state is SendState.SENT or _carried(row), f"{text}: {row.state} {row.error}"
            if not _carried(row):
                assert copies >= 1, f"lost: {text}"
                assert copies <= 1 + row.uncertain, f"{copies} copies of {text}, uncertain {row.uncertain}"
        return figures


def _carried(row: OutboxRow) -> bool:
    return row.merged_into is not None


def _unfinished(session: Session) -> list[tuple[float, str]]:
    """What is left to do: in how many seconds it may go on, and a few words."""
    now = datetime.now(UTC)
    waiting = session.exec(select(InboxRow).where(InboxRow.state == InboxState.WAITING).limit(3)).all()
    rows = session.exec(
        select(OutboxRow)
        .where(col(OutboxRow.state).in_([SendState.PLANNED, SendState.CLAIMED]))
        .where(OutboxRow.due_at < now + timedelta(hours=1))
        .limit(5)
    ).all()
    return [(0.0, f"update {u.update_id} of {u.owner}") for u in waiting] + [
        (
            max(r.due_at.timestamp(), r.not_before, r.lease) - now.timestamp(),
            f"{r.id} {r.topic} {r.lane} {r.state} due {r.due_at} not before {r.not_before} lease {r.lease} {r.error}",
        )
        for r in rows
    ]


async def listening(limits: Limits | None = None) -> Running:
    """The server with everybody in it, who have all pressed START."""
    playground = Playground(limits=limits or Limits(), webhook_backoff=0.2)
    for number in PEOPLE:
        playground.add_person(f"人{number}", id=number, started=True)
    return await playground.serve()


async def together(*work: Any) -> None:
    """All of them; the first error ends them."""
    async with asyncio.TaskGroup() as group:
        for each in work:
            group.create_task(each)


def report(name: str, figures: Counter[str], processes: Iterable[Process]) -> None:
    """One line for the log of the test run."""
    kills = sum(p.starts - 1 for p in processes)
    print(f"{name}: seed {SEED}, {kills} kills, {dict(figures)}")


Until = Callable[[], bool]
