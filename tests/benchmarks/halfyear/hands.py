"""What a person does with a phone: press a button that was sent, whatever it is called, and answer what is asked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

from tests.fakes import Shown
from tests.rig import Rig

MOST_STEPS = 40
_GUESSES = ("何伟，科员", "按要求办理", "今天", "12号", "9:30")


class Hands:
    """Presses by verb and number; `misses` counts what was looked for and not found, `stuck` forms not finished."""

    def __init__(self, rig: Rig, during: Callable[[int | None], None]) -> None:
        self.rig, self._during = rig, during
        self.misses: Counter[str] = Counter()
        self.stuck: Counter[str] = Counter()
        self.pressed = self.typed = 0
        self._shown: dict[int, list[Shown]] = defaultdict(list)
        self._form: dict[int, Shown] = {}
        rig.bot.at_each_look.append(self._look)

    def _look(self, shown: Shown) -> None:
        chat = self._shown[shown.chat_id]
        if shown in chat[-30:]:
            chat.remove(shown)
        chat.append(shown)
        if any(data.startswith("fm:") for row in shown.buttons for _, data in row):
            self._form[shown.chat_id] = shown
        elif self._form.get(shown.chat_id) is shown:
            del self._form[shown.chat_id]

    # -- one act -------------------------------------------------------------------------------------------------

    async def say(self, user: int, text: str) -> list[Shown]:
        self.typed += 1
        self._during(user)
        try:
            return await self.rig.say(user, text)
        finally:
            self._during(None)

    async def press(self, user: int, shown: Shown, data: str) -> None:
        self.pressed += 1
        self._during(user)
        try:
            await self.rig.press_data(user, data, shown)
        finally:
            self._during(None)

    def seen(self, user: int) -> list[Shown]:
        """The person's messages, the one that was shown or changed last at the end."""
        return self._shown[user]

    # -- finding -------------------------------------------------------------------------------------------------

    def find(
        self, user: int, verb: str, *args: object, among: Iterable[Shown] | None = None
    ) -> tuple[Shown, str] | None:
        """The newest button with that verb whose first arguments are these."""
        wanted = ":".join([verb, *map(str, args)])
        longer = f"{wanted}:"
        for shown in reversed(list(among) if among is not None else self._shown[user][-400:]):
            for row in shown.buttons:
                for _, data in row:
                    if data.startswith(wanted) and (data == wanted or data.startswith(longer)):
                        return shown, data
        return None

    async def push(self, user: int, verb: str, *args: object, ways: Sequence[tuple[str, ...]] = ()) -> bool:
        """Press it where it was sent; else go the `ways` (commands, or verbs with their arguments) and look again."""
        for way in ((), *ways):
            if way and not await self._go(user, way):
                continue
            if (found := self.find(user, verb, *args)) is not None:
                await self.press(user, *found)
                return True
        self.misses[verb] += 1
        return False

    async def _go(self, user: int, way: tuple[str, ...]) -> bool:
        if way[0].startswith("/"):
            await self.say(user, way[0])
            return True
        found = self.find(user, *way)
        if found is not None:
            await self.press(user, *found)
        return found is not None

    def offered(self, user: int, verb: str) -> list[tuple[Shown, str]]:
        """All buttons of that verb in what the person was sent lately."""
        return [
            (shown, data)
            for shown in self._shown[user][-60:]
            for row in shown.buttons
            for _, data in row
            if data.split(":")[0] == verb
        ]

    # -- forms ---------------------------------------------------------------------------------------------------

    async def fill(self, user: int, *texts: str, picks: Sequence[str] = ()) -> bool:
        """Answer whatever is asked until nothing is; `texts` where words can be given, `picks` among choices."""
        words, guesses, last = list(texts), list(_GUESSES), ""
        for _ in range(MOST_STEPS):
            form = self._form.get(user)
            if form is None:
                return True
            asked = form.text
            if asked == last and not words:
                words = [guesses.pop(0)] if guesses else words
            last = asked
            if not await self._answer(user, form, words, picks, given_up=not guesses):
                break
        self.stuck[last[:60]] += 1
        await self.say(user, "/cancel")
        self._form.pop(user, None)
        return False

    async def _answer(self, user: int, form: Shown, words: list[str], picks: Sequence[str], *, given_up: bool) -> bool:
        """One step; False where there is none left to try."""
        presses: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for row in form.buttons:
            for label, data in row:
                verb, *rest = data.split(":")
                if verb == "fm" and len(rest) > 1:
                    presses[rest[1]].append((":".join(rest[2:]), label, data))
        step = _step(presses, words, picks)
        if step is not None:
            await self.press(user, form, step)
        elif not given_up:
            await self.say(user, words.pop(0) if words else _GUESSES[0])
        return step is not None or not given_up


def _step(presses: dict[str, list[tuple[str, str, str]]], words: Sequence[str], picks: Sequence[str]) -> str | None:
    """What to press; None where words are the answer."""
    if presses["ok"]:
        return presses["ok"][0][2]
    if presses["c"]:
        return next((d for pick in picks for value, _, d in presses["c"] if value == pick), presses["c"][0][2])
    if presses["t"] and not any(label.startswith("✓") for _, label, _ in presses["t"]):
        return next((d for pick in picks for value, _, d in presses["t"] if value == pick), presses["t"][0][2])
    if presses["t"]:
        return presses["d"][0][2] if presses["d"] else None
    if not words and presses["s"]:
        return presses["s"][0][2]
    if not words and presses["d"]:
        return presses["d"][0][2]
    return None
