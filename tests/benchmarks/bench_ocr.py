"""Photographed summonses read: how many right, how many wrong without a word, and what it takes.

Twenty samples in four layouts and five degrees of damage (`tests.pictures`), each in a process of its own as the bot
reads them; then what a form of a hearing would hold of it, beside the marks of what is sure.
"""

from __future__ import annotations

import asyncio
import gc
import resource
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.cases.paper_layers import read_layer
from bot.domain.hall.extracts import Extract, Limits
from bot.domain.reading.oneline import read_hearing
from bot.domain.reading.pictured import Mark, marks
from bot.extracts.pictures import Pictures
from tests.benchmarks.table import Row
from tests.pictures.facts import Facts, everybody
from tests.pictures.samples import Sample, samples

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 4, 2, 9, tzinfo=ZONE)
_ROSTER = dict(enumerate(everybody(), 1))
_IDS = {name: str(key) for key, name in _ROSTER.items()}
_SECONDS, _RIGHT = 10.0, 0.95


@dataclass(frozen=True)
class Read:
    """One photo: which of the four fields are right, which are sure, and what it took (seconds, megabytes)."""

    name: str
    right: dict[str, bool]
    sure: dict[str, bool]
    wall: float
    cpu: float

    @property
    def silent(self) -> list[str]:
        return [field for field, right in self.right.items() if not right and self.sure[field]]

    @property
    def asked(self) -> list[str]:
        return [field for field in self.right if not self.sure[field]]


def form_of(extract: Extract) -> dict[str, Any]:
    """What the form of a hearing takes from it, as the handlers fill it."""
    reading = read_hearing(read_layer(extract.pages, NOW.date()).text, NOW, ZONE)
    named = [name for name in (*reading.defendants, reading.agency, reading.addressee) if name in _IDS]
    return {
        "number": str(reading.case_number or ""),
        "agencies": [_IDS[name] for name in dict.fromkeys(named)],
        "place": reading.place,
        "when": reading.moment.instant(ZONE).isoformat() if reading.moment else "",
    }


def judged(values: dict[str, Any], facts: Facts) -> dict[str, bool]:
    """Which of them are right. A room may be named with its court, or with 本院 for it."""
    rooms = (facts.room, f"本院{facts.room}", f"{facts.court}{facts.room}")
    return {
        "number": values["number"] == facts.number,
        "agencies": values["agencies"] == [_IDS[facts.agency]],
        "place": values["place"] in rooms,
        "when": values["when"] == facts.when.replace(tzinfo=ZONE).isoformat(),
    }


async def _one(pictures: Pictures, folder: Path, given: Sample) -> Read:
    path = folder / "photo"
    path.write_bytes(given.content)
    before, began = _children(), time.monotonic()
    extract = await pictures.read(path, "photo.jpg", len(given.content), mime="image/jpeg")
    values = form_of(extract)
    found: dict[str, Mark] = marks(values, extract, zone=ZONE, agencies={key: [name] for key, name in _ROSTER.items()})
    wall = time.monotonic() - began
    sure = {name: bool(found.get(name) and found[name].sure) for name in values}
    return Read(given.name, judged(values, given.facts), sure, wall, _children() - before)


def _children() -> float:
    """CPU seconds of all children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _resident() -> float:
    """Megabytes of this process that lie in memory."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1024 / 1024


async def _all(given: list[Sample]) -> tuple[list[Read], float]:
    """Each photo read, and by how many megabytes this process grew from the second on."""
    pictures, found, first = Pictures(Limits()), list[Read](), 0.0
    with tempfile.TemporaryDirectory() as folder:
        for one in given:
            found.append(await _one(pictures, Path(folder), one))
            print(f"   {_said(found[-1])}", file=sys.stderr, flush=True)
            first = first or _resident()
    return found, _resident() - first


def _said(read: Read) -> str:
    wrong = [field for field, right in read.right.items() if not right]
    rest = "".join(f", {word} {fields}" for word, fields in (("wrong", wrong), ("asked", read.asked)) if fields)
    return f"{read.name}: {read.wall:.1f} s, CPU {read.cpu:.1f} s{rest}"


def rows(full: bool) -> list[Row]:
    """Twenty photos; with `full` a hundred."""
    # Drawn before anything is measured: that takes more memory than what the bot does with them.
    found, grown = asyncio.run(_all([one for seed in range(5 if full else 1) for one in samples(seed)]))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    right, silent = sum(all(one.right.values()) for one in found), sum(len(one.silent) for one in found)
    asked, fields = sum(len(one.asked) for one in found), sum(len(one.right) for one in found)
    walls, cpus = ([getattr(one, what) for one in found] for what in ("wall", "cpu"))
    wall, cpu = statistics.median(walls), statistics.median(cpus)
    return [
        Row("photographed summonses, 4 layouts, 5 degrees of damage: number, agency, room and time all right",
            f"{right} of {len(found)}", f"{asked} of {fields} fields marked as uncertain", "19 of 20",
            right >= _RIGHT * len(found)),
        Row("values that are wrong and not marked as uncertain", f"{silent} of {fields}", "", "none", not silent),
        Row("a photo to the values of its form, median (slowest)", f"{wall:.1f} s ({max(walls):.1f})",
            f"CPU {cpu:.1f} s ({max(cpus):.1f}), one thread", f"{_SECONDS:.0f} s on two idle cores", wall < _SECONDS),
        Row("memory of the process that looks at one, at the peak", f"{peak:.0f} MB",
            f"the bot's own grew by {grown:+.1f} MB over {len(found)}", "the bot's own does not grow", grown < 2.0),
    ]  # fmt: skip
