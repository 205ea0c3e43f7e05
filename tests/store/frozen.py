"""A process of its own that takes the lease and is frozen within the transaction; woken up, it tells what became of it.

    python -m tests.store.frozen URL SECONDS

`SECONDS` is how long a transaction may be silent.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import threading
from datetime import UTC, datetime

from sqlmodel import Session

from bot.services.post import leadership
from bot.store.postgres import PostgresDatabase
from bot.store.trouble import is_passing

OWNER = "frozen"


def _freeze(session: Session) -> bool:
    """Told to this very thread: one that is told to the process may find another thread first, and this one goes on."""
    got = leadership.acquire(session, owner=OWNER, seconds=60.0, now=datetime.now(UTC))
    session.flush()
    signal.pthread_kill(threading.get_ident(), signal.SIGSTOP)
    return got


async def main(url: str, silent: float) -> str:
    """What the transaction came to, and whether the next one is as good as ever."""
    database = PostgresDatabase(url, silent=silent)
    try:
        await database.write(_freeze)
        first = "done"
    except Exception as error:
        first = "undone" if is_passing(error) else f"failed: {error!r}"
    held = await database.write(lambda session: leadership.holds(session, owner=OWNER))
    await database.close()
    return f"{first}, {'leads' if held else 'does not lead'}"


if __name__ == "__main__":
    print(asyncio.run(main(sys.argv[1], float(sys.argv[2]))))
