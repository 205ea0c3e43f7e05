"""Every entrance is wired alike, and nothing is wired by an import."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot import operations
from bot.app import open_app
from bot.services.hall.desk import Wiring
from bot.services.wiring import wire
from bot.settings import Settings
from tests.houses import house_in
from tests.rig import Rig
from tests.telegram.live import server, settings_for

ROOT = Path(__file__).resolve().parents[2]


def differs(wiring: Wiring) -> list[str]:
    """Where a wiring is not as it should be."""
    return [one.name for one in dataclasses.fields(Wiring) if getattr(wiring, one.name) != getattr(wire(), one.name)]


@pytest.mark.parametrize("happening", [one.name for one in dataclasses.fields(Wiring)])
def test_a_listener_that_is_missing_would_be_noticed(happening: str) -> None:
    empty: Any = {} if isinstance(getattr(wire(), happening), dict) else ()
    expected = [] if getattr(wire(), happening) == empty else [happening]
    assert differs(dataclasses.replace(wire(), **{happening: empty})) == expected


@pytest.mark.slow
@pytest.mark.parametrize("stage", ["", "127.0.0.1:1"], ids=["the bot", "the playground's bot"])
async def test_the_bot_is_wired(tmp_path: Path, stage: str) -> None:
    async with server() as running:
        app = await open_app(settings_for(running, tmp_path, stage=stage, stage_key=SecretStr("key")))
        try:
            assert differs(app.house.wiring) == []
            parts: list[Any] = [app.pipeline, app.ticker, app.keeper, app.pipeline.sender, *app.pumps]
            assert {id(part.house) for part in parts} == {id(app.house)}
        finally:
            await app.close()


@pytest.mark.slow
@pytest.mark.parametrize("write", [False, True])
async def test_a_command_of_the_operator_is_wired(tmp_path: Path, write: bool) -> None:
    settings = Settings(_env_file=None, var=tmp_path)  # type: ignore[call-arg]
    wiring = await operations.at_desk(settings, lambda desk, tr: desk.house.wiring, write=write)
    assert differs(wiring) == []


@pytest.mark.slow
async def test_tests_are_wired(rig: Rig, tmp_path: Path) -> None:
    assert differs(rig.house.wiring) == []
    assert differs(await rig.work(lambda desk: desk.house.wiring)) == []
    assert differs(house_in(tmp_path).wiring) == []


LOOK = """
import importlib, pkgutil, sys
from importlib.machinery import SourceFileLoader

def state(module):
    held = {k: v for k, v in vars(module).items() if isinstance(v, (dict, list, set)) and not k.startswith("__")}
    return {name: (id(value), len(value)) for name, value in held.items()}

executed, run = {}, SourceFileLoader.exec_module

def noted(self, module):
    run(self, module)
    if module.__name__.split(".")[0] in ("bot", "handlers", "jobs"):
        executed[module.__name__] = state(module)

SourceFileLoader.exec_module = noted
for root in sys.argv[1:]:
    package = importlib.import_module(root)
    for found in pkgutil.walk_packages(package.__path__, root + "."):
        importlib.import_module(found.name)
for name, before in executed.items():
    now = state(sys.modules[name])
    for key, value in before.items():
        if now.get(key) != value:
            print(f"{name}.{key} was filled by another module")

from sqlmodel import Session, SQLModel
events = ("before_commit", "after_commit", "before_flush", "after_flush")
rows = ("after_insert", "after_update", "after_delete")
places = [(Session(), e) for e in events] + [(m, e) for m in SQLModel._sa_registry.mappers for e in rows]
for place, event in places:
    if list(getattr(place.dispatch, event)):
        print(f"somebody listens to {event} of every {place}")
"""


@pytest.mark.slow
def test_no_import_fills_what_belongs_to_another_module() -> None:
    """A fresh interpreter imports everything; what a module holds is afterwards as it left it."""
    roots = ["bot.domain", "bot.store", "bot.law", "bot.services", "bot.views", "bot.telegram", "handlers", "jobs"]
    done = subprocess.run(
        [sys.executable, "-c", LOOK, *roots], cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.splitlines() == []
