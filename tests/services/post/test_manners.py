"""When it is polite to speak: the night and the days off, by the clock of the county."""

from __future__ import annotations

import pytest

from bot.services.post import manners
from tests.desk import at
from tests.houses import house_in


@pytest.mark.parametrize(
    ("asked", "polite"),
    [
        # A Thursday, and the night after it: what comes at 21:00 waits for tomorrow, never for a morning gone by.
        ("2026-04-02 07:29", "2026-04-02 07:30"),
        ("2026-04-02 07:30", "2026-04-02 07:30"),
        ("2026-04-02 12:00", "2026-04-02 12:00"),
        ("2026-04-02 20:59", "2026-04-02 20:59"),
        ("2026-04-02 21:00", "2026-04-03 07:30"),
        ("2026-04-02 23:59", "2026-04-03 07:30"),
        ("2026-04-03 00:00", "2026-04-03 07:30"),
        # Friday night before three days off (Qingming), and these days themselves, at any hour.
        ("2026-04-03 21:00", "2026-04-07 07:30"),
        ("2026-04-04 06:00", "2026-04-07 07:30"),
        ("2026-04-05 10:00", "2026-04-07 07:30"),
        ("2026-04-06 22:00", "2026-04-07 07:30"),
        # A Saturday that is a working day (made up for the Spring Festival).
        ("2026-02-28 10:00", "2026-02-28 10:00"),
        ("2026-02-27 21:30", "2026-02-28 07:30"),
    ],
)
def test_the_polite_hour_is_never_earlier_than_asked(asked: str, polite: str, tmp_path: object) -> None:
    from pathlib import Path

    assert manners.polite_hour(house_in(Path(str(tmp_path))), at(asked)) == at(polite)
