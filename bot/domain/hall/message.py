"""What the bot says, as a value: text with typed buttons, free of any chat library.

Views build messages, the outbox stores them (`to_json`), `bot.telegram.sender` sends them.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from html import escape as _escape
from html import unescape as _unescape
from typing import Any

from bot.domain.hall.subjects import Subject

CALLBACK_BYTES = 64
"""Telegram's limit for `callback_data`, in bytes (core.telegram.org/bots/api#inlinekeyboardbutton)."""
COPY_LENGTH = 256
"""Telegram's limit for a text to copy, in characters (core.telegram.org/bots/api#copytextbutton)."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""Media type of an office sheet."""
_TAG = re.compile(r"<[^>]*>")


class Html(str):
    """Text that is already escaped for Telegram's HTML parse mode."""

    __slots__ = ()

    def __add__(self, other: str) -> Html:
        return Html(str.__add__(self, html(other)))

    def join(self, parts: Iterable[str]) -> Html:
        return Html(str.join(self, (html(part) for part in parts)))


def html(text: object) -> Html:
    """Escape anything that is not `Html` yet."""
    return text if isinstance(text, Html) else Html(_escape(str(text), quote=False))


def bold(text: object) -> Html:
    return Html(f"<b>{html(text)}</b>")


def fold(text: object) -> Html:
    """An expandable quote: where the "why" of a date stands."""
    return Html(f"<blockquote expandable>{html(text)}</blockquote>")


def code(text: object) -> Html:
    return Html(f"<code>{html(text)}</code>")


def lines(*parts: object) -> Html:
    """Join the parts that say something, one a line."""
    return Html("\n").join(html(part) for part in parts if part)


def plain(text: Html) -> str:
    """Without markup: for a toast, the clipboard, a terminal or a cell of a sheet."""
    return _unescape(_TAG.sub("", text))


@dataclass(frozen=True, slots=True)
class Tap:
    """An inline button; pressing it calls the handler registered for `verb` with `args`.

    Raises:
        ValueError: the encoded press is longer than Telegram carries (64 bytes).
    """

    label: str
    verb: str
    args: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.data.encode()) > CALLBACK_BYTES:
            raise ValueError(f"callback data too long: {self.data!r}")

    @property
    def data(self) -> str:
        return ":".join((self.verb, *self.args))


def tap(label: str, verb: str, *args: object) -> Tap:
    return Tap(label, verb, tuple(str(arg) for arg in args))


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A button that puts a text (1 to 256 characters) on the clipboard."""

    label: str
    text: str


Button = Tap | Link | Copy
Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Keyboard:
    """A reply keyboard: labels that are sent as text when pressed. Empty `rows` removes the keyboard."""

    rows: tuple[tuple[str, ...], ...] = ()
    contact: str | None = None
    """Label of a button that shares the sender's own contact."""


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    content: bytes
    mime: str = "application/octet-stream"
    picture: bool = False
    """Shown as a picture, smaller if need be, instead of as a file (images of up to 10 MB)."""


@dataclass(frozen=True, slots=True)
class Copies:
    """Somebody's own messages, copied as they stand: files are not uploaded again, formatting is kept.

    Several ids are one album, in rising order (core.telegram.org/bots/api#copymessages).
    """

    from_chat: int
    messages: tuple[int, ...]


Ahead = Copies | Attachment


