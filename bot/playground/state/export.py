"""The whole state as one JSON document, and back; in a file it survives the end of the program."""

from __future__ import annotations

import base64
import json
import os
from dataclasses import fields
from pathlib import Path
from typing import Any

from bot.playground.errors import ControlError
from bot.playground.wire import Json

from .core import Core
from .records import Ballot, Chat, Message, Person, Profile, State, StoredFile
from .updates import Recorded

VERSION = 1
_COUNTERS = [f.name for f in fields(State) if f.name.startswith("next_")]
_SKIP_UPDATES, _SKIP_MESSAGES = 1_000_000, 10_000


def _plain(value: Any, without: tuple[str, ...] = ()) -> Json:
    return {f.name: getattr(value, f.name) for f in fields(value) if f.name not in without}


def dump(core: Core, *, clean: bool = True) -> Json:
    """Everything, ready for JSON. ``clean`` False marks a snapshot that may be older than what the bot saw."""
    state = core.state
    waiting = {recorded.seq for recorded in core.updates.pending}
    return {
        "playground": VERSION,
        "clean": clean,
        "at": core.iso(),
        "token": state.token,
        "profile": _plain(state.profile),
        "people": [_plain(person) for person in state.people.values()],
        "chats": [_chat(chat) for chat in state.chats.values()],
        "files": [
            {**_plain(file, ("data",)), "data": base64.b64encode(file.data).decode()} for file in state.files.values()
        ],
        "ballots": [{**_plain(ballot), "votes": _texts(ballot.votes)} for ballot in state.ballots.values()],
        "counters": {name: getattr(state, name) for name in _COUNTERS},
        "allowed": core.updates.allowed,
        "updates": [{**_plain(recorded), "waiting": recorded.seq in waiting} for recorded in core.recorded],
    }


def _chat(chat: Chat) -> Json:
    messages = [{**_plain(m), "reactions": {str(k): v for k, v in m.reactions.items()}} for m in chat.messages.values()]
    return {
        **_plain(chat),
        "members": _texts(chat.members),
        "read": _texts(chat.read),
        "banned": _texts(chat.banned),
        "topics": None if chat.topics is None else _texts(chat.topics),
        "messages": messages,
    }


def _texts(by_number: dict[int, Any]) -> Json:
    """Keys of JSON are texts."""
    return {str(k): v for k, v in by_number.items()}


def _numbers(by_text: Json) -> dict[int, Any]:
    return {int(k): v for k, v in by_text.items()}


def restore(data: Json) -> tuple[State, list[Recorded], list[Recorded], list[str] | None]:
    """State, all recorded updates, those still waiting, and the allowed kinds.

    Raises ControlError for a document that is not one of ours.
    """
    if data.get("playground") != VERSION:
        raise ControlError("this is not a playground file of this version")
    try:
        state = _state(data)
        recorded, waiting = _updates(data["updates"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ControlError(f"the playground file is damaged: {error!r}") from None
    if not data.get("clean", True):
        # After a crash the file may lag behind what the bot has seen: never give a number out twice.
        state.next_update += _SKIP_UPDATES
        state.next_message += _SKIP_MESSAGES
        for chat in state.chats.values():
            chat.next_id += _SKIP_MESSAGES
    return state, recorded, waiting, data.get("allowed")


def _state(data: Json) -> State:
    state = State(token=data["token"], profile=Profile(**data["profile"]))
    state.people = {item["id"]: Person(**item) for item in data["people"]}
    state.chats = {item["id"]: _read_chat(item) for item in data["chats"]}
    files = [StoredFile(**{**item, "data": base64.b64decode(item["data"])}) for item in data["files"]]
    state.files = {file.id: file for file in files}
    ballots = [Ballot(**{**item, "votes": _numbers(item["votes"])}) for item in data.get("ballots", ())]
    state.ballots = {ballot.poll["id"]: ballot for ballot in ballots}
    for name, value in data["counters"].items():
        if name in _COUNTERS:
            setattr(state, name, int(value))
    return state


def _read_chat(item: Json) -> Chat:
    chat = Chat(**{**item, "messages": {}, "members": {}, "read": {}, "banned": {}})
    chat.members, chat.read = _numbers(item["members"]), _numbers(item["read"])
    chat.banned = _numbers(item.get("banned", {}))
    chat.topics = None if item.get("topics") is None else _numbers(item["topics"])
    for entry in item["messages"]:
        reactions = {int(k): v for k, v in entry["reactions"].items()}
        chat.messages[entry["id"]] = Message(**{**entry, "reactions": reactions})
    keyboard = next((m.markup for m in reversed(chat.messages.values()) if m.markup == chat.keyboard), None)
    chat.keyboard = keyboard or chat.keyboard
    return chat


def _updates(items: list[Json]) -> tuple[list[Recorded], list[Recorded]]:
    recorded = [Recorded(**{k: v for k, v in item.items() if k != "waiting"}) for item in items]
    return recorded, [r for r, item in zip(recorded, items, strict=True) if item["waiting"]]


def save(core: Core, path: Path, *, clean: bool) -> None:
    """Write the state so that a crash leaves the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(path.suffix + ".new")
    with fresh.open("w", encoding="utf-8", errors="replace") as file:
        file.write(json.dumps(dump(core, clean=clean), ensure_ascii=False, separators=(",", ":")))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    core.changed = False


def load(path: Path) -> Json | None:
    """The document in a file; None where there is none. Raises ControlError for one that is not JSON."""
    if not path.exists():
        return None
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        raise ControlError(f"{path} is not a playground file") from None
    return data if isinstance(data, dict) else None
