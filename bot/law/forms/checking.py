"""What is wrong between kinds of documents and rule books: `law check` says it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.documents.kinds import Kind
from bot.domain.law.rules import COMMANDS
from bot.law.forms.shelf import Kinds
from bot.law.library import Library
from bot.law.problems import Problem, nearest


def problems_of(kinds: Kinds, library: Library) -> Iterator[Problem]:
    """Rules that kinds name and no book has, answers that no kind gives, and drafts of rules that lead nowhere."""
    rules = [rule for book in library.books.values() for rule in book.rules]
    known = {rule.id for rule in rules} | {rule.row for rule in rules}
    for kind in kinds.values():
        yield from _of_kind(kind, kinds, known)
    for book in library.books.values():
        for rule in book.rules:
            if rule.draft and rule.draft not in kinds and rule.draft not in COMMANDS:
                yield Problem(book.file, rule.id, f"draft: no kind of document: {nearest(rule.draft, kinds)}")


def _of_kind(kind: Kind, kinds: Kinds, known: set[str]) -> Iterator[Problem]:
    named = [("basis", rule) for rule in kind.basis]
    named += [("closes", one.rule) for one in kind.closes or ()]
    named += [("last", step.last.rule) for step in kind.steps if step.last is not None and step.last.rule]
    for key, rule in named:
        if rule not in known:
            yield Problem(kind.file, "[kind]", f'{key}: no book has the rule "{rule}"')
    if kind.replies and kind.replies not in kinds:
        yield Problem(kind.file, "[kind]", f"replies: {nearest(kind.replies, kinds)}")


def missing(kinds: Kinds, library: Library) -> set[str]:
    """Drafts that rules name and nobody has written yet."""
    drafts = {rule.draft for book in library.books.values() for rule in book.rules if rule.draft}
    return drafts - set(kinds) - set(COMMANDS)
