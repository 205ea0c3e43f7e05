"""A simulated half year of a county: how many messages people get, hear and must act on, and what is forgotten.

    python -m tests.benchmarks --only halfyear [--json FILE]

60 cases come to ten agencies from March to August; everybody presses what he or she was sent, mostly in time: some
answer late, refuse, are away, one leader never answers; hearings are moved and called off, filings sent back, results
late, decisions appealed, circulars and trainings sent. All of it goes through the whole bot without a network (updates,
outbox, simulated clock). A sound is a new message sent with a notification that is no answer to what its reader has
just done in that chat; answers are counted beside. Goals that are not met end the run with status 1.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.domain.agencies.audiences import Audience
from bot.domain.circulars.circulars import Part
from bot.domain.circulars.forms import head_values
from bot.domain.events.events import Planned, roles_of
from bot.domain.hall.terms import EventKind, Role
from bot.services.circulars import approvals, circulars
from bot.services.events import events
from bot.services.hall.desk import Desk
from tests import builders
from tests.benchmarks.halfyear import counting, forgotten, plans
from tests.benchmarks.halfyear.cast import Cast, gather
from tests.benchmarks.halfyear.counting import Tally
from tests.benchmarks.halfyear.forgotten import Item
from tests.benchmarks.halfyear.hands import Hands
from tests.benchmarks.halfyear.people import People
from tests.benchmarks.halfyear.plans import Calendar, Lawsuit
from tests.benchmarks.table import Row
from tests.houses import LAW, ZONE
from tests.rig import Rig, open_rig

BEGIN, END = date(2026, 3, 2), date(2026, 8, 31)
CASES, SEED = 60, 1
GOALS = {"liaison": 0.5, "coordinator": 1.0, "principal": 0.2}
"""Sounds a person and working day; a coordinator's alarms (a hearing at risk) are not counted."""
SECONDS = 1.0
LOOKS = ("10:10", "15:20")
"""When people look at their phones, local time."""


@dataclass
class HalfYear:
    """What was counted."""

    cast: Cast
    tally: Tally
    hands: Hands
    days: int = 0
    working: int = 0
    seconds: float = 0.0
    cpu: float = 0.0
    open: int = 0
    """Items that were open past their time at the ends of months."""
    forgotten: list[Item] = field(default_factory=list)

    def people(self, role: str) -> list[int]:
        return [account for account, its in self.cast.roles.items() if its == role]

    def a_day(self, number: float, role: str) -> float:
        """A figure by person and working day."""
        return number / len(self.people(role)) / max(1, self.working)


