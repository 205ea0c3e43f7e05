"""The bot with the room of `tests.room` and a night at any hour: `python -m tests.benchmarks.night`."""

from __future__ import annotations

import jobs
from bot import cli
from bot.domain.hall.message import Html, message
from bot.telegram.router import Router
from bot.telegram.turn import Turn
from tests import room

NIGHTLY = ("housekeeping", "files", "seals")
"""The ticks of a night, by their names."""
MORNING = "a night has passed"


def register(router: Router) -> None:
    """The bot's own rooms, the tests', and `/night`."""
    room.register(router)
    router.command("night", night, "a night", shown=lambda actor: False, to_all=True)


def night(turn: Turn) -> None:
    """`/night`: what the nightly ticks do, in one transaction among those of everybody else."""
    for tick in jobs.ticks(turn.desk.house.zone):
        if tick.name in NIGHTLY:
            tick.work(turn.desk)
    turn.say(message(Html(MORNING)))


if __name__ == "__main__":
    cli.serve(register)
