"""The same bot in three ways: ours, stock python-telegram-bot, aiogram; the peers with an async SQLModel on WAL."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel import Session, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot import observability
from bot.app import open_app
from bot.law.facade import open_law
from bot.running import serve
from bot.settings import Settings
from bot.store.engine import open_database
from bot.store.migrate import migrate
from bot.store.tables import AuditEntry, Person
from tests import room
from tests.benchmarks.fast_api import FIRST, TOKEN, Api

FAST = 100_000.0
"""Messages a second where the server sets no limit: none of the peers has a limiter either."""


async def people(url: str, number: int) -> None:
    """A database with people in it."""
    await migrate(url)
    database = open_database(url)
    await database.write(lambda s: room.people(s, range(FIRST, FIRST + number), datetime.now(UTC)))
    await database.close()


@asynccontextmanager
async def ours(
    api: Api, folder: Path, number: int, *, register: Any = room.register, rate_person: int = 0
) -> AsyncIterator[None]:
    """The bot as it runs; people may press as fast as they like, unless `rate_person` is given."""
    observability.configure()
    url = f"sqlite+aiosqlite:///{folder / 'ours.db'}"
    await people(url, number)
    settings = Settings(
        _env_file=None, token=SecretStr(TOKEN), api_base=f"{api.address}/bot", var=folder, database=url, metrics="",
        rate_overall=FAST, rate_chat=FAST, rate_person=rate_person,
    )  # type: ignore[call-arg]  # fmt: skip
    app = await open_app(settings, law=open_law(), register=register)
    stop = asyncio.Event()
    ready = asyncio.Event()
    running = asyncio.ensure_future(serve(app, stop, ready=lambda code, name: ready.set()))
    await ready.wait()
    try:
        yield
    finally:
        stop.set()
        await running
        await app.close()


def _wal(engine: AsyncEngine) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def configure(connection: Any, _: Any) -> None:
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=20000"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()


async def _turn(engine: AsyncEngine, person_id: int, data: str) -> None:
    """What a bot usually does: who is it, and write down what was pressed."""
    async with AsyncSession(engine, expire_on_commit=False) as session:
        person = (await session.exec(select(Person).where(Person.telegram_id == person_id))).one()
        session.add(AuditEntry(at=datetime.now(UTC), actor_id=person.id, action="pressed", subject=data))
        await session.commit()


@asynccontextmanager
async def _engine(folder: Path, name: str, number: int) -> AsyncIterator[AsyncEngine]:
    url = f"sqlite+aiosqlite:///{folder / name}"
    await people(url, number)
    engine = create_async_engine(url)
    _wal(engine)
    try:
        yield engine
    finally:
        await engine.dispose()


@asynccontextmanager
async def stock(api: Api, folder: Path, number: int) -> AsyncIterator[None]:
    """python-telegram-bot out of the box, with concurrent_updates=32."""
    from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
    from telegram.ext import Application, CallbackQueryHandler

    async with _engine(folder, "stock.db", number) as engine:

        async def pressed(update: Update, _: Any) -> None:
            query = update.callback_query
            assert query is not None
            assert query.data is not None
            await _turn(engine, query.from_user.id, query.data)
            n = query.data.partition(":")[2]
            markup = InlineKeyboardMarkup([[InlineKeyboardButton("+1", callback_data=f"t.add:{n}")]])
            await query.answer(f"toast {n}")
            await query.edit_message_text(f"pressed {n}", reply_markup=markup)

        application = (
            Application.builder().token(TOKEN).base_url(f"{api.address}/bot").concurrent_updates(32)
            .connection_pool_size(256).build()
        )  # fmt: skip
        application.add_handler(CallbackQueryHandler(pressed))
        async with application:
            await application.start()
            assert application.updater is not None
            await application.updater.start_polling(timeout=50)
            try:
                yield
            finally:
                await application.updater.stop()
                await application.stop()


@asynccontextmanager
async def aiogram(api: Api, folder: Path, number: int, *, database: bool = True) -> AsyncIterator[None]:
    """aiogram 3, its updates in parallel as it handles them by default."""
    from aiogram import Bot, Dispatcher, F
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup

    async with _engine(folder, "aiogram.db", number) as engine:
        bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(api.address)))
        dispatcher = Dispatcher()

        @dispatcher.callback_query(F.data.startswith("t.add"))
        async def pressed(query: CallbackQuery) -> None:
            assert query.data is not None
            if database:
                await _turn(engine, query.from_user.id, query.data)
            n = query.data.partition(":")[2]
            markup = InlineKeyboardMarkup(
                inline_keyboard=[[InlineKeyboardButton(text="+1", callback_data=f"t.add:{n}")]]
            )
            await query.answer(f"toast {n}")
            await bot.edit_message_text(f"pressed {n}", chat_id=query.from_user.id, message_id=5, reply_markup=markup)

        polling = asyncio.ensure_future(
            dispatcher.start_polling(bot, handle_signals=False, polling_timeout=50, tasks_concurrency_limit=32)
        )
        await asyncio.sleep(0.3)
        try:
            yield
        finally:
            with contextlib.suppress(RuntimeError):
                await dispatcher.stop_polling()
            polling.cancel()
            await asyncio.gather(polling, return_exceptions=True)
            await bot.session.close()


Peer = Callable[[Api, Path, int], Any]


def count_effects(session: Session) -> int:
    """How many presses had an effect."""
    return len(room.effects(session, "pressed"))
