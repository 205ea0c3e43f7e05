"""Drafts of forms: one a person, kept until it is confirmed or cancelled."""

from __future__ import annotations

from typing import Any

from bot.domain.hall.forms import State
from bot.services.hall.desk import Desk
from bot.store.hall import queries as hall_store
from bot.store.tables import Draft


def current(desk: Desk) -> Draft | None:
    """The actor's draft, locked for this transaction."""
    return desk.session.get(Draft, desk.actor.person_id, with_for_update=True)


def peek(desk: Desk) -> Draft | None:
    """The actor's draft as it stands, for looking at it only."""
    return hall_store.draft_of(desk.session, desk.actor.person_id)


def save(desk: Desk, form: str, state: State, context: dict[str, Any]) -> Draft:
    """Write the draft down as it stands."""
    draft = current(desk) or Draft(person_id=desk.actor.person_id, form=form, updated_at=desk.now)
    draft.form, draft.data, draft.context = form, dict(state.values), dict(context)
    draft.asking, draft.serial, draft.updated_at = state.asking, state.serial, desk.now
    desk.session.add(draft)
    desk.untidy = True
    return draft


def drop(desk: Desk) -> None:
    draft = current(desk)
    if draft is not None:
        desk.session.delete(draft)
        desk.session.flush()
        desk.untidy = True


def state_of(draft: Draft) -> State:
    return State(dict(draft.data), draft.asking, draft.serial)
