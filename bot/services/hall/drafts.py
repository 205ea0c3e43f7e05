"""Drafts of forms: one a person, kept until it is confirmed or cancelled."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from bot.domain.hall.forms import State
from bot.services.hall import notes
from bot.services.hall.desk import Desk
from bot.store.hall import queries as hall_store
from bot.store.tables import Draft

HEARD = "heard:"
"""How the notes are named that hold from which messages of a person drafts were made that are over."""
MOST_HEARD = 60
"""Messages of one person that are remembered so; Telegram lets people change what they sent for two days."""


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


def remember(desk: Desk, messages: Collection[int]) -> None:
    """The actor's draft that was made from these messages is over: whoever edits one of them is told so."""
    if not messages:
        return
    key = f"{HEARD}{desk.actor.person_id}"
    known = [one for one in notes.get(desk.session, key).get("messages", []) if one not in messages]
    notes.put(desk.session, key, {"messages": [*known, *messages][-MOST_HEARD:]}, now=desk.now)


def was_heard(desk: Desk, message_id: int | None) -> bool:
    """Whether a draft of the actor that is over by now was made from this message."""
    return message_id in notes.get(desk.session, f"{HEARD}{desk.actor.person_id}").get("messages", [])


def drop(desk: Desk) -> None:
    draft = current(desk)
    if draft is not None:
        desk.session.delete(draft)
        desk.session.flush()
        desk.untidy = True


def drop_files(desk: Desk, person_id: int, hashes: Collection[str]) -> None:
    """Files that waited too long are taken out of a person's draft, so that its preview says what is left of it."""
    draft = desk.session.get(Draft, person_id, with_for_update=True) if hashes else None
    if draft is None:
        return
    data, context = _without(draft.data, hashes), _without(draft.context, hashes)
    if (data, context) != (draft.data, draft.context):
        draft.data, draft.context, draft.serial = data, context, draft.serial + 1
        desk.session.add(draft)


def _without(value: Any, hashes: Collection[str]) -> Any:
    match value:
        case dict():
            return {key: _without(one, hashes) for key, one in value.items()}
        case list():
            return [_without(one, hashes) for one in value if not (isinstance(one, dict) and one.get("hash") in hashes)]
    return value


def state_of(draft: Draft) -> State:
    return State(dict(draft.data), draft.asking, draft.serial)
