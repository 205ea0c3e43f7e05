"""Brings updates by webhook as Telegram does: each person's in order, again and again until one is taken.

It stands for the load balancer too: whichever instance answers gets the update. One that was frozen over an update may
come back to it after another has taken it: what is brought is brought at least once.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import socket
from collections import defaultdict, deque

import aiohttp

AT_ONCE = 40
"""Connections at once, as the bot asks for."""
PATIENCE = 2.0
"""Seconds for which an instance may keep us waiting."""
PAUSE, LONGEST = 0.1, 1.0
"""Seconds before an update that nobody took is brought again: at first, and at most."""
TWICE = 0.02
"""How likely an update that was taken is brought once more all the same."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Courier:
    """Works until it is closed. `secret` is what the bot asked to be sent along."""

    def __init__(self, ports: list[int], seed: int) -> None:
        self.addresses = [f"http://127.0.0.1:{port}/hook" for port in ports]
        self.secret, self.tries = "", 0
        self._chance = random.Random(seed)
        self._bags: dict[int, deque[bytes]] = defaultdict(deque)
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE))
        self._rounds: dict[int, asyncio.Task[None]] = {}

    @property
    def pending(self) -> int:
        """How many updates were not taken yet."""
        return sum(map(len, self._bags.values()))

    def bring(self, person: int, body: bytes) -> None:
        """One more update of somebody."""
        self._bags[person].append(body)
        if person not in self._rounds:
            self._rounds[person] = asyncio.get_running_loop().create_task(self._round(person))

    async def _round(self, person: int) -> None:
        """The next of a person only when the one before was taken."""
        bag = self._bags[person]
        try:
            while bag:
                async with self._gate:
                    await self._until_taken(bag[0])
                bag.popleft()
        finally:
            del self._rounds[person]

    async def _until_taken(self, body: bytes) -> None:
        for again in itertools.count():
            for address in self._chance.sample(self.addresses, len(self.addresses)):
                if await self._try(address, body):
                    if self._chance.random() < TWICE:
                        await self._try(self._chance.choice(self.addresses), body)
                    return
            await asyncio.sleep(min(LONGEST, PAUSE * 2 ** min(again, 8)))

    async def _try(self, address: str, body: bytes) -> bool:
        self.tries += 1
        head = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": self.secret}
        try:
            async with self._session.post(address, data=body, headers=head) as answer:
                return 200 <= answer.status <= 299
        except (TimeoutError, aiohttp.ClientError, OSError):
            return False

    async def close(self) -> None:
        for task in list(self._rounds.values()):
            task.cancel()
        await asyncio.gather(*self._rounds.values(), return_exceptions=True)
        await self._session.close()
