"""What the operator does from the command line: imports, exports, and the doctor's visit (backups: `bot.backups`)."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlmodel import Session
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.clock import AGREES, Clock, Reckoning, SystemClock
from bot.domain.hall.errors import Refused
from bot.domain.hall.files import MB, Daily
from bot.domain.hall.message import Html, lines, plain
from bot.extracts.pictures import Pictures
from bot.law.calendars import CalendarError
from bot.law.facade import open_law
from bot.law.problems import RuleBookError
from bot.mishaps import of_law
from bot.papers import chart_fonts
from bot.papers.cli import verdict
from bot.papers.printshop import Printshop
from bot.papers.shelf import Shelf
from bot.services.agencies import roster
from bot.services.documents import printing
from bot.services.hall.desk import SYSTEM, Desk, House
from bot.services.law import workdays
from bot.services.operations import books, keeping
from bot.services.operations.keeping import Stock
from bot.services.wiring import wire
from bot.settings import Settings, obstacle
from bot.store import migrate, soundness
from bot.store.connecting import on_connection
from bot.store.database import file_of
from bot.store.engine import open_database
from bot.store.files import FileStore
from bot.store.trouble import trouble
from bot.telegram.request import AiohttpRequest
from bot.telegram.unreached import advice
from bot.texts import Translator, translator
from bot.views.agencies import roster as views
from bot.views.agencies import roster_sheets
from bot.views.law import workdays as calendar

T = TypeVar("T")
_LEAST_SPACE = 500 * 1024 * 1024


async def at_desk(
    settings: Settings,
    work: Callable[[Desk, Translator], T],
    *,
    write: bool,
    bot_name: str = "",
    clock: Clock | None = None,
) -> T:
    """Run a use case for the operator, in one transaction on the configured database.

    The law is as the bot has it: with the working days that were imported before.
    """
    await migrate.migrate(settings.database_url)
    house = _house(settings, bot_name)
    database, now = open_database(settings.database_url), (clock or SystemClock()).now()
    tr = translator(settings.locale, settings.zone, now=now)

    def run(session: Session) -> T:
        workdays.learn_stored(session, house.law)
        return work(Desk(session, house, now, SYSTEM), tr)

    try:
        return await (database.write(run) if write else database.read(run))
    finally:
        await database.close()


def _house(settings: Settings, bot_name: str) -> House:
    return House(
        law=open_law(settings.rulebooks, settings.calendars),
        zone=settings.zone,
        locale=settings.locale,
        rulebook=settings.rulebook,
        files=FileStore(settings.files),
        wiring=wire(),
        daily=Daily(settings.daily_files_mb * MB, settings.daily_files),
        reading=settings.reading,
        printshop=Printshop(Shelf(settings.templates)),
        bot_name=bot_name,
    )


@dataclass(frozen=True)
class ImportReport:
    """What an import did or would do, in the words of the chat; of a roster, the sheet of codes too."""

    good: bool
    words: str
    codes: bytes | None = None


async def import_roster(
    settings: Settings, content: bytes, *, dry_run: bool, clock: Clock | None = None
) -> ImportReport:
    """Import a roster file for the operator; with any error in it nothing is changed."""

    def work(desk: Desk, tr: Translator) -> ImportReport:
        done = roster.import_file(desk, content, dry_run=dry_run)
        found = done.preview
        if found.errors or dry_run or not found.counts.total:
            said: list[Html | None] = [views.preview(found, tr, most=len(found.errors)).text]
        else:
            said = [views.imported(found.counts, tr).text, views.left_aside(found, tr)]
        sheet = roster_sheets.codes(done.codes, tr) if done.codes else None
        if sheet is not None:
            said.append(views.codes(sheet, len(done.codes), tr).text)
        if not found.errors and not dry_run:
            said.append(views.registered(roster.counter(desk), tr))
        return ImportReport(not found.errors, plain(lines(*said)), sheet.content if sheet else None)

    return await _imported(settings, work, clock, bot_name=await _bot_name(settings))


async def import_calendar(settings: Settings, content: bytes, *, clock: Clock | None = None) -> ImportReport:
    """Take in a year's announced working days; a running bot uses them from its next start, or the next morning."""

    def work(desk: Desk, tr: Translator) -> ImportReport:
        table, moved = workdays.import_year(desk, workdays.text_of(content))
        return ImportReport(True, plain(lines(calendar.table(table, tr), calendar.imported(table, moved, tr).text)))

    return await _imported(settings, work, clock)