@dataclass(frozen=True, slots=True)
class Item:
    """One matter of a message, as it stands where several are said together: a line, and its own message."""

    line: Html
    alone: Message
    about: Subject | None = None
    """What it is about: the same matter is one line, and its own message changes with it."""
    on: date | None = None
    """The day (local) that counts; what has none comes last."""
    late: bool = False
    asks: bool = False
    """It waits for the reader's answer, by its first two rows of buttons."""
    noted: Tap | None = None
    """The button that takes note of it; those of several matters become one, while one of them is `unread`."""
    unread: bool = False

    @property
    def key(self) -> str:
        return str(self.about or "")


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `silent` makes no sound, `protect` forbids forwarding and saving."""

    text: Html
    buttons: Rows = ()
    keyboard: Keyboard | None = None
    attachment: Attachment | None = None
    silent: bool = False
    protect: bool = False
    pin: bool = False
    unpin: bool = False
    """An edit: the message is pinned no longer."""
    secret: bool = False
    """Holds an invitation code: once it is sent, nothing of it is kept."""
    copies: tuple[Ahead, ...] = ()
    """Sent before the text, each as a message of its own: what is copied, and files that the bot itself has."""
    thread: int = 0
    """The topic of a group in which it is said; 0 for none."""
    items: tuple[Item, ...] = ()
    """What it says, matter by matter: planned messages that say several are shown as a list of them. Not stored."""


def message(*parts: object, buttons: Rows = (), **options: Any) -> Message:
    """A message of the given lines; what is empty is left out."""
    return Message(lines(*parts), buttons=tuple(row for row in buttons if row), **options)


def as_item(
    said: Message,
    line: Html,
    about: Subject | None = None,
    *,
    on: date | None = None,
    late: bool = False,
    asks: bool = False,
    noted: Tap | None = None,
    unread: bool = False,
) -> Message:
    """The message with what it is where several are said together: one line (see `Item`)."""
    return replace(said, items=(Item(line, said, about, on, late, asks, noted, unread),))


def _button_to_json(button: Button) -> list[Any]:
    match button:
        case Tap(label, verb, args):
            return ["tap", label, verb, *args]
        case Link(label, url):
            return ["link", label, url]
        case Copy(label, text):
            return ["copy", label, text]


def _button_from_json(data: list[Any]) -> Button:
    kind, label, *rest = data
    if kind == "tap":
        return Tap(label, rest[0], tuple(rest[1:]))
    return Link(label, rest[0]) if kind == "link" else Copy(label, rest[0])


def _file_to_json(file: Attachment) -> list[Any]:
    return [file.name, base64.b64encode(file.content).decode(), file.mime, file.picture]


def _file_from_json(data: list[Any]) -> Attachment:
    return Attachment(data[0], base64.b64decode(data[1]), *data[2:])


def to_json(said: Message) -> dict[str, Any]:
    """The message as plain JSON data, leaving out what is not set."""
    data: dict[str, Any] = {"text": str(said.text)}
    if said.buttons:
        data["buttons"] = [[_button_to_json(b) for b in row] for row in said.buttons]
    if said.keyboard is not None:
        data["keyboard"] = {"rows": [list(r) for r in said.keyboard.rows], "contact": said.keyboard.contact}
    if said.attachment is not None:
        data["attachment"] = _file_to_json(said.attachment)
    if said.copies:
        data["copies"] = [
            _file_to_json(one) if isinstance(one, Attachment) else [one.from_chat, list(one.messages)]
            for one in said.copies
        ]
    if said.thread:
        data["thread"] = said.thread
    data.update({flag: True for flag in ("silent", "protect", "pin", "unpin", "secret") if getattr(said, flag)})
    return data


def from_json(data: Mapping[str, Any]) -> Message:
    """The inverse of `to_json`."""
    keyboard = data.get("keyboard")
    file = data.get("attachment")
    return Message(
        Html(data["text"]),
        buttons=tuple(tuple(_button_from_json(b) for b in row) for row in data.get("buttons", ())),
        keyboard=keyboard and Keyboard(tuple(tuple(r) for r in keyboard["rows"]), keyboard["contact"]),
        attachment=file and _file_from_json(file),
        silent=data.get("silent", False),
        protect=data.get("protect", False),
        pin=data.get("pin", False),
        unpin=data.get("unpin", False),
        secret=data.get("secret", False),
        thread=data.get("thread", 0),
        copies=tuple(
            _file_from_json(one) if len(one) > 2 else Copies(one[0], tuple(one[1])) for one in data.get("copies", ())
        ),
    )
