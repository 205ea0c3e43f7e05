"""Everything the playground remembers: people, chats, messages, files, the bot's profile.

Plain data without behaviour. Bodies of messages are the JSON objects of the Bot API themselves
(https://core.telegram.org/bots/api#message); they are replaced, never changed in place, because events and
the journal keep pointing at them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.playground.wire import Json

PRIVATE, GROUP, SUPERGROUP = "private", "group", "supergroup"


@dataclass(slots=True)
class Person:
    """Somebody with a Telegram account; ``note`` is free room for the page (role, agency)."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str = "zh-hans"
    phone: str | None = None
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    note: Json = field(default_factory=dict)

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}" if self.last_name else self.first_name

    def _names(self) -> Json:
        optional = {"last_name": self.last_name, "username": self.username}
        return {"first_name": self.first_name, **{k: v for k, v in optional.items() if v}}

    def user(self) -> Json:
        """The User object."""
        return {"id": self.id, "is_bot": False, **self._names(), "language_code": self.language_code}

    def chat(self) -> Json:
        """The private Chat object."""
        return {"id": self.id, **self._names(), "type": PRIVATE}


@dataclass(slots=True)
class Message:
    """A message as it stands in its chat. ``markup`` is a reply keyboard, its removal or a forced reply,
    which Telegram shows to people but never echoes to the bot."""

    chat_id: int
    id: int
    sender: int
    from_bot: bool
    body: Json
    markup: Json | None = None
    silent: bool = False
    deleted: bool = False
    reactions: dict[int, list[Json]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Text or caption, empty for neither."""
        return str(self.body.get("text", self.body.get("caption", "")))


@dataclass(slots=True)
class Chat:
    """A private chat (its id is the person's) or a group (negative id). ``members`` maps a person to a
    ChatMember status; ``bot`` is the bot's own status."""

    id: int
    type: str
    title: str = ""
    username: str | None = None
    members: dict[int, str] = field(default_factory=dict)
    bot: str = "member"
    messages: dict[int, Message] = field(default_factory=dict)
    keyboard: Json | None = None
    pinned: list[int] = field(default_factory=list)
    migrated_to: int | None = None
    next_id: int = 1
    menu_button: Json | None = None
    instance: str = ""
    read: dict[int, int] = field(default_factory=dict)
    banned: dict[int, int] = field(default_factory=dict)
    """Whom the bot has banned, until when (seconds since the epoch; 0 for good)."""
    topics: dict[int, Json] | None = None
    """Of a forum its topics by their thread: name, colour, whether closed. None: no forum."""

    def json(self) -> Json:
        """The Chat object of a group."""
        name = {"username": self.username} if self.username else {}
        forum = {"is_forum": True} if self.topics is not None else {}
        return {"id": self.id, "title": self.title, "type": self.type, **name, **forum}


@dataclass(slots=True)
class StoredFile:
    """One upload; ``kind`` is photo, document, voice, audio, video or video_note. ``width`` and ``height`` are pixels,
    ``duration`` is in seconds."""

    id: str
    unique_id: str
    kind: str
    name: str
    mime: str
    data: bytes
    path: str
    width: int = 0
    height: int = 0
    duration: int = 0
    performer: str = ""
    title: str = ""


@dataclass(slots=True)
class Ballot:
    """A poll: the Poll object as it stands, whether the bot sent it, and who chose which options (by their place)."""

    poll: Json
    from_bot: bool
    votes: dict[int, list[int]] = field(default_factory=dict)


@dataclass(slots=True)
class Query:
    """A pressed button that waits for answerCallbackQuery; ``asked`` is on the monotonic clock, in seconds."""

    id: str
    person: int
    chat_id: int
    message_id: int
    asked: float
    answer: Json | None = None


@dataclass(slots=True)
class Profile:
    """The bot itself. Texts are kept by language code ("" is every other language)."""

    id: int = 110201543
    first_name: str = "出庭"
    username: str = "chuting_play_bot"
    reads_groups: bool = False
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[str, list[Json]] = field(default_factory=dict)
    menu_button: Json = field(default_factory=lambda: {"type": "commands"})
    logged_out: bool = False

    def user(self) -> Json:
        """The bot's User object as it stands in messages."""
        return {"id": self.id, "is_bot": True, "first_name": self.first_name, "username": self.username}

    def me(self) -> Json:
        """The answer of getMe."""
        return {
            **self.user(),
            "can_join_groups": True,
            "can_read_all_group_messages": self.reads_groups,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }


@dataclass(slots=True)
class State:
    """The whole of it. Private chats and basic groups share one sequence of message ids, as they do in
    Telegram; supergroups count for themselves."""

    token: str = "110201543:playground-token-of-no-worth-at-all"
    profile: Profile = field(default_factory=Profile)
    people: dict[int, Person] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    ballots: dict[str, Ballot] = field(default_factory=dict)
    next_message: int = 1
    next_update: int = 100_000_001
    next_person: int = 700_000_001
    next_group: int = 400_000_001
    next_file: int = 1
    next_query: int = 1
    next_album: int = 1
    next_poll: int = 1

    def emptied(self) -> State:
        """The same bot without people, chats, files and polls; counters go on, so that no number is given out twice."""
        return replace(self, people={}, chats={}, files={}, ballots={})
