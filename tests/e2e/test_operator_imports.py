"""The operator imports a calendar or a roster: the same happens as in the chat, and it is said in the same words."""

from __future__ import annotations

import itertools
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from bot import operations
from bot.clock import SteppedClock, SystemClock
from bot.domain.hall.message import Html, plain
from bot.domain.hearings.topics import EVE, UNREADY
from bot.law.facade import open_law
from bot.settings import Settings
from bot.store.engine import open_database
from bot.store.tables import Appointment, AuditEntry, OutboxRow
from tests.builders import County, county
from tests.databases import file_url
from tests.e2e.test_operator import command
from tests.fakes import Shown
from tests.houses import ZONE
from tests.rig import Rig, open_rig
from tests.services.agencies.roster_workbooks import workbook

pytestmark = pytest.mark.slow
NUMBER = "（2026）鲁0831行初12号"
DAYS = "%Y-%m-%d %H:%M"


@pytest.fixture
def twin(tmp_path: Path) -> Callable[[], str]:
    """Copies the rig's database, once it is closed, for the command line; gives the copy's URL."""

    def copy() -> str:
        shutil.copy(tmp_path / "rig.db", tmp_path / "twin.db")
        return file_url(tmp_path / "twin.db")

    return copy


@asynccontextmanager
async def opened(folder: Path, start: datetime) -> AsyncIterator[Rig]:
    """A rig whose law is its own, for it learns a year. On a database of before its updates have new numbers."""
    known = (folder / "rig.db").exists()
    async with open_rig(folder, start=start.strftime(DAYS), law=open_law()) as rig:
        rig.ids = itertools.count(10_001 if known else 1)
        yield rig


def lines(sent: Sequence[Shown]) -> list[str]:
    """What is read in these messages."""
    return [line for message in sent for line in plain(Html(message.text)).splitlines()]


async def looked(url: str, work: Callable[[Session], Counter[tuple[object, ...]]]) -> Counter[tuple[object, ...]]:
    database = open_database(url)
    try:
        return await database.read(work)
    finally:
        await database.close()


def planned(session: Session) -> Counter[tuple[object, ...]]:
    """What is said to offices, about what, when (to the minute); one of the two ways sends at once, one later."""
    told = select(OutboxRow).where(col(OutboxRow.audience) != "", OutboxRow.state != "cancelled")
    return Counter((r.topic, r.audience, r.subject, f"{r.due_at:{DAYS}}") for r in session.exec(told).all())


def reminders(session: Session) -> dict[str, list[str]]:
    """The days on which an agency is reminded of its hearing, by topic."""
    rows = session.exec(select(OutboxRow).where(OutboxRow.state == "planned")).all()
    topics = (UNREADY.name, EVE.name)
    return {t: sorted({str(r.due_at.astimezone(ZONE).date()) for r in rows if r.topic == t}) for t in topics}


# -- a calendar ------------------------------------------------------------------------------------------------


def table(monday: date) -> bytes:
    """A year in which the weekend before this Monday is worked."""
    saturday, sunday = monday - timedelta(days=2), monday - timedelta(days=1)
    off = ("01-01 元旦", "02-06 春节", "05-01 劳动节", "06-09 端午节", "09-15 中秋节", "10-01 国庆节")
    return "\n".join([*(f"休 {monday.year}-{day}" for day in off), f"班 {saturday}", f"班 {sunday}"]).encode()


async def with_hearing(folder: Path, start: datetime, monday: date) -> County:
    """A county that knows of a hearing at half past nine on this Monday."""
    async with opened(folder, start) as rig:
        place = await county(rig)
        await rig.say(place.liaison, "/start")
        day = f"{monday.year}年{monday.month}月{monday.day}日"
        await rig.say(place.liaison, f"/hearing {NUMBER} {day}上午9:30 县法院第二审判庭")
        await rig.press(place.liaison, "确认")
        return place


async def by_chat(folder: Path, start: datetime, place: County, content: bytes) -> list[str]:
    """Import the table in the chat; the lines that were said of it."""
    async with opened(folder, start) as rig:
        read = lines(await rig.send_file(place.admin, "table.txt", content))
        await rig.press(place.admin, "✓ 启用")
        return [*read, *lines([rig.last(place.admin)])]


async def test_a_calendar_moves_the_reminders_of_a_hearing_as_in_the_chat(
    tmp_path: Path, twin: Callable[[], str]
) -> None:
    """The hearing is on Mon 2027-02-22; 02-20 and 02-21 are worked."""
    start, monday = datetime(2026, 12, 1, 10, tzinfo=ZONE), date(2027, 2, 22)
    place = await with_hearing(tmp_path, start, monday)
    url = twin()
    assert await _days(url) == {UNREADY.name: ["2027-02-17", "2027-02-18"], EVE.name: ["2027-02-19"]}
    settings = Settings(_env_file=None, database=url, var=tmp_path / "var")  # type: ignore[call-arg]
    report = await operations.import_calendar(settings, table(monday), clock=SteppedClock(start))
    assert report.good, report.words
    said = await by_chat(tmp_path, start, place, table(monday))
    moved = {UNREADY.name: ["2027-02-19", "2027-02-20"], EVE.name: ["2027-02-21"]}
    assert await _days(url) == await _days(file_url(tmp_path / "rig.db")) == moved
    assert await looked(url, planned) == await looked(file_url(tmp_path / "rig.db"), planned)
    assert [line for line in report.words.splitlines() if line not in said] == []
    assert "2027年工作日历已启用" in report.words


async def _days(url: str) -> dict[str, list[str]]:
    database = open_database(url)
    try:
        return await database.read(reminders)
    finally:
        await database.close()


