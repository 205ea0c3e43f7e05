"""A county with five quarters behind it, put into the database of the real bot for the picture of its figures."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import select

from bot.domain.hall.terms import AgencyKind, HearingStatus
from bot.services.hall.desk import SYSTEM, Desk
from bot.store.engine import open_database
from bot.store.tables import Agency, Case, Hearing, HearingResult, Party
from tests.houses import house_in

ZONE = ZoneInfo("Asia/Shanghai")
QUARTERS = (("2025", 11), ("2026", 2), ("2026", 5), ("2026", 8), ("2026", 11))
"""Year and the month in the middle of each."""
COUNTS = (
    ("县公安局", ((4, 3), (5, 4), (4, 4), (6, 6), (6, 6))),
    ("县自然资源局", ((6, 3), (5, 3), (7, 5), (6, 5), (8, 7))),
    ("县人社局", ((2, 1), (3, 2), (2, 2), (3, 2), (4, 3))),
    ("县政府", ((3, 2), (2, 1), (3, 2), (4, 3), (3, 2))),
)
"""By agency, what was heard and attended in each quarter; others were not sued."""


async def fill(folder: Path, now: datetime) -> None:
    """Cases, hearings and results as they would have been entered; figures follow from them."""
    house = house_in(folder, rulebook="ruzhou-2022")
    database = open_database(f"sqlite+aiosqlite:///{folder / 'chuting.db'}")
    try:
        await database.write(lambda session: _fill(Desk(session, house, now, SYSTEM)))
    finally:
        await database.close()


def _fill(desk: Desk) -> None:
    agencies = {one.short_name: one for one in desk.session.exec(select(Agency)).all()}
    for one in agencies.values():
        if one.kind is AgencyKind.GOVERNMENT and one.rulebook:
            one.rulebook = "ruzhou-2022"
    desk.session.flush()
    n = 100
    for name, counts in COUNTS:
        for (year, month), (heard, attended) in zip(QUARTERS, counts, strict=True):
            for index in range(heard):
                n += 1
                _heard(desk, agencies[name], f"（{year}）鲁0831行初{n}号", int(year), month, index, index < attended)


def _heard(desk: Desk, agency: Agency, number: str, year: int, month: int, index: int, came: bool) -> None:
    case = Case(number=number, court="泗水县人民法院", cause="行政处罚", created_at=desk.now)
    desk.session.add(case)
    desk.session.flush()
    at = datetime(year, month, 1 + 3 * index, 9, 30, tzinfo=ZONE)
    hearing = Hearing(case_id=case.id or 0, starts_at=at, status=HearingStatus.HELD, entered_at=desk.now)
    desk.session.add_all([Party(case_id=case.id or 0, agency_id=agency.id or 0), hearing])
    desk.session.flush()
    rank = "" if not came else "principal" if index == 0 else "deputy_in_charge"
    desk.session.add(
        HearingResult(
            hearing_id=hearing.id or 0, agency_id=agency.id or 0, attended=came, rank=rank, reported_at=desk.now,
            spoke=came and index % 4 != 3, stayed=came, leader_name="某负责人" if came else "",
        )
    )  # fmt: skip
    desk.session.flush()
