"""Forks: one child a mutant, so many side by side; what one of them learnt of the tests serves the next."""

from __future__ import annotations

import contextlib
import json
import mmap
import os
import resource
import signal
import struct
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

AGAIN = 5
"""A mutant may take so many times the processor time that its tests take without it, and `GRACE` seconds more."""
GRACE = 10
WALL = 120
"""Seconds by the clock on the wall for one that waits for what never comes; a busy machine is forgiven much."""

KILLED, SURVIVED, ENDLESS, UNREACHED, UNPLACED = "killed", "survived", "endless", "unreached", "unplaced"

Judge = Callable[[dict[str, Any], Sequence[int]], int]
"""Asks tests, by number, about a mutant, in a child: the number of the one that fails, or `NONE` or `NO_PLACE`."""
NONE, NO_PLACE, AT_ONCE = -1, -2, -3


@dataclass(frozen=True, slots=True)
class Job:
    """A mutant, the function it is in, and the tests to ask with what they cost, by number."""

    mutant: dict[str, Any]
    function: str
    costs: dict[int, float]

    @property
    def cpu(self) -> float:
        return sum(self.costs.values())


@dataclass
class Forks:
    """Judges mutants in children. Tests that killed others in the same function are asked first, then quick ones."""

    judge: Judge
    at_once: int = 1
    grace: int = GRACE
    killers: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    everywhere: Counter[int] = field(default_factory=Counter)

    def fates(self, jobs: Sequence[Job]) -> list[str]:
        """What became of each, in order."""
        results = [UNREACHED] * len(jobs)
        waiting = [number for number, job in enumerate(jobs) if job.costs][::-1]
        running: dict[int, tuple[int, float]] = {}
        with mmap.mmap(-1, struct.calcsize("i") * max(1, len(jobs))) as told:
            while waiting or running:
                while waiting and len(running) < self.at_once:
                    number = waiting.pop()
                    until = time.monotonic() + WALL + 20 * jobs[number].cpu
                    running[self._begin(jobs[number], number, told)] = (number, until)
                for pid, (number, until) in list(running.items()):
                    ended, status = os.waitpid(pid, os.WNOHANG)
                    if ended:
                        del running[pid]
                        results[number] = self._fate(jobs[number], status, _read(told, number))
                    elif time.monotonic() > until:
                        os.kill(pid, signal.SIGKILL)
                time.sleep(0.002)
        return results

    def _begin(self, job: Job, number: int, told: mmap.mmap) -> int:
        order = self._order(job)
        pid = os.fork()
        if pid:
            return pid
        quiet()
        limit = int(self.grace + AGAIN * job.cpu)
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
        try:
            struct.pack_into("i", told, struct.calcsize("i") * number, self.judge(job.mutant, order))
        except BaseException:
            os._exit(1)
        os._exit(0)

    def _order(self, job: Job) -> list[int]:
        here = self.killers[job.function]
        return sorted(job.costs, key=lambda test: (-here[test], -self.everywhere[test], job.costs[test]))

    def _fate(self, job: Job, status: int, told: int) -> str:
        if os.WIFSIGNALED(status):
            return ENDLESS
        if os.WEXITSTATUS(status) or told == AT_ONCE:
            return KILLED
        if told >= 0:
            self.killers[job.function][told] += 1
            self.everywhere[told] += 1
        return {NONE: SURVIVED, NO_PLACE: UNPLACED}.get(told, KILLED)


def _read(told: mmap.mmap, number: int) -> int:
    found: int = struct.unpack_from("i", told, struct.calcsize("i") * number)[0]
    return found


def quiet() -> None:
    """What a child prints is nobody's."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)


def told_by_child(work: Callable[[Callable[[dict[str, Any]], object]], None]) -> dict[str, Any]:
    """What a child writes while it works, one JSON object after another, joined."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        quiet()
        with contextlib.suppress(BaseException), os.fdopen(writing, "w") as told:
            work(lambda value: told.write(json.dumps(value) + "\n"))
        os._exit(0)
    os.close(writing)
    found: dict[str, Any] = {}
    with os.fdopen(reading) as lines:
        for line in lines:
            found |= json.loads(line)
    os.waitpid(pid, 0)
    return found
