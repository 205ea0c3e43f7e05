"""What an event counts for, asked directly: whose it is, who came, in which year, by which book."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.domain.events.events import METRICS
from bot.domain.hall.errors import NotAllowed
from bot.domain.hall.terms import DutyState, EventKind, EventState, Presence
from bot.domain.law.rules import Stack
from bot.law.library import Library
from bot.services.events import counts
from bot.services.hall import access
from bot.services.hall.desk import Desk
from bot.store.tables import Agency, AuditEntry, Duty, Event, EventGuest, Person
from tests.desk import at, open_desk

OBSERVATION = EventKind.OBSERVATION
GUIDE = 1
"""Whoever planned the events here."""


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
        reply_by=at(local) - timedelta(days=1), secret="s", state=state, created_at=desk.now, created_by=GUIDE,
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


# -- what an event closes and opens again --------------------------------------------------------------------------


def owed(desk: Desk, agency: int, rule: str, year: int = 2026, **more: Any) -> Duty:
    """A yearly duty of the Ruzhou book: RZ10 asks for a training, RZ12 for an observation."""
    end = date(year, 12, 31)
    known = {"trigger": "year_end", "rulebook": "ruzhou-2022", "state": DutyState.OPEN, **more}
    made = Duty(
        key=f"{rule}/{year}:{agency}@{agency}", rule=rule, agency_id=agency, trigger_on=end, unrolled=end, due=end,
        safe=end, created_at=desk.now, title={"zh": "组织观摩", "en": "hold one"},
        citation={"short_title": "汝州办法", "section": "第十二条"}, **known,
    )  # fmt: skip
    desk.session.add(made)
    desk.session.flush()
    return made


def test_an_event_closes_what_asks_for_it_and_is_its_evidence() -> None:
    with open_desk("2026-06-01 10:00") as (desk, county):
        mine, other = owed(desk, county.police, "RZ12"), owed(desk, county.labour, "RZ12")
        training, last = owed(desk, county.police, "RZ10"), owed(desk, county.police, "RZ12", 2025)
        one = event(desk, county.police, county.labour, county.town, local="2026-01-01 00:00")
        desk.session.refresh(one)
        counts.recount(desk, one)
        assert (mine.state, mine.done_on) == (DutyState.DONE, date(2026, 1, 1)), "by the clock of the county"
        assert mine.done_number == f"活动〔2026〕{one.id}号"
        assert (mine.done_note, mine.done_by) == ("观摩（2）", GUIDE)
        assert {d.state for d in (other, training, last)} == {DutyState.OPEN}
        counts.recount(desk, one)
        assert mine.state is DutyState.DONE


def test_the_person_who_closes_the_list_is_who_has_done_it() -> None:
    with open_desk("2026-06-01 10:00") as (desk, county):
        mine = owed(desk, county.police, "RZ12")
        who = desk.session.get_one(Person, county.ids[county.coordinator])
        own = Desk(desk.session, desk.house, desk.now, access.actor_of(desk.session, who, desk.today))
        counts.recount(own, event(desk, county.police, county.labour))
        assert mine.done_by == who.id


def test_an_event_that_counts_no_more_opens_again_what_it_had_closed_and_nothing_else() -> None:
    with open_desk("2026-06-01 10:00") as (desk, county):
        mine = owed(desk, county.police, "RZ12")
        one = event(desk, county.police, county.labour)
        counts.recount(desk, one)
        by_hand = owed(desk, county.police, "RZ11", state=DutyState.DONE, done_number="〔2026〕1号")
        version = mine.version
        one.state = EventState.PLANNED
        desk.session.flush()
        counts.recount(desk, one)
        assert (mine.state, mine.done_on, mine.done_number, mine.done_note) == (DutyState.OPEN, None, "", "")
        assert mine.version == version + 1
        assert by_hand.state is DutyState.DONE
        [entry] = desk.session.exec(select(AuditEntry).where(AuditEntry.action == "duty_reopened")).all()
        assert (entry.subject, entry.agency_id) == (f"duty:{mine.id}", county.police)


def test_as_long_as_another_event_is_enough_nothing_is_opened_again() -> None:
    with open_desk("2026-06-01 10:00") as (desk, county):
        mine = owed(desk, county.police, "RZ12")
        one = event(desk, county.police, county.labour)
        counts.recount(desk, one)
        event(desk, county.police, county.labour, local="2026-03-03 09:00")
        one.state = EventState.PLANNED
        desk.session.flush()
        counts.recount(desk, one)
        assert mine.state is DutyState.DONE


def test_watching_closes_ones_own_duty_only_where_the_book_says_so() -> None:
    with open_desk("2026-06-01 10:00") as (desk, county):
        watching = owed(desk, county.labour, "RZ12")
        absent = owed(desk, county.town, "RZ12")
        one = event(desk, county.police, county.labour)
        desk.session.add(EventGuest(event_id=one.id or 0, agency_id=county.town, name="某人", presence=Presence.ABSENT))
        desk.session.flush()
        counts.recount(desk, one)
        assert watching.state is DutyState.OPEN
        for others in (True, False):
            here = told(desk, others=others)
            assert counts.count(here, county.labour, "observation_count", 2026) == int(others)
            assert counts.count(here, county.labour, "training_count", 2026) == 0
            if others:
                counts.recount(here, one)
        desk.session.refresh(watching)
        assert watching.state.value == "done"
        assert absent.state is DutyState.OPEN


def told(desk: Desk, *, others: bool) -> Desk:
    """A desk of a house whose books all say whether watching counts as one's own."""
    library = desk.house.law.library
    stack = replace(library.for_book("sishui-2020", desk.today), params={counts.OTHERS_COUNT: others})

    class Switched(Library):
        def for_book(self, book_id: str, on: date) -> Stack:
            return stack

    law = replace(desk.house.law, library=Switched(library.books, library.ladders))
    return Desk(desk.session, replace(desk.house, law=law), desk.now, desk.actor)


