"""Which handler answers what. `handlers.register` fills it; `bot.telegram.dispatch` builds PTB's handlers from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic

from bot.domain.documents.kinds import Kind
from bot.domain.hall.access import Actor
from bot.domain.hall.errors import NotAllowed
from bot.domain.hall.message import Message
from bot.domain.hall.topics import AnyTopic, P, P_co, Topic
from bot.services.hall.desk import Desk
from bot.telegram.outdated import Look, Subject, in_office, nothing, seen
from bot.telegram.shots import Developed, Shot
from bot.telegram.turn import Handler, Turn
from bot.texts import Translator


@dataclass(frozen=True)
class Scene(Generic[P_co]):
    """What a topic is rendered from: a reading session, the row's payload, and who will read it."""

    desk: Desk
    payload: P_co
    reader: Actor
    tr: Translator
    shown: bool = False
    """Whether the reader has the message already and it only changes: it then shows what is, instead of vanishing."""


Renderer = Callable[[Scene[P]], Message | None]
"""Renders a planned message when it is sent; None when it is no longer true and must not be sent."""

Wish = Callable[[Turn], int]
"""Of a message with a file: how many bytes may be fetched for whoever takes such messages, 0 where it asks for none.
Its turn reads only."""

Shown = Callable[[Actor], bool]


@dataclass(frozen=True)
class Command:
    """A command with the sentence that the menu shows (an English message id) and who is shown it."""

    name: str
    handler: Handler
    describes: str
    shown: Shown
    rank: int
    """Order in the menu: small comes first."""
    label: str = ""
    """Label (message id) of the reply keyboard's button that stands for the command."""


@dataclass
class Router:
    """Commands, button verbs, topics and the handlers of everything else, each name once."""

    commands: dict[str, Command] = field(default_factory=dict)
    presses: dict[str, Handler] = field(default_factory=dict)
    topics: dict[str, tuple[AnyTopic, Renderer[Any]]] = field(default_factory=dict)
    before: dict[str, Handler] = field(default_factory=dict)
    """By verb: what is shown before a press that takes long is worked off."""
    open_commands: set[str] = field(default_factory=set)
    open_presses: set[str] = field(default_factory=set)
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    """The kinds of papers that are written here, by id: each has a form of its own."""
    naming: set[str] = field(default_factory=set)
    """Verbs of buttons that name something: what they are refused with is the same for all who may not see it."""
    texts: list[Callable[[Turn], bool]] = field(default_factory=list)
    open_texts: list[Callable[[Turn], bool]] = field(default_factory=list)
    """Those of the takers of texts that also serve people who hold no appointment today."""
    edits: list[Callable[[Turn], bool]] = field(default_factory=list)
    replies: list[Callable[[Turn], bool]] = field(default_factory=list)
    wishes: list[Wish] = field(default_factory=list)
    readers: list[Callable[[Turn], bool]] = field(default_factory=list)
    developers: list[Callable[[Turn, Developed], bool]] = field(default_factory=list)
    """Those who take over what was read of a picture, each for drafts of its own: the first whose it is."""
    shot: Callable[[Turn, Shot], None] | None = None
    """Shows the piece of a picture that was asked for."""
    printed: Callable[[Turn, Any], None] | None = None
    """Hands over a paper that somebody waited for (`bot.telegram.printing.Printed`)."""
    stranger: Handler | None = None
    group: Handler | None = None
    membership: Handler | None = None
    last: Callable[[Turn], bool] | None = None
    """Takes what no other taker of texts wanted."""
    forms: dict[str, Any] = field(default_factory=dict)
    payloads: dict[str, Handler] = field(default_factory=dict)
    """By how it begins: what a link t.me/<bot>?start=<payload> does, also for people the bot does not know."""

    def command(
        self,
        name: str,
        handler: Handler,
        describes: str,
        *,
        shown: Shown = lambda actor: True,
        rank: int = 50,
        to_strangers: bool = False,
        to_all: bool = False,
        label: str = "",
    ) -> None:
        """Register a slash command. `shown` decides who sees it in menus; services decide who may use it.

        Unless it is for all who are known, or for strangers too, whoever holds no appointment today is refused.
        """
        act = handler if to_strangers or to_all else in_office(handler, NotAllowed)
        self._once(self.commands, name, Command(name, act, describes, shown, rank, label))
        if to_strangers:
            self.open_commands.add(name)

    def press(
        self,
        verb: str,
        handler: Handler,
        *,
        of: Subject | None = None,
        sees: Look | None = None,
        before: Handler | None = None,
        to_strangers: bool = False,
        to_all: bool = False,
    ) -> None:
        """Register the handler of a button's verb: `of` what it is about, if the button can be out of date.

        `sees` asks whether the presser may see all that the button names; without it, the number of `of` is asked for.
        A button that names nothing says so with `outdated.nothing`. `before` says that it is being done, where that
        takes seconds: in a transaction of its own, which changes nothing else. Unless it is for all who are known, or
        for strangers too, whoever holds no appointment today is refused.

        Raises:
            ValueError: neither is given, or the verb is registered already.
        """
        look = sees or (of.look if of else None)
        if look is None:
            raise ValueError(f"what does {verb} name, and who may see it?")
        act = of.press(handler) if of else handler

        def pressed(turn: Turn) -> None:
            seen(look, turn)
            act(turn)

        if before is not None:
            self._once(self.before, verb, in_office(before))
        self._once(self.presses, verb, pressed if to_strangers or to_all else in_office(pressed))
        if to_strangers:
            self.open_presses.add(verb)
        if look is not nothing:
            self.naming.add(verb)

    def topic(self, topic: Topic[P], renderer: Renderer[P]) -> None:
        """Register how messages of a topic are rendered when they are due."""
        self._once(self.topics, topic.name, (topic, renderer))

    def start_payload(self, prefix: str, handler: Handler) -> None:
        """Register what a deep link does whose payload begins with `prefix` (the payload is in `args`)."""
        self._once(self.payloads, prefix, in_office(handler, NotAllowed))

    def text(self, handler: Callable[[Turn], bool], *, to_all: bool = False) -> None:
        """Register a taker of plain texts and files; the first that returns True has taken it.

        Whoever holds no appointment today is served by those only that are for all.
        """
        self.texts.append(handler)
        if to_all:
            self.open_texts.append(handler)

    def reply(self, handler: Callable[[Turn], bool]) -> None:
        """Register a taker of texts and files that answer a message of the bot; asked before forms are."""
        self.replies.append(handler)

    def wish(self, wish: Wish) -> None:
        """Register who asks for files: what nothing asks for is not fetched. The first that does says how large."""
        self.wishes.append(wish)

    def reads(self, reads: Callable[[Turn], bool]) -> None:
        """Register who wants to know what fetched files say; where nobody does they are not looked into."""
        self.readers.append(reads)

    def edit(self, handler: Callable[[Turn], bool]) -> None:
        """Register who takes note when somebody changes a message that he or she had sent."""
        self.edits.append(handler)

    @staticmethod
    def _once(table: dict[str, Any], name: str, value: Any) -> None:
        if name in table:
            raise ValueError(f"registered twice: {name}")
        table[name] = value

    def menu_of(self, actor: Actor) -> list[Command]:
        """The commands shown to this person, most important first."""
        return sorted((c for c in self.commands.values() if c.shown(actor)), key=lambda c: (c.rank, c.name))
