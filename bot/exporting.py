"""The process that makes one large file of figures and ends: `python -m bot.exporting`, told by its standard input.

It reads the database by itself, so that neither memory nor time of the bot is spent on 100,000 rows; it says how far it
is, a line of JSON each time. What is secret (the address of the database) comes by the pipe, not as an argument.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.domain.figures import exports as exports_of
from bot.domain.figures.charts import Book, Chart
from bot.domain.figures.exports import Asked, asked_of
from bot.domain.figures.questions import Split
from bot.domain.hall.errors import Refused
from bot.domain.hall.message import lines, plain
from bot.extracts.child import end_with_parent
from bot.law.facade import open_law
from bot.papers.charts import Draughtsman
from bot.services.figures import assessments, dossiers, exports, ledger, viewing
from bot.services.hall.desk import SYSTEM, Desk, House
from bot.services.wiring import wire
from bot.settings import Settings
from bot.store import migrate
from bot.store.database import must_be_there
from bot.store.engine import open_database
from bot.store.files import FileStore
from bot.texts import Translator, translator
from bot.views.cases import history
from bot.views.figures import charts, reasons

MEMORY_MB = 1536
"""Address space, of which a ledger takes a sixth: a fault must not take the machine's memory."""
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Source:
    """Where what goes into a file is read: the bot's database, its files, its law."""

    url: str
    files: str
    zone: str
    rulebook: str
    rulebooks: str = ""
    calendars: str = ""


def source_of(settings: Settings) -> Source:
    """The configured one."""
    return Source(
        settings.database_url, str(settings.files), settings.timezone, settings.rulebook,
        str(settings.rulebooks or ""), str(settings.calendars or ""),
    )  # fmt: skip


@dataclass(frozen=True)
class Work:
    """One file: of what, for whom (0: the operator), as of which instant, to which path."""

    kind: str
    asked: dict[str, Any]
    person_id: int
    language: str
    now: str
    path: str


@dataclass(frozen=True)
class Made:
    """How many rows there are, how the file is called where its words say that, and what is drawn of them."""

    rows: int = 0
    name: str = ""
    drawn: Chart | Book | None = None


def run(source: Source, work: Work, tell: Tell) -> Made:
    """Make the file. Raises Refused where the asker may not have it."""
    return asyncio.run(_run(source, work, tell))


def for_operator(settings: Settings, work: Work, tell: Tell) -> int:
    """The same from the command line, on the configured database, which is brought up to date first.

    Raises:
        Absent: there is none.
    """
    must_be_there(settings.database_url)
    asyncio.run(migrate.migrate(settings.database_url))
    return run(source_of(settings), work, tell).rows


async def _run(source: Source, work: Work, tell: Tell) -> Made:
    database, now = open_database(source.url), datetime.fromisoformat(work.now)
    house = _house(source, work.language)

    def write(session: Session) -> Made:
        desk = Desk(session, house, now, SYSTEM)
        if work.person_id:
            asker = exports.as_asker(desk, work.person_id)
            if asker is None:
                raise Refused("You may not have it any more.")
            desk = asker
        return _write(desk, work, asked_of(work.asked), tell)

    try:
        made = await database.read(write)
    finally:
        await database.close()
    if made.drawn is not None:
        await asyncio.to_thread(Path(work.path).write_bytes, await _drawn(made.drawn))
    return made


async def _drawn(wanted: Chart | Book) -> bytes:
    """By a process of its own, when nothing is read any more."""
    draughtsman = Draughtsman()
    found = await (draughtsman.picture(wanted) if isinstance(wanted, Chart) else draughtsman.workbook(wanted))
    if not found:
        raise RuntimeError("could not be drawn")
    return found


def _write(desk: Desk, work: Work, asked: Asked, tell: Tell) -> Made:
    tr = translator(work.language, desk.house.zone, now=desk.now)
    path, note = Path(work.path), dossiers.mark(desk, tr)
    exports.require(desk, work.kind, asked)
    match work.kind:
        case exports_of.DOSSIER:
            words = dossiers.Words(
                lambda one: plain(history.entry(one, tr)), lambda steps: plain(lines(*reasons.reasons(steps, tr)))
            )
            return Made(dossiers.write(desk, tr, asked, path, words, note=note, tell=tell))
        case exports_of.CHART | exports_of.SHEET:
            return _figures(desk, work.kind, asked, tr)
        case exports_of.SCORES:
            sheet = assessments.sheet(desk, int(asked.period), tr)
            path.write_bytes(sheet.content)
            return Made(name=sheet.name)
    total = ledger.count(desk, asked)
    tell(0, total)
    return Made(ledger.write(desk, tr, asked, path, note=note, tell=lambda done: tell(done, total)))


def _figures(desk: Desk, kind: str, asked: Asked, tr: Translator) -> Made:
    """The card of a scope and a period as a picture or as a workbook."""
    wanted = exports.figures_of(asked)
    card, trend = viewing.card(desk, wanted), viewing.trend(desk, wanted)
    by = Split.UNIT if kind == exports_of.CHART else next(iter(card.splits), Split.UNIT)
    units = viewing.lines(desk, wanted.by(by)) if by in card.splits else ()
    if kind == exports_of.CHART:
        return Made(drawn=charts.chart(card, units, trend, desk.now, tr, dark=asked.dark))
    rows = viewing.all_rows(desk, wanted)
    return Made(len(rows), charts.file_name(card, tr), charts.book(card, units, trend, rows, desk.now, tr))


def _house(source: Source, language: str) -> House:
    law = open_law(
        Path(source.rulebooks) if source.rulebooks else None, Path(source.calendars) if source.calendars else None
    )
    return House(
        law=law,
        zone=ZoneInfo(source.zone),
        locale=language,
        rulebook=source.rulebook,
        files=FileStore(Path(source.files)),
        wiring=wire(),
    )


def main() -> None:
    """Read what is wanted, bound the process, make it; the last line says how many rows there are, or what is wrong."""
    end_with_parent()
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MB * 1024 * 1024,) * 2)
    with suppress(OSError):
        os.nice(5)
    told = json.loads(sys.stdin.read())
    try:
        made = run(Source(**told["source"]), Work(**told["work"]), _say_progress)
    except Refused:
        _say({"refused": True})
    else:
        _say({"rows": made.rows, "name": made.name})


def spoken(source: Source, work: Work) -> bytes:
    """What the process is told."""
    return json.dumps({"source": asdict(source), "work": asdict(work)}).encode()


def _say_progress(done: int, total: int) -> None:
    _say({"done": done, "total": total})


def _say(said: dict[str, Any]) -> None:
    print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
