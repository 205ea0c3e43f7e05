"""Circulars in a list: what went out, and the drafts that wait."""

from __future__ import annotations

from bot.domain.circulars.circulars import STATE_NAMES, CircularLine
from bot.domain.hall.message import Html, Message, bold, message, tap
from bot.domain.hall.paging import Page
from bot.texts import Translator
from bot.views.hall.paging import position, turning


def listed(page: Page[CircularLine], tr: Translator) -> Message:
    """Circulars, the newest first."""
    new = (tap(tr("＋ New circular"), "cc.new"),)
    if not page.total:
        return message(bold(tr("Circulars")), tr("There are none yet."), buttons=(new,))
    rows = tuple((tap(_label(line, tr), "cb.at", line.id),) for line in page.items)
    return message(bold(tr("Circulars")), position(page, tr), buttons=(*rows, turning(page, tr, "cb.list"), new))


def _label(line: CircularLine, tr: Translator) -> str:
    title = line.title if len(line.title) <= 20 else f"{line.title[:19]}…"
    if line.kind != "Circular":
        title = f"【{tr(line.kind)}】{title}"
    state = str(tr(STATE_NAMES[line.state]))
    said = [title, state]
    if line.silent:
        said.append(str(tr("{n} silent", n=line.silent)))
    if line.missed:
        said.append(str(tr("{n} not delivered", n=line.missed)))
    return " · ".join(said)


def begun(tr: Translator, drafts: tuple[tuple[int, str], ...]) -> Message:
    """There are drafts already: go on with one, or begin anew."""
    rows = tuple((tap(title[:30], "cc.at", i),) for i, title in drafts)
    return message(
        Html(f"【{tr('Circular')}】")
        + tr("You have circulars that were not sent. Go on with one, or begin a new one?"),
        buttons=(*rows, (tap(tr("＋ New circular"), "cc.new"),)),
    )
