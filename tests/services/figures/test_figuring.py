"""The operator's command: what differs is said, and put right where that is wanted."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, text

from bot.figuring import figures
from bot.services.hearings import hearings
from bot.services.hearings.hearings import Entry
from tests.builders import County
from tests.rig import Rig

START = "2026-03-20 10:00"
NUMBER = "（2026）鲁0831行初1号"


@pytest.fixture
async def database(rig: Rig, county: County, tmp_path: Path) -> Path:
    """A file with one case that was counted, and whose row was then spoilt behind the bot's back."""
    at = rig.clock.now().replace(day=25)
    await rig.work(lambda desk: hearings.enter(desk, Entry(NUMBER, at, (county.police,))))
    return tmp_path / "rig.db"


def _told(folder: Path, *words: str) -> tuple[int, str]:
    url = f"sqlite+aiosqlite:///{folder / 'rig.db'}"
    told = CliRunner().invoke(
        figures, ["check", *words], env={"CHUTING_DATABASE": url, "CHUTING_VAR": str(folder)}, catch_exceptions=False
    )
    return told.exit_code, told.output


@pytest.mark.slow
def test_what_differs_is_named_and_mended(database: Path) -> None:
    assert _told(database.parent) == (0, "各项统计数据与重新计算的结果一致。\n")
    engine = create_engine(f"sqlite:///{database}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE count_row SET court = '某法院', not_heard = 'withdrawn'"))
    engine.dispose()
    status, words = _told(database.parent)
    assert status == 1
    assert f"{NUMBER}，县公安局：未开庭原因记为“withdrawn”，应为“scheduled”。" in words
    assert _told(database.parent, "--mend")[0] == 0
    assert _told(database.parent) == (0, "各项统计数据与重新计算的结果一致。\n")
