"""The real bot as a process: started, killed, frozen, started again."""

from __future__ import annotations

import asyncio
import os
import signal
from dataclasses import dataclass
from pathlib import Path

from tests.cradle import Forked, begin

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass
class Process:
    """One bot process, to be killed, frozen and started again."""

    name: str
    folder: Path
    environment: dict[str, str]
    module: str = "tests.room"
    process: Forked | None = None
    starts: int = 0
    file_limit: int = 0
    """Bytes that a file of this process may have; 0 for no limit."""
    begins: int = 0
    """Where the log of this life begins."""
    killed: bool = False
    """Whether this life was ended by us."""

    async def start(self) -> None:
        self.starts += 1
        self.killed = False
        environment = {k: v for k, v in os.environ.items() if not k.startswith("CHUTING_")} | self.environment
        environment["PYTHONPATH"] = str(ROOT)
        with self.path.open("ab") as log:
            self.begins = log.tell()
            self.process = await begin(
                [], module=self.module, cwd=self.folder, env=environment, out=log, most=self.file_limit
            )

    def send(self, sign: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(sign)

    async def kill(self, sign: signal.Signals = signal.SIGKILL) -> int:
        """End it and wait; gives the exit status."""
        self.killed = True
        assert self.process is not None
        if self.process.returncode is None:
            self.process.send_signal(sign)
        return await asyncio.wait_for(self.process.wait(), 120)

    @property
    def has_ended(self) -> bool:
        return self.process is not None and self.process.returncode is not None

    @property
    def path(self) -> Path:
        """Its log, of all its lives."""
        return self.folder / f"{self.name}.log"

    @property
    def log(self) -> str:
        return self.path.read_text(errors="replace") if self.path.exists() else ""

    @property
    def life(self) -> str:
        """The log since the last start."""
        if not self.path.exists():
            return ""
        with self.path.open("rb") as log:
            log.seek(self.begins)
            return log.read().decode(errors="replace")

    @property
    def is_up(self) -> bool:
        """Whether it takes in and sends since the last start."""
        return not self.has_ended and "action=started" in self.life

    async def up(self, within: float = 90) -> None:
        """Wait until it is. Raises TimeoutError, or AssertionError when it ended before."""
        async with asyncio.timeout(within):
            while not self.is_up:
                assert not self.has_ended, self.life[-2000:]
                await asyncio.sleep(0.03)
