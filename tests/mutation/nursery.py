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
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import pytest

from tests.mutation import injecting
from tests.mutation.forking import AT_ONCE, GRACE, NO_PLACE, NONE, Forks, Job, told_by_child

OPTIONS = ["-q", "--tb=no", "-p", "no:cacheprovider", "-p", "no:xdist", "-o", "addopts=", "-o", "timeout=0"]
ONE_ENGINE = ["-k", "not postgresql"]
"""A database server is one for all forks: what a mutant left there would be seen by the next."""
DEAR = 2.0
"""Seconds of processor time above which a test is not asked, where a cheaper one reaches the function."""


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
        self.places = injecting.Places.of(self.modules.values())
        gc.freeze()  # What is here is shared with every fork, and need not be looked through there.
        forks = Forks(self._judge, at_once=self.task.get("jobs", 1), grace=self.task.get("grace", GRACE))
        self.results = forks.fates([self._job(mutant, good) for mutant in self.task["mutants"]])
        return True

    def _job(self, mutant: dict[str, Any], seen: dict[str, Any]) -> Job:
        """The tests that reach the function, or the module where a value of its own is changed."""
        whole = mutant["function"] == injecting.MODULE
        key = mutant["module"] if whole else f"{mutant['module']}:{mutant['function']}"
        names = [item.nodeid for item in self.session.items]
        costs = {n: seen[name]["cpu"] for n, name in enumerate(names) if key in seen.get(name, {}).get("reached", ())}
        if whole and not any(key in one["reached"] for one in seen.values()):
            # Nothing but values, without a function that could be seen running: any test may live by them.
            costs = {n: seen[name]["cpu"] for n, name in enumerate(names) if name in seen}
        cheap = {n: cpu for n, cpu in costs.items() if cpu <= DEAR}
        return Job(mutant, key, cheap or dict(sorted(costs.items(), key=lambda one: one[1])[:1]))

    def _seen(self, items: list[pytest.Item]) -> dict[str, Any]:
        """What each test costs and reaches. Here, so that every fork finds compiled statements and patterns; but where
        tests have loops and threads in a child, because these do not survive a fork."""
        if any(inspect.iscoroutinefunction(getattr(item, "function", None)) for item in items):
            return told_by_child(lambda write: self._observe(items, write))
        found: dict[str, Any] = {}
        self._observe(items, found.update)
        self.session.testsfailed = 0
        return found

    def _observe(self, items: list[pytest.Item], write: Callable[[dict[str, Any]], object]) -> None:
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
        threading.setprofile(None)

    def _judge(self, mutant: dict[str, Any], numbers: Sequence[int]) -> int:
        """In a child: become the mutant and ask the tests, until one fails."""
        try:
            injecting.inject(self.places, self.modules[mutant["module"]], mutant["function"], mutant["source"])
        except injecting.NotPlaced:
            return NO_PLACE
        except Exception:
            return AT_ONCE  # Like this the module could not even be imported.
        for number, (item, following) in zip(numbers, _in_turn([self.session.items[n] for n in numbers]), strict=True):
            self._run(item, following)
            if self.session.testsfailed:
                return number
        return NONE

    def _run(self, item: pytest.Item, following: pytest.Item | None) -> None:
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)


def _in_turn(items: list[pytest.Item]) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
    return zip(items, [*items[1:], None], strict=True)


def raise_in(task: dict[str, Any]) -> dict[str, Any]:
    """Judge the mutants of a task; returns their fates in order, and the tests that fail without any mutant."""
    plugin = Nursery(task)
    with open(os.devnull, "w", encoding="utf-8") as nothing, contextlib.redirect_stdout(nothing):
        code = pytest.main([*OPTIONS, *ONE_ENGINE, *task.get("options", ()), *task["tests"]], plugins=[plugin])
    return {"results": plugin.results, "broken": plugin.broken, "code": int(code)}


def main() -> None:
    """Read a task, write the answer."""
    task, answer = (Path(name) for name in sys.argv[1:3])
    answer.write_text(json.dumps(raise_in(json.loads(task.read_text()))))


if __name__ == "__main__":
    main()
