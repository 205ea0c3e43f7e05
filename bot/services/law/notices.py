"""Summonses and appearance notices that came too late before the hearing (法释〔2018〕1号 71; 法释〔2020〕3号 5)."""

from __future__ import annotations

from collections.abc import Collection

from bot.domain.hall.terms import PaperKind
from bot.services.hall.desk import Desk
from bot.services.law import appearing
from bot.store.cases import papers as papers_store
from bot.store.tables import Hearing, Paper

CALLS = (PaperKind.SUMMONS, PaperKind.APPEARANCE_NOTICE)


def short(desk: Desk, hearing: Hearing, agency_ids: Collection[int]) -> list[Paper]:
    """The calls served on these agencies fewer days before the hearing than their rule books want (A16)."""
    on = hearing.starts_at.astimezone(desk.house.zone).date()
    papers = papers_store.standing(desk.session, hearing.case_id, kinds=CALLS)
    near = [p for p in papers if p.agency_id in agency_ids and p.served_on <= on]
    return [p for p in near if (on - p.served_on).days < days_wanted(desk, p.agency_id)]


def days_wanted(desk: Desk, agency_id: int) -> int:
    """How many days before the hearing a call is to be served."""
    return int(appearing.parameter(desk, agency_id, "short_notice_days") or 3)
