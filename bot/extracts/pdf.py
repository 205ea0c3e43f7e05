"""The text layer of a PDF. Nothing in it is run, followed or shown."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from bot.domain.hall.extracts import Extract, Limits
from bot.domain.hall.problems import Problem
from bot.extracts import notes
from bot.extracts.notes import Unreadable

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_ODD = 0.2
"""From this share of letters that are none, the fonts say nothing of what stands there."""
_SHOWN_PAGES = 8


def read(path: Path, name: str, limits: Limits) -> Extract:
    """Raises Unreadable: damaged, or protected by a password."""
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document = PdfDocument(path)
    except PdfiumError as error:
        raise Unreadable(notes.encrypted(name) if "password" in str(error).lower() else notes.damaged(name)) from error
    try:
        return _read(document, name, limits)
    finally:
        document.close()


def _read(document: PdfDocument, name: str, limits: Limits) -> Extract:
    count, said = len(document), list[Problem]()
    if not count:
        raise Unreadable(notes.damaged(name))
    if count > limits.pages:
        said.append(notes.more_pages(name, count, limits.pages))
    pages, left = list[str](), limits.characters
    for number in range(min(count, limits.pages)):
        text = _page(document, number)[:left]
        pages.append(text)
        left -= len(text)
        if left <= 0:
            said.append(notes.more_text(name))
            break
    if _has_scripts(document):
        said.append(notes.script(name))
    return _judged(pages, name, said)


def _page(document: PdfDocument, number: int) -> str:
    """The text of a page; a page that cannot be read has none."""
    from pypdfium2 import PdfiumError

    try:
        page = document[number]
        text = page.get_textpage()
        found = str(text.get_text_bounded() or text.get_text_range())
        text.close()
        page.close()
    except PdfiumError:
        return ""
    return found.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "").strip()


def text_of(document: PdfDocument, number: int) -> str:
    """The text of a page; nothing where it has none, or none that anybody could read."""
    text = _page(document, number)
    return "" if _is_garbled(text) else text


def _judged(pages: list[str], name: str, said: list[Problem]) -> Extract:
    """What there is of it, with a word on pages that have no text, or none that is one."""
    good = ["" if _is_garbled(page) else page for page in pages]
    if not any(good):
        return Extract(notes=(notes.garbled(name) if any(pages) else notes.no_text(name), *said))
    if any(was and not now for was, now in zip(pages, good, strict=True)):
        said.append(notes.garbled(name))
    empty = [number for number, page in enumerate(pages, 1) if not page]
    if empty:
        shown = "、".join(map(str, empty[:_SHOWN_PAGES])) + ("…" if len(empty) > _SHOWN_PAGES else "")
        said.append(notes.pages_without_text(name, shown))
    return Extract(tuple(good), notes=tuple(said))


def _is_garbled(text: str) -> bool:
    """Whether fonts without a table of their letters gave signs for what nobody can read."""
    letters = [c for c in text if not c.isspace()]
    odd = sum(unicodedata.category(c) in ("Cc", "Co", "Cn", "Cs") or c == "\ufffd" for c in letters)
    return odd > _ODD * len(letters)


def _has_scripts(document: PdfDocument) -> bool:
    import pypdfium2.raw as pdfium

    return int(pdfium.FPDFDoc_GetJavaScriptActionCount(document.raw)) > 0
