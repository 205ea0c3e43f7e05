"""What takes seconds is announced: in the message whose button was pressed, before it is worked off."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

from bot.clock import Clock
from bot.domain.hall.errors import Refused
from bot.store.database import Database
from bot.telegram.incoming import Incoming
from bot.telegram.mouth import Mouth
from bot.telegram.router import Router
from bot.telegram.turning import Transaction


@dataclass(frozen=True)
class Announcer:
    """Has a transaction of its own, which changes nothing else. The press is answered when it is done."""

    router: Router
    database: Database
    clock: Clock
    mouth: Mouth
    transact: Transaction

    async def announce(self, incoming: Incoming) -> None:
        """Say it, and wait until it is out. Where it is refused, the turn itself says why."""
        before = self.router.before.get(incoming.verb)
        if before is None:
            return
        now = self.clock.now()
        with contextlib.suppress(Refused):
            outcome = await self.database.write(lambda s: self.transact.aside(s, incoming, before, now))
            for row in outcome.rows:
                await self.mouth.say_first(row)
