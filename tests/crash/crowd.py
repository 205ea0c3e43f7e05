"""People who write and press buttons, and remember it: by that is known what must have become of it."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tests.crash.bot_api import Accepted, BotApi

MOST = 3
"""Things that one person has under way: nobody goes on for ever at a bot that does not answer."""
VERB = "t.add:"
"""What the buttons under the answers of `tests.room` begin with."""


@dataclass(frozen=True)
class Press:
    """Who pressed what under which message."""

    person: int
    message: int
    number: int


class Crowd:
    """Everybody who does something."""

    def __init__(self, api: BotApi, people: Sequence[int], chance: random.Random) -> None:
        self.api, self.people, self.chance = api, people, chance
        self.said: dict[int, list[str]] = {person: [] for person in people}
        """The words of each, in order."""
        self.pressed: list[Press] = []
        self._open: Counter[int] = Counter()
        """How much of each waits for an answer."""
        api.on_accepted = self._answered

    def _answered(self, call: Accepted) -> None:
        """Whatever comes into the chat: people write again."""
        if call.chat:
            self._open[call.chat] = 0

    def say(self, person: int) -> None:
        """A command with a word that nobody else says."""
        word = f"{person}-{len(self.said[person])}"
        self.said[person].append(word)
        self.api.say(person, f"/count {word}")

    def press(self, person: int) -> bool:
        """One of the buttons on the screen; False where there is none yet."""
        buttons = [
            (number, data)
            for number, shown in self.api.chats[person].items()
            for data in shown.buttons
            if data.startswith(VERB)
        ]
        if not buttons:
            return False
        message, data = self.chance.choice(buttons[-3:])
        self.pressed.append(Press(person, message, int(data.removeprefix(VERB))))
        self.api.press(person, message, data)
        return True

    def act(self) -> None:
        """Somebody does something, unless that one waits for too much already."""
        person = self.chance.choice(self.people)
        if self._open[person] >= MOST:
            return
        self._open[person] += 1
        if self.chance.random() < 0.5 or not self.press(person):
            self.say(person)

    async def busy(self, until: asyncio.Event, pause: tuple[float, float] = (0.02, 0.12)) -> None:
        """Faster than one after the other, until told."""
        while not until.is_set():
            self.act()
            await asyncio.sleep(self.chance.uniform(*pause))
