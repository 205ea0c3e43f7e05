"""The real bot, which dies of itself, once, when it writes a row of a given table: before the commit, or after it.

python -m tests.crash.paper_room
"""

from __future__ import annotations

import os
import signal
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection, Engine, event
from sqlalchemy.pool import Pool
from sqlmodel import Session

from bot import cli
from bot.store.transaction import Transaction

DIE = Path("die")
"""A file of the folder in which the bot runs: the moment, and the table whose row is the last that is written."""


class Moment(StrEnum):
    """When it dies: what it wrote is gone then, or stands, and nobody was told of it yet."""

    BEFORE = "before"
    AFTER = "after"


class _Fate:
    """What the transaction under way has written of what it is to die of."""

    def __init__(self) -> None:
        self.moment = ""

    def written(self, session: Session, _: object) -> None:
        if not DIE.exists():
            return
        moment, table = DIE.read_text().split()
        if any(row.__tablename__ == table for row in (*session.new, *session.dirty)):
            self.moment = moment

    def commits(self, _: Connection) -> None:
        if self.moment == Moment.BEFORE:
            self._die()

    def committed(self, *_: object) -> None:
        if self.moment == Moment.AFTER:
            self._die()

    def _die(self) -> None:
        DIE.unlink()
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    fate = _Fate()
    event.listen(Transaction, "after_flush", fate.written)
    event.listen(Engine, "commit", fate.commits)
    event.listen(Pool, "checkin", fate.committed)
    cli.serve()
