"""Steering the playground as a whole: faults, limits, the clock, taking the state out and in."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.playground.people.replay import Replay
from bot.playground.stage.driver import Driver
from bot.playground.stage.stage import Stage
from bot.playground.state.export import dump, restore, save
from bot.playground.state.faults import Fault
from bot.playground.state.limits import Limits
from bot.playground.wire import Json


class Steering(Replay):
    """All that can be asked of a playground, without the server: what the control API over HTTP works with.

    ``file`` is where the state is kept, if anywhere.
    """

    driver: Driver
    file: Path | None

    @property
    def stage(self) -> Stage | None:
        """The bot that is on stage, where there is one."""
        return self.driver.stage

    @property
    def token(self) -> str:
        """The token that the bot must use."""
        return self.core.state.token

    @property
    def now(self) -> datetime:
        """The playground's instant, aware UTC."""
        return self.core.now()

    def date_answers(self, seconds: Callable[[], float | None] = time.time) -> None:
        """Date the head of every answer by this clock (seconds since the epoch; None leaves the date out)."""
        self.core.date = seconds

    def fault(self, kind: str, **settings: object) -> Fault:
        """Arm a fault: ``kind`` is one of ``faults.KINDS``; settings as in ``faults.Fault``."""
        fault = self.core.faults.add(kind, **settings)
        if kind == "drop" and fault.matches("getUpdates", None) and not fault.skip:
            # A line that is down does not deliver to whoever was already listening.
            self.core.updates.cut()
        self._tell_faults()
        return fault

    def clear_faults(self, fault_id: int | None = None) -> None:
        """Disarm one fault or all."""
        self.core.faults.remove(fault_id)
        self._tell_faults()

    def _tell_faults(self) -> None:
        self.core.tell("faults", {"faults": [fault.json() for fault in self.core.faults.armed]})

    def set_limits(self, limits: Limits) -> None:
        """Other flood limits from now on."""
        self.core.flood.configure(limits)
        self.core.tell("limits", limits.json())

    async def advance(self, to: datetime) -> datetime:
        """Move the simulated clock forward; gives the instant reached."""
        return await self.driver.move(to)

    def export_state(self) -> Json:
        """Everything as one JSON document."""
        return dump(self.core)

    def import_state(self, document: Json) -> None:
        """Take over such a document in place of everything. Raises ControlError."""
        state, recorded, waiting, allowed = restore(document)
        self.core.take(state)
        self.core.recorded.extend(recorded)
        self.core.updates.pending.extend(waiting)
        self.core.updates.allowed = allowed

    def clear_state(self) -> None:
        """No people, no chats, no updates; the bot's profile and all counters stay."""
        self.core.take(self.core.state.emptied())

    def save(self, *, clean: bool = False) -> None:
        """Write the state to its file, if it has one."""
        if self.file:
            save(self.core, self.file, clean=clean)
