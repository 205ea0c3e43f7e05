"""What became of everything, by what the server took and what the database holds, against what people did."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from bot.domain.hall.terms import InboxState, SendState
from bot.store.tables import InboxRow, OutboxRow, Person
from tests import room
from tests.crash.bot_api import BotApi
from tests.crash.crowd import Crowd

MARK = "\n（可能重复发送）"
"""At the end of a message that may be a repetition."""


@dataclass
class Outcome:
    """The figures; a list names each single case."""

    updates: int = 0
    messages: int = 0
    """How many were to be sent: answers, reminders, copies of a circular."""
    lost: list[str] = field(default_factory=list)
    """Effects, messages and changes of a message that did not come, and that nobody is told of."""
    doubled: list[str] = field(default_factory=list)
    """Effects that came twice."""
    disorder: list[str] = field(default_factory=list)
    """People whose effects came in another order than they wrote."""
    parked: list[str] = field(default_factory=list)
    """Updates that are not done."""
    unmarked: list[str] = field(default_factory=list)
    """Messages that came more than once without saying so, or more than twice, or without a noted doubt."""
    unreachable: list[str] = field(default_factory=list)
    """People who are marked as unreachable and have not blocked the bot."""
    copies: int = 0
    """Repetitions that say so."""
    uncertain: int = 0
    """Doubts that were noted."""
    left: int = 0
    """Messages in doubt twice: they wait for a person."""
    absent: int = 0
    """Of those, how many have not come at all."""

    @property
    def wrong(self) -> dict[str, list[str]]:
        """What must be empty, by its name, where it is not."""
        found = {
            name: getattr(self, name) for name in ("lost", "doubled", "disorder", "parked", "unmarked", "unreachable")
        }
        return {name: cases for name, cases in found.items() if cases}


@dataclass(frozen=True)
class Found:
    """What lies in the database in the end."""

    rows: list[OutboxRow]
    updates: list[InboxRow]
    counted: list[str]
    pressed: list[str]
    unreachable: list[int]


def found(session: Session) -> Found:
    """Read it."""
    return Found(
        list(session.exec(select(OutboxRow).order_by(col(OutboxRow.id))).all()),
        list(session.exec(select(InboxRow)).all()),
        room.effects(session),
        room.effects(session, "pressed"),
        [person.telegram_id or 0 for person in session.exec(select(Person)).all() if person.unreachable_since],
    )


def judge(
    found: Found,
    api: BotApi,
    crowd: Crowd,
    notes: Mapping[str, int],
    ids: Mapping[int, int],
    *,
    answers: bool = True,
) -> Outcome:
    """`notes`: whom each planned text is for; `ids`: people's numbers in the database by their Telegram ids; without
    `answers` the rows of answers are not looked at."""
    outcome = Outcome(updates=len(found.updates))
    outcome.parked = [f"update {u.update_id}: {u.state} {u.error}" for u in found.updates if u.state != InboxState.DONE]
    outcome.unreachable = [f"person {each}" for each in found.unreachable if each not in api.blocked]
    _effects(outcome, found.counted, [word for words in crowd.said.values() for word in words])
    _effects(outcome, found.pressed, [f"{ids[press.person]}:{press.number}" for press in crowd.pressed])
    for person, words in crowd.said.items():
        if [word for word in found.counted if word.startswith(f"{person}-")] != words:
            outcome.disorder.append(f"person {person}")
    said = {f"counted {word}": person for person, words in crowd.said.items() for word in words if answers}
    _messages(outcome, found.rows, api, {**notes, **said})
    _screens(outcome, api, crowd)
    return outcome


def _effects(outcome: Outcome, came: Iterable[str], expected: Iterable[str]) -> None:
    have, want = Counter(came), Counter(expected)
    outcome.lost += [f"effect {word}" for word in (want - have).elements()]
    outcome.doubled += list((have - want).elements())


def _messages(outcome: Outcome, rows: Iterable[OutboxRow], api: BotApi, expected: Mapping[str, int]) -> None:
    """Each of them was taken by the server once, or once more with its mark, or is known to be in doubt."""
    by_text = {_text(row): row for row in rows if row.kind == "send"}
    by_id = {row.id: row for row in by_text.values()}
    for text, person in expected.items():
        outcome.messages += 1
        row = by_text.get(text)
        if row is None:
            outcome.lost.append(f"{text}: never planned")
            continue
        carrier = by_id.get(row.merged_into)
        if person not in api.blocked or row.state is not SendState.FAILED:
            _message(outcome, text, row if carrier is None else carrier, _came(api, person, text))


def _came(api: BotApi, person: int, text: str) -> Counter[str]:
    """The texts that said this one: itself, its repetition, one that carries several."""
    whole = re.compile(rf"(?<![\w-]){re.escape(text)}(?![\w-])")
    return Counter({each: n for each, n in api.sent[person].items() if whole.search(each)})


def _message(outcome: Outcome, text: str, row: OutboxRow, came: Counter[str]) -> None:
    again = sum(n for each, n in came.items() if each.endswith(MARK))
    plain = came.total() - again
    outcome.copies += again if plain else 0
    outcome.uncertain += row.uncertain
    if plain > 1 or again > 1 or came.total() > 1 + row.uncertain:
        outcome.unmarked.append(f"{text}: {dict(came)}, {row.uncertain} doubts noted")
    if row.state is SendState.UNCERTAIN and row.doubts > 1:
        outcome.left += 1
        outcome.absent += not came
    elif not came or row.state is not SendState.SENT:
        outcome.lost.append(f"{text}: {row.state} {row.error}, came {dict(came)}")


def _text(row: OutboxRow) -> str:
    return str(row.args["text"] if row.topic == room.NOTE.name else (row.content or {}).get("text", f"row {row.id}"))


def _screens(outcome: Outcome, api: BotApi, crowd: Crowd) -> None:
    """Under each message stands what the last press of it brought."""
    last = {(press.person, press.message): press.number for press in crowd.pressed}
    for (person, message), number in last.items():
        text = api.chats[person][message].text
        if text != f"pressed {number}":
            outcome.lost.append(f"the change of message {message} of {person} to {number}: {text}")
