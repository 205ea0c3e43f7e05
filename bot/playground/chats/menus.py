"""The command menu under a chat, as Telegram picks it from what the bot has set."""

from __future__ import annotations

from bot.playground.state.core import Core
from bot.playground.state.records import PRIVATE, Chat
from bot.playground.wire import Json


def commands_for(core: Core, chat: Chat, person_id: int) -> list[Json]:
    """The menu a person sees in a chat: the narrowest list that exists, in the person's language first.

    https://core.telegram.org/bots/api#determining-list-of-commands
    """
    person = core.state.people.get(person_id)
    language = (person.language_code if person else "")[:2]
    if chat.type == PRIVATE:
        scopes = [f"chat|{chat.id}", "all_private_chats|", "default|"]
    else:
        scopes = [f"chat_member|{chat.id}:{person_id}"]
        admin = chat.members.get(person_id) in ("administrator", "creator")
        scopes += [f"chat_administrators|{chat.id}"] if admin else []
        scopes += [f"chat|{chat.id}"]
        scopes += ["all_chat_administrators|"] if admin else []
        scopes += ["all_group_chats|", "default|"]
    for scope in scopes:
        for key in (f"{scope}|{language}", f"{scope}|"):
            if key in core.state.profile.commands:
                return core.state.profile.commands[key]
    return []
