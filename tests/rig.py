"""The whole bot without a network: real database, router, pipeline, sender, pump, driver; a fake Bot API below.

For tests of flows. The end-to-end tests drive the same flows over HTTP (`tests/playground`).
"""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlmodel import Session

import handlers
import jobs
from bot.clock import SteppedClock, wall
from bot.domain.hall.files import Daily, safe_name
from bot.exporting import Source
from bot.extracts.pictures import Pictures
from bot.law.facade import Law
from bot.papers.printshop import Printshop
from bot.services.hall import access
from bot.services.hall.desk import SYSTEM, Desk, House
from bot.services.post import inbox
from bot.store.database import Database
from bot.store.engine import open_database
from bot.store.tables import Person
from bot.telegram.darkroom import Darkroom
from bot.telegram.dispatch import choose
from bot.telegram.exporting import Exporter
from bot.telegram.incoming import Incoming, IncomingFile
from bot.telegram.pipeline import Pipeline
from bot.telegram.printing import Printer
from bot.telegram.pump import Means, Pump, Service
from bot.telegram.router import Router
from bot.telegram.sender import Sender
from bot.telegram.tasks import Tasks
from bot.telegram.ticks import Driver, Ticker
from tests import phone
from tests.databases import bring_up, share_compiled
from tests.fakes import FakeBot, Shown
from tests.houses import LAW, ZONE, house_in

T = TypeVar("T")
CORRECTS = ("✎", "✗", "↩")
"""How the labels begin of buttons that stand behind a preview."""
BEHIND, BACK = ("更改", "逐项增删"), "返回核对"
"""What opens the pages behind a preview, and what leads back to it."""


def _data_of(shown: Shown, label: str) -> str:
    return next((data for row in shown.buttons for text, data in row if text == label), "")


def _is_preview(shown: Shown) -> bool:
    return any(_data_of(shown, word).startswith("fm:") for word in BEHIND)


@dataclass
class Rig:
    """Speak, press, move the clock, and look at what everybody's chat shows."""

    house: House
    database: Database
    clock: SteppedClock
    router: Router
    bot: FakeBot
    pipeline: Pipeline
    pump: Pump
    driver: Driver
    ids: Any
    darkrooms: tuple[Darkroom, ...] = ()
    printer: Printer | None = None
    exporter: Exporter | None = None

    async def say(self, user: int, text: str, *, name: str = "某人", **more: Any) -> list[Shown]:
        """Send a text (or a command) as this Telegram user; returns the messages the user's chat got anew."""
        command, args = "", ""
        if text.startswith("/"):
            command, _, args = text[1:].partition(" ")
        return await self._turn(
            Incoming(
                next(self.ids),
                user,
                user,
                text=text,
                command=command,
                args=args.strip(),
                user_name=name,
                message_id=next(self.ids),
                **more,
            )
        )

    async def edit(self, user: int, message_id: int, text: str, **more: Any) -> list[Shown]:
        """Change a message that this user sent earlier."""
        return await self._turn(
            Incoming(next(self.ids), user, user, text=text, message_id=message_id, edited=True, **more)
        )

    async def send_file(
        self,
        user: int,
        name: str,
        content: bytes,
        *,
        caption: str = "",
        mime: str = "",
        said: int | None = None,
        chat: int | None = None,
        **more: Any,
    ) -> list[Shown]:
        """Send a file as this user; `said` is the size that the message gives, `chat` where it is not the user's."""
        file_id = f"file-{next(self.ids)}"
        self.bot.files[file_id] = content
        file = IncomingFile(file_id, safe_name(name), mime, len(content) if said is None else said)
        return await self._turn(
            Incoming(next(self.ids), chat or user, user, text=caption, files=(file,), message_id=next(self.ids), **more)
        )

    async def press(self, user: int, label: str, message: Shown | None = None) -> list[Shown]:
        """Press the button whose label contains `label`: on `message`, else on the newest that has it.

        What corrects a preview is looked for behind its 更改 and 逐项增删 as well; whoever has these open goes back.
        """
        shown = message or self.with_button(user, label)
        if not any(label in text for text in shown.labels):
            only = _data_of(shown, "更改")
            if label.startswith("✎") and ":e:" in only:
                return await self.press_data(user, only, shown)
            await self._turn_to(user, label, shown)
        data = next(d for row in shown.buttons for text, d in row if label in text)
        return await self.press_data(user, data, shown)

    async def behind(self, user: int, label: str, message: Shown | None = None) -> list[Shown]:
        """Press a button of a card (`message`, else the newest with pages), looked for on all the pages behind it."""
        chat = [m for m in reversed(self.bot.chat(user)) if m.buttons]
        shown = message or next((m for m in chat if _pages(m)), None) or next(m for m in chat if _backs(m))
        waiting, seen = _pages(shown) + _backs(shown), set[str]()
        while not any(label in text for text in shown.labels):
            data = next(one for one in waiting if one not in seen)
            seen.add(data)
            await self.press_data(user, data, shown)
            waiting += _pages(shown) + _backs(shown)
        return await self.press(user, label, shown)

    async def _turn_to(self, user: int, label: str, shown: Shown) -> None:
        """Leaf through a preview until the button is in sight: back to it, then through the pages behind it."""
        for word in (BACK, *BEHIND):
            if ":e:" in _data_of(shown, word):
                continue  # the only field: it asks at once, there are no pages
            while (data := _data_of(shown, word)) and not any(label in text for text in shown.labels):
                await self.press_data(user, data, shown)
                word = "下一页 ›" if word != BACK else word
            if any(label in text for text in shown.labels):
                return
            if word != BACK and (back := _data_of(shown, BACK)):
                await self.press_data(user, back, shown)

    async def press_data(self, user: int, data: str, message: Shown) -> list[Shown]:
        """Press a button by its data, also one that is no longer shown."""
        verb, *args = data.split(":")
        return await self._turn(
            Incoming(
                next(self.ids),
                message.chat_id,
                user,
                verb=verb,
                press_args=tuple(args),
                callback_id=f"q{next(self.ids)}",
                message_id=message.message_id,
            )
        )

    async def _turn(self, incoming: Incoming) -> list[Shown]:
        before = len(self.bot.messages)
        raw = {"update_id": incoming.update_id, "message": {"from": {"id": incoming.user_id}}}
        now = self.clock.now()
        await self.database.write(lambda s: inbox.store(s, [raw], now=now, owner="rig", lease=wall() + 60))
        outcome = await self.pipeline.handle(incoming, lambda i, known: choose(self.router, i, known))
        await self.pipeline._finish(outcome)
        await self.pipeline.quiet()
        if outcome is not None and outcome.printed:
            await self.print()
        await self.pump.drain()
        return [m for m in self.bot.messages[before:] if m.chat_id == incoming.chat_id]

    async def develop(self, user: int = 0) -> list[Shown]:
        """Let the pictures that wait be read, and the pieces be made that were asked for; what the user got anew."""
        before = len(self.bot.messages)
        for darkroom in self.darkrooms:
            await darkroom.drain()
        await self.pipeline.quiet()
        return [m for m in self.bot.messages[before:] if m.chat_id == user]

    async def print(self) -> None:
        """Let the papers that wait be printed, and files be made. A turn that asks for one does it by itself."""
        assert self.printer is not None
        await self.printer.drain()
        assert self.exporter is not None
        await self.exporter.drain()
        await self.pipeline.quiet()

    def with_button(self, user: int, label: str) -> Shown:
        """The newest message with such a button, or a preview behind which it may stand."""
        corrects = label.startswith(CORRECTS)
        return next(
            m
            for m in reversed(self.bot.chat(user))
            if any(label in text for text in m.labels) or BACK in m.labels or (corrects and _is_preview(m))
        )

    def last(self, user: int) -> Shown:
        return self.bot.chat(user)[-1]

    def toast(self) -> str:
        return self.bot.toasts[-1][1]

    async def to(self, local: str) -> list[Shown]:
        """Walk the simulated clock to a local wall-clock time, as `2026-12-08 09:00`; returns what was sent."""
        before = len(self.bot.messages)
        await self.driver.advance(datetime.fromisoformat(local).replace(tzinfo=self.house.zone))
        await self.print()
        return self.bot.messages[before:]

    async def work(self, work: Callable[[Desk], T], *, actor: Person | None = None) -> T:
        """Run a use case in a transaction, as the bot itself or as a person."""

        def run(session: Session) -> T:
            now = self.clock.now()
            acting = access.actor_of(session, actor, now.astimezone(self.house.zone).date()) if actor else SYSTEM
            return work(Desk(session, self.house, now, acting))

        return await self.database.write(run)


