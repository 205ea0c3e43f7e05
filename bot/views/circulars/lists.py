"""Circulars in a list: what went out, and the drafts that wait."""

from __future__ import annotations

from bot.domain.circulars.circulars import STATE_NAMES
from bot.domain.circulars.standing import CircularLine
from bot.domain.hall.message import Html, Message, bold, message, tap
from bot.domain.hall.paging import Page
from bot.domain.hall.phone import ALONE, keeping, shortened
from bot.domain.hall.terms import CircularState
from bot.texts import Translator
from bot.views.circulars import silence
from bot.views.hall.paging import position, turning

_FIGURES = 2
"""So many of them: a phone takes no more beside the title."""
_WENT_OUT = (CircularState.SENDING, CircularState.FINISHED)


def listed(page: Page[CircularLine], tr: Translator) -> Message:
    """Circulars, the newest first."""
    new = (tap(tr("＋ New circular"), "cc.new"),)
    if not page.total:
        return message(bold(tr("Circulars")), tr("There are none yet."), buttons=(new,))
    rows = tuple((tap(_label(line, tr), "cb.at", line.id),) for line in page.items)
    return message(bold(tr("Circulars")), position(page, tr), buttons=(*rows, turning(page, tr, "cb.list"), new))


def _label(line: CircularLine, tr: Translator) -> str:
    """Its figures and state whole; the title takes what room they leave. Figures tell by themselves that it is out."""
    title = line.title if line.kind == "Circular" else f"【{tr(line.kind)}】{line.title}"
    said: list[object] = []
    if line.silent:
        said.append(silence.in_list(line.silent, line.reply, tr))
    if line.missed:
        said.append(tr("{n} not delivered", n=line.missed))
    if line.unregistered:
        said.append(tr("{n} not registered", n=line.unregistered))
    if line.waiting:
        said.append(tr("{n} to be sent", n=line.waiting))
    if not said or line.state not in _WENT_OUT:
        said.insert(0, tr(STATE_NAMES[line.state]))
    return keeping(title, "".join(f" · {one}" for one in said[:_FIGURES]))


def begun(tr: Translator, drafts: tuple[tuple[int, str], ...]) -> Message:
    """There are drafts already: go on with one, or begin anew."""
    rows = tuple((tap(shortened(title, ALONE), "cc.at", i),) for i, title in drafts)
    return message(
        Html(f"【{tr('Circular')}】")
        + tr("You have circulars that were not sent. Go on with one, or begin a new one?"),
        buttons=(*rows, (tap(tr("＋ New circular"), "cc.new"),)),
    )