async def test_the_process_of_the_command_does_the_same(tmp_path: Path, twin: Callable[[], str]) -> None:
    """On the machine's day, whatever that is: a Monday in the March to come has no holiday near."""
    start = SystemClock().now().astimezone(ZONE)
    first = date(start.year + 1, 3, 15)
    monday = first + timedelta(days=-first.weekday() % 7)
    place = await with_hearing(tmp_path, start, monday)
    url, file = twin(), tmp_path / "table.txt"
    before = await _days(url)
    file.write_bytes(table(monday))
    status, words = await command(tmp_path, "import", "calendar", str(file), CHUTING_DATABASE=url)
    assert status == 0, words
    said = await by_chat(tmp_path, start, place, file.read_bytes())
    after = await _days(url)
    assert after == await _days(file_url(tmp_path / "rig.db"))
    assert after[EVE.name] == [str(monday - timedelta(days=1))] != before[EVE.name]
    assert [line for line in words.splitlines() if line not in said] == []
    assert "(" not in words, "no value as a programme writes it"


async def test_what_was_imported_in_the_chat_counts_for_the_command(tmp_path: Path, twin: Callable[[], str]) -> None:
    """The operator's next table must not put the dates of an earlier one back."""
    start, monday = datetime(2026, 12, 1, 10, tzinfo=ZONE), date(2027, 2, 22)
    place = await with_hearing(tmp_path, start, monday)
    await by_chat(tmp_path, start, place, table(monday))
    url = twin()
    settings = Settings(_env_file=None, database=url, var=tmp_path / "var")  # type: ignore[call-arg]
    report = await operations.import_calendar(settings, table(date(2028, 3, 20)), clock=SteppedClock(start))
    assert report.good, report.words
    assert await _days(url) == {UNREADY.name: ["2027-02-19", "2027-02-20"], EVE.name: ["2027-02-21"]}


async def test_what_is_no_table_is_refused_in_the_words_of_the_chat(tmp_path: Path) -> None:
    file = tmp_path / "table.txt"
    file.write_text("乱写", "utf-8")
    status, words = await command(tmp_path, "import", "calendar", str(file))
    assert status == 1
    assert "无法读作年度放假安排" in words
    status, words = await command(tmp_path, "import", "calendar", str(file), CHUTING_LOCALE="en")
    assert status == 1
    assert "This cannot be read as a year's table" in words


# -- a roster --------------------------------------------------------------------------------------------------


def ended(rows: list[OutboxRow]) -> bool:
    """Whether a card was ended: it is kept up to date no more, and one edit says so."""
    [card] = [row for row in rows if row.kind == "send"]
    return not card.live and any(row.kind == "edit" and row.edits == card.id for row in rows)


def after_import(session: Session, person: int) -> tuple[bool, list[tuple[str, dict[str, object]]], int]:
    """Whether the person's card ended; what was written down; how many appointments there are."""
    rows = session.exec(select(OutboxRow).where(OutboxRow.subject == f"todo:{person}")).all()
    audit = session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all()
    return ended(list(rows)), [(a.action, a.new) for a in audit], len(session.exec(select(Appointment.id)).all())


async def test_a_roster_does_what_it_does_in_the_chat(tmp_path: Path, twin: Callable[[], str]) -> None:
    """The deputy, who has a card, has left; somebody new gets a code."""
    start = SystemClock().now().astimezone(ZONE)
    left = start.date() - timedelta(days=1)
    content = workbook([
        ("县自然资源局", "李娜", "", "副联络员", "", "", "", left.isoformat()),
        ("县自然资源局", "新人", "13900000077", "承办人", "", "", "", ""),
    ])  # fmt: skip
    async with opened(tmp_path, start) as rig:
        place = await county(rig)
        await rig.say(place.deputy, "/start")
        deputy = place.ids[place.deputy]
    url, file = twin(), tmp_path / "roster.xlsx"
    file.write_bytes(content)
    status, tried = await command(tmp_path, "import", "roster", "--dry-run", str(file), CHUTING_DATABASE=url)
    assert status == 0, tried
    status, words = await command(tmp_path, "import", "roster", str(file), CHUTING_DATABASE=url)
    assert status == 0, words
    async with opened(tmp_path, start) as rig:
        await rig.say(place.admin, "/roster")
        said = lines(await rig.send_file(place.admin, "roster.xlsx", content))
        preview = rig.last(place.admin)
        said += lines([*await rig.press(place.admin, "确认导入"), preview])
        here = await rig.database.read(lambda s: after_import(s, deputy))
    database = open_database(url)
    there = await database.read(lambda s: after_import(s, deputy))
    await database.close()
    assert there == here
    assert there[0]
    codes = f"Invitation codes: {tmp_path / 'roster-codes.xlsx'}"
    assert [line for line in words.splitlines() if line not in said] == [codes]
    assert [line for line in tried.splitlines() if line not in said] == []
    assert (tmp_path / "roster-codes.xlsx").read_bytes().startswith(b"PK")


async def test_what_is_wrong_in_a_roster_is_said_in_full_and_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "roster.xlsx"
    names = [f"王{given}" for given in "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸"]
    file.write_bytes(workbook([("没有的局", name, "", "联络员", "", "", "", "") for name in names]))
    status, words = await command(tmp_path, "import", "roster", str(file))
    assert status == 1
    said = words.splitlines()
    assert "20处错误" in said[0]
    assert [line[:5] for line in said[1:21]] == [f"人员第{n}行"[:5] for n in range(2, 22)], words
    assert len(said) == 22, words
    assert not (tmp_path / "roster-codes.xlsx").exists()


def test_markup_does_not_reach_the_terminal() -> None:
    assert plain(Html("<b>甲&amp;乙</b> &lt;丙&gt;\n<blockquote expandable>丁</blockquote>")) == "甲&乙 <丙>\n丁"
