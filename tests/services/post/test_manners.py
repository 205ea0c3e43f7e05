"""When it is polite to speak, by the clock of the county; what is said together, what was missed, what is silent."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.hall.terms import Lane, SendState
from bot.services.hall.desk import Desk
from bot.services.post import manners
from bot.store.tables import OutboxRow
from tests.desk import at, open_desk
from tests.houses import house_in
from tests.services.post.rows import row

LEASE_END = 1_060.0


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
def test_the_polite_hour_is_never_earlier_than_asked(asked: str, polite: str, tmp_path: Path) -> None:
    assert manners.polite_hour(house_in(tmp_path), at(asked)) == at(polite)


# -- what waits for the hour ---------------------------------------------------------------------------------------


def held(desk: Desk, **more: Any) -> OutboxRow:
    """A row just claimed."""
    known = {"state": SendState.CLAIMED, "owner": "me", "lease": LEASE_END, "attempts": 1}
    return row(desk, **{**known, **more})


@pytest.mark.parametrize(
    ("known", "waits"),
    [
        ({}, True),
        ({"lane": Lane.BULK}, True),
        ({"kind": "copy"}, True),
        ({"urgent": True}, False),
        ({"lane": Lane.INTERACTIVE}, False),
        ({"kind": "edit"}, False),
    ],
)
def test_at_night_what_was_planned_ahead_waits_for_the_morning(known: dict[str, Any], waits: bool) -> None:
    with open_desk("2026-04-02 22:00") as (desk, _):
        one, urgent = held(desk, attempts=3, **known), held(desk, urgent=True)
        assert manners.of_the_hour(desk, [one, urgent]) == ([urgent] if waits else [one, urgent])
        if waits:
            assert (one.state, one.owner, one.lease, one.attempts) == (SendState.PLANNED, "", 0, 2)
            assert one.due_at == at("2026-04-03 07:30")
    with open_desk("2026-04-02 20:59") as (desk, _):
        one = held(desk, **known)
        assert manners.of_the_hour(desk, [one]) == [one]
        assert one.due_at == desk.now


# -- several as one ------------------------------------------------------------------------------------------------


def merge(desk: Desk, *rows: OutboxRow) -> list[OutboxRow]:
    return manners.merged(desk, list(rows), owner="me", lease=LEASE_END)


def reminders(desk: Desk, person: int, count: int, **more: Any) -> list[OutboxRow]:
    """So many claimed reminders of different matters."""
    return [held(desk, person_id=person, subject=f"duty:{n}", args={"n": n}, **more) for n in range(count)]


def test_reminders_of_one_person_are_one_message_and_others_keep_their_own() -> None:
    with open_desk() as (desk, county):
        me, other = county.ids[county.liaison], county.ids[county.leader]
        first = held(desk, person_id=me, subject="duty:1", due_at=desk.now - timedelta(minutes=5))
        second = held(desk, person_id=me, subject="duty:2", live=True)
        alone = held(desk, person_id=other, subject="duty:3")
        bulk = held(desk, person_id=me, lane=Lane.BULK)
        [one, carrier, same] = merge(desk, second, bulk, first, alone)
        assert (one, same) == (bulk, alone)
        assert (carrier.topic, carrier.args, carrier.person_id) == ("merged", {"rows": [first.id, second.id]}, me)
        assert (carrier.state, carrier.owner, carrier.lease) == (SendState.CLAIMED, "me", LEASE_END)
        assert (carrier.lane, carrier.live, carrier.urgent, carrier.attempts) == (Lane.REMINDER, True, False, 1)
        assert (carrier.due_at, carrier.planned_at) == (first.due_at, desk.now)
        assert (alone.state, alone.merged_into) == (SendState.CLAIMED, None)
        desk.session.expire_all()
        for part in (first, second):
            assert (part.state, part.merged_into) == (SendState.CARRIED, carrier.id)
            assert (part.live, part.lease) == (True, 0)
        assert manners.parts_of(desk.session, carrier) == [first, second]


def test_one_urgent_part_makes_the_whole_urgent() -> None:
    with open_desk() as (desk, county):
        rows = reminders(desk, county.ids[county.liaison], 2)
        rows[1].urgent = True
        [carrier] = merge(desk, *rows)
        assert carrier.urgent


@pytest.mark.parametrize(
    "known",
    [
        {"lane": Lane.BULK},
        {"lane": Lane.INTERACTIVE},
        {"kind": "copy"},
        {"person_id": None},
        {"content": {"text": "x"}},
        {"topic": "merged"},
        {"uncertain": 1},
        {"audience": "coordinators@3"},
    ],
)
def test_what_cannot_be_said_with_others_goes_alone(known: dict[str, Any]) -> None:
    with open_desk() as (desk, county):
        me = county.ids[county.liaison]
        plain = held(desk, person_id=me, subject="duty:1")
        odd = held(desk, **{"person_id": me, "subject": "duty:2", **known})
        assert merge(desk, plain, odd) == [odd, plain]
        assert merge(desk, odd) == [odd]
        waiting = row(desk, **{"person_id": me, "subject": "duty:3", "not_before": 0.0, **known})
        assert merge(desk, plain) == [plain]
        assert waiting.state is SendState.PLANNED


@pytest.mark.slow
@pytest.mark.parametrize(
    ("count", "sizes"),
    [(1, [1]), (2, [2]), (8, [8]), (9, [8, 1]), (16, [8, 8]), (17, [8, 8, 1]), (40, [8] * 5), (42, [8] * 5)],
)
def test_many_are_said_in_portions_and_what_is_too_many_a_little_later(count: int, sizes: list[int]) -> None:
    with open_desk() as (desk, county):
        rows = reminders(desk, county.ids[county.liaison], count)
        said = merge(desk, *rows)
        assert [len(one.args.get("rows", [1])) for one in said] == sizes
        late = rows[sum(sizes) :]
        assert [one.state for one in late] == [SendState.PLANNED] * len(late)
        assert {one.due_at for one in late} <= {desk.now + timedelta(seconds=10)}


def test_what_falls_due_within_a_quarter_of_an_hour_is_said_as_well() -> None:
    with open_desk() as (desk, county):
        me, other = county.ids[county.liaison], county.ids[county.leader]
        due = held(desk, person_id=me, subject="duty:1")

        def coming(minutes: float, **more: Any) -> OutboxRow:
            known = {"person_id": me, "due_at": desk.now + timedelta(minutes=minutes), "subject": f"duty:{minutes}"}
            return row(desk, **{**known, **more})

        second, first = coming(14.9), coming(7)
        spared = [coming(15), coming(3, person_id=other), coming(4, not_before=5.0), coming(5, lane=Lane.BULK)]
        spared += [coming(6, state=SendState.SENT), coming(8, state=SendState.HELD)]
        before = [one.state for one in spared]
        [carrier] = merge(desk, due)
        assert carrier.args == {"rows": [due.id, first.id, second.id]}
        assert [one.state for one in spared] == before


def test_what_is_due_soon_fills_the_last_message_and_makes_no_further_one() -> None:
    with open_desk() as (desk, county):
        me = county.ids[county.liaison]
        rows = reminders(desk, me, 7)
        soon = [
            row(desk, person_id=me, subject=f"soon:{n}", due_at=desk.now + timedelta(minutes=n + 1)) for n in range(3)
        ]
        [carrier] = merge(desk, *rows)
        assert len(carrier.args["rows"]) == 8
        assert [one.state for one in soon] == [SendState.CARRIED, SendState.PLANNED, SendState.PLANNED]
        assert soon[1].due_at == desk.now + timedelta(minutes=2), "it keeps its own hour"


def test_one_that_is_left_over_is_claimed_like_the_others() -> None:
    with open_desk() as (desk, county):
        me = county.ids[county.liaison]
        rows = reminders(desk, me, 1)
        rows[0].subject = "duty:same"
        twin = row(desk, person_id=me, subject="duty:same", args=rows[0].args, due_at=desk.now + timedelta(minutes=1))
        [said] = merge(desk, *rows)
        assert said is twin, "of two that say the same the later one speaks"
        assert (said.state, said.owner, said.lease, said.attempts) == (SendState.CLAIMED, "me", LEASE_END, 1)
        assert rows[0].state is SendState.CANCELLED


# -- what was missed -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hours", "older", "dropped"),
    [
        (13, {}, True),
        (12, {}, False),
        (13, {"subject": "duty:2"}, False),
        (13, {"topic": "t.other"}, False),
        (13, {"subject": ""}, False),
        (1, {"args": {"n": 2, "at": "yesterday"}}, True),
        (1, {"args": {"n": 3}}, False),
    ],
)
def test_after_an_outage_the_newest_of_a_matter_speaks_for_what_was_missed(
    hours: int, older: dict[str, Any], dropped: bool
) -> None:
    with open_desk() as (desk, county):
        me = county.ids[county.liaison]
        newest = {"subject": older.get("subject", "duty:1") and "duty:1", "args": {"at": "now", "n": 2}}
        old = held(
            desk, person_id=me, dedupe="a",
            **{"subject": "duty:1", "args": {"n": 1}, "due_at": desk.now - timedelta(hours=hours), **older},
        )  # fmt: skip
        new = held(desk, person_id=me, **newest)
        [said] = merge(desk, new, old)
        if dropped:
            assert said is new
            desk.session.expire_all()
            assert (old.state, old.dedupe, old.lease) == (SendState.CANCELLED, None, 0)
            assert old.error
        else:
            assert said.args == {"rows": [old.id, new.id]}


def test_whether_a_part_was_missed() -> None:
    now = at("2026-04-02 21:00")
    for late, missed in ((timedelta(hours=12), False), (timedelta(hours=12, seconds=1), True)):
        part = OutboxRow(topic="t", args={}, due_at=now - late, planned_at=now - timedelta(days=9))
        assert manners.was_missed(OutboxRow(topic="m", args={}, due_at=now, planned_at=now), part) is missed


# -- sounds --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "heard"),
    [
        ({}, True),
        ({"sent_at": "2026-04-02 00:00"}, True),
        ({"sent_at": "2026-04-01 23:59"}, False),
        ({"silent": True}, False),
        ({"lane": Lane.INTERACTIVE}, False),
        ({"lane": Lane.BULK}, True),
        ({"kind": "edit"}, False),
        ({"state": SendState.FAILED}, False),
    ],
)
def test_who_has_had_the_days_sound(known: dict[str, Any], heard: bool) -> None:
    """Early enough in the morning that it is still yesterday in Greenwich."""
    with open_desk("2026-04-02 07:45") as (desk, county):
        me, other = county.ids[county.liaison], county.ids[county.leader]
        known = {"state": SendState.SENT, "person_id": me, "silent": False, "sent_at": "2026-04-02 07:40", **known}
        row(desk, **{**known, "sent_at": at(known["sent_at"])})
        coming = [row(desk, person_id=person) for person in (me, other)]
        found = manners.heard_today(desk.session, desk.house, coming, desk.now)
        assert found == ({me} if heard else set())
        assert manners.without_sound(coming[0], found) is heard
        assert manners.without_sound(coming[1], found) is False


def test_urgent_ones_and_answers_are_not_asked_about_and_always_sound() -> None:
    with open_desk() as (desk, county):
        me = county.ids[county.liaison]
        row(desk, state=SendState.SENT, person_id=me, silent=False, sent_at=desk.now)
        for known in ({"urgent": True}, {"lane": Lane.INTERACTIVE}, {"kind": "edit"}, {"person_id": None}):
            one = row(desk, **{"person_id": me, **known})
            assert manners.heard_today(desk.session, desk.house, [one], desk.now) == set()
            assert manners.without_sound(one, {me, 0}) is False
        assert manners.heard_today(desk.session, desk.house, [], desk.now) == set()
