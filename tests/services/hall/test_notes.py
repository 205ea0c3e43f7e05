"""Small state by name, also where two processes write the first of a name at once."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

from sqlmodel import Session

from bot.services.hall import notes
from bot.store.engine import open_database
from tests.rig import open_rig


async def test_two_processes_write_the_first_note_of_a_name_at_once(tmp_path: Path, postgres: str) -> None:
    """The second waits for the first and writes after it; as two do that start in the same second."""
    async with open_rig(tmp_path, database=postgres) as rig:
        other, begun, go_on = open_database(postgres), threading.Event(), threading.Event()
        now = rig.clock.now()

        def slow(session: Session) -> None:
            notes.put(session, "x", {"by": "first"}, now=now)
            session.flush()
            begun.set()
            assert go_on.wait(60)

        first = asyncio.create_task(other.write(slow))
        await asyncio.to_thread(begun.wait, 60)
        second = asyncio.create_task(rig.database.write(lambda s: notes.put(s, "x", {"by": "second"}, now=now)))
        done, _ = await asyncio.wait({second}, timeout=0.3)
        assert not done
        go_on.set()
        await asyncio.gather(first, second)
        assert await rig.database.read(lambda s: notes.get(s, "x")) == {"by": "second"}
        await other.close()
