"""Moving the simulated clock: through the stage where there is one, else the playground's own clock."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta

from bot.playground.errors import ControlError
from bot.playground.state.core import Core

from .stage import Stage

TICK = 0.25
"""Real seconds between two steps of a running clock."""
FASTEST = 7 * 86_400.0
"""Simulated seconds per real second at most."""


class OwnClock:
    """Real time moved by an offset, for a playground without a stage."""

    def __init__(self) -> None:
        self._offset = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def move(self, to: datetime) -> None:
        """Show ``to`` (aware) from this moment on."""
        self._offset += to - self()


class Driver:
    """One hand on the clock at a time. Instants are aware UTC."""

    def __init__(self, core: Core, stage: Stage | None, own: OwnClock | None) -> None:
        self.core, self.stage, self._own = core, stage, own
        self.rate = 0.0
        self.hand = asyncio.Lock()
        self._halt = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    async def move(self, to: datetime) -> datetime:
        """Go forward to an instant; gives the one reached. Raises ControlError for going back."""
        if to.tzinfo is None:
            raise ControlError("an instant needs its offset from UTC")
        async with self.hand:
            if to < self.core.now():
                raise ControlError("the clock only goes forward")
            return await self._step(to)

    async def _step(self, to: datetime) -> datetime:
        if self.stage is not None:
            reached = await self.stage.advance(to)
        elif self._own is not None:
            self._own.move(to)
            reached = to
        else:
            raise ControlError("this playground does not own its clock")
        self._show()
        return reached

    def _show(self) -> None:
        self.core.tell("clock", {"now": self.core.iso(), "rate": self.rate})

    async def run(self, rate: float) -> None:
        """Let the clock run at ``rate`` simulated seconds a second; 0 stops it. Raises ControlError."""
        if not 0 <= rate <= FASTEST:
            raise ControlError(f"a rate is between 0 and {FASTEST:.0f}")
        await self.stop()
        self.rate = rate
        self._show()
        if rate:
            self._halt = asyncio.Event()
            self._running = asyncio.get_running_loop().create_task(self._keep_running(self._halt))

    async def stop(self) -> None:
        """Stop the running clock; returns when its last step is over, so that the bot stands at one instant."""
        self.rate = 0.0
        self._halt.set()
        if self._running is not None:
            running, self._running = self._running, None
            await running

    async def _keep_running(self, halt: asyncio.Event) -> None:
        before = self.core.monotonic()
        while not halt.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(halt.wait(), TICK)
                return
            now = self.core.monotonic()
            try:
                async with self.hand:
                    await self._step(self.core.now() + timedelta(seconds=self.rate * (now - before)))
            except Exception as error:
                self.rate = 0.0
                self.core.tell("stage", {"what": "error", "error": f"{type(error).__name__}: {error}"})
                self._show()
                return
            before = now
