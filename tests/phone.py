"""Whether a message's buttons suit a phone; switchable, it looks at every message that any test shows.

CHUTING_PHONE=/tmp/faults.jsonl python -m pytest …      # a line of JSON for each kind of message at fault
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bot.domain.hall.phone import ALONE, fits, width
from tests.fakes import Shown

Rows = Sequence[Sequence[tuple[str, str]]]
"""Rows of (label, callback data, address or text to copy), as a chat shows them."""
WHERE = "CHUTING_PHONE"
MOST, MOST_OF_A_PICKER = 8, 12
_ACTS = frozenset({"dt.done", "dt.ack", "dt.ok", "dt.back", "dt.urge", "rs.in", "rs.at", "ap.yes", "ap.no", "dt.open"})
"""Many of these in one message are no choice among things, but a heap of things to do."""
_CHOOSES = frozenset("ctpk")
"""Kinds of presses of a form that choose or turn pages."""


def _choice(data: str) -> str:
    """What a button chooses from: its verb, and in a form only what chooses; empty where it does something else."""
    verb, *rest = data.split(":")
    if verb == "fm":
        return "fm" if len(rest) > 1 and rest[1] in _CHOOSES else ""
    return "" if verb in _ACTS else verb


def is_picker(buttons: Rows) -> bool:
    """Whether most of its buttons choose one of several things of the same kind."""
    chosen = Counter(choice for row in buttons for _, data in row if (choice := _choice(data)))
    return bool(chosen) and max(chosen.values()) * 2 > sum(len(row) for row in buttons)


def faults(buttons: Rows) -> list[str]:
    """What a phone of 360 pixels makes of them: too many, or cut."""
    count, most = sum(len(row) for row in buttons), MOST_OF_A_PICKER if is_picker(buttons) else MOST
    found = [f"{count} buttons, {most} at most"] if count > most else []
    for row in buttons:
        labels = [label for label, _ in row]
        if not fits(labels) or (len(labels) == 1 and width(labels[0]) > ALONE):
            found.append("too wide: " + " | ".join(labels))
    return found


def kind_of(shown: Shown) -> str:
    """What kind of message it is: its head in 【】, else its first words, without what differs each time."""
    text = re.sub(r"<[^>]*>", "", shown.text)
    head = re.search(r"【([^】]*)】", text)
    return re.sub(r"[0-9０-９]+", "N", head.group(1) if head else text[:12])


class Recorder:
    """Collects what is at fault by kind of message; each kind is told once for each fault."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._told: set[tuple[str, str]] = set()

    def take(self, shown: Shown) -> None:
        for fault in faults(shown.buttons):
            told = kind_of(shown), re.sub(r"[0-9]+", "N", fault)
            if told not in self._told:
                self._told.add(told)
                line = {"kind": told[0], "fault": fault, "text": shown.text[:200]}
                with self.path.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(line, ensure_ascii=False) + "\n")


def recorder() -> Recorder | None:
    """One, where the environment asks for it."""
    path = os.environ.get(WHERE)
    return Recorder(Path(path)) if path else None
