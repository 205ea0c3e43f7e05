"""Runs tests against the mutants of the modules they are for: all is imported once, then one fork for every mutant.

python -m tests.mutation.nursery TASK ANSWER      # both JSON files; `tests.mutation.running` writes and reads them

Knows nothing of how mutants are made, so that it can be tested where no mutation tool is installed.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import inspect
import json
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import pytest

from tests.mutation import injecting

OPTIONS = ["-q", "--tb=no", "-p", "no:cacheprovider", "-p", "no:xdist", "-o", "addopts=", "-o", "timeout=0"]
AGAIN = 5
"""A mutant may take so many times the processor time that its tests take without it, and `GRACE` seconds more."""
GRACE = 10
DEAR = 0.8
"""Seconds of processor time above which a test is not asked, where a cheaper one reaches the function."""
WALL = 120
"""Seconds by the clock on the wall for one that waits for what never comes; a busy machine is forgiven much."""

KILLED, SURVIVED, ENDLESS, UNREACHED, UNPLACED = "killed", "survived", "endless", "unreached", "unplaced"

Job = tuple[dict[str, Any], list[pytest.Item], float]
"""A mutant, the tests to ask, and what they cost."""
Judge = Callable[[dict[str, Any], list[pytest.Item]], None]


@dataclass
class Nursery:
    """A pytest plugin that takes the place of the run: the tests once as they are, then against each mutant."""

    task: dict[str, Any]
    modules: dict[str, ModuleType] = field(default_factory=dict)
    session: pytest.Session = field(init=False)
    places: injecting.Places = field(init=False)
    broken: list[str] = field(default_factory=list)
    results: list[str] = field(default_factory=list)

    def pytest_configure(self) -> None:
        """The same examples in every fork, nothing shrunk, nothing remembered; before a test module is read."""
        from hypothesis import HealthCheck, Phase, settings

        settings.register_profile(
            "mutation",
            database=None,
            deadline=None,
            derandomize=True,
            phases=(Phase.explicit, Phase.generate),
            suppress_health_check=list(HealthCheck),
        )
        settings.load_profile("mutation")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.session = session
        self.modules = {name: importlib.import_module(name) for name in self.task["modules"]}
        items = {item.nodeid: item for item in session.items}
        seen = self._seen(list(items.values()))
        good = {name: one for name, one in seen.items() if one["passed"]}
        self.broken = sorted(items.keys() - good.keys())
        # What a test costs decides its turn: the quick ones are asked first.
        order = sorted(good, key=lambda name: good[name]["cpu"])
        jobs = []
        for mutant in self.task["mutants"]:
            whole = mutant["function"] == injecting.MODULE
            key = mutant["module"] if whole else f"{mutant['module']}:{mutant['function']}"
            names = [n for n in order if key in good[n]["reached"]]
            names = [n for n in names if good[n]["cpu"] <= DEAR] or names[:1]
            jobs.append((mutant, [items[n] for n in names], sum(good[n]["cpu"] for n in names)))
        self.places = injecting.Places.of(self.modules.values())
        gc.freeze()  # What is here is shared with every fork, and need not be looked through there.
        self.results = _all(jobs, self._judge, at_once=self.task.get("jobs", 1), grace=self.task.get("grace", GRACE))
        return True

    def _seen(self, items: list[pytest.Item]) -> dict[str, Any]:
        """What each test costs and reaches. Here, so that every fork finds compiled statements and patterns; but where
        tests have loops and threads in a child, because these do not survive a fork."""
        if any(inspect.iscoroutinefunction(getattr(item, "function", None)) for item in items):
            return _told_by_child(lambda write: self._observe(items, write))
        found: dict[str, Any] = {}
        self._observe(items, found.update)
        self.session.testsfailed = 0
        return found

    def _observe(self, items: list[pytest.Item], write: Any) -> None:
        """Run every test, note whether it passes, what it costs and which functions it reaches."""
        names = {module.__file__: name for name, module in self.modules.items()}
        reached: set[str] = set()

        def profile(frame: FrameType, event: str, arg: object) -> None:
            if event == "call" and frame.f_code.co_filename in names:
                module, function = names[frame.f_code.co_filename], frame.f_code.co_qualname.split(".<locals>")[0]
                reached.update((module, f"{module}:{function}"))

        threading.setprofile(profile)
        for item, following in _in_turn(items):
            reached.clear()
            failed, began = self.session.testsfailed, time.process_time()
            sys.setprofile(profile)
            self._run(item, following)
            sys.setprofile(None)
            passed = self.session.testsfailed == failed
            write({item.nodeid: {"passed": passed, "cpu": time.process_time() - began, "reached": sorted(reached)}})

    def _judge(self, mutant: dict[str, Any], items: list[pytest.Item]) -> None:
        """In a child: become the mutant; end with 1 as soon as a test fails, with 0 if none does."""
        try:
            injecting.inject(self.places, self.modules[mutant["module"]], mutant["function"], mutant["source"])
        except injecting.NotPlaced:
            os._exit(2)
        except Exception:
            os._exit(1)  # The module could not even be imported like this.
        for item, following in _in_turn(items):
            self._run(item, following)
            if self.session.testsfailed:
                os._exit(1)
        os._exit(0)

    def _run(self, item: pytest.Item, following: pytest.Item | None) -> None:
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)


def _in_turn(items: list[pytest.Item]) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
    return zip(items, [*items[1:], None], strict=True)


def _quiet() -> None:
    """What a child prints is nobody's."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)


def _told_by_child(work: Any) -> dict[str, Any]:
    """What a child writes while it works, one JSON object after another, joined."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _quiet()
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


def _all(jobs: list[Job], judge: Judge, *, at_once: int, grace: int) -> list[str]:
    """The fate of each mutant, in order; `at_once` children work side by side."""
    results = [UNREACHED] * len(jobs)
    running: dict[int, tuple[int, float]] = {}
    waiting = [(number, *job) for number, job in enumerate(jobs) if job[1]]
    waiting.reverse()
    while waiting or running:
        while waiting and len(running) < at_once:
            number, mutant, items, cpu = waiting.pop()
            running[_begin(judge, mutant, items, int(grace + AGAIN * cpu))] = (
                number,
                time.monotonic() + WALL + 20 * cpu,
            )
        for pid, (number, until) in list(running.items()):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                results[number] = _fate(status)
                del running[pid]
            elif time.monotonic() > until:
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.005)
    return results


def _begin(judge: Judge, mutant: dict[str, Any], items: list[pytest.Item], limit: int) -> int:
    pid = os.fork()
    if pid == 0:
        _quiet()
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
        try:
            judge(mutant, items)
        finally:
            os._exit(1)
    return pid


def _fate(status: int) -> str:
    if os.WIFSIGNALED(status):
        return ENDLESS
    return {0: SURVIVED, 2: UNPLACED}.get(os.WEXITSTATUS(status), KILLED)


def raise_in(task: dict[str, Any]) -> dict[str, Any]:
    """Judge the mutants of a task; returns their fates in order, and the tests that fail without any mutant."""
    plugin = Nursery(task)
    with open(os.devnull, "w", encoding="utf-8") as nothing, contextlib.redirect_stdout(nothing):
        code = pytest.main([*OPTIONS, *task.get("options", ()), *task["tests"]], plugins=[plugin])
    return {"results": plugin.results, "broken": plugin.broken, "code": int(code)}


def main() -> None:
    """Read a task, write the answer."""
    task, answer = (Path(name) for name in sys.argv[1:3])
    answer.write_text(json.dumps(raise_in(json.loads(task.read_text()))))


if __name__ == "__main__":
    main()
