"""Mutates one module and reports: how many mutants, how many were killed, who lives, and who may."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from tests.mutation.injecting import MODULE
from tests.mutation.mutants import Mutant, mutants_of
from tests.mutation.nursery import SURVIVED, UNREACHED

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
        """Killed of all, listed ones counted as alive."""
        return self.killed / self.mutants if self.mutants else 1.0


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


def run(module: str, tests: tuple[str, ...], *, sample: int | None = None, jobs: int = 1) -> Report:
    """Judge a module's mutants.

    Raises RuntimeError if the tests cannot be collected, or if the module does not bear having its values made anew.
    """
    source = source_of(module)
    mutants = chosen(mutants_of(source), sample)
    control = {"function": MODULE, "source": source}
    task = {"module": module, "tests": tests, "jobs": jobs, "mutants": [control, *(m.as_json() for m in mutants)]}
    with tempfile.TemporaryDirectory() as folder:
        question, answer = Path(folder, "task.json"), Path(folder, "answer.json")
        question.write_text(json.dumps(task), encoding="utf-8")
        command = [sys.executable, "-m", "tests.mutation.nursery", str(question), str(answer)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if not answer.exists():
            raise RuntimeError(f"{module}: {done.stderr[-2000:]}")
        told = json.loads(answer.read_text(encoding="utf-8"))
    if not told["results"]:
        raise RuntimeError(f"{module}: the tests cannot be collected ({told['code']})\n{done.stderr[-2000:]}")
    if told["results"][0] not in (SURVIVED, UNREACHED):
        raise RuntimeError(f"{module}: without a mutant its tests fail when its values are made anew")
    return _report(module, mutants, told["results"][1:], told["broken"], complete=sample is None)


def _report(module: str, mutants: list[Mutant], fates: list[str], broken: list[str], *, complete: bool) -> Report:
    known = excused(module)
    alive = [m for m, fate in zip(mutants, fates, strict=True) if fate in (SURVIVED, UNREACHED)]
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


