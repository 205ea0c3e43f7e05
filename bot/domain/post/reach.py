"""When a refusal of Telegram's is believed to be about a person, and when an unreachable one is tried again."""

from __future__ import annotations

from datetime import datetime, timedelta

MANY = 5
"""People newly refused within a minute that are an alarm and not a fact."""
MINUTE = timedelta(minutes=1)
HELD = timedelta(minutes=10)
"""How long what they were to get is held before it is tried again; a refusal after that is a fact."""
LOOK_AGAIN = timedelta(hours=20)
"""After the last refusal: then the next message to an unreachable person is tried again, and may bring him back."""
GONE = (
    "bot was blocked by the user", "user is deactivated", "bot was kicked from", "bot is not a member of",
    "bot can't initiate conversation", "bot can't send messages to bots", "the group chat was deleted",
    "chat not found", "peer_id_invalid", "user not found",
)  # fmt: skip
"""What Telegram says (in small letters) of a chat that is not there for us; other refusals are about a message."""


def nobody_there(description: str) -> bool:
    """Whether Telegram's description says that the person, or the group, cannot be reached at all."""
    words = description.lower()
    return any(sign in words for sign in GONE)


def is_gone(unreachable_since: datetime | None, refused_at: datetime | None, now: datetime) -> bool:
    """Whether nothing is sent to a person at present, because he blocked the bot or is gone."""
    if unreachable_since is None:
        return False
    return now - max(unreachable_since, refused_at or unreachable_since) < LOOK_AGAIN


def is_confirmed(refused_at: datetime | None, now: datetime) -> bool:
    """Whether a refusal now comes after the time for which an earlier one was only a suspicion."""
    return refused_at is not None and now - refused_at >= HELD * 0.9