_PAGES = {"cs.all", "cs.why", "cs.more", "cs.papers", "cs.hears", "cs.care", "pt", "hr.more", "cb.more", "cb.br"}
"""Buttons that turn a card into a page behind it."""


def _pages(shown: Shown) -> list[str]:
    return [data for row in shown.buttons for _, data in row if data.partition(":")[0] in _PAGES]


def _backs(shown: Shown) -> list[str]:
    return [data for row in shown.buttons for text, data in row if text in ("‹ 返回", "‹ Go back")]


@asynccontextmanager
async def open_rig(
    folder: Path,
    *,
    start: str = "2026-04-02 09:00",
    database: str = "",
    rulebook: str = "sishui-2020",
    law: Law = LAW,
    daily: Daily | None = None,
    register: Callable[[Router], None] = handlers.register,
    zone: ZoneInfo = ZONE,
    pictures: Pictures | None = None,
    printshop: Printshop | None = None,
) -> AsyncIterator[Rig]:
    """A rig on a fresh database in `folder` (or the one named by URL), at a local time."""
    url = database or f"sqlite+aiosqlite:///{folder / 'rig.db'}"
    await bring_up(url)
    clock = SteppedClock(datetime.fromisoformat(start).replace(tzinfo=zone))
    house = house_in(folder, law=law, rulebook=rulebook, bot_name="chuting_bot", zone=zone)
    house = replace(house, daily=daily or house.daily, pictures=pictures, printshop=printshop or house.printshop)
    opened, router, bot, tasks = open_database(url), Router(kinds=law.kinds), FakeBot(), Tasks()
    share_compiled(opened)
    if (looking := phone.recorder()) is not None:
        bot.at_each_look.append(looking.take)
    register(router)
    sender = Sender(house, opened, clock, router, bot)  # type: ignore[arg-type]
    pipeline = Pipeline(house, opened, clock, router, sender, tasks, None, "rig")  # type: ignore[arg-type]
    pump = Pump(Means(house, opened, clock, sender, "rig", tasks), Service(orderly=True))
    ticker = Ticker(house, opened, clock, pump.wake, jobs.ticks(house.zone))
    driver = Driver(clock, ticker, pump, pipeline, opened)
    darkrooms = tuple(Darkroom(pipeline, bot, "rig", pieces=pieces) for pieces in (False, True))  # type: ignore[arg-type]
    rig = Rig(house, opened, clock, router, bot, pipeline, pump, driver, itertools.count(1), darkrooms)
    rig.printer = Printer(pipeline, bot, "rig")  # type: ignore[arg-type]
    source = asdict(Source(url, str(folder / "files"), zone.key, rulebook))
    rig.exporter = Exporter(pipeline, bot, "rig", source)  # type: ignore[arg-type]
    try:
        yield rig
    finally:
        await tasks.close()
        await opened.close()
