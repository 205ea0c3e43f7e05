"""`law check`: everything that can be wrong with rule books and calendars, said at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.domain.law.citations import cited_in_english
from bot.domain.law.rules import ACTIVE, Kind, Rule, RuleBook
from bot.law.assessments import shelf as assessments
from bot.law.calendars import CalendarError, load_calendar
from bot.law.forms.checking import problems_of
from bot.law.forms.shelf import read_kinds
from bot.law.library import read_library
from bot.law.problems import Problem

_NO_WORDS = 'what is to be done is missing: write do_zh = "报{to}备案" and do_en = "file it with {to}"'


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked and what is wrong."""

    problems: tuple[Problem, ...]
    books: tuple[str, ...]
    rules: int
    quotes_compared: int


def check_all(own: Path | None = None, sources: Path | None = None) -> Report:
    """Check the shipped books, kinds of documents, the operator's own file or folder, and the calendars.

    With `sources` (a folder of the texts that books name as `source`) every quote of a book whose
    text is there must be found in it, white space apart. Without it the folder of the operator's own
    book is looked into.
    """
    library, problems = read_library(own)
    kinds, unread = read_kinds(own)
    problems += [*unread, *problems_of(kinds, library)]
    sheets, unread = assessments.read_sheets(own)
    problems += [*unread, *assessments.problems_of(sheets, library)]
    if sources is None and own is not None:
        sources = own if own.is_dir() else own.parent
    compared = 0
    for book in library.books.values():
        problems += _sense(book)
        found, count = _quotes(book, sources)
        problems += found
        compared += count
    try:
        load_calendar()
    except CalendarError as error:
        problems.append(Problem("calendar", "", str(error)))
    rules = sum(len(book.rules) for book in library.books.values())
    return Report(tuple(problems), tuple(library.books), rules, compared)


def _sense(book: RuleBook) -> Iterator[Problem]:
    """What the schema allows but a reader would stumble over."""
    yield from _untitled(book)
    for rule in book.rules:
        if rule.kind in ACTIVE and not (rule.do_zh.strip() and rule.do_en.strip()):
            yield Problem(book.file, rule.id, _NO_WORDS)
        if rule.document.verified and not rule.quotes and book.binding and _must_quote(rule, book):
            yield Problem(book.file, rule.id, 'quotes are missing: write quotes = ["..."], to the letter')
        start = rule.effective_from
        earliest = rule.document.effective_from
        if start and earliest and start < earliest:
            yield Problem(book.file, rule.id, f"from = {start} lies before its document's own date, {earliest}")
        if not rule.section_en and not cited_in_english(rule.section):
            message = f'section "{rule.section}" cannot be cited in English: write section_en = "..."'
            yield Problem(book.file, rule.id, message)


def _untitled(book: RuleBook) -> Iterator[Problem]:
    """Documents that an English reader would meet with their Chinese title."""
    for document in {book.document.id: book.document, **book.documents}.values():
        if not document.short_title_en:
            where = "[book]" if document is book.document else f"[document.{document.id}]"
            yield Problem(book.file, "", f'{where} has no English title: write short_title_en = "..."')


def _must_quote(rule: Rule, book: RuleBook) -> bool:
    return bool(rule.document.source or book.document.source) and rule.kind is not Kind.NONE


def _quotes(book: RuleBook, sources: Path | None) -> tuple[list[Problem], int]:
    """Compare the quotes of a book with its source texts, where these are at hand."""
    problems: list[Problem] = []
    compared = 0
    for rule in book.rules:
        text = _text(sources, rule.document.source)
        if text is None:
            continue
        for quote in rule.quotes:
            compared += 1
            if _bare(quote) not in text:
                message = f"this quote is not in {rule.document.source}: “{quote[:40]}”; copy it to the letter"
                problems.append(Problem(book.file, rule.id, message))
    return problems, compared


@cache
def _text(sources: Path | None, name: str) -> str | None:
    if sources is None or not name or Path(name).name != name:
        return None
    path = sources / name
    return _bare(path.read_text(encoding="utf-8")) if path.is_file() else None


def _bare(text: str) -> str:
    """The text without any white space: the sources are line-wrapped."""
    return "".join(text.split())


def rows(books: Iterable[RuleBook]) -> dict[str, list[Rule]]:
    """Return the rules of each row of the reference: row id -> rules."""
    found: dict[str, list[Rule]] = {}
    for book in books:
        for rule in book.rules:
            found.setdefault(rule.row, []).append(rule)
    return found
