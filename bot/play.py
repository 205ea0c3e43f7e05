"""`play`: the playground's server in this process, the real bot as its child over HTTP, and the stage between them."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import sys
import webbrowser
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

import aiohttp
import click

from bot.clock import SystemClock
from bot.playground import Playground, Running
from bot.services.operations import sample_data
from bot.stopping import unless

ZONE = "Asia/Shanghai"
ROOT = Path(__file__).resolve().parent.parent
Waiting = Callable[[int], None]
"""Told for how many seconds a start has been waited for."""
_SETTLES_WITHIN = 300.0
"""Seconds of real time in which everybody's START is answered; a busy machine takes long."""
_TRIED = ("CHUTING_RULEBOOKS", "CHUTING_CALENDARS", "CHUTING_TEMPLATES")
NEWCOMER = 7001
"""Telegram id of the one person of an empty county."""


class BotProcess:
    """The bot as a child process: started, asked over its control port, killed, started again."""

    def __init__(self, data: Path, environment: dict[str, str]) -> None:
        self.data, self.environment = data, environment
        self.key, self.port = secrets.token_urlsafe(16), _free_port()
        self._process: asyncio.subprocess.Process | None = None
        self._session: aiohttp.ClientSession | None = None
        self.generation = 0
        self.on_waiting: Waiting = lambda seconds: None
        self.says_every = 5.0
        """Real seconds between two words on a start that takes long, as it may on a busy machine."""

    async def start(self, now: datetime, *, seed: str) -> dict[str, Any]:
        """Start it and wait until it answers, however busy the machine is; gives its first answer.

        Raises:
            ValueError: it ended instead; one sentence says where to look.
        """
        self.generation += 1
        environment = {k: v for k, v in os.environ.items() if not k.startswith("CHUTING_")}
        environment |= self.environment | {
            "CHUTING_STAGE": f"127.0.0.1:{self.port}", "CHUTING_STAGE_KEY": self.key,
            "CHUTING_STAGE_NOW": now.isoformat(), "CHUTING_STAGE_SEED": seed,
            "PYTHONPATH": os.pathsep.join([str(ROOT), environment.get("PYTHONPATH", "")]).rstrip(os.pathsep),
        }  # fmt: skip
        with (self.data / "bot.log").open("ab") as log:
            self._process = await self._begin(environment, log)
        return await self._wait_until_it_answers()

    async def _begin(self, environment: dict[str, str], log: BinaryIO) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=self.data, env=environment, stdout=log, stderr=log
        )

    async def _wait_until_it_answers(self) -> dict[str, Any]:
        began = asyncio.get_running_loop().time()
        asking = asyncio.ensure_future(self._first_answer())
        try:
            while not (await asyncio.wait([asking], timeout=self.says_every))[0]:
                self.on_waiting(round(asyncio.get_running_loop().time() - began))
            return asking.result()
        finally:
            asking.cancel()

    async def _first_answer(self) -> dict[str, Any]:
        while self.running:
            with contextlib.suppress(aiohttp.ClientError, TimeoutError):
                answer = dict(await self.ask("now"))
                if answer["begun"]:
                    return answer
            await asyncio.sleep(0.05)
        raise ValueError(f"The bot did not start; see {self.data / 'bot.log'}.")

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def stop(self, *, kill: bool) -> None:
        """SIGTERM and wait, or SIGKILL."""
        if self._process is None or self._process.returncode is not None:
            return
        self._process.send_signal(signal.SIGKILL if kill else signal.SIGTERM)
        try:
            await asyncio.wait_for(self._process.wait(), 15)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    async def ask(
        self, what: str, body: Mapping[str, Any] | None = None, query: Mapping[str, str] | None = None
    ) -> Any:
        """Ask the control port; with a body, tell it.

        Raises:
            aiohttp.ClientError: it does not answer.
        """
        if self._session is None:
            self._session = aiohttp.ClientSession(headers={"X-Stage-Key": self.key})
        address = f"http://127.0.0.1:{self.port}/{what}"
        method = "GET" if body is None else "POST"
        async with self._session.request(method, address, json=body, params=query or {}) as answer:
            answer.raise_for_status()
            return json.loads(await answer.read())

    async def close(self) -> None:
        await self.stop(kill=False)
        if self._session is not None:
            await self._session.close()


