"""One press of one button by one person, in a transaction that is taken back: what it said, showed, wrote down.

Nothing is sent. What would come as a message of its own (a file, a sheet) is rendered as it would be when due.
"""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, col, func, select

from bot.domain.hall.errors import Refused
from bot.domain.hall.message import Message, Tap, from_json, plain
from bot.domain.hall.terms import SendState
from bot.store.sqlite import sqlite_engine
from bot.store.tables import AuditEntry, InboxRow, OutboxRow
from bot.store.transaction import Transaction as Opened
from bot.telegram.dispatch import choose
from bot.telegram.incoming import Incoming
from bot.telegram.outdated import Outdated
from bot.telegram.rendering import Rendering
from bot.telegram.turning import Outcome, Transaction
from bot.texts import translator
from tests.rig import Rig


@dataclass
class Cell:
    """What came of a press."""

    toast: str = ""
    refused: bool = False
    texts: list[str] = field(default_factory=list)
    buttons: set[str] = field(default_factory=set)
    written: list[str] = field(default_factory=list)
    """Audit entries, as text."""

    @property
    def said(self) -> str:
        """Everything that somebody could read."""
        return "\n".join([self.toast, *self.texts])


class Cells:
    """Presses on the filled database of a rig, each taken back."""

    def __init__(self, rig: Rig, connection: Any) -> None:
        self._rig, self._connection = rig, connection
        self._transact = Transaction(rig.house, "cells")
        self._rendering = Rendering(rig.house, rig.router)
        self._ids = itertools.count(50_000_000)
        self._now = rig.clock.now()
        self._tr = translator("zh_CN", rig.house.zone, now=self._now)
        with self._session() as session:
            self._last = self._newest(session)
            """Nothing is kept, so that what is newer always is of the press at hand."""

    def press(self, user: int, data: str, message_id: int | None = 1) -> Cell:
        """Press a button by its data; raises whatever the handler raises that is no refusal."""
        verb, *args = data.split(":")
        return self.turn(
            Incoming(
                next(self._ids), user, user, verb=verb, press_args=tuple(args), callback_id="q", message_id=message_id
            )
        )

    def say(self, user: int, text: str) -> Cell:
        """Send a text, or a command."""
        command, _, args = text[1:].partition(" ") if text.startswith("/") else ("", "", "")
        return self.turn(
            Incoming(next(self._ids), user, user, text=text, command=command, args=args, message_id=2, kind="text")
        )

    def turn(self, incoming: Incoming) -> Cell:
        """One update, worked off and taken back."""
        with self._session() as session:
            self._taken_in(session, incoming)
            try:
                outcome = self._transact(session, incoming, self._pick, self._now)
            except Refused as refusal:
                why = refusal
            else:
                return self._cell(session, incoming, outcome, self._last)
        if not isinstance(why, Outdated):
            return Cell(plain(self._tr(why.problem.msgid, **why.problem.params)), refused=True)
        with self._session() as session:
            self._taken_in(session, incoming)
            outcome = self._transact.refuse(session, incoming, why, self._now)
            found = self._cell(session, incoming, outcome, self._last)
            found.refused = True
            return found

    def several(self, user: int, steps: Sequence[Callable[[Session, Cell], str]]) -> list[Cell]:
        """Presses one after the other, each on what the one before left; all are taken back in the end.

        A step gives the data to press, from the session and what came of the press before.
        """
        found = [Cell()]
        with self._session() as session:
            for step in steps:
                verb, *args = step(session, found[-1]).split(":")
                incoming = Incoming(
                    next(self._ids), user, user, verb=verb, press_args=tuple(args), callback_id="q", message_id=1
                )
                found.append(self._step(session, incoming))
        return found[1:]

    def _step(self, session: Session, incoming: Incoming) -> Cell:
        self._taken_in(session, incoming)
        last, savepoint = self._newest(session), session.begin_nested()
        try:
            outcome = self._transact(session, incoming, self._pick, self._now)
            savepoint.commit()
        except Refused as refusal:
            savepoint.rollback()
            outcome = self._transact.refuse(session, incoming, refusal, self._now)
        return self._cell(session, incoming, outcome, last)

    def _taken_in(self, session: Session, incoming: Incoming) -> None:
        session.add(InboxRow(update_id=incoming.update_id, sender=incoming.user_id, raw={}, received_at=self._now))
        session.flush()

    def _pick(self, incoming: Incoming, known: bool) -> Any:
        return choose(self._rig.router, incoming, known)

    @contextmanager
    def _session(self) -> Iterator[Session]:
        session = Opened(self._connection, join_transaction_mode="create_savepoint", expire_on_commit=False)
        try:
            yield session
        finally:
            session.rollback()
            session.close()

    @staticmethod
    def _newest(session: Session) -> tuple[int, int]:
        newest = [session.exec(select(func.max(table.id))).one() or 0 for table in (OutboxRow, AuditEntry)]
        return newest[0], newest[1]

    def _cell(self, session: Session, incoming: Incoming, outcome: Outcome | None, last: tuple[int, int]) -> Cell:
        cell = Cell()
        if outcome is None:
            raise AssertionError("no turn")
        cell.toast = outcome.toast
        for row in session.exec(select(OutboxRow).where(col(OutboxRow.id) > last[0])).all():
            shown = self._shown(session, row, incoming.user_id)
            if shown is not None:
                cell.texts.extend(_readable(shown))
                cell.buttons.update(b.data for line in shown.buttons for b in line if isinstance(b, Tap))
        entries = session.exec(select(AuditEntry).where(col(AuditEntry.id) > last[1])).all()
        cell.written = [f"{one.action} {one.old} {one.new} {one.reason}" for one in entries]
        return cell

    def _shown(self, session: Session, row: OutboxRow, user: int) -> Message | None:
        """What this person would get of a row: an answer, or a message that is planned for him or her."""
        if row.content is not None:
            return from_json(row.content) if row.chat_id == user else None
        if row.kind != "send" or row.person_id is None or row.state is not SendState.PLANNED:
            return None
        [prepared] = self._rendering.prepare(session, [row], self._now)
        if prepared.broken:
            raise AssertionError(f"{row.topic} could not be rendered")
        return prepared.message if prepared.chat_id == user else None


def _readable(message: Message) -> list[str]:
    """Text, labels, the name of a file and what stands in it."""
    found = [plain(message.text), *(button.label for row in message.buttons for button in row)]
    if message.attachment is not None:
        found += [message.attachment.name, *_inside(message.attachment.content)]
    return found


def _inside(content: bytes) -> list[str]:
    """A file as text; of a workbook or an archive, what is in it."""
    if not content.startswith(b"PK"):
        return [content.decode("utf-8", "ignore")]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [archive.read(name).decode("utf-8", "ignore") for name in archive.namelist()]


@contextmanager
def opened(rig: Rig, url: str) -> Iterator[Cells]:
    """Presses on the rig's SQLite file; the file is as it was afterwards."""
    engine = sqlite_engine(url)
    try:
        with engine.connect() as connection, connection.begin() as whole:
            yield Cells(rig, connection)
            whole.rollback()
    finally:
        engine.dispose()
