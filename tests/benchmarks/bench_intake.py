"""What people send, understood: how much of the corpus is right, asked, answered or silently wrong, and how soon.

    python -m tests.benchmarks.bench_intake

The corpus is that of the tests (`tests/intake`, `tests/domain/reading/data`). Each message goes through the whole bot
(its fake server included), files are made by code and read in this process. Times are CPU, so other work on the machine
shows little; the longest texts are read in three runs, of which the fastest counts, none from a cache.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.table import Row, markdown
from tests.builders import county
from tests.intake import expressions
from tests.intake.corpus import Group, groups
from tests.intake.long_texts import LENGTH, hostile, ordinary, parse
from tests.intake.walk import ANSWERED, ASKED, RIGHT, SILENT, Walk
from tests.rig import open_rig

GOAL = 5.0
"""Milliseconds of CPU that reading the longest message may take."""
WORDS = (RIGHT, ASKED, ANSWERED, SILENT)


@dataclass
class Part:
    """What became of one part of the corpus."""

    became: Counter[str] = field(default_factory=Counter)
    otherwise: list[str] = field(default_factory=list)
    """Those of which something is not as the corpus says."""
    silent: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    """Milliseconds of CPU, each message's."""

    def add(self, text: str, what: str) -> None:
        self.became[what] += 1
        if what == SILENT:
            self.silent.append(text)


async def walked(chosen: Sequence[Group]) -> tuple[Part, Part]:
    """Messages and files, each sent to the whole bot in its world."""
    messages, files = Part(), Part()
    for group in chosen:
        with tempfile.TemporaryDirectory() as folder:
            async with open_rig(Path(folder)) as rig:
                walk = await Walk.into(group.world, rig, await county(rig))
                for one in group.messages:
                    part = files if one.name else messages
                    begun = time.process_time()
                    outcome = await walk.send(one)
                    part.times.append((time.process_time() - begun) * 1e3)
                    part.add(one.text[:80], outcome.what)
                    part.otherwise += [one.text[:80]] if outcome.wrong else []
    return messages, files


def read(texts: Iterable[tuple[str, str]]) -> Part:
    """Expressions of a table, read one by one."""
    part = Part()
    for text, what in texts:
        part.add(text, what)
    return part


def times_of(texts: Iterable[str], runs: int = 3) -> list[float]:
    """Milliseconds of CPU that reading each text takes; its last letter differs in each run."""
    return [min(_once(parse, f"{text[:-1]}{run}") for run in range(runs)) for text in texts]


def _once(work: Callable[[str], None], text: str) -> float:
    begun = time.process_time()
    work(text)
    return (time.process_time() - begun) * 1e3


def spread(times: Sequence[float]) -> tuple[float, float]:
    """The median and the 99th percentile."""
    return statistics.median(times), sorted(times)[min(len(times) - 1, round(0.99 * len(times)))]


def _counted(name: str, part: Part) -> Row:
    counts = ", ".join(f"{part.became[word]} {word}" for word in WORDS)
    named = f"; silently wrong: {'; '.join(part.silent)}" if part.silent else ""
    beside = f"otherwise than the corpus says: {len(part.otherwise)}" if part.times else ""
    what = f"{name} understood ({part.became.total()})"
    return Row(what, counts + named, beside, "none silently wrong", not part.silent, must=True)


def _timed(name: str, times: Sequence[float], goal: float = 0) -> Row:
    median, most = spread(times)
    met = most < goal if goal else None
    ours = f"{most:.1f} ms, p50 {median:.1f} ms"
    return Row(f"{name}, CPU p99", ours, f"{len(times)} texts", f"{goal:.0f} ms" if goal else "", met)


def rows(full: bool) -> list[Row]:
    """All parts; without `full` only the long texts are fewer, for each message is an example of its own."""
    corpus = groups()
    messages, files = asyncio.run(walked(corpus))
    short = [one.text for group in corpus for one in group.messages if not one.name]
    long = [text for _, text in hostile()]
    return [
        _counted("messages", messages),
        _counted("files", files),
        _counted("dates and times", read(expressions.dates())),
        _counted("case numbers", read(expressions.numbers())),
        _timed("a message to its answer and back, as used", messages.times),
        _timed("a file to its answer and back, as used", files.times),
        _timed("reading alone, messages of the corpus", times_of(short), GOAL),
        _timed(f"reading alone, ordinary texts of {LENGTH:,} characters", times_of(ordinary().values(), 5), GOAL),
        _timed(f"reading alone, hostile texts of {LENGTH:,} characters", times_of(long if full else long[::2]), GOAL),
    ]


if __name__ == "__main__":
    print(markdown(rows(True)))
