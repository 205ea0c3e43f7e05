"""A bureau's ledger, read: a row for each case and unit, and what is wrong with which row, in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, time
from typing import Any

from bot.domain.figures import ledger_cells as cells_
from bot.domain.figures.ledger_cells import Held
from bot.domain.figures.ledger_columns import COLUMNS, Heads
from bot.domain.hall.extracts import Row
from bot.domain.hall.problems import Problem, problem
from bot.domain.reading.casenumbers import find_case_numbers
from bot.domain.reading.cleaning import clean_line, shown
from bot.domain.reading.number_series import find_numbers
from bot.domain.reading.parties import without_count
from bot.domain.reading.serials import FIRST_DAY

DAYS = ("filed_on", "received_on", "closed_on")
TEXTS = {
    "court": 60, "cause": 120, "plaintiff": 120, "third_party": 200, "place": 120, "outcome": 200, "archive": 60,
    "note": 300, "absence": 200, "act": 60, "performance": 200, "advice": 200,
}  # fmt: skip
"""Fields that are taken as they stand, and how long they may be."""
_TOTALS = re.compile(
    r"^(?:合\s*计|总\s*计|小\s*计|共\s*计|累\s*计|total|说明|注|备注|填表|制表|审核|填报|统计)", re.IGNORECASE
)
_A_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?=\s*年|\D*$)")
_COUNT = re.compile(r"等\s*([0-9]{1,4})\s*[人户名家]")


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with a row, by the number that its reader sees."""

    row: int
    column: str
    """Its words (a message id); empty where it is of the whole row."""
    problem: Problem


