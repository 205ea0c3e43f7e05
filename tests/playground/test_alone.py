"""The playground as a program of its own, and the page that tells how to use it."""

from __future__ import annotations

import ast
import asyncio
import os
import re
import signal
import sys
from pathlib import Path

import aiohttp
import pytest

import bot.playground
from bot.playground.control import deeds, stage, views
from bot.playground.methods.schema import METHODS

HOUSE = Path(bot.playground.__file__).parent
README = (HOUSE / "README.md").read_text("utf-8")


async def start(*words: str) -> asyncio.subprocess.Process:
    """Start it as a person would."""
    environment = {**os.environ, "PYTHONPATH": str(HOUSE.parent.parent)}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.playground", *words, env=environment,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip


async def told(process: asyncio.subprocess.Process) -> dict[str, str]:
    """The lines that it says when it listens."""
    assert process.stdout is not None
    lines = [(await process.stdout.readline()).decode().strip() for _ in range(5)]
    return dict(line.split(": ", 1) for line in lines)


@pytest.mark.slow
async def test_it_serves_any_bot_and_keeps_what_happened(tmp_path: Path) -> None:
    kept = tmp_path / "kept" / "play.json"
    process = await start("--port", "0", "--state", str(kept), "--limits", "off")
    try:
        said = await told(process)
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
            assert said["stop"] == "Ctrl+C"
            async with session.get(f"{said['base_url']}{said['token']}/getMe") as response:
                assert (await response.json())["result"]["is_bot"] is True
            async with session.get(said["page"]) as response:
                assert response.status == 200
            async with session.get(said["page"].split("?")[0] + "control/state") as response:
                assert (await response.json())["limits"]["mode"] == "off"
    finally:
        process.send_signal(signal.SIGTERM)
        _, errors = await process.communicate()
    assert (process.returncode, errors) == (0, b"")
    assert '"clean":true' in kept.read_text("utf-8")


@pytest.mark.slow
async def test_a_file_that_is_none_of_its_own_is_refused_in_a_sentence(tmp_path: Path) -> None:
    kept = tmp_path / "play.json"
    kept.write_text("{", "utf-8")
    process = await start("--port", "0", "--state", str(kept))
    _, errors = await process.communicate()
    assert process.returncode == 2
    assert f"{kept} is not a playground file" in errors.decode()
    assert kept.read_text("utf-8") == "{"


def test_the_page_names_each_method_and_no_other() -> None:
    [block] = re.findall(r"(?:^> .*\n)+", README, flags=re.MULTILINE)
    assert set(re.findall(r"\w+", block)) == set(METHODS)


@pytest.mark.parametrize("route", [*views.ROUTES, *deeds.ROUTES, *stage.ROUTES, "GET events"])
def test_the_page_names_each_control(route: str) -> None:
    assert f"`{route.partition(' ')[2]}`" in README.partition("## The control API")[2].partition("## What")[0]


def test_the_page_names_each_room_and_file_beside_them() -> None:
    inside = README.partition("## Inside")[2]
    rooms = {path.parent.name + "/" for path in HOUSE.glob("*/__init__.py")} | {"static/"}
    files = {path.name for path in HOUSE.glob("[!_]*.py")}
    first_cells = re.findall(r"^\| (`[^|]+`) \|", inside, flags=re.MULTILINE)
    assert {name for cell in first_cells for name in re.findall(r"`([^`]+)`", cell)} == rooms | files


def test_the_example_of_the_page_uses_what_is_there() -> None:
    [example] = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    tree = ast.parse(example)
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert imported <= set(bot.playground.__all__)
    called = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "playground"
    }
    assert {name for name in called if not hasattr(bot.playground.Playground, name)} == set()
