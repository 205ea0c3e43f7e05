"""The house that tests and benchmarks work in, wired as every entrance wires it."""

from __future__ import annotations

import atexit
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.law.facade import Law, open_law
from bot.papers.preview import Viewer
from bot.papers.printshop import Printshop
from bot.services.hall.desk import House
from bot.services.wiring import wire
from bot.store.files import FileStore

ZONE = ZoneInfo("Asia/Shanghai")
LAW = open_law()
PRINTSHOP = Printshop(viewer=Viewer(""))
"""One process fills the papers of all houses; none draws pictures."""
atexit.register(PRINTSHOP.rest)


def house_in(
    folder: Path, *, law: Law = LAW, rulebook: str = "sishui-2020", bot_name: str = "b", zone: ZoneInfo = ZONE
) -> House:
    """A house whose files lie in `folder`."""
    files = FileStore(folder / "files")
    return House(law, zone, "zh_CN", rulebook, files, wire(), bot_name, printshop=PRINTSHOP)


def with_wiring(house: House, **changed: Any) -> House:
    """The same house with other listeners."""
    return replace(house, wiring=replace(house.wiring, **changed))
