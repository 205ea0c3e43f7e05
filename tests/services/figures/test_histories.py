"""Whatever happens, in whatever order, and whatever is corrected: figures are as counting from scratch gives."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlmodel import select

from bot.domain.agencies.reform import Heirs
from bot.domain.hall.errors import Missing, Refused
from bot.domain.hall.terms import AbsenceReason, HearingStatus, PaperKind, PartyCapacity, Reform
from bot.domain.hearings.appearances import RANKS, WHO_COMES, Absence, Result
from bot.services.agencies import reform
from bot.services.agencies.reform import Order
from bot.services.figures import checking
from bot.services.hall.desk import Desk
from bot.services.hearings import hearings, held, results
from bot.services.hearings.hearings import Entry
from bot.store.tables import (
    Agency,
    Appearance,
    Case,
    CountRow,
    Hearing,
    HearingResult,
    Paper,
    Party,
)
from bot.store.transaction import settle
from tests import builders
from tests.builders import County
from tests.rig import Rig, open_rig

START = "2026-03-20 10:00"
STEPS = 60
BOOKS = ("sishui-2020", "national", "wuqing-2020", "anhui-principal-2023", "ruzhou-2022")
NUMBERS = (
    "（2026）鲁0831行初1号", "（2026）鲁0831行初2号", "（2026）鲁08行终3号", "（2026）鲁0831行审4号", "（2026）鲁0831行初5号",
)  # fmt: skip
Step = Callable[[Desk, County, Random], None]


def _agencies(place: County) -> list[int]:
    return [place.resources, place.police, place.labour, place.town, place.government]


def _any(desk: Desk, table: type[Any], dice: Random, **like: Any) -> Any:
    """Some row of a table; none ends the step."""
    rows = desk.session.exec(select(table).filter_by(**like).order_by(table.id)).all()
    if not rows:
        raise Missing
    return dice.choice(rows)


def _entry(desk: Desk, place: County, dice: Random, days: float) -> Entry:
    starts = desk.local.replace(hour=9, minute=30, second=0, microsecond=0) + timedelta(days=days)
    return Entry(dice.choice(NUMBERS), starts, tuple(dice.sample(_agencies(place), dice.choice((1, 1, 2)))))


def enter(desk: Desk, place: County, dice: Random) -> None:
    hearings.enter(desk, _entry(desk, place, dice, dice.randint(1, 40)))


def enter_late(desk: Desk, place: County, dice: Random) -> None:
    held.enter(desk, _entry(desk, place, dice, -dice.randint(1, 120)))


def report(desk: Desk, place: County, dice: Random) -> None:
    """A result, or its correction."""
    hearing = _any(desk, Hearing, dice)
    party = _any(desk, Party, dice, case_id=hearing.case_id)
    told = next(iter(desk.session.exec(
        select(HearingResult).filter_by(hearing_id=hearing.id, agency_id=party.agency_id)
    )), None)  # fmt: skip
    came = dice.random() < 0.6
    excuse = Absence(dice.choice(list(AbsenceReason)), "住院", "signed", "staff", "何伟")
    result = Result(
        attended=came,
        leader=dice.choice(("张明", "赵敏")) if came else "",
        rank=dice.choice(list(RANKS)) if came else "",
        stayed=dice.choice((True, True, False, None)),
        spoke=dice.choice((True, False, None)),
        who=dice.choice(list(WHO_COMES)),
        video=dice.random() < 0.2,
        identity=dice.choice(("accepted", "refused", "")) if came else "",
        excuse=None if came or dice.random() < 0.5 else excuse,
    )
    version = told.version if told else 0
    results.report(desk, hearing.id or 0, party.agency_id, result, version=version, reason="更正" if told else "")


def move(desk: Desk, place: County, dice: Random) -> None:
    hearing = _any(desk, Hearing, dice, status=HearingStatus.SCHEDULED)
    hearings.move(desk, hearing.id or 0, hearing.version, desk.now + timedelta(days=dice.randint(1, 60)), reason="改期")


def end(desk: Desk, place: County, dice: Random) -> None:
    hearing = _any(desk, Hearing, dice, status=HearingStatus.SCHEDULED)
    status = dice.choice((HearingStatus.CANCELLED, HearingStatus.WITHDRAWN, HearingStatus.NOT_HELD))
    hearings.end(desk, hearing.id or 0, hearing.version, status, "撤诉")


def serve(desk: Desk, place: County, dice: Random) -> None:
    """A paper: a notice that calls again, or a decision."""
    party = _any(desk, Party, dice)
    kind = dice.choice((PaperKind.APPEARANCE_NOTICE, PaperKind.JUDGMENT_FIRST, PaperKind.RULING_FIRST))
    facts = {} if kind is PaperKind.APPEARANCE_NOTICE else {"outcome": dice.choice(("revoked", "withdrawn"))}
    served = desk.today - timedelta(days=dice.randint(0, 30))
    desk.session.add(Paper(case_id=party.case_id, agency_id=party.agency_id, kind=kind, served_on=served, facts=facts,
                           entered_at=desk.now))  # fmt: skip


def withdraw(desk: Desk, place: County, dice: Random) -> None:
    paper = _any(desk, Paper, dice)
    paper.withdrawn = not paper.withdrawn
    desk.session.add(paper)


def regard(desk: Desk, place: County, dice: Random) -> None:
    """Another capacity, or another answer about a party."""
    party = _any(desk, Party, dice)
    party.capacity = dice.choice(list(PartyCapacity))
    party.facts = {"co_defendants_agreed": dice.choice(("us", "other", "both"))} if dice.random() < 0.5 else {}
    desk.session.add(party)


def leave(desk: Desk, place: County, dice: Random) -> None:
    desk.session.delete(_any(desk, Party, dice))


def sit_otherwise(desk: Desk, place: County, dice: Random) -> None:
    hearing = _any(desk, Hearing, dice)
    hearing.session = dice.choice(("hearing", "hearing", "inquiry", "on_paper"))
    desk.session.add(hearing)


def excuse_or_not(desk: Desk, place: County, dice: Random) -> None:
    row = _any(desk, Appearance, dice)
    row.absence_reason = dice.choice((*AbsenceReason, None))
    row.absence = {"proof": "sealed", "files": 1, "who": "staff", "court_view": dice.choice(("accepted", "rejected"))}
    desk.session.add(row)


def tag(desk: Desk, place: County, dice: Random) -> None:
    case = _any(desk, Case, dice)
    case.facts = {**case.facts, "tags": dice.choice((["public_interest_suit"], ["land_requisition"], []))}
    case.cause, case.plaintiff_count = dice.choice(("土地行政处罚", "工伤认定")), dice.choice((1, 12, 60))
    desk.session.add(case)


def govern_otherwise(desk: Desk, place: County, dice: Random) -> None:
    agency = desk.session.get_one(Agency, dice.choice((place.government, place.police, place.labour)))
    agency.rulebook = dice.choice(BOOKS)
    desk.session.add(agency)


def merge(desk: Desk, place: County, dice: Random) -> None:
    order = Order(Reform.ENDED, ((place.town, 0),), Heirs(place.street))
    reform.carry_out(desk, order)


def fail(desk: Desk, place: County, dice: Random) -> None:
    """Something is written, counted, and then taken back as a whole."""
    for row in desk.session.exec(select(HearingResult)).all():
        row.attended = not row.attended
        desk.session.add(row)
    desk.session.flush()
    settle(desk.session)
    raise Missing


_OFTEN: tuple[Step, ...] = (enter, enter, enter_late, enter_late, report, report, report, report)
_ALL: tuple[Step, ...] = (
    *_OFTEN, move, end, serve, serve, withdraw, regard, leave, sit_otherwise, excuse_or_not, excuse_or_not, tag,
    govern_otherwise, fail,
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
async def test_a_random_history_leaves_no_difference(rig: Rig, county: County, seed: int) -> None:
    await _history(rig, county, Random(seed))


@pytest.mark.slow
async def test_a_random_history_on_postgresql(tmp_path: Path, postgres: str) -> None:
    async with open_rig(tmp_path, start=START, database=postgres) as rig:
        await _history(rig, await builders.county(rig), Random(7))


async def _history(rig: Rig, county: County, dice: Random) -> None:
    done = 0
    for n in range(STEPS):
        step = merge if n == STEPS - 15 else dice.choice(_ALL)
        rig.clock.move_to(rig.clock.now() + timedelta(hours=dice.randint(1, 60)))
        try:
            await rig.work(lambda desk, step=step: step(desk, county, dice))  # type: ignore[misc]
            done += 1
        except Refused:
            continue
        if n % 10 == 9:
            assert await rig.work(checking.check) == [], step.__name__
    assert await rig.work(checking.check) == []
    counted = await rig.database.read(lambda s: {row.counted for row in s.exec(select(CountRow)).all()})
    assert done > STEPS / 3
    assert len(counted) > 1


async def test_a_difference_is_named_and_mended(rig: Rig, county: County) -> None:
    """Something else wrote a row: that is said, with what it has to be, and put right with the totals."""
    await rig.work(lambda desk: hearings.enter(desk, Entry(NUMBERS[0], desk.now + timedelta(days=3), (county.police,))))

    def spoil(desk: Desk) -> None:
        row = desk.session.exec(select(CountRow)).one()
        row.counted, row.heard, row.quarter = "attended", True, "2026Q1"
        desk.session.add(row)

    await rig.work(spoil)
    found = await rig.work(checking.check)
    assert {(gap.field, gap.kept, gap.right) for gap in found} == {
        ("counted", "attended", "not_heard"),
        ("heard", "True", "False"),
        ("quarter", "2026Q1", ""),
        ("total.heard", "0", "1"),
        ("total.attended", "0", "1"),
    }
    await rig.work(lambda desk: checking.mend_some(desk, 0))
    await rig.work(checking.mend_totals)
    assert await rig.work(checking.check) == []
