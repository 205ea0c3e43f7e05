"""A form that fills in a draft which stands elsewhere: when it is given up, that draft keeps what was answered."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.hall.forms import State
from bot.domain.hall.message import message
from bot.services.hall import drafts
from bot.store.tables import Draft
from bot.telegram import form_queue
from bot.telegram.bound import Bound
from bot.telegram.turn import Handler, Turn


def given_up(turn: Turn, forms: Mapping[str, Bound], draft: Draft | None) -> Handler:
    """What is said of a draft that is thrown away: that its answers are kept, with where they are; or that it is."""
    bound = forms.get(draft.form) if draft is not None else None
    about = bound.of if bound is not None else None
    if draft is None or about is None or not _kept(turn, forms, draft):
        words = "There is nothing to cancel." if draft is None else "Cancelled; nothing was recorded."
        return lambda again: again.show(message(again.tr(words)))
    number = int(draft.context[about.name])

    def told(again: Turn) -> None:
        again.note(again.tr("Your answers are kept in the draft."))
        about.show(again, number)

    return told


def _kept(turn: Turn, forms: Mapping[str, Bound], draft: Draft) -> bool:
    """Whether what the form is about took the answers so far."""
    bound = forms.get(draft.form) if turn.actor.appointments else None
    return bound is not None and bound.keep(turn, dict(draft.data), form_queue.split(draft.context)[0])


def put_by(turn: Turn, forms: Mapping[str, Bound]) -> None:
    """What stands unfinished keeps its answers where it can, and makes way; what waits behind it goes on waiting."""
    draft = drafts.current(turn.desk)
    if draft is not None and _kept(turn, forms, draft):
        drafts.save(turn.desk, draft.form, State({}, serial=draft.serial), draft.context)