class Story:
    """Walks from day to day: what comes from outside, then two looks of everybody."""

    def __init__(self, rig: Rig, cast: Cast, tally: Tally, seed: int) -> None:
        self.rig, self.cast, self.tally = rig, cast, tally
        self.hands = Hands(rig, tally.during)
        away = {cast.units[3].liaison: (date(2026, 7, 6), date(2026, 7, 17))}
        self.people = People(cast, self.hands, seed, away)

    async def walk(self, year: Calendar, begin: date, end: date) -> HalfYear:
        found = HalfYear(self.cast, self.tally, self.hands)
        began, cpu = time.perf_counter(), time.process_time()
        for n in range((end - begin).days + 1):
            day = begin + timedelta(days=n)
            if LAW.calendar.is_working(day):
                found.working += 1
                await self._day(year, day)
            await self.rig.to(f"{day} 21:30")
            if (day + timedelta(days=1)).day == 1 or day == end:
                await self._look_back(found)
        found.days = (end - begin).days + 1
        found.seconds, found.cpu = time.perf_counter() - began, time.process_time() - cpu
        await self.rig.database.read(self.tally.learn)
        return found

    async def _day(self, year: Calendar, day: date) -> None:
        await self.rig.to(f"{day} {LOOKS[0]}")
        for case in year.cases:
            await self._case(case, day)
        if day in year.circulars:
            await self._act(self._circular)
        if day in year.trainings:
            await self._act(self._training)
        await self.people.look()
        await self.rig.to(f"{day} {LOOKS[1]}")
        await self.people.look()

    async def _look_back(self, found: HalfYear) -> None:
        now = self.rig.clock.now()
        everything, missed = await self.rig.database.read(
            lambda session: forgotten.forgotten(session, now, self.cast, self.tally)
        )
        found.open += len(everything)
        found.forgotten += missed

    # -- what comes from outside ---------------------------------------------------------------------------------

    async def _case(self, case: Lawsuit, day: date) -> None:
        who, hands = case.unit.liaison, self.hands
        if day == case.served:
            await self._enter(who, f"{case.number} 应诉通知书 起诉状 今天收到 直接送达")
        if day == case.summoned:
            await self._enter(who, f"/hearing {case.number} {_said(case.hearing, case.hour)} 县法院第二审判庭")
        if day == case.moved:
            later = _said(LAW.calendar.add_working(case.hearing, 5), case.hour)
            await self._changed(case, "hr.mv", later)
        if day == case.off:
            await self._changed(case, "hr.off", "原告申请撤诉")
        if day == case.decided:
            await hands.say(who, f"{case.number} 判决书 今天收到 直接送达")
            lost = self.people.dice("lost", case.number).random() < 0.25
            await hands.fill(who, picks=("revoked" if lost else "claim_dismissed", "no"))
        if day == case.appealed:
            await self._enter(who, f"{case.number} 上诉状副本 今天收到 直接送达")

    async def _enter(self, who: int, line: str) -> None:
        await self.hands.say(who, line)
        await self.hands.fill(who)

    async def _changed(self, case: Lawsuit, verb: str, text: str) -> None:
        """The liaison presses what says that the hearing has changed, on its card."""
        who, hands = case.unit.liaison, self.hands
        await hands.say(who, f"/case {case.number}")
        card = self.rig.last(who)
        opened = hands.find(who, "hr", among=[card])
        if opened is not None:
            await hands.press(who, *opened)
        if await hands.push(who, "hr.chg") and await hands.push(who, verb):
            await hands.fill(who, text)

    async def _act(self, work: Any) -> None:
        """The coordinator's own letters are made by the use case: what is measured is who gets them."""
        actor = await builders.person(self.rig, self.cast.county.coordinator)
        await self.rig.work(work, actor=actor)
        await self.rig.pump.drain()

    def _circular(self, desk: Desk) -> None:
        row = circulars.begin(desk)
        number = row.id or 0
        circulars.add_part(desk, row, Part("text", self.cast.county.coordinator, (7,), "请报送本月行政应诉情况。"))
        until = desk.house.law.calendar.add_working(desk.today, 4).isoformat()
        values = {"title": "关于报送本月行政应诉情况的通知", "reply": "receipt", "answer_by": f"{until}T17:30:00+08:00"}
        circulars.set_head(desk, number, None, head_values({**values, "signed_by": "县司法局"}))
        audience = Audience(agencies=tuple(u.id for u in self.cast.units), roles=(Role.LIAISON,))
        row = circulars.set_audience(desk, number, None, audience)
        approvals.submit(desk, number, row.version, None)

    def _training(self, desk: Desk) -> None:
        day = desk.house.law.calendar.add_working(desk.today, 10)
        events.create(
            desk,
            Planned(
                kind=EventKind.TRAINING,
                title="行政应诉实务培训",
                organiser_id=self.cast.county.justice,
                starts_at=datetime.fromisoformat(f"{day} 09:30").replace(tzinfo=ZONE),
                place="县政府三楼会议室",
                audience=Audience(
                    agencies=tuple(u.id for u in self.cast.units), roles=roles_of(("leaders", "liaisons"))
                ),
            ),
        )


def _said(day: date, hour: str) -> str:
    return f"{day.month}月{day.day}日{hour}"


async def simulate(
    folder: Path, *, cases: int = CASES, begin: date = BEGIN, end: date = END, seed: int = SEED
) -> HalfYear:
    """Walk through it all and count."""
    async with open_rig(folder, start=f"{begin} 06:00") as rig:
        tally = Tally(rig.clock)
        rig.bot.at_each_look.append(tally.look)
        cast = await gather(rig)
        year = plans.drawn(cast.units, LAW.calendar, begin, end, cases, seed)
        return await Story(rig, cast, tally, seed).walk(year, begin, end)


# -- figures -----------------------------------------------------------------------------------------------------------


