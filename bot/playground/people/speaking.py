"""Saying as a person what people say in Telegram: texts, files, contacts, places, forwards.

Each deed changes the chat and queues the update that Telegram would send to the bot.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.playground.chats import polls
from bot.playground.chats.compose import MAX_TEXT, content, origin
from bot.playground.chats.posting import next_album
from bot.playground.errors import ControlError
from bot.playground.state.files import KINDS, NOTE_LENGTH, Upload, media_json
from bot.playground.state.records import Chat, Message, Person
from bot.playground.text.formatted import clean, utf16
from bot.playground.wire import Json

from .presence import Presence, allowed

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")


class Speaking(Presence):
    """``chat`` is always the private chat unless given."""

    def start(self, who: Person | int, payload: str = "") -> Message:
        """Press START, perhaps through a deep link; takes a blocked bot back.

        Raises ControlError for a payload that Telegram would not carry.
        """
        person = self.person(who)
        if not _PAYLOAD.fullmatch(payload):
            raise ControlError("a start payload is at most 64 of A-Z a-z 0-9 _ -")
        if person.blocked:
            self.unblock(person)
        return self.say(person, f"/start {payload}".strip())

    def say(
        self,
        who: Person | int,
        text: str,
        *,
        chat: Chat | int | None = None,
        reply_to: Message | int | None = None,
        forwarded_from: str | None = None,
        thread: int | None = None,
    ) -> Message:
        """Write a text; more than 4096 units go out as several messages, the first is returned.

        ``forwarded_from`` names somebody outside whose words these are, ``thread`` a topic of a forum. Raises
        ControlError.
        """
        person, place = self._place(who, chat)
        pieces = _pieces(clean(text).strip())
        if not pieces:
            raise ControlError("there is nothing to say")
        extra: Json = {}
        if forwarded_from is not None:
            extra = {"forward_origin": {"type": "hidden_user", "sender_user_name": forwarded_from,
                                        "date": self.core.seconds()}}  # fmt: skip
        sent = [self._speak(person, place, {**extra, **self._text(piece)}, reply_to, thread) for piece in pieces]
        return sent[0]

    def send_file(
        self,
        who: Person | int,
        name: str,
        data: bytes,
        *,
        mime: str = "",
        caption: str = "",
        photo: bool = False,
        kind: str = "",
        seconds: int = 0,
        chat: Chat | int | None = None,
        reply_to: Message | int | None = None,
        thread: int | None = None,
    ) -> Message:
        """Send a document, a picture as a photo, or as ``kind`` a voice, audio, video or video_note of so many seconds.

        Raises ControlError for what Telegram would refuse.
        """
        kind = kind or ("photo" if photo else "document")
        upload = Upload(name, data, mime)
        return self.send_files(
            who, [upload], caption=caption, kind=kind, seconds=seconds, chat=chat, reply_to=reply_to, thread=thread
        )[0]

    def send_photo(
        self, who: Person | int, data: bytes, *, caption: str = "", chat: Chat | int | None = None
    ) -> Message:
        """Send a photo."""
        return self.send_file(who, "photo.jpg", data, caption=caption, photo=True, chat=chat)

    def send_files(
        self,
        who: Person | int,
        uploads: Sequence[Upload],
        *,
        caption: str = "",
        photo: bool = False,
        kind: str = "",
        seconds: int = 0,
        chat: Chat | int | None = None,
        reply_to: Message | int | None = None,
        thread: int | None = None,
    ) -> list[Message]:
        """Send one file, or an album of up to ten: one update each, under one media_group_id."""
        person, place = self._place(who, chat)
        kind = kind or ("photo" if photo else "document")
        if kind not in KINDS:
            raise ControlError(f"a file is sent as one of {', '.join(KINDS)}")
        if len(uploads) > 1 and kind in ("voice", "video_note"):
            raise ControlError("voice messages and video notes are sent one by one")
        if not 1 <= len(uploads) <= 10:
            raise ControlError("an album has two to ten files")
        files = [allowed(lambda upload=upload: self.core.files.add(kind, upload)) for upload in uploads]  # type: ignore[misc]
        for file in files:
            file.duration = seconds
            if kind in ("video", "video_note"):
                file.width, file.height = NOTE_LENGTH, NOTE_LENGTH
        album = {"media_group_id": next_album(self.core)} if len(files) > 1 else {}
        parts = [{**album, **media_json(file)} for file in files]
        parts[0] |= self._text(clean(caption).strip(), "caption") if caption.strip() else {}
        return [self._speak(person, place, part, reply_to, thread) for part in parts]

    def ask(
        self,
        who: Person | int,
        question: str,
        options: Sequence[str],
        *,
        chat: Chat | int | None = None,
        thread: int | None = None,
        **manner: bool,
    ) -> Message:
        """Send a poll; ``is_anonymous`` and ``allows_multiple_answers`` as sendPoll has them. Raises ControlError."""
        person, place = self._place(who, chat)
        poll = allowed(lambda: polls.begin(self.core, question, list(options), manner, from_bot=False))
        return self._speak(person, place, poll, None, thread)

    def vote(self, who: Person | int, message: Message, options: Sequence[int]) -> None:
        """Choose options of a poll by their place, none to take the vote back. Raises ControlError."""
        person, _ = self._place(who, message.chat_id)
        ballot = self.core.state.ballots.get(message.body.get("poll", {}).get("id", ""))
        if ballot is None:
            raise ControlError("this message has no poll")
        allowed(lambda: polls.vote(self.core, ballot, person.user(), list(options)))

    def share_contact(
        self,
        who: Person | int,
        *,
        of: Person | int | None = None,
        phone_number: str | None = None,
        first_name: str | None = None,
        chat: Chat | int | None = None,
        reply_to: Message | int | None = None,
    ) -> Message:
        """Share the own telephone number, somebody's (``of``), or one typed in (which has no user id)."""
        person, place = self._place(who, chat)
        if phone_number is not None:
            contact: Json = {"phone_number": phone_number, "first_name": first_name or "?"}
        else:
            subject = self.person(of) if of is not None else person
            if not subject.phone:
                raise ControlError(f"{subject.name} has no telephone number")
            contact = {"phone_number": subject.phone.lstrip("+"), "first_name": subject.first_name}
            contact |= {"last_name": subject.last_name} if subject.last_name else {}
            contact["user_id"] = subject.id
        return self._speak(person, place, {"contact": contact}, reply_to)

    def share_location(
        self, who: Person | int, latitude: float, longitude: float, *, chat: Chat | int | None = None
    ) -> Message:
        """Share a place."""
        person, place = self._place(who, chat)
        return self._speak(person, place, {"location": {"latitude": latitude, "longitude": longitude}}, None)

    def forward(self, who: Person | int, message: Message, *, chat: Chat | int | None = None) -> Message:
        """Forward a message that this person can see."""
        person, place = self._place(who, chat)
        if message.body.get("has_protected_content") or not content(message):
            raise ControlError("this message cannot be forwarded")
        return self._speak(person, place, {"forward_origin": origin(self.core, message), **content(message)}, None)


def _pieces(text: str) -> list[str]:
    """Cut as clients do, at 4096 units; half of it is always short enough whatever the characters."""
    if utf16(text) <= MAX_TEXT:
        return [text] if text else []
    cut = MAX_TEXT if utf16(text[:MAX_TEXT]) <= MAX_TEXT else MAX_TEXT // 2
    return [text[:cut], *_pieces(text[cut:].lstrip())]
