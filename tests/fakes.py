"""Named fakes at the two real seams: the Bot API and the clock (`bot.clock.SteppedClock` is the clock's)."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from telegram.error import BadRequest


@dataclass
class Shown:
    """A message in a chat as it stands now; `history` holds what it said before it was edited."""

    chat_id: int
    message_id: int
    text: str
    buttons: list[list[tuple[str, str]]]
    """Rows of (label, callback data, address or text to copy)."""
    silent: bool = False
    document: tuple[str, bytes] | None = None
    keyboard: list[list[str]] = field(default_factory=list)
    history: list[str] = field(default_factory=list)
    copy_of: tuple[int, int] | None = None
    """Chat and id of the message that this one copies."""
    protected: bool = False
    takes_keys: bool = False
    """Whether the message takes the reply keyboard away."""
    thread: int = 0
    """The topic of a group in which it stands."""

    @property
    def labels(self) -> list[str]:
        return [label for row in self.buttons for label, _ in row]


class FakeDownloads:
    """Stands in for the request backend: the content of files, piece by piece."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.read = 0
        """Bytes that were asked for in all."""
        self.faults: list[Exception] = []

    async def pieces(self, url: str) -> AsyncGenerator[bytes, None]:
        if self.faults:
            raise self.faults.pop(0)
        content = self.files[url.rsplit("/", 1)[1]]
        for at in range(0, len(content), 1 << 16):
            piece = content[at : at + (1 << 16)]
            self.read += len(piece)
            yield piece