def judged(found: HalfYear) -> list[Row]:
    """The lines of the table, each with its goal."""
    return [
        *(_heard(found, role, goal) for role, goal in GOALS.items()),
        _heard(found, "leader", None),
        *_sizes(found.tally),
        Row(
            "the half year: share of messages that asked for an act",
            f"{found.tally.share_asking(found.cast.acting):.0%}",
            f"{found.hands.pressed} presses, {found.hands.typed} texts; not found: {dict(found.hands.misses)}; "
            f"forms not finished: {dict(found.hands.stuck)}",
            data=details(found),
        ),
        Row(
            "items open past their time at the ends of months that nobody was told of",
            str(len(found.forgotten)),
            f"{found.open} open; {sorted({one.what for one in found.forgotten})}",
            "0",
            not found.forgotten,
            must=True,
        ),
        Row(
            f"real time of a simulated day, of {found.days}",
            f"{found.seconds / found.days:.2f} s",
            f"CPU {found.cpu / found.days:.2f} s",
            f"{SECONDS:.0f} s",
            found.seconds / found.days < SECONDS,
            must=True,
        ),
    ]


def _heard(found: HalfYear, role: str, goal: float | None) -> Row:
    people, tally = found.people(role), found.tally
    counted = tally.sounds(people, alarms=role != "coordinator")
    mean = found.a_day(len(counted), role)
    most = max((sum(one.chat == who for one in counted) for who in people), default=0) / max(1, found.working)
    got, answers = found.a_day(len(tally.of(people)), role), found.a_day(tally.answers(people), role)
    beside = f"the most of one person {most:.2f}; {got:.2f} messages; beside them {answers:.2f} answers to own acts"
    if role == "coordinator":
        alarms = len(tally.sounds(people)) - len(counted)
        beside += f", {found.a_day(alarms, role):.2f} alarms"
    met = None if goal is None else mean <= goal
    what = f"the half year: sounds a {role} and working day ({len(people)} people, {found.working} days)"
    return Row(what, f"{mean:.2f}", beside, "" if goal is None else f"{goal:g}", met, must=goal is not None)


def _sizes(tally: Tally) -> list[Row]:
    longest, buttons, picker = tally.longest, tally.buttons, tally.picker
    return [
        Row("longest message before its quote", f"{longest.most} characters", f"【{longest.kind}】",
            str(counting.LONGEST), longest.most <= counting.LONGEST, must=True),
        Row("most buttons of a message", str(buttons.most), f"【{buttons.kind}】", str(counting.BUTTONS),
            buttons.most <= counting.BUTTONS, must=True),
        Row("most buttons of a picker", str(picker.most), f"【{picker.kind}】", str(counting.OF_A_PICKER),
            picker.most <= counting.OF_A_PICKER, must=True),
    ]  # fmt: skip


def details(found: HalfYear) -> dict[str, Any]:
    """What to merge and what to shorten: the kinds that make the most sounds by role, and what a phone cannot hold."""
    roles: Collection[str] = (*GOALS, "leader")
    faults: Mapping[tuple[str, str], int] = dict(found.tally.faults.most_common(40))
    return {
        "sounds": {role: found.tally.culprits(found.people(role)) for role in roles},
        "too large": [[kind, fault, times] for (kind, fault), times in faults.items()],
        "longest": found.tally.longest.text,
        "forgotten": [[one.what, one.subject, one.names, one.since.isoformat()] for one in found.forgotten],
    }


def told(found: HalfYear) -> list[str]:
    """The details as lines."""
    shown = details(found)
    lines = []
    for role, kinds in shown["sounds"].items():
        lines += [f"sounds of {role}s by kind:", *(f"  {n:>5}  {kind}" for kind, n in kinds)]
    lines += ["what a phone cannot hold:", *(f"  {n:>5}  【{kind}】 {fault}" for kind, fault, n in shown["too large"])]
    return [*lines, "forgotten:", *(f"  {' '.join(map(str, one))}" for one in shown["forgotten"])]


def rows(full: bool = False) -> list[Row]:
    """For the table of figures; what makes the sounds is printed before it."""
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(simulate(Path(folder)))
    print("\n".join(told(found)))
    return judged(found)
