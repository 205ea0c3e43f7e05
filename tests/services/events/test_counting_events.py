"""What an event counts for, asked directly: whose it is, who came, in which year, by which book."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.hall.terms import EventKind, EventState, Presence
from bot.services.events import counts
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, Event, EventGuest
from tests.desk import at, open_desk

OBSERVATION = EventKind.OBSERVATION


def event(
    desk: Desk,
    organiser: int,
    *agencies: int,
    kind: EventKind = OBSERVATION,
    local: str = "2026-03-02 09:00",
    state: EventState = EventState.HELD,
    presence: Presence | None = Presence.PRESENT,
) -> Event:
    """An event of an organiser, with one guest of each of `agencies` who was there like `presence`."""
    made = Event(
        kind=kind, title="观摩", organiser_id=organiser, starts_at=at(local), ends_at=at(local) + timedelta(hours=2),
        reply_by=at(local) - timedelta(days=1), secret="s", state=state, created_at=desk.now, created_by=1,
    )  # fmt: skip
    desk.session.add(made)
    desk.session.flush()
    desk.session.add_all(
        EventGuest(event_id=made.id or 0, agency_id=one, name="某人", presence=presence) for one in agencies
    )
    desk.session.flush()
    return made


def both(desk: Desk, agency: int, kind: EventKind = OBSERVATION, year: int = 2026) -> tuple[int, int]:
    """How many were organised and how many of others attended."""
    return len(counts.held(desk, agency, kind, year)), counts.attended(desk, agency, kind, year)


def test_an_agencys_own_observation_is_organised_and_not_attended_as_well() -> None:
    with open_desk() as (desk, county):
        event(desk, county.police, county.police, county.labour)
        assert both(desk, county.police) == (1, 0)
        assert both(desk, county.labour) == (0, 1)
        assert both(desk, county.street) == (0, 0)


def test_where_watching_others_counts_the_own_one_counts_once() -> None:
    with open_desk() as (desk, county):
        books = desk.house.law.library.books
        counted = [b for b in books if desk.house.law.library.for_book(b, desk.today).params.get(counts.OTHERS_COUNT)]
        event(desk, county.police, county.police, county.labour)
        event(desk, county.labour, county.police)
        for book in books:
            desk.session.get_one(Agency, county.government).rulebook = book
            expected = 2 if book in counted else 1
            assert counts.count(desk, county.police, "observation_count", 2026) == expected, book


@pytest.mark.parametrize(
    ("presence", "counted"),
    [(Presence.PRESENT, 1), (Presence.LATE, 1), (Presence.ABSENT, 0), (None, 0)],
)
def test_only_an_event_to_which_somebody_came_counts(presence: Presence | None, counted: int) -> None:
    with open_desk() as (desk, county):
        event(desk, county.police, county.labour, presence=presence)
        assert both(desk, county.police)[0] == counted
        assert both(desk, county.labour)[1] == counted


@pytest.mark.parametrize("state", [state for state in EventState if state is not EventState.HELD])
def test_only_an_event_that_was_held_counts(state: EventState) -> None:
    with open_desk() as (desk, county):
        event(desk, county.police, county.labour, state=state)
        assert both(desk, county.police) == both(desk, county.labour) == (0, 0)


@pytest.mark.parametrize(
    ("local", "year"),
    [("2025-12-31 23:59", 2025), ("2026-01-01 00:00", 2026), ("2026-12-31 23:59", 2026), ("2027-01-01 00:00", 2027)],
)
def test_an_event_counts_in_its_own_year_by_the_countys_clock(local: str, year: int) -> None:
    with open_desk() as (desk, county):
        event(desk, county.police, county.labour, local=local)
        assert [both(desk, county.police, year=y)[0] for y in (2025, 2026, 2027)] == [int(y == year) for y in YEARS]
        assert [both(desk, county.labour, year=y)[1] for y in (2025, 2026, 2027)] == [int(y == year) for y in YEARS]


YEARS = (2025, 2026, 2027)


def test_kinds_do_not_stand_for_one_another_and_a_guest_is_one_event() -> None:
    with open_desk() as (desk, county):
        event(desk, county.police, county.labour, county.labour, county.town)
        event(desk, county.police, county.labour, kind=EventKind.TRAINING)
        assert both(desk, county.labour) == (0, 1), "two of an agency at one event are one event"
        assert both(desk, county.police) == (1, 0)
        assert both(desk, county.police, EventKind.TRAINING) == (1, 0)
        assert both(desk, county.police, EventKind.SITTING_IN) == (0, 0)


def test_those_held_come_in_the_order_of_their_hours() -> None:
    with open_desk() as (desk, county):
        second = event(desk, county.police, county.labour, local="2026-03-03 09:00")
        first = event(desk, county.police, county.labour, local="2026-03-02 09:00")
        assert [e.id for e in counts.held(desk, county.police, OBSERVATION, 2026)] == [first.id, second.id]
