"""The bot's own profile, command menus and menu button (https://core.telegram.org/bots/api#setmycommands)."""

from __future__ import annotations

import re

from bot.playground.errors import bad
from bot.playground.state.core import Core
from bot.playground.state.records import PRIVATE
from bot.playground.text.formatted import utf16
from bot.playground.wire import Json

from .registry import method

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")
_PLAIN = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
_CHAT = {"chat", "chat_administrators", "chat_member"}


@method("getMe")
def get_me(core: Core, args: Json) -> Json:
    """https://core.telegram.org/bots/api#getme"""
    return core.state.profile.me()


@method("logOut")
def log_out(core: Core, args: Json) -> bool:
    """https://core.telegram.org/bots/api#logout"""
    core.state.profile.logged_out = True
    return True


@method("close")
def close(core: Core, args: Json) -> bool:
    """https://core.telegram.org/bots/api#close"""
    return True


def _language(args: Json) -> str:
    code: str = args.get("language_code") or ""
    if code and not _LANGUAGE.fullmatch(code):
        raise bad("invalid language code specified")
    return code


def _scope_key(core: Core, args: Json) -> str:
    """A command list is kept by scope, chat, member and language."""
    scope = args.get("scope") or {"type": "default"}
    kind, where = scope["type"], ""
    if kind in _CHAT:
        if "chat_id" not in scope:
            raise bad("can't parse BotCommandScope: chat_id is empty")
        chat = core.find_chat(scope["chat_id"])
        if kind != "chat" and chat.type == PRIVATE:
            raise bad("chat not found" if kind == "chat_member" else "can't use scope in a private chat")
        where = str(chat.id)
    elif kind not in _PLAIN:
        raise bad("can't parse BotCommandScope: unsupported type specified")
    if kind == "chat_member":
        if "user_id" not in scope:
            raise bad("can't parse BotCommandScope: user_id is empty")
        where += f":{scope['user_id']}"
    return f"{kind}|{where}|{_language(args)}"


@method("setMyCommands")
def set_my_commands(core: Core, args: Json) -> bool:
    """https://core.telegram.org/bots/api#setmycommands"""
    key = _scope_key(core, args)
    commands = [{**c, "command": c["command"].removeprefix("/")} for c in args["commands"]]
    if len(commands) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _COMMAND.fullmatch(command["command"]):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= utf16(command["description"].strip()) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    if commands:
        core.state.profile.commands[key] = commands
    else:
        core.state.profile.commands.pop(key, None)
    core.tell("commands", {})
    return True


@method("getMyCommands")
def get_my_commands(core: Core, args: Json) -> list[Json]:
    """https://core.telegram.org/bots/api#getmycommands"""
    return core.state.profile.commands.get(_scope_key(core, args), [])


@method("deleteMyCommands")
def delete_my_commands(core: Core, args: Json) -> bool:
    """https://core.telegram.org/bots/api#deletemycommands"""
    core.state.profile.commands.pop(_scope_key(core, args), None)
    core.tell("commands", {})
    return True


def _set_text(texts: dict[str, str], args: Json, name: str, limit: int) -> bool:
    text = args.get(name) or ""
    if utf16(text) > limit:
        raise bad(f"{name.replace('_', ' ')} is too long")
    texts[_language(args)] = text
    return True


def _get_text(texts: dict[str, str], args: Json, default: str = "") -> str:
    return texts.get(_language(args)) or texts.get("") or default


@method("setMyName")
def set_my_name(core: Core, args: Json) -> bool:
    """https://core.telegram.org/bots/api#setmyname"""
    return _set_text(core.state.profile.names, args, "name", 64)


@method("getMyName")
def get_my_name(core: Core, args: Json) -> Json:
    """https://core.telegram.org/bots/api#getmyname"""
    return {"name": _get_text(core.state.profile.names, args, core.state.profile.first_name)}


@method("setMyDescription")
def set_my_description(core: Core, args: Json) -> bool:
    """https://core.telegram.org/bots/api#setmydescription"""
    return _set_text(core.state.profile.descriptions, args, "description", 512)


@method("getMyDescription")
def get_my_description(core: Core, args: Json) -> Json:
    """https://core.telegram.org/bots/api#getmydescription"""
    return {"description": _get_text(core.state.profile.descriptions, args)}


@method("setMyShortDescription")
def set_my_short_description(core: Core, args: Json) -> bool:
    """https://core.telegram.org/bots/api#setmyshortdescription"""
    return _set_text(core.state.profile.short_descriptions, args, "short_description", 120)


@method("getMyShortDescription")
def get_my_short_description(core: Core, args: Json) -> Json:
    """https://core.telegram.org/bots/api#getmyshortdescription"""
    return {"short_description": _get_text(core.state.profile.short_descriptions, args)}


@method("setChatMenuButton")
def set_chat_menu_button(core: Core, args: Json) -> bool:
    """https://core.telegram.org/bots/api#setchatmenubutton"""
    button = args.get("menu_button") or {"type": "default"}
    if button["type"] not in ("commands", "default"):
        raise bad("can't parse menu button: unsupported type specified")
    if "chat_id" in args:
        chat = core.find_chat(args["chat_id"])
        if chat.type != PRIVATE:
            raise bad("chat not found")
        chat.menu_button = button
    else:
        core.state.profile.menu_button = button
    core.tell("commands", {})
    return True


@method("getChatMenuButton")
def get_chat_menu_button(core: Core, args: Json) -> Json:
    """https://core.telegram.org/bots/api#getchatmenubutton"""
    if "chat_id" in args and (button := core.find_chat(args["chat_id"]).menu_button):
        return button
    return core.state.profile.menu_button
