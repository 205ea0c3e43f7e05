"""The dossier of one unit and one period (RZ16): its ledger, its rows with the reasons, the history, the papers.

It says on each sheet who had it made and when; so does each page of the papers that can be stamped. The index names
what could not, and of each paper the hash of the original, by which anybody can tell what was added.
"""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.domain.cases.cases import Entry
from bot.domain.figures import periods
from bot.domain.figures.acts import COUNTED
from bot.domain.figures.exports import LARGEST, Asked
from bot.domain.figures.questions import Because
from bot.domain.hall.errors import Refused
from bot.domain.hall.files import safe_name
from bot.papers import chart_fonts, stamping
from bot.services.cases import cases, history
from bot.services.cases import files as stored_files
from bot.services.figures import asking, ledger
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.services.hall.long_sheets import LongBook
from bot.store.figures import dossiers as store
from bot.store.figures import ledgers
from bot.store.figures.ledgers import Line, Wanted
from bot.store.tables import Case, StoredFile
from bot.texts import Translator

Found = Sequence[tuple[Case, Line | None]]
Tell = Callable[[int, int], None]
_FILES = int(LARGEST * 0.85)
"""Bytes of papers in it; what is left out is named in the index."""
_PAGES = 40
"""Pages of a history that are taken."""


@dataclass(frozen=True)
class Words:
    """How a line of a history and the reasons of a row are said; views know that."""

    entry: Callable[[Entry], str]
    reasons: Callable[[tuple[Because, ...]], str]


def mark(desk: Desk, tr: Translator) -> str:
    """Who has it made, where and when: on each sheet, and in the index."""
    if desk.is_system:
        return str(tr("Made by the operator on {day}. For internal use only.", day=tr.moment(desk.now, year=True)))
    places = "、".join(dict.fromkeys(one.agency_name for one in desk.actor.appointments if one.agency_name))
    who = f"{desk.actor.name}（{places}）" if places else desk.actor.name
    return str(tr("Made for {who} on {day}. For internal use only.", who=who, day=tr.moment(desk.now, year=True)))


def write(
    desk: Desk,
    tr: Translator,
    asked: Asked,
    path: Path,
    words: Words,
    *,
    note: str,
    tell: Tell = lambda done, all_: None,
) -> int:
    """Write the archive to `path`; how many cases are in it. Whether the actor may have it was asked."""
    unit = access.agency(desk, asked.unit)
    scope = replace(wanted(desk, asked), branches=(unit.path,))
    found = [(desk.session.get_one(Case, one.case.id), one.counted) for one in ledgers.rows(desk.session, scope)]
    total = len(found) + 1
    tell(0, total)
    with tempfile.TemporaryDirectory(prefix="dossier") as folder, zipfile.ZipFile(path, "w") as package:
        sheet = Path(folder) / "sheet.xlsx"
        with LongBook(sheet) as book:
            ledger.put_rows(book, desk, tr, ledger.lines(desk, tr, asked, scope), note=note)
            book.sheet(str(tr("Counted")), _heads(tr, _COUNTS), _counts(desk, tr, found, words), note=note)
            book.sheet(str(tr("History")), _heads(tr, _HISTORY), _history(desk, tr, found, words, tell), note=note)
        _add(package, sheet, str(tr("Ledger, figures, history.xlsx")))
        period = periods.named(asked.period, chinese=tr.chinese) or str(tr("all periods"))
        index = [note, unit.name, period, "", *_papers(desk, tr, package, found)]
        package.writestr(str(tr("Index.txt")), "\n".join(index))
        package.comment = note.encode()[:60_000]
    tell(total, total)
    return len(found)


def wanted(desk: Desk, asked: Asked) -> Wanted:
    """The rows of a unit's dossier; an observer has a dossier and no ledger."""
    return Wanted(None, (), ledger.between(desk, asked))


def _add(package: zipfile.ZipFile, source: Path, name: str) -> None:
    with source.open("rb") as given, package.open(_entry(name), "w") as taken:
        shutil.copyfileobj(given, taken)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _heads(tr: Translator, words: Sequence[str]) -> list[str]:
    return [str(tr(one)) for one in words]


# -- how each row counts -------------------------------------------------------------------------------------------

_COUNTS = ("Case number", "Period", "Counted as", "Leader", "Why", "Rule book")


def _counts(desk: Desk, tr: Translator, found: Found, words: Words) -> Iterator[list[object]]:
    for case, row in found:
        if row is not None:
            why = asking.why(desk, row.id or 0)
            counted = str(tr(COUNTED[row.counted])) if row.counted in COUNTED else row.counted
            book = why.book[0] if tr.chinese else why.book[1]
            period = periods.named(row.quarter, chinese=tr.chinese)
            yield [case.number, period, counted, row.leader_name, words.reasons(why.steps), book]


# -- what was done -------------------------------------------------------------------------------------------------

_HISTORY = ("Case number", "When", "Who", "What")


def _history(desk: Desk, tr: Translator, found: Found, words: Words, tell: Tell) -> Iterator[list[object]]:
    """The history of each case, as its reader may read it, oldest first."""
    for number, (case, _) in enumerate(found, 1):
        if not cases.may_see(desk, case):
            continue
        for entry in reversed(list(_entries(desk, case.id or 0))):
            who = entry.who or str(tr("The system"))
            yield [case.number, tr.moment(entry.at, year=True), who, words.entry(entry)]
        tell(number, len(found) + 1)


def _entries(desk: Desk, case_id: int) -> Iterator[Entry]:
    for number in range(_PAGES):
        page = history.of_case(desk, case_id, number).entries
        yield from page.items
        if page.number + 1 >= page.pages:
            return


# -- papers ----------------------------------------------------------------------------------------------------------


def _papers(desk: Desk, tr: Translator, package: zipfile.ZipFile, found: Found) -> Iterator[str]:
    """Put the files of the cases in, those that the actor may see; gives the lines of the index."""
    left, note = _FILES, mark(desk, tr)
    for case, _ in found:
        yield case.number
        for file in store.files_of(desk.session, case.id or 0):
            if not _sees(desk, file):
                continue  # not even its name is for somebody who may not see it
            why = _left_out(desk, file, left)
            if why:
                yield f"  {file.name}: {tr(why)}"
                continue
            original = desk.house.files.get(file.hash)
            marked = stamping.stamped(original, file.name, note, chart_fonts.installed())
            left -= len(marked or original)
            name = f"{safe_name(case.number)}/{file.id}-{safe_name(file.name)}"
            package.writestr(_entry(name), marked or original)
            yield f"  {name}"
            yield f"    {tr('SHA-256 of the original: {hash}', hash=file.hash)}"
            if marked is None:
                yield f"    {tr('As it is, without the mark: this kind of file, or this one, cannot be marked.')}"


def _sees(desk: Desk, file: StoredFile) -> bool:
    try:
        stored_files.get(desk, file.id or 0)
    except Refused:
        return False
    return True


def _left_out(desk: Desk, file: StoredFile, left: int) -> str:
    """Why a file that the reader may see is not in it; empty where it is."""
    if stored_files.is_sensitive(desk, file):
        return "sensitive: only in the chat, where it cannot be passed on"
    if not desk.house.files.has(file.hash):
        return "the file is not there any more"
    return "left out, the archive would be too large" if file.size > left else ""