class FakeBot:
    """Stands in for `ExtBot` under the sender: keeps every chat as its reader would see it."""

    username = "chuting_bot"

    def __init__(self) -> None:
        self.messages: list[Shown] = []
        self.toasts: list[tuple[str, str, bool]] = []
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.faults: list[Exception] = []
        self.files: dict[str, bytes] = {}
        """By id: what people sent, as it can be fetched."""
        self.said: dict[str, int] = {}
        """By id: how large the API says that it is, where it says so."""
        self.request = FakeDownloads(self.files)
        self.offered: dict[int, set[str]] = {}
        """By chat: the callback data of every button that was ever shown there."""
        self._next = 1000
        self.at_each_call: Callable[[], object] = lambda: None
        self.at_each_look: list[Callable[[Shown], object]] = []
        """Told of every message that is new or changed, as it now stands."""
        self._later: tuple[int, Exception] | None = None

    def fail_after(self, calls: int, fault: Exception) -> None:
        """Fail once, after so many calls that go well."""
        self._later = (len(self.calls) + calls, fault)

    def _call(self, name: str, **parameters: Any) -> None:
        self.calls.append((name, parameters))
        self.at_each_call()
        if self._later is not None and len(self.calls) > self._later[0]:
            fault, self._later = self._later[1], None
            raise fault
        if self.faults:
            raise self.faults.pop(0)

    async def do_api_request(
        self, endpoint: str, api_kwargs: dict[str, Any], *, rate_limit_args: Any = None, read_timeout: Any = None
    ) -> Any:
        """As the bot calls it: parameters and answers are plain JSON, but for files."""
        name = re.sub(r"[A-Z]", lambda capital: f"_{capital[0].lower()}", endpoint)
        return await getattr(self, name)(**{k: v for k, v in api_kwargs.items() if v is not None})

    async def get_me(self) -> Any:
        return {"id": 1, "username": self.username}

    async def send_message(self, chat_id: int, text: str, **options: Any) -> Any:
        self._call("send_message", chat_id=chat_id, text=text)
        return self._add(chat_id, text, options)

    async def send_document(self, chat_id: int, document: Any, caption: str | None = None, **options: Any) -> Any:
        self._call("send_document", chat_id=chat_id)
        content = document.input_file_content
        return self._add(chat_id, caption or "", options, (document.filename, bytes(content)))

    async def send_photo(self, chat_id: int, photo: Any, caption: str | None = None, **options: Any) -> Any:
        self._call("send_photo", chat_id=chat_id)
        return self._add(chat_id, caption or "", options, (photo.filename, bytes(photo.input_file_content)))

    def _add(self, chat_id: int, text: str, options: dict[str, Any], document: tuple[str, bytes] | None = None) -> Any:
        self._next += 1
        markup = options.get("reply_markup")
        shown = Shown(
            chat_id,
            self._next,
            text,
            _buttons(markup),
            bool(options.get("disable_notification")),
            document,
            _keyboard(markup),
            protected=bool(options.get("protect_content")),
            takes_keys=bool((markup or {}).get("remove_keyboard")),
            thread=int(options.get("message_thread_id") or 0),
        )
        self.messages.append(shown)
        self._offer(shown)
        return {"message_id": self._next}

    def _offer(self, shown: Shown) -> None:
        self.offered.setdefault(shown.chat_id, set()).update(data for row in shown.buttons for _, data in row)
        for told in self.at_each_look:
            told(shown)

    async def copy_message(self, chat_id: int, from_chat_id: int, message_id: int, **options: Any) -> Any:
        self._call("copy_message", chat_id=chat_id)
        return self._copy(chat_id, from_chat_id, message_id, options)

    async def copy_messages(self, chat_id: int, from_chat_id: int, message_ids: Any, **options: Any) -> Any:
        self._call("copy_messages", chat_id=chat_id)
        return [self._copy(chat_id, from_chat_id, each, options) for each in message_ids]

    def _copy(self, chat_id: int, from_chat: int, message_id: int, options: dict[str, Any]) -> Any:
        made = self._add(chat_id, f"copy:{from_chat}:{message_id}", options)
        shown = self.messages[-1]
        shown.copy_of = (from_chat, message_id)
        return made

    async def delete_messages(self, chat_id: int, message_ids: Any, **_: Any) -> bool:
        self._call("delete_messages", chat_id=chat_id, message_ids=list(message_ids))
        self.messages = [m for m in self.messages if m.chat_id != chat_id or m.message_id not in message_ids]
        return True

    async def edit_message_text(self, text: str, chat_id: int, message_id: int, **options: Any) -> Any:
        self._call("edit_message_text", chat_id=chat_id, text=text)
        shown = self.find(chat_id, message_id)
        if shown.document is not None:
            raise BadRequest("Bad Request: there is no text in the message to edit")
        return self._change(shown, text, options)

    async def edit_message_caption(self, chat_id: int, message_id: int, caption: str = "", **options: Any) -> Any:
        self._call("edit_message_caption", chat_id=chat_id, text=caption)
        return self._change(self.find(chat_id, message_id), caption, options)

    async def edit_message_media(self, media: Any, chat_id: int, message_id: int, **options: Any) -> Any:
        self._call("edit_message_media", chat_id=chat_id, text=media.caption)
        shown = self.find(chat_id, message_id)
        shown.document = (media.media.filename, bytes(media.media.input_file_content))
        return self._change(shown, media.caption or "", options)

    def _change(self, shown: Shown, text: str, options: dict[str, Any]) -> bool:
        shown.history.append(shown.text)
        shown.text, shown.buttons = text, _buttons(options.get("reply_markup"))
        self._offer(shown)
        return True

    async def answer_callback_query(self, callback_id: str, text: str | None = None, show_alert: Any = None) -> bool:
        self.toasts.append((callback_id, text or "", bool(show_alert)))
        return True

    async def pin_chat_message(self, chat_id: int, message_id: int, **_: Any) -> bool:
        self._call("pin_chat_message", chat_id=chat_id, message_id=message_id)
        return True

    async def unpin_chat_message(self, chat_id: int, message_id: int, **_: Any) -> bool:
        self._call("unpin_chat_message", chat_id=chat_id, message_id=message_id)
        return True

    async def send_chat_action(self, chat_id: int, action: str) -> bool:
        self._call("send_chat_action", chat_id=chat_id, action=action)
        return True

    async def set_my_commands(self, commands: Any, **options: Any) -> bool:
        self._call("set_my_commands", commands=commands, **options)
        return True

    async def get_file(self, file_id: str) -> Any:
        self._call("get_file", file_id=file_id)
        return SimpleNamespace(file_size=self.said.get(file_id), file_path=f"https://files.invalid/{file_id}")

    def find(self, chat_id: int, message_id: int) -> Shown:
        for shown in reversed(self.messages):
            if shown.message_id == message_id and shown.chat_id == chat_id:
                return shown
        raise BadRequest("Bad Request: message to edit not found")

    def chat(self, chat_id: int) -> list[Shown]:
        return [m for m in self.messages if m.chat_id == chat_id]


def _buttons(markup: dict[str, Any] | None) -> list[list[tuple[str, str]]]:
    return [[(b["text"], _data(b)) for b in row] for row in (markup or {}).get("inline_keyboard", [])]


def _data(button: dict[str, Any]) -> str:
    return str(button.get("callback_data") or button.get("url") or button["copy_text"]["text"])


def _keyboard(markup: dict[str, Any] | None) -> list[list[str]]:
    return [[button["text"] for button in row] for row in (markup or {}).get("keyboard", [])]
