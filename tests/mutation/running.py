"""Mutates modules and reports: how many mutants, how many were killed, who lives, and who may."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

from tests.mutation.forking import SURVIVED, UNPLACED, UNREACHED
from tests.mutation.injecting import MODULE
from tests.mutation.mutants import Mutant, mutants_of

ROOT = Path(__file__).resolve().parents[2]
LIST = Path(__file__).with_name("survivors.toml")

Excused = frozenset[tuple[str, str, str]]
"""Function, lines before, lines after: of the survivors of one module that are listed with a reason."""


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a module's mutants; `listed` of those that live have a reason in `survivors.toml`."""

    module: str
    mutants: int
    killed: int
    listed: int
    living: tuple[Mutant, ...]
    """Those that live and are not listed."""
    broken: tuple[str, ...] = ()
    """Tests that fail without any mutant, and were not asked."""
    stale: tuple[tuple[str, str, str], ...] = ()
    """What is listed and does not live (any more)."""

    @property
    def score(self) -> float:
        """Killed of those that should be: survivors listed with a reason are left out."""
        return share(self.killed, self.mutants - self.listed)

    @property
    def raw(self) -> float:
        """Killed of all, listed ones counted as alive."""
        return share(self.killed, self.mutants)


def share(killed: int, asked: int) -> float:
    """As a fraction; of none, all are killed."""
    return killed / asked if asked else 1.0


def together(reports: Sequence[Report]) -> Report:
    """The sums of several."""
    living = tuple(mutant for report in reports for mutant in report.living)
    mutants, killed, listed = (sum(getattr(r, name) for r in reports) for name in ("mutants", "killed", "listed"))
    return Report("all", mutants, killed, listed, living)


def source_of(module: str) -> str:
    """The text of a module, which is not imported for it."""
    spec = find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).read_text(encoding="utf-8")


def excused(module: str) -> Excused:
    """What `survivors.toml` says of a module."""
    listed = tomllib.loads(LIST.read_text(encoding="utf-8")).get("survivor", [])
    return frozenset((one["function"], one["was"], one["becomes"]) for one in listed if one["module"] == module)


def chosen(mutants: list[Mutant], sample: int | None) -> list[Mutant]:
    """All of them, or so many, the same ones each time."""
    if sample is None or sample >= len(mutants):
        return mutants
    numbers = random.Random(11).sample(range(len(mutants)), sample)
    return [mutants[number] for number in sorted(numbers)]


def run(
    modules: Sequence[str], tests: tuple[str, ...], *, sample: int | None = None, jobs: int = 1
) -> Iterator[Report]:
    """Judge the mutants of modules that share their tests.

    Raises RuntimeError if the tests cannot be collected, or if a module does not bear having its values made anew.
    """
    mutants = {name: chosen(mutants_of(source_of(name)), sample) for name in modules}
    told = _ask(mutants, tests, jobs)
    fates = iter(told["results"])
    for name in modules:
        if next(fates) not in (SURVIVED, UNREACHED):
            raise RuntimeError(f"{name}: without a mutant its tests fail when its values are made anew")
        own = list(islice(fates, len(mutants[name])))
        yield _report(name, mutants[name], own, told["broken"], complete=sample is None)


def _ask(mutants: dict[str, list[Mutant]], tests: tuple[str, ...], jobs: int) -> dict[str, Any]:
    """Have a process of its own judge them: for each module the module as it is, then its mutants."""
    asked = []
    for name, own in mutants.items():
        asked.append({"module": name, "function": MODULE, "source": source_of(name)})
        asked += [{"module": name, "function": one.function, "source": one.source} for one in own]
    task = {"modules": list(mutants), "tests": tests, "jobs": jobs, "mutants": asked}
    with tempfile.TemporaryDirectory() as folder:
        question, answer = Path(folder, "task.json"), Path(folder, "answer.json")
        question.write_text(json.dumps(task), encoding="utf-8")
        command = [sys.executable, "-m", "tests.mutation.nursery", str(question), str(answer)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        told: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8")) if answer.exists() else {}
    if not told.get("results"):
        raise RuntimeError(f"the tests cannot be collected: {' '.join(tests)}\n{done.stderr[-2000:]}")
    return told


def _report(module: str, mutants: list[Mutant], fates: list[str], broken: list[str], *, complete: bool) -> Report:
    known = excused(module)
    alive = [m for m, fate in zip(mutants, fates, strict=True) if fate in (SURVIVED, UNREACHED, UNPLACED)]
    keys = Counter((m.function, m.was, m.becomes) for m in alive)
    return Report(
        module=module,
        mutants=len(mutants),
        killed=len(mutants) - len(alive),
        listed=sum(number for key, number in keys.items() if key in known),
        living=tuple(m for m in alive if (m.function, m.was, m.becomes) not in known),
        broken=tuple(broken),
        stale=tuple(sorted(known - keys.keys())) if complete else (),
    )
