"""The outbox: everything that will be said is a row here until it is known to be said, or known to be unsayable.

Here rows are planned and taken back; `bot.services.post.leasing` claims them, `bot.services.post.sending` settles them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlmodel import Session

from bot.domain.hall.message import Message, to_json
from bot.domain.hall.subjects import Subject
from bot.domain.hall.terms import Lane, SendState
from bot.domain.hall.topics import AnyTopic, Notice, Payload, To, to_args
from bot.domain.post.topics import ITEM, MERGED
from bot.services.hall.desk import Desk
from bot.store.post import outbox as outbox_store
from bot.store.post import queries as post_store
from bot.store.post.conditions import OPEN
from bot.store.tables import OutboxRow

LEASE = 60.0
"""Seconds a claimed row belongs to whoever claimed it."""
SEEN = (SendState.SENT, SendState.CLAIMED, SendState.CARRIED)
"""States of a message that people have on screen, or will in a moment."""
CHUNK = 500
"""Rows of one statement when many are planned at once."""
_UNUSED: dict[str, Any] = {
    "lane": Lane.INTERACTIVE, "audience": "", "dedupe": None, "urgent": False, "uncertain": 0, "doubts": 0,
    "begun": True, "not_before": 0.0, "parts_sent": 0, "copied": [], "silent": False, "merged_into": None, "text": "",
    "sent_at": None, "error": "",
}  # fmt: skip
"""What a reply has in the columns that only planned messages use."""


@dataclass(frozen=True, slots=True)
class Reply:
    """Where a rendered message goes, and the task to which it is leased (`now` is aware, `lease` epoch seconds).

    `edit_message`: the message of the chat that it changes.
    """

    chat_id: int
    now: datetime
    owner: str
    lease: float
    person_id: int | None = None
    edit_message: int | None = None


def plan(
    desk: Desk, notice: Notice[Any], to: To, *, at: datetime | None = None, dedupe: str | None = None
) -> OutboxRow | None:
    """Plan a message that is rendered when it is due (`at`, aware; now if None), if it is still true then.

    It is said in the recipient's language. An audience is looked up when it is due (see
    `bot.services.post.delivery.people_of`). A second plan with the same `dedupe` key is left out (None is returned).
    """
    row = _planned(desk, Planned(notice, to, at, dedupe))
    return row if add(desk, row) else None


@dataclass(frozen=True, slots=True)
class Planned:
    """A message that `plan` would plan."""

    notice: Notice[Any]
    to: To
    at: datetime | None = None
    dedupe: str | None = None


def plan_all(desk: Desk, found: Iterable[Planned]) -> None:
    """As `plan`, for several at once, in one statement."""
    rows = [_planned(desk, one) for one in found]
    outbox_store.add_new(desk.session, rows)
    desk.planned = desk.planned or any(row.due_at <= desk.now for row in rows)


def _planned(desk: Desk, one: Planned) -> OutboxRow:
    notice, topic, to = one.notice, one.notice.topic, one.to
    return OutboxRow(
        topic=topic.name,
        args=notice.args,
        person_id=to.person_id,
        audience=to.audience,
        chat_id=to.chat_id,
        due_at=one.at or desk.now,
        subject=str(notice.about or ""),
        lane=notice.lane or topic.lane,
        dedupe=one.dedupe,
        urgent=topic.urgent if notice.urgent is None else notice.urgent,
        live=topic.live,
        planned_at=desk.now,
    )


def add(desk: Desk, row: OutboxRow) -> bool:
    """Plan a row as it stands; False, and it is left out, if one with its `dedupe` key is planned already."""
    if row.dedupe is not None and outbox_store.is_taken(desk.session, row.dedupe):
        return False
    _put(desk, row)
    return True


def _put(desk: Desk, row: OutboxRow) -> None:
    desk.session.add(row)
    desk.planned = desk.planned or row.due_at <= desk.now


@dataclass(frozen=True, slots=True)
class Addressed:
    """One of many messages: to whom, with what, and when (`at`, aware; now if None)."""

    person_id: int
    payload: Payload
    about: Subject | None = None
    at: datetime | None = None
    dedupe: str | None = None


def plan_many(
    desk: Desk, topic: AnyTopic, copies: Iterable[Addressed], *, lane: Lane | None = None, urgent: bool | None = None
) -> int:
    """Plan one message a person for any number of people, in few statements; returns how many are new.

    `copies` may be a generator: no more than a few hundred are held at a time. `lane` and `urgent` replace the topic's.
    """
    same = {
        "kind": "send", "lane": lane or topic.lane, "topic": topic.name,
        "urgent": topic.urgent if urgent is None else urgent, "live": topic.live, "state": SendState.PLANNED,
        "attempts": 0, "lease": 0.0, "owner": "",
    }  # fmt: skip
    return outbox_store.add_many(desk.session, _UNUSED | same, _rows(desk, copies))


def _rows(desk: Desk, copies: Iterable[Addressed]) -> Iterator[list[dict[str, Any]]]:
    """What is different in each of many messages, a few hundred at a time."""
    for chunk in _chunks(copies):
        rows: list[dict[str, Any]] = [
            {
                "person_id": c.person_id, "args": to_args(c.payload), "subject": str(c.about or ""),
                "due_at": c.at or desk.now, "dedupe": c.dedupe, "planned_at": desk.now,
            }
            for c in chunk
        ]  # fmt: skip
        desk.planned = desk.planned or any(row["due_at"] <= desk.now for row in rows)
        yield rows


def _chunks(copies: Iterable[Addressed]) -> Iterator[list[Addressed]]:
    rest = iter(copies)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def reply(session: Session, content: Message, to: Reply, shows: Notice[Any] | None = None) -> OutboxRow:
    """A rendered message, already leased to the task that will send it after the commit.

    With `shows`, a topic that renders it anew, later changes of what that is about edit it in place.
    """
    chat_id, edit_message = to.chat_id, to.edit_message
    shown = outbox_store.shown(session, chat_id, edit_message) if edit_message else None
    if shown is not None and _stays(shown, shows):
        # The pressed message carries other things as well: the answer is a message of its own.
        edit_message, shown = None, None
    if shown is not None and edit_message is not None and (shown.live or shown.edits is not None):
        # What was edited by a refresh is kept up to date by the row that was there before it.
        outbox_store.retire(session, chat_id, edit_message)
    if shows is not None and shows.about is not None and edit_message is None:
        # Whoever asks for the same again looks at the newest: what lies above it answers when it is pressed.
        for name in (shows.topic.name, *shows.topic.replaces):
            outbox_store.supersede(session, chat_id, name, str(shows.about))
    values: dict[str, Any] = {
        "kind": "edit" if edit_message else "send", "content": to_json(content), "chat_id": chat_id,
        "person_id": to.person_id, "topic": shows.topic.name if shows else "", "args": shows.args if shows else {},
        "subject": str(shows.about or "") if shows else "", "live": shows is not None, "due_at": to.now,
        "planned_at": to.now, "state": SendState.CLAIMED, "lease": to.lease, "owner": to.owner,
        "message_id": edit_message, "edits": shown.id if shown else None, "attempts": 1,
    }  # fmt: skip
    return OutboxRow(id=outbox_store.add_reply(session, _UNUSED | values), **values)


def _stays(shown: OutboxRow, shows: Notice[Any] | None) -> bool:
    """Whether the pressed message says other things as well: several matters, or the way through them."""
    if shown.topic == ITEM.name:
        return shows is None or shows.topic is not ITEM
    return shown.topic == MERGED.name or shown.merged_into is not None or bool(shows and shows.topic is ITEM)


def sent_message(session: Session, chat_id: int, message_id: int) -> OutboxRow | None:
    """The newest row that stands behind a message of a chat."""
    return outbox_store.behind(session, chat_id, message_id)


def is_outdated(session: Session, edit: OutboxRow, chat_id: int | None, message_id: int | None) -> bool:
    """Whether this change of a message would undo a later one: it was tried again, or somebody pressed meanwhile.

    A change that is rendered now undoes no other of its kind, but what the person who pressed was answered with.
    """
    found = outbox_store.later_edits(session, chat_id, message_id, edit.id)
    if edit.content is None:
        return any(content is not None for _, content in found)
    return any(state is SendState.SENT for state, _ in found)


def retire(session: Session, row: OutboxRow) -> None:
    """The message no longer shows a state that later changes edit; edits planned for it are taken back."""
    if row.live and row.chat_id is not None and row.message_id is not None:
        outbox_store.retire(session, row.chat_id, row.message_id)
    row.live = False
    session.add(row)


def refresh(desk: Desk, subject: Subject, *, topics: Iterable[AnyTopic] = ()) -> int:
    """Show the new state of `subject` in every message people already have: silent edits, one a message.

    With `topics`, only in messages of these: what changed is not shown elsewhere. A message that is being sent at this
    moment may show the old state: it is edited as soon as it is there.
    """
    rows = post_store.about(desk.session, str(subject), topics=_names(topics), states=SEEN, live=True)
    # An edit that is planned and not claimed yet will show this change too; the key is free again at the claim.
    edits = {f"edit:{one.id}": one for one in (_carrier(desk, row) for row in rows) if one is not None}
    new = edits.keys() - outbox_store.taken(desk.session, edits)
    outbox_store.add_new(desk.session, [_edit(desk, one, key) for key, one in edits.items() if key in new])
    desk.planned = desk.planned or bool(new)
    return len(new)


def _carrier(desk: Desk, row: OutboxRow) -> OutboxRow | None:
    """The row behind the message in which this one stands; None where that is gone."""
    if row.merged_into is None:
        return row
    carrier = desk.session.get(OutboxRow, row.merged_into)
    return _carrier(desk, carrier) if carrier is not None and carrier.state in SEEN else None


def _edit(desk: Desk, row: OutboxRow, dedupe: str) -> OutboxRow:
    # What somebody just did is shown to him at once; whoever looks at the same comes after all who wait for an answer.
    own = row.person_id is not None and row.person_id == desk.actor.person_id
    return OutboxRow(
        kind="edit",
        topic=row.topic,
        args=row.args,
        subject=row.subject,
        person_id=row.person_id,
        chat_id=row.chat_id,
        message_id=row.message_id,
        edits=row.id,
        due_at=desk.now,
        planned_at=desk.now,
        lane=Lane.INTERACTIVE if own else Lane.REMINDER,
        dedupe=dedupe,
        urgent=True,
    )


def _names(topics: Iterable[AnyTopic]) -> tuple[str, ...]:
    return tuple(topic.name for topic in topics)


def cancel(desk: Desk, subject: Subject, *, topics: Iterable[AnyTopic] = (), person_id: int | None = None) -> int:
    """Take back what is planned about `subject` and not sent yet (edits of shown messages stay planned)."""
    # Locked: what another process claims at this moment is on its way, and is re-checked before it is sent.
    rows = post_store.about(
        desk.session, str(subject), topics=_names(topics), states=OPEN, kind="send", person_id=person_id, lock=True
    )
    for row in rows:
        row.state, row.dedupe = SendState.CANCELLED, None
        desk.session.add(row)
    desk.session.flush()
    return len(rows)


def about_another(
    desk: Desk,
    subject: Subject,
    other: Subject,
    *,
    key: tuple[str, str] = ("", ""),
    args: Mapping[str, Any] | None = None,
) -> None:
    """What was planned and said about `subject` is about `other` from now on: later changes of that are shown in it.

    What is not sent yet is rendered from `args` where it has such, and keeps its time; of its `dedupe` key one part is
    another (`key`), and what is planned under that already is not planned twice.
    """
    given = args or {}
    states = (*OPEN, SendState.CLAIMED)
    for row in post_store.about(desk.session, str(subject), states=states, kind="send", lock=True) if given else ():
        row.args = {name: given.get(name, value) for name, value in row.args.items()}
        dedupe = row.dedupe.replace(*key) if row.dedupe else None
        if dedupe is not None and dedupe != row.dedupe and outbox_store.is_taken(desk.session, dedupe):
            row.state, dedupe = SendState.CANCELLED, None
        row.dedupe = dedupe
        desk.session.add(row)
    outbox_store.about_another(desk.session, str(subject), str(other))


def next_due(session: Session, *, after: datetime, lanes: tuple[Lane, ...] = tuple(Lane)) -> datetime | None:
    """When the next planned row becomes due, later than `after` (what is due already waits for real time)."""
    return post_store.next_due(session, lanes, after=after)