class LocalStage:
    """The playground's `Stage`: simulated time, what is planned, and the life of the bot process."""

    def __init__(
        self, data: Path, start: datetime, bot: BotProcess, *, empty: bool, county: str = sample_data.FIRST
    ) -> None:
        self.data, self.bot, self.empty, self.county = data, bot, empty, county
        self._now, self._claim = start, ""
        self._playground: Playground | None = None
        self._life = asyncio.Lock()
        """Held while the bot is stopped and started: whoever asks it meanwhile waits."""
        bot.on_waiting = self._tell_waiting

    def attach(self, playground: Playground) -> None:
        self._playground = playground

    def _tell_waiting(self, seconds: int) -> None:
        """A start that takes long is seen in the terminal; the page counts the seconds until its answer by itself."""
        log = self.data / "bot.log"
        click.echo(f"The bot is still starting ({seconds} s), which takes longer on a busy machine. Its log: {log}")

    async def open(self) -> None:
        """Put the cast on stage and start the bot; who comes to an empty county needs the code the bot gives."""
        if not self.empty:
            self._people_on_stage()
        self._keep(await self.bot.start(self._now, seed=self._seed()))
        self._people_on_stage()
        if not self.empty:
            await self._everybody_starts()

    async def _everybody_starts(self) -> None:
        """The cast press START, as they did long ago: reply keyboard, command menu and pinned card are there, read."""
        playground = self._playground
        if playground is None:
            return
        cast = [playground.person(int(str(member["telegram_id"]))) for member in self.people()]
        here = [one for one in cast if not one.blocked and not one.deactivated]
        fresh = [one for one in here if all(message.from_bot for message in playground.chat(one).messages.values())]
        for one in fresh:
            playground.start(one)
        if fresh:
            await playground.settle(within=_SETTLES_WITHIN)
            await self._tell({"to": self._now.isoformat()})
        for one in fresh:
            playground.read(one, one.id)

    def _seed(self) -> str:
        return "" if self.empty else str(sample_data.path_of(self.county))

    def now(self) -> datetime:
        return self._now

    async def advance(self, to: datetime) -> datetime:
        """Step by step, so that everything said on the way carries its own instant."""
        answer = await self._ask("now")
        while answer.get("next") and datetime.fromisoformat(answer["next"]) < to:
            self._now = max(self._now, datetime.fromisoformat(answer["next"]))
            answer = await self._tell({"to": self._now.isoformat()})
        self._now = max(self._now, to.astimezone(UTC))
        self._keep(await self._tell({"to": self._now.isoformat()}))
        return self._now

    async def next_due(self) -> datetime | None:
        at = (await self._ask("next"))["at"]
        return datetime.fromisoformat(at) if at else None

    async def workday(self, days: int) -> str:
        return str((await self._ask("workday", days=str(days)))["day"])

    async def timeline(self, days: int) -> list[dict[str, object]]:
        return list(await self._ask("timeline", days=str(days)))

    async def changes(self, update_id: int | None) -> list[dict[str, object]]:
        return list(await self._ask("changes", update_id=str(update_id or "")))

    async def log(self, after: int) -> list[dict[str, object]]:
        base = self.bot.generation * 1_000_000
        lines = await self._ask("log", after=str(max(after - base, 0)))
        return [{**line, "number": base + line["number"]} for line in lines]

    async def restart(self, kill: bool) -> None:
        async with self._life:
            await self.bot.stop(kill=kill)
            self._keep(await self.bot.start(self._now, seed=""))

    def people(self) -> list[dict[str, object]]:
        if self.empty:
            note = {"role": "newcomer", "agency": "", "claim": self._claim}
            return [{"name": "新用户", "telegram_id": NEWCOMER, "language": "zh_CN", **note}]
        return list(sample_data.cast(sample_data.path_of(self.county)))

    def samples(self) -> list[dict[str, object]]:
        found = sample_data.titles().items()
        return [
            {"name": name, "title": title, "english": sample_data.english_title(name), "chosen": name == self.county}
            for name, title in found
        ]

    async def reset(self, empty: bool, sample: str = "") -> None:
        if sample:
            sample_data.path_of(sample)
        async with self._life:
            self.county = sample or self.county
            await self._begin_again(empty)

    async def _begin_again(self, empty: bool) -> None:
        await self.bot.stop(kill=False)
        for path in self.data.glob("chuting.db*"):
            path.unlink()
        shutil.rmtree(self.data / "files", ignore_errors=True)
        self.empty = empty
        if self._playground is not None:
            self._playground.clear_state()
        await self.open()

    def _keep(self, answer: dict[str, Any]) -> None:
        self._claim = answer.get("claim") or self._claim
        state = {"now": self._now.isoformat(), "empty": self.empty, "county": self.county}
        part = self.data / "stage.json.part"
        part.write_text(json.dumps(state))
        part.replace(self.data / "stage.json")

    def _people_on_stage(self) -> None:
        playground = self._playground
        if playground is None:
            return
        for member in self.people():
            identity = int(str(member["telegram_id"]))
            if identity not in playground.core.state.people:
                chinese = str(member.get("language", "zh_CN")).startswith("zh")
                playground.add_person(
                    str(member["name"]),
                    id=identity,
                    language_code="zh-hans" if chinese else "en",
                    phone=str(member.get("phone") or "") or None,
                    started=not self.empty,
                    note=dict(member),
                )

    async def _ask(self, what: str, **query: str) -> Any:
        try:
            return await self.bot.ask(what, query=query)
        except aiohttp.ClientError:
            await self._revive()
            return await self.bot.ask(what, query=query)

    async def _tell(self, body: dict[str, Any]) -> Any:
        try:
            return await self.bot.ask("advance", body)
        except aiohttp.ClientError:
            await self._revive()
            return await self.bot.ask("advance", body)

    async def _revive(self) -> None:
        """The bot died by itself: start it again, as a service manager would. Or it is just being started."""
        async with self._life:
            if not self.bot.running:
                await self.bot.start(self._now, seed="")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _kept(data: Path) -> dict[str, Any]:
    """How the stage was left last time."""
    path = data / "stage.json"
    return dict(json.loads(path.read_text())) if path.exists() else {}


