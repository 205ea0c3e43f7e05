"""A group that becomes a supergroup, in whatever order the news of it comes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlmodel import Session, select
from telegram.error import ChatMigrated

from bot.domain.hall.terms import Lane, SendState
from bot.services.hall.desk import Desk
from bot.services.post import delivery
from bot.store.tables import LinkedGroup, OutboxRow
from tests import room
from tests.rig import Rig, open_rig

OLD, NEW = -5001, -1005001


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with open_rig(tmp_path, register=room.register) as opened:
        yield opened


def _group(desk: Desk, chat: int, *, gone: bool = False) -> None:
    desk.session.add(LinkedGroup(chat_id=chat, title="群", linked_at=desk.now, gone_at=desk.now if gone else None))


def _links(session: Session) -> list[tuple[int, bool]]:
    return [(group.chat_id, group.gone_at is None) for group in session.exec(select(LinkedGroup)).all()]


@pytest.mark.slow
@pytest.mark.parametrize("linked_anew", [False, True])
@pytest.mark.parametrize("left_first", [False, True])
async def test_a_group_that_moves_is_followed(rig: Rig, linked_anew: bool, left_first: bool) -> None:
    def stand(desk: Desk) -> None:
        _group(desk, OLD, gone=left_first)
        if linked_anew:
            _group(desk, NEW)
        desk.session.add(
            OutboxRow(
                topic="t.note", args={"text": "copy"}, chat_id=OLD, lane=Lane.BULK, urgent=True,
                due_at=desk.now, planned_at=desk.now,
            )
        )  # fmt: skip

    await rig.work(stand)
    rig.bot.faults.append(ChatMigrated(NEW))
    await rig.pump.drain()
    assert [m.chat_id for m in rig.bot.messages] == [NEW]
    assert await rig.database.read(_links) == [(NEW, True)]
    # The same news by another way does no harm.
    await rig.database.write(lambda s: delivery.migrated(s, OLD, NEW))
    assert await rig.database.read(_links) == [(NEW, True)]


@pytest.mark.slow
async def test_a_move_that_leads_nowhere_is_not_followed_without_end(rig: Rig) -> None:
    """Each time the same answer: then it waits longer and longer, like after any other fault."""

    def stand(desk: Desk) -> None:
        desk.session.add(
            OutboxRow(
                topic="t.note", args={"text": "copy"}, chat_id=OLD, lane=Lane.BULK, urgent=True,
                due_at=desk.now, planned_at=desk.now,
            )
        )  # fmt: skip

    await rig.work(stand)
    sender, owner = rig.pump.sender, rig.pump
    waits = []
    for _ in range(3):
        rig.bot.faults.append(ChatMigrated(OLD))
        [row] = await owner._claim(10)
        await sender.deliver(row, row.lane)
        [row] = await rig.database.read(lambda s: s.exec(select(OutboxRow)).all())
        assert row.state is SendState.PLANNED
        waits.append(row.not_before)
        await rig.database.write(lambda s, number=row.id: setattr(s.get(OutboxRow, number), "not_before", 0))  # type: ignore[misc]
    assert waits[1] - waits[0] > 1, waits
