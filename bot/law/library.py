"""The shelf of rule books: loads the shipped files and an operator's own, and stacks them by date."""

import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from bot.domain.law.ladders import Ladders
from bot.domain.law.rules import Rule, RuleBook, Stack, build_stack
from bot.law.editions import digest
from bot.law.ladder_reading import read_ladders, read_names
from bot.law.places import SHIPPED, form_ids, own_paths, own_place
from bot.law.problems import Problem, RuleBookError, nearest
from bot.law.reader import Reader
from bot.law.reading import Shared, read_book
from bot.law.schema import COMMON_KEYS

COMMON = SHIPPED / "common.toml"

Names = Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Library:
    """Every rule book at hand, with the packages, ladders and names they share."""

    books: Mapping[str, RuleBook]
    ladders: Ladders
    breaches: Names = field(default_factory=dict)
    measures: Names = field(default_factory=dict)
    drafts: Names = field(default_factory=dict)
    _stacks: dict[tuple[str, date], Stack] = field(default_factory=dict)
    _changes: dict[str, tuple[date, ...]] = field(default_factory=dict)
    _editions: dict[str, str] = field(default_factory=dict)

    def book(self, book_id: str) -> RuleBook:
        """Return one book. Raises KeyError with the ids there are."""
        found = self.books.get(book_id)
        if found is None:
            raise KeyError(f"rule book: {nearest(book_id, self.books)}")
        return found

    def for_book(self, book_id: str, on: date) -> Stack:
        """Return what is in force on `on` under a book: the layers it builds on, lowest first."""
        # A day between two changes has the same stack as the change before it.
        changes = self._change_days(book_id)
        place = bisect_right(changes, on)
        key = (book_id, changes[place - 1] if place else date.min)
        if key not in self._stacks:
            book = self.book(book_id)
            self._stacks[key] = build_stack(book, self._layers(book), on)
        return self._stacks[key]

    def edition(self, book_id: str) -> str:
        """A digest of how hearings are judged by a book; empty where it is not at hand."""
        if book_id not in self.books:
            return ""
        if book_id not in self._editions:
            self._editions[book_id] = digest(self._layers(self.book(book_id)))
        return self._editions[book_id]

    def dated(self, book_id: str, effective_from: date) -> "Library":
        """Return a library in which a book whose text gives no day begins on the operator's day."""
        book = self.book(book_id)
        document = replace(book.document, effective_from=effective_from)
        rules = tuple(
            replace(rule, document=document) if rule.document is book.document else rule for rule in book.rules
        )
        books = {**self.books, book_id: replace(book, document=document, rules=rules)}
        return Library(books, self.ladders, self.breaches, self.measures, self.drafts)

    def rule(self, book_id: str, rule_id: str) -> Rule | None:
        """Return a rule as its own book has it; None where there is no such rule, or book."""
        book = self.books.get(book_id)
        return next((one for one in book.rules if one.id == rule_id), None) if book else None

    def _change_days(self, book_id: str) -> tuple[date, ...]:
        """Return the days on which something in a stack begins or has just ended, in order."""
        if book_id not in self._changes:
            self._changes[book_id] = tuple(sorted(_change_days(self._layers(self.book(book_id)))))
        return self._changes[book_id]

    def _layers(self, book: RuleBook, seen: tuple[str, ...] = ()) -> list[RuleBook]:
        below: list[RuleBook] = []
        for other in book.builds_on:
            if other in self.books and other not in seen:
                for layer in self._layers(self.books[other], (*seen, book.id)):
                    if layer not in below:
                        below.append(layer)
        return [*below, book]


def _change_days(layers: Iterable[RuleBook]) -> set[date]:
    found: set[date] = set()
    for book in layers:
        if book.document.effective_from is not None:
            found.add(book.document.effective_from)
        if book.effective_to is not None:
            found.add(date.fromordinal(book.effective_to.toordinal() + 1))
        for rule in book.rules:
            start = rule.effective_from or rule.document.effective_from
            if start is not None:
                found.add(start)
            if rule.effective_to is not None:
                found.add(date.fromordinal(rule.effective_to.toordinal() + 1))
    return found


