"""Reads a court's bulletin: the rows of a sheet, a pasted table, the text of a PDF, sentences. Nothing is guessed:
what looks like a line of a unit and cannot be read is named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation

from bot.domain.bulletins import court_columns as columns
from bot.domain.bulletins.court_figures import CaseLine, FigureLine, Read, from_cases, joined
from bot.domain.hall.extracts import Extract, Line
from bot.domain.reading.case_spans import spot_case_numbers
from bot.domain.reading.cleaning import clean_line, clean_text
from bot.domain.reading.number_series import find_numbers

MOST = 2000
"""Lines of one bulletin that are read."""
_CERTAIN = 0.9
"""Below this a piece that was read from a picture is named."""
_TOTAL = re.compile(r"^(合计|总计|总数|总量|共计|全市(合计)?|全县(合计)?|全区(合计)?)$")
_SUBTOTAL = re.compile(r"小计")
_QUARTER = re.compile(r"(20\d\d)\s*年?\s*(?:第\s*)?([一二三四1-4])\s*季度|(20\d\d)\s*-?\s*Q([1-4])", re.IGNORECASE)
_PARTS = re.compile(r"\t|\s*[|｜]\s*|[ ]+|；|;")
_NAME = re.compile(r"[\u4e00-\u9fff]")
_COUNT = re.compile(r"(\d{1,6})(?:\.0+)?\s*(?:件|次|人次|人|起|宗)?")
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,6})?)\s*[%％]")
_IN_WORDS = (
    (columns.HEARD, re.compile(r"(?:开庭审理|开庭|审理|应出庭)(?:行政)?(?:案件|的案件)?\D{0,6}?(\d{1,6})\s*[件次]")),
    (columns.PRINCIPAL, re.compile(r"(?:主要负责人|正职|一把手)(?:出庭应诉|出庭)?\D{0,4}?(\d{1,6})\s*[件次]")),
    (columns.ATTENDED, re.compile(r"(?<!应)(?<!未)出庭(?:应诉)?(?:的)?\D{0,4}?(\d{1,6})\s*[件次]")),
    (columns.ABSENT, re.compile(r"(?:未出庭|没有出庭)(?:应诉)?\D{0,4}?(\d{1,6})\s*[件次]")),
)
_LEADING = re.compile(r"^\s*(?:[（(]?\d{1,3}[)）.、．]|\d{1,3}\s+|[一二三四五六七八九十]{1,3}[、.])\s*")
_ABSENT = re.compile(r"未出庭|没有出庭|未到庭|缺席|^否$|^[×xX✗]$|^无$")
_CAME = re.compile(r"出庭|到庭|^是$|^[√✓✔]$|^有$")


def quarter_in(text: str) -> str:
    """The first quarter that a text names, as 2026Q3; empty where it names none."""
    found = _QUARTER.search(text[:4000])
    if found is None:
        return ""
    year, which = (found[1], found[2]) if found[1] else (found[3], found[4])
    return f"{year}Q{'一二三四'.index(which) + 1 if which in '一二三四' else which}"


# -- from where it comes -----------------------------------------------------------------------------------------------


def read_extract(found: Extract) -> Read:
    """What a file says: its tables where it has some, else its text. What is hidden in a sheet is not read."""
    tables = [read_rows([cells for _, cells in one.seen]) for one in found.tables]
    titles = "\n".join(one.title for one in found.tables)
    heads = "\n".join(" ".join(cells) for one in found.tables for _, cells in one.seen[:3])
    read = joined([one for one in tables if not one.empty or one.unread])
    if read.empty and found.text:
        read = read_text(found.text)
    return _named(read, f"{titles}\n{heads}\n{found.text}")


def read_lines(lines: Sequence[Line]) -> tuple[Read, tuple[str, ...]]:
    """What was read from a picture, its pieces of writing put together to rows again; and the rows of which a piece is
    not certain, for somebody to compare."""
    found = _rows(lines)
    doubtful = [" ".join(one.text for one in row) for row in found if min(one.score for one in row) < _CERTAIN]
    text = "\n".join("\t".join(one.text for one in row) for row in found)
    return read_text(text), tuple(one for one in doubtful if re.search(r"\d", one))


def _rows(lines: Sequence[Line]) -> list[list[Line]]:
    """Pieces that stand beside one another on a page, from left to right, from above to below."""
    rows: list[list[Line]] = []
    for one in sorted(lines, key=lambda line: (line.page, _middle(line))):
        last = rows[-1] if rows else []
        if last and last[0].page == one.page and last[0].box[1] < _middle(one) < last[0].box[3]:
            last.append(one)
        else:
            rows.append([one])
    return [sorted(row, key=lambda line: line.box[0]) for row in rows]


def _middle(line: Line) -> float:
    return (line.box[1] + line.box[3]) / 2


def read_text(text: str) -> Read:
    """A pasted table, the text of a PDF, or sentences."""
    lines = [line.strip() for line in clean_text(text).split("\n") if line.strip()]
    return _named(_read([_split(line) for line in lines[:MOST]], aligned=False), text)


def read_rows(rows: Sequence[Sequence[str]]) -> Read:
    """The rows of a sheet, whose cells stand below their headings."""
    cleaned = [[clean_line(cell) for cell in row] for row in rows[:MOST]]
    text = "\n".join(" ".join(row) for row in cleaned[:5])
    return _named(_read([row for row in cleaned if any(row)], aligned=True), text)


def _named(read: Read, text: str) -> Read:
    quarter = read.quarter or quarter_in(text)
    return Read(read.lines, read.cases, read.total, quarter, read.unread)


def _split(line: str) -> list[str]:
    if "\t" in line:
        return [clean_line(cell) for cell in line.split("\t")]
    if re.search(r"[|｜]", line):
        return [clean_line(cell) for cell in re.split(r"[|｜]", line.strip("|｜ "))]
    return [cell for cell in _PARTS.split(line) if cell]


# -- rows --------------------------------------------------------------------------------------------------------------


def _read(rows: Iterable[list[str]], *, aligned: bool) -> Read:
    kinds: tuple[str, ...] = ()
    lines, cases, unread = list[FigureLine](), list[CaseLine](), list[str]()
    total: FigureLine | None = None
    for cells in rows:
        heading = columns.kinds_of(cells)
        if heading:
            kinds = heading
            continue
        text = " ".join(cell for cell in cells if cell)
        if spot_case_numbers(text):
            cases += _case(cells, kinds, text)
            continue
        found = _figures(cells, kinds, text, aligned=aligned)
        if isinstance(found, str):
            unread += [found] if found else []
        elif _TOTAL.match(found.name):
            total = total or found
        elif not _SUBTOTAL.search(found.name):
            lines.append(found)
    return Read(tuple(lines) or from_cases(cases), tuple(cases), total, "", tuple(unread))


def _figures(cells: list[str], kinds: tuple[str, ...], text: str, *, aligned: bool) -> FigureLine | str:
    """The line; or the text of what looks like one and is not understood; or nothing, for what says nothing."""
    if columns.NAME in kinds and columns.NUMBER not in kinds and (aligned or len(cells) == len(kinds)):
        by_kind = {kind: cell for kind, cell in zip(kinds, cells, strict=False) if kind}
        name, counts = by_kind.get(columns.NAME, ""), {k: _count(by_kind.get(k, "")) for k in columns.COUNTS}
        printed, note = _percent(by_kind.get(columns.RATE, ""), bare=True), by_kind.get(columns.NOTE, "")
    else:
        worded = _worded(text)
        name, counts = worded if worded else _placed(cells, kinds)
        printed, note = _percent(text, bare=False), ""
    return _line(name, counts, printed, note, text)


def _line(name: str, counts: dict[str, int | None], printed: Decimal | None, note: str, text: str) -> FigureLine | str:
    heard, attended, absent = (counts.get(k) for k in (columns.HEARD, columns.ATTENDED, columns.ABSENT))
    if heard is None and attended is not None and absent is not None:
        heard = attended + absent
    if attended is None and heard is not None and absent is not None:
        attended = heard - absent
    if not name or not _NAME.search(name):
        return ""
    if heard is None or attended is None:
        return text[:80] if re.search(r"\d", text) and _looks_like_one(text, counts) else ""
    return FigureLine(name[:120], heard, attended, counts.get(columns.PRINCIPAL), printed, note[:200])


def _looks_like_one(text: str, counts: dict[str, int | None]) -> bool:
    """A sentence of the text around a table is none; a row with a figure below a heading is."""
    return any(one is not None for one in counts.values()) and len(text) < 60


def _placed(cells: list[str], kinds: tuple[str, ...]) -> tuple[str, dict[str, int | None]]:
    """By the order of the figures: heard, attended; as the headings have them, where as many stand there."""
    rest = (
        cells[1:] if len(cells) > 1 and re.fullmatch(r"\d{1,3}[.、]?", cells[0]) and _NAME.search(cells[1]) else cells
    )
    name = _LEADING.sub("", rest[0]) if rest else ""
    if not _NAME.search(name):
        return "", {}
    found = [_count(cell) for cell in rest[1:] if not _PERCENT.fullmatch(cell) and _count(cell) is not None]
    named = [kind for kind in kinds if kind in columns.COUNTS]
    if named and len(named) == len(found):
        return name, dict(zip(named, found, strict=True))
    if named or len(found) not in (2, 3):
        return name, ({columns.HEARD: None, columns.NOTE: found[0]} if found else {})
    return name, dict(zip((columns.HEARD, columns.ATTENDED, columns.PRINCIPAL), found, strict=False))


def _worded(text: str) -> tuple[str, dict[str, int | None]] | None:
    """县自然资源局开庭审理10件，负责人出庭9件（其中主要负责人3件）."""
    found: dict[str, int | None] = {}
    first, left = len(text), text
    for kind, pattern in _IN_WORDS:
        match = pattern.search(left)
        if match:
            found[kind] = int(match[1])
            first = min(first, match.start())
            left = left[: match.start()] + "#" * (match.end() - match.start()) + left[match.end() :]
    if not {columns.HEARD, columns.ATTENDED, columns.ABSENT} & set(found) or len(found) < 2:
        return None
    name = re.split(r"[，,：:、。；;\s]", _LEADING.sub("", text[:first]).strip())[0]
    return re.sub(r"(共|本季度|行政机关负责人|负责人)+$", "", name), found


def _count(cell: str) -> int | None:
    found = _COUNT.fullmatch(cell.strip())
    return int(found[1]) if found else None


def _percent(text: str, *, bare: bool) -> Decimal | None:
    """The percentage; of a cell of rates (`bare`) also 90 and 0.9, as sheets keep it."""
    found = _PERCENT.search(text)
    if found:
        return Decimal(found[1])
    if not bare or not text:
        return None
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return None
    return (value * 100).normalize() if 0 <= value <= 1 else value if value <= 100 else None


# -- cases -------------------------------------------------------------------------------------------------------------


def _case(cells: list[str], kinds: tuple[str, ...], text: str) -> list[CaseLine]:
    """Every case that a row names: joined ones stand in one cell."""
    by_kind = {kind: cell for kind, cell in zip(kinds, cells, strict=False) if kind} if len(kinds) == len(cells) else {}
    numbers = list(dict.fromkeys(str(one) for one in find_numbers(text).full))
    if by_kind.get(columns.NAME):
        name, said = by_kind[columns.NAME], by_kind.get(columns.CAME) or by_kind.get(columns.ATTENDED, "")
        reason = by_kind.get(columns.REASON) or by_kind.get(columns.NOTE, "")
    else:
        rest = [c for c in cells if not spot_case_numbers(c) and _NAME.search(c) and not re.search(r"法院", c)]
        name = next((c for c in rest if not _ABSENT.search(c) and not _CAME.search(c)), "")
        said = next((c for c in cells if not spot_case_numbers(c) and (_ABSENT.search(c) or _CAME.search(c))), "")
        reason = ""
    return [CaseLine(one, name[:120], _attended(said, reason), reason[:200]) for one in numbers]


def _attended(said: str, reason: str) -> bool | None:
    if _ABSENT.search(said):
        return False
    return True if _CAME.search(said) else None
