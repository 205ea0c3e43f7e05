"""Lines of a court's hearing list in chat: recorded as pending, then confirmed, corrected or sent back."""

from __future__ import annotations

from typing import Any

from bot.domain.hall.access import Action
from bot.domain.hall.errors import Stale
from bot.domain.hall.message import Html, Message, html, lines
from bot.domain.hall.subjects import About
from bot.domain.hall.terms import HearingStatus
from bot.domain.hall.topics import Nothing, Notice
from bot.domain.hearings import forms as declared
from bot.domain.hearings.details import as_entered
from bot.domain.hearings.list_forms import LIST, SHOWN, TAKEN
from bot.domain.hearings.topics import DRAFTED, LISTED, Listed
from bot.services.hall import access
from bot.services.hearings import cards, court_lists, lists, reading
from bot.telegram.forms import Bound, Forms
from bot.telegram.outdated import nothing
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from bot.views.hearings import hearings as views
from bot.views.hearings import list_rows as row_views
from handlers.hearings import list_forms
from handlers.hearings.showing import HEARING, show_card

Given = dict[str, Any]
MOST_LINES = 60
"""Lines above the rows of a preview."""


def register(router: Router, forms: Forms) -> None:
    """The buttons of lines, and the form that previews a pasted list."""
    router.press("hp", lambda turn: pending(turn), sees=nothing)
    router.press("hp.ok", lambda turn: confirm(turn, forms), of=HEARING, sees=_line)
    router.press("hp.no", reject, of=HEARING, sees=_line)
    router.press("hp.fix", lambda turn: fix_pending(turn, forms), of=HEARING)
    router.press("hp.all", confirm_all, sees=_lines)
    forms.add(Bound(LIST, submit_list, {TAKEN: list_forms.choices}, _list_intro))


def _line(turn: Turn) -> None:
    """A line of a hearing list, and the agency whose list it stands in."""
    HEARING.look(turn)
    if turn.number(2):
        cards.side(turn.desk, turn.number(0), turn.number(2))


def _lines(turn: Turn) -> None:
    if turn.number():
        access.require(turn.desk, Action.ENTER_HEARING, turn.number())


def _list_intro(turn: Turn, values: Given, context: Given) -> Html | None:
    """What is said of the whole, and what cannot be recorded; all lines, while it is asked which count."""
    tr = turn.tr
    rows = list_forms.rows_of(values)
    shown = [Html(note) for note in context.get(list_forms.NOTES) or ()]
    for number, row in enumerate(rows, 1):
        if row["problem"]:
            msgid, params = row["problem"]
            shown.append(row_views.not_recordable(number, row["text"], tr(msgid, **params), tr))
    if list_forms.is_asking(values):
        shown += [html(one.label) for one in list_forms.choices(turn, values)]
    unseen = sum(not row["problem"] for row in rows) - SHOWN
    return lines(*shown[:MOST_LINES], row_views.more(unseen, tr) if unseen > 0 else None) or None


def submit_list(turn: Turn, values: Given, context: Given) -> None:
    rows = list_forms.kept(values)
    found, known = court_lists.draft(turn.desk, reading.entries_of(rows))
    skipped = [str(row["text"]) for row in rows if row["problem"]]
    turn.show(Message(views.drafted(len(found), known, skipped, turn.tr)))
    if found:
        mine = lists.pending(turn.desk, own=True)
        turn.say(views.pending(mine, "", turn.tr), Notice(DRAFTED, Nothing(), About.PENDING("drafted")))


def pending(turn: Turn) -> None:
    """What waits for a word from the actor."""
    turn.show(views.pending(lists.waiting(turn.desk, 0), "", turn.tr))


def confirm(turn: Turn, forms: Forms) -> None:
    """One line is right. Where the case has another hearing, it is asked what this one is."""
    view = cards.view(turn.desk, turn.number(0))
    waits = view.status is HearingStatus.PENDING and view.version == turn.number(1)
    if waits and court_lists.is_ambiguous(turn.desk, view.id):
        fix_pending(turn, forms)
        return
    hearing = court_lists.confirm(turn.desk, turn.number(0), turn.number(1))
    _after_pending(turn, hearing.id or 0)


def reject(turn: Turn) -> None:
    court_lists.reject(turn.desk, turn.number(0), turn.number(1))
    _after_pending(turn, turn.number(0))


def _after_pending(turn: Turn, hearing_id: int) -> None:
    """In a list of several, the list goes on; the last one shows its card."""
    rest = lists.waiting(turn.desk, turn.number(2))
    if rest:
        turn.toast(turn.tr("Recorded."))
        turn.show(
            views.pending(rest, "", turn.tr, agency=turn.number(2)),
            Notice(LISTED, Listed(turn.number(2)), About.PENDING(turn.number(2)))
            if turn.number(2)
            else Notice(DRAFTED, Nothing(), About.PENDING("drafted")),
        )
    else:
        show_card(turn, hearing_id)


def fix_pending(turn: Turn, forms: Forms) -> None:
    """A line of a list with something to correct: the form, filled with the line; confirming replaces it."""
    view = cards.view(turn.desk, turn.number(0))
    if view.status is not HearingStatus.PENDING or view.version != turn.number(1):
        raise Stale
    agencies = reading.of_hearing(turn.desk, view.id)
    values: Given = {"number": view.number, "when": view.starts_at.isoformat(), "place": view.place or None}
    values |= as_entered(view.details)
    if agencies:
        values["agencies"] = [str(a.id) for a in agencies]
    context: Given = {"pending": [view.id, view.version], "about": {"cause": view.cause, "court": view.court}}
    forms.start(turn, declared.HEARING.name, values, context)


def confirm_all(turn: Turn) -> None:
    """Every waiting line that clashes with nothing."""
    count = court_lists.confirm_all(turn.desk, turn.number())
    rest = lists.waiting(turn.desk, turn.number())
    turn.toast(turn.tr.plural("{n} line is confirmed.", "{n} lines are confirmed.", count))
    turn.show(views.pending(rest, "", turn.tr, agency=turn.number()))
