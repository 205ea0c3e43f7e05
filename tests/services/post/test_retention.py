"""What holds names is forgotten after its term, whatever became of the message."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select, text

from bot.domain.hall.terms import SendState
from bot.services.hall.desk import Desk
from bot.services.post import retention
from bot.store.tables import OutboxRow
from tests.rig import open_rig

KEPT = {SendState.UNCERTAIN, SendState.HELD}
"""A person decides about these, and must see what they say."""


def _changes(session: Session) -> list[str]:
    """The versions of the rows, where the engine tells: each night only what has come of age is written."""
    if session.get_bind().dialect.name != "postgresql":
        return []
    return list(session.connection().execute(text("SELECT xmin::text FROM outbox ORDER BY id")).scalars())


@pytest.mark.parametrize("days", [10, 31])
async def test_texts_are_blanked_after_their_term(tmp_path: Path, database: str, days: int) -> None:
    states = [SendState.SENT, SendState.FAILED, SendState.CANCELLED, *KEPT]

    def stand(desk: Desk) -> None:
        retention.set_terms(desk, updates_days=30, texts_days=30, names_days=30)
        at: datetime = desk.now - timedelta(days=days)
        for state in states:
            sent = state is SendState.SENT
            desk.session.add(
                OutboxRow(
                    chat_id=1, due_at=at, planned_at=at, state=state, content={"text": "张三"}, subject="old",
                    sent_at=at if sent else None, text="张三" if sent else "",
                )
            )  # fmt: skip

    def left(session: Session) -> set[SendState]:
        rows = session.exec(select(OutboxRow).where(OutboxRow.subject == "old", col(OutboxRow.id) > 0)).all()
        return {row.state for row in rows if row.content or row.text}

    async with open_rig(tmp_path, database=database) as rig:
        await rig.work(stand)
        await rig.work(retention.prune)
        before = await rig.database.read(_changes)
        await rig.work(retention.prune)
        assert await rig.database.read(_changes) == before, "what was blanked is left alone"
        assert await rig.database.read(left) == (set(states) if days == 10 else KEPT)


async def test_night_by_night_all_of_it_comes_of_age(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A little is looked at each night; what is younger is looked at when its time has come."""
    monkeypatch.setattr(retention, "A_NIGHT", 2)

    def stand(desk: Desk) -> None:
        retention.set_terms(desk, updates_days=30, texts_days=30, names_days=30)
        for days in (40, 40, 40, 29, 28):
            at = desk.now - timedelta(days=days)
            desk.session.add(
                OutboxRow(
                    chat_id=1,
                    due_at=at,
                    planned_at=at,
                    state=SendState.CANCELLED,
                    content={"text": "张三"},
                    subject="old",
                )
            )

    def left(session: Session) -> int:
        rows = session.exec(select(OutboxRow).where(OutboxRow.subject == "old")).all()
        return sum(bool(row.content) for row in rows)

    async with open_rig(tmp_path) as rig:
        await rig.work(stand)
        seen = []
        for _ in range(3):
            await rig.work(retention.prune)
            seen.append(await rig.database.read(left))
        assert seen == [3, 2, 2]
        rig.clock.move_to(rig.clock.now() + timedelta(days=1, hours=1))
        await rig.work(retention.prune)
        assert await rig.database.read(left) == 1
