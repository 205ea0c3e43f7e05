"""How fast the law is: `python -m tests.benchmarks.bench_law [papers]`.

Prints obligations per second for papers over one year, the time to load all rule books, and the time of
`law count` as a whole process. Wall time, best of three where it is short.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.law.obligations import Event, obligations
from bot.domain.law.triggers import Trigger
from bot.law.calendars import load_calendar
from bot.law.library import load_library

KINDS = (
    (Trigger.NOTICE_OF_RESPONSE, {"level": "township"}),
    (Trigger.COMPLAINT_COPY, {"level": "county_department"}),
    (Trigger.SUMMONS, {"level": "township"}),
    (Trigger.JUDGMENT_FIRST_INSTANCE, {"level": "township", "outcome": "revoked"}),
    (Trigger.RULING_FIRST_INSTANCE, {"level": "township", "ruling_kind": "suit_dismissed"}),
    (Trigger.JUDGMENT_EFFECTIVE, {"level": "township", "outcome": "revoked"}),
)


def best(action: Callable[[], object], times: int = 3) -> float:
    """Return the shortest of several runs, in seconds."""
    runs = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        runs.append(time.perf_counter() - start)
    return min(runs)


def papers_per_second(papers: int) -> tuple[float, int]:
    """Return papers a second through `obligations`, and how many obligations came of them."""
    library, calendar, zone = load_library(), load_calendar(), ZoneInfo("Asia/Shanghai")
    found = 0
    start = time.perf_counter()
    for index in range(papers):
        trigger, facts = KINDS[index % len(KINDS)]
        on = date(2026, 1, 1) + timedelta(days=index % 365)
        now = datetime(on.year, on.month, on.day, 1, index % 60, tzinfo=UTC)
        stack = library.for_book("sishui-2020", on)
        found += len(obligations(Event(trigger, on, facts), stack, library.ladders, calendar, now=now, zone=zone))
    return papers / (time.perf_counter() - start), found


def count_process() -> None:
    """Run `law count` as a whole process."""
    command = [sys.executable, "-m", "bot", "law", "count", "--from", "2026-04-02", "--days", "2", "--json"]
    subprocess.run(command, check=True, capture_output=True)


def main() -> None:
    """Print the figures."""
    papers = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    speed, found = papers_per_second(papers)
    print(f"obligations: {papers} papers, {found} obligations, {speed:,.0f} papers/s (wanted: 5,000)")
    print(f"loading all rule books: {best(load_library) * 1000:.0f} ms (wanted: 150)")
    print(f"law count, whole process: {best(count_process) * 1000:.0f} ms (wanted: 400)")


if __name__ == "__main__":
    main()