def test_an_event_of_a_kind_that_no_book_counts_closes_nothing() -> None:
    with open_desk("2026-06-01 10:00") as (desk, county):
        others = [kind for kind in EventKind if kind not in METRICS.values()]
        for kind in others:
            mine = owed(desk, county.police, "RZ12", 2000 + others.index(kind))
            counts.recount(desk, event(desk, county.police, county.labour, kind=kind))
            assert mine.state is DutyState.OPEN


def test_every_morning_what_is_open_is_counted_once_more() -> None:
    with open_desk("2026-06-01 10:00") as (desk, county):
        other, mine = owed(desk, county.labour, "RZ12"), owed(desk, county.police, "RZ12")
        unknown = owed(desk, county.town, "no such rule")
        for day in (2, 3):
            event(desk, county.police, county.labour, local=f"2026-03-0{day} 09:00")
        last = event(desk, county.police, county.labour, local="2026-03-05 09:00")
        organised = owed(desk, county.office, "RZ12")
        event(desk, county.office, county.labour)
        assert counts.settle_all(desk) == 2
        assert organised.state is DutyState.DONE
        assert (mine.state, mine.done_on, mine.done_number) == (
            DutyState.DONE, date(2026, 3, 5), f"活动〔2026〕{last.id}号",
        )  # fmt: skip
        assert {other.state, unknown.state} == {DutyState.OPEN}
        assert counts.settle_all(desk) == 0


def test_which_yearly_duties_there_are() -> None:
    with open_desk("2026-06-01 10:00") as (desk, county):
        first, training = owed(desk, county.police, "RZ12"), owed(desk, county.police, "RZ10")
        done = owed(desk, county.labour, "RZ12", state=DutyState.DONE)
        for agency, known in (
            (county.town, {}), (county.street, {"state": DutyState.CANCELLED}), (county.office, {"trigger": "summons"}),
            (county.justice, {"rulebook": "nowhere-1900"}),
        ):  # fmt: skip
            owed(desk, agency, "RZ12", **known)
        owed(desk, county.police, "RZ2")
        owed(desk, county.police, "RZ12", 2025)
        asked = [county.police, county.labour, county.street, county.office, county.justice]
        found = counts.yearly(desk, asked, 2026)
        assert [duty.id for duty, _ in found] == [first.id, training.id, done.id]
        assert [goal.metric for _, goal in found] == ["observation_count", "training_count", "observation_count"]
        assert [duty.id for duty, _ in counts.yearly(desk, asked, 2026, "training_count")] == [training.id]


def test_where_everybody_stands_those_at_nothing_first() -> None:
    with open_desk("2026-06-01 10:00") as (desk, county):
        event(desk, county.police, county.labour)
        duties = {agency: owed(desk, agency, "RZ12") for agency in (county.police, county.labour, county.town)}
        duties[county.labour].set_date = date(2026, 11, 30)
        found = counts.standings(desk, 2026)
        assert [(one.agency_id, one.have, one.need, one.met) for one in found] == [
            (county.town, 0, 1, False), (county.labour, 0, 1, False), (county.police, 1, 1, True),
        ]  # fmt: skip
        one = found[1]
        assert (one.agency, one.title_zh, one.title_en) == ("县人社局", "组织观摩", "hold one")
        assert (one.source.zh, one.by) == ("汝州办法第十二条", date(2026, 11, 30))
        assert counts.standings(desk, 2025) == []
        duties[county.town].title = {}
        assert next((one.title_zh, one.title_en) for one in counts.standings(desk, 2026)) == ("", "")
        who = desk.session.get_one(Person, county.ids[county.court_contact])
        outside = Desk(desk.session, desk.house, desk.now, access.actor_of(desk.session, who, desk.today))
        with pytest.raises(NotAllowed):
            counts.standings(outside, 2026)


def test_who_has_organised_nothing_this_year() -> None:
    with open_desk("2026-06-01 10:00") as (desk, county):
        event(desk, county.police, county.labour)
        event(desk, county.town, county.labour, local="2025-12-31 23:59")
        event(desk, county.street, county.labour, state=EventState.PLANNED)
        asked = [county.police, county.labour, county.town, county.street]
        assert counts.without_event(desk, 0, asked) == {county.labour, county.town, county.street}


def test_each_sees_where_those_stand_whom_he_may_look_at_and_no_others() -> None:
    with open_desk("2026-06-01 10:00") as (desk, county):
        for agency in (county.police, county.labour):
            owed(desk, agency, "RZ12")
        who = desk.session.get_one(Person, county.ids[county.police_leader])
        own = Desk(desk.session, desk.house, desk.now, access.actor_of(desk.session, who, desk.today))
        assert [one.agency_id for one in counts.standings(own, 2026)] == [county.police]


def test_who_only_watched_has_done_it_where_the_book_says_so_and_needs_no_event_of_his_own() -> None:
    with open_desk("2026-06-01 10:00") as (desk, county):
        watching = owed(desk, county.labour, "RZ12")
        event(desk, county.police, county.labour)
        assert counts.settle_all(told(desk, others=True)) == 1
        assert (watching.state, watching.done_number) == (DutyState.DONE, "")
