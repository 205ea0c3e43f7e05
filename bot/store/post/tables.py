"""The inbox and the outbox: what came, and what will be said."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, text, true
from sqlmodel import Field, SQLModel

from bot.domain.hall.terms import InboxState, Lane, SendState
from bot.store.base import Json, Term, empty_list, empty_object


def _only_with(column: str, name: str, *columns: str) -> Index:
    """An index that leaves out the rows in which `column` is not known yet, as those that are only planned."""
    known = text(f"{column} IS NOT NULL")
    return Index(name, *columns, sqlite_where=known, postgresql_where=known)


class InboxRow(SQLModel, table=True):
    """An update as Telegram sent it, written down before it is confirmed."""

    __tablename__ = "inbox"
    __table_args__ = (
        Index(
            "ix_inbox_waiting",
            "state",
            "update_id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index("ix_inbox_received", "received_at"),
    )

    update_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    sender: int = Field(default=0, sa_type=BigInteger)
    """Telegram id of the person (or chat) whose updates are handled in order."""
    raw: dict[str, Any] = Field(sa_type=Json)
    """Holds names: pruned after `CHUTING_KEEP_UPDATES_DAYS`."""
    received_at: datetime
    state: InboxState = Field(default=InboxState.WAITING, sa_type=Term(InboxState))
    attempts: int = 0
    taken_up: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    """How often a process began it again after another had stopped before it was done."""
    lease: float = 0
    """Until when (epoch seconds, real time) a process owns this row."""
    owner: str = Field(default="", max_length=40)
    error_id: str = Field(default="", max_length=20)
    error: str = Field(default="", max_length=500)
    done_at: datetime | None = None


class OutboxRow(SQLModel, table=True):
    """One thing to be said: to one chat, or to an audience that is resolved when it is due.

    Either `content` holds the rendered message, or `topic` and `args` name what is rendered when it is sent.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        # The order in which rows are claimed: urgent ones first, then lane by lane.
        Index(
            "ix_outbox_due",
            "lane",
            "due_at",
            "id",
            sqlite_where=text("state = 'planned'"),
            postgresql_where=text("state = 'planned'"),
        ),
        Index(
            "ix_outbox_urgent",
            "due_at",
            sqlite_where=text("state = 'planned' AND urgent"),
            postgresql_where=text("state = 'planned' AND urgent"),
        ),
        Index(
            "ix_outbox_person_planned",
            "person_id",
            "due_at",
            sqlite_where=text("state = 'planned'"),
            postgresql_where=text("state = 'planned'"),
        ),
        Index(
            "ix_outbox_wrong",
            "state",
            "due_at",
            sqlite_where=text("state IN ('uncertain', 'held', 'failed')"),
            postgresql_where=text("state IN ('uncertain', 'held', 'failed')"),
        ),
        _only_with("sent_at", "ix_outbox_sent_at", "sent_at"),
        Index(
            "ix_outbox_claimed",
            "lease",
            sqlite_where=text("state = 'claimed'"),
            postgresql_where=text("state = 'claimed'"),
        ),
        Index("ix_outbox_subject", "subject"),
        _only_with("sent_at", "ix_outbox_person_sent", "person_id", "sent_at"),
        _only_with("edits", "ix_outbox_edits", "edits"),
        _only_with("message_id", "ix_outbox_message", "chat_id", "message_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(default="send", max_length=12)
    """send, edit, copy or delete."""
    lane: Lane = Field(default=Lane.INTERACTIVE, sa_type=Term(Lane))
    person_id: int | None = Field(default=None, foreign_key="person.id")
    chat_id: int | None = Field(default=None, sa_type=BigInteger)
    audience: str = Field(default="", max_length=80)
    """Whom it is for while nobody is named yet: `role:liaison@12`."""
    topic: str = Field(default="", max_length=40)
    args: dict[str, Any] = Field(default_factory=empty_object, sa_type=Json)
    content: dict[str, Any] | None = Field(default=None, sa_type=Json)
    subject: str = Field(default="", max_length=60)
    """What it is about, as `hearing:12`; a change of the subject refreshes or cancels its rows."""
    edits: int | None = Field(default=None, foreign_key="outbox.id")
    """The sent row whose message this one changes."""
    due_at: datetime
    dedupe: str | None = Field(default=None, unique=True, max_length=160)
    urgent: bool = False
    """Goes out in quiet hours too."""
    state: SendState = Field(default=SendState.PLANNED, sa_type=Term(SendState))
    attempts: int = 0
    uncertain: int = 0
    """How often it may have been sent without our knowing: a lost answer, a process that died in between."""
    doubts: int = 0
    """How many of those since a person last decided about it (`bot.domain.post.doubts`)."""
    lease: float = 0
    owner: str = Field(default="", max_length=40)
    begun: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    """Of a claimed row: whether it may be on its way already. If its claimer stops before that, nothing is in doubt."""
    not_before: float = 0
    """After a fault: not tried again before this (epoch seconds, real time, also where `due_at` is simulated)."""
    message_id: int | None = None
    parts_sent: int = 0
    """Of a text that is split: how many parts are out already, so that a later try does not repeat them."""
    copied: list[list[int]] = Field(
        default_factory=empty_list, sa_type=Json, sa_column_kwargs={"server_default": text("'[]'")}
    )
    """Of messages that are copied first: the ids of the copies, one list for each original (an album is one)."""
    silent: bool = False
    """Sent without a sound."""
    merged_into: int | None = Field(default=None, foreign_key="outbox.id")
    """The row whose message carries this one together with others."""
    text: str = ""
    """The exact text sent: the proof. Pruned after `CHUTING_KEEP_TEXTS_DAYS`."""
    sent_at: datetime | None = None
    live: bool = False
    """Whether the message shows a state that later changes edit in place."""
    error: str = Field(default="", max_length=300)
    planned_at: datetime