def own_files(environment: Mapping[str, str]) -> dict[str, str]:
    """The operator's own rule books, calendars and templates, where this environment names them: tried here too."""
    return {name: str(Path(environment[name]).absolute()) for name in _TRIED if environment.get(name)}


def folder_of(county: str) -> Path:
    """Where the data of a county lie if nobody says where: each county has its own."""
    return Path("var") / ("play" if county in ("", sample_data.FIRST) else f"play-{county}")


def county_of(data: Path, wanted: str) -> str:
    """The county to show: as told, as left last time, else the first.

    Raises:
        ValueError: there is no such county, or the data are those of another one; one sentence says what to do.
    """
    kept = _kept(data)
    there = str(kept.get("county") or sample_data.FIRST) if kept else ""
    if wanted:
        sample_data.path_of(wanted)
    if wanted and there and wanted != there:
        raise ValueError(
            f"{data} holds the county {there}. Name another folder with --data, or choose {wanted} on the page."
        )
    return wanted or there or sample_data.FIRST


def start_of(data: Path, text: str) -> tuple[datetime, bool]:
    """The instant to begin at, and whether the county is empty: as told, as left last time, else now.

    Raises:
        ValueError: the text is not a date and time; one sentence says how to write it.
    """
    kept = _kept(data)
    if text:
        try:
            told = datetime.fromisoformat(text)
        except ValueError:
            raise ValueError(f"--now expects a date and time such as 2026-04-02T09:00 (is: {text!r}).") from None
        return (told if told.tzinfo else told.replace(tzinfo=ZoneInfo(ZONE))).astimezone(UTC), bool(kept.get("empty"))
    begin = datetime.fromisoformat(kept["now"]) if kept else SystemClock().now()
    return begin, bool(kept.get("empty"))


async def _serve(playground: Playground, port: int) -> Running:
    try:
        return await playground.serve(port)
    except OSError:
        click.echo(f"Port {port} is taken; another one is used.")
        return await playground.serve(0)


async def play(*, port: int, data: Path, start: str, browser: bool, county: str = "") -> None:
    """Serve until interrupted, with its data in `data` (absolute, there already) and a sample county by name.

    Raises:
        ValueError: it cannot start; one sentence says why.
    """
    begin, empty = start_of(data, start)
    shown = county_of(data, county)
    environment: dict[str, str] = {"CHUTING_VAR": str(data), "CHUTING_METRICS": "", "CHUTING_TIMEZONE": ZONE}
    environment |= own_files(os.environ)
    bot = BotProcess(data, environment)
    stage = LocalStage(data, begin, bot, empty=empty, county=shown)
    playground = Playground(data / "playground.json", stage=stage)
    stage.attach(playground)
    running = await _serve(playground, port)
    environment |= {
        "CHUTING_TOKEN": playground.token, "CHUTING_API_BASE": running.base_url,
        "CHUTING_API_FILE_BASE": running.file_base_url,
    }  # fmt: skip
    stop = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    click.echo("The playground is starting; Ctrl+C stops it.")
    try:
        if await unless(stop, _opened(stage)):
            click.echo(f"The playground: {running.page_url}")
            click.echo(f"Its data: {data}")
            click.echo(f"To stop it: Ctrl+C here, or `kill {os.getpid()}` elsewhere. The data stay for the next time.")
            if browser:
                await asyncio.to_thread(webbrowser.open, running.page_url)
            await stop.wait()
    finally:
        await running.stop()
        await bot.close()
    click.echo("The playground is closed; its data stays where it is.")


async def _opened(stage: LocalStage) -> bool:
    await stage.open()
    return True
