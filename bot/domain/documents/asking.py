"""How a kind's fields are asked for in chat: one form for each kind, of which what is wanted is asked.

A form keeps what people answer; the document gets it as raw values (`raws`) when all that was asked is answered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from bot.domain.documents.follow_ups import NO_DAY, WITHOUT_DAY, day_of
from bot.domain.documents.kinds import FieldType, Kind, KindField
from bot.domain.documents.showing import person
from bot.domain.documents.values import BEYOND, is_wanted
from bot.domain.hall.forms import Choice, Field, Form, Situation, Values, gathers
from bot.domain.hall.problems import Problem, problem
from bot.domain.hall.worded import Worded
from bot.domain.reading.cleaning import clean_line, read_line, read_text, shown
from bot.domain.reading.dates import read_date, read_moment
from bot.domain.reading.moments import LocalMoment
from bot.domain.reading.number_series import is_number_alone
from bot.domain.reading.numerals import fold, parse_numeral

ASKED, KNOWN = "asked", "known"
"""Beside its answers a draft keeps which fields are asked for, and what others hold on which these depend."""
YES, NO = "yes", "no"
NO_ANSWER = "Your message was not taken: it does not answer this form."
T = FieldType
_NONE = "，没有请直接点“完成”", ", or at once if there is none"
"""What is said of a list that may stay empty."""
Reader = Callable[[str, Situation], Any]
_FREE = frozenset({T.TEXT, T.LINES, T.ROWS, T.PERSON, T.FILES})
_CELLS = re.compile(r"\s*(?:[；;|｜\t\n])\s*")
_COMMAS = re.compile(r"\s*[，,]\s*")
_NUMBERED = re.compile(r"^\s*(?:\d{1,3}[.、．)）](?!\d)|[（(]\d{1,3}[)）])\s*")
_DECIMAL = re.compile(r"-?\d{1,12}(?:\.\d{1,4})?")
_CASE_NUMBER = "案号"
_A_NUMBER = re.compile("号|案件")
_PHONE = re.compile(r"\+?\d[\d\-]{5,18}\d")


def form_name(kind_id: str) -> str:
    return f"doc.{kind_id}"


def form_of(kind: Kind) -> Form:
    """The form of a kind: over with its last answer, for the draft itself is what is looked at."""
    fields = tuple(_field(one) for one in kind.fields)
    return Form(form_name(kind.id), Worded(kind.zh, kind.en), fields, confirm="Save", at_once=True)


def _field(one: KindField) -> Field:
    return Field(
        one.name,
        _question(one),
        Worded(one.zh, one.en),
        read=_no_case(one, _READERS[one.type](one)),
        choices=_fixed(one),
        show=_showing(one),
        optional=not one.required,
        many=one.type is T.CHOICES,
        files=one.type is T.FILES,
        adds=one.type is T.ROWS,
        free=one.type in _FREE,
        wanted=lambda values: _is_wanted(one, values),
    )


def _is_wanted(one: KindField, values: Values) -> bool:
    asked, known = values.get(ASKED), values.get(KNOWN)
    if not isinstance(asked, list) or one.name not in asked:
        return False
    return is_wanted(one, {**(known if isinstance(known, Mapping) else {}), **values})


# -- questions -----------------------------------------------------------------------------------------------------


def _question(one: KindField) -> Worded:
    zh, en = one.ask_zh or f"请填写“{one.zh}”。", one.ask_en or f"Please give: {one.en}."
    hint_zh, hint_en = _hint(one)
    return Worded(f"{zh}{hint_zh}", f"{en}{hint_en and ' '}{hint_en}")


def _hint(one: KindField) -> tuple[str, str]:
    """How it is answered, where the question alone does not say so: the button it is ended by has that word."""
    zh, en = _NONE if not one.required else ("", "")
    if one.type is T.FILES:
        return f"请逐个发送，发完后点“完成”{zh}。", f"Send them one by one, then press Done{en}."
    if one.type is not T.ROWS:
        return "", ""
    if len(one.columns) < 2:
        return f"每条一则消息，全部发完后点“完成”{zh}。", f"One message each; press Done when that is all{en}."
    parts_zh, parts_en = "；".join(c.zh for c in one.columns), "; ".join(c.en for c in one.columns)
    return (
        f"每条一行，各栏用“；”隔开：{parts_zh}。全部发完后点“完成”{zh}。",
        f"One line each, its parts set off by “;”: {parts_en}. Press Done when that is all{en}.",
    )


def _fixed(one: KindField) -> tuple[Choice, ...]:
    if one.type is T.YES_NO:
        return Choice(YES, "Yes", translated=True), Choice(NO, "No", translated=True)
    return tuple(Choice(c.id, Worded(c.zh, c.en), translated=True) for c in one.choices)


def days(today: date) -> tuple[Choice, ...]:
    """The days that are meant most often."""
    named = ((0, "today"), (1, "yesterday"))
    return tuple(Choice((today - timedelta(days=n)).isoformat(), words, translated=True) for n, words in named)


def rows(one: KindField, values: Values) -> tuple[Choice, ...]:
    """What was sent so far of a field of rows: each can be struck out."""
    found = values.get(gathers(one.name)) or ()
    return tuple(Choice(str(n), f"{n + 1}. {row_text(row)}") for n, row in enumerate(found))


def row_text(row: Mapping[str, Any]) -> str:
    return "；".join(str(cell) for cell in row.values() if cell)


def leaves(kind: Kind, name: str, text: str) -> bool:
    """Whether a text is no answer to this question: it names a case and nothing else, where none is asked for."""
    return any(one.name == name and not _asks_for_case(one) for one in kind.fields) and is_number_alone(text)


def _asks_for_case(one: KindField) -> bool:
    """A list whose first column is the number of a case; a word or line that is called a number or a case."""
    if one.type is T.ROWS:
        return _CASE_NUMBER in (one.columns[0].zh if one.columns else one.zh)
    return _CASE_NUMBER in one.zh or (one.type is T.TEXT and bool(_A_NUMBER.search(one.zh)))


def _no_case(one: KindField, read: Reader | None) -> Reader | None:
    if read is None or _asks_for_case(one):
        return read
    return lambda text, situation: problem(NO_ANSWER) if is_number_alone(text) else read(text, situation)


# -- reading -------------------------------------------------------------------------------------------------------


def _words(one: KindField) -> Reader:
    return lambda text, _: read_line(text, limit=one.most)


def _lines(one: KindField) -> Reader:
    return lambda text, _: read_text(text, limit=one.most)


def _day(one: KindField) -> Reader:
    def read(text: str, situation: Situation) -> Any:
        found = read_date(text, situation.today, past=True, future=not one.gone_by)
        return found if isinstance(found, Problem) else found.isoformat()

    return read


def _moment(one: KindField) -> Reader:
    def read(text: str, situation: Situation) -> Any:
        found = read_moment(text, situation.now, situation.zone, past=True, future=True)
        return found.instant(situation.zone).isoformat() if isinstance(found, LocalMoment) else found

    return read


def _number(one: KindField) -> Reader:
    def read(text: str, _: Situation) -> Any:
        words = fold(clean_line(text)).strip().rstrip("人名户个件次份天元分%")
        found = _figure(words)
        if found is not None:
            return found if not one.top or 0 <= found <= one.top else problem(BEYOND, most=one.top)
        return problem("“{text}” is not a number. Please write it like 3 or 12.5.", text=shown(text))

    return read


def _figure(words: str) -> int | float | None:
    whole = parse_numeral(words)
    if whole is not None or not _DECIMAL.fullmatch(words):
        return whole
    return float(words) if "." in words else int(words)


def _row(one: KindField) -> Reader:
    """One row, or a list of them: each line is one, as is asked; or each a part of one thing with its last day."""
    single, dated = _single_row(one), any(column.name == "until" for column in one.columns)

    def read(text: str, situation: Situation) -> Any:
        said = [_NUMBERED.sub("", line) for line in text.strip().splitlines() if line.strip()]
        parts = dated and len(said) <= len(one.columns) and not any(_CELLS.search(line) for line in said)
        if len(one.columns) < 2 or len(said) < 2 or parts:
            return single(text, situation)
        found = [single(line, situation) for line in said]
        return next((row for row in found if isinstance(row, Problem)), found)

    return read


def _single_row(one: KindField) -> Reader:
    def read(text: str, situation: Situation) -> Any:
        said = read_text(text, limit=one.most)
        if isinstance(said, Problem):
            return said
        most = max(1, len(one.columns))
        cells = _cells(said.strip("；; \n"), most) if most > 1 else [said]
        row = {c.name: cell for c, cell in zip(one.columns, [*cells, *[""] * most], strict=False)}
        if one.followed and day_of(row, situation.today) is None:
            until = row["until"]
            return problem(NO_DAY, text=shown(until)) if until else problem(WITHOUT_DAY, text=shown("；".join(cells)))
        return row

    return read


def _cells(said: str, most: int) -> list[str]:
    """Set off by “；”, as is asked; or all of them by commas, as is often written."""
    cells = _CELLS.split(said, maxsplit=most - 1)
    by_commas = _COMMAS.split(said)
    return by_commas if len(cells) == 1 and len(by_commas) == most else cells


def _person(one: KindField) -> Reader:
    """张明, 张明 副局长, 张明 副局长 13800000000."""

    def read(text: str, _: Situation) -> Any:
        said = read_line(text, limit=one.most)
        if isinstance(said, Problem):
            return said
        name, *more = re.split(r"[ ，,、]+", said)
        phone = next((part for part in more if _PHONE.fullmatch(part)), "")
        post = " ".join(part for part in more if part != phone)
        return {key: value for key, value in (("name", name), ("post", post), ("phone", phone)) if value}

    return read


def _none(one: KindField) -> None:
    """Only buttons or files answer it."""


_READERS: dict[FieldType, Callable[[KindField], Reader | None]] = {
    T.TEXT: _words,
    T.LINES: _lines,
    T.DAY: _day,
    T.MOMENT: _moment,
    T.NUMBER: _number,
    T.ROWS: _row,
    T.PERSON: _person,
    T.YES_NO: _none,
    T.CHOICE: _none,
    T.CHOICES: _none,
    T.FILES: _none,
}


# -- showing -------------------------------------------------------------------------------------------------------


def _showing(one: KindField) -> Callable[[Any, Any], object] | None:
    """How an answer is shown where it is no text by itself."""
    match one.type:
        case T.DAY:
            return lambda value, tr: date.fromisoformat(str(value))
        case T.MOMENT:
            return lambda value, tr: datetime.fromisoformat(str(value))
        case T.ROWS:
            return lambda value, tr: "\n".join(f"{n}. {row_text(row)}" for n, row in enumerate(value, 1))
        case T.PERSON:
            return lambda value, tr: person(value)
    return None


# -- from the document and back ------------------------------------------------------------------------------------


def beginning(kind: Kind, names: Sequence[str], raw: Mapping[str, Any], *, again: bool = False) -> dict[str, Any]:
    """What the form begins with that asks for these fields; `raw` is what all fields hold now.

    What becomes wanted by an answer is asked behind it. A list that is asked for `again` begins with what it holds.
    """
    asked = list(names)
    for one in kind.fields:
        hangs = (
            one.when is not None and one.when.field in asked and one.required and raw.get(one.name) in (None, "", [])
        )
        if hangs and one.name not in asked:
            asked.append(one.name)
    on = {one.when.field for one in kind.fields if one.when is not None} - set(asked)
    values: dict[str, Any] = {ASKED: asked, KNOWN: {name: raw[name] for name in sorted(on) if name in raw}}
    lists = [one.name for one in kind.fields if one.name in asked and one.type is T.ROWS] if again else []
    return values | {gathers(name): list(raw[name]) for name in lists if raw.get(name)}


def raws(kind: Kind, values: Values) -> dict[str, Any]:
    """What was answered, as a document takes it."""
    answered = (one for one in kind.fields if one.name in values)
    return {one.name: _raw(one, values[one.name]) for one in answered}


def begun(kind: Kind, values: Values) -> dict[str, Any]:
    """What was answered of a form that is given up: also what was sent so far of a list. What was passed over is not
    said."""
    lists = {one.name: values[gathers(one.name)] for one in kind.fields if values.get(gathers(one.name))}
    return {name: raw for name, raw in {**raws(kind, values), **lists}.items() if raw not in (None, "", [])}


def _raw(one: KindField, value: Any) -> Any:
    return value == YES if one.type is T.YES_NO and value is not None else value


def left(names: Iterable[str], values: Values) -> int:
    """How many of these are still to be answered."""
    return sum(name not in values for name in names)
