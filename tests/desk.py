"""A desk on a database in memory, without a bot round it: for tests that ask one service many questions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool
from sqlmodel import Session, SQLModel

from bot.domain.hall.terms import HearingStatus
from bot.services.hall.desk import SYSTEM, Desk
from bot.store.tables import Agency, Case, Hearing, HearingResult, Party
from bot.store.transaction import Transaction, settle
from tests import builders
from tests.builders import County
from tests.houses import ZONE, house_in

START = "2026-04-02 09:00"


def at(local: str) -> datetime:
    """An instant by the clock on the wall of the county."""
    return datetime.fromisoformat(local).replace(tzinfo=ZONE)


@contextmanager
def open_desk(
    start: str = START, *, rulebook: str = "sishui-2020", follows: bool = False
) -> Iterator[tuple[Desk, County]]:
    """The bot's own desk at a local time, in a county whose agencies go by `rulebook`. Where it `follows`, what others
    do before a commit is done at the end of each `followed`."""
    # One engine for all: it remembers how statements are compiled. Every desk finds the county untouched.
    _CONNECTION.deserialize(_IMAGE)
    with (Transaction if follows else Session)(_ENGINE, expire_on_commit=False) as session:
        desk = Desk(session, house_in(Path("unused"), rulebook=rulebook), at(start), SYSTEM)
        session.get_one(Agency, _COUNTY.government).rulebook = rulebook
        session.flush()
        yield desk, replace(_COUNTY, ids=dict(_COUNTY.ids))


@contextmanager
def followed(desk: Desk) -> Iterator[None]:
    """What is done within is followed as at the end of a transaction."""
    yield
    desk.session.flush()
    settle(desk.session)


_CONNECTION = sqlite3.connect(":memory:", check_same_thread=False)
_ENGINE = create_engine("sqlite://", creator=lambda: _CONNECTION, poolclass=StaticPool)


def _county() -> tuple[bytes, County]:
    """A database with the county in it, and its ids; the migrations are compared with these tables elsewhere."""
    SQLModel.metadata.create_all(_ENGINE)
    with Session(_ENGINE) as session:
        county = builders.build(Desk(session, house_in(Path("unused")), at(START), SYSTEM))
        session.commit()
    return _CONNECTION.serialize(), county


_IMAGE, _COUNTY = _county()


def later(desk: Desk, **more: float) -> None:
    """Let time pass at this desk."""
    desk.now += timedelta(**more)


def case(desk: Desk, number: str, *agencies: int, **more: Any) -> Case:
    """A case against agencies."""
    made = Case(number=number, created_at=desk.now, **more)
    desk.session.add(made)
    desk.session.flush()
    desk.session.add_all(Party(case_id=made.id or 0, agency_id=one) for one in agencies)
    desk.session.flush()
    return made


def hearing(desk: Desk, of: Case, local: str, status: HearingStatus = HearingStatus.SCHEDULED, **notes: Any) -> Hearing:
    """A hearing of a case at a local time."""
    made = Hearing(case_id=of.id or 0, starts_at=at(local), status=status, entered_at=desk.now, notes=notes)
    desk.session.add(made)
    desk.session.flush()
    return made


def result(
    desk: Desk, of: Hearing, agency: int, *, attended: bool = True, rank: str = "", **more: Any
) -> HearingResult:
    """What an agency reported of a hearing."""
    made = HearingResult(
        hearing_id=of.id or 0, agency_id=agency, attended=attended, rank=rank, reported_at=desk.now, **more
    )
    desk.session.add(made)
    desk.session.flush()
    return made
