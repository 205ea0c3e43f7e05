"""The forms of the court's bulletins: what came in, a unit's figures, another day, how a difference is settled."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.bulletins.comparing import SETTLEMENT_NAMES
from bot.domain.bulletins.court_figures import from_json, to_json
from bot.domain.bulletins.court_reading import read_text as read_figures
from bot.domain.figures import periods
from bot.domain.hall.forms import Field, Form, Situation
from bot.domain.hall.problems import Problem, problem
from bot.domain.reading.answers import choices_of, read_day_gone_by, show_day
from bot.domain.reading.cleaning import read_line, read_text
from bot.domain.reading.numerals import fold, parse_numeral

REASON_LENGTH = 500
SENT = "sent"
"""Under this name a draft keeps the files from which its figures were read: they are the bulletin itself."""
_MOST = 99_999
_QUARTER = re.compile(
    r"(?:(?:20\d\d|[一二][〇零○一二三四五六七八九]{3})\s*年?度?|今年|去年|本年度?|上年度?)?\s*(?:第?\s*[1-4一二三四]\s*个?\s*季度?|[qQ][1-4])"
    r"(?:\s*(?:of\s*)?20\d\d)?|(?<!\d)20\d\d\s*-?\s*[qQ][1-4]|上个?季度?"
    r"|(?:the\s+)?(?:first|second|third|fourth|last)\s+quarter(?:\s+(?:of\s+)?20\d\d)?",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"的?(?:情况)?(?:季度)?(?:通报|bulletin)(?:情况)?(?:是|于|在|已经?|刚刚?)?|^[\s，,、；;。:：的]+|[\s，,、；;。]+$"
)
"""Words around a day that say nothing more."""


def read_quarter(text: str, situation: Situation) -> Any:
    """2026Q3; only a quarter that is over."""
    found = periods.parse(text, situation.today)
    if found is None or found.span is not periods.Span.QUARTER:
        inside = _QUARTER.search(text)
        if inside is not None and inside[0].strip() != text.strip():
            read = read_quarter(inside[0].strip(), situation)
            if isinstance(read, Problem):
                return read
        return problem("“{text}” names no quarter. Please write it as 2026Q3.", text=text[:20])
    if not found.is_over(situation.today):
        return problem("This quarter ends on {last}; its bulletin cannot be there yet.", last=found.last)
    return found.key


def read_at_once(text: str, situation: Situation, courts: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Quarter, court and day of receipt, as one line says them: 2026年第一季度 今天收到. A day that cannot be read, or
    be, is still to be asked for. `courts`: names by the value that is kept."""
    found: dict[str, str] = {}
    if "\n" in text.strip():
        return found
    rest = text.strip()
    for value, name in sorted(((v, n) for v, names in courts.items() for n in names), key=lambda one: -len(one[1])):
        if name and name in rest and "court" not in found:
            found["court"], rest = value, rest.replace(name, " ", 1)
    quarter = _QUARTER.search(rest)
    if quarter is not None:
        read = read_quarter(quarter[0], situation)
        if isinstance(read, Problem):
            return {}
        found["quarter"], rest = read, f"{rest[: quarter.start()]} {rest[quarter.end() :]}"
    while (shorter := _BESIDE.sub(" ", rest).strip()) != rest:
        rest = shorter
    if rest:
        on = read_day_gone_by(rest, situation)
        if isinstance(on, Problem):
            return {} if "quarter" in situation.values else found
        found["received"] = on
    return found


def show_quarter(value: Any, tr: Any) -> object:
    found = periods.of_key(str(value))
    return found.label(chinese=tr.chinese) if found is not None else value


def _read_figures(text: str, situation: Situation) -> Any:
    found = read_figures(text)
    if found.empty:
        return problem(
            "No figures of units were found. A line for each: 县自然资源局 10 9 (heard, attended), or a table with its "
            "headings."
        )
    return to_json(found)


def show_figures(value: Any, tr: Any) -> object:
    """县自然资源局10/9、县公安局5/4 …"""
    read = from_json(value)
    shown = [f"{one.name} {one.heard}/{one.attended}" for one in read.lines[:12]]
    shown += ["…"] if len(read.lines) > len(shown) else []
    words = tr("{n} units: {lines}", n=len(read.lines), lines="；".join(shown))
    return words + tr("; {n} cases", n=len(read.cases)) if read.cases else words


