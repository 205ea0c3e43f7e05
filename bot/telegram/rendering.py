"""What a row says now: re-checked, in the reader's language, with or without a sound."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog
from sqlmodel import Session

from bot.domain.hall.errors import NotInstalled
from bot.domain.hall.message import Html, Item, Message, from_json
from bot.domain.hall.terms import SendState
from bot.domain.post.topics import MERGED
from bot.services.hall.desk import Desk, House
from bot.services.post import delivery, manners, outbox
from bot.services.post.delivery import Reader
from bot.store.tables import OutboxRow
from bot.telegram import parts as parts_of_it
from bot.telegram.router import Router
from bot.texts import Translator, translator
from bot.views.hall import english
from bot.views.post import merged as merging
from bot.views.post.repeated import repeated

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Prepared:
    """A row made ready: what to say, where. No message: it is no longer true. No chat: nobody is there."""

    message: Message | None
    chat_id: int | None
    message_id: int | None = None
    """The message to change."""
    carried: frozenset[int] | None = None
    broken: bool = False
    """Its renderer failed."""
    too_early: bool = False
    """The message to change is itself on its way."""
    in_doubt: bool = False
    """Whether the person was refused before: then it is news when this arrives."""


class Rendering:
    """Renders rows in a reading session, several at a time."""

    def __init__(self, house: House, router: Router) -> None:
        self.house, self.router = house, router
        self.speaking: Counter[int] = Counter()
        """People to whom a message with a sound is under way; changed by the threads that render and by the loop."""
        self._one = threading.Lock()

    @staticmethod
    def is_ready(row: OutboxRow) -> bool:
        """Whether the row was rendered when it was planned."""
        return row.content is not None and row.kind in ("send", "edit")

    @staticmethod
    def of_content(row: OutboxRow) -> Prepared:
        """A row that was rendered when it was planned."""
        return Prepared(from_json(row.content or {"text": ""}), row.chat_id, row.message_id)

    def prepare(self, session: Session, rows: Sequence[OutboxRow], now: datetime) -> list[Prepared]:
        """Re-check and render now: still true, still the right person, in the reader's language."""
        # First of all: who is spoken to now, and is no more when the rest is read, has been spoken to in what is read.
        with self._one:
            spoken_to = set(self.speaking)
        readers = delivery.readers_of(session, self.house, rows, now)
        heard = manners.heard_today(session, self.house, rows, now)
        prepared = [self._for_reader(session, row, readers[row.id or 0], now) for row in rows]
        with self._one:
            return [self._with_manners(row, each, heard | spoken_to) for row, each in zip(rows, prepared, strict=True)]

    def _for_reader(self, session: Session, row: OutboxRow, reader: Reader, now: datetime) -> Prepared:
        prepared = self._guarded(session, row, reader, now)
        if prepared.message is not None and row.doubts and row.kind == "send":
            tr = translator(reader.actor.language, self.house.zone, now=now)
            prepared = replace(prepared, message=repeated(prepared.message, tr))
        return replace(prepared, in_doubt=True) if reader.in_doubt else prepared

    def _guarded(self, session: Session, row: OutboxRow, reader: Reader, now: datetime) -> Prepared:
        if self.is_ready(row):
            late = row.kind == "edit" and outbox.is_outdated(session, row, row.chat_id, row.message_id)
            return Prepared(None, row.chat_id) if late else self.of_content(row)
        if row.kind == "delete":
            return Prepared(Message(Html("")), row.chat_id)
        try:
            return self._render(session, row, reader, now)
        except NotInstalled:
            return Prepared(None, reader.chat_id)  # what stands there cannot be worked out anew, and stays as it is
        except Exception:
            log.exception("A message could not be rendered", action="render_failed", row=row.id, topic=row.topic)
            return Prepared(None, None, broken=True)

    def _render(self, session: Session, row: OutboxRow, reader: Reader, now: datetime) -> Prepared:
        desk = Desk(session, self.house, now, reader.actor)
        tr = translator(reader.actor.language, self.house.zone, now=now)
        chat_id, message_id, carrier = reader.chat_id, None, row
        if row.kind == "edit":
            original = session.get(OutboxRow, row.edits) if row.edits else None
            if original is not None and original.state in (SendState.CLAIMED, SendState.PLANNED):
                return Prepared(None, row.chat_id, too_early=True)
            if original is not None and original.state is not SendState.SENT:
                return Prepared(None, row.chat_id)
            carrier = original or row
            chat_id, message_id = carrier.chat_id, carrier.message_id
            if outbox.is_outdated(session, row, chat_id, message_id):
                return Prepared(None, chat_id)
        if row.topic == MERGED.name:
            message, carried = self._merged(desk, row, carrier, tr)
        else:
            message, carried = self._of_topic(row, carrier, desk, tr), None
        if message is not None:
            message = replace(english.worded(message, tr), thread=reader.thread)
        return Prepared(message, chat_id, message_id, carried)

    def _with_manners(self, row: OutboxRow, prepared: Prepared, heard: set[int]) -> Prepared:
        """Without a sound if the person has heard one today, or one is under way at this moment."""
        message = prepared.message
        if self.is_ready(row) or message is None or row.kind != "send" or row.person_id is None or message.silent:
            return prepared
        if manners.without_sound(row, heard) or manners.without_sound(row, self.speaking):
            return replace(prepared, message=replace(message, silent=True))
        self.speaking[row.person_id] += 1
        return prepared

    def done(self, row: OutboxRow, prepared: Prepared) -> None:
        """What was prepared is settled, one way or the other."""
        message = prepared.message
        if self.is_ready(row) or message is None or row.kind != "send" or message.silent or not row.person_id:
            return
        with self._one:
            self.speaking[row.person_id] -= 1
            if self.speaking[row.person_id] <= 0:
                del self.speaking[row.person_id]

    def _merged(
        self, desk: Desk, row: OutboxRow, carrier: OutboxRow, tr: Translator
    ) -> tuple[Message | None, frozenset[int]]:
        """`carrier`: what was sent, when `row` changes it. A part that was left out then is not said now either."""
        parts = manners.parts_of(desk.session, row)
        if row.kind == "edit":
            parts = [part for part in parts if part.state is not SendState.CANCELLED]
        said = [(p, parts_of_it.said(self.router, p, desk, tr, shown=row.kind == "edit")) for p in parts]
        shown = [(p, m) for p, m in said if m is not None]
        if not shown:
            return (merging.gone(tr) if row.kind == "edit" else None), frozenset()
        whole = shown[0][1] if len(shown) == 1 and len(shown[0][1].items) < 2 else None
        items = merging.items_of((m, p.subject) for p, m in shown)
        return whole or self._list(items, carrier, desk, tr), frozenset(p.id or 0 for p, _ in shown)

    def _of_topic(self, row: OutboxRow, carrier: OutboxRow, desk: Desk, tr: Translator) -> Message | None:
        """What a row says; where that is several matters, it is a list of them."""
        said = parts_of_it.said(self.router, row, desk, tr, shown=row.kind == "edit")
        if said is None or len(said.items) < 2:
            return said
        return self._list(merging.items_of([(said, row.subject)]), carrier, desk, tr)

    def _list(self, items: Sequence[Item], carrier: OutboxRow, desk: Desk, tr: Translator) -> Message:
        day = (carrier.sent_at or desk.now).astimezone(self.house.zone).date()
        place = merging.Place(carrier.id or 0, day)
        return merging.merged(items, place, tr, all_of_it=parts_of_it.all_of_it(desk, tr))
