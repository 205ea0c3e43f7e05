"""By starts without a stop a start knows how often the program died shortly before."""

from __future__ import annotations

from datetime import timedelta

from bot.services.post import runs
from tests.desk import open_desk

MINUTE = timedelta(minutes=1)


def test_deaths_within_ten_minutes_are_counted_and_stops_are_none() -> None:
    with open_desk() as (desk, _):
        session, now = desk.session, desk.now
        assert runs.started(session, "a", now=now, alone=True) == 0
        assert runs.started(session, "b", now=now + MINUTE, alone=True) == 1
        assert runs.started(session, "c", now=now + 2 * MINUTE, alone=True) == 2
        runs.stopped(session, "c", now=now + 3 * MINUTE)
        assert runs.started(session, "d", now=now + 4 * MINUTE, alone=True) == 2
        runs.stopped(session, "d", now=now + 5 * MINUTE)
        assert runs.started(session, "e", now=now + 11.5 * MINUTE, alone=True) == 1
        runs.stopped(session, "e", now=now + 12 * MINUTE)
        assert runs.started(session, "f", now=now + 13 * MINUTE, alone=True) == 0


def test_a_death_after_a_long_run_is_one_of_now() -> None:
    with open_desk() as (desk, _):
        runs.started(desk.session, "a", now=desk.now, alone=True)
        assert runs.started(desk.session, "b", now=desk.now + timedelta(days=40), alone=True) == 1


def test_beside_others_only_what_began_shortly_before_may_be_dead() -> None:
    with open_desk() as (desk, _):
        session, now = desk.session, desk.now
        assert runs.started(session, "old", now=now - timedelta(hours=1), alone=False) == 0
        assert runs.started(session, "a", now=now, alone=False) == 0
        assert runs.started(session, "b", now=now + MINUTE, alone=False) == 1
        runs.stopped(session, "a", now=now + 2 * MINUTE)
        assert runs.started(session, "c", now=now + 3 * MINUTE, alone=False) == 1
        assert runs.started(session, "d", now=now + 4 * MINUTE, alone=False) == 2