def read_library(extra: Path | None = None) -> tuple[Library, list[Problem]]:
    """Load all books; return the library of those that can be read, and every mistake found."""
    problems: list[Problem] = []
    common_reader = Reader(COMMON.name)
    common = _toml(COMMON, problems) or {}
    common_reader.keys(common, COMMON_KEYS, "file")
    names = {kind: read_names(common_reader, common, kind) for kind in ("breach", "measure", "draft")}
    ladders = read_ladders(common_reader, common)
    problems += common_reader.problems
    books: dict[str, RuleBook] = {}
    place = own_place(extra)
    if place is not None and place.is_dir() and not any(place.rglob("*.toml")):
        problems.append(Problem(str(place), "", "there is no .toml file in this folder"))
    for path in [*sorted(SHIPPED.glob("*.toml")), *own_paths(extra)]:
        data = _toml(path, problems) if path != COMMON else None
        if data is None:
            continue
        reader = Reader(path.name)
        ladders = _merged(ladders, read_ladders(reader, data))
        book, found = read_book(path.name, data, _shared(ladders, names, form_ids(extra)))
        problems += reader.problems + found
        if book is not None:
            _shelve(books, book, problems)
    problems += _references(books)
    return Library(books, ladders, names["breach"], names["measure"], names["draft"]), problems


def load_library(extra: Path | None = None) -> Library:
    """Return the library; raise RuleBookError naming every mistake when a book cannot be used."""
    library, problems = read_library(extra)
    if problems:
        raise RuleBookError(problems)
    return library


def _toml(path: Path, problems: list[Problem]) -> dict[str, Any] | None:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        problems.append(Problem(str(path), "", "there is no such file"))
    except (ValueError, OSError, RecursionError) as error:
        # Not only TOML's own errors: bytes that are no text, and numbers of thousands of digits.
        problems.append(Problem(path.name, "", f"cannot be read as TOML: {error}"))
    return None


def _merged(first: Ladders, second: Ladders) -> Ladders:
    return Ladders({**first.packages, **second.packages}, {**first.steps, **second.steps})


def _shared(ladders: Ladders, names: Mapping[str, Names], forms: frozenset[str]) -> Shared:
    return Shared(
        packages=frozenset(ladders.packages),
        ladders=frozenset(ladders.steps),
        breaches=frozenset(names["breach"]),
        measures=frozenset(names["measure"]),
        drafts=frozenset(names["draft"]) | forms,
    )


def _shelve(books: dict[str, RuleBook], book: RuleBook, problems: list[Problem]) -> None:
    if book.id in books:
        problems.append(Problem(book.file, "", f'book id "{book.id}" is taken by {books[book.id].file}'))
    else:
        books[book.id] = book


def _references(books: Mapping[str, RuleBook]) -> Iterable[Problem]:
    """Check what can only be checked when all books are on the shelf."""
    ids = {rule.id for book in books.values() for rule in book.rules}
    rows = {rule.row for book in books.values() for rule in book.rules}
    for book in books.values():
        for below in book.builds_on:
            if below not in books:
                yield Problem(book.file, "", f"builds_on: {nearest(below, books)}")
        if book.id in _below(book, books):
            yield Problem(book.file, "", "builds_on goes in a circle: name only books that lie below this one")
        for rule in book.rules:
            for other in (*rule.see, *rule.replaces):
                if other not in ids and other not in rows:
                    yield Problem(book.file, rule.id, f'points at "{other}", which no book has')
        yield from _overlaps(book)


def _below(book: RuleBook, books: Mapping[str, RuleBook]) -> set[str]:
    """Return the ids of all books that a book builds on, directly or not."""
    found: set[str] = set()
    waiting = list(book.builds_on)
    while waiting:
        other = waiting.pop()
        if other in books and other not in found:
            found.add(other)
            waiting += books[other].builds_on
    return found


def _overlaps(book: RuleBook) -> Iterable[Problem]:
    """Find two versions of one rule that are in force on the same day."""
    versions: dict[str, list[tuple[date, date, int]]] = {}
    for rule in book.rules:
        start = rule.effective_from or rule.document.effective_from or date.min
        span = (start, rule.effective_to or date.max, rule.version)
        for other in versions.setdefault(rule.id, []):
            if span[2] == other[2]:
                yield Problem(book.file, rule.id, f"version {span[2]} is written twice: give one another version")
            elif span[0] <= other[1] and other[0] <= span[1]:
                message = f"versions {other[2]} and {span[2]} overlap: end one with to = ..."
                yield Problem(book.file, rule.id, message)
        versions[rule.id].append(span)
