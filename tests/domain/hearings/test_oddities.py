"""What about a hearing's time and place is asked about."""

from datetime import datetime

import pytest

from bot.domain.hearings.oddities import ASKS, odd
from tests.houses import LAW


@pytest.mark.parametrize(
    ("local", "place", "online", "found"),
    [
        ("2026-04-15T09:30", "第一法庭", False, ()),
        ("2026-04-15T08:00", "第一法庭", False, ()),
        ("2026-04-15T07:59", "第一法庭", False, ("hour",)),
        ("2026-04-15T18:00", "第一法庭", False, ()),
        ("2026-04-15T18:01", "第一法庭", False, ("hour",)),
        ("2026-04-18T09:30", "第一法庭", False, ("day_off",)),
        ("2026-05-09T09:30", "第一法庭", False, ()),
        ("2026-04-15T09:30", " ", False, ("no_place",)),
        ("2026-04-15T09:30", "", True, ()),
        ("2026-05-01T19:00", "", False, ("day_off", "hour", "no_place")),
    ],
)
def test_day_hour_and_place(local: str, place: str, online: bool, found: tuple[str, ...]) -> None:
    assert odd(datetime.fromisoformat(local), place, online=online, calendar=LAW.calendar) == found


def test_each_has_a_sentence() -> None:
    assert set(ASKS) == {"day_off", "hour", "no_place"}
