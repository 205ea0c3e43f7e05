"""Flood counting as Telegram does it, on monotonic time.

About 30 messages a second overall, one a second in a private chat with a small burst, 20 a minute in a group
(https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this). Modes: ``telegram`` (all
three), ``strict`` (30 in any second, then a lock-out of 3 s that refuses everything), ``bucket`` (one token
bucket over everything), ``off``.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import asdict, dataclass

from bot.playground.errors import too_many
from bot.playground.wire import Json

MODES = ("telegram", "strict", "bucket", "off")


@dataclass(frozen=True, slots=True)
class Limits:
    """Rates are messages per second (``group`` per minute); ``lockout`` is in seconds."""

    mode: str = "telegram"
    overall: float = 30
    private: float = 1
    private_burst: int = 5
    group: int = 20
    capacity: int = 30
    lockout: float = 3

    def __post_init__(self) -> None:
        if self.mode not in MODES:
            raise ValueError(f"mode is one of {', '.join(MODES)}")
        if min(self.overall, self.private, self.private_burst, self.group, self.capacity) <= 0:
            raise ValueError("limits are positive")

    @classmethod
    def off(cls) -> Limits:
        """No counting at all."""
        return cls(mode="off")

    def json(self) -> Json:
        """As the control API shows it."""
        return asdict(self)


class _Bucket:
    """Tokens come back at ``rate`` a second up to ``capacity``."""

    __slots__ = ("at", "capacity", "rate", "tokens")

    def __init__(self, rate: float, capacity: float, at: float) -> None:
        self.rate, self.capacity, self.tokens, self.at = rate, capacity, capacity, at

    def wait(self, now: float, cost: int) -> float:
        """Seconds until ``cost`` tokens are there; 0 when they are."""
        self.tokens = min(self.capacity, self.tokens + (now - self.at) * self.rate)
        self.at = now
        # An album larger than the bucket must still be possible once the bucket is full.
        missing = min(cost, self.capacity) - self.tokens
        return max(0.0, missing / self.rate) if missing > 1e-9 else 0.0


class Flood:
    """Counts what the bot sends and refuses what is too much; what is refused costs nothing."""

    def __init__(self, limits: Limits) -> None:
        self.configure(limits)

    def configure(self, limits: Limits) -> None:
        """Other limits from now on; counts start afresh."""
        self.limits = limits
        self._buckets: dict[int, _Bucket] = {}
        self._recent: deque[float] = deque()
        self._locked = 0.0

    def spend(self, chat_id: int, now: float, cost: int = 1) -> None:
        """Count ``cost`` messages to a chat at the monotonic instant ``now``.

        Raises ApiError 429 with ``retry_after`` in whole seconds.
        """
        mode = self.limits.mode
        if mode == "off":
            return
        wait = self._strict(now, cost) if mode == "strict" else self._tokens(chat_id, now, cost)
        if wait > 0:
            raise too_many(max(1, math.ceil(wait - 1e-9)))

    def _strict(self, now: float, cost: int) -> float:
        if now < self._locked:
            return self._locked - now
        while self._recent and now - self._recent[0] >= 1:
            self._recent.popleft()
        if len(self._recent) + cost > self.limits.overall:
            self._locked = now + self.limits.lockout
            return self.limits.lockout
        self._recent.extend([now] * cost)
        return 0

    def _tokens(self, chat_id: int, now: float, cost: int) -> float:
        buckets = [self._bucket(0, now)]
        if self.limits.mode == "telegram":
            buckets.append(self._bucket(chat_id, now))
        wait = max(bucket.wait(now, cost) for bucket in buckets)
        if not wait:
            for bucket in buckets:
                bucket.tokens -= cost
        return wait

    def _bucket(self, key: int, now: float) -> _Bucket:
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = self._fresh(key, now)
        return bucket

    def _fresh(self, key: int, now: float) -> _Bucket:
        limits = self.limits
        if key == 0:
            capacity = limits.capacity if limits.mode == "bucket" else limits.overall
            return _Bucket(limits.overall, capacity, now)
        if key > 0:
            return _Bucket(limits.private, limits.private_burst, now)
        return _Bucket(limits.group / 60, limits.group, now)
