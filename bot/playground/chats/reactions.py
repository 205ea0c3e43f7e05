"""Reactions: which emoji Telegram accepts (https://core.telegram.org/bots/api#reactiontypeemoji), and setting them."""

from __future__ import annotations

from bot.playground.state.core import Core
from bot.playground.state.records import Message
from bot.playground.wire import Json

EMOJI = frozenset([
    "❤", "👍", "👎", "🔥", "🥰", "👏", "😁", "🤔", "🤯", "😱", "🤬", "😢", "🎉", "🤩", "🤮", "💩",
    "🙏", "👌", "🕊", "🤡", "🥱", "🥴", "😍", "🐳", "❤\u200d🔥", "🌚", "🌭", "💯", "🤣", "⚡", "🍌", "🏆",
    "💔", "🤨", "😐", "🍓", "🍾", "💋", "🖕", "😈", "😴", "😭", "🤓", "👻", "👨\u200d💻", "👀", "🎃", "🙈",
    "😇", "😨", "🤝", "✍", "🤗", "🫡", "🎅", "🎄", "☃", "💅", "🤪", "🗿", "🆒", "💘", "🙉", "🦄",
    "😘", "💊", "🙊", "😎", "👾", "🤷\u200d♂", "🤷", "🤷\u200d♀", "😡",
])  # fmt: skip


def set_reaction(core: Core, message: Message, user: int, wanted: list[Json]) -> None:
    """Put somebody's reactions on a message in place of the earlier ones."""
    kept = {u: items for u, items in message.reactions.items() if u != user}
    message.reactions = {**kept, user: wanted} if wanted else kept
    flat = [{"user": u, **item} for u, items in message.reactions.items() for item in items]
    core.tell("reaction", {"chat_id": message.chat_id, "message_id": message.id, "reactions": flat})
