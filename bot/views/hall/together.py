"""Several things that one message lists, and one press decides about: shown first, and asked once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.domain.hall.message import Button, Html, Message, Rows, message, tap
from bot.domain.hall.paging import Page, cut
from bot.texts import Translator
from bot.views.hall.paging import position, turning

LINES = 8
"""Things on one page of such a list."""
_SHORT = 4
"""Characters of a label of which three stand side by side on a phone."""


def asked(
    head: Html,
    found: Sequence[Html],
    number: int,
    tr: Translator,
    *,
    confirm: Button,
    turn: str,
) -> Message:
    """What will be done if `confirm` is pressed, page by page (`turn` is the verb that shows another page)."""
    page: Page[Html] = cut(found, number, LINES)
    return message(
        head,
        *page.items,
        position(page, tr),
        buttons=((confirm, tap(tr("Cancel"), "dg.no")), turning(page, tr, turn)),
    )


def few(found: Sequence[Html], tr: Translator, most: int = 3) -> Html:
    """Some names of several, and how many there are besides."""
    joined = Html("；" if tr.chinese else "; ").join(found[:most])
    more = len(found) - most
    if more <= 0:
        return joined
    return joined + ("；" if tr.chinese else "; ") + tr.plural("and {n} more", "and {n} more", more)


def packed(buttons: Iterable[Button]) -> Rows:
    """As many side by side as a phone shows whole: three where every label is short, else two."""
    all_ = list(buttons)
    across = 3 if all(len(one.label) <= _SHORT for one in all_) else 2
    return tuple(tuple(all_[i : i + across]) for i in range(0, len(all_), across))
