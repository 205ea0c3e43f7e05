"""What came of a hearing, and the questions about it."""

from __future__ import annotations

from bot.domain.appearances import RANKS
from bot.domain.appearing_words import APPEARANCE_MESSAGES
from bot.domain.explanations import render
from bot.domain.hearings import ResultView
from bot.domain.message import Html, bold, html, lines
from bot.texts import Translator

COUNTS: dict[str, str] = {
    "attended": "counts as attended",
    "excused": "counts as an excused absence",
    "unexcused": "counts as absent without a valid reason",
    "exempt": "no leader was owed; it does not count",
    "not_heard": "not heard",
    "": "what it counts as has to be settled by the coordinator",
}


def line(one: ResultView, tr: Translator) -> Html:
    """One agency's report on the card of a hearing."""
    counts = tr(COUNTS.get(one.counts_as, COUNTS[""]))
    asked = [Html("？") + Html(q) for q in render(one.questions, tr, APPEARANCE_MESSAGES)]
    grounds = [Html("· ") + Html(g) for g in render(one.reasons, tr, APPEARANCE_MESSAGES)]
    return lines(
        tr("{agency}: {state}", agency=bold(one.agency), state=_who(one, tr)),
        html(tr.join(_how(one, tr))) if one.attended else None,
        tr("Staff: {names}", names=one.staff) if one.staff else None,
        tr("Counsel: {names}", names=one.counsel) if one.counsel else None,
        tr("Outcome: {text}", text=one.outcome) if one.outcome else None,
        counts,
        *([] if one.counts_as == "attended" else grounds),
        *asked,
        tr("Reported by {who} on {when}.", who=one.reported_by, when=one.reported_at)
        if one.reported_by and one.reported_at
        else None,
    )


def _who(one: ResultView, tr: Translator) -> Html:
    if not one.attended:
        return tr("no leader appeared")
    return tr("{leader} appeared ({rank})", leader=one.leader, rank=tr(RANKS.get(one.rank, "leader")))


def _how(one: ResultView, tr: Translator) -> list[str]:
    found: list[Html | None] = []
    if one.stayed is not None:
        found.append(tr("stayed throughout") if one.stayed else tr("left before the end"))
    if one.spoke is not None:
        found.append(tr("spoke") if one.spoke else tr("did not speak"))
    found.append(tr("spoke on settling the dispute") if one.on_settlement else None)
    found.append(tr("by video") if one.video else None)
    return [str(f) for f in found if f]
