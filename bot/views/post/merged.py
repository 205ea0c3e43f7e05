"""Several matters in one message: one a line, with its date; and each of them by itself, one at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.hall.message import (
    CALLBACK_BYTES,
    Button,
    Html,
    Item,
    Message,
    Rows,
    Tap,
    html,
    lines,
    message,
    plain,
)
from bot.domain.hall.subjects import Subject
from bot.texts import Translator

NUMBERS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫"
MOST_LINES = 10
"""Matters that are named, between the head and how many more there are."""
MOST_BUTTONS = 8
_LONGEST = 60
"""Characters of a line where a message says nothing shorter of itself."""
_ANSWERS = 2
"""Rows of buttons that answer a question."""
_NOTED_AT_ONCE = 6
_FAR = date.max


@dataclass(frozen=True, slots=True)
class Place:
    """The message that says them all: its row, and the day (local) on which it was said."""

    row: int
    day: date


def items_of(parts: Iterable[tuple[Message, str]]) -> list[Item]:
    """What the parts say, each with the subject of its row: what is late first, then by date, the same matter once."""
    found: dict[tuple[str, str], Item] = {}
    for said, subject in parts:
        for one in said.items or (_whole(said),):
            one = one if one.about else replace(one, about=Subject.read(subject))
            there = found.get(_matter(one))
            if there is None or (one.late and not there.late):
                found[_matter(one)] = one
    return sorted(found.values(), key=lambda one: (not one.late, one.on or _FAR))


def _whole(said: Message) -> Item:
    """A message that has no line of its own: its first one, so far as it fits."""
    first = plain(Html(str(said.text).partition("\n")[0])).strip()
    short = first if len(first) <= _LONGEST else first[: _LONGEST - 1] + "…"
    return Item(html(short), said)


def _matter(one: Item) -> tuple[str, str]:
    """A duty is one matter whoever speaks of it; of anything else several things may be said."""
    return (one.key, "") if one.key.startswith("duty:") else (one.key, one.line)


def merged(items: Sequence[Item], at: Place, tr: Translator, *, all_of_it: Button | None = None) -> Message:
    """【今日提醒】4月8日（周三），3项: a line each; a single one is its own message."""
    if len(items) == 1:
        return items[0].alone
    more, ways = len(items) - MOST_LINES, _ways(items, at, tr, all_of_it)
    return message(
        tr("【Reminders】{day}, {n} matters", day=at.day, n=len(items)),
        *(html(f"{NUMBERS[i]} ") + _line(one) for i, one in enumerate(items[:MOST_LINES])),
        tr.plural("and {n} more", "and {n} more", more) if more > 0 else None,
        buttons=(*_fitting(_answers(items), MOST_BUTTONS - len(ways)), ways),
        protect=any(one.alone.protect for one in items),
    )


def _line(one: Item) -> Html:
    return html("🔴 ") + one.line if one.late else one.line


def _answers(items: Sequence[Item]) -> Rows:
    """Where only one of them asks for an answer, it is answered here."""
    asking = [one for one in items if one.asks]
    return asking[0].alone.buttons[:_ANSWERS] if len(asking) == 1 else ()


def _ways(items: Sequence[Item], at: Place, tr: Translator, all_of_it: Button | None) -> tuple[Button, ...]:
    rest = [_to(items, at.row, 0, tr("One by one")), *([all_of_it] if all_of_it else [])]
    return (*rest, *_noted(items))


def _noted(items: Sequence[Item]) -> tuple[Button, ...]:
    """One button takes note of them all, those nobody has taken note of first."""
    open_ = [(one.unread, one.noted) for one in items if one.noted]
    if not any(unread for unread, _ in open_):
        return ()
    buttons = [button for _, button in sorted(open_, key=lambda each: not each[0])[:_NOTED_AT_ONCE]]
    return (replace(buttons[0], args=tuple(number for button in buttons for number in button.args)),)


def _to(items: Sequence[Item], row: int, place: int, label: str) -> Tap:
    """The way to one of them: by its place, and by what it is about, should the places have changed meanwhile."""
    known = Tap(str(label), "mg.at", (str(row), str(place)))
    key = items[place].key
    fits = key and len(f"{known.data}:{key}".encode()) <= CALLBACK_BYTES
    return replace(known, args=(*known.args, *key.split(":"))) if fits else known


def one_of(items: Sequence[Item], place: int, row: int, tr: Translator) -> Message:
    """第2项/共3项: one of them, with what it can be answered with, and the ways to its neighbours."""
    one, n = items[place].alone, len(items)
    ways = []
    if place > 0:
        ways.append(_to(items, row, place - 1, tr("‹ Previous one")))
    if place < n - 1:
        ways.append(_to(items, row, place + 1, tr("Next one ›")))
    return replace(
        one,
        text=lines(tr("Matter {i} of {n}", i=place + 1, n=n), one.text),
        buttons=(*_fitting(one.buttons, MOST_BUTTONS - len(ways)), *((tuple(ways),) if ways else ())),
        items=(),
        silent=False,
        pin=False,
    )


def settled(items: Sequence[Item], place: int, row: int, tr: Translator) -> Message:
    """In place of one that is settled; the next one has taken its place."""
    return message(tr("That matter is settled."), buttons=((_to(items, row, place, tr("Next one ›")),),))


def _fitting(rows: Rows, most: int) -> Rows:
    """Whole rows, as long as there is room."""
    kept: list[tuple[Button, ...]] = []
    for row in rows:
        if sum(map(len, kept)) + len(row) > most:
            break
        kept.append(row)
    return tuple(kept)


def gone(tr: Translator) -> Message:
    return message(tr("Everything in this message is settled."))
