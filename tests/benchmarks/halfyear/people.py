"""How people act on what they were sent: mostly, not always, and sometimes late. Every dice has a fixed seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

from sqlmodel import Session, col, select

from bot.domain.duties.duties import is_filing
from bot.domain.hall.terms import AppearanceState, DutyState, EventAnswer, HearingStatus
from bot.services.duties import reminders
from bot.services.hearings import awaiting
from bot.store.tables import Appearance, Case, CircularReceipt, Duty, EventGuest, Hearing
from tests.benchmarks.halfyear.cast import NEVER, Cast, Unit
from tests.benchmarks.halfyear.hands import Hands
from tests.houses import ZONE

NAMES = ((0, 60), (1, 22), (3, 12), (8, 6))
ANSWERS = ((0, 62), (1, 20), (3, 12), (6, 6))
FILES = ((4, 22), (2, 22), (1, 24), (0, 20), (-2, 8), (-6, 4))
"""Working days before the date to obey on which a duty is seen to; late ones below nought."""
RESULTS = ((0, 45), (1, 32), (3, 15), (7, 8))
READS = ((0, 60), (1, 22), (4, 12), (400, 6))
ACCEPTS = ((0, 60), (1, 30), (2, 10))
MOST_FILINGS = 12
"""Filings that a coordinator leafs through in one go."""
OPEN = (AppearanceState.UNNAMED, AppearanceState.CANNOT)


@dataclass
class Standing:
    """What is open in the county, by its rows."""

    duties: list[Duty]
    numbers: dict[int, str]
    appearances: list[tuple[Appearance, Hearing]]
    over: list[tuple[Appearance, Hearing]]
    """Begun, without a result."""
    receipts: list[CircularReceipt]
    guests: list[EventGuest]


def standing(session: Session, now: datetime) -> Standing:
    pairs = session.exec(
        select(Appearance, Hearing)
        .join(Hearing, col(Hearing.id) == Appearance.hearing_id)
        .where(col(Hearing.status).in_(awaiting.AWAITED), Appearance.state != AppearanceState.CLOSED)
    ).all()
    pending = (DutyState.OPEN, DutyState.SUBMITTED)
    duties = list(session.exec(select(Duty).where(col(Duty.state).in_(pending))).all())
    waited = {(d.hearing_id, d.agency_id) for d in duties if _is_result(d)}
    return Standing(
        [d for d in duties if not _is_result(d)],
        {c.id or 0: c.number for c in session.exec(select(Case)).all()},
        [(a, h) for a, h in pairs if h.starts_at > now and h.status is HearingStatus.SCHEDULED],
        [(a, h) for a, h in pairs if h.starts_at <= now and (h.id, a.agency_id) in waited],
        list(session.exec(select(CircularReceipt).where(col(CircularReceipt.read_at).is_(None))).all()),
        list(session.exec(select(EventGuest).where(EventGuest.answer == EventAnswer.UNANSWERED)).all()),
    )


def _is_result(duty: Duty) -> bool:
    return duty.trigger == "hearing_over"


@dataclass
class People:
    """Everybody looks at the phone, and does what is due by now."""

    cast: Cast
    hands: Hands
    seed: int
    away: dict[int, tuple[date, date]] = field(default_factory=dict)
    """Who looks at nothing between two days."""
    since: dict[tuple[object, ...], date] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rig = self.hands.rig
        self.calendar = self.rig.house.law.calendar
        self.units = {unit.id: unit for unit in self.cast.units}

    # -- dice ----------------------------------------------------------------------------------------------------

    @property
    def today(self) -> date:
        return self.rig.clock.now().astimezone(ZONE).date()

    def dice(self, *what: object) -> Random:
        return Random(f"{self.seed}:{what}")

    def drawn(self, table: Sequence[tuple[int, int]], *what: object) -> int:
        return self.dice(*what).choices([n for n, _ in table], [weight for _, weight in table])[0]

    def is_time(self, table: Sequence[tuple[int, int]], *what: object) -> bool:
        """Whether the drawn number of working days has gone by since this was first seen to be open."""
        first = self.since.setdefault(what, self.today)
        return self.calendar.working_days_between(first, self.today) >= self.drawn(table, *what)

    def looks(self, account: int) -> bool:
        first, last = self.away.get(account, (date.max, date.min))
        return not first <= self.today <= last

    # -- one look ------------------------------------------------------------------------------------------------

    async def look(self) -> None:
        """All of it, once: acts open nothing that is not looked at the next time."""
        now = self.rig.clock.now()
        found = await self.rig.database.read(lambda session: standing(session, now))
        await self._acknowledge()
        for one, hearing in found.appearances:
            if one.agency_id in self.units:
                await self._appearance(one, hearing, found.numbers[hearing.case_id])
        for duty in found.duties:
            await self._duty(duty, found.numbers.get(duty.case_id or 0, ""))
        for one, hearing in found.over:
            if one.agency_id in self.units:
                await self._result(one, hearing, found.numbers[hearing.case_id])
        await self._letters(found)
        await self._effects()

    async def _acknowledge(self) -> None:
        """Noted, where it is asked for, by most."""
        for unit in self.cast.units:
            for shown, data in self.hands.offered(unit.liaison, "dt.ack") if self.looks(unit.liaison) else ():
                if self.dice("ack", shown.message_id).random() < 0.7:
                    await self.hands.press(unit.liaison, shown, data)

    # -- leaders -------------------------------------------------------------------------------------------------

    async def _appearance(self, one: Appearance, hearing: Hearing, number: str) -> None:
        unit = self.units[one.agency_id]
        left = self.calendar.working_days_between(self.today, hearing.starts_at.astimezone(ZONE).date())
        if one.state in OPEN:
            if self.is_time(NAMES, "name", one.id, one.state, hearing.sequence, one.version // 4) or left <= 1:
                await self._name(unit, one, hearing, number)
        elif one.state is AppearanceState.ASKED:
            await self._asked(unit, one, hearing, number, left)

    async def _asked(self, unit: Unit, one: Appearance, hearing: Hearing, number: str, left: int) -> None:
        leader = self.cast.accounts.get(one.leader_id or 0, 0)
        if leader in self.cast.roles and leader != NEVER and self.looks(leader):
            if self.is_time(ANSWERS, "answer", one.id, leader, hearing.sequence):
                await self._answer(leader, one, hearing)
        elif left <= 3:
            await self._name(unit, one, hearing, number, but=leader)

    async def _name(self, unit: Unit, one: Appearance, hearing: Hearing, number: str, but: int = 0) -> None:
        """The liaison names one; sometimes, when it presses, the principal goes."""
        person, dice = unit.liaison, self.dice("who", one.id, one.version)
        if (
            but
            and dice.random() < 0.4
            and self.looks(unit.principal)
            and self.hands.find(unit.principal, "ap.self", one.id)
        ):
            await self.hands.push(unit.principal, "ap.self", one.id)
            return
        if not self.looks(person):
            return
        ways = (("hr", str(hearing.id)), ("/hearings",), ("hr", str(hearing.id)), (f"/case {number}",))
        if not await self.hands.push(person, "ap.who", one.id, ways=ways):
            return
        able = [a for a in (*unit.leaders, unit.principal) if a != but]
        weights = [6, 4, 1][: len(able)]
        await self._pick(person, one, self.cast.people[dice.choices(able, weights)[0]], "ap.pick")

    async def _pick(self, person: int, one: Appearance, leader: int, verb: str) -> None:
        """The leader, and whatever is asked about that leader then."""
        for _ in range(4):
            newest = self.hands.find(person, verb, one.id)
            if newest is None:
                return
            shown, _ = newest
            wanted = self.hands.find(person, verb, one.id, *_version(newest[1]), leader, among=[shown]) or newest
            await self.hands.press(person, shown, wanted[1])
            if self.hands.find(person, verb, one.id, among=[shown]) is None:
                return

    async def _answer(self, leader: int, one: Appearance, hearing: Hearing) -> None:
        says = self.dice("says", one.id, leader, hearing.sequence).random()
        if says < 0.82:
            await self.hands.push(leader, "ap.yes", one.id)
        elif says < 0.90 and await self.hands.push(leader, "ap.sub", one.id):
            others = [a for a in self.units[one.agency_id].leaders if a != leader]
            await self._pick(leader, one, self.cast.people[others[0]], "ap.subp")
        elif await self.hands.push(leader, "ap.no", one.id):
            await self.hands.fill(leader, picks=("irreplaceable_duty", "staff", "no"))

    # -- duties and results --------------------------------------------------------------------------------------

    async def _duty(self, duty: Duty, number: str) -> None:
        if duty.state is DutyState.SUBMITTED:
            await self._judge(duty, number)
            return
        unit = self.units.get(duty.agency_id)
        person = unit.liaison if unit else self.cast.county.coordinator
        before = self.drawn(FILES, "file", duty.id, duty.version > 2)
        when = self.calendar.add_working(duty.obey, -before) if before else self.calendar.previous_working(duty.obey)
        if self.today < when or not self.looks(person) or duty.agency_id not in (*self.units, self.cast.county.justice):
            return
        ways = _ways(duty, number)
        if duty.kind == reminders.RIGHT:
            await self._right(person, duty, number)
        elif is_filing(duty.evidence.split(","), duty.owed_to):
            if await self.hands.push(person, "dt.file", duty.id, ways=ways):
                await self.rig.send_file(person, "文书.jpg", f"copy {duty.id}".encode(), mime="image/jpeg")
        elif "filing_form" in duty.evidence.split(","):
            await self._form(person, duty)
        elif await self.hands.push(person, "dt.done", duty.id, ways=ways):
            await self.hands.fill(person, f"鲁泗应〔2026〕{duty.id}号", picks=("yes",))

    async def _form(self, person: int, duty: Duty) -> None:
        """Filed in one tap as soon as somebody is named to appear; until then it waits."""
        if not await self.hands.push(person, "dt.open", duty.id, ways=(("/duties",), ("dt.show", str(duty.id)))):
            return
        if (found := self.hands.find(person, "doc.file", duty.id)) is not None:
            await self.hands.press(person, *found)

    async def _right(self, person: int, duty: Duty, number: str) -> None:
        """Whether it was appealed: mostly not."""
        if not reminders.is_watched(duty) or not await self.hands.push(person, "dt.open", duty.id):
            return
        if (found := self.hands.find(person, "pa.want", duty.paper_id)) is not None:
            await self.hands.press(person, found[0], found[1].rsplit(":", 1)[0] + ":0")

    async def _judge(self, duty: Duty, number: str) -> None:
        person = self.cast.county.coordinator
        if not self.is_time(ACCEPTS, "judge", duty.id, duty.version):
            return
        back = self.dice("back", duty.id, duty.version).random() < 0.13
        if not back and await self._leaf(person, duty):
            return
        verb = "dt.back" if back else "dt.ok"
        if await self.hands.push(person, verb, duty.id, ways=_ways(duty, number)) and back:
            await self.hands.fill(person, "附件不清，请重报")

    async def _leaf(self, person: int, duty: Duty) -> bool:
        """逐项认可, and on from one filing to the next until this one is there."""
        if self.hands.find(person, "jd.ok", duty.id) is None:
            opener = self.hands.find(person, "jd")
            if opener is None:
                return False
            await self.hands.press(person, *opener)
        for _ in range(MOST_FILINGS):
            shown = self.rig.last(person)
            if (found := self.hands.find(person, "jd.ok", duty.id)) is not None:
                await self.hands.press(person, *found)
                return True
            further = self.hands.find(person, "jd.at", among=[shown])
            if further is None:
                return False
            await self.hands.press(person, *further)
        return False

    async def _result(self, one: Appearance, hearing: Hearing, number: str) -> None:
        unit = self.units[one.agency_id]
        if not self.looks(unit.liaison) or not self.is_time(RESULTS, "result", hearing.id, hearing.sequence):
            return
        came = one.state is AppearanceState.CONFIRMED
        ways = (("rs.at", str(hearing.id)), ("hr", str(hearing.id)), (f"/case {number}",), ("hr", str(hearing.id)))
        found = await self.hands.push(unit.liaison, "rs.in", hearing.id, one.agency_id, int(came), ways=ways)
        if found or self.hands.find(unit.liaison, "fm"):
            leader = str(one.leader_id or "")
            await self.hands.fill(unit.liaison, picks=(leader, "yes", "own_staff", "staff"))

    # -- letters, invitations, effects ---------------------------------------------------------------------------

    async def _letters(self, found: Standing) -> None:
        for receipt in found.receipts:
            account = self.cast.accounts.get(receipt.person_id, 0)
            if account in self.cast.roles and self.looks(account) and self.is_time(READS, "read", receipt.id):
                await self.hands.push(account, "cr.ok", receipt.id)
        for guest in found.guests:
            account = self.cast.accounts.get(guest.person_id or 0, 0)
            if account not in self.cast.roles or not self.looks(account) or not self.is_time(READS, "guest", guest.id):
                continue
            if self.dice("comes", guest.id).random() < 0.85:
                await self.hands.push(account, "ev.yes", guest.id)
            elif await self.hands.push(account, "ev.no", guest.id):
                await self.hands.fill(account, "因公出差")

    async def _effects(self) -> None:
        """Since when a decision is in effect: as proposed, else the day that the court says."""
        for unit in self.cast.units:
            for shown, data in self.hands.offered(unit.liaison, "pa.effset") if self.looks(unit.liaison) else ():
                if not self.is_time(ACCEPTS, "effect", unit.id, shown.message_id):
                    continue
                proposed = self.hands.find(unit.liaison, "pa.effok", *data.split(":")[1:2], among=[shown])
                await self.hands.press(unit.liaison, shown, proposed[1] if proposed else data)
                if not proposed:
                    await self.hands.fill(unit.liaison, "昨天")


def _ways(duty: Duty, number: str) -> tuple[tuple[str, ...], ...]:
    """Where its button is found, if it was not sent: the duty, the case and all its matters, the list."""
    one = ("dt.open", str(duty.id))
    case = ((f"/case {number}",), one, ("cs.all",), one, ("cs.more",), one) if number else ()
    return (one, ("dt.more", str(duty.id)), *case, ("/duties",), one, ("dt.show", str(duty.id)))


def _version(data: str) -> tuple[str, ...]:
    return tuple(data.split(":")[2:3])
