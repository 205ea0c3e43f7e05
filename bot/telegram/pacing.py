"""How fast we may send: Telegram's limits as budgets, and what a flood reply teaches about them.

Pure: every method takes `now`, seconds of a monotonic clock; nothing here waits. Who of several waiting goes
next is decided in `bot.telegram.lanes`.

Sources: https://core.telegram.org/bots/faq (about 30 messages a second overall, one a second in one chat, 20
a minute in one group); 429 with `retry_after`: https://core.telegram.org/bots/api#responseparameters
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from math import ceil

from bot.domain.hall.terms import Lane

Chat = int | str | None
"""A chat id, a public @name, or None where a request names no chat (an inline message)."""

NEVER = float("-inf")
TOKENS = {Lane.INTERACTIVE: 1.0, Lane.REMINDER: 1.5, Lane.BULK: 2.0}
"""How many tokens must be there before a lane may take one: what bulk leaves is there for people at once."""
SLOWER = 0.9
"""What remains of the rate after a global flood reply."""
TIGHT = 1.5
"""The burst where a flood reply was seen: a server that counts every second strictly forgives no bunch."""
SECOND = {Lane.INTERACTIVE: 1.006, Lane.REMINDER: 1.012, Lane.BULK: 1.012}
"""Seconds that one second's messages take at least, whatever was saved up before: a server may count every second
strictly. What is over a second is for what the way there bunches; it is less where somebody waits for the answer."""
JUST_UNDER = 0.96
"""How near to the rate that caused a flood reply we ever come again."""
CREEP = 0.01 / 60
"""Share of the configured rate that is won back each second: one per cent a minute."""
FORGET = 86_400.0
"""Seconds without a global flood reply after which the ceiling is lifted by one per cent, as a trial."""
SAME_MOMENT = 1.0
"""Flood replies for different chats within so many seconds mean all chats, not one."""
SWEEP = 512
"""Messages after which chats that owe nothing are forgotten: memory must not grow with the audience."""
_EPS = 1e-9


@dataclass(frozen=True)
class Limits:
    """What the server is believed to allow. Paid broadcasts allow a higher `overall`.

    Raises:
        ValueError: a limit is not positive, or a number of messages below one.
    """

    overall: float = 29.5
    """Messages a second, all chats together."""
    burst: float = 3.0
    """Messages that may follow at once on a pause."""
    chat: float = 1.0
    """Messages a second in one private chat."""
    chat_burst: int = 3
    group: float = 20
    """Messages in one group or channel within any `group_window` seconds."""
    group_window: float = 60.0
    group_reserve: int = 4
    """How many of those are kept for people who press buttons (one place at least is left for the rest)."""
    floor: float = 5.0
    """Messages a second below which no flood reply ever slows us."""

    def __post_init__(self) -> None:
        positive = (self.overall, self.chat, self.group_window, self.floor)
        whole = (self.burst, self.chat_burst, self.group)
        if min(positive) <= 0 or min(whole) < 1:
            raise ValueError(f"These limits would stop everything: {self}")


def is_group(chat: Chat) -> bool:
    """Groups and channels have negative ids; only they can be named by a public @name."""
    return isinstance(chat, str) or (chat is not None and chat < 0)


class Pacing:
    """The budgets: overall, per chat, per group; who is stopped by a flood reply; the rate found so far."""

    def __init__(self, limits: Limits | None = None, learnt: float | None = None) -> None:
        self.limits = limits or Limits()
        top = self.limits.overall
        self._floor = min(self.limits.floor, top)
        self.ceiling = top if learnt is None else min(top, max(learnt, self._floor))
        """Messages a second that we come near to, never above: just under what once caused a flood reply."""
        self.rate = self.ceiling
        """Messages a second at present."""
        self._level, self._at = self.limits.burst, NEVER
        self._second = ceil(top)
        self._last: deque[float] = deque(maxlen=self._second)
        """When the last messages went out, as many as one second has."""
        self._due: dict[Chat, float] = {}
        self._groups: dict[Chat, deque[float]] = {}
        self._stopped: dict[Chat, float] = {}
        self._held = dict.fromkeys(Lane, NEVER)
        self._floods: deque[tuple[float, Chat, float]] = deque()
        self._episode: tuple[float, float] = (NEVER, NEVER)
        self._lesson = NEVER
        self._spent = 0
        self._group = int(self.limits.group)
        self._credit = (self.limits.chat_burst - 1) / self.limits.chat

    @property
    def learnt(self) -> float:
        """The ceiling, to be stored and given back to the next `Pacing`."""
        return self.ceiling

    @property
    def burst(self) -> float:
        """Messages that may follow at once on a pause, as far as is known of this server."""
        return self.limits.burst if self.ceiling >= self.limits.overall else min(self.limits.burst, TIGHT)

    # -- asking ------------------------------------------------------------------------------------

    def ask(self, now: float, lane: Lane, chat: Chat, cost: int = 1) -> float:
        """Seconds to wait before asking again; 0.0 means granted, and counted."""
        at = max(self.chat_free_at(lane, chat), self.slot_at(now, lane, cost))
        if at > now:
            return at - now
        self.spend(now, chat, cost)
        return 0.0

    def chat_free_at(self, lane: Lane, chat: Chat) -> float:
        """From when this chat takes a message again, for all that concerns the chat alone."""
        free = max(self._stopped.get(chat, NEVER), self._due.get(chat, NEVER))
        sent = self._groups.get(chat)
        if sent:
            reserve = 0 if lane is Lane.INTERACTIVE else self.limits.group_reserve
            quota = max(1, self._group - reserve)
            if len(sent) >= quota:
                free = max(free, sent[-quota] + self.limits.group_window)
        return free

    def held_until(self, lane: Lane) -> float:
        """Until when a global flood reply stops this lane."""
        return self._held[lane]

    def slot_at(self, now: float, lane: Lane, cost: int = 1, *, overdue: bool = False) -> float:
        """From when the overall budget has a place for this lane; an overdue lane leaves none behind.

        An album waits until the second has room for all of it, but for people: theirs must not wait behind others.
        """
        self._refill(now)
        needed = min(1.0 if overdue else TOKENS[lane], self.burst)
        ready = now if self._level >= needed - _EPS else now + (needed - self._level) / self.rate
        # An overdue lane goes as people do, or it would not get a turn before them.
        as_people = overdue or lane is Lane.INTERACTIVE
        ready = max(ready, self._second_at(*((Lane.INTERACTIVE, 1) if as_people else (lane, cost))))
        return max(ready, self._held[lane])

    def _second_at(self, lane: Lane, cost: int) -> float:
        """From when so many messages of this lane are not too many in a second.

        What nobody waits for does not come in bunches, so that an answer in between hardly ever has to wait.
        """
        last, room = self._last, self._second - min(cost, self._second)
        free = last[-room - 1] + SECOND[lane] if len(last) > room else NEVER
        if lane is not Lane.INTERACTIVE and cost == 1 and len(last) >= room > 0:
            free = max(free, last[-room] + room / self.limits.overall)
        return free

    def spend(self, now: float, chat: Chat, cost: int = 1) -> None:
        """Count `cost` messages to a chat as sent now. An album is a debt that later messages wait for."""
        self._refill(now)
        self._level -= cost
        self._last.extend([now] * cost)
        if is_group(chat):
            sent = self._groups.setdefault(chat, deque(maxlen=self._group))
            sent.extend([now] * min(cost, self._group))
        elif chat is not None:
            self._count_private(now, chat, cost)
        self._spent += 1
        if self._spent % SWEEP == 0:
            self._sweep(now)

    def _count_private(self, now: float, chat: Chat, cost: int) -> None:
        """Keep the instant from which the chat is free, the burst taken off: one number is the whole bucket."""
        self._due[chat] = max(self._due.get(chat, NEVER), now - self._credit) + cost / self.limits.chat

    def _refill(self, now: float) -> None:
        if now <= self._at:
            return
        if self._at == NEVER:
            self._at = self._lesson = now
        passed, self._at = now - self._at, now
        if self.rate < self.ceiling:
            self.rate = min(self.ceiling, self.rate + passed * CREEP * self.limits.overall)
        elif self.ceiling < self.limits.overall and now - self._lesson > FORGET:
            self._lesson = now
            self.ceiling = min(self.limits.overall, self.ceiling * 1.01)
        self._level = min(self.burst, self._level + passed * self.rate)

    def _sweep(self, now: float) -> None:
        self._due = {chat: at for chat, at in self._due.items() if at > now - self._credit}
        self._stopped = {chat: at for chat, at in self._stopped.items() if at > now}
        window = self.limits.group_window
        self._groups = {chat: sent for chat, sent in self._groups.items() if sent[-1] + window > now}

    # -- learning ----------------------------------------------------------------------------------

    def flooded(self, now: float, chat: Chat, retry_after: float, granted_at: float) -> bool:
        """Take in a flood reply to a message that was granted at `granted_at`; whether it is held to be global.

        One chat: that chat stops for `retry_after` seconds. Different chats within a second: bulk stops, and
        the rate falls once. A flood reply to something granted after that stops every lane. The shortest of
        the waits counts for all: a long one may belong to its chat alone.
        """
        until = now + retry_after
        if chat is not None:
            self._stopped[chat] = max(until, self._stopped.get(chat, NEVER))
        self._floods.append((now, chat, until))
        while self._floods[0][0] < now - SAME_MOMENT:
            self._floods.popleft()
        if now < self._episode[1]:
            self._go_on(granted_at, until)
        elif chat is None or len({each for _, each, _ in self._floods}) > 1:
            self._begin(now, granted_at)
        else:
            return False
        return True

    def _begin(self, now: float, granted_at: float) -> None:
        over = min(until for _, _, until in self._floods)
        if granted_at > self._episode[1]:
            self._slow_down(now)
        self._hold([Lane.BULK], over)
        self._episode = (now, over)

    def _go_on(self, granted_at: float, until: float) -> None:
        began, over = self._episode
        over = max(over, min(until, over + SAME_MOMENT))
        self._hold(Lane if granted_at > began else [Lane.BULK], over)
        self._episode = (began, over)

    def _hold(self, lanes: type[Lane] | list[Lane], until: float) -> None:
        for lane in lanes:
            self._held[lane] = max(self._held[lane], until)

    def _slow_down(self, now: float) -> None:
        self._refill(now)
        self.ceiling = max(self._floor, min(self.ceiling, self.rate * JUST_UNDER))
        self.rate = max(self._floor, self.rate * SLOWER)
        self._level = min(self._level, 1.0)
        self._lesson = now
