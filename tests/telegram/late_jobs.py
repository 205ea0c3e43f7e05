"""What APScheduler's jobs do in the comparison; a module of its own, because its store names functions by module."""

from __future__ import annotations

import asyncio
from pathlib import Path

ran: list[int] = []


def _note(file: str, number: int) -> None:
    with Path(file).open("a") as out:
        out.write(f"{number}\n")


async def send(number: int, file: str = "") -> None:
    """Sending takes a moment; then it is noted in the file, or here."""
    if file:
        await asyncio.sleep(0.3 + number * 0.01)
        _note(file, number)
    else:
        ran.append(number)


async def serve(url: str) -> None:
    """Run what the store holds, without a grace time."""
    from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    store = {"default": SQLAlchemyJobStore(url=url)}
    scheduler = AsyncIOScheduler(jobstores=store, job_defaults={"misfire_grace_time": None})
    scheduler.start()
    await asyncio.sleep(60)


if __name__ == "__main__":
    import sys

    asyncio.run(serve(sys.argv[1]))
