"""A ledger that came in, on the screen: what its columns mean, what differs, what would be done, what was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.domain.figures.ledger_columns import COLUMNS
from bot.domain.figures.ledger_import import ANSWERED, OURS, THEIRS, Difference, Matched, Plan
from bot.domain.figures.ledger_rows import RowError
from bot.domain.hall import paging as pages
from bot.domain.hall.message import Button, Html, Message, bold, fold, html, lines, message, tap
from bot.texts import Translator
from bot.views.hall import fitting, paging

SHOWN_ERRORS = 8
SHOWN_REMARKS = 30
WANTED = ("agency", "hearing", "attended", "leader")
"""Fields that a ledger should have: said where it has not."""
FIELDS = tuple(name for name in COLUMNS if name != "instance")
_PICKED = 12
_SHOWN_TEXT = 120


def matched(found: Matched, tr: Translator) -> Message:
    """Which column is taken to mean what, to be confirmed or corrected."""
    heads = found.heads
    pairs = [(name, heads.words[at]) for at, name in enumerate(heads.fields) if name]
    aside = [word for word, name in zip(heads.words, heads.fields, strict=True) if word and not name]
    missing = [str(tr(COLUMNS[name].words)) for name in WANTED if name not in heads.fields]
    return message(
        tr("【Ledger】Please check what the columns mean."),
        tr.plural(
            "{file}, sheet “{sheet}”: {n} row", "{file}, sheet “{sheet}”: {n} rows", found.rows,
            file=found.file, sheet=found.sheet,
        ),
        tr("As you said last time.") if found.learnt else None,
        *(tr("{field}: column “{heading}”", field=tr(COLUMNS[name].words), heading=word) for name, word in pairs),
        tr("Left aside: {names}", names="、".join(aside)) if aside else None,
        tr("Not found: {names}", names="、".join(missing)) if missing else None,
        *(tr(one.msgid, **one.params) for one in found.notes),
        buttons=(
            (
                tap(tr("✓ Right"), "li.go", found.id, found.version),
                tap(tr("Columns"), "li.cols", found.id, found.version, 0),
                tap(tr("Cancel"), "li.x", found.id, found.version),
            ),
            (tap(tr("Another sheet"), "li.sheets", found.id, found.version, 0),) if len(found.sheets) > 1 else (),
        ),
    )  # fmt: skip


def columns(found: Matched, tr: Translator, number: int = 0) -> Message:
    """Which column is to mean something else?"""
    named = [(at, word) for at, word in enumerate(found.heads.words) if word]
    page = pages.cut(named, number, _PICKED)
    taps = [tap(word[:16], "li.col", found.id, found.version, at, 0) for at, word in page.items]
    return _picker(tr("Which column is to be read differently?"), taps, page, found, tr, "li.cols")


def fields(found: Matched, tr: Translator, column: int, number: int = 0) -> Message:
    """What does this column mean?"""
    page = pages.cut([*FIELDS, ""], number, _PICKED)
    taps: list[Button] = [
        tap(tr(COLUMNS[name].words) if name else tr("Leave it aside"), "li.set", found.id, found.version, column, name)
        for name in page.items
    ]
    words = tr("What does the column “{heading}” hold?", heading=found.heads.words[column])
    return _picker(words, taps, page, found, tr, "li.col", column)


def sheets(found: Matched, tr: Translator, number: int = 0) -> Message:
    """Which sheet is the ledger?"""
    page = pages.cut(list(enumerate(found.sheets)), number, _PICKED)
    taps = [tap(title[:16], "li.sheet", found.id, found.version, at) for at, title in page.items]
    return _picker(tr("Which sheet is the ledger?"), taps, page, found, tr, "li.sheets")


def _picker(
    words: Html, taps: Sequence[Button], page: pages.Page[Any], found: Matched, tr: Translator, verb: str,
    *args: object,
) -> Message:  # fmt: skip
    return message(
        words,
        buttons=(
            *fitting.rows(list(taps)),
            paging.turning(page, tr, verb, found.id, found.version, *args),
            (tap(tr("‹ Go back"), "li.see", found.id, found.version),),
        ),
    )


# -- what it would do ----------------------------------------------------------------------------------------------


def plan(found: Plan, tr: Translator) -> Message:
    """What would be done; with differences, these come first."""
    if found.open:
        return difference(found, tr)
    return message(
        tr("【Ledger】{file} was checked.", file=found.file),
        *_counts(found, tr),
        *_errors(found, tr),
        _remarks(found.remarks, tr),
        tr("Nothing is known to be new in it.") if not found.anything else None,
        buttons=fitting.rows(
            [
                *([tap(tr("✓ Import"), "li.ok", found.id, found.version)] if found.anything else []),
                tap(tr("Columns"), "li.back", found.id, found.version),
                tap(tr("Cancel"), "li.x", found.id, found.version),
            ]
        ),
    )


def difference(found: Plan, tr: Translator, at: int = 0) -> Message:
    """One field of which the ledger says something else: which is to count?"""
    one = found.open[at]
    whole = len({other.key for other in found.open if other.field == one.field})
    args = (found.id, found.version, at)
    return message(
        tr.plural(
            "【Ledger】It differs in {n} place from what is recorded.",
            "【Ledger】It differs in {n} places from what is recorded.",
            len(found.open),
        ),
        tr("Row {row} · {number} · {agency}", row=one.row, number=one.number, agency=one.agency),
        bold(tr(COLUMNS[one.field].words)),
        tr("Recorded: {value}", value=shown(one, one.ours, tr)),
        tr("In the ledger: {value}", value=shown(one, one.theirs, tr)),
        tr("Nothing is overwritten unless you choose it."),
        buttons=(
            (
                tap(tr("Keep recorded"), "li.pick", *args, OURS, 0),
                tap(tr("Take ledger's"), "li.pick", *args, THEIRS, 0),
            ),
            (
                tap(tr("Keep all {n}", n=whole), "li.pick", *args, OURS, 1),
                tap(tr("Take all {n}", n=whole), "li.pick", *args, THEIRS, 1),
            )
            if whole > 1
            else (),
            (
                tap(tr("Columns"), "li.back", found.id, found.version),
                tap(tr("Cancel"), "li.x", found.id, found.version),
            ),
        ),
    )


def shown(one: Difference, value: str, tr: Translator) -> Html:
    """A value of a field in words."""
    if one.field in ANSWERED:
        return tr({"yes": "yes", "no": "no"}.get(value, "not recorded"))
    return html(value[:_SHOWN_TEXT] or tr("not recorded"))


def taking(found: Matched, tr: Translator) -> Message:
    """It is under way; the same message says when it is done."""
    return message(
        tr("【Ledger】{file} is being taken over …", file=found.file),
        tr.plural("{n} row; this message says when it is done.", "{n} rows; this message says when it is done.",
                  found.rows),
    )  # fmt: skip


def done(found: Plan, following: Matched | None, tr: Translator) -> Message:
    """It was taken over; another sheet of the workbook may wait."""
    more: list[Button] = []
    if following is not None:
        more.append(tap(tr("Import that one too"), "li.see", following.id, following.version))
    return message(
        tr("【Ledger】{file} was imported.", file=found.file),
        *_counts(found, tr, over=True),
        *_errors(found, tr),
        tr("The sheet “{sheet}” is a ledger as well.", sheet=following.sheet) if following is not None else None,
        buttons=fitting.rows([*more, tap(tr("Ledger"), "lg.at", "", 0, "")]),
    )


def _counts(found: Plan, tr: Translator, *, over: bool = False) -> list[Html]:
    said = (
        (found.cases, tr.plural("{n} case made", "{n} cases made", found.cases)),
        (found.hearings, tr.plural("{n} hearing new", "{n} hearings new", found.hearings)),
        (found.results, tr.plural("{n} result new", "{n} results new", found.results)),
        (found.filled, tr.plural("{n} gap filled", "{n} gaps filled", found.filled)),
        (found.changed, tr.plural("{n} field changed", "{n} fields changed", found.changed)),
    )
    counts = [words for n, words in said if n]
    return [
        tr.plural("{n} row taken over", "{n} rows taken over", found.rows)
        if over
        else tr.plural("{n} row can be read", "{n} rows can be read", found.rows),
        *([Html(" · ").join(counts)] if counts else []),
        *([tr.plural("{n} row says what is known already", "{n} rows say what is known already", found.same)]
          if found.same else []),
        *([tr.plural("{n} row is no case (totals, remarks)", "{n} rows are no cases (totals, remarks)", found.left_out)]
          if found.left_out else []),
    ]  # fmt: skip


def _errors(found: Plan, tr: Translator) -> list[Html]:
    if not found.errors:
        return []
    more = len(found.errors) - SHOWN_ERRORS
    return [
        tr.plural("{n} row cannot be imported:", "{n} rows cannot be imported:", len({e.row for e in found.errors})),
        *(error(one, tr) for one in found.errors[:SHOWN_ERRORS]),
        *([tr.plural("and {n} more error", "and {n} more errors", more)] if more > 0 else []),
    ]


def error(one: RowError, tr: Translator) -> Html:
    """One error, by the row that its reader sees."""
    why = tr(one.problem.msgid, **one.problem.params)
    if not one.column:
        return tr("Row {row}: {why}", row=one.row, why=why)
    return tr("Row {row}, {column}: {why}", row=one.row, column=tr(one.column), why=why)


def _remarks(remarks: Sequence[RowError], tr: Translator) -> Html | None:
    """What is left aside of rows that are taken over, folded away."""
    if not remarks:
        return None
    more = len(remarks) - SHOWN_REMARKS
    body = [error(one, tr) for one in remarks[:SHOWN_REMARKS]]
    return fold(lines(*body, tr.plural("and {n} more", "and {n} more", more) if more > 0 else None))


def awaited(tr: Translator) -> Message:
    """How a ledger comes in."""
    return message(
        tr("【Ledger】Please send your ledger as .xlsx."),
        tr("Any order and any headings will do: I show what I take each column to mean, and you correct it."),
        tr("Nothing is overwritten without your choice."),
        buttons=((tap(tr("Cancel"), "li.x"),),),
    )
