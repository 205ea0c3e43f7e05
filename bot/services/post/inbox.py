"""The durable inbox: an update is written down before it is confirmed, handled once, replayed after a crash."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.domain.hall.terms import InboxState
from bot.domain.operations.operations import CRASHED
from bot.domain.reading.eservice import hide_all
from bot.store.post import inbox as inbox_store
from bot.store.tables import InboxRow

ATTEMPTS = 3
"""How often a failing handler is tried before the update is parked."""
TAKEN_UP = 10
"""How often an update may be begun again after a crash: one that ends the program each time must not do so for ever."""
TOO_FAST = "left out: it came too fast"
_MOST = 2**63


def is_update(raw: Any) -> bool:
    """Whether this can be an update at all: an object with a number of its own."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return isinstance(number, int) and not isinstance(number, bool) and 0 <= number < _MOST


def sender_of(raw: dict[str, Any]) -> int:
    """Telegram id of the person behind an update (of the chat, where there is no person); 0 if there is neither."""
    for key, body in raw.items():
        if key == "update_id" or not isinstance(body, dict):
            continue
        for who in (body.get("from"), body.get("user"), body.get("chat")):
            number = who.get("id") if isinstance(who, dict) else None
            if isinstance(number, int) and abs(number) < _MOST:
                return number
    return 0


def storable(raw: dict[str, Any]) -> dict[str, Any]:
    """The update as it may be written down: without characters that no database takes (NUL, halves of surrogate pairs),
    and without the passwords that texts of courts' platforms carry."""
    text = json.dumps(raw)
    plain: dict[str, Any] = hide_all(raw)
    if "\\u0000" not in text and "\\ud" not in text:
        return plain
    cleaned: dict[str, Any] = _clean(plain)
    return cleaned


def _clean(value: Any) -> Any:
    match value:
        case str():
            return value.replace("\x00", "").encode("utf-8", "replace").decode()
        case dict():
            return {_clean(key): _clean(each) for key, each in value.items()}
        case list():
            return [_clean(each) for each in value]
    return value


def store(session: Session, raws: Iterable[dict[str, Any]], *, now: datetime, owner: str, lease: float) -> list[int]:
    """Write updates down; returns the ids that are new. The same update delivered twice is stored once."""
    rows = {
        raw["update_id"]: {
            "update_id": raw["update_id"], "sender": sender_of(raw), "raw": raw, "received_at": now,
            "state": InboxState.WAITING, "attempts": 0, "taken_up": 0, "lease": lease, "owner": owner,
            "error_id": "", "error": "",
        }
        for raw in raws
    }  # fmt: skip
    return inbox_store.add_new(session, list(rows.values()))


def waiting(
    session: Session, *, wall: float, owner: str, lease: float, limit: int = 500, known: Collection[int] = ()
) -> list[InboxRow]:
    """Claim unfinished updates whose lease ran out (after a crash: all of them), oldest first.

    `known` are ids that this process has in its hands. What only waits in a line while the program dies is not to
    blame: what is counted is counted by `begin_again`.
    """
    rows = inbox_store.abandoned(session, wall=wall, most=limit)
    for row in rows:
        row.owner, row.lease = owner, lease
        session.add(row)
    return [row for row in rows if row.update_id not in known]


def begin_again(session: Session, update_id: int, *, error_id: str) -> InboxState | None:
    """Count that an update which another process left is begun again; returns how it stands.

    More than `TAKEN_UP` times: it is parked, for it ends the program each time.
    """
    row = inbox_store.locked(session, update_id)
    if row is None or row.state is not InboxState.WAITING:
        return None
    row.taken_up += 1
    if row.taken_up > TAKEN_UP:
        row.state, row.error, row.error_id = InboxState.PARKED, CRASHED, error_id
    session.add(row)
    return row.state


def leave_out(session: Session, ids: Sequence[int], *, now: datetime) -> None:
    """What came too fast is not handled; whoever sent it is told so. It is kept as long as everything that is done."""
    inbox_store.leave_out(session, ids, TOO_FAST, now=now)


def renew(session: Session, known: Sequence[int], *, owner: str, lease: float) -> None:
    """This process lives and still has these updates in hand; one that it dropped comes free with its lease."""
    inbox_store.renew(session, known, owner=owner, lease=lease)


def earlier(session: Session, sender: int, update_id: int) -> InboxRow | None:
    """The oldest unfinished update of the same person before this one, in whosever hands it is."""
    return inbox_store.earlier(session, sender, update_id)


def take_over(session: Session, update_id: int, *, wall: float, owner: str, lease: float) -> bool:
    """Claim an update whose owner fell silent; False if somebody else was quicker."""
    return inbox_store.take_over(session, update_id, wall=wall, owner=owner, lease=lease)


def begin(session: Session, update_id: int) -> bool:
    """Lock the row for this transaction; False when it is finished already."""
    return inbox_store.state_of(session, update_id) is InboxState.WAITING


def finish(session: Session, update_id: int, *, now: datetime) -> None:
    """Mark the update done, in the same transaction as its effect."""
    inbox_store.done(session, update_id, now=now)


def failed(session: Session, update_id: int, *, now: datetime, error_id: str, error: str) -> bool:
    """Count a failed try; returns whether the update is parked now."""
    row = inbox_store.locked(session, update_id)
    if row is None or row.state is not InboxState.WAITING:
        return False
    row.attempts += 1
    row.error_id, row.error = error_id, error[:500]
    if row.attempts >= ATTEMPTS:
        row.state, row.done_at = InboxState.PARKED, now
    session.add(row)
    return row.state is InboxState.PARKED


def parked(session: Session, limit: int = 50, branches: Collection[str] | None = None) -> list[InboxRow]:
    """What could not be handled, newest first: of everybody, or of people of these branches (paths)."""
    return inbox_store.parked(session, branches, most=limit)


def count_parked(session: Session, branches: Collection[str] | None = None) -> int:
    """How many could not be handled, all told."""
    return inbox_store.count_parked(session, branches)


def is_within(session: Session, update_id: int, branches: Collection[str] | None) -> bool:
    """Whether an update is of somebody in one of these branches (None: in any, or in none)."""
    return inbox_store.is_of(session, update_id, branches)


def unpark(session: Session, update_id: int, *, drop: bool, now: datetime) -> InboxRow | None:
    """A person decides about a parked update: tried again from the start, or dropped. None if it is not parked."""
    row = inbox_store.locked(session, update_id)
    if row is None or row.state is not InboxState.PARKED:
        return None
    if drop:
        row.state, row.done_at = InboxState.DONE, now
    else:
        row.state, row.attempts, row.taken_up, row.lease, row.done_at = InboxState.WAITING, 0, 0, 0, None
    session.add(row)
    return row


def prune(session: Session, *, now: datetime, keep: timedelta) -> int:
    """Delete finished updates older than `keep`: they hold names."""
    return inbox_store.forget_done(session, now - keep)


def give_up_leases(session: Session) -> int:
    """At the start of the only process: what the last one had taken in may be worked off at once."""
    return inbox_store.free(session)