async def _imported(
    settings: Settings, work: Callable[[Desk, Translator], ImportReport], clock: Clock | None, *, bot_name: str = ""
) -> ImportReport:
    """What the import says; what it refuses is taken back whole, and said in the words of the chat."""
    try:
        return await at_desk(settings, work, write=True, bot_name=bot_name, clock=clock)
    except Refused as refused:
        tr = translator(settings.locale, settings.zone, now=(clock or SystemClock()).now())
        return ImportReport(False, plain(tr(refused.problem.msgid, **refused.problem.params)))


async def _bot_name(settings: Settings) -> str:
    """For the links of invitations; without the API the sheet holds the bare codes."""
    token = settings.token.get_secret_value()
    if not token:
        return ""
    bot = Bot(token, base_url=settings.api_base, request=AiohttpRequest(proxy=settings.proxy or None))
    try:
        await bot.initialize()
        return bot.username
    except TelegramError:
        return ""
    finally:
        await bot.shutdown()


@dataclass(frozen=True)
class Finding:
    """One thing the doctor looked at."""

    good: bool
    words: str


async def doctor(settings: Settings, *, clock: Clock | None = None) -> list[Finding]:
    """Look at settings, database, clock, token, calendar, rule books, files, papers and disk; plain words for each."""
    now = (clock or SystemClock()).now()
    findings = [Finding(True, "Settings can be read.")]
    findings += _look_at_secrets(settings)
    findings += await _look_at_database(settings)
    findings += await _look_at_telegram(settings, clock or SystemClock())
    findings += _look_at_law(settings, now.astimezone(settings.zone).year)
    findings += await _look_at_rows(settings, now)
    findings += _look_at_disk(settings)
    findings.append(await _look_at_pictures(Pictures(settings.reading)))
    findings += _look_at_papers(settings)
    findings.append(Finding(True, await asyncio.to_thread(lambda: chart_fonts.verdict(chart_fonts.installed()))))
    return findings


async def _look_at_database(settings: Settings) -> list[Finding]:
    file = file_of(settings.database_url)
    if file is not None and not await asyncio.to_thread(file.exists):
        return [Finding(True, "There is no database yet; the first start creates it.")]
    try:
        damage = await soundness.look_through(settings.database_url)
        if damage:
            return [Finding(False, damage)]
        return [_shape(await on_connection(settings.database_url, migrate.current, snapshot=True))]
    except DBAPIError as error:
        return [Finding(False, trouble(error).removesuffix("; trying again.") + " Check CHUTING_DATABASE.")]
    except (SQLAlchemyError, OSError) as error:
        return [Finding(False, f"The database cannot be opened ({type(error).__name__}). Check CHUTING_DATABASE.")]


def _shape(found: str | None) -> Finding:
    if found is None:
        return Finding(True, "The database is empty; the first start creates its tables.")
    if found not in migrate.revisions():
        return Finding(False, str(migrate.Newer(found)))
    if found != migrate.newest():
        return Finding(True, "The database is of an older version; the next start brings it up to date.")
    return Finding(True, "The database can be read through and has the newest shape.")


def _look_at_secrets(settings: Settings) -> list[Finding]:
    """What holds secrets or names may be read by nobody else."""
    file = file_of(settings.database_url)
    found = [path for path in (Path(".env"), file) if path is not None and _others_may_read(path)]
    return [Finding(False, f"{path} can be read by others on this machine: chmod 600 {path}") for path in found]


def _others_may_read(path: Path) -> bool:
    """A file of somebody else that our group may read is how it was meant: the account of the bot reads it so."""
    try:
        there = path.stat()
    except OSError:
        return False
    return bool(there.st_mode & (0o077 if there.st_uid == os.geteuid() else 0o007))


async def _look_at_telegram(settings: Settings, clock: Clock) -> list[Finding]:
    token = settings.token.get_secret_value()
    if not token:
        return [Finding(False, "CHUTING_TOKEN is not set. @BotFather gives a token; `play` needs none.")]
    reckoning = Reckoning()
    backend = AiohttpRequest(proxy=settings.proxy or None, reckoning=reckoning)
    bot = Bot(token, base_url=settings.api_base, request=backend)
    try:
        await bot.initialize()
        return [Finding(True, f"The token is accepted; the bot is @{bot.username}."), *_look_at_clock(reckoning)]
    except InvalidToken:
        return [Finding(False, "The API does not accept CHUTING_TOKEN. Copy it again from @BotFather.")]
    except TelegramError as error:
        return [Finding(False, advice(settings, error))]
    finally:
        await bot.shutdown()


