"""The form that records court papers, and how what people type into it is read."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from bot.domain.casenumbers import parse_case_number
from bot.domain.cases import APPEALABLE, DECISION_PAPERS, RULINGS
from bot.domain.cleaning import read_line, read_text, shown
from bot.domain.dates import read_date
from bot.domain.forms import Choice, Field, Form, Situation, Values
from bot.domain.numerals import fold, parse_numeral
from bot.domain.paper_names import ADVICE_NAMES, MODE_NAMES, OUTCOME_NAMES, PAPER_NAMES, RULING_NAMES, TAG_NAMES
from bot.domain.problems import Problem, problem
from bot.domain.terms import PaperKind, ServiceMode
from bot.domain.trigger_facts import LOSSES

ASSUMED_MODE = ServiceMode.IN_PERSON
"""How one line that does not say it is taken to have been served; the preview says so and offers the others."""
#: Outcomes that leave something to perform: the judgment's own term is asked for.
PERFORMED = frozenset({*LOSSES} - {"revoked", "declared_unlawful", "declared_void", "altered"})


def choices_of(names: dict[Any, str]) -> tuple[Choice, ...]:
    return tuple(Choice(str(getattr(key, "value", key)), label, translated=True) for key, label in names.items())


def _kinds(values: Values) -> set[str]:
    return set(values.get("papers") or ())


def _has(values: Values, kinds: frozenset[PaperKind]) -> bool:
    return bool(_kinds(values) & {kind.value for kind in kinds})


def read_number(text: str, situation: Situation) -> Any:
    """A case number in any form, as its normalised text."""
    found = parse_case_number(text)
    if found is not None:
        return str(found)
    if "建" in text:
        return problem(
            "“{text}” looks like the number of the advice itself. Please give the number of the case it is about, "
            "like （2026）豫0482行初12号.",
            text=shown(text),
        )
    return problem(
        "I could not read a case number in “{text}”. Please write it like （2026）豫0482行初12号.", text=shown(text)
    )


def read_day_gone_by(text: str, situation: Situation) -> Any:
    """A day up to today, as ISO text."""
    found = read_date(text, situation.today, past=True, future=False)
    return found if isinstance(found, Problem) else found.isoformat()


def read_day_to_come(text: str, situation: Situation) -> Any:
    found = read_date(text, situation.today, past=False, future=True)
    return found if isinstance(found, Problem) else found.isoformat()


_DAYS = re.compile(r"^(?P<n>\d{1,3}|[〇零一二两三四五六七八九十百]{1,5})\s*(?:日|天|days?)(?:内|以内)?$", re.IGNORECASE)


def read_term(text: str, situation: Situation) -> Any:
    """The document's own term: a day (as ISO text), or a number of days ("30天" becomes 30)."""
    match = _DAYS.match(fold(text).strip())
    if match:
        n = parse_numeral(match["n"])
        if n is None or not 1 <= n <= 730:
            return problem("A term of {text} is not plausible; please check.", text=shown(text))
        return n
    found = read_date(text, situation.today, past=True, future=True)
    return found if isinstance(found, Problem) else found.isoformat()


def read_count(text: str, situation: Situation) -> Any:
    """How many plaintiffs: 1 to 9999."""
    n = parse_numeral(fold(text).strip().rstrip("人名户个"))
    return n if n is not None and 1 <= n <= 9999 else problem("Please write a number from 1 to 9999.")


def line_of(limit: int) -> Any:
    return lambda text, situation: read_line(text, limit=limit)


def lines_of(limit: int) -> Any:
    return lambda text, situation: read_text(text, limit=limit)


def show_day(value: Any, tr: Any) -> object:
    return date.fromisoformat(value) if isinstance(value, str) else value


def show_term(value: Any, tr: Any) -> object:
    return tr.plural("{n} day", "{n} days", value) if isinstance(value, int) else show_day(value, tr)


def mode_is_assumed(values: Values) -> bool:
    """Whether one line was entered without a word on how it was served, and nobody has said it since."""
    return bool(values.get("assumed")) and values.get("mode") == ASSUMED_MODE.value


def days_back(today: date) -> tuple[Choice, ...]:
    """Today, yesterday, the day before: the usual days of service."""
    names = ("today", "yesterday", "the day before yesterday")
    return tuple(Choice((today - timedelta(days=n)).isoformat(), name, translated=True) for n, name in enumerate(names))


PAPER = Form(
    "paper",
    "Court paper",
    (
        Field(
            "papers",
            "Which papers came? Several from one envelope may be chosen.",
            "Papers",
            read=None,
            choices=choices_of(PAPER_NAMES),
            many=True,
        ),
        Field("number", "What is the case number?", "Case number", read=read_number),
        Field("agency", "Which agency were the papers served on?", "Agency", read=None),
        Field("served_on", "When was it received?", "Received on", read=read_day_gone_by, show=show_day),
        Field(
            "mode",
            "How was it served?",
            "Served",
            read=None,
            choices=choices_of(MODE_NAMES),
            quick=mode_is_assumed,
        ),
        Field(
            "outcome",
            "What was decided?",
            "Outcome",
            read=None,
            choices=choices_of(OUTCOME_NAMES),
            wanted=lambda v: _has(v, DECISION_PAPERS),
        ),
        Field(
            "ruling_kind",
            "What kind of ruling is it?",
            "Kind of ruling",
            read=None,
            choices=choices_of(RULING_NAMES),
            wanted=lambda v: _has(v, RULINGS),
        ),
        Field(
            "appeal",
            "Does the agency want to appeal?",
            "Appeal",
            read=None,
            wanted=lambda v: _has(v, APPEALABLE),
            choices=(
                Choice("yes", "Yes", translated=True),
                Choice("no", "No", translated=True),
                Choice("undecided", "Not decided yet", translated=True),
            ),
        ),
        Field(
            "advice_kind",
            "What is the advice about?",
            "Advice",
            read=None,
            choices=choices_of(ADVICE_NAMES),
            wanted=lambda v: _has(v, frozenset({PaperKind.ADVICE})),
        ),
        Field(
            "term",
            "Which term does the document itself set? A day, or a number of days.",
            "Own term",
            read=read_term,
            show=show_term,
            optional=True,
            wanted=lambda v: _has(v, frozenset({PaperKind.ADVICE})) or v.get("outcome") in PERFORMED,
        ),
        Field(
            "again",
            "This paper is recorded already. Is it the same one?",
            "Recorded already",
            read=None,
            choices=(
                Choice("same", "The same, entered twice", translated=True),
                Choice("another", "Another paper", translated=True),
            ),
            wanted=lambda v: bool(v.get("duplicate")),
        ),
        Field("handling", "Which agency handles the case?", "Handling unit", read=None, later=True),
        Field(
            "plaintiff",
            "Who is the plaintiff? (shown only to the case's own people)",
            "Plaintiff",
            read=line_of(60),
            optional=True,
            later=True,
        ),
        Field(
            "count",
            "How many plaintiffs are there?",
            "Number of plaintiffs",
            read=read_count,
            optional=True,
            later=True,
        ),
        Field("cause", "What is the case about?", "Cause of action", read=line_of(60), optional=True, later=True),
        Field(
            "tags",
            "Does any of these apply? Risk cases are reported person to person.",
            "Tags",
            read=None,
            choices=choices_of(TAG_NAMES),
            many=True,
            optional=True,
            later=True,
        ),
        Field("files", "Please send the photos or the PDF.", "Files", read=None, files=True, optional=True, later=True),
    ),
    confirm="Record",
)
