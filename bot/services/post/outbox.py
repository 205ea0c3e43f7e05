"""The outbox: everything that will be said is a row here until it is known to be said, or known to be unsayable.

Here rows are planned and taken back; `bot.services.post.leasing` claims them, `bot.services.post.sending` settles them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, and_, bindparam, literal, literal_column, or_
from sqlalchemy import select as core_select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, col, select

from bot.domain.hall.message import Message, to_json
from bot.domain.hall.terms import Lane, SendState
from bot.services.hall.desk import Desk
from bot.store.tables import OutboxRow

LEASE = 60.0
"""Seconds a claimed row belongs to whoever claimed it."""
MERGED = "merged"
"""Topic of a row whose message carries several others."""
OPEN = (SendState.PLANNED, SendState.HELD)
SEEN = (SendState.SENT, SendState.CLAIMED, SendState.CARRIED)
"""States of a message that people have on screen, or will in a moment."""
CHUNK = 500
"""Rows of one statement when many are planned at once."""
# Partial indexes serve only conditions that are spelled out: a bound value would not do on SQLite.
IS_PLANNED = col(OutboxRow.state) == literal_column("'planned'")
_TABLE: Table = OutboxRow.__table__  # type: ignore[attr-defined]
_REPLY = _TABLE.insert()
_UNUSED: dict[str, Any] = {
    "lane": Lane.INTERACTIVE, "audience": "", "dedupe": None, "urgent": False, "uncertain": 0, "unanswered": 0,
    "begun": True, "not_before": 0.0, "parts_sent": 0, "copied": [], "silent": False, "merged_into": None, "text": "",
    "sent_at": None, "error": "",
}  # fmt: skip
"""What a reply has in the columns that only planned messages use."""
_DIFFERING = ("person_id", "args", "subject", "due_at", "dedupe", "planned_at")
"""What is different in each of many messages."""
_SHOWN = (
    core_select(_TABLE.c.topic, _TABLE.c.merged_into, _TABLE.c.live, _TABLE.c.edits, _TABLE.c.id)
    .where(_TABLE.c.chat_id == bindparam("chat"), _TABLE.c.message_id == bindparam("message"))
    .where(_TABLE.c.state != literal_column("'planned'"))
    .order_by(_TABLE.c.id.desc())
    .limit(1)
)
_ON_MESSAGE = (_TABLE.c.chat_id == bindparam("chat"), _TABLE.c.message_id == bindparam("message"))
_PLANNED_EDIT = and_(_TABLE.c.state == literal_column("'planned'"), _TABLE.c.kind == literal_column("'edit'"))
_STANDING = core_select(_TABLE.c.id).where(*_ON_MESSAGE, or_(_TABLE.c.live, _PLANNED_EDIT)).limit(1)
_NO_MORE_LIVE = _TABLE.update().where(*_ON_MESSAGE, _TABLE.c.live).values(live=False)
_NO_MORE_EDITS = _TABLE.update().where(*_ON_MESSAGE, _PLANNED_EDIT).values(state=SendState.CANCELLED, dedupe=None)


def plan(
    desk: Desk,
    topic: str,
    args: dict[str, Any],
    *,
    person_id: int | None = None,
    audience: str = "",
    chat_id: int | None = None,
    at: datetime | None = None,
    subject: str = "",
    lane: Lane = Lane.REMINDER,
    dedupe: str | None = None,
    urgent: bool = False,
    live: bool = False,
) -> OutboxRow | None:
    """Plan a message that is rendered when it is due, in the recipient's language, if it is still true then.

    `audience` names people who are looked up when it is due (see `bot.services.post.delivery.people_of`). A second
    plan with the same `dedupe` key is left out (None is returned).
    """
    if dedupe is not None and _known(desk.session, dedupe):
        return None
    due = at or desk.now
    row = OutboxRow(
        topic=topic,
        args=args,
        person_id=person_id,
        audience=audience,
        chat_id=chat_id,
        due_at=due,
        subject=subject,
        lane=lane,
        dedupe=dedupe,
        urgent=urgent,
        live=live,
        planned_at=desk.now,
    )
    desk.session.add(row)
    desk.planned = desk.planned or due <= desk.now
    return row


def _known(session: Session, dedupe: str) -> bool:
    session.flush()
    return session.exec(select(OutboxRow.id).where(OutboxRow.dedupe == dedupe)).first() is not None


@dataclass(frozen=True, slots=True)
class Addressed:
    """One of many messages: to whom, with what, and when (`at`, aware; now if None)."""

    person_id: int
    args: dict[str, Any]
    at: datetime | None = None
    dedupe: str | None = None
    subject: str = ""


def plan_many(
    desk: Desk,
    topic: str,
    copies: Iterable[Addressed],
    *,
    lane: Lane = Lane.BULK,
    urgent: bool = False,
    live: bool = False,
) -> int:
    """Plan one message a person for any number of people, in few statements; returns how many are new.

    `copies` may be a generator: no more than a few hundred are held at a time.
    """
    desk.session.flush()
    connection = desk.session.connection()
    same = {
        "kind": "send", "lane": lane, "topic": topic, "urgent": urgent, "live": live, "state": SendState.PLANNED,
        "attempts": 0, "lease": 0.0, "owner": "",
    }  # fmt: skip
    statement = _insert_alike(connection, _UNUSED | same)
    new = 0
    for chunk in _chunks(copies):
        rows: list[dict[str, Any]] = [
            {
                "person_id": c.person_id, "args": c.args, "subject": c.subject, "due_at": c.at or desk.now,
                "dedupe": c.dedupe, "planned_at": desk.now,
            }
            for c in chunk
        ]  # fmt: skip
        new += _inserted(connection, statement, rows)
        desk.planned = desk.planned or any(row["due_at"] <= desk.now for row in rows)
    return new


def _insert_alike(connection: Connection, same: dict[str, Any]) -> Any:
    """An insert with what all rows have in common written into it: only what differs is handled row by row."""
    insert = pg_insert if connection.dialect.name == "postgresql" else sqlite_insert

    def written(name: str, value: Any) -> Any:
        one = literal("[]") if name == "copied" else literal(value, _TABLE.c[name].type)
        return literal_column(str(one.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})))

    fixed = {name: written(name, value) for name, value in same.items() if value is not None}
    differing = {name: bindparam(name, type_=_TABLE.c[name].type) for name in _DIFFERING}
    return insert(_TABLE).values(**fixed, **differing).on_conflict_do_nothing(index_elements=["dedupe"])


def _inserted(connection: Connection, statement: Any, rows: list[dict[str, Any]]) -> int:
    if connection.dialect.name == "postgresql":  # its driver does not count what many inserts did
        return len(connection.execute(statement.returning(_TABLE.c.id), rows).all())
    return int(connection.execute(statement, rows).rowcount)


def _chunks(copies: Iterable[Addressed]) -> Iterator[list[Addressed]]:
    rest = iter(copies)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def reply(
    session: Session,
    content: Message,
    *,
    now: datetime,
    owner: str,
    lease: float,
    chat_id: int,
    person_id: int | None = None,
    topic: str = "",
    args: dict[str, Any] | None = None,
    subject: str = "",
    edit_message: int | None = None,
) -> OutboxRow:
    """A rendered message, already leased to the task that will send it after the commit."""
    shown = _shown(session, chat_id, edit_message) if edit_message else None
    if shown is not None and (shown.topic == MERGED or shown.merged_into is not None):
        # The pressed message carries other things as well: the answer is a message of its own.
        edit_message, shown = None, None
    if shown is not None and edit_message is not None and (shown.live or shown.edits is not None):
        # What was edited by a refresh is kept up to date by the row that was there before it.
        _retire(session, chat_id, edit_message)
    values: dict[str, Any] = {
        "kind": "edit" if edit_message else "send", "content": to_json(content), "chat_id": chat_id,
        "person_id": person_id, "topic": topic, "args": args or {}, "subject": subject, "live": bool(topic),
        "due_at": now, "planned_at": now, "state": SendState.CLAIMED, "lease": lease, "owner": owner,
        "message_id": edit_message, "edits": shown.id if shown else None, "attempts": 1,
    }  # fmt: skip
    made = session.connection().execute(_REPLY, _UNUSED | values)
    [number] = made.inserted_primary_key or (None,)
    return OutboxRow(id=number, **values)


def sent_message(session: Session, chat_id: int, message_id: int) -> OutboxRow | None:
    """The newest row that stands behind a message of a chat."""
    return session.exec(
        select(OutboxRow)
        .where(OutboxRow.chat_id == chat_id, OutboxRow.message_id == message_id)
        .order_by(col(OutboxRow.id).desc())
        .limit(1)
    ).first()


def _shown(session: Session, chat_id: int, message_id: int) -> Any:
    """What stands behind a message now, a few columns of it; edits that are only planned do not."""
    return session.connection().execute(_SHOWN, {"chat": chat_id, "message": message_id}).first()


def is_outdated(session: Session, edit: OutboxRow, chat_id: int | None, message_id: int | None) -> bool:
    """Whether this change of a message would undo a later one: it was tried again, or somebody pressed meanwhile.

    A change that is rendered now undoes no other of its kind, but what the person who pressed was answered with.
    """
    later = select(OutboxRow.state, OutboxRow.content).where(
        OutboxRow.chat_id == chat_id, OutboxRow.message_id == message_id, col(OutboxRow.id) > edit.id
    )
    found = session.exec(
        later.where(OutboxRow.kind == "edit", col(OutboxRow.state).in_([SendState.SENT, SendState.CLAIMED]))
    ).all()
    if edit.content is None:
        return any(content is not None for _, content in found)
    return any(state is SendState.SENT for state, _ in found)


def retire(session: Session, row: OutboxRow) -> None:
    """The message no longer shows a state that later changes edit; edits planned for it are taken back."""
    if row.live and row.chat_id is not None and row.message_id is not None:
        session.flush()
        _retire(session, row.chat_id, row.message_id)
    row.live = False
    session.add(row)


def _retire(session: Session, chat_id: int, message_id: int) -> None:
    """Part of nearly every press, so it looks first: most messages have nothing to take back."""
    session.flush()
    here, connection = {"chat": chat_id, "message": message_id}, session.connection()
    if connection.execute(_STANDING, here).first() is not None:
        connection.execute(_NO_MORE_LIVE, here)
        connection.execute(_NO_MORE_EDITS, here)


def refresh(desk: Desk, subject: str, *, topics: Iterable[str] = ()) -> int:
    """Show the new state of `subject` in every message people already have: silent edits, one a message.

    With `topics`, only in messages of these: what changed is not shown elsewhere. A message that is being sent at this
    moment may show the old state: it is edited as soon as it is there.
    """
    statement = select(OutboxRow).where(
        OutboxRow.subject == subject, col(OutboxRow.state).in_(SEEN), col(OutboxRow.live).is_(True)
    )
    if topics:
        statement = statement.where(col(OutboxRow.topic).in_(tuple(topics)))
    count = 0
    for row in desk.session.exec(statement).all():
        count += _plan_edit(desk, row)
    return count


def _plan_edit(desk: Desk, row: OutboxRow) -> bool:
    if row.merged_into is not None:
        carrier = desk.session.get(OutboxRow, row.merged_into)
        return _plan_edit(desk, carrier) if carrier is not None and carrier.state in SEEN else False
    # An edit that is planned and not claimed yet will show this change too; the key is free again at the claim.
    dedupe = f"edit:{row.id}"
    if _known(desk.session, dedupe):
        return False
    # What somebody just did is shown to him at once; whoever looks at the same comes after all who wait for an answer.
    own = row.person_id is not None and row.person_id == desk.actor.person_id
    desk.session.add(
        OutboxRow(
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
    )
    desk.planned = True
    return True


def cancel(desk: Desk, subject: str, *, topics: Iterable[str] = (), person_id: int | None = None) -> int:
    """Take back what is planned about `subject` and not sent yet (edits of shown messages stay planned)."""
    statement = select(OutboxRow).where(
        OutboxRow.subject == subject, col(OutboxRow.state).in_(OPEN), OutboxRow.kind == "send"
    )
    if topics:
        statement = statement.where(col(OutboxRow.topic).in_(tuple(topics)))
    if person_id is not None:
        statement = statement.where(OutboxRow.person_id == person_id)
    # Locked: what another process claims at this moment is on its way, and is re-checked before it is sent.
    rows = desk.session.exec(statement.with_for_update()).all()
    for row in rows:
        row.state, row.dedupe = SendState.CANCELLED, None
        desk.session.add(row)
    desk.session.flush()
    return len(rows)


def next_due(session: Session, *, after: datetime, lanes: tuple[Lane, ...] = tuple(Lane)) -> datetime | None:
    """When the next planned row becomes due, later than `after` (what is due already waits for real time)."""
    found = [
        session.exec(
            select(OutboxRow.due_at)
            .where(IS_PLANNED, OutboxRow.lane == lane, OutboxRow.due_at > after)
            .order_by(col(OutboxRow.due_at))
            .limit(1)
        ).first()
        for lane in lanes
    ]
    return min((at for at in found if at is not None), default=None)
