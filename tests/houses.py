"""The house that tests and benchmarks work in, wired as every entrance wires it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.law.facade import Law, open_law
from bot.services.hall.desk import House
from bot.services.wiring import wire
from bot.store.files import FileStore

ZONE = ZoneInfo("Asia/Shanghai")
LAW = open_law()


def house_in(
    folder: Path, *, law: Law = LAW, rulebook: str = "sishui-2020", bot_name: str = "b", zone: ZoneInfo = ZONE
) -> House:
    """A house whose files lie in `folder`."""
    return House(law, zone, "zh_CN", rulebook, FileStore(folder / "files"), wire(), bot_name)


def with_wiring(house: House, **changed: Any) -> House:
    """The same house with other listeners."""
    return replace(house, wiring=replace(house.wiring, **changed))
