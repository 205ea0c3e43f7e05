"""A rig with an audit trail of a few nights, and what somebody does to it past the bot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select, text

from bot.domain.cases.acts import CASE_CLOSED, CASE_OPENED
from bot.domain.hall.subjects import About
from bot.domain.hearings.acts import LEADER_NAMED
from bot.domain.operations.seals import Kept, Verdict, Wrong
from bot.services.hall.desk import Desk
from bot.services.operations import seals, verifying
from bot.store.tables import AuditEntry, Case
from tests.rig import Rig, open_rig

NUMBER = "（2026）鲁0831行初12号"
LEADER = "张明"
REASON = "王芳病了"
Found = list[tuple[Wrong, int, int]]


async def a_night(rig: Rig, case_id: int = 1) -> None:
    """Three entries of a case and one of none, an hour passes, all is sealed."""

    def work(desk: Desk) -> None:
        case = desk.session.get(Case, case_id)
        if case is None:
            desk.session.add(Case(id=case_id, number=NUMBER, created_at=desk.now))
            desk.session.flush()
            desk.audit(CASE_OPENED, About.CASE(case_id), case_id=case_id, new={"number": NUMBER})
        else:
            desk.audit(CASE_CLOSED, About.CASE(case_id), new={"on": desk.today.isoformat()})
        desk.audit(LEADER_NAMED, About.APPEARANCE(9), case_id=case_id, old={"leader": "李四"},
                   new={"leader": LEADER, "post": "副局长", "state": "named"})  # fmt: skip
        desk.audit(LEADER_NAMED, About.APPEARANCE(9), case_id=case_id, new={"leader": LEADER}, reason=REASON)
        desk.audit(LEADER_NAMED, About.APPEARANCE(10), new={"leader": "赵六"})

    await rig.work(work)
    rig.clock.move_to(rig.clock.now() + timedelta(hours=1))
    await rig.work(seals.seal)
    rig.clock.move_to(rig.clock.now() + timedelta(hours=22))


@asynccontextmanager
async def nights(tmp_path: Path, database: str, count: int = 3) -> AsyncIterator[Rig]:
    """A rig after so many nights of four entries each, numbered from 1."""
    async with open_rig(tmp_path, database=database) as rig:
        for _ in range(count):
            await a_night(rig)
        yield rig


async def past_the_bot(rig: Rig, statement: str, **values: Any) -> None:
    """What somebody with access to the database does."""
    await rig.database.write(lambda session: session.connection().execute(text(statement), values) and None)


async def verdict(rig: Rig, *kept: Kept) -> Verdict:
    return await rig.work(lambda desk: verifying.verify(desk, kept))


async def found(rig: Rig, *kept: Kept) -> Found:
    """What is wrong: kind, seal, entry."""
    return [(one.wrong, one.seal, one.entry) for one in (await verdict(rig, *kept)).findings]


async def roots(rig: Rig) -> dict[int, str]:
    return {header.number: root for header, root in await rig.work(seals.all_of_them)}


async def rows(rig: Rig) -> list[AuditEntry]:
    def work(session: Session) -> list[AuditEntry]:
        return list(session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all())

    return await rig.database.read(work)
