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
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from bot.domain.figures import periods
from bot.domain.figures.questions import Filters, Question, Split
from bot.services.figures import asking, keeping
from bot.services.hall.desk import SYSTEM, Desk
from bot.services.hearings import held
from bot.services.hearings.hearings import Entry
from bot.store.figures import reports
from bot.store.figures.reports import Scope, Span
from bot.store.tables import metadata
from bot.store.transaction import Follower
from tests import builders
from tests.benchmarks.county_years import fill
from tests.benchmarks.table import Row
from tests.builders import County
from tests.desk import at
from tests.houses import house_in
from tests.rig import Rig, open_rig

QUARTER = periods.quarter(2026, 3)
FILTERS = Filters(court="法院3", cause="案由7")
REPEATS = 15


def rows(full: bool) -> list[Row]:
    """On SQLite, and on PostgreSQL where `CHUTING_BENCH_POSTGRES` names an empty database."""
    several, units = (1_000_000, 2_000) if full else (100_000, 500)
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        engines = {"SQLite": create_engine(f"sqlite:///{folder}/figures.db")}
        if url := os.environ.get("CHUTING_BENCH_POSTGRES"):
            engines["PostgreSQL"] = create_engine(url)
        for name, engine in engines.items():
            stack.callback(engine.dispose)
            found += _reports(name, engine, several, units)
        found += asyncio.run(_turns(Path(folder), engines["SQLite"]))
    return found


# -- reports ------------------------------------------------------------------------------------------------------


def _reports(name: str, engine: Engine, rows: int, units: int) -> list[Row]:
    with engine.begin() as connection:
        metadata.create_all(connection)
        fill(connection, rows, units)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    size = f"{name}, {rows:,} rows, {units:,} units"
    with Session(engine) as session:
        return [*_statements(size, session), *_whole(size, session)]


def _statements(size: str, session: Session) -> list[Row]:
    """The statements of a report in the engine, beside the same grouping with raw SQL."""
    ours = _caught(session, lambda: reports.by_totals(session, Scope(), ("2026Q3",), "agency_id"))
    columns = "agency_id, heard, attended, excused, unexcused, exempt, open, principal, spoke, online, lost"
    rollup = f"SELECT {columns} FROM rollup WHERE quarter = '2026Q3'"
    mine, raw = _beside(session.connection(), ours, rollup)
    filtered = _caught(session, lambda: reports.by_rows(session, Scope(), Span(("2026Q3",)), ["agency_id"], FILTERS))
    covering = f"""
        SELECT agency_id, {", ".join(_RAW)} FROM count_row
        WHERE quarter = '2026Q3' AND court = '{FILTERS.court}' AND cause = '{FILTERS.cause}' GROUP BY agency_id
    """
    narrow, covered = _beside(session.connection(), filtered, covering)
    return [
        Row(f"a quarter by unit, in the engine ({size})", f"{mine:.2f} ms", f"a rollup table {raw:.2f} ms "
            f"({mine / raw:.2f} ×)", "2 × the rollup", mine <= 2 * raw),
        Row(f"a quarter by unit, one court and cause, in the engine ({size})", f"{narrow:.2f} ms",
            f"a covering index by hand {covered:.2f} ms ({narrow / covered:.2f} ×)", "1.3 ×", narrow <= 1.3 * covered),
    ]  # fmt: skip


_RAW = (
    "sum(counted IN ('attended', 'excused', 'unexcused', 'open'))", "sum(counted = 'attended')",
    "sum(counted = 'excused')", "sum(counted = 'unexcused')", "sum(counted = 'exempt')", "sum(counted = 'open')",
    "sum(principal)", "sum(counted = 'attended' AND spoke)", "sum(counted = 'attended' AND mode = 'online')",
    "sum(counted IN ('attended', 'excused', 'unexcused', 'open') AND lost)",
)  # fmt: skip