@dataclass(frozen=True, slots=True)
class Entry:
    """What a row says of one case. `values` holds what was filled in: texts, and days in ISO form."""

    row: int
    number: str
    agencies: tuple[str, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    hearings: tuple[Held, ...] = ()
    attended: tuple[bool, ...] = ()
    spoke: tuple[bool, ...] = ()
    leader: str = ""
    post: str = ""
    plaintiffs: int = 0


@dataclass(frozen=True, slots=True)
class Ledger:
    """What a sheet says, and what of it cannot be taken over."""

    entries: tuple[Entry, ...] = ()
    errors: tuple[RowError, ...] = ()
    left_out: int = 0
    """Rows that are no cases: totals, remarks below the table."""
    remarks: tuple[RowError, ...] = ()
    """What is to be said of rows that are taken over."""


def read(rows: Sequence[Row], heads: Heads, today: date, first_day: date = FIRST_DAY, title: str = "") -> Ledger:
    """The rows below the headings; `today` is local, `first_day` from which serial dates count in the workbook, `title`
    the sheet's."""
    year = _year_above(rows, heads, title)
    entries: list[Entry] = []
    errors: list[RowError] = []
    remarks: list[RowError] = []
    left_out = 0
    for number, raw in rows[heads.first + heads.depth :]:
        named = _named(raw, heads)
        if _is_case(raw, named):
            reading = _Reading(number, named, today, first_day, year)
            entries += _read(reading)
            errors += reading.errors
            remarks += reading.remarks
        else:
            left_out += 1
    return Ledger(tuple(entries), tuple(errors), left_out, tuple(remarks))


def _named(raw: Sequence[str], heads: Heads) -> dict[str, str]:
    """The cells of a row by field; hearings may stand in several columns."""
    found: dict[str, str] = {}
    for name, cell in zip(heads.fields, raw, strict=False):
        text = cell.strip()
        if name and text:
            found[name] = f"{found[name]}；{text}" if name in found else text
    return found


def _is_case(raw: Sequence[str], named: Mapping[str, str]) -> bool:
    """Whether a row says something of a case: no totals, no remarks, no headings that are repeated on each page."""
    first = next((clean_line(cell) for cell in raw if cell.strip()), "")
    if numbers_in(named.get("number", "")):
        return True
    repeated = clean_line(named.get("number", "")) in COLUMNS["number"].headings
    return bool(named) and not _TOTALS.match(first) and not repeated and (len(named) > 1 or "number" in named)


def _year_above(rows: Sequence[Row], heads: Heads, title: str) -> int:
    """The one year that the sheet names in its title and above its headings; 0 where it names none, or several."""
    above = [title, *(cell for _, cells in rows[: heads.first] for cell in cells)]
    years = {int(one) for text in above for one in _A_YEAR.findall(text)}
    return years.pop() if len(years) == 1 else 0


def _read(reading: _Reading) -> list[Entry]:
    """A row's entries, one for each number; none where something of it is wrong."""
    named = reading.named
    numbers = reading.numbers()
    values = reading.values()
    attended, spoke = reading.answers("attended"), reading.answers("spoke")
    held = reading.hearings()
    leader, post = cells_.person(named.get("leader", ""), named.get("post", ""))
    if not leader and attended == (True,):
        leader, within = cells_.person_within(named.get("attended", ""))
        post = post or within
    if any(reading.errors):
        return []
    if not attended and leader and "attended" not in named and leader not in ("否", "未出庭"):
        attended = (True,)
    count = _COUNT.search(named.get("plaintiff", ""))
    entry = Entry(
        reading.row, "", tuple(cells_.names(named.get("agency", ""))), values, held, attended, spoke,
        leader[:60] if any(attended) else "", post[:60], int(count[1]) if count else 0,
    )  # fmt: skip
    return [_with_number(entry, one) for one in numbers]


def _with_number(entry: Entry, number: str) -> Entry:
    original = "" if entry.values.get("original") == number else entry.values.get("original", "")
    values = {name: value for name, value in entry.values.items() if name != "original"}
    return Entry(
        entry.row, number, entry.agencies, values | ({"original": original} if original else {}), entry.hearings,
        entry.attended, entry.spoke, entry.leader, entry.post, entry.plaintiffs,
    )  # fmt: skip


def numbers_in(cell: str) -> list[str]:
    """The case numbers that a cell names, each once."""
    return list(dict.fromkeys(str(one) for one in (*find_case_numbers(cell), *find_numbers(cell).full)))


def _no_number(cell: str) -> Problem:
    if cell.strip():
        return problem(
            "I could not read a case number in “{text}”. Please write it like （2026）鲁0831行初12号.", text=shown(cell)
        )
    return problem("There is no case number.")


class _Reading:
    """The cells of one row, and what is wrong with them."""

    def __init__(self, row: int, named: Mapping[str, str], today: date, first_day: date, year: int = 0) -> None:
        self.row, self.named, self.today, self.first_day, self.year = row, named, today, first_day, year
        self.errors: list[RowError] = []
        self.remarks: list[RowError] = []

    def numbers(self) -> list[str]:
        """All that the cell names: joined cases stand in one row, as 6号、7号 or 6号至9号."""
        cell = self.named.get("number", "")
        found = numbers_in(cell)
        if not found:
            self.wrong("number", _no_number(cell))
        # What is no number beside some is said: 等3件, of which only one is named.
        left = find_numbers(cell).wrong if found else ()
        self.remarks += [RowError(self.row, COLUMNS["number"].words, one.why) for one in left]
        return found

    def wrong(self, name: str, why: Problem) -> None:
        self.errors.append(RowError(self.row, COLUMNS[name].words, why))

    def values(self) -> dict[str, str]:
        found = {name: value for name, most in TEXTS.items() if (value := self._text(name, most))}
        found |= {name: value for name in DAYS if (value := self._day(name))}
        original = find_case_numbers(self.named.get("original", ""))
        return found | ({"original": str(original[0])} if original else {})

    def _text(self, name: str, most: int) -> str:
        cell = self.named.get(name, "")
        if cells_.is_nothing(cell):
            return ""
        text = "；".join(filter(None, map(clean_line, cell.splitlines())))
        return (without_count(text) if name == "plaintiff" else text)[:most]

    def _day(self, name: str) -> str:
        found = cells_.day(self.named.get(name, ""), self.today, self.first_day, self.year)
        if isinstance(found, Problem):
            self.wrong(name, found)
            return ""
        if found is not None and found > self.today:
            self.wrong(name, problem("{day} is still to come.", day=found))
        return found.isoformat() if found else ""

    def hearings(self) -> tuple[Held, ...]:
        found = cells_.hearings(self.named.get("hearing", ""), self.today, self.first_day, self.year)
        if isinstance(found, Problem):
            self.wrong("hearing", found)
            return ()
        return found

    def answers(self, name: str) -> tuple[bool, ...]:
        cell = self.named.get(name, "")
        found = cells_.yes_no(cell)
        if found is None:
            self.wrong(name, problem("“{text}” says neither yes nor no.", text=shown(cell)))
        return found or ()


def answer_at(answers: Sequence[bool], at: int) -> bool | None:
    """What was answered of the hearing at this place; one answer holds for all of them."""
    if len(answers) == 1:
        return answers[0]
    return answers[at] if at < len(answers) else None


# -- for keeping ---------------------------------------------------------------------------------------------------


def as_json(ledger: Ledger) -> dict[str, Any]:
    """As plain values."""
    return {
        "entries": [_plain(one) for one in ledger.entries],
        "errors": [_plain_error(one) for one in ledger.errors],
        "remarks": [_plain_error(one) for one in ledger.remarks],
        "left_out": ledger.left_out,
    }


def _plain(one: Entry) -> dict[str, Any]:
    held = [[h.day.isoformat(), h.clock.isoformat("minutes"), h.assumed] for h in one.hearings]
    return {**asdict(one), "hearings": held}


def _plain_error(one: RowError) -> list[Any]:
    return [one.row, one.column, one.problem.msgid, _texts(one.problem.params)]


def _texts(params: Mapping[str, Any]) -> dict[str, str]:
    return {name: value.isoformat() if isinstance(value, date) else str(value) for name, value in params.items()}


def entries_of(stored: Mapping[str, Any]) -> Iterator[Entry]:
    """The entries of what was kept."""
    for one in stored["entries"]:
        held = tuple(Held(date.fromisoformat(day), time.fromisoformat(at), bool(a)) for day, at, a in one["hearings"])
        lists = {name: tuple(one[name]) for name in ("agencies", "attended", "spoke")}
        yield Entry(**{**one, **lists, "hearings": held})


def errors_of(stored: Mapping[str, Any], name: str = "errors") -> tuple[RowError, ...]:
    """The errors of what was kept, or its remarks."""
    return tuple(RowError(row, column, Problem(msgid, params)) for row, column, msgid, params in stored.get(name, ()))
