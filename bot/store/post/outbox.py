"""Planning many rows at once, replying, and what stands behind a message: statements that are part of most turns."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Connection, Table, and_, bindparam, literal, literal_column, or_
from sqlalchemy import select as columns
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, col, func, select, update

from bot.domain.hall.terms import SendState
from bot.store.post.tables import OutboxRow

_TABLE: Table = OutboxRow.__table__  # type: ignore[attr-defined]
_REPLY = _TABLE.insert()
_DIFFERING = ("person_id", "args", "subject", "due_at", "dedupe", "planned_at")
"""What is different in each of many messages."""
_ON_MESSAGE = (_TABLE.c.chat_id == bindparam("chat"), _TABLE.c.message_id == bindparam("message"))
_SHOWN = (
    columns(_TABLE.c.topic, _TABLE.c.merged_into, _TABLE.c.live, _TABLE.c.edits, _TABLE.c.id)
    .where(*_ON_MESSAGE)
    .where(_TABLE.c.state != literal_column("'planned'"))
    .order_by(_TABLE.c.id.desc())
    .limit(1)
)
_TAKEN = columns(_TABLE.c.id).where(_TABLE.c.dedupe == bindparam("key")).limit(1)
_PLANNED_EDIT = and_(_TABLE.c.state == literal_column("'planned'"), _TABLE.c.kind == literal_column("'edit'"))
_STANDING = columns(_TABLE.c.id).where(*_ON_MESSAGE, or_(_TABLE.c.live, _PLANNED_EDIT)).limit(1)
_RECENT = 5000
"""Rows among which somebody looks for what a chat has before its eyes."""
_SAME = (
    _TABLE.c.subject == bindparam("about"),
    _TABLE.c.chat_id == bindparam("chat"),
    _TABLE.c.topic == bindparam("said"),
)
_SUPERSEDED = (
    _TABLE.update()
    .where(*_SAME, _TABLE.c.live, _TABLE.c.state == literal_column("'sent'"), _TABLE.c.merged_into.is_(None))
    .values(live=False)
)
_NO_MORE_LIVE = _TABLE.update().where(*_ON_MESSAGE, _TABLE.c.live).values(live=False)
_NO_MORE_EDITS = _TABLE.update().where(*_ON_MESSAGE, _PLANNED_EDIT).values(state=SendState.CANCELLED, dedupe=None)


# -- planning ------------------------------------------------------------------------------------------------------


def is_taken(session: Session, dedupe: str) -> bool:
    """Whether a row has this key."""
    session.flush()
    return session.connection().execute(_TAKEN, {"key": dedupe}).first() is not None


def taken(session: Session, keys: Collection[str]) -> set[str]:
    """Which of these keys a row has."""
    session.flush()
    found = columns(_TABLE.c.dedupe).where(_TABLE.c.dedupe.in_(keys))
    return set(session.connection().execute(found).scalars()) if keys else set()


def add_new(session: Session, rows: Sequence[OutboxRow]) -> None:
    """Write rows, in one statement; those whose `dedupe` is there already are left out."""
    if rows:
        session.flush()
        connection = session.connection()
        insert = pg_insert if connection.dialect.name == "postgresql" else sqlite_insert
        statement = insert(_TABLE).on_conflict_do_nothing(index_elements=["dedupe"])
        connection.execute(statement, [row.model_dump(exclude={"id"}) for row in rows])


def add_many(session: Session, same: dict[str, Any], portions: Iterable[Sequence[dict[str, Any]]]) -> int:
    """Write rows portion by portion, leaving out those whose key is there; returns how many are new.

    `same` are the columns that all rows share; each row of a portion has person_id, args, subject, due_at, dedupe and
    planned_at.
    """
    session.flush()
    connection = session.connection()
    statement = _insert_alike(connection, same)
    return sum(_inserted(connection, statement, rows) for rows in portions)


def _insert_alike(connection: Connection, same: dict[str, Any]) -> Any:
    """An insert with what all rows have in common written into it: only what differs is handled row by row."""
    insert = pg_insert if connection.dialect.name == "postgresql" else sqlite_insert

    def written(name: str, value: Any) -> Any:
        one = literal("[]") if name == "copied" else literal(value, _TABLE.c[name].type)
        return literal_column(str(one.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})))

    fixed = {name: written(name, value) for name, value in same.items() if value is not None}
    differing = {name: bindparam(name, type_=_TABLE.c[name].type) for name in _DIFFERING}
    return insert(_TABLE).values(**fixed, **differing).on_conflict_do_nothing(index_elements=["dedupe"])


def _inserted(connection: Connection, statement: Any, rows: Sequence[dict[str, Any]]) -> int:
    if connection.dialect.name == "postgresql":  # its driver does not count what many inserts did
        return len(connection.execute(statement.returning(_TABLE.c.id), rows).all())
    return int(connection.execute(statement, rows).rowcount)


def add_reply(session: Session, values: dict[str, Any]) -> int | None:
    """Write one row without the ORM; its id."""
    made = session.connection().execute(_REPLY, values)
    [number] = made.inserted_primary_key or (None,)
    return number


def about_another(session: Session, subject: str, other: str) -> None:
    """What was planned and said about one subject is about another now; rows that are loaded already do not show it."""
    session.flush()
    session.execute(update(OutboxRow).where(col(OutboxRow.subject) == subject).values(subject=other))


# -- messages ------------------------------------------------------------------------------------------------------


def shown(session: Session, chat_id: int, message_id: int) -> Any:
    """topic, merged_into, live, edits and id of what stands behind a message now (None if nothing); a planned edit does
    not yet."""
    return session.connection().execute(_SHOWN, {"chat": chat_id, "message": message_id}).first()


def behind(
    session: Session, chat_id: int, message_id: int, *, topics: Collection[str] = (), alone: bool = False
) -> OutboxRow | None:
    """The newest row that stands behind a message of a chat.

    With `topics`, only a row of one of these; with `alone`, none whose message carries others as well.
    """
    statement = select(OutboxRow).where(OutboxRow.chat_id == chat_id, OutboxRow.message_id == message_id)
    if topics:
        statement = statement.where(col(OutboxRow.topic).in_(topics))
    if alone:
        statement = statement.where(col(OutboxRow.merged_into).is_(None))
    return session.exec(statement.order_by(col(OutboxRow.id).desc()).limit(1)).first()


def newest_of(session: Session, chat_id: int, *, most: int) -> Sequence[OutboxRow]:
    """What was said in a chat last, newest first, of the last few thousand rows of all chats."""
    last = session.exec(select(func.max(OutboxRow.id))).one() or 0
    statement = select(OutboxRow).where(col(OutboxRow.id) > last - _RECENT, OutboxRow.chat_id == chat_id)
    return session.exec(statement.order_by(col(OutboxRow.id).desc()).limit(most)).all()


def later_edits(
    session: Session, chat_id: int | None, message_id: int | None, row_id: int | None
) -> list[tuple[SendState, Any]]:
    """(state, content) of edits of a message that came after a row, sent or on their way."""
    found = session.exec(
        select(OutboxRow.state, OutboxRow.content)
        .where(OutboxRow.chat_id == chat_id, OutboxRow.message_id == message_id, col(OutboxRow.id) > row_id)
        .where(OutboxRow.kind == "edit", col(OutboxRow.state).in_([SendState.SENT, SendState.CLAIMED]))
    ).all()
    return [(SendState(state), content) for state, content in found]


def retire(session: Session, chat_id: int, message_id: int) -> None:
    """No row behind a message is live any more; edits planned for it are cancelled.

    Part of nearly every press, so it looks first: most messages have nothing to take back.
    """
    session.flush()
    here, connection = {"chat": chat_id, "message": message_id}, session.connection()
    if connection.execute(_STANDING, here).first() is not None:
        connection.execute(_NO_MORE_LIVE, here)
        connection.execute(_NO_MORE_EDITS, here)


def supersede(session: Session, chat_id: int, topic: str, subject: str) -> None:
    """What this chat was shown of a subject before, by itself and in the same way, is not live any more."""
    session.flush()
    session.connection().execute(_SUPERSEDED, {"about": subject, "chat": chat_id, "said": topic})


# -- forgetting ----------------------------------------------------------------------------------------------------


def forget_sent(session: Session, before: datetime) -> None:
    """Blank the texts and contents of messages sent before then."""
    sent = (col(OutboxRow.state) == SendState.SENT, col(OutboxRow.sent_at) < before, col(OutboxRow.text) != "")
    session.execute(update(OutboxRow).where(*sent).values(text="", content=None))


def planned_after(session: Session, row_id: int, *, most: int) -> Sequence[tuple[int | None, datetime]]:
    """(id, planned_at) of the rows made after this one, in the order of making."""
    return session.exec(
        select(OutboxRow.id, OutboxRow.planned_at)
        .where(col(OutboxRow.id) > row_id)
        .order_by(col(OutboxRow.id))
        .limit(most)
    ).all()


def forget_given_up(session: Session, after: int, last: int | None) -> None:
    """Blank the contents of rows that failed or were cancelled, of those after one up to and with another."""
    session.execute(
        update(OutboxRow)
        .where(col(OutboxRow.id) > after, col(OutboxRow.id) <= last)
        .where(col(OutboxRow.state).in_([SendState.FAILED, SendState.CANCELLED]))
        .where(col(OutboxRow.content) != JSON.NULL)
        .values(text="", content=None)
    )