def _whole(size: str, session: Session) -> list[Row]:
    """All that a report does: asked, summed, made into lines."""
    desk = Desk(session, house_in(Path("unused"), rulebook="ruzhou-2022"), at("2026-09-20 10:00"), SYSTEM)
    before = _memory()
    whole = _cpu(lambda: asking.ask(desk, Question(QUARTER)))
    by_cause = _cpu(lambda: asking.ask(desk, Question(QUARTER, split=Split.CAUSE, filters=FILTERS)))
    page = _cpu(lambda: asking.rows(desk, Question(QUARTER, agencies=(11,)), ("unexcused",)))
    more = _memory() - before
    return [
        Row(
            f"a report by unit, as a service ({size})", f"{whole:.1f} ms CPU", "", "50 ms of a whole turn", whole <= 50
        ),
        Row(f"a report by cause with filters ({size})", f"{by_cause:.1f} ms CPU", "", "50 ms", by_cause <= 50),
        Row(f"a page of rows behind a figure ({size})", f"{page:.1f} ms CPU", "", "50 ms", page <= 50),
        Row(f"memory of reports ({size})", f"+{more:.0f} MB", "", "+70 MB", more <= 70),
    ]


def _caught(session: Session, work: Callable[[], object]) -> str:
    """The statement that some work sends, with its values in it."""
    from sqlalchemy import event

    found: list[Any] = []

    def take(_: Any, clause: Any, *__: Any) -> None:
        found.append(clause)

    engine = session.get_bind()
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


def _cpu(work: Callable[[], object]) -> float:
    """Milliseconds of CPU, the middle of several; the first is not counted, it compiles statements."""
    work()
    times = []
    for _ in range(REPEATS):
        begun = time.process_time()
        work()
        times.append((time.process_time() - begun) * 1000)
    return statistics.median(times)


def _memory() -> float:
    """Megabytes that the process holds now."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


# -- turns ----------------------------------------------------------------------------------------------------------


async def _turns(folder: Path, engine: Engine) -> list[Row]:
    """What keeping the row costs the turn that reports a result; how long people wait while reports run."""
    share, turn = await _results(folder)
    idle, busy = await _waiting(folder, engine)
    return [
        Row("keeping the row in a turn that reports a result", f"{share * turn:.1f} ms CPU", f"the turn without it "
            f"{turn:.1f} ms (+{share * 100:.1f} %)", "+10 %", share <= 0.1),
        Row("an answer while reports run, p99", f"{busy:.0f} ms", f"idle {idle:.0f} ms", "as idle", busy <= 1.5 * idle),
    ]  # fmt: skip


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
    wiring = rig.house.wiring
    others = tuple(follower if one is keeping.FOLLOWER else one for one in wiring.followers)
    house = replace(rig.house, wiring=replace(wiring, followers=others))
    for part in (rig, rig.pipeline, rig.pipeline.sender):
        part.house = house


async def _up_to_the_last_press(rig: Rig, county: County, n: int) -> None:
    """A hearing of yesterday, to which nobody came, all but submitted."""
    starts = rig.clock.now() - timedelta(days=1, hours=n)
    entry = Entry(f"（2026）鲁0831行初{n + 1}号", starts, (county.resources,))
    hearing = await rig.work(lambda desk: held.enter(desk, entry))
    await rig.say(county.liaison, "/hearings")
    await rig.press_data(county.liaison, f"hr:{hearing.id}:{county.resources}", rig.last(county.liaison))
    await rig.press(county.liaison, "负责人未出庭")
    await rig.press(county.liaison, "未说明理由")


async def _waiting(folder: Path, engine: Engine) -> tuple[float, float]:
    """The 99th of a hundred answers, alone and while one report after another is made in a thread."""
    place = folder / "waiting"
    place.mkdir()
    async with open_rig(place, start="2026-04-02 09:00") as rig:
        people = await builders.county(rig)
        idle = await _answers(rig, people.liaison)
        stopped = asyncio.Event()
        reporting = asyncio.create_task(_report_on(engine, stopped))
        busy = await _answers(rig, people.liaison)
        stopped.set()
        await reporting
    return idle, busy


async def _report_on(engine: Engine, stopped: asyncio.Event) -> None:
    def work() -> None:
        with Session(engine) as session:
            desk = Desk(session, house_in(Path("unused"), rulebook="ruzhou-2022"), at("2026-09-20 10:00"), SYSTEM)
            asking.ask(desk, Question(QUARTER))

    while not stopped.is_set():
        await asyncio.to_thread(work)
        await asyncio.sleep(0.5)


async def _answers(rig: Rig, user: int) -> float:
    times = []
    for _ in range(100):
        begun = time.perf_counter()
        await rig.say(user, "/hearings")
        times.append((time.perf_counter() - begun) * 1000)
    return sorted(times)[98]