def read_number(text: str, situation: Situation) -> Any:
    """How many cases: 0 to 99,999."""
    n = parse_numeral(re.sub(r"[件次起宗个]$", "", fold(text).strip()))
    return n if n is not None and 0 <= n <= _MOST else problem("Please write a number, 0 where there is none.")


def _fits(situation: Situation) -> Problem | None:
    heard, attended = situation.values.get("heard"), situation.values.get("attended")
    principal = situation.values.get("principal")
    if heard is not None and attended is not None and attended > heard:
        return problem("Attended cannot be more than heard.").about("attended")
    if attended is not None and principal is not None and principal > attended:
        return problem("By the principal cannot be more than attended.").about("principal")
    return None


def _text(text: str, situation: Situation) -> Any:
    return read_text(text, limit=REASON_LENGTH)


_RECEIVED = Field("received", "On which day did it come in?", "Received on", read_day_gone_by, show=show_day)

ENTER = Form(
    "court.enter",
    "The court's bulletin",
    (
        Field("quarter", "Of which quarter?", "Quarter", read_quarter, show=show_quarter),
        Field("court", "Of which court?", "Court", lambda text, _: read_line(text, limit=60)),
        _RECEIVED,
        Field(
            "figures",
            "The figures by unit, please: paste the table or the text, or send the file (.xlsx, .docx, PDF). Skip to "
            "enter them unit by unit.",
            "Figures",
            _read_figures,
            show=show_figures,
            optional=True,
            free=True,
            blank="to be entered unit by unit",
        ),
        Field(
            "files",
            "Please send the bulletin itself (file or photo), if you have it.",
            "File",
            None,
            files=True,
            optional=True,
            wanted=lambda values: not values.get(SENT),
        ),
    ),
    confirm="Go on",
)
FIGURES = Form(
    "court.figures",
    "Figures of the court's bulletin",
    (
        Field(
            "figures",
            "Please paste the corrected table or text, or send the file. It takes the place of the figures that are "
            "there; those stay in the record.",
            "Figures",
            _read_figures,
            show=show_figures,
            free=True,
        ),
    ),
    confirm="Take them over",
)
UNIT = Form(
    "court.unit",
    "A unit's figures in the court's bulletin",
    (
        Field("unit", "Which unit?", "Unit", None),
        Field("heard", "How many of its cases were heard, by the bulletin?", "Heard", read_number),
        Field("attended", "In how many of them did a leader appear?", "Attended by a leader", read_number),
        Field("principal", "In how many the principal leader? Skip if it does not say.", "By the principal",
              read_number, optional=True),
    ),
    check=_fits,
    confirm="Record it",
)  # fmt: skip
FILES = Form(
    "court.files",
    "File of the court's bulletin",
    (Field("files", "Please send the bulletin itself (file or photo).", "File", None, files=True),),
    confirm="Add it",
)
MOVE = Form(
    "court.move",
    "Another day of receipt",
    (
        _RECEIVED,
        Field("reason", "Why is the day corrected? What runs from it runs anew.", "Reason", _text),
    ),
    confirm="Correct the day",
)
VOID = Form(
    "court.void",
    "Give up this entry",
    (Field("reason", "Why is it given up?", "Reason", _text),),
    confirm="Give it up",
)
SETTLE = Form(
    "court.settle",
    "Settle a difference",
    (
        Field("choice", "What does it come to? Both figures stay visible.", "Settled", None,
              choices=choices_of(SETTLEMENT_NAMES)),
        Field("note", "Why? For example: 该案由上级法院审理，不在本院通报范围。", "Note", _text),
    ),
    confirm="Settle it",
)  # fmt: skip
DISMISS = Form(
    "court.dismiss",
    "No letter to this unit",
    (Field("reason", "Why does it get no letter for this? What you write is kept.", "Reason", _text),),
    confirm="No letter",
)
NONE = Form(
    "court.none",
    "No letters needed",
    (Field("reason", "Why does nobody get a letter? What you write is kept with the duty.", "Reason", _text),),
    confirm="No letters needed",
)
