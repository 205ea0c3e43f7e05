"""One turn: an update of one person, worked off in one transaction.

A handler gets a `Turn`, calls one use case with `turn.desk` and says what one view gives it. It runs inside the
transaction that also holds the inbox mark, so that it has happened wholly or not at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from bot.domain.hall.access import Actor
from bot.domain.hall.message import Html, Message, plain
from bot.domain.hall.problems import Problem
from bot.domain.hall.terms import SendState
from bot.domain.hall.topics import Notice
from bot.services.hall.desk import Desk
from bot.services.post import outbox
from bot.store.tables import OutboxRow
from bot.telegram.incoming import Incoming
from bot.texts import Translator
from bot.views.hall import english

LARGEST = 2**31 - 1
"""No row has a larger number, and PostgreSQL takes none."""
TOAST_LENGTH = 200
"""Telegram's limit for the text of `answerCallbackQuery`."""


@dataclass
class Turn:
    """What a handler works with. `actor` is None for a person the bot does not know."""

    desk: Desk
    incoming: Incoming
    tr: Translator
    known: bool
    owner: str
    lease: float
    toast_text: str = ""
    toast_alert: bool = False
    rows: list[OutboxRow] = field(default_factory=list)
    after: list[Callable[[], None]] = field(default_factory=list)
    menu_changed: bool = False

    @property
    def actor(self) -> Actor:
        return self.desk.actor

    def say(self, message: Message, shows: Notice[Any] | None = None) -> None:
        """Answer with a new message. With `shows`, later changes of what that is about edit it in place."""
        self.rows.append(self._row(message, None, shows))

    def show(self, message: Message, shows: Notice[Any] | None = None) -> None:
        """Change the message whose button was pressed; without one, answer with a new message."""
        pressed = self.incoming.message_id if self.incoming.callback_id else None
        self.rows.append(self._row(message, pressed, shows))

    def beside(self) -> None:
        """What is shown from here on is a new message: the pressed one keeps its place, as the card of a case does."""
        self.incoming = replace(self.incoming, message_id=None)

    def change(self, message: Message, message_id: int) -> None:
        """Change a message of the chat that no button of this turn belongs to."""
        self.rows.append(self._row(message, message_id, None))

    def settle(self, message: Message, shows: Notice[Any] | None = None) -> None:
        """Show the new state, unless the pressed message shows it anyway because its subject was refreshed."""
        pressed = self.incoming.message_id if self.incoming.callback_id else None
        row = outbox.sent_message(self.desk.session, self.incoming.chat_id, pressed) if pressed else None
        if row is None or row.kind != "edit" or row.state is not SendState.PLANNED:
            self.show(message, shows)

    def _row(self, message: Message, edit: int | None, shows: Notice[Any] | None) -> OutboxRow:
        to = outbox.Reply(
            self.incoming.chat_id, self.desk.now, self.owner, self.lease, self.actor.person_id or None, edit
        )
        said = replace(english.worded(message, self.tr), thread=self.incoming.thread)
        return outbox.reply(self.desk.session, said, to, shows)

    def toast(self, text: str, *, alert: bool = False) -> None:
        """The short answer to a button; `alert` must be closed by hand."""
        self.toast_text, self.toast_alert = text[:TOAST_LENGTH], alert

    def note(self, words: Html) -> None:
        """A word beside what is shown: a button gets it as its short answer, everything else as a message."""
        if self.incoming.callback_id:
            self.toast(plain(words))
        else:
            self.say(Message(words))

    def refuse(self, problem: Problem) -> None:
        """Say why not: a button gets an alert, everything else a message."""
        words = self.tr(problem.msgid, **problem.params)
        if self.incoming.callback_id:
            self.toast(plain(words), alert=True)
        else:
            self.say(Message(words))

    def arg(self, index: int = 0) -> str:
        """An argument of the pressed button; empty when it has fewer (an old or foreign button)."""
        args = self.incoming.press_args
        return args[index] if index < len(args) else ""

    def number(self, index: int = 0) -> int:
        """An argument of the pressed button as a number; 0 when it is none, or larger than any row's."""
        text = self.arg(index)
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
        return number if number <= LARGEST else 0


Handler = Callable[[Turn], None]