def _look_at_clock(reckoning: Reckoning) -> list[Finding]:
    """By the date of the API's answer; a server that gives none says nothing."""
    ahead = reckoning.apart
    if ahead is None:
        return []
    if abs(ahead) <= AGREES:
        return [Finding(True, "The machine's clock agrees with the API's.")]
    way = "ahead of" if ahead > 0 else "behind"
    return [Finding(False, f"The machine's clock is {abs(ahead) / 60:.0f} minutes {way} the API's; put it right.")]


def _look_at_law(settings: Settings, year: int) -> list[Finding]:
    try:
        law = open_law(settings.rulebooks, settings.calendars)
    except (RuleBookError, CalendarError) as error:
        return [Finding(False, of_law(error))]
    findings = [Finding(True, f"{len(law.library.books)} rule books can be used.")]
    if settings.rulebook not in law.library.books:
        known = ", ".join(sorted(law.library.books))
        findings.append(Finding(False, f"CHUTING_RULEBOOK names no rule book at hand. There are: {known}."))
    if law.calendar.is_provisional(year):
        findings.append(Finding(False, f"The working days of {year} are not announced in the calendar; see /calendar."))
    else:
        findings.append(Finding(True, f"The working days of {year} are known."))
    return findings


async def _look_at_rows(settings: Settings, now: datetime) -> list[Finding]:
    """Files that people sent, whether bytes and rows belong together, and papers that wait to be printed; asked of a
    database of the newest shape."""

    def work(connection: Connection) -> list[Finding]:
        if migrate.current(connection) != migrate.newest():
            return []
        with Session(connection) as session:
            house = _house(settings, "")
            stock = keeping.stock(Desk(session, house, now, SYSTEM))
            absent = [Finding(False, said) for said in books.missing(session, house)]
            return [*absent, *_words_of(stock), _queued(session)]

    file = file_of(settings.database_url)
    if file is not None and not await asyncio.to_thread(file.exists):
        return []
    try:
        return await on_connection(settings.database_url, work, snapshot=True)
    except (SQLAlchemyError, DBAPIError, OSError, RuleBookError, CalendarError):
        return []  # what is wrong there is said by the others


def _queued(session: Session) -> Finding:
    """Papers that wait to be printed. One that was tried and failed needs a hand: its template, say, has a fault."""
    waiting, failed = printing.waiting(session), printing.failing(session)
    if not waiting:
        return Finding(True, "No paper waits to be printed.")
    if not failed:
        return Finding(True, f"Papers that wait to be printed: {waiting}.")
    return Finding(
        False,
        f"Papers that wait to be printed: {waiting}, of which {failed} were tried and failed; the bot goes on trying. "
        "See to the log, and to the templates: documents check.",
    )


def _words_of(found: Stock) -> list[Finding]:
    said = (
        f"Files of people: {found.files} ({_size(found.bytes)}) with {found.rows} rows; temporary, until what they "
        f"belong to is confirmed: {found.waiting} ({_size(found.waiting_bytes)}); "
        f"orphans: {found.stray} files without a row ({_size(found.stray_bytes)}), {found.missing} rows without a file."
    )
    findings = [Finding(True, said)]
    if found.missing:
        findings.append(Finding(False, f"{found.missing} files are missing in CHUTING_VAR; a backup has them."))
    return findings


def _size(number: int) -> str:
    return f"{number / MB:.1f} MB"


def _look_at_disk(settings: Settings) -> list[Finding]:
    if said := obstacle(settings.var):
        return [Finding(False, said)]
    folder = settings.var.absolute()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if free < _LEAST_SPACE:
        return [Finding(False, f"Only {free // 1024 // 1024} MB are free where the data lies; make room.")]
    return [Finding(True, "There is room on the disk.")]


async def _look_at_pictures(pictures: Pictures) -> Finding:
    """Whether photos and scans are read: tried in a process of its own, for what is installed may still be broken."""
    if pictures.missing() is not None:
        return Finding(True, "Photos and scans are not read; install the extra `ocr` for it: pip install -e '.[ocr]'")
    trouble = await pictures.trouble()
    if not trouble:
        return Finding(True, "Photos and scans are read.")
    return Finding(
        False,
        f"Photos and scans cannot be read: the extra `ocr` is installed, but does not work ({trouble}). Install it "
        "again, or raise CHUTING_READ_PICTURE_MEMORY_MB or CHUTING_READ_PICTURE_SECONDS.",
    )


def _look_at_papers(settings: Settings) -> list[Finding]:
    try:
        return [Finding(*verdict(settings))]
    except RuleBookError:
        return []  # said by who looks at the law
