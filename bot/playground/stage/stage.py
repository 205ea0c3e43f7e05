"""What the playground may ask of the bot that is on stage; the composition root of the bot implements it.

Without a stage the server still serves any bot, and the panels for time line, rows and log lines stay hidden.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Stage(Protocol):
    """All instants are timezone-aware UTC; dictionaries are ready for JSON."""

    def now(self) -> datetime:
        """The simulated instant."""
        ...

    async def advance(self, to: datetime) -> datetime:
        """Walk to the instant, letting everything due on the way happen; returns the instant reached."""
        ...

    async def next_due(self) -> datetime | None:
        """The next instant at which something would be said to somebody."""
        ...

    async def workday(self, days: int) -> str:
        """The first working day at least so many days ahead (YYYY-MM-DD), on which something can be fixed."""
        ...

    async def timeline(self, days: int) -> list[dict[str, object]]:
        """What is planned: ``at``, ``who``, ``agency``, ``what``."""
        ...

    async def changes(self, update_id: int | None) -> list[dict[str, object]]:
        """Rows that an update changed (None: the latest update)."""
        ...

    async def log(self, after: int) -> list[dict[str, object]]:
        """Log lines with a number greater than ``after``."""
        ...

    async def restart(self, kill: bool) -> None:
        """Stop the bot politely, or kill it, and start it again."""
        ...

    def people(self) -> list[dict[str, object]]:
        """The cast of the sample county: name, role, agency, telegram id; perhaps ``latin`` and ``english``, what
        person and agency are called for those who read no Chinese."""
        ...

    def samples(self) -> list[dict[str, object]]:
        """The sample counties that can be chosen: name, title, perhaps an ``english`` one, and whether it is the one on
        stage (``chosen``)."""
        ...

    async def reset(self, empty: bool, sample: str = "") -> None:
        """Back to the sample county (another one, if it is named), or to an empty one.

        Raises:
            ValueError: there is no such county; one sentence says which there are.
        """
        ...
