"""The half year counts what it says it counts; how fast it was is not asked here."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks import bench_halfyear
from tests.benchmarks.bench_halfyear import HalfYear, judged
from tests.benchmarks.halfyear.cast import Cast
from tests.benchmarks.halfyear.counting import Tally, lead
from tests.benchmarks.halfyear.forgotten import Item
from tests.benchmarks.halfyear.hands import Hands
from tests.benchmarks.table import Row
from tests.builders import County
from tests.houses import ZONE
from tests.rig import Rig

pytestmark = pytest.mark.slow
LIAISON, COORDINATOR, PRINCIPAL, LEADER = 1, 2, 3, 4
START = "2026-03-02 09:00"


async def test_three_weeks_of_a_few_cases(tmp_path: Path) -> None:
    """People are told, press what they were sent, and finish what they are asked."""
    found = await bench_halfyear.simulate(tmp_path, cases=3, begin=date(2026, 3, 2), end=date(2026, 3, 20))
    assert (found.days, found.working) == (19, 15)
    assert (dict(found.hands.misses), dict(found.hands.stuck)) == ({}, {})
    assert found.hands.pressed > 20
    assert found.forgotten == []
    assert all(found.tally.of(found.people(role)) for role in bench_halfyear.GOALS)
    assert {"duty.remind", "digest", "event.invite"} & set(found.tally.topics.values())
    assert len(judged(found)) == 10
    assert bench_halfyear.told(found)


@pytest.fixture
def counted(rig: Rig) -> HalfYear:
    """Five working days of one person of each role; nobody has got anything yet."""
    tally = Tally(rig.clock)
    rig.bot.at_each_look.append(tally.look)
    roles = {LIAISON: "liaison", COORDINATOR: "coordinator", PRINCIPAL: "principal", LEADER: "leader"}
    cast = Cast(County(), [], roles)
    return HalfYear(cast, tally, Hands(rig, tally.during), days=7, working=5)


def line(found: HalfYear, words: str) -> Row:
    [row] = [row for row in judged(found) if words in row.what]
    return row


async def say(rig: Rig, who: int, text: str, labels: int = 0, verb: str = "dt.done", **more: Any) -> int:
    keys = [[{"text": str(n), "callback_data": f"{verb}:{n}"}] for n in range(labels)]
    sent = await rig.bot.send_message(who, text, reply_markup={"inline_keyboard": keys}, **more)
    return int(sent["message_id"])


async def test_nothing_said_is_all_met(counted: HalfYear) -> None:
    assert [row.met for row in judged(counted)].count(False) == 0


async def test_a_sound_is_a_new_message_that_is_not_silent_and_no_answer(rig: Rig, counted: HalfYear) -> None:
    first = await say(rig, LIAISON, "【提醒】")
    await say(rig, LIAISON, "【提醒】", disable_notification=True)
    await rig.bot.edit_message_text("【提醒】2", LIAISON, first)
    counted.tally.during(LIAISON)
    await say(rig, LIAISON, "【案件】")
    await say(rig, PRINCIPAL, "【案件】")
    counted.tally.during(None)
    assert (line(counted, "a liaison").ours, line(counted, "a principal").ours) == ("0.20", "0.20")
    assert "0.40 messages; beside them 0.20 answers" in line(counted, "a liaison").beside
    assert counted.tally.culprits([LIAISON]) == [("answer 【提醒】", 1)]


@pytest.mark.parametrize(("role", "who", "most"), [("liaison", 1, 2), ("coordinator", 2, 5), ("principal", 3, 1)])
async def test_each_role_has_its_goal(rig: Rig, counted: HalfYear, role: str, who: int, most: int) -> None:
    for _ in range(most):
        await say(rig, who, "【提醒】")
    assert line(counted, f"a {role}").met
    await say(rig, who, "【提醒】")
    row = line(counted, f"a {role}")
    assert (row.met, row.must, row.verdict) == (False, True, "NOT MET")


async def test_a_hearing_at_risk_is_an_alarm_to_the_coordinator(rig: Rig, counted: HalfYear) -> None:
    for _ in range(6):
        counted.tally.alarms.add((COORDINATOR, await say(rig, COORDINATOR, "【尚未确认】")))
    row = line(counted, "a coordinator")
    assert (row.ours, row.met) == ("0.00", True)
    assert "1.20 alarms" in row.beside


@pytest.mark.parametrize(
    ("labels", "verb", "words", "met"),
    [
        (8, "dt.done", "most buttons of a message", True),
        (9, "dt.done", "most buttons of a message", False),
        (12, "pp.at", "most buttons of a picker", True),
        (13, "pp.at", "most buttons of a picker", False),
    ],
)
async def test_too_many_buttons_are_seen(
    rig: Rig, counted: HalfYear, labels: int, verb: str, words: str, met: bool
) -> None:
    await say(rig, LEADER, "【提醒】", labels, verb)
    row = line(counted, words)
    assert (row.ours, row.met, row.must) == (str(labels), met, True)


async def test_buttons_that_an_edit_brings_are_counted(rig: Rig, counted: HalfYear) -> None:
    sent = await say(rig, LEADER, "【提醒】")
    keys = {"inline_keyboard": [[{"text": "号", "callback_data": f"dt.done:{n}"}] for n in range(9)]}
    await rig.bot.edit_message_text("【提醒】", LEADER, sent, reply_markup=keys)
    assert line(counted, "most buttons of a message").met is False


@pytest.mark.parametrize(("length", "met"), [(900, True), (901, False)])
async def test_the_longest_message_is_seen_and_its_quote_is_not(
    rig: Rig, counted: HalfYear, length: int, met: bool
) -> None:
    await say(rig, LEADER, f"<b>{'&amp;' * length}</b>\n<blockquote expandable>{'因' * 2000}</blockquote>")
    assert line(counted, "longest message").met is met
    assert lead("<b>一</b>&lt;\n<blockquote>二</blockquote>") == "一<"


async def test_what_only_shows_asks_for_nothing(rig: Rig, counted: HalfYear) -> None:
    await say(rig, LIAISON, "【提醒】", 1, "dt.done")
    await say(rig, LIAISON, "【提醒】", 1, "cs.open")
    assert line(counted, "asked for an act").ours == "50%"


async def test_what_was_forgotten_and_what_took_long_fail_the_run(counted: HalfYear) -> None:
    counted.seconds = 7.0
    assert line(counted, "real time").met is False
    assert line(counted, "nobody was told of").met
    counted.forgotten.append(Item("duty SS17", 1, rig_day(), "duty:1", ("行初12号",)))
    row = line(counted, "nobody was told of")
    assert (row.ours, row.met, row.must) == ("1", False, True)


def rig_day() -> datetime:
    return datetime(2026, 3, 2, tzinfo=ZONE)
