"""The playground alone, for any bot: ``python -m bot.playground``."""

from __future__ import annotations

import argparse
import asyncio
import signal
from collections.abc import Sequence
from pathlib import Path

from bot.playground.errors import ControlError
from bot.playground.server import Playground, Running
from bot.playground.state.limits import MODES, Limits


def main(words: Sequence[str] | None = None) -> None:
    """Serve until interrupted; what cannot be is said in one sentence, with exit status 2."""
    parser = argparse.ArgumentParser(prog="python -m bot.playground", description="A local Bot API server with a page.")
    parser.add_argument("--port", type=int, default=8081, help="port on 127.0.0.1; 0 takes any free one (8081)")
    parser.add_argument("--state", type=Path, help="file to keep everything in; without it all is forgotten at the end")
    parser.add_argument("--limits", choices=MODES, default="telegram", help="how flooding is counted (telegram)")
    given = parser.parse_args(words)
    try:
        playground = Playground(given.state, limits=Limits(mode=given.limits))
        asyncio.run(_serve(playground, given.port))
    except (ControlError, OSError) as error:
        parser.error(str(error))


async def _serve(playground: Playground, port: int) -> None:
    stop = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    running = await playground.serve(port)
    try:
        print(_told(running), flush=True)
        await stop.wait()
    finally:
        await running.stop()


def _told(running: Running) -> str:
    """What a person needs to open the page, and a bot to be connected."""
    lines = {
        "page": running.page_url,
        "token": running.playground.token,
        "base_url": running.base_url,
        "base_file_url": running.file_base_url,
        "stop": "Ctrl+C",
    }
    return "\n".join(f"{name}: {value}" for name, value in lines.items())


if __name__ == "__main__":
    main()
