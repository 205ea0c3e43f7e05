"""The real bot in this process against the playground's server: for what needs HTTP, PTB and real time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import SecretStr
from sqlmodel import Session, col, select

from bot import observability
from bot.app import App, open_app
from bot.clock import Clock
from bot.law.facade import open_law
from bot.playground import Limits, Playground, Running
from bot.running import serve
from bot.services.hall.desk import SYSTEM, Desk
from bot.settings import Settings
from bot.store.tables import InboxRow, OutboxRow
from bot.telegram.router import Router
from tests import room
from tests.databases import bring_up

T = TypeVar("T")
LAW = open_law()


@dataclass
class Live:
    """A bot that runs, and the server it talks to. `ids` gives database ids by Telegram id."""

    app: App
    playground: Playground
    running: Running
    ids: dict[int, int]

    async def read(self, work: Callable[[Session], T]) -> T:
        return await self.app.database.read(work)

    async def work(self, work: Callable[[Desk], T]) -> T:
        """Run a use case as the bot itself, and wake the pumps."""
        now = self.app.clock.now()
        done = await self.app.database.write(lambda s: work(Desk(s, self.app.house, now, SYSTEM)))
        self.app.wake()
        return done

    async def effects(self, action: str = "counted") -> list[str]:
        return await self.read(lambda s: room.effects(s, action))

    async def rows(self, *conditions: Any) -> list[OutboxRow]:
        return await self.read(
            lambda s: list(s.exec(select(OutboxRow).where(*conditions).order_by(col(OutboxRow.id))).all())
        )

    async def inbox(self) -> list[InboxRow]:
        return await self.read(lambda s: list(s.exec(select(InboxRow).order_by(col(InboxRow.update_id))).all()))

    def texts(self, person: int) -> list[str]:
        """What the bot has in a private chat, oldest first."""
        return [m.body.get("text") or m.body.get("caption") or "" for m in self.playground.sent(person)]

    async def until(self, condition: Callable[[], Any], within: float = 60.0) -> None:
        """Wait until a condition (which may be a coroutine function) holds."""
        async with asyncio.timeout(within):
            while True:
                found = condition()
                if await found if asyncio.iscoroutine(found) else found:
                    return
                await asyncio.sleep(0.02)


def settings_for(running: Running, folder: Path, *, database: str = "", **more: Any) -> Settings:
    """Settings of a bot that talks to this server."""
    return Settings(
        _env_file=None,  # type: ignore[call-arg]
        token=SecretStr(running.playground.token),
        api_base=running.base_url,
        api_file_base=running.file_base_url,
        var=folder,
        database=database,
        metrics="",
        **more,
    )


@asynccontextmanager
async def server(*, people: range = range(5001, 5006), limits: Limits | None = None) -> AsyncIterator[Running]:
    """A playground that listens, with people who have started the bot."""
    playground = Playground(limits=limits or Limits.off(), callback_ttl=60.0)
    for number in people:
        playground.add_person(f"人{number}", id=number, started=True)
    running = await playground.serve()
    try:
        yield running
    finally:
        await running.stop()


@asynccontextmanager
async def bot(
    running: Running,
    folder: Path,
    *,
    database: str = "",
    people: range = range(5001, 5006),
    register: Callable[[Router], None] = room.register,
    clock: Clock | None = None,
    api_within: float = 0.0,
    **more: Any,
) -> AsyncIterator[Live]:
    """The bot, serving; its people are registered when the database is new."""
    observability.configure()
    settings = settings_for(running, folder, database=database, **more)
    await bring_up(settings.database_url)
    app = await open_app(settings, law=LAW, register=register, clock=clock, api_within=api_within)
    now = app.clock.now()
    ids = await app.database.write(
        lambda s: {} if s.exec(select(OutboxRow.id).limit(1)).first() or _known(s) else room.people(s, people, now)
    )
    stop = asyncio.Event()
    serving = asyncio.ensure_future(serve(app, stop))
    try:
        yield Live(app, running.playground, running, ids)
    finally:
        stop.set()
        await asyncio.wait_for(serving, 90)
        await app.close()


def _known(session: Session) -> bool:
    from bot.store.tables import Person

    return session.exec(select(Person.id).limit(1)).first() is not None


@asynccontextmanager
async def live(folder: Path, **more: Any) -> AsyncIterator[Live]:
    """Both together."""
    limits = more.pop("limits", None)
    people = more.get("people", range(5001, 5006))
    async with server(people=people, limits=limits) as running, bot(running, folder, **more) as started:
        yield started
