"""A composer changes, in Telegram, a message that stands in a circular: a draft follows, what went out does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from enum import StrEnum

from bot.domain.circulars import circulars as pure
from bot.domain.circulars.acts import CIRCULAR_PART_EDITED
from bot.domain.circulars.circulars import Part
from bot.domain.hall.access import Action
from bot.domain.hall.terms import CircularState
from bot.services.circulars import approvals, control
from bot.services.circulars.circulars import check_for_groups, parts_of, subject_of, touch
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.circulars import queries as circulars_store
from bot.store.tables import Circular

EDITABLE = timedelta(days=3)
"""Telegram lets people change what they sent for two days; older circulars are not looked through."""


class Followed(StrEnum):
    """What became of a circular whose message was changed."""

    CHANGED = "changed"
    TAKEN_BACK = "taken back"
    """It was submitted already: it is a draft again, as what was approved is no longer what would be sent."""
    PAUSED = "paused"
    """It is going out by copying the message itself: whoever has not got it yet would get another text."""
    UNTOUCHED = "untouched"
    """It has gone out: only a correction changes what people have."""


def follow(desk: Desk, part: Part) -> tuple[Circular, Followed] | None:
    """Let the circular in which this message stands follow the change; None where it stands in none.

    Raises:
        Refused: it goes to a group as well, and its words are not for groups now.
    """
    row = _found(desk, part)
    if row is None:
        return None
    if row.state in (CircularState.AWAITING, CircularState.SCHEDULED):
        approvals.take_back(desk, row.id or 0, row.version)
        _put(desk, row, part)
        return row, Followed.TAKEN_BACK
    if row.state is CircularState.DRAFT:
        _put(desk, row, part)
        return row, Followed.CHANGED
    if row.state is CircularState.SENDING and pure.single_text(parts_of(row)) is None:
        control.pause(desk, row.id or 0, row.version)
        return row, Followed.PAUSED
    return row, Followed.UNTOUCHED


def _found(desk: Desk, part: Part) -> Circular | None:
    """The newest circular with this message; a draft before those that went out."""
    recent = circulars_store.touched_since(desk.session, desk.now - EDITABLE, most=200)
    found = [row for row in recent if _place(row, part) is not None and _sends(desk, row)]
    return next((row for row in found if row.state in pure.OPEN_STATES), found[0] if found else None)


def _place(row: Circular, part: Part) -> int | None:
    return next((i for i, one in enumerate(parts_of(row)) if one.holds(part.chat, part.messages[0])), None)


def _sends(desk: Desk, row: Circular) -> bool:
    return desk.actor.may(Action.SEND_CIRCULAR, access.agency(desk, row.agency_id).path)


def _put(desk: Desk, row: Circular, part: Part) -> None:
    parts = list(parts_of(row))
    index = _place(row, part) or 0
    old = parts[index]
    if old.origin:
        old = replace(old, chat=old.origin[0], messages=old.origin[1:], origin=())
    # Of an album only the words can be told apart; the pictures are copied as they stand then.
    parts[index] = (
        replace(part, messages=old.messages, album=old.album)
        if len(old.messages) == 1
        else replace(old, html=part.html or old.html)
    )
    row.parts = [one.to_json() for one in parts]
    if row.groups:
        check_for_groups(desk, row)
    desk.audit(CIRCULAR_PART_EDITED, subject_of(row.id), agency_id=row.agency_id)
    touch(desk, row)
