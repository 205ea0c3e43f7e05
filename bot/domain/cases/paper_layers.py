"""What the text of a file says of a court paper, as values of the form `paper`. Pure.

It only fills the form: the day of receipt, and how it was served, no paper says of itself, whatever days stand in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.domain.cases.paper_reading import LONGEST
from bot.domain.cases.paper_values import said
from bot.domain.hall.terms import PaperKind
from bot.domain.reading.casenumbers import find_case_numbers
from bot.domain.reading.cleaning import clean_text
from bot.domain.reading.court_texts import find_papers
from bot.domain.reading.numerals import fold
from bot.domain.reading.wrapped import unwrapped

_NOT_ITS_OWN = ("served_on", "mode", "assumed")
_HEAD = 8
"""Lines of the first page among which the number of the case stands."""
_TITLE = 4
"""Lines of a page among which its title stands."""
_TAIL = 3000
"""Characters of the end of a long paper that are read."""
_LONG = 24
_PAPER = re.compile(r"[\u4e00-\u9fff]{2,16}(?:通知书|告知书|须知|确认书|委托书|证明书|决定书|公告|笔录|清单)")


@dataclass(frozen=True, slots=True)
class Layer:
    """What the pages of a file say: values of the form, and what was seen and is not used."""

    text: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    """Case numbers and papers that stand there beside those which are used."""


def read_layer(pages: Sequence[str], today: date) -> Layer:
    """Read the pages of one file, seen from `today` (local). Several papers in one file are all named."""
    cleaned = [unwrapped(clean_text(page)).replace("\t", " ") for page in pages]
    text = _ends("\n".join(filter(None, cleaned)))
    if not text:
        return Layer()
    values = {name: value for name, value in said(text, today).items() if name not in _NOT_ITS_OWN}
    number = _head_number(text, today) or values.get("number", "")
    kinds, unused = _papers(cleaned, number, today)
    values |= {"number": number} if number else {}
    values["papers"] = kinds
    if number and values.get("original") == number:
        del values["original"]
    values = {name: value for name, value in values.items() if value}
    return Layer(text, values, (*_other_numbers(text, values), *unused))


def _ends(text: str) -> str:
    """A long paper without its middle: who, where and when stand at its beginning, what was decided at its end."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - _TAIL]}\n{text[1 - _TAIL :]}"


def _head_number(text: str, today: date) -> str:
    """The number at the top of the first page, where it is the paper's own: further down others are cited."""
    head = "\n".join(text.split("\n")[:_HEAD])
    return str(said(head, today).get("number", ""))


def _other_numbers(text: str, values: dict[str, Any]) -> list[str]:
    used = {values.get("number"), values.get("original")}
    return [str(one) for one in dict.fromkeys(find_case_numbers(text)) if str(one) not in used][:6]


def _papers(pages: Sequence[str], number: str, today: date) -> tuple[list[str], list[str]]:
    """Kinds of paper: those of the pages' titles, else those that are mentioned; and titles of other papers."""
    first = _beginning(list(filter(None, pages)), today)
    kinds = dict.fromkeys(said(first, today).get("papers", ()))
    unused: dict[str, None] = {}
    titles = [title for page in pages for title in [_title(page)] if title]
    for title in titles:
        found = [kind.value for kind in _kinds_of(title, first)]
        kinds |= dict.fromkeys(found)
        if not found and _PAPER.fullmatch(title):
            unused[title] = None
    if unused and not any(_kinds_of(title, first) for title in titles):
        # A paper of another kind, which only mentions those that are known.
        kinds = {}
    return list(kinds), list(unused)


def _beginning(pages: Sequence[str], today: date) -> str:
    """The first page; of a notice of response, which says at its end what it encloses, also the page that goes on."""
    first, rest = pages[0], pages[1:]
    notice = PaperKind.NOTICE_OF_RESPONSE.value in said(first, today).get("papers", ())
    return f"{first}\n{rest[0]}" if notice and rest and not _title(rest[0]) else first


def _kinds_of(title: str, first: str) -> tuple[PaperKind, ...]:
    number = next(iter(find_case_numbers(first)), None)
    return find_papers(title, str(number.instance) if number else "")[0]


def _title(page: str) -> str:
    """The line near the top of a page that is nothing but the name of a paper, without blanks."""
    for line in fold(page).split("\n", _TITLE)[:_TITLE]:
        bare = re.sub(r"^.*(?:人民法院|法院)", "", line.replace(" ", "")) or line.replace(" ", "")
        found = find_papers(bare, "first")[1]
        whole = bool(found) and found[-1].end == len(bare) and len(bare) <= found[-1].end - found[-1].start + 4
        if len(bare) <= _LONG and (whole or _PAPER.fullmatch(bare)):
            return bare
    return ""
