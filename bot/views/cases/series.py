"""Several cases in one message: what was recorded in them together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.domain.cases.cases import CaseView
from bot.domain.cases.paper_names import PAPER_NAMES
from bot.domain.hall.message import Html, Message, bold, html, message, tap
from bot.texts import Translator

_BUTTONS = 30


def recorded(found: Sequence[CaseView], by: str, tr: Translator, asked: Html | None = None) -> Message:
    """The cases in which the same papers were recorded, a line each, with a button that opens it; above them what is
    `asked` for now."""
    head = tr.plural("【Court papers】Recorded in {n} case:", "【Court papers】Recorded in {n} cases:", len(found))
    taps = [tap(one.number, "cs.open", one.id) for one in found[:_BUTTONS]]
    return message(
        asked,
        head,
        *(_line(one, tr) for one in found),
        tr("Entered by {name}", name=by) if by else None,
        tr("What has to be done, and by when, stands on the card of each case."),
        buttons=tuple((one,) for one in taps),
    )


def _line(case: CaseView, tr: Translator) -> Html:
    days = sorted({paper.served_on for paper in case.papers})
    came = [paper for paper in case.papers if days and paper.served_on == days[-1]]
    said = [bold(case.number), tr.join([str(tr(PAPER_NAMES[paper.kind])) for paper in came])]
    return html(" · ").join([html(one) for one in said if one])


def there_already(day: date, tr: Translator) -> str:
    """A row of a preview whose paper is recorded already."""
    return str(tr("(the same kind of paper is recorded, received {date})", date=day))
