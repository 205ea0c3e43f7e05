"""All figures in one table: `python -m tests.benchmarks [--only NAME] [--full] [--json FILE]`.

Names: turn, load, flood, circular, reminders, start, month, halfyear, backup, crash, soak, ocr, papers, figures,
law, http, playground, intake. Each takes 20 to 90 seconds at its default size (crash, halfyear, intake, ocr: some minutes); --full
takes the sizes of the targets (3,000 chats, 50,000 recipients, 1,000,000 reminders, 200 kills each way, 20,000 updates,
100 photos) and many minutes. Peers run in the same run, the server in a process of its own. Ratios say more than
milliseconds: those depend on the machine, and other work on it shows in everything that is not CPU.
"""

from __future__ import annotations

import argparse
import json
import sys
import traceback
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks import (
    bench_backup,
    bench_circular,
    bench_crash,
    bench_halfyear,
    bench_intake,
    bench_month,
    bench_ocr,
    bench_papers,
    bench_reminders,
    bench_soak,
    bench_start,
)
from tests.benchmarks.table import Row, markdown


def turn(full: bool) -> list[Row]:
    """A press against the peers."""
    from tests.benchmarks import bench_turn

    found = bench_turn.main(3000 if full else 1000)
    own, stock, other, bare = found.values()
    return [
        Row("button press, full durable turn, 32 people, CPU a press", f"{own.cpu:.2f} ms",
            f"stock PTB {stock.cpu:.2f} ms ({own.cpu / stock.cpu:.2f} ×); aiogram with the same database work "
            f"{other.cpu:.2f} ms ({own.cpu / other.cpu:.2f} ×)", "0.7 × stock PTB (aim 0.33; 1.0 × aiogram)",
            own.cpu <= 0.7 * stock.cpu),
        Row("the same, presses a second", f"{own.rate:.0f}/s",
            f"stock PTB {stock.rate:.0f}/s ({own.rate / stock.rate:.2f} ×); aiogram {other.rate:.0f}/s, without a "
            f"database {bare.rate:.0f}/s", "2 × stock PTB (aim: aiogram without a database)",
            own.rate >= 2 * stock.rate),
    ]  # fmt: skip


def load(full: bool) -> list[Row]:
    """200 presses a second."""
    from tests.benchmarks import bench_turn

    seconds = 30 if full else 10
    idle, busy = bench_turn.load_test(200, seconds).values()
    return [
        Row(f"200 presses/s for {seconds} s, round trip 50 ms: p99 of the toast (of the edit)",
            f"{busy.toast99:.0f} ms ({busy.edit99:.0f}), {busy.lost} lost, {busy.out_of_order} out of order",
            f"at 5/s: {idle.toast99:.0f} ms; {busy.toast99 / idle.toast99:.2f} ×", "1.5 ×, none, none",
            busy.toast99 <= 1.5 * idle.toast99 and not busy.lost and not busy.out_of_order),
    ]  # fmt: skip


def flood(full: bool) -> list[Row]:
    """One person sends 300 at once."""
    from tests.benchmarks import bench_turn

    idle, busy, unlimited = bench_turn.flood_test(300, 30 if full else 10).values()
    return [
        Row("another person's answer while one presses 300 times at once, p99 of the edit", f"{busy.edit99:.0f} ms",
            f"nobody does: {idle.edit99:.0f} ms; {busy.edit99 / idle.edit99:.2f} ×; without a limit for each person "
            f"{unlimited.edit99 / idle.edit99:.2f} ×", "1.5 ×", busy.edit99 <= 1.5 * idle.edit99 and not busy.lost),
    ]  # fmt: skip


def figures(full: bool) -> list[Row]:
    """Reports over a million count rows, and what keeping them costs."""
    from tests.benchmarks import bench_figures

    return bench_figures.rows(full)


def law(full: bool) -> list[Row]:
    """The law by itself."""
    from bot.law.library import load_library
    from tests.benchmarks import bench_law

    papers = 100_000 if full else 20_000
    speed, _ = bench_law.papers_per_second(papers)
    books, process = bench_law.best(load_library), bench_law.best(bench_law.count_process)
    return [
        Row(f"obligations for {papers:,} papers", f"{speed:,.0f} papers/s", "", "5,000/s", speed >= 5000),
        Row("loading all rule books", f"{books * 1e3:.0f} ms", "", "150 ms", books <= 0.15),
        Row("`law count`, whole process", f"{process:.2f} s", "", "0.4 s", process <= 0.4),
    ]


def http(full: bool) -> list[Row]:
    """The request backend against PTB's own."""
    from tests.benchmarks import bench_http

    ratios = bench_http.main(2000 if full else 1000)
    return [Row(f"CPU of a Bot API call, {n} at once", f"{ratio:.2f} × PTB's httpx backend") for n, ratio in ratios]


def playground(full: bool) -> list[Row]:
    """The playground's server by itself."""
    from tests.benchmarks import bench_playground

    wall, cpu = bench_playground.rate(form=True)
    opening = bench_playground.opening()
    return [
        Row("the playground's server, sendMessage a second of its CPU", f"{cpu:,.0f}", f"{wall:,.0f}/s by the clock",
            "3,000", cpu >= 3000),
        Row("opening a chat among 200 people and 20,000 messages", f"{opening * 1e3:.0f} ms", "", "100 ms",
            opening <= 0.1),
    ]  # fmt: skip


BENCHES: dict[str, Callable[[bool], list[Row]]] = {
    "turn": turn,
    "load": load,
    "flood": flood,
    "circular": bench_circular.rows,
    "reminders": bench_reminders.rows,
    "start": bench_start.rows,
    "month": bench_month.rows,
    "halfyear": bench_halfyear.rows,
    "backup": bench_backup.rows,
    "crash": bench_crash.rows,
    "soak": bench_soak.rows,
    "ocr": bench_ocr.rows,
    "papers": bench_papers.rows,
    "figures": figures,
    "law": law,
    "http": http,
    "playground": playground,
    "intake": bench_intake.rows,
}


def main() -> int:
    """Run what was asked for; a benchmark that breaks does not stop the others, but the exit status tells."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--only", action="append", choices=BENCHES, help="may be given several times")
    parser.add_argument("--full", action="store_true", help="the sizes of the targets")
    parser.add_argument("--json", type=Path, metavar="FILE", help="the rows as JSON too")
    given = parser.parse_args()
    rows: list[Row] = []
    broken = 0
    for name in given.only or BENCHES:
        print(f"-- {name}", file=sys.stderr, flush=True)
        try:
            rows += BENCHES[name](given.full)
        except Exception:
            traceback.print_exc()
            broken += 1
    print(markdown(rows))
    if given.json:
        given.json.write_text(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1), encoding="utf-8")
    return 1 if broken or any(row.must and row.met is False for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
