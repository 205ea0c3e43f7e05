"""The queue of updates and getUpdates (https://core.telegram.org/bots/api#getting-updates).

An update is repeated until the bot asks with a greater offset. ``allowed_updates`` is remembered and applied
when an update comes into being, not when it is fetched.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.errors import Dropped, conflict
from bot.playground.wire import Json

ALL = (
    "message", "edited_message", "channel_post", "edited_channel_post", "callback_query", "my_chat_member",
    "chat_member", "message_reaction", "message_reaction_count", "poll", "poll_answer",
)  # fmt: skip
_ON_REQUEST = {"chat_member", "message_reaction", "message_reaction_count"}
_TWO_READERS = "terminated by other getUpdates request; make sure that only one bot instance is running"
_WEBHOOK = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


@dataclass(slots=True)
class Recorded:
    """An update as the journal keeps it; ``at`` is the playground's instant in ISO form (UTC), ``label`` the
    words on the button for a callback query."""

    seq: int
    at: str
    update: Json
    label: str | None = None
    delivered: bool = False

    @property
    def update_id(self) -> int:
        """The number the bot sees."""
        return int(self.update["update_id"])

    def json(self) -> Json:
        """As the control API shows it."""
        label = {"label": self.label} if self.label else {}
        return {
            "seq": self.seq,
            "at": self.at,
            "update_id": self.update_id,
            "delivered": self.delivered,
            "update": self.update,
            **label,
        }


class Updates:
    """Updates that wait for the bot. ``watch`` is called when the queue grows or the reader changes."""

    def __init__(self, watch: Callable[[], None]) -> None:
        self.pending: deque[Recorded] = deque()
        self.allowed: list[str] | None = None
        self.webhook = ""
        self._watch = watch
        self._poll: asyncio.Future[None] | None = None

    @property
    def polling(self) -> bool:
        """Whether a bot is waiting for the next update at this moment."""
        return self._poll is not None

    def wants(self, kind: str) -> bool:
        """Whether the bot asked for this kind (nothing asked: all but three)."""
        return kind in self.allowed if self.allowed else kind not in _ON_REQUEST

    def allow(self, kinds: list[str] | None) -> None:
        """Remember ``allowed_updates``; an empty list means the usual kinds, None keeps what was said last."""
        if kinds is not None:
            self.allowed = [kind for kind in kinds if kind in ALL] or None

    def add(self, recorded: Recorded) -> None:
        """Queue an update and wake the reader."""
        self.pending.append(recorded)
        if self._poll and not self._poll.done():
            self._poll.set_result(None)
        self._watch()

    def confirm(self, below: int) -> None:
        """Forget updates whose number is smaller than ``below``."""
        while self.pending and self.pending[0].update_id < below:
            self.pending.popleft().delivered = True

    def clear(self) -> None:
        """Drop everything that waits."""
        self.pending.clear()

    def cut(self) -> None:
        """Lose the waiting reader's connection."""
        if self._poll and not self._poll.done():
            self._poll.set_exception(Dropped())

    def interrupt(self, reason: str = "terminated by setWebhook request") -> None:
        """End the waiting reader with 409."""
        if self._poll and not self._poll.done():
            self._poll.set_exception(conflict(reason))

    async def get(self, offset: int, limit: int, within: int) -> list[Json]:
        """Up to ``limit`` updates; waits up to ``within`` seconds (real time) for the first.

        A second reader ends the first with 409, as Telegram does; a webhook refuses every reader.
        """
        if self.webhook:
            raise conflict(_WEBHOOK)
        self.interrupt(_TWO_READERS)
        self._seek(offset)
        if not self.pending and within > 0:
            await self._wait(within)
        return [recorded.update for _, recorded in zip(range(limit), self.pending, strict=False)]

    def _seek(self, offset: int) -> None:
        if offset > 0:
            self.confirm(offset)
        elif offset < 0:
            while len(self.pending) > -offset:
                self.pending.popleft().delivered = True

    async def _wait(self, within: int) -> None:
        poll: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poll = poll
        self._watch()
        try:
            await asyncio.wait_for(poll, within)
        except TimeoutError:
            pass
        finally:
            if self._poll is poll:
                self._poll = None
                self._watch()
