"""A county under the Ruzhou plan at a desk, with a quarter behind it: what the tests of the court's bulletin share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlmodel import col, select

from bot.domain.bulletins.court_figures import CaseLine, FigureLine, Read
from bot.services.bulletins import court, starting
from bot.services.duties import recurring
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.bulletins import court as store
from bot.store.tables import Agency, CourtBulletin, Duty, LetterCandidate, Person
from tests.builders import County
from tests.desk import followed, open_desk
from tests.handlers.bulletins.court_steps import CITY_COURT, COURT, NOBODY_CAME, SAID_NOTHING, heard

Q3 = "2026Q3"
ON = date(2026, 10, 12)
LINES = (FigureLine("县自然资源局", 4, 4), FigureLine("泗水县公安局", 4, 3), FigureLine("县人社局", 2, 2))


@contextmanager
def ruzhou(start: str = "2026-10-12 09:30") -> Iterator[tuple[Desk, County]]:
    """A third quarter: 自然资源局 4/4 with a silent leader, 公安局 4/2, 泉林镇 1/1 before the city's court."""
    with open_desk(start, rulebook="ruzhou-2022", follows=True) as (desk, here):
        desk.session.get_one(Agency, here.city).rulebook = "national"
        with followed(desk):
            for n in range(1, 5):
                heard(desk, n, here.resources, **(SAID_NOTHING if n == 4 else {}))
            for n in range(5, 9):
                heard(desk, n, here.police, **(NOBODY_CAME if n > 6 else {}))
            heard(desk, 3, here.town, court=CITY_COURT)
        recurring.tick(desk)
        as_(desk, here.coordinator)
        yield desk, here


def as_(desk: Desk, account: int) -> None:
    person = desk.session.exec(select(Person).where(Person.telegram_id == account)).one()
    desk.actor = access.actor_of(desk.session, person, desk.today)


def entered(
    desk: Desk, here: County, *lines: FigureLine, cases: tuple[CaseLine, ...] = (), on: date = ON
) -> CourtBulletin:
    return court.enter(desk, here.justice, Q3, on, COURT, Read(lines or LINES, cases))


def recorded(desk: Desk, here: County, *lines: FigureLine, **more: Any) -> CourtBulletin:
    row = entered(desk, here, *lines, **more)
    with followed(desk):
        starting.record(desk, row.id or 0, row.version)
    return row


def candidates(desk: Desk, row: CourtBulletin) -> list[tuple[int, str, str]]:
    return [(one.agency_id, one.ground, one.state) for one in store.candidates_of(desk.session, row.id)]


def of(desk: Desk, row: CourtBulletin, agency_id: int) -> LetterCandidate:
    return next(one for one in store.candidates_of(desk.session, row.id) if one.agency_id == agency_id)


def owed(desk: Desk, rule: str) -> list[Duty]:
    return list(desk.session.exec(select(Duty).where(Duty.rule == rule).order_by(col(Duty.id))).all())
