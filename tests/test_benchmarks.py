"""The benchmarks still run, each at a small size: what they count is right; how fast it was is not asked."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from bot.playground import Limits
from tests.benchmarks import (
    bench_backup,
    bench_circular,
    bench_crash,
    bench_http,
    bench_intake,
    bench_law,
    bench_month,
    bench_papers,
    bench_playground,
    bench_reminders,
    bench_soak,
    bench_start,
    bench_turn,
    peers,
)
from tests.benchmarks.__main__ import BENCHES
from tests.benchmarks.fast_api import Load
from tests.benchmarks.table import Row, markdown
from tests.crash.campaign import Record
from tests.crash.outcome import Outcome
from tests.intake.corpus import groups
from tests.intake.walk import RIGHT, SILENT

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("peer", bench_turn.PEERS)
async def test_a_press_is_measured(peer: str) -> None:
    figure = await bench_turn.measure(bench_turn.PEERS[peer], Load(4, 24), 120)
    assert (figure.lost, figure.out_of_order) == (0, 0)
    assert figure.cpu > 0


async def test_what_others_wait_for_while_one_floods_is_measured() -> None:
    load = Load(3, 12, rate=20.0, flood=40)
    figure = await bench_turn.measure(partial(peers.ours, rate_person=10), load, 120)
    assert (figure.lost, figure.out_of_order) == (0, 0)
    assert figure.edit99 > 0


async def test_a_circular_is_measured() -> None:
    run = await bench_circular.ours(Limits.off(), 12, talks=0)
    assert run.lost == 0


@pytest.mark.parametrize("who", ["ours", "plain", "whole"])
def test_papers_are_measured(who: str) -> None:
    figure = bench_papers.measure(who, 3)
    assert figure.cpu > 0
    assert who == "plain" or "docxtpl" not in figure.imported
    assert figure.size > 3 * 4000


async def test_a_planned_reminder_is_measured(tmp_path: Path) -> None:
    costs = await bench_reminders.ours(tmp_path, 200)
    assert min(costs.add, costs.due, costs.rendering) > 0


async def test_many_due_at_once_are_measured(tmp_path: Path) -> None:
    hold, lost = await bench_start.due_at_once(tmp_path, 20)
    assert lost == 0
    assert hold.clock > 0


async def test_a_month_is_measured(tmp_path: Path) -> None:
    month = await bench_month.simulate(tmp_path, cases=1)
    assert month.sent.total() <= month.planned.total()
    assert bench_month.table(month)


async def test_a_backup_beside_the_bot_is_measured(tmp_path: Path) -> None:
    figures = await bench_backup.measure(tmp_path, 2 << 20, 0.5)
    assert figures.ended_well
    assert min(figures.idle) > 0
    assert min(figures.busy) > 0
    assert 0 < figures.written < figures.size


async def test_a_soak_is_measured(tmp_path: Path) -> None:
    """Nothing is lost, each night takes away what is old, and what is measured is there."""
    soaked = await bench_soak.measure(tmp_path, 300, 20)
    assert soaked.lost == []
    assert soaked.forgotten >= 200
    assert min(soaked.after(0)[-1].memory, soaked.after(0)[-1].files, soaked.after(0)[-1].log) > 0


def test_a_campaign_has_its_line_in_the_table() -> None:
    """The campaigns themselves are in `tests/crash`; the goals are judged here."""
    good, bad = Record(kills=200), Record(Outcome(lost=["effect 1"], unmarked=["circular 0"]), kills=200)
    assert bench_crash.row("SQLite", good).met
    line = bench_crash.row("SQLite", bad)
    assert (line.met, "1 lost" in line.ours, "at most one a message: no" in line.ours) == (False, True, True)


def test_the_request_backends_are_measured() -> None:
    assert [at_once for at_once, _ in bench_http.main(32)] == [1, 32]


def test_the_law_is_measured() -> None:
    assert bench_law.papers_per_second(20)[1] > 0


def test_the_playground_is_measured() -> None:
    by_the_clock, by_cpu = bench_playground.rate(form=True, seconds=0.2)
    assert min(by_the_clock, by_cpu) > 0


async def test_what_people_send_is_counted_and_timed() -> None:
    [answers] = [one for one in groups() if one.name == "answers"]
    messages, files = await bench_intake.walked([answers])
    assert (messages.became.total(), files.became.total()) == (len(answers.messages), 0)
    assert (messages.silent, messages.otherwise) == ([], [])
    assert min(messages.times) > 0
    assert min(bench_intake.spread(bench_intake.times_of(["甲" * 100, "乙" * 100], 1))) > 0


def test_what_is_silently_wrong_fails_the_run() -> None:
    part = bench_intake.read([("12号", SILENT), ("13号", RIGHT)])
    line = bench_intake._counted("numbers", part)
    assert (line.must, line.met, "12号" in line.ours) == (True, False, True)


def test_the_table_names_each() -> None:
    names = {"turn", "load", "flood", "circular", "reminders", "start", "month", "backup", "law", "http", "playground"}
    assert set(BENCHES) == names | {"crash", "halfyear", "soak", "intake", "ocr", "papers", "figures"}
    assert "| a press | 1 ms |" in markdown([Row("a press", "1 ms")])
