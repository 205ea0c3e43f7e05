"""Control routes that read."""

from __future__ import annotations

from collections.abc import Reversible
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Any, Protocol

from bot.playground.chats.menus import commands_for
from bot.playground.chats.posting import chat_view
from bot.playground.errors import ControlError
from bot.playground.people.cast import person_view
from bot.playground.state.records import PRIVATE
from bot.playground.steering import Steering
from bot.playground.wire import Json, dumps


@dataclass(frozen=True, slots=True)
class Download:
    """Bytes with a name; ``inline`` only for pictures, which cannot run anything."""

    name: str
    mime: str
    data: bytes
    inline: bool = False


_PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}


def _optional(args: Json, name: str) -> int | None:
    return int(args[name]) if args.get(name) not in (None, "") else None


def state(playground: Steering, args: Json) -> Json:
    """Everything the page needs to begin."""
    core = playground.core
    chats = [chat_view(core, chat) for chat in core.state.chats.values()]
    unread = {
        str(person): sum(playground.unread(person, chat) for chat in core.state.chats.values() if _sees(chat, person))
        for person in core.state.people
    }
    return {
        "bot": core.state.profile.me(),
        "now": core.iso(),
        "stage": playground.stage is not None,
        "rate": playground.driver.rate,
        "people": [person_view(person) for person in core.state.people.values()],
        "chats": chats,
        "unread": unread,
        "faults": [fault.json() for fault in core.faults.armed],
        "limits": core.flood.limits.json(),
        "event": core.events.last,
        "connected": core.connected,
    }


def _sees(chat: Any, person: int) -> bool:
    return chat.id == person if chat.type == PRIVATE else person in chat.members


def history(playground: Steering, args: Json) -> Json:
    """A page of a chat."""
    limit = min(max(int(args.get("limit", 50)), 1), 500)
    return playground.history(
        int(args["chat"]), before=_optional(args, "before"), after=_optional(args, "after"), limit=limit
    )


def commands(playground: Steering, args: Json) -> Json:
    """The command menu as this person sees it here."""
    chat = playground.chat(int(args["chat"]))
    person = int(args.get("person", chat.id))
    button = chat.menu_button or playground.core.state.profile.menu_button
    return {"commands": commands_for(playground.core, chat, person), "menu_button": button}


def file(playground: Steering, args: Json) -> Download:
    """A file that somebody sent."""
    found = playground.core.files.get(args["id"])
    mime = found.mime
    if found.kind == "photo":
        mime = "image/png" if found.data[:4] == b"\x89PNG" else "image/jpeg"
    inline = mime in _PICTURES and not args.get("download")
    return Download(found.name, mime if inline else "application/octet-stream", found.data, inline)


class _Numbered(Protocol):
    @property
    def seq(self) -> int: ...

    def json(self) -> Json: ...


def _entries(journal: Reversible[_Numbered], args: Json) -> list[Json]:
    """Oldest first: the ``latest`` N of a journal, or from the one ``after`` which on at most ``limit``.

    Raises:
        ControlError: ``latest`` is not positive.
    """
    after, latest = int(args.get("after", 0)), _optional(args, "latest")
    if latest is None:
        return [entry.json() for entry in journal if entry.seq > after][: int(args.get("limit", 200))]
    if latest < 1:
        raise ControlError("latest expects a positive number")
    newest = islice(takewhile(lambda entry: entry.seq > after, reversed(journal)), latest)
    return [entry.json() for entry in newest][::-1]


def calls(playground: Steering, args: Json) -> Json:
    """The journal of Bot API calls."""
    return {"calls": _entries(playground.core.calls, args)}


def updates(playground: Steering, args: Json) -> Json:
    """The journal of updates."""
    return {"updates": _entries(playground.core.recorded, args)}


def export(playground: Steering, args: Json) -> Download:
    """The whole state."""
    return Download("playground.json", "application/json", dumps(playground.export_state()))


def recording(playground: Steering, args: Json) -> Download:
    """All updates as JSON lines."""
    return Download("updates.jsonl", "application/x-ndjson", playground.recording().encode())


ROUTES = {
    "GET state": state,
    "GET chats": lambda p, a: {"chats": p.chats_of(int(a["person"]))},
    "GET history": history,
    "GET commands": commands,
    "GET file": file,
    "GET calls": calls,
    "GET updates": updates,
    "GET export": export,
    "GET recording": recording,
    "GET faults": lambda p, a: {"faults": [fault.json() for fault in p.core.faults.armed]},
    "GET clock": lambda p, a: {"now": p.core.iso(), "rate": p.driver.rate},
}
