"""How long lists are turned: two buttons, and where one is."""

from __future__ import annotations

from typing import Any

from bot.domain.hall.message import Button, Html, tap
from bot.domain.hall.paging import Page
from bot.texts import Translator


def turning(page: Page[Any], tr: Translator, verb: str, *args: object) -> tuple[Button, ...]:
    """Buttons to the pages beside this one; pressing calls `verb` with `args` and the page's number."""
    buttons: list[Button] = []
    if page.number > 0:
        buttons.append(tap(str(tr("‹ Back")), verb, *args, page.number - 1))
    if page.number + 1 < page.pages:
        buttons.append(tap(str(tr("More ›")), verb, *args, page.number + 1))
    return tuple(buttons)


def position(page: Page[Any], tr: Translator) -> Html | None:
    """Page 2 of 5, where there is more than one."""
    if page.pages == 1:
        return None
    return tr("Page {page} of {pages}, {total} in all", page=page.number + 1, pages=page.pages, total=page.total)


def leaf_position(page: Page[Any], tr: Translator) -> Html | None:
    """Page 2 of 5 of what has no number of lines of its own."""
    return place_among(page.number + 1, page.pages, tr)


def place_among(page: int, pages: int, tr: Translator) -> Html | None:
    """Page 2 of 5, counted from one, where there is more than one."""
    return tr("Page {page} of {pages}", page=page, pages=pages) if pages > 1 else None
